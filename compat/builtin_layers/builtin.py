"""Built-in layers: the host's own, with the arguments, the order and the defaults of Keras 2.

signatures.json (written by tools/golden/make_layer_signatures.py from the oracles) is the table of what Keras 2's
constructors took; the adapter's ``layers`` (compat.adapters.keras3.layers, compat.adapters.tf_keras.layers) has what
the host names differently or lacks.
"""
import functools
import importlib
import inspect
import warnings

from compat import adapters, process
from compat.imports import lazy_modules
from compat.symbolic import phase
from compat.engine.base_layer import Layer
from compat.base_layer.layer_mixin import CONSTRUCTOR_ARGUMENTS, arguments_of, not_understood
from compat.base_layer.pickling import LayerType
from compat.builtin_layers import signatures
from compat.builtin_layers.convolution_op import ChannelsFirstByK, ConvolutionOp, TransposedChannels
from compat.builtin_layers.convolved_steps import CellConvolvesByK
from compat.errors import UnsupportedError
from compat.files.known_objects import known_objects_scope
from compat.legacy import interfaces
from compat.utils import conv_utils

# The module whose ``get`` makes the value of an argument, by the end of its name.
CONVERTED_BY = (('_initializer', 'initializers'), ('_regularizer', 'regularizers'), ('_constraint', 'constraints'),
                ('activation', 'activations'))
# Shares that are dropped in training. Keras 2 drops nothing for a share that is not between 0 and 1.
SHARES = ('rate', 'dropout', 'recurrent_dropout')
# The arguments of every constructor beside the arguments of its signature.
EVERYWHERE = CONSTRUCTOR_ARGUMENTS + ('input_dim', 'input_length', 'activity_regularizer', 'cell')

_host = process.opened()
_layer_adapter = adapters.area('layer')
_changes = adapters.area('layers')


def _convert(name, value):
    """Returns the value of an argument for the host: initializers, activations and so on are objects of Keras 2's.

    Raises ValueError for an unknown one, as Keras 2 does, and for None as an initializer.
    """
    if callable(value):
        return value
    if name == 'padding' and isinstance(value, str):
        return conv_utils.normalize_padding(value)
    if name in SHARES and isinstance(value, (int, float)) and not 0 < value < 1:
        return 0.
    for ending, module in CONVERTED_BY:
        if name.endswith(ending):
            return importlib.import_module('compat.' + module).get(value)
    return value


def _set_input_shape(arguments, is_recurrent):
    """Replaces ``input_dim`` and ``input_length`` in the arguments by the ``input_shape`` that they mean."""
    sizes = {name: arguments.pop(name) for name in ('input_dim', 'input_length') if name in arguments}
    if sizes and 'input_shape' not in arguments and 'batch_input_shape' not in arguments:
        if is_recurrent:
            arguments['input_shape'] = (sizes.get('input_length'), sizes.get('input_dim'))
        elif sizes.get('input_dim') is not None:
            arguments['input_shape'] = (sizes['input_dim'],)


def _for_host(name, arguments, defaults):
    """Returns the arguments of the host's constructor. Raises UnsupportedError for one that the host cannot honour."""
    change = _changes.CHANGES.get(name, _changes.NO_CHANGE)
    converted = {change.renamed.get(argument, argument): value for argument, value in arguments.items()}
    for argument, value in defaults.items():
        converted.setdefault(change.renamed.get(argument, argument), value)
    for argument in change.dropped:
        converted.pop(argument, None)
    for argument, why in change.refused.items():
        if converted.pop(argument, None) is not None:
            raise UnsupportedError(f'{name}({argument}=...) cannot work on {_host.describe()}: {why}')
    return {argument: _convert(argument, value) for argument, value in converted.items()}


def _constructor_mixin(name, row, cls):
    """Returns the mixin with the constructor of the class that ``cls()`` returns: it binds as Keras 2's does.

    It comes first in the method order, and calls the next constructor with the arguments of the host.
    """
    signature, defaults = signatures.constructor(row)
    own_input_dim = any(argument == 'input_dim' for argument, _ in row['arguments'])
    known = frozenset(argument for argument, _ in row['arguments']).union(EVERYWHERE)
    is_recurrent = row['module'] in ('layers.recurrent', 'layers.cudnn_recurrent')

    class ConstructorMixin:
        def __init__(self, *args, **kwargs):
            arguments = signature.bind(self, *args, **kwargs).arguments
            arguments.pop('self')
            more = arguments.pop('kwargs', {})
            for argument in more:
                if argument not in known and argument not in arguments_of(cls()):
                    raise not_understood(cls(), argument)
            arguments.update(more)
            if not own_input_dim:
                _set_input_shape(arguments, is_recurrent)
            adapt = _changes.ADAPTED.get(name)
            if adapt is not None:
                adapt(arguments)
            super().__init__(**_for_host(name, arguments, defaults))

    if row['legacy']:
        ConstructorMixin.__init__ = getattr(interfaces, row['legacy'])(ConstructorMixin.__init__)
    ConstructorMixin.__init__.__signature__ = signature
    return ConstructorMixin


def _running_phase_mixins(classes):
    """Returns the mixins of a layer of these classes whose ``call`` without ``training`` runs in the current phase.

    A running layer may call ``call`` of another one, as in Keras 2; hosts set the phase in ``__call__`` only.
    """
    function = next(cls.call for cls in classes if hasattr(cls, 'call'))
    signature = inspect.signature(function)
    if 'training' not in signature.parameters or not process.dialect().call_follows_phase:
        return ()

    class RunningPhaseMixin:
        @functools.wraps(function)
        def call(self, *args, **kwargs):
            if phase.inside_a_layer():
                arguments = signature.bind(self, *args, **kwargs).arguments
                if '_added' in self.__dict__:
                    self.__dict__['_follows_phase'] = arguments.get('training') not in (0, False)
                if arguments.get('training') is None:
                    arguments = dict(arguments, training=phase.learning_phase())
                    del arguments['self']
                    return super().call(**arguments)
            return super().call(*args, **kwargs)

        call.__signature__ = signature

    RunningPhaseMixin.call = Layer._finish_method('call', RunningPhaseMixin.call)
    return (RunningPhaseMixin,)


def _quiet_config_mixin(host_class):
    """Returns a mixin with the host's ``get_config``, without its warnings of initializers that are not its own."""
    class QuietConfigMixin:
        @functools.wraps(host_class.get_config)
        def get_config(self):
            with warnings.catch_warnings():
                warnings.filterwarnings('ignore', 'The `keras.(initializers|regularizers|constraints).serialize')
                return super().get_config()

    return QuietConfigMixin


def count_instances_of(cls, host_class):
    """Lets the layers of a class of the host, which it makes by itself, count as instances of a class of Keras 2."""
    def __subclasshook__(subclass_of, subclass):
        return subclass_of is cls and issubclass(subclass, host_class) or NotImplemented

    cls.__subclasshook__ = classmethod(__subclasshook__)


def builtin(name, *mixins):
    """Returns the layer class of that name of Keras 2: derived from the host's, or a stand-in.

    Instances of the host's class count as instances of this one, since the host makes such by itself, as for its
    applications. Classes that Keras 2 derived from this one, and the host does not, can be registered.

    Args:
        name: the name of the layer, which signatures.json has.
        *mixins: classes that come before the host's in the method order.

    Returns:
        The class; without one of the host a stand-in that raises NotBuiltError.
    """
    row = signatures.row(name)
    host_class = getattr(_host.keras.layers, name, None)
    if host_class is None:
        return lazy_modules.unbuilt(row['module'], name)

    attributes = {'__doc__': signatures.documentation(name), '__module__': lazy_modules.full(row['module'])}
    bases = mixins + (_quiet_config_mixin(host_class), host_class)
    bases = _running_phase_mixins(bases) + bases + (Layer,)
    if process.dialect().keras2_constructors:
        bases = (_constructor_mixin(name, row, lambda: cls),) + bases
    cls = LayerType(name, bases, attributes, builtin=True)
    count_instances_of(cls, host_class)
    _layer_adapter.name_builtin_layer(cls)
    return cls


def _mixins_of_convolution(name):
    """Returns the mixins of a convolution, which has ``convolution_op(inputs, kernel)`` on older hosts too."""
    if name == 'Conv1D' or not hasattr(getattr(_host.keras.layers, name), 'convolution_op'):
        # Keras 3's Conv1D does not call its convolution_op, and that of tf.keras has no causal padding.
        return (ConvolutionOp,) + _changes.KERNEL
    return _changes.KERNEL + (() if adapters.current().channels_first else (ChannelsFirstByK,))


class _KnownLayersMixin:
    """A mixin for Bidirectional: hosts make its layers from a config, in a scope in which they are compat's."""

    def __init__(self, *args, **kwargs):
        with known_objects_scope():
            super().__init__(*args, **kwargs)


# What comes before the host's class in the dialect tf.keras, for layers that are our own in the others.
_TRANSPOSED = () if adapters.current().channels_first else (TransposedChannels,)
HOST_MIXINS = {
    'Bidirectional': (_KnownLayersMixin,) + _changes.BOTH_DIRECTIONS,
    'Dense': _changes.KERNEL, 'Embedding': _changes.EMBEDDINGS, 'SpatialDropout1D': _changes.CLOSED,
    'SpatialDropout2D': _changes.CLOSED, 'SpatialDropout3D': _changes.CLOSED,
    'RNN': _changes.RECURRENT, 'SimpleRNN': _changes.RECURRENT, 'GRU': _changes.RECURRENT, 'LSTM': _changes.RECURRENT,
    'ConvLSTM2D': (CellConvolvesByK,) + _changes.RECURRENT}
HOST_MIXINS.update((name, _mixins_of_convolution(name)) for name in ('Conv1D', 'Conv2D', 'Conv3D'))
HOST_MIXINS.update(dict.fromkeys(('Conv2DTranspose', 'Conv3DTranspose', 'SeparableConv1D', 'SeparableConv2D',
                                  'DepthwiseConv2D', 'MaxPooling2D', 'AveragePooling2D'), _TRANSPOSED))


def host_mixins(name):
    """Returns the mixins of a layer that the dialect tf.keras leaves to the host."""
    return HOST_MIXINS.get(name, ())
