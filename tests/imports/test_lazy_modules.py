"""Every module path of Keras 2 imports, offers the names that it had there, and star-imports what it leaked."""
import importlib
import subprocess
import sys
import types
import warnings

import pytest

import compat
from compat import dialects, process
from compat.imports import lazy_modules as namespace
from compat.errors import NotBuiltError

TABLE = namespace.NAMES[process.dialect().names]


def module(path):
    return importlib.import_module(namespace.full(path))


@pytest.mark.parametrize('path', sorted(TABLE))
def test_a_module_path_imports_and_offers_each_of_its_names(path):
    found = module(path)
    assert isinstance(found, types.ModuleType)
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        is_supported = set(found.__all__)
    for name, home in TABLE[path].items():
        try:
            with warnings.catch_warnings():
                warnings.simplefilter('ignore')  # names that leaked in from places which are deprecated by now
                getattr(found, name)
        except (AttributeError, ImportError):
            # A package that Keras 2 leaked names of, and that is not installed here, or not what computes.
            assert home.startswith('='), '%s of keras.%s' % (name, path)
            assert name not in is_supported
        else:
            assert name in is_supported or name.startswith('_')


def there(path):
    """The public names of a module: on the oracle of real Keras itself, elsewhere of compat's."""
    if process.opened().family != 'keras2':
        return set(dir(module(path))) if path else set(dir(compat))
    from compat.adapters import keras2
    real = vars(keras2.real('keras.' + path if path else 'keras'))
    return {name for name, value in real.items() if name.isidentifier() and type(value).__name__ != '_Feature'}


def test_nothing_is_left_to_build():
    unbuilt = []
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')  # names that leaked in from places which are deprecated by now
        for table in namespace.NAMES.values():
            for path in table:
                found = module(path)
                for name, home in table[path].items():
                    try:
                        value = None if home.startswith('=') else getattr(found, name, None)
                    except ImportError:
                        continue  # a module of the other version
                    if namespace.is_unbuilt(value):
                        unbuilt.append('%s.%s' % (path, name))
    assert not unbuilt


@pytest.mark.parametrize('path', sorted(TABLE))
def test_the_table_has_the_names_of_the_module_and_the_module_those_of_the_table(path):
    public = {name for name in there(path) if not name.startswith('_')}
    listed = {name for name in TABLE[path] if not name.startswith('_')}
    assert listed <= public
    if process.opened().family == 'keras2':
        # keras.layers.deserialize puts the models among the globals of its module when it is first called, K.rnn of
        # Keras 2.2 whether it uses the learning phase, and TensorBoard what it needs of TensorFlow.
        assert public - {'Model', 'Sequential', 'uses_learning_phase', 'tf', 'projector'} <= listed


def test_star_imports_give_what_keras_2_leaked():
    names = {}
    exec('from compat.layers import *\nfrom compat.models import *\nfrom compat.layers.core import *', names)
    assert {'Dense', 'Conv2D', 'Input', 'Layer', 'InputSpec', 'concatenate', 'Model', 'Sequential', 'K'} <= set(names)
    assert names['K'] is compat.backend
    if compat.__version__ == '2.2.4':
        only_layers = {}
        exec('from compat.layers import *', only_layers)
        assert only_layers['K'] is compat.backend and only_layers['np'].__name__ == 'numpy'


def test_a_name_is_the_same_object_by_every_path():
    from compat.engine.base_layer import Layer
    from compat.engine.topology import Layer as by_topology
    from compat.layers import Dense, Layer as by_layers
    from compat.layers.core import Dense as by_core
    assert Layer is by_topology is by_layers and Dense is by_core
    assert compat.layers.core.Dense is Dense and compat.Model is compat.models.Model
    from compat.backend.tensorflow_backend import dot
    assert dot is compat.backend.dot or compat.backend.dot.__name__ == 'dot'


def test_modules_are_attributes_of_their_packages():
    assert compat.layers.core is sys.modules['compat.layers.core']
    assert compat.preprocessing.image is sys.modules['compat.preprocessing.image']
    import compat.layers.core as core
    assert core is compat.layers.core


def test_a_name_that_keras_2_did_not_have_is_no_attribute():
    for found in (compat, compat.layers, compat.layers.core):
        with pytest.raises(AttributeError, match='NoSuchLayer'):
            found.NoSuchLayer
    with pytest.raises(ImportError):
        exec('from compat.layers import NoSuchLayer')
    with pytest.raises(ImportError):
        importlib.import_module('compat.no_such_module')


def test_theano_and_cntk_are_not_there():
    for name in ('theano_backend', 'cntk_backend'):
        with pytest.raises(ImportError):
            importlib.import_module('compat.backend.' + name)


def test_the_version_is_that_of_the_dialect_and_ours_has_a_name_of_its_own():
    assert compat.__version__ == process.dialect().version
    assert compat.__compat_version__.count('.') == 2


def test_a_name_that_is_not_built_imports_and_raises_when_it_is_used():
    stand_in = namespace.unbuilt('layers.core', 'Missing')
    assert namespace.is_unbuilt(stand_in) and 'Missing' in repr(stand_in)
    for use in (stand_in, lambda: stand_in.from_config({}), lambda: type('Mine', (stand_in,), {})):
        with pytest.raises(NotBuiltError, match='keras.layers.core.Missing'):
            use()
    assert not isinstance(3, stand_in)


def test_an_attribute_set_on_a_module_is_seen_by_every_path():
    def mine(y_true, y_pred):
        return y_pred

    compat.losses.mine = mine
    try:
        from compat.losses import mine as found
        assert found is mine
    finally:
        del compat.losses.mine


@pytest.mark.once_a_family
def test_in_the_tf_keras_dialect_the_host_fills_in_what_keras_2_had_not():
    code = ('import compat; compat.configure(dialect="tf.keras"); assert compat.layers.LayerNormalization; '
            'assert compat.layers.Dense(3).name == "dense", compat.layers.Dense(3).name; print(compat.__version__)')
    run = subprocess.run([sys.executable, '-c', code], capture_output=True, text=True)
    if process.opened().family == 'keras2':
        assert run.returncode == 1 and 'AlreadyChosenError' in run.stderr
    else:
        assert run.returncode == 0, run.stderr
        assert run.stdout.strip() == dialects.DIALECTS['tf.keras'].version
