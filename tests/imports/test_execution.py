"""The files of lazy modules are run once and by one thread, and seen by others when they are complete."""
import importlib
import sys
import threading
import time

import pytest

from compat import process
from compat.errors import NotBuiltError
from compat.imports import lazy_modules

pytestmark = pytest.mark.usefixtures('machine')


def in_eight_threads(function):
    """What the function returned or raised in each of eight threads that called it at the same time."""
    barrier = threading.Barrier(8)
    outcomes = [None] * 8

    def call(number):
        barrier.wait()
        try:
            outcomes[number] = function(number)
        except Exception as error:  # noqa: BLE001, what it raises is an outcome
            outcomes[number] = error

    threads = [threading.Thread(target=call, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads), 'threads wait for each other'
    return outcomes


@pytest.fixture
def lazy(machine, tmp_path, monkeypatch):
    """Makes lazy modules of a file, as a module path of Keras 2 that compat implements."""
    machine.install('keras==3.5.0', 'jax==0.4.30')

    def make(path, source):
        file = tmp_path / (path.replace('.', '_') + '.py')
        file.write_text(source)
        module = lazy_modules.KerasModule(path)
        module.__file__ = str(file)
        parent, _, name = ('compat.' + path).rpartition('.')
        monkeypatch.setitem(sys.modules, 'compat.' + path, module)
        monkeypatch.setitem(vars(sys.modules[parent]), name, module)
        return module

    return make


SLOW = """
import time
runs = globals().get('runs', 0) + 1
time.sleep(0.3)
class Dense:
    activation = None
time.sleep(0.3)
Dense.activation = 'set when the module is complete'
class Dropout:
    pass
"""


def test_the_host_is_imported_once_however_many_threads_ask_first(machine):
    machine.install('keras==3.5.0', 'jax==0.4.30')
    machine.write('keras/__init__.py', '''
        import time, builtins
        __version__ = '3.5.0'
        time.sleep(0.3)
        class config:
            backend = staticmethod(lambda: 'jax')
        ''')
    opened = in_eight_threads(lambda number: process.opened())
    assert all(host is process.opened() for host in opened)
    assert opened[0].keras is importlib.import_module('keras')


def test_the_import_of_a_host_that_fails_raises_in_each_thread_that_asks(machine):
    machine.install('keras==3.5.0', 'jax==0.4.30')
    machine.write('keras/__init__.py', 'raise RuntimeError("broken")')
    assert {type(error).__name__ for error in in_eight_threads(lambda number: process.opened())} == {'NoHostError'}


def test_threads_that_ask_while_the_file_runs_get_the_whole_module(lazy):
    module = lazy('layers.core', SLOW)
    classes = in_eight_threads(lambda number: getattr(module, 'Dropout' if number % 2 else 'Dense'))
    assert classes[::2] == [vars(module)['Dense']] * 4 and classes[1::2] == [vars(module)['Dropout']] * 4
    assert module.runs == 1


def test_a_name_that_is_defined_already_is_not_seen_before_the_module_is_complete(lazy):
    module = lazy('layers.core', SLOW)
    started = threading.Thread(target=lambda: module.Dense)
    started.start()
    for _ in range(1000):
        if 'Dense' in vars(module):
            break
        time.sleep(0.005)
    assert vars(module)['Dense'].activation is None
    assert module.Dense.activation == 'set when the module is complete'
    started.join()


def test_two_modules_that_import_each_other_are_run_by_two_threads(lazy):
    core = lazy('layers.core', 'class Dense: pass\nimport time; time.sleep(0.2)\n'
                               'from compat.layers.wrappers import Bidirectional')
    wrappers = lazy('layers.wrappers', 'class Bidirectional: pass\nimport time; time.sleep(0.2)\n'
                                       'from compat.layers.core import Dense')
    classes = in_eight_threads(lambda number: core.Dense if number % 2 else wrappers.Bidirectional)
    assert classes == [wrappers.Bidirectional, core.Dense] * 4
    assert core.Bidirectional is wrappers.Bidirectional and wrappers.Dense is core.Dense


def test_a_file_that_fails_raises_in_each_thread_and_leaves_nothing_behind(lazy):
    module = lazy('layers.core', 'import time; time.sleep(0.1)\nclass Dense: pass\nraise RuntimeError("broken")')
    errors = in_eight_threads(lambda number: module.Dense)
    assert [str(error) for error in errors] == ['broken'] * 8
    assert 'Dense' not in vars(module)
    with open(module.__file__, 'a') as stream:
        stream.write('\n')
    with pytest.raises(RuntimeError, match='broken'):
        module.Dense


def test_a_name_that_its_own_file_asks_for_before_it_is_defined_is_an_import_cycle(lazy):
    module = lazy('layers.core', 'import compat.layers.core as core\ntry:\n    core.Dense\n'
                                 'except AttributeError as e:\n    error = str(e)\nclass Dense: pass')
    assert module.Dense.__name__ == 'Dense'
    assert "'compat.layers.core' is being imported and does not define 'Dense' yet" in module.error


def test_a_stand_in_is_not_stored(lazy):
    module = lazy('layers.core', 'class Dense: pass')
    assert lazy_modules.is_unbuilt(module.Dropout) and 'Dropout' not in vars(module)
    with pytest.raises(NotBuiltError, match='keras.layers.core.Dropout'):
        module.Dropout(0.5)
