"""K as a whole: its page in docs is what the tables say, and every public function of Keras 2 has tests."""
import pathlib
import re

import make_k_functions as page
import paths
import pytest
from compat.imports import lazy_modules as namespace

# Functions that give no numbers to compare, or others each time, and the file of tests that says what they do.
TESTED_IN = {name: file for file, names in {
    'test_backend_configuration.py': (
        'backend cast_to_floatx count_params dtype epsilon floatx get_uid image_data_format image_dim_ordering '
        'int_shape is_keras_tensor is_tensor ndim normalize_data_format reset_uids set_epsilon set_floatx '
        'set_image_data_format set_image_dim_ordering'),
    'test_backend_ctc.py': 'ctc_label_dense_to_sparse is_sparse to_dense',
    'test_backend_of_versions.py': (
        'control_dependencies eager get_variable_shape has_arg is_variable manual_variable_initialization '
        'size symbolic transpose_shape'),
    'test_backend_phase.py': 'learning_phase set_learning_phase',
    'test_backend_random.py': 'random_binomial random_normal random_uniform truncated_normal',
    'test_backend_variables.py': (
        'batch_get_value batch_set_value get_value moving_average_update set_value update update_add update_sub'),
    'test_functions.py': 'function is_placeholder placeholder',
    'test_sessions.py': 'clear_session get_session set_session',
    'test_gradients.py': 'gradients',
}.items() for name in names.split()}
NAMES = sorted({name for version in (page.FIRST, page.SECOND) for name in page.public_functions(version)})


def test_the_page_of_k_is_what_docs_make_k_functions_writes():
    assert pathlib.Path(page.PAGE).read_text() == page.page(), 'stale: PYTHONPATH=. python docs/make_k_functions.py'


def test_the_page_is_of_every_name_that_keras_2_made_for_its_backend():
    for version in (page.FIRST, page.SECOND):
        names = namespace.NAMES[version]['backend']
        own = {name for name, home in names.items() if re.match(r'(backend|utils)\.\w+:\w', home)}
        assert own - {'Function'} <= set(page.public_functions(version)) <= own | {'backend'}


def test_a_difference_names_functions_of_k_that_there_are():
    unknown = sorted(set(page.noted()) - set(NAMES))
    assert unknown == [], 'a row names them with K., and Keras 2 has no such functions: write them without'


@pytest.fixture(scope='module')
def golden():
    """The functions that the calls of tests/golden/backend_cases.txt begin with."""
    return set(re.findall(r'^K\.(\w+)\(', (paths.GOLDEN / 'backend_cases.txt').read_text(), re.MULTILINE))


def test_every_function_of_k_is_compared_with_the_oracle_or_has_a_file_of_tests(golden):
    assert [name for name in NAMES if name not in golden and name not in TESTED_IN] == []
    assert sorted(set(TESTED_IN) - set(NAMES)) == []


@pytest.mark.parametrize('file', sorted(set(TESTED_IN.values())))
def test_a_file_of_tests_calls_the_functions_that_it_is_named_for(file):
    text = (paths.SUITE / 'backend' / file).read_text()
    names = [name for name in TESTED_IN if TESTED_IN[name] == file]
    assert [name for name in names if not re.search(r'\b%s\(' % name, text)] == []
