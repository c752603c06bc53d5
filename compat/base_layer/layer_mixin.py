"""The manners of a Keras 2 layer that are the same on every host: arguments, calls, shapes, masks, errors.

The host families mix these into the one Layer class of the process (compat.adapters: keras3.layer, tf_keras.layer).
What is told of nodes, weights and losses is in the modules of these names.
"""
import contextlib
import difflib
import functools
import inspect
import re
import threading

from compat import backend as K
from compat import process
from compat.symbolic import phase
from compat.base_layer import shapes, tracking
from compat.base_layer.losses import LossesMixin
from compat.base_layer.weights import WeightsMixin
from compat.base_layer.nodes import ReportsNodesMixin, masks
from compat.base_layer.nest import all_none, as_list, unpack_singleton
from compat.files.pickled_layers import reduce_layer

CONSTRUCTOR_ARGUMENTS = ('input_shape', 'batch_input_shape', 'batch_size', 'dtype', 'name', 'trainable', 'weights',
                         'input_dtype')

# The attributes of stock layers that have layers of theirs.
LAYERS_OF_HOSTS = ('layer', 'cell', 'cells', 'forward_layer', 'backward_layer')

_NOTHING = contextlib.ExitStack()


class _Replaced(threading.local):
    """The weights that running calls of this thread have replaced by tensors: (layer, name, weight), in order."""

    def __init__(self):
        self.weights = []

    def restore(self, count):
        """Give all but the first so many back to their layers."""
        while len(self.weights) > count:
            layer, name, weight = self.weights.pop()
            object.__setattr__(layer, name, weight)


_replaced = _Replaced()


def to_snake_case(name):
    """``Conv2DTranspose`` as ``conv2d_transpose``, as the names of layers are made."""
    words = re.sub('([a-z])([A-Z])', r'\1_\2', re.sub('(.)([A-Z][a-z0-9]+)', r'\1_\2', name)).lower()
    return 'private' + words if words.startswith('_') else words


def running(function):
    """A layer's ``call`` that runs as in Keras 2.

    K knows the training phase while it runs, whether the function takes ``training`` or not, and the mask of several
    inputs without any mask is None.
    """
    signature = inspect.signature(function)
    parameters = list(signature.parameters.values())
    takes_training = 'training' in signature.parameters

    @functools.wraps(function)
    def call(self, *args, **kwargs):
        training = kwargs.get('training') if takes_training else kwargs.pop('training', None)
        if 'mask' in kwargs and all_none(kwargs['mask']):
            kwargs['mask'] = None
        added = self.__dict__.get('_added')
        outermost = added is not None and not self.__dict__.get('_running')
        if outermost:
            # Frameworks may trace a call twice to learn its shapes: what the last run adds is what counts.
            del added[:]
            self.__dict__['_running'] = True
        replaced_before = len(_replaced.weights)
        with phase.training_phase(training, self._seed_source), self._running_scope():
            try:
                return function(self, *args, **kwargs)
            except Exception as error:
                self.__dict__['_failure'] = error
                raise
            finally:
                # Keras 2 runs a call once for its graph: here each run begins with the weights, not with what the
                # last one made of them.
                _replaced.restore(replaced_before)
                if outermost:
                    self.__dict__['_running'] = False

    if not takes_training:
        place = next((index for index, parameter in enumerate(parameters) if parameter.kind in (
            parameter.VAR_POSITIONAL, parameter.KEYWORD_ONLY, parameter.VAR_KEYWORD)), len(parameters))
        kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
        if place < len(parameters) and parameters[place].kind is inspect.Parameter.VAR_POSITIONAL:
            place, kind = place + 1, inspect.Parameter.KEYWORD_ONLY
        parameters.insert(place, inspect.Parameter('training', kind, default=None))
        call.__signature__ = signature.replace(parameters=parameters)
    else:
        call.__signature__ = signature
    call.of_keras2 = True
    return call


def with_plain_shapes(function):
    """A layer's ``build`` or ``compute_output_shape`` that gets tuples with None, whatever the host passes."""
    @functools.wraps(function)
    def wrapped(self, *args, **kwargs):
        try:
            return function(self, *[shapes.plain(value) for value in args],
                            **{name: shapes.plain(value) for name, value in kwargs.items()})
        except Exception as error:
            self.__dict__['_failure'] = error
            raise

    wrapped.of_keras2 = True
    return wrapped


def recording_class(function):
    """A layer's ``build`` in which K describes, as it does outside of layers.

    What it makes of weights (a kernel that is normalised) is computed anew in each call, as in Keras 2's graph.
    """
    with_shapes = with_plain_shapes(function)

    @functools.wraps(with_shapes)
    def build(self, *args, **kwargs):
        with phase.graph_scope():
            return with_shapes(self, *args, **kwargs)

    return build


WRAPPED = {'call': running, 'build': recording_class, 'compute_output_shape': with_plain_shapes}


def wrap_methods(cls):
    """Wrap the methods that a class of the user's defines itself, so that they run as in Keras 2."""
    for name, wrap in WRAPPED.items():
        function = cls.__dict__.get(name)
        if inspect.isfunction(function) and not hasattr(function, 'of_keras2'):
            setattr(cls, name, cls._finish_method(name, wrap(function)))


def arguments_of(cls):
    """The names of the arguments of the constructors of a class and of those that it derives from."""
    names = set(CONSTRUCTOR_ARGUMENTS)
    for base in cls.__mro__:
        if '__init__' in vars(base) and base is not object:
            names.update(inspect.signature(base.__init__).parameters)
    return names - {'self', 'args', 'kwargs'}


def not_understood(cls, name):
    """The TypeError of an argument that a class does not take. It names the nearest one that it takes."""
    near = difflib.get_close_matches(name, sorted(arguments_of(cls)), 1)
    return TypeError('Keyword argument not understood: {!r} is no argument of {}.{}'.format(
        name, cls.__name__, f' Did you mean {near[0]!r}?' if near else ''))


class Keras2LayerMixin(ReportsNodesMixin, WeightsMixin, LossesMixin):
    """What every layer of compat has and the host's layers lack, in terms that do not depend on the host."""

    _builtin_layer = None
    _tracks_own_weights = False
    _tracks_own_variables = False
    _counts_attributes = False
    _initial_weights = None
    _seed_source = None
    stateful = False

    def _running_scope(self):
        """What a host enters around each call."""
        return _NOTHING

    @staticmethod
    def _finish_method(name, function):
        """What a host needs done to a wrapped method."""
        return function

    def __init_subclass__(cls, builtin=False, **kwargs):
        super().__init_subclass__(**kwargs)
        if builtin:
            cls._builtin_layer = cls
            cls._tracks_own_weights = cls._tracks_own_variables = False
            return
        wrap_methods(cls)
        tracks = process.dialect().tracks_attributes
        cls._tracks_own_weights = not tracks and cls._builtin_layer is None
        cls._tracks_own_variables = not tracks and cls._builtin_layer is not None and not cls._counts_attributes

    def _only_stores(self, name, value, layers, variables, metrics):
        """Whether an attribute of that value is only kept, and does not count among what the layer has."""
        if self._replaces_weight(name, value, variables):
            return True
        kinds = (list, tuple, dict, layers, variables)
        if tracking.is_off() and isinstance(value, kinds + (metrics,)):
            self.__dict__['_stores_untracked'] = True
            return True
        if type(self)._tracks_own_variables and isinstance(value, (layers, variables)) and (
                name not in LAYERS_OF_HOSTS or 'built' not in self.__dict__):
            # Variables that are weights count since add_weight made them; of layers that are set before the
            # constructor of the host runs, that sets those that count once more.
            self.__dict__['_stores_untracked'] = True
            return True
        return type(self)._tracks_own_weights and isinstance(value, kinds)

    def _replaces_weight(self, name, value, variables):
        """Whether the value is a tensor in the place of a weight, which goes on to count among what the layer has."""
        weight = self.__dict__.get(name)
        if not isinstance(weight, variables) or isinstance(value, variables) or process.dialect().eager:
            return False
        if phase.inside_a_layer():
            _replaced.weights.append((self, name, weight))
        return True

    @property
    def _is_builtin(self):
        return type(self)._builtin_layer is type(self)

    # --- the constructor's arguments

    def _take_arguments(self, kwargs, allowed):
        """Take Keras 2's constructor arguments out of ``kwargs``; what the host knows stays in it."""
        if not self._is_builtin and type(self)._builtin_layer is None:
            for name in kwargs:
                if name not in CONSTRUCTOR_ARGUMENTS and name not in allowed:
                    raise not_understood(type(self), name)
        settings = {name: kwargs.pop(name) for name in ('weights', 'input_shape', 'batch_input_shape', 'batch_size',
                                                        'input_dtype') if name in kwargs}
        if kwargs.get('dtype') is None and settings.get('input_dtype') is not None:
            kwargs['dtype'] = settings['input_dtype']
        if not kwargs.get('name'):
            kwargs['name'] = self._next_name()
        return settings

    def _next_name(self):
        """The name of the next layer of this class, in the manner of the dialect; None leaves it to the host."""
        if process.dialect().first_uid == 0:
            return None
        prefix = type(self).__name__
        return '%s_%d' % (to_snake_case(prefix), K.get_uid(prefix))

    def _use_settings(self, settings):
        """Keep what the constructor was told about the input and the first weights."""
        self._initial_weights = settings.get('weights')
        shape = settings.get('batch_input_shape')
        if shape is None and settings.get('input_shape') is not None:
            shape = (settings.get('batch_size'),) + tuple(settings['input_shape'])
        if shape is not None:
            self.batch_input_shape = tuple(shape)

    def get_config(self):
        """The arguments that make the layer again: name, trainable, and what the constructor was told of the input."""
        if type(self)._builtin_layer is not None:
            return super().get_config()
        config = {'name': self.name, 'trainable': self.trainable}
        told = getattr(self, 'batch_input_shape', None)
        if told is not None:
            config['batch_input_shape'] = told
        if told is not None or self.dtype != K.floatx() or process.dialect().name != 'keras-2.2':
            config['dtype'] = self.dtype
        return config

    def __reduce__(self):
        """A layer is pickled and copied as its class, its config and its weights."""
        return reduce_layer(self)

    # --- what a layer that defines nothing does

    def call(self, inputs, training=None):
        """Give the inputs back, as a Keras 2 layer without a ``call`` does."""
        return inputs

    def compute_output_shape(self, input_shape):
        """The shape of the input, unless a subclass knows better."""
        return input_shape

    compute_output_shape._is_default = True

    def _declared_shape(self, input_shape):
        """What the layer's own ``compute_output_shape`` says, or None where it has none."""
        if getattr(self.compute_output_shape, '_is_default', False):
            return None
        return shapes.plain(self.compute_output_shape(input_shape))

    def compute_mask(self, inputs, mask=None):
        """The mask of the output: the input's for layers that support masking, else none.

        Raises TypeError when a layer that does not support masking gets a mask (Keras 2.2.4 `Layer.compute_mask`).
        """
        if not self.supports_masking:
            if not all_none(mask):
                raise TypeError(f'Layer {self.name} does not support masking, but was passed an input_mask: {mask}. '
                                'Set supports_masking = True in it, or override compute_mask.')
            return None
        return mask

    compute_mask._is_default = True

    # --- calls

    def _refuse_masks(self, tensors):
        """Refuse a mask that the layer would lose, as Keras 2 does; tf.keras lets it go."""
        if self._is_builtin or self.supports_masking or process.dialect().name == 'tf.keras':
            return
        if getattr(self.compute_mask, '_is_default', False) and not all_none(masks(tensors)):
            self.compute_mask(unpack_singleton(tensors), unpack_singleton(masks(tensors)))

    def _call_on_symbols(self, call, called_on, *args, **kwargs):
        """The result of a call of the host on symbols, remembering which while it runs."""
        self._refuse_masks(called_on)
        added = self.__dict__['_added'] = []
        try:
            outputs = self._with_own_errors(call, *args, **kwargs)
        finally:
            del self.__dict__['_added']
        for store, items, conditional in self._recorded_additions(outputs, added):
            store.extend((item, called_on if conditional else None) for item in items)
        return outputs

    # --- errors

    def _with_own_errors(self, call, *args, **kwargs):
        """The result of a call of the host; what the user's own code raised in it surfaces as it was raised."""
        self.__dict__.pop('_failure', None)
        try:
            return call(*args, **kwargs)
        except Exception as error:
            failure = self.__dict__.pop('_failure', None)
            if failure is None or failure is error:
                raise
        raise failure

    def assert_input_compatibility(self, inputs):
        """Check the tensor, or the list of them, against ``input_spec``. Raises ValueError for what does not fit."""
        inputs, specs = as_list(inputs), self.input_spec
        if specs is None or isinstance(specs, (list, tuple)) and not specs:
            return
        specs = as_list(specs)
        if len(inputs) != len(specs):
            raise ValueError('Layer %s expects %d inputs, but it received %d input tensors. Input received: %s'
                             % (self.name, len(specs), len(inputs), inputs))
        for index, (tensor, spec) in enumerate(zip(inputs, specs)):
            fault = None if spec is None else _misfit(spec, shapes.of(tensor), K.dtype(tensor))
            if fault:
                raise ValueError('Input %d is incompatible with layer %s: %s' % (index, self.name, fault))


def _misfit(spec, shape, dtype):
    """What of the input specification a shape and a dtype do not meet, in words; None where they meet it."""
    for name, wanted, found, fits in (
            ('ndim', spec.ndim, len(shape), lambda wanted, found: found == wanted),
            ('max_ndim', spec.max_ndim, len(shape), lambda wanted, found: found <= wanted),
            ('min_ndim', spec.min_ndim, len(shape), lambda wanted, found: found >= wanted),
            ('dtype', spec.dtype, dtype, lambda wanted, found: found == wanted)):
        if wanted is not None and not fits(wanted, found):
            return 'expected {}={}, found {}={}'.format(name, wanted, 'ndim' if 'ndim' in name else name, found)
    for axis, wanted in (spec.axes or {}).items():
        if wanted is not None and shape[int(axis)] not in (wanted, None):
            return f'expected axis {axis} of input shape to have value {wanted} but got shape {shape}'
    if any(None not in pair and pair[0] != pair[1] for pair in zip(spec.shape or (), shape)):
        return f'expected shape={spec.shape}, found shape={shape}'
    return None


class ComputesSteps:
    """A model in whose steps K computes at once, as in its layers."""

    def train_step(self, *args, **kwargs):
        """A step of training."""
        with phase.execution_scope:
            return super().train_step(*args, **kwargs)

    def test_step(self, *args, **kwargs):
        """A step of evaluation."""
        with phase.execution_scope:
            return super().test_step(*args, **kwargs)
