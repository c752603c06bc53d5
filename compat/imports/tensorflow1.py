"""The module ``tensorflow`` of the keras-2.x dialects: TensorFlow 1's names, answered by the installed one.

Its names are those of ``tf.compat.v1``, whose functions have the arguments of TensorFlow 1, and the installed module's
own. What cannot be the same in a process that computes eagerly is compat's: the tables below. The real module stays as
it is, and packages that are written for TensorFlow 2 get that.
"""
import functools
import importlib
import importlib.util
import pathlib
import types

from compat import process
from compat.errors import MissingPackageError, NoTensorFlowNameError, UnsupportedError
from compat.imports import real_modules
from compat.imports.aliases import is_dunder

# Installed packages that are written for Keras 2 and TensorFlow 1, beside keras_*: programs, like the user's own.
OF_KERAS_2 = ('mrcnn', 'segmentation_models', 'efficientnet', 'classification_models', 'deepctr', 'rl',
              'kegra', 'spektral', 'eli5', 'innvestigate', 'vis')
VERSION = '1.15.5'  # of the oracles: what programs compare with

# Names that are the installed TensorFlow's, and not those of compat.v1: there they are classes and settings of the
# graph of TensorFlow 1, in which nothing runs here.
OF_TENSORFLOW_2 = ('Module', 'function', 'keras')
# Settings between graph and eager execution, which compat has made: K is in graph mode, the host is not.
SETTINGS = ('disable_eager_execution', 'disable_resource_variables', 'disable_v2_behavior', 'disable_v2_tensorshape',
            'enable_eager_execution', 'enable_resource_variables', 'enable_v2_behavior', 'enable_v2_tensorshape')
# Names that are answered by functions and classes of compat.tensorflow1.graph_functions.
OF_COMPAT = ('Graph', 'InteractiveSession', 'Operation', 'Session', 'SparseTensor', 'Tensor', 'Variable', 'assign',
             'assign_add', 'assign_sub', 'control_dependencies', 'executing_eagerly', 'get_default_graph',
             'get_default_session', 'gradients', 'group', 'is_tensor', 'placeholder', 'sparse_placeholder')
# Functions that TensorFlow 2 has no way to record: compat records them where they are called on symbols.
# Those of tf.image and tf.nn are such in TensorFlow 2.4.
RECORDED = ('arg_max', 'arg_min', 'image.resize_area', 'image.resize_bicubic', 'image.resize_bilinear',
            'image.resize_nearest_neighbor', 'nn.sigmoid_cross_entropy_with_logits',
            'nn.sparse_softmax_cross_entropy_with_logits', 'reverse_sequence')
# Those whose functions may refer to symbols, beside the arguments.
LOOPS = ('foldl', 'foldr', 'map_fn', 'scan', 'while_loop')
# Those of tf.train whose minimize is an update of compat's where the loss is of its graph.
OPTIMIZERS = ('AdadeltaOptimizer', 'AdagradDAOptimizer', 'AdagradOptimizer', 'AdamOptimizer', 'FtrlOptimizer',
              'GradientDescentOptimizer', 'MomentumOptimizer', 'Optimizer', 'ProximalAdagradOptimizer',
              'ProximalGradientDescentOptimizer', 'RMSPropOptimizer')
# Modules within tensorflow of which a name is answered otherwise, or is there no more.
PARTS = ('config', 'data', 'data.experimental', 'image', 'layers', 'lite', 'lite.experimental', 'nn', 'nn.rnn_cell',
         'raw_ops', 'tpu', 'tpu.experimental', 'train')
# Functions that would return an empty list: variables and tensors of K and of layers are in no collection here.
REFUSED = {
    'all_variables': 'model.weights', 'get_collection': 'model.losses, model.weights and lists of your own',
    'get_collection_ref': 'lists of your own', 'global_variables': 'model.weights', 'local_variables': 'model.weights',
    'model_variables': 'model.weights', 'moving_average_variables': 'model.non_trainable_weights',
    'trainable_variables': 'model.trainable_weights'}
# What stands for names that TensorFlow 2 has no more, by how they begin.
GONE = {
    'config.': 'tf.config.list_physical_devices', 'data.experimental.': 'tf.data', 'estimator': 'keras.models',
    'layers': 'keras.layers', 'nn.rnn_cell.': 'the cells of keras.layers (LSTMCell, GRUCell, RNN)'}
# Modules within tensorflow.python that programs import for names which TensorFlow 2 has elsewhere.
INTERNAL = {
    'tensorflow.python.framework': ('ops',),
    'tensorflow.python.ops': (
        'array_ops', 'control_flow_ops', 'ctc_ops', 'functional_ops', 'image_ops', 'init_ops', 'logging_ops',
        'math_ops', 'nn', 'nn_ops', 'random_ops', 'state_ops', 'tensor_array_ops', 'variable_scope', 'variables'),
    'tensorflow.python.training': ('moving_averages', 'optimizer', 'training_util')}
# What is written in place of names that Keras 2's backend leaked, where the framework is another.
INSTEAD = {
    'control_flow_ops': 'K.rnn, K.switch, K.map_fn', 'ctc': 'K.ctc_batch_cost, K.ctc_decode',
    'functional_ops': 'K.map_fn, K.foldl, K.foldr', 'moving_averages': 'K.moving_average_update',
    'name_scope': 'K.name_scope', 'tensor_array_ops': 'K.rnn, K.map_fn', 'tf': 'the function of K of that name',
    'tf_image_ops': 'K.resize_images', 'tf_math_ops': 'the function of K of that name',
    'tf_state_ops': 'K.update, K.update_add', 'config_pb2': 'K.get_session()', 'tf_ops': 'K.get_session().graph'}
# What stands for parts of tf.contrib.
CONTRIB = {
    'crf': 'tensorflow_addons.text, or a layer of your own', 'distributions': 'tensorflow_probability.distributions',
    'eager': 'tf', 'framework': 'tf (nest, get_variables) and compat.backend', 'image': 'tensorflow_addons.image',
    'keras': 'keras', 'layers': 'keras.layers and keras.initializers', 'learn': 'keras.models', 'losses':
    'keras.losses', 'lookup': 'tf.lookup', 'metrics': 'keras.metrics', 'opt': 'tensorflow_addons.optimizers',
    'rnn': 'keras.layers (RNN, LSTM, GRU)', 'seq2seq': 'tensorflow_addons.seq2seq', 'slim': 'tf_slim',
    'tensorboard': 'tensorboard.plugins', 'training': 'tf.train', 'tpu': 'tf.tpu'}


def _settled():
    """Does nothing: see SETTINGS."""


def no_contrib(name):
    """Returns the message for a name of tf.contrib."""
    part = name.partition('.')[0]
    instead = f'Instead of tf.contrib.{part} there is {CONTRIB[part]}.' if part in CONTRIB else (
        'Write it with keras.backend, or install the package that it has moved to.')
    return f'tensorflow.contrib.{name}: TensorFlow 2 has no tf.contrib. {instead}'


class Contrib(types.ModuleType):
    """The module ``tensorflow.contrib``, each name of which raises UnsupportedError."""

    def __getattr__(self, name):
        if is_dunder(name):
            raise AttributeError(f'module {self.__name__!r} has no attribute {name!r}')
        raise UnsupportedError(no_contrib(name))


class TensorFlow1(types.ModuleType):
    """The module ``tensorflow`` and, within it, ``compat`` and ``compat.v1``."""

    def __init__(self, path=''):
        super().__init__('tensorflow' + path)
        vars(self).update(_compat_alias=True, _path=path, __package__='tensorflow')

    def __getattr__(self, name):
        if is_dunder(name) and name != '__version__' or process.opened().family == 'keras2':
            return getattr(self._real(), name)
        if self._path == '.compat':
            return of_tensorflow('.compat.v1') if name == 'v1' else getattr(self._real(), name)
        if not self._path:
            if name == '__version__':
                return VERSION
            if name == 'contrib':
                return Contrib('tensorflow.contrib')
            if name == 'compat':
                return of_tensorflow('.compat')
        if name in SETTINGS:
            return _settled
        if name in OF_COMPAT:
            return getattr(_of_compat(), name)
        if name in RECORDED:
            return _of_compat().recorded(getattr(self._real().compat.v1, name))
        if name in LOOPS:
            return _of_compat().recorded_loop(getattr(self._real().compat.v1, name))
        if name in OF_TENSORFLOW_2:
            return getattr(self._real(), name)
        if name in REFUSED:
            raise UnsupportedError(f'tensorflow.{name}: variables and tensors of Keras are in no collection of '
                                   f'TensorFlow here, and it would be empty. Use {REFUSED[name]}.')
        first, second = self._real().compat.v1, self._real()
        if name in PARTS:
            return Part(name, getattr(first, name))
        if not hasattr(first, name) and not hasattr(second, name):
            raise gone(name, second)
        return getattr(first if hasattr(first, name) else second, name)

    def _real(self):
        module = real_modules.real_module('tensorflow')
        return module.compat if self._path == '.compat' else module

    def __setattr__(self, name, value):
        if is_dunder(name):
            vars(self)[name] = value
        else:
            setattr(self._real(), name, value)

    def __dir__(self):
        module = real_modules.real_module('tensorflow')
        return sorted(set(dir(module)) | set(dir(module.compat.v1)) | set(OF_COMPAT) | {'contrib'})


def gone(name, tensorflow):
    """Returns the error for a name that the installed TensorFlow does not have, nor its compat.v1."""
    instead = next((new for start, new in GONE.items() if name.startswith(start)), 'keras.backend and tf.compat.v1')
    return NoTensorFlowNameError(f'tensorflow.{name}: TensorFlow {tensorflow.__version__} has it no more, nor has its '
                                 f'compat.v1. What there is instead: {instead}.')


class Part(types.ModuleType):
    """A module within tensorflow, as ``tf.nn``: TensorFlow's, but for the functions of RECORDED, and what is gone."""

    def __init__(self, name, real):
        super().__init__('tensorflow.' + name)
        vars(self).update(_path=name, _real=real)

    def __getattr__(self, name):
        path = f'{self._path}.{name}'
        if not is_dunder(name) and not hasattr(self._real, name):
            raise gone(path, real_modules.real_module('tensorflow'))
        value = getattr(self._real, name)
        if path in PARTS:
            return Part(path, value)
        if self._path == 'train' and name in OPTIMIZERS:
            return importlib.import_module('compat.tensorflow1.optimizers').recording(name)
        if path == 'train.Saver':
            return importlib.import_module('compat.tensorflow1.saver').Saver
        return _of_compat().recorded(value) if path in RECORDED else value

    def __dir__(self):
        return dir(self._real)


class Internal(types.ModuleType):
    """A module of INTERNAL, or the package of some: TensorFlow's, and for names that it has no more those of tf."""

    def __init__(self, path, real):
        super().__init__(path)
        vars(self).update(_real=real)

    def __getattr__(self, name):
        if name in INTERNAL.get(self.__name__, ()):
            return module(f'{self.__name__}.{name}')
        if is_dunder(name) or name not in OF_COMPAT + LOOPS and hasattr(self._real, name) or self.__name__ in INTERNAL:
            return getattr(self._real, name)
        return getattr(of_tensorflow(), name)

    def __dir__(self):
        return dir(self._real)


@functools.lru_cache(maxsize=None)
def of_tensorflow(path=''):
    """Returns the one module ``tensorflow``, or with a path ``tensorflow.compat`` and ``tensorflow.compat.v1``."""
    return TensorFlow1(path)


def module(path):
    """Returns the module tensorflow, or one within it, as programs of Keras 2 know it."""
    if path == 'tensorflow':
        return of_tensorflow()
    real = real_modules.real_module(path)
    package, _, last = path.rpartition('.')
    is_answered = process.opened().family != 'keras2' and (path in INTERNAL or last in INTERNAL.get(package, ()))
    return Internal(path, real) if is_answered else real


def _of_compat():
    return importlib.import_module('compat.tensorflow1.graph_functions')  # opens the host


def gets_real_module(names):
    """Returns whether import statements of a module, of these globals, mean the installed TensorFlow: those of packages
    that are installed, but for such as were written for Keras 2."""
    package = str(names.get('__name__', '')).partition('.')[0]
    if package.startswith(('tensorflow', 'tensorboard')):
        return True
    places = pathlib.PurePath(str(names.get('__file__') or '')).parts
    if package.startswith('keras_') or package in OF_KERAS_2:
        return False
    return not {'site-packages', 'dist-packages'}.isdisjoint(places)


def answers():
    """Returns whether programs of this dialect get the module."""
    return process.dialect().answers_tensorflow_1


def submodule(target):
    """Returns what ``from TARGET import name`` means where it is not the installed module, or None."""
    if target.startswith('tensorflow.contrib'):
        raise MissingPackageError(no_contrib(target.partition('.contrib.')[2] or '*'))
    if target in ('tensorflow.compat', 'tensorflow.compat.v1'):
        return of_tensorflow(target[len('tensorflow'):])
    if target in INTERNAL or target.rpartition('.')[2] in INTERNAL.get(target.rpartition('.')[0], ()):
        return module(target)
    return None


def import_submodules(module, names):
    """Imports those of the names of ``from tensorflow import NAMES`` that are modules, and no attributes before."""
    for name in names:
        if name != '*' and not hasattr(module, name) and importlib.util.find_spec('tensorflow.' + name) is not None:
            importlib.import_module('tensorflow.' + name)
