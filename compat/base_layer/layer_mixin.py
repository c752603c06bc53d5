"""The behaviour of a Keras 2 layer that is the same on every host: arguments, calls, shapes, errors.

The adapters mix Keras2LayerMixin into the one Layer class of the process (compat.adapters: keras3.layer,
tf_keras.layer). Nodes, weights, losses and masks are in the modules of these names.
"""
import contextlib
import difflib
import functools
import inspect
import operator
import re

from compat import backend as K, process
from compat.symbolic import call_inputs, graph, layer_inputs, outer_symbols, phase
from compat.symbolic.context import context
from compat.base_layer import graph_scopes, shapes, tracking
from compat.base_layer.configs import ConfigsMixin
from compat.base_layer.losses import LossesMixin
from compat.base_layer.masks import MasksMixin
from compat.base_layer.weights import WeightsMixin
from compat.base_layer.nest import all_none, as_list
from compat.base_layer.nodes import ReportsNodesMixin, explicit_training

CONSTRUCTOR_ARGUMENTS = ('input_shape', 'batch_input_shape', 'batch_size', 'dtype', 'name', 'trainable', 'weights',
                         'input_dtype')

# The attributes of built-in layers that hold layers.
INNER_LAYERS = ('layer', 'cell', 'cells', 'forward_layer', 'backward_layer')

_RUNS_FIRST = object()
_NO_SCOPE = contextlib.ExitStack()


def _restore_weights(before):
    """Sets the weights on their layers again that were replaced since ``before``, the last one first."""
    for layer, name, weight in reversed(context.replaced_weights[len(before):]):
        object.__setattr__(layer, name, weight)
    context.replaced_weights = before


def to_snake_case(name):
    """Returns the prefix of layer names for a class: ``conv2d_transpose`` for ``Conv2DTranspose``."""
    words = re.sub('([a-z])([A-Z])', r'\1_\2', re.sub('(.)([A-Z][a-z0-9]+)', r'\1_\2', name)).lower()
    return 'private' + words if words.startswith('_') else words


def numbered_name(cls):
    """Returns the name of the next layer of this class; None where the dialect has the names of the host."""
    if not process.dialect().numbers_first_layer:
        return None
    return '%s_%d' % (to_snake_case(cls.__name__), K.get_uid(cls.__name__))


def wrap_call(function):
    """Returns a layer's ``call`` that runs as in Keras 2.

    K has the training phase while it runs, whether the function has an argument ``training`` or not, and the mask of
    several inputs without any mask is None.
    """
    signature = inspect.signature(function)
    parameters = list(signature.parameters.values())
    has_training = 'training' in signature.parameters
    has_inputs = len(parameters) > 1 and parameters[1].kind not in (
        inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)

    @functools.wraps(function)
    def call(self, *args, **kwargs):
        if not has_inputs and 'inputs' in kwargs:
            args = (kwargs.pop('inputs'),) + args
        training = kwargs.get('training') if has_training else kwargs.pop('training', None)
        if 'mask' in kwargs and all_none(kwargs['mask']):
            kwargs['mask'] = None
        outer = kwargs.pop(outer_symbols.ARGUMENT, None)
        added = self.__dict__.get('_added')
        outermost = added is not None and not self.__dict__.get('_running')
        if outermost:
            # Frameworks may trace a call twice to infer its shapes: what the last run adds counts.
            del added[:]
            self.__dict__['_running'] = True
        called_on = self.__dict__.get('_called_on') if outermost else None
        inputs_before, replaced_before = context.layer_inputs, context.replaced_weights
        if called_on:
            context.layer_inputs = layer_inputs.of_call(self, args[:1], called_on)
        running = outer_symbols.running_on(args[:1], outer)
        with phase.training_phase(training, self._seed_source, self), self._running_scope(), running:
            try:
                call_inputs.annotate(self, args, called_on)
                with self._updates_after_call():
                    results = outer_symbols.results_of(function(self, *args, **kwargs))
                    return self._without_masks_of(list(args[:1]), results)
            except Exception as error:
                self.__dict__['_failure'] = error
                raise
            finally:
                # Keras 2 ran a call once: here each run begins with the weights, not with what the last one has set.
                _restore_weights(replaced_before)
                if outermost:
                    self.__dict__['_running'] = False
                if called_on:
                    context.layer_inputs = inputs_before

    if not has_inputs and len(parameters) > 1:
        # Hosts build a layer for the arguments that have names.
        parameters.insert(1, inspect.Parameter('inputs', inspect.Parameter.POSITIONAL_OR_KEYWORD))
    if not has_training:
        position = next((index for index, parameter in enumerate(parameters) if parameter.kind in (
            parameter.VAR_POSITIONAL, parameter.KEYWORD_ONLY, parameter.VAR_KEYWORD)), len(parameters))
        kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
        if position < len(parameters) and parameters[position].kind is inspect.Parameter.VAR_POSITIONAL:
            position, kind = position + 1, inspect.Parameter.KEYWORD_ONLY
        parameters.insert(position, inspect.Parameter('training', kind, default=None))
    call.__signature__ = signature.replace(parameters=parameters)
    call.of_keras2 = True
    return call


def with_plain_shapes(function):
    """Returns a layer's ``build`` or ``compute_output_shape`` that gets tuples with None, whatever the host passes."""
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


def wrap_build(function):
    """Returns a layer's ``build`` in which K records symbols, as it does outside of layers.

    What it computes from weights (a kernel that is normalised) is computed again in each call, as in Keras 2's graph.
    """
    with_shapes = with_plain_shapes(function)

    @functools.wraps(with_shapes)
    def build(self, *args, **kwargs):
        with phase.graph_scope():
            return with_shapes(self, *args, **kwargs)

    return build


def wrap_calling(function):
    """Returns a layer's ``__call__`` that runs where a program calls the layer, and not where a model runs it again.

    Keras 2's models ran ``call`` alone: a program's ``__call__`` puts its arguments in another order first (as that of
    RNN), and may set the input specification of the moment, which a model passes as ``_input_spec``.
    """
    @functools.wraps(function)
    def __call__(self, *args, _input_spec=_RUNS_FIRST, **kwargs):
        if _input_spec is _RUNS_FIRST:
            return function(self, *args, **kwargs)
        now, self.input_spec = self.input_spec, _input_spec
        try:
            return _calling_of_host(type(self))(self, *args, **kwargs)
        finally:
            self.input_spec = now

    __call__.of_keras2 = True
    return __call__


@functools.lru_cache(maxsize=None)
def _calling_of_host(cls):
    """Returns the ``__call__`` of a class without those that a program has defined."""
    methods = (vars(base)['__call__'] for base in cls.__mro__ if '__call__' in vars(base))
    return next(method for method in methods if not hasattr(method, 'of_keras2'))


def runs_again_apart(layer):
    """Whether the ``__call__`` of the layer is not to be run where a model runs the layer again."""
    return hasattr(type(layer).__call__, 'of_keras2')


WRAPPED = {'call': wrap_call, 'build': wrap_build, 'compute_output_shape': with_plain_shapes}
# Marks of functions that are wrapped already, and of a ``__call__`` of ours that models run, too.
NOT_WRAPPED = ('of_keras2', 'runs_in_models')
# What the constructors of hosts set and Keras 2's did not: a program may have a property of the name.
SET_BY_HOSTS = ('activity_regularizer',)


def _ignore(self, value):
    """Sets nothing."""


def wrap_methods(cls):
    """Wraps the methods that a class of the program's own defines, so that they run as in Keras 2."""
    wrapped = dict(WRAPPED)
    if Keras2LayerMixin not in cls.__bases__ and not process.dialect().eager:  # that of the adapter is the host's
        wrapped['__call__'] = wrap_calling
    for name, wrap in wrapped.items():
        function = cls.__dict__.get(name)
        if inspect.isfunction(function) and not any(hasattr(function, mark) for mark in NOT_WRAPPED):
            setattr(cls, name, cls._finish_method(name, wrap(function)))
    for name in SET_BY_HOSTS:
        member = cls.__dict__.get(name)
        if isinstance(member, property) and member.fset is None:
            setattr(cls, name, member.setter(_ignore))


def arguments_of(cls):
    """Returns the names of the arguments of the constructors of a class and its bases."""
    names = set(CONSTRUCTOR_ARGUMENTS)
    for base in cls.__mro__:
        if '__init__' in vars(base) and base is not object:
            names.update(inspect.signature(base.__init__).parameters)
    return names - {'self', 'args', 'kwargs'}


def not_understood(cls, name):
    """Returns the TypeError for an argument that a class does not have. It names the one with the nearest name."""
    near = difflib.get_close_matches(name, sorted(arguments_of(cls)), 1)
    return TypeError('Keyword argument not understood: {!r} is no argument of {}.{}'.format(
        name, cls.__name__, f' Did you mean {near[0]!r}?' if near else ''))


class Keras2LayerMixin(ReportsNodesMixin, WeightsMixin, LossesMixin, MasksMixin, ConfigsMixin):
    """The members of a Keras 2 layer that the layers of hosts lack, without what depends on the host."""

    _builtin_layer = None
    _registered = None      # the class, where builtin_layer has decorated it
    _tracks_layers = False  # whether the layers that are set as attributes are parts of it, as those of wrappers are
    _tracks_own_weights = False
    _tracks_own_variables = False
    _tracks_containers = True
    _counts_attributes = False
    _initial_weights = None
    _seed_source = None
    stateful = False

    def _running_scope(self):
        """Returns the context of each call; an adapter overrides it."""
        return _NO_SCOPE

    @staticmethod
    def _finish_method(name, function):
        """Returns the wrapped method as the host needs it; an adapter overrides it."""
        return function

    def __init_subclass__(cls, builtin=False, **kwargs):
        super().__init_subclass__(**kwargs)
        if builtin:
            cls._builtin_layer = cls
            cls._tracks_own_weights = cls._tracks_own_variables = False
            cls._tracks_containers = True
            return
        wrap_methods(cls)
        tracks = process.dialect().tracks_attributes
        of_layers = cls._builtin_layer is not None or cls._tracks_layers
        cls._tracks_own_weights = not tracks and not of_layers
        cls._tracks_own_variables = not tracks and of_layers and not cls._counts_attributes
        # Layers of Keras have their cells in lists; models of Keras 2 did not look into those of a program.
        cls._tracks_containers = of_layers and not cls._counts_attributes or process.dialect().tracks_containers

    def _only_stores(self, name, value, layers, variables, metrics):
        """Whether an attribute of that value is only stored, so that the layer does not track it."""
        if self._replaces_weight(name, value, variables):
            return True
        kinds = (list, tuple, dict, layers, variables)
        if tracking.is_off() and isinstance(value, kinds + (metrics,)):
            self.__dict__['_stores_untracked'] = True
            return True
        if type(self)._tracks_own_variables and isinstance(value, (layers, variables)) and (
                name not in INNER_LAYERS or 'built' not in self.__dict__):
            # Variables that are weights are tracked since add_weight; layers that are set before the constructor of
            # the host runs are set again by it.
            self.__dict__['_stores_untracked'] = True
            return True
        if not type(self)._tracks_containers and isinstance(value, (list, tuple, dict)):
            self.__dict__['_stores_untracked'] = True
            return True
        return type(self)._tracks_own_weights and isinstance(value, kinds)

    def _replaces_weight(self, name, value, variables):
        """Whether the value is a tensor that replaces a weight, which the layer tracks further."""
        weight = self.__dict__.get(name)
        if not isinstance(weight, variables) or isinstance(value, variables) or process.dialect().eager:
            return False
        if phase.inside_a_layer():
            context.replaced_weights += ((self, name, weight),)
        return True

    @property
    def _is_builtin(self):
        return type(self)._builtin_layer is type(self)

    # --- the constructor's arguments

    def _take_arguments(self, kwargs, allowed):
        """Removes Keras 2's constructor arguments from ``kwargs`` and returns them; those of the host stay."""
        if not self._is_builtin and type(self)._builtin_layer is None:
            for name in kwargs:
                if name not in CONSTRUCTOR_ARGUMENTS and name not in allowed:
                    raise not_understood(type(self), name)
            # Layers of Keras 2 that have this argument do not pass it on; of the others it was none.
            if self._registered is not None and kwargs.get('activity_regularizer') is not None:
                raise not_understood(type(self), 'activity_regularizer')
        self.__dict__.pop('stateful', None)  # the constructor of Keras 2 set it, after that of a subclass had begun
        settings = {name: kwargs.pop(name) for name in ('weights', 'input_shape', 'batch_input_shape', 'batch_size',
                                                        'input_dtype') if name in kwargs}
        if kwargs.get('dtype') is None and settings.get('input_dtype') is not None:
            kwargs['dtype'] = settings['input_dtype']
        if isinstance(kwargs.get('dtype'), str) and process.dialect().layers_ignore_dtype and not (
                {'input_shape', 'batch_input_shape'} & set(settings)):
            kwargs['dtype'] = None  # hosts would compute in it
        if not kwargs.get('name'):
            kwargs['name'] = numbered_name(type(self))
        return settings

    def _use_settings(self, settings):
        """Stores what the constructor was passed about the input and the first weights."""
        if type(self)._builtin_layer is None and process.dialect().refuses_lost_masks:
            self.supports_masking = False  # hosts: whether the class has a compute_mask
        self._initial_weights = settings.get('weights')
        shape = settings.get('batch_input_shape')
        if shape is None and settings.get('input_shape') is not None:
            shape = (settings.get('batch_size'),) + tuple(settings['input_shape'])
        if shape is not None:
            self.batch_input_shape = tuple(shape)

    def _phase_of_call(self, training):
        """Returns the phase, 0 or 1, of a running call that got this ``training``; None where both phases count.

        Then what it adds is being recorded, the phase is a tensor, or training runs in the test phase.
        """
        if '_noted_updates' in self.__dict__:
            return self.__dict__.get('_recorded_phase')
        phase_of_call = phase.learning_phase() if training is None and '_added' not in self.__dict__ else training
        known = int(phase_of_call) if isinstance(phase_of_call, (bool, int)) else None
        if '_added' in self.__dict__:
            self.__dict__['_recorded_phase'] = known
        if context.trains_in_test_phase and self._inbound_nodes:
            training = explicit_training(self, self._inbound_nodes[-1])
        return None if training is None and context.trains_in_test_phase else known

    # --- the defaults of what a layer may define

    def call(self, inputs, training=None):
        """Returns the inputs, as a Keras 2 layer without a ``call`` does."""
        return self._without_masks_of([inputs], inputs)

    def compute_output_shape(self, input_shape):
        """Returns the shape of the input; a subclass overrides it."""
        return input_shape

    compute_output_shape._is_default = True

    def _declared_shape(self, input_shape):
        """Returns the shape of the layer's own ``compute_output_shape``, None where it has none."""
        if getattr(self.compute_output_shape, '_is_default', False):
            return None
        return shapes.plain(self.compute_output_shape(input_shape))

    def _computes_as_declared(self, inputs, **options):
        """Whether a call on this symbol is what ``compute_output_shape`` and the dtype of the layer say.

        Then it is not traced to know its shape. It raises nothing, and adds what ``_add_as_declared`` adds. Built-in
        layers define it; it does not hold for classes derived from them. ``options`` are the arguments that are not
        None.
        """
        return False

    def _add_as_declared(self, inputs):
        """Adds what a traced call on this symbol would, of a call that is not: the updates have the right shapes."""

    # --- calls

    def _call_on_symbols(self, call, called_on, *args, **kwargs):
        """Returns the result of the host's call on symbols, and stores what the call adds with the inputs."""
        self._refuse_masks(called_on)
        graph_scopes.note(self)
        added = self.__dict__['_added'] = []
        self.__dict__['_called_on'] = called_on
        reads, passes_phase = [], isinstance(kwargs.get('training'), graph.LearningPhase)
        if passes_phase:
            kwargs['training'] = None
        try:
            with context.scope(phase_reads=reads):
                outputs = self._with_own_errors(call, *args, **kwargs)
        finally:
            del self.__dict__['_added'], self.__dict__['_called_on']
        if reads and passes_phase:  # an output does not say that it depends on a phase which was passed
            self.__dict__['_hides_phase'] = True
        self.__dict__['_phase_counts'] = bool(reads) and not passes_phase
        joined = self._joined_by_call(called_on, kwargs)
        for kind, items, conditional, adder in self._recorded_additions(outputs, added):
            depends_on = called_on if kind == 'updates' else joined
            self._store_addition(kind, items, depends_on if conditional else None, adder)
        return outputs

    # --- errors

    def _with_own_errors(self, call, *args, **kwargs):
        """Returns the result of the host's call. An error of the program's own code is raised as it was there."""
        self.__dict__.pop('_failure', None)
        try:
            with graph_scopes.entered(self):
                return call(*args, **kwargs)
        except Exception as error:
            failure = self.__dict__.pop('_failure', None)
            if failure is None or failure is error:
                raise
        raise failure

    def assert_input_compatibility(self, inputs):
        """Checks the tensor or list of tensors against ``input_spec``. Raises ValueError where one does not fit."""
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
    """Returns which part of the input specification a shape and a dtype do not fulfil, in words; None for none."""
    for name, wanted, actual, fits in (
            ('ndim', spec.ndim, len(shape), operator.eq), ('max_ndim', spec.max_ndim, len(shape), operator.le),
            ('min_ndim', spec.min_ndim, len(shape), operator.ge), ('dtype', spec.dtype, dtype, operator.eq)):
        if wanted is not None and not fits(actual, wanted):
            return 'expected {}={}, found {}={}'.format(name, wanted, 'ndim' if 'ndim' in name else name, actual)
    for axis, wanted in (spec.axes or {}).items():
        if wanted is not None and shape[int(axis)] not in (wanted, None):
            return f'expected axis {axis} of input shape to have value {wanted} but got shape {shape}'
    if any(None not in pair and pair[0] != pair[1] for pair in zip(spec.shape or (), shape)):
        return f'expected shape={spec.shape}, found shape={shape}'
    return None


class ExecutedStepsMixin:
    """A mixin for models: K computes eagerly or traced in the steps of the host's training, as it does in layers."""

    def train_step(self, *args, **kwargs):
        """A step of training."""
        with phase.execution_scope:
            return super().train_step(*args, **kwargs)

    def test_step(self, *args, **kwargs):
        """A step of evaluation."""
        with phase.execution_scope:
            return super().test_step(*args, **kwargs)
