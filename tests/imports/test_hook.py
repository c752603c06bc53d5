"""compat.install() and uninstall(): who gets what by ``import keras``, on installations made for the test."""
import builtins
import importlib
import os
import pickle
import sys

import pytest

import compat
from compat import process
from compat.imports import lazy_modules as namespace, real_modules
from compat.errors import NoTensorFlowError

LATE = """
    def by_name():
        import keras
        return keras
    def by_path():
        import keras.layers
        return keras.layers
    def from_keras():
        from keras import layers
        return layers
    def from_path():
        from keras.engine import base_layer
        return base_layer
    def relative():
        from ..engine.base_layer import Layer
        return Layer
    """


@pytest.fixture
def machine(machine):
    yield machine
    compat.uninstall()


def with_keras(machine, version='3.5.0'):
    """A Keras that has modules of its own, some at paths of Keras 2, some of them late."""
    machine.install('keras==%s' % version, 'jax==0.4.30')
    machine.write('keras/layers.py', 'home = "the host"')
    machine.write('keras/engine/__init__.py', '')
    machine.write('keras/engine/base_layer.py', 'class Layer: pass')
    machine.write('keras/src/__init__.py', '')
    machine.write('keras/src/late.py', LATE)
    machine.write('keras/ops.py', 'from keras import layers')


def program(source):
    """What a program that consists of those lines has defined in the end."""
    names = {'__name__': '__main__'}
    exec(compile(source, 'program.py', 'exec'), names)
    return names


def test_import_keras_gives_compat_under_the_name_of_keras(machine):
    compat.install()
    keras = program('import keras')['keras']
    assert keras.__name__ == 'keras'
    assert keras.__version__ == compat.__version__ == '2.2.4'
    assert keras.layers is compat.layers
    assert sys.modules['keras'] is keras
    assert set(dir(keras)) == set(dir(compat))


@pytest.mark.parametrize('path', namespace.PATHS)
def test_every_module_path_of_keras_2_is_the_module_of_compat(machine, path):
    compat.install()
    expected = sys.modules['compat.' + path]
    assert program('import keras.%s as module' % path)['module'] is expected
    assert importlib.import_module('keras.' + path) is expected


def test_installing_and_importing_open_no_host(machine):
    with_keras(machine)
    compat.install()
    program('import keras, keras.layers.core\nfrom keras import backend as K\nfrom keras.engine import topology')
    assert not real_modules.is_loaded('keras')


def test_an_engine_that_the_program_asks_for_before_import_keras_counts(machine):
    with_keras(machine)
    machine.install('torch==2.9')
    machine.sets(KERAS_BACKEND='jax')
    compat.install()
    program('import os\nos.environ["KERAS_BACKEND"] = "torch"\nimport keras')
    assert process.opened().framework == 'torch'


def test_uninstalling_puts_sys_modules_back_as_it_was(machine):
    with_keras(machine)
    machine.imports('keras.layers')
    compat.install()
    compat.uninstall()
    before, finders, statement = dict(sys.modules), list(sys.meta_path), builtins.__import__
    compat.install()
    compat.uninstall()
    assert sys.modules == before
    assert all(sys.modules[name] is before[name] for name in before)
    assert sys.meta_path == finders
    assert builtins.__import__ is statement
    assert program('from keras import layers')['layers'].home == 'the host'


def test_where_there_is_no_keras_there_is_none_again_after_uninstalling(machine):
    compat.install()
    program('import keras.layers')
    compat.uninstall()
    assert [name for name in sys.modules if name.partition('.')[0] == 'keras'] == []
    with pytest.raises(ImportError, match='keras'):
        program('import keras')


def test_a_host_that_was_opened_meanwhile_stays_imported_after_uninstalling(machine):
    with_keras(machine)
    compat.install()
    real = real_modules.real_module('keras')
    assert sys.modules['keras'] is not real
    compat.uninstall()
    assert sys.modules['keras'] is real


def test_installing_and_uninstalling_twice_is_the_same_as_once(machine):
    with_keras(machine)
    real = machine.imports('keras')
    compat.install()
    first = sys.modules['keras']
    compat.install()
    assert sys.modules['keras'] is first
    compat.uninstall()
    compat.uninstall()
    assert sys.modules['keras'] is real


def test_nothing_but_sys_modules_changes(machine):
    with_keras(machine)
    before = dict(os.environ), list(sys.path), list(sys.argv)
    compat.install()
    real_modules.real_module('keras')
    compat.uninstall()
    assert (dict(os.environ), sys.path, sys.argv) == before


def test_the_host_is_away_again_when_its_import_fails(machine):
    machine.install('keras==3.5.0')
    machine.write('keras/broken.py', 'raise RuntimeError("broken")')
    compat.install()
    alias = sys.modules['keras']
    with pytest.raises(RuntimeError, match='broken'):
        program('import keras.broken')
    assert sys.modules['keras'] is alias


@pytest.mark.parametrize('statement', ['by_name', 'by_path', 'from_keras', 'from_path', 'relative'])
@pytest.mark.parametrize('loaded', [True, False], ids=['loaded', 'not loaded yet'])
def test_an_import_statement_inside_the_host_gives_the_host(machine, statement, loaded):
    with_keras(machine)
    if loaded:
        machine.imports('keras.engine.base_layer')
        machine.imports('keras.layers')
    compat.install()
    late = real_modules.real_module('keras.src.late')
    value = getattr(late, statement)()
    name = {'by_name': 'keras', 'by_path': 'keras.layers', 'from_keras': 'keras.layers',
            'from_path': 'keras.engine.base_layer'}.get(statement)
    expected = real_modules.real_module(name) if name else real_modules.real_module('keras.engine.base_layer').Layer
    assert value is expected
    assert program('from keras import layers')['layers'] is compat.layers


def test_code_of_the_host_is_found_by_name_and_pickles(machine):
    with_keras(machine)
    compat.install()
    layer = real_modules.real_module('keras.engine.base_layer').Layer
    assert pickle.loads(pickle.dumps(layer)) is layer
    assert sys.modules[layer.__module__].Layer is layer
    assert program('import keras.engine.base_layer as module')['module'] is compat.engine.base_layer


def test_tensorflow_finds_its_keras_behind_import_keras(machine):
    with_keras(machine)
    machine.install('tensorflow==2.16.1')
    machine.write('tensorflow/lazy.py', 'def version():\n    import keras\n    return keras.__version__')
    compat.install()
    assert program('from tensorflow import lazy')['lazy'].version() == '3.5.0'


def test_a_module_that_only_the_host_has_is_the_hosts(machine):
    with_keras(machine)
    compat.install()
    assert program('from keras import ops')['ops'].layers.home == 'the host'
    assert importlib.import_module('keras.ops').__spec__.origin.endswith('ops.py')


def test_a_module_that_nobody_has_is_not_found(machine):
    with_keras(machine)
    compat.install()
    with pytest.raises(ModuleNotFoundError, match="No module named 'keras.nonsense'"):
        program('import keras.nonsense')


def test_what_a_program_sets_on_keras_is_set_on_compat(machine):
    compat.install()
    keras = program('import keras\nkeras.of_mine = 7')['keras']
    assert compat.of_mine == 7
    del keras.of_mine
    assert 'of_mine' not in vars(compat)


# The dialect tf.keras

FORMS = ('import tensorflow as tf; layers = tf.keras.layers', 'from tensorflow import keras; layers = keras.layers',
         'import tensorflow.keras as keras; layers = keras.layers', 'from tensorflow.keras import layers',
         'import tensorflow.keras.layers as layers', 'import tensorflow.keras.layers; layers = tensorflow.keras.layers',
         'import importlib; layers = importlib.import_module("tensorflow.keras.layers")')


def with_tensorflow(machine):
    machine.install('tensorflow==2.10.0')
    machine.write('tensorflow/__init__.py', '__version__ = "2.10.0"\nfrom tensorflow import keras\nnumber = 7')
    machine.write('tensorflow/keras/__init__.py', 'home = "the host"')
    machine.write('tensorflow/keras/extra.py', 'home = "the host"')
    machine.write('tensorflow/own.py', 'def late():\n    from tensorflow import keras\n    return keras')


@pytest.mark.parametrize('form', FORMS)
@pytest.mark.parametrize('there', [True, False], ids=['tensorflow', 'no tensorflow'])
def test_in_the_dialect_tf_keras_each_way_to_import_it_gives_compat(machine, form, there):
    if there:
        with_tensorflow(machine)
    machine.sets(COMPAT_DIALECT='tf.keras')
    compat.install()
    assert program(form)['layers'] is compat.layers
    assert not real_modules.is_loaded('tensorflow')


def test_in_the_dialect_tf_keras_the_rest_of_tensorflow_is_the_real_one(machine):
    with_tensorflow(machine)
    machine.sets(COMPAT_DIALECT='tf.keras')
    compat.install()
    tf = program('import tensorflow as tf; tf.of_mine = 3')['tf']
    real = real_modules.real_module('tensorflow')
    assert (tf.number, tf.__version__, tf.of_mine, real.of_mine) == (7, '2.10.0', 3, 3)
    assert {'number', 'keras'} <= set(dir(tf))
    assert real.keras.home == program('from tensorflow import own')['own'].late().home == 'the host'
    compat.uninstall()
    assert sys.modules['tensorflow'] is real
    assert program('import tensorflow.keras as keras')['keras'].home == 'the host'


def test_without_tensorflow_whatever_is_not_keras_says_so(machine):
    with_keras(machine)
    machine.sets(COMPAT_DIALECT='tf.keras')
    compat.install()
    for source in ('import tensorflow as tf; tf.constant(1)', 'from tensorflow import constant'):
        with pytest.raises(NoTensorFlowError) as caught:
            program(source)
        assert 'tensorflow.constant: TensorFlow is not installed' in str(caught.value)
        assert 'Keras 3.5.0 on jax' in str(caught.value)
        assert 'pip install tensorflow' in str(caught.value)
    with pytest.raises(ImportError, match='tensorflow.python: TensorFlow is not installed'):
        program('import tensorflow.python')


def test_without_tensorflow_the_host_finds_none_either(machine):
    with_keras(machine)
    machine.write('keras/src/probe.py', 'def probe():\n    import tensorflow')
    machine.sets(COMPAT_DIALECT='tf.keras')
    compat.install()
    probe = real_modules.real_module('keras.src.probe').probe
    with pytest.raises(ModuleNotFoundError):
        probe()
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module('tensorflow')
    assert 'tensorflow' not in sys.modules


def test_in_the_other_dialects_tensorflow_is_the_real_one_with_the_names_of_tensorflow_1(machine):
    with_tensorflow(machine)
    compat.install()
    tf = program('import tensorflow as tf')['tf']
    assert 'tensorflow' not in sys.modules
    assert tf.keras.home == 'the host' and tf.__version__ == '1.15.5'
    assert sys.modules['tensorflow'].__version__ == '2.10.0' and sys.modules['tensorflow'] is not tf
