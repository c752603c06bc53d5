"""The command that makes the golden files anew knows each of them, and what differs from what was stored."""
import io
import pathlib

import numpy as np
import paths
import pytest
import regenerate

LISTED = {path for script in regenerate.FILES for path in script.files}


def test_every_golden_file_has_a_script_in_the_table_of_regenerate():
    stored = {path.relative_to(paths.ROOT).as_posix() for path in paths.GOLDEN.iterdir()
              if path.suffix in ('.json', '.npz', '.h5')}
    data = {path.relative_to(paths.ROOT).as_posix() for path in (paths.ROOT / 'compat').glob('**/*.json')}
    assert stored | data == LISTED, 'say in FILES of tools/golden/regenerate.py which script writes the file'


def test_every_script_is_in_the_table_of_regenerate():
    scripts = {path.name for path in paths.TOOLS.glob('make_*.py')}
    assert scripts == {script.name for script in regenerate.FILES}


def test_a_file_is_asked_for_by_its_name_its_path_or_its_script():
    for name in ('names.json', 'compat/imports/names.json', 'make_names.py'):
        assert [script.name for script in regenerate.selected([name])] == ['make_names.py']
    assert regenerate.selected([]) == list(regenerate.FILES)
    with pytest.raises(SystemExit, match='no-such.json is no golden file: --list shows them'):
        regenerate.selected(['no-such.json'])


def test_the_list_says_which_hosts_a_file_needs(capsys):
    assert regenerate.main(['--list', 'metrics.json']) == 0
    assert capsys.readouterr().out == 'tests/golden/metrics.json: Keras 2.3.1 (make_metrics.py)\n'


def test_a_host_that_is_none_is_refused(capsys):
    with pytest.raises(SystemExit):
        regenerate.main(['--python', 'keras1=python'])
    assert 'keras1 is no host. The hosts are keras224, ' in capsys.readouterr().err


@pytest.mark.parametrize('before, after, result', [
    (b'{"a": 1.0}', b'{"a": 1.0}', 'same bytes'), (b'{"a": 1.0}', b'{"a": 1.000001}', 'same numbers'),
    (b'{"a": 1.0}', b'{"a": 1.1}', 'differs'), (b'{"a": [1.0]}', b'{"a": [1.0, 2.0]}', 'differs'),
    (b'', b'{}', 'differs')])
def test_what_was_made_is_compared_with_what_was_stored(before, after, result):
    assert regenerate.comparison('a.json', before, after) == result


def test_arrays_are_compared_by_their_numbers():
    def stored(*numbers):
        stream = io.BytesIO()
        np.savez(stream, a=np.array(numbers, 'float32'))
        return stream.getvalue()
    assert regenerate.comparison('a.npz', stored(1, 2), stored(1, 2.000001)) == 'same numbers'
    assert regenerate.comparison('a.npz', stored(1, 2), stored(1, 3)) == 'differs'
    assert regenerate.comparison('a.npz', stored(1, 2), stored(1, 2, 3)) == 'differs'


def test_a_check_leaves_the_stored_file_as_it_is(monkeypatch, tmp_path, capsys):
    file = tmp_path / 'tests' / 'golden' / 'metrics.json'
    file.parent.mkdir(parents=True)
    file.write_text('{}')
    monkeypatch.setattr(regenerate, 'ROOT', pathlib.Path(str(tmp_path)))
    monkeypatch.setattr(regenerate, 'run', lambda script, pythons, folder: file.write_text('{"a":1}'))
    assert regenerate.main(['--check', 'metrics.json']) == 1
    assert file.read_text() == '{}'
    assert regenerate.main(['metrics.json']) == 0
    assert file.read_text() == '{"a":1}'
    assert capsys.readouterr().out == 2 * 'tests/golden/metrics.json: differs\n'
