"""The environments of tox, and the parts of the suite that they run."""
import configparser
import itertools
import re

import paths
import pytest
import sets


@pytest.mark.parametrize('name', ['NEED_NO_HOST', 'NEED_CHECKERS', 'NEED_ORIGINAL', 'NEED_KERAS_2_3',
                                  'DEPEND_ON_DIALECT', 'SAME_ON_ALL_VERSIONS', 'SAME_BETWEEN', 'ONCE_A_FAMILY',
                                  'NEED_GRADIENTS', 'ON_ONE_END', 'ON_ONE_HOST', 'TRAINED', 'DEPEND_ON_PYTHON',
                                  'IN_TF_KERAS', 'QUICK'])
def test_a_part_names_files_that_are_there(name):
    for path in getattr(sets, name):
        assert (paths.SUITE / path).exists(), path


def test_a_folder_stands_for_what_lies_in_it():
    assert sets.is_among('files/test_weight_files.py', ['files/'])
    assert not sets.is_among('test_files.py', ['files/'])
    assert not sets.is_among('files/test_weight_files.py', ['test_weight_files.py'])


def test_every_file_runs_in_all_and_either_with_a_host_or_without_or_where_the_type_checkers_are():
    for file in paths.SUITE.glob('**/test_*.py'):
        name = file.relative_to(paths.SUITE).as_posix()
        on_one_host = sets.is_among(name, sets.ON_ONE_HOST)
        assert [sets.SETS['all'](name), sets.SETS['types'](name), on_one_host].count(True) == 1
        assert sets.SETS['once'](name) or not on_one_host
        once = on_one_host or sets.is_among(name, sets.ONCE_A_FAMILY)
        assert [sets.SETS[part](name) for part in ('host', 'no-host', 'types')].count(True) == (0 if once else 1)


def tox():
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(str(paths.ROOT / 'tox.ini'))
    return parser


def environments():
    """The names in tox's env_list, with what stands in braces written out."""
    for line in tox()['tox']['env_list'].split():
        for parts in itertools.product(*[part.split(',') for part in re.split('[{}]', line)]):
            yield ''.join(parts)


def python_of(environment):
    return 'py313' if environment == 'nohost' else environment.partition('-')[0]


def applies(condition, environment):
    """Whether the environment has the factors of a condition of tox, and none that is negated there."""
    return all((factor.lstrip('!') in environment.split('-')) != factor.startswith('!')
               for factor in condition.strip().split('-'))


def of_environment(environment, setting, begin):
    """What follows the beginning in the lines of a setting of tox that apply to the environment."""
    for line in tox()['testenv'][setting].splitlines():
        conditions, found, value = line.partition(begin)
        if found and any(applies(condition, environment) for condition in conditions.rstrip(': ').split(',')):
            yield value


def part_of(environment):
    """The part of the suite that COMPAT_TESTS names for the environment."""
    parts = list(of_environment(environment, 'set_env', 'COMPAT_TESTS = '))
    return parts[-1] if parts else 'no-host' if environment == 'nohost' else 'all'


@pytest.mark.parametrize('environment', [
    'py37-keras224', 'py37-keras231', 'py38-tf24', 'py310-tf210', 'py311-tf215', 'py312-tfkeras', 'py311-keras30',
    'py312-keras3-tensorflow', 'py312-keras3-jax', 'py311-keras3-torch', 'nohost', 'py313-keras3-tensorflow-dialect23',
    'py312-keras3-jax-dialecttf', 'py312-keras3-numpy'])
def test_every_host_and_dialect_of_the_table_is_a_tox_environment(environment):
    assert environment in environments()
    assert tox()['tox']['skip_missing_interpreters'] == 'false'


def test_the_host_that_runs_only_what_runs_once_runs_all_in_the_check_on_the_newest_python():
    newest = max((python_of(environment) for environment in environments()), key=lambda name: int(name[3:]))
    assert [environment for environment in environments() if part_of(environment) == 'once'] == [
        'py312-keras3-tensorflow'] and newest != 'py312'
    assert f'tox -e newest -x testenv:newest.base_python={newest} ' in (paths.ROOT / '.ci' / 'run').read_text()


def test_what_depends_on_the_python_runs_on_each_with_a_host():
    parts = {}
    for environment in environments():
        parts.setdefault(python_of(environment), set()).add(part_of(environment))
    parts['py313'].add('all')  # that of `newest`
    for path in sets.DEPEND_ON_PYTHON:
        file = path + 'test_any.py' if path.endswith('/') else path
        assert all(any(sets.SETS[part](file) for part in of_python) for of_python in parts.values()), path


def test_real_keras_2_3_runs_what_depends_on_the_dialect():
    for path in sets.DEPEND_ON_DIALECT:
        assert path.endswith('/') or sets.SETS['second-oracle'](path), path


def test_what_runs_on_one_end_of_an_adapter_does_so_and_versions_between_run_it_neither():
    assert [name for name in environments() if part_of(name) in ('other-end', 'first-of-keras-3')] == [
        'py312-tfkeras', 'py311-keras30']
    for path in sets.ON_ONE_END:
        assert path.endswith('/') or not sets.SETS['between'](path), path
    for environment in ('py38-tf24', 'newest'):
        assert part_of(environment) == 'all'


def test_recipes_are_trained_on_an_oracle_a_tf_keras_and_each_framework_of_keras_3():
    for environment in ('py37-keras224', 'py38-tf24', 'newest', 'py312-keras3-jax', 'py311-keras3-torch'):
        assert all(map(sets.SETS[part_of(environment)], sets.TRAINED)), environment


def test_what_needs_no_host_runs_once_per_python():
    parts = {environment: part_of(environment) for environment in environments()}
    assert set(parts.values()) == {'all', 'between', 'host', 'inference', 'other-end', 'first-of-keras-3',
                                   'second-oracle', 'once', 'no-host', 'dialect', 'tf.keras'}
    for python in sorted({python_of(environment) for environment in parts}):
        complete = [environment for environment, part in parts.items()
                    if python_of(environment) == python and part in ('all', 'between', 'once', 'no-host')]
        assert len(complete) == 1, (python, complete)


def test_the_released_keras_is_installed_where_layers_are_judged_by_it():
    for environment, versions in {'py312-keras3-tensorflow': ['2.2.4'], 'py312-keras3-jax': ['2.2.4'],
                                  'py311-keras3-torch': ['2.2.4'], 'py313-keras3-tensorflow-dialect23': [],
                                  'newest': [], 'py312-tfkeras': [], 'py312-keras3-jax-dialecttf': []}.items():
        folders = list(of_environment(environment, 'set_env', paths.NAMES_ORIGINAL + ' = '))
        installs = list(of_environment(environment, 'commands_pre', 'uv pip install --quiet --no-deps --target '))
        assert folders == ['{env_tmp_dir}{/}original'][:len(versions)]
        assert installs == [f'{folders[0]}{{/}}{version} keras=={version} six' for version in versions]
