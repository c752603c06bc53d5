"""A new version of a host is a row, and a module with what changed; a name that nobody defines is told by its row."""
import pytest
from packaging.version import Version

import compat.adapters
from compat import adapters
from compat.adapters import rows
from compat.errors import MissingAdapterNameError, NoAdapterError

NEWEST = next(row for row in rows.ADAPTERS if (row.family, row.framework, row.until) == ('keras3', 'jax', None))


@pytest.fixture
def version_99(tmp_path, monkeypatch):
    """The row of a version 99 of Keras on jax, where only the hyperbolic tangent changed."""
    folder = tmp_path / 'keras3_v99'
    folder.mkdir()
    (folder / 'nn.py').write_text('def tanh(x):\n    return ("of version 99", x)\n')
    (tmp_path / 'base_of_99').mkdir()
    (tmp_path / 'base_of_99' / 'nn.py').write_text('def tanh(x):\n    return x\n\n\ndef relu(x):\n    return x\n')
    monkeypatch.setattr(compat.adapters, '__path__', list(compat.adapters.__path__) + [str(tmp_path)])
    row = NEWEST._replace(since='99', folders=(
        rows.Folder('keras3_v99', ('nn',)), rows.Folder('base_of_99', ('nn',))))
    monkeypatch.setattr(rows, 'ADAPTERS', (row,) + rows.ADAPTERS)
    return row


def test_a_new_version_is_one_row_and_one_module(version_99):
    ops = adapters.Area('ops', adapters.find('keras3', 'jax', Version('99.1')))
    assert ops.tanh(1) == ('of version 99', 1)
    assert ops.relu(1) == 1


def test_older_versions_have_the_rows_that_they_had(version_99):
    assert adapters.find('keras3', 'jax', Version('98')) is NEWEST
    assert adapters.find('keras3', 'jax', Version('99.0rc1')) is version_99  # what leads to a release counts as it


def test_a_name_is_looked_up_once_and_then_simply_there(version_99):
    ops = adapters.Area('ops', version_99)
    assert 'tanh' not in vars(ops)
    assert ops.tanh is vars(ops)['tanh']


def test_a_name_that_is_lacking_is_reported_with_protocol_row_and_modules(version_99):
    with pytest.raises(MissingAdapterNameError, match="(?s)keras3 on jax, versions from 99.*no 'cosh'.*area ops.*"
                                                      r'keras3_v99\.nn, base_of_99\.nn.*adapters/protocol\.py'):
        adapters.Area('ops', version_99).cosh
    assert not hasattr(adapters.Area('ops', version_99), 'cosh')


def test_a_host_without_a_row_is_an_error_that_says_where_the_rows_are():
    with pytest.raises(NoAdapterError, match=r'compat/adapters/rows\.py is for keras3 3\.15 on theano'):
        adapters.find('keras3', 'theano', Version('3.15'))


@pytest.mark.parametrize('version, special', [
    ('3.0.5', ['keras3.v3_3', 'keras3.v3_5']), ('3.4.1', ['keras3.v3_5']), ('3.6.0', []), ('3.15.1', [])])
@pytest.mark.parametrize('framework', ['tensorflow', 'jax', 'torch', 'numpy'])
def test_old_versions_of_keras_3_have_modules_of_their_own(framework, version, special):
    row = adapters.find('keras3', framework, Version(version))
    assert [folder.name for folder in row.folders if '.v3_' in folder.name] == special
