"""Whose defaults count: the dialect of a process, how it is asked for, and what a second one gets."""
import re

import paths
import pytest

import compat
from compat import dialects, process
from compat.errors import AlreadyChosenError, UnknownDialectError, UnknownHostError

pytestmark = pytest.mark.usefixtures('machine')


def test_the_default_is_keras_2_2():
    assert process.dialect().name == 'keras-2.2'
    assert process.choose_dialect().why == 'it is the default'


def test_compat_dialect_asks_for_a_dialect(machine):
    machine.sets(COMPAT_DIALECT='tf.keras')
    assert process.dialect().name == 'tf.keras'
    assert process.choose_dialect().why == 'COMPAT_DIALECT asks for it'


def test_configure_wins_over_compat_dialect(machine):
    machine.sets(COMPAT_DIALECT='tf.keras')
    compat.configure(dialect='keras-2.3')
    assert process.dialect().name == 'keras-2.3'
    assert process.choose_dialect().why == 'compat.configure(dialect=...) asks for it'


@pytest.mark.parametrize('dialect, version', [('keras-2.2', '2.2.4'), ('keras-2.3', '2.3.1')])
def test_the_version_that_programs_compare_is_the_dialects(dialect, version):
    compat.configure(dialect=dialect)
    assert compat.__version__ == version


def test_reporting_the_version_needs_no_host(machine):
    machine.install('keras==3.15.1', 'jax==0.4.30')
    machine.write('keras/__init__.py', "raise RuntimeError('imported')")
    assert compat.__version__ == '2.2.4'


@pytest.mark.parametrize('name', ['keras', 'keras-2', '2.3', 'tf_keras'])
def test_an_unknown_dialect_is_refused_with_the_list_of_dialects(machine, name):
    with pytest.raises(UnknownDialectError, match='%r is no dialect. The dialects are keras-2.2, keras-2.3' % name):
        compat.configure(dialect=name)
    machine.sets(COMPAT_DIALECT=name)
    with pytest.raises(ValueError, match='set COMPAT_DIALECT'):
        process.dialect()


def test_a_second_dialect_is_refused_once_the_first_is_in_use():
    process.dialect()
    with pytest.raises(AlreadyChosenError, match='speaks the dialect keras-2.2 already, so it cannot speak tf.keras'):
        compat.configure(dialect='tf.keras')
    compat.configure(dialect='keras-2.2')


def test_asking_what_would_count_does_not_fix_it(machine):
    assert process.choose_dialect().dialect.name == 'keras-2.2'
    compat.configure(dialect='keras-2.3')
    assert process.choose_dialect().dialect.name == 'keras-2.3'
    assert not process.dialect_is_fixed()


@pytest.mark.parametrize('version, dialect', [('2.2.4', 'keras-2.2'), ('2.2.5', 'keras-2.2'), ('2.3.0', 'keras-2.3'),
                                              ('2.3.1', 'keras-2.3')])
def test_real_keras_2_speaks_its_own_dialect(machine, version, dialect):
    machine.install('keras==' + version, 'tensorflow==1.15.5')
    assert process.dialect().name == dialect
    assert process.choose_dialect().why == 'the host speaks it by itself'


def test_real_keras_2_can_be_asked_for_its_own_dialect_only(machine):
    machine.install('keras==2.3.1', 'tensorflow==1.15.5')
    machine.sets(COMPAT_DIALECT='keras-2.3')
    assert process.choose_dialect().dialect.name == 'keras-2.3'
    machine.sets(COMPAT_DIALECT='keras-2.2')
    with pytest.raises(AlreadyChosenError, match='Real Keras 2.3.1 speaks the dialect keras-2.3 only, and this process '
                                                 'asks for keras-2.2'):
        process.dialect()


def test_keras_2_is_refused_as_host_of_a_process_that_speaks_another_dialect(machine):
    machine.install('keras==2.3.1', 'tensorflow==2.4.4')
    assert (process.choose().host.name, process.dialect().name) == ('tf.keras', 'keras-2.2')
    with pytest.raises(AlreadyChosenError, match='asks for keras-2.2'):
        compat.configure(host='keras2')
    assert process.choose().host.name == 'tf.keras'


def test_configure_changes_nothing_when_one_of_its_arguments_is_unknown():
    with pytest.raises(UnknownDialectError):
        compat.configure(host='keras3', dialect='keras-1')
    with pytest.raises(UnknownHostError):
        compat.configure(host='keras1', dialect='keras-2.3')
    assert process.requested_dialect() == (None, None)


# The table

def sources():
    """The code of compat beside the table of dialects."""
    return {path: path.read_text(encoding='utf-8') for path in sorted((paths.ROOT / 'compat').rglob('*.py'))
            if path.name != 'dialects.py'}


@pytest.mark.parametrize('column', dialects.Dialect._fields)
def test_a_column_decides_something_and_is_asked_for(column):
    assert len({getattr(dialect, column) for dialect in dialects.DIALECTS.values()}) > 1
    assert any(re.search(r'dialect(\(\))?\.%s\b' % column, source) for source in sources().values())


def test_a_column_says_what_it_decides():
    table = (paths.ROOT / 'compat' / 'dialects.py').read_text(encoding='utf-8')
    for column in dialects.Dialect._fields[1:]:
        assert re.search(r'(?m)^    %s: [^#\n]+  # \S' % column, table), column


def test_no_dialect_is_named_where_something_is_decided():
    named = re.compile(r"""['"](keras-2\.[23]|tf\.keras)['"]|\.name [!=]= *['"]keras""")
    places = [path.relative_to(paths.ROOT).as_posix() for path, source in sources().items() if named.search(source)]
    # The table of hosts says which dialect real Keras 2 speaks, and has a host called tf.keras.
    assert places == ['compat/hosts.py']
