"""The graph world of Keras 2: what K computes outside of a running layer is described, and gets a value when asked.

An Expression says how a tensor comes from variables, constants and other expressions. What comes from symbols (an
Input, a placeholder) is a symbol of the host, which knows its own history. Functions and operators choose here which
of them they make; inside a running layer, and in the tf.keras dialect, they compute at once.
"""
import contextlib
import functools
import inspect
import operator
import threading

import numpy as np

from compat import adapters, process
from compat.symbolic import dynamic_shape as sizes, phase

host = adapters.area('ops')
nodes = adapters.area('graph')


class Operand:
    """The place of an operand in the arguments of a call."""

    def __init__(self, number):
        self.number = number


class Call:
    """A function of tensors with its arguments; the expressions, symbols and variables in them are its operands."""

    def __init__(self, function, args=(), kwargs=None):
        self.function = function
        self.operands = []
        self._args, self._kwargs = self._without_operands((tuple(args), kwargs or {}))

    @property
    def key(self):
        """What tells this call from others."""
        return id(self)

    def _without_operands(self, value):
        if isinstance(value, (list, tuple)) and type(value) in (list, tuple):
            return type(value)(self._without_operands(item) for item in value)
        if type(value) is dict:
            return {name: self._without_operands(item) for name, item in value.items()}
        if not is_symbolic(value):
            return value
        self.operands.append(value)
        return Operand(len(self.operands) - 1)

    def run(self, values):
        """What the function gives for these values of the operands."""
        return self.function(*_filled(self._args, values), **_filled(self._kwargs, values))

    def results(self, evaluation):
        """What the function gives in an evaluation that knows the operands."""
        with phase.training_phase(evaluation.training):
            return self.run([evaluation.known(operand) for operand in self.operands])

    def sample(self):
        """What the function gives at this moment."""
        with phase.training_phase(0):
            return self.run([_sample(operand) for operand in self.operands])


class RandomCall(Call):
    """A call that draws random numbers: anew in each evaluation, from seeds of its own, or from those of a loop."""

    def __init__(self, function, args, kwargs):
        super().__init__(function, args, kwargs)
        self._seeds = nodes.seeds(inspect.signature(function).bind(*args, **kwargs).arguments.get('seed'))
        note_draw(self)

    def results(self, evaluation):
        with phase.training_phase(evaluation.training, None if evaluation.in_loop else self._seeds):
            return self.run([evaluation.known(operand) for operand in self.operands])


class _Drawn(threading.local):
    """The lists, in a thread, of the random calls that are described meanwhile."""

    calls = ()


_drawn = _Drawn()


def note_draw(call):
    """Note that this call draws random numbers anew each time."""
    for calls in _drawn.calls:
        calls.append(call)


@contextlib.contextmanager
def drawing():
    """A list of the random calls that are described while this is entered: those of the body of a loop."""
    _drawn.calls += ([],)
    try:
        yield _drawn.calls[-1]
    finally:
        _drawn.calls = _drawn.calls[:-1]


def _filled(value, values):
    if isinstance(value, Operand):
        return values[value.number]
    if type(value) in (list, tuple):
        return type(value)(_filled(item, values) for item in value)
    if type(value) is dict:
        return {name: _filled(item, values) for name, item in value.items()}
    return value


def _sample(operand):
    return operand.sample if isinstance(operand, Expression) else operand


class Expression(nodes.ActsAsTensor):
    """A tensor that is described by the call which computes it, and by which of the call's results it is."""

    __array_priority__ = 1000
    __array_ufunc__ = None

    def __init__(self, call, sample, place=()):
        self.call = call
        self.place = place
        self.sample = sample

    @property
    def shape(self):
        """The shape, as the framework's tensors tell it."""
        return self.sample.shape

    @property
    def dtype(self):
        """The dtype, as the framework's tensors tell it."""
        return self.sample.dtype

    @property
    def ndim(self):
        """The number of axes."""
        return len(self.shape)

    def get_shape(self):
        """The shape, by the name that TensorFlow 1 had for it."""
        return self.shape

    def now(self):
        """The framework's tensor with the value at this moment."""
        from compat.symbolic.evaluation import value_now
        return value_now(self)

    def __array__(self, dtype=None, copy=None):
        array = np.asarray(host.to_numpy(self.now()))
        return array if dtype is None else array.astype(dtype)

    def __bool__(self):
        raise TypeError('A tensor of K has no value while a program describes what to compute, so it cannot choose '
                        'between branches of Python. Use K.switch, or K.eval for the value at this moment.')

    def __iter__(self):
        raise TypeError('A tensor of K cannot be iterated over. Use its slices x[i], or K.eval for its numbers.')

    def __repr__(self):
        name = getattr(self.call.function, '__name__', 'tensor')
        return f'<K.{name}: shape {tuple(self.shape)}, {host.dtype_name(self.sample)}>'


# What is computed by calls of K alone.
RECORDED_CLASSES = (Expression,) + nodes.OPERATED


class Constant(Call):
    """A tensor that never changes."""

    def __init__(self, tensor):
        super().__init__(None)
        self.tensor = tensor

    def results(self, evaluation):
        return self.tensor


class _PhaseCall(Call):
    """The learning phase, which whoever evaluates tells."""

    def __init__(self):
        super().__init__(None)

    def results(self, evaluation):
        return evaluation.training


class LearningPhase(Expression):
    """The learning phase as a tensor: 0 where nobody feeds it (Keras 2.2.4 ``keras.backend.learning_phase``)."""

    def __init__(self):
        super().__init__(_PhaseCall(), host.convert(np.zeros((), 'bool')))

    def __repr__(self):
        return '<K.learning_phase()>'


@functools.lru_cache(maxsize=None)
def the_learning_phase():
    """The one tensor that stands for the learning phase."""
    return LearningPhase()


def in_graph_mode():
    """Whether K describes what it is asked for, and does not compute it at once."""
    return not phase.is_executing() and not process.dialect().eager


def is_symbolic(value):
    """Whether the value of ``value`` is known only when something is computed: an expression, variable or symbol."""
    return isinstance(value, Expression) or host.is_variable(value) or host.is_symbol(value)


RECORDED, SYMBOLS, COMPUTED = 1, 2, 4
UNMET = 8  # a class that was not met yet, or one of lists


def kinds(value):
    """Which kinds of tensors a structure of arguments has.

    DESCRIBED are expressions, variables and unknown sizes, SYMBOLS those of the host, COMPUTED the framework's own; or
    several of them.
    """
    found = OF_CLASSES.get(type(value))
    if found is None:
        if type(value) in (list, tuple):
            found = 0
            for item in value:
                found |= kinds(item)
        else:
            found = OF_CLASSES[type(value)] = _kind_of(value)
    return found


# The kinds of the classes that were met.
OF_CLASSES = {}


def _kind_of(value):
    if isinstance(value, RECORDED_CLASSES) or host.is_variable(value):
        return RECORDED
    if host.is_symbol(value):
        return SYMBOLS
    return COMPUTED if nodes.is_framework_tensor(value) else 0


def apply(function, args, kwargs=None, make=Call):
    """``function`` of the arguments, which have operands among them, as an expression or a symbol."""
    call = make(function, args, kwargs or {})
    if any(host.is_symbol(operand) for operand in call.operands):
        return nodes.symbols_of(call)
    return described(call, call.sample())


def described(call, sample, place=()):
    """The results of a call as expressions, in the structure of what it gives at this moment."""
    if isinstance(sample, (list, tuple)) and type(sample) in (list, tuple):
        return type(sample)(described(call, item, place + (number,)) for number, item in enumerate(sample))
    if host.is_tensor(sample) and not host.is_symbol(sample) and not isinstance(sample, sizes.Sizes):
        return Expression(call, sample, place)
    return sample


def constants(value):
    """The framework's tensors in a result of K as expressions that never change."""
    if isinstance(value, (list, tuple)) and type(value) in (list, tuple):
        return type(value)(constants(item) for item in value)
    return described(Constant(value), value)


def values_now(value):
    """A structure of arguments with the values that its expressions have at this moment."""
    if isinstance(value, Expression):
        return value.now()
    if type(value) in (list, tuple) and _has_expressions(value):
        return type(value)(values_now(item) for item in value)
    return value


def _has_expressions(value):
    return any(isinstance(item, Expression) or type(item) in (list, tuple) and _has_expressions(item)
               for item in value)


# Functions that draw random numbers: described even where they have no operand.
RANDOM = ('random_normal', 'random_uniform', 'random_binomial', 'truncated_normal', 'dropout')
# Functions that choose between two results, and the arguments for these, which may be functions that make them.
CHOOSING = {'switch': ('then_expression', 'else_expression'), 'in_train_phase': ('x', 'alt'),
            'in_test_phase': ('x', 'alt')}


def in_graph(function):
    """A function of K that describes its result outside of running layers."""
    name = function.__name__
    random = name in RANDOM
    make = RandomCall if random else Call
    chooses = name in CHOOSING

    @functools.wraps(function)
    def chosen(*args, **kwargs):
        if not kwargs and not chooses:
            found = 0
            for arg in args:
                found |= OF_CLASSES.get(type(arg), UNMET)
            if found == COMPUTED:  # the framework's tensors and numbers, as most calls have them
                with phase.execution_scope:
                    return function(*args)
        if phase.is_executing():
            return function(*values_now(args), **{name: values_now(value) for name, value in kwargs.items()})
        if chooses:
            args, kwargs = (), dict(inspect.signature(function).bind(*args, **kwargs).arguments)
            if name != 'switch':
                told = kwargs.get('training')
                if isinstance(phase.fixed() if told is None else told, (bool, int)):
                    return function(**kwargs)
            for branch in CHOOSING[name]:
                if callable(kwargs[branch]) and not host.is_tensor(kwargs[branch]):
                    kwargs[branch] = kwargs[branch]()  # a graph has both
        found = kinds(args)
        if kwargs:
            found |= kinds(tuple(kwargs.values()))
        if found & COMPUTED and not found & SYMBOLS:
            with phase.execution_scope:
                return function(*args, **kwargs) if found == COMPUTED else chosen(*args, **kwargs)
        if name in ('in_train_phase', 'in_test_phase') and kwargs.get('training') is None:
            kwargs['training'] = the_learning_phase()
            found |= RECORDED
        if found & RECORDED or random or found and (chooses or nodes.has_unknown_sizes(
                name, args or tuple(kwargs.values()))):
            return apply(function, args, kwargs, make)
        if found:
            return nodes.as_keras2_tensor(function(*args, **kwargs))
        with phase.execution_scope:
            return constants(function(*args, **kwargs))

    return nodes.without_autograph(chosen)


# Functions about settings, variables, names and graphs, which compute nothing; and loops, which describe themselves.
PLAIN_FUNCTIONS = frozenset((
    'backend', 'epsilon', 'set_epsilon', 'floatx', 'set_floatx', 'cast_to_floatx', 'image_data_format',
    'set_image_data_format', 'normalize_data_format', 'image_dim_ordering', 'set_image_dim_ordering', 'get_uid',
    'reset_uids', 'clear_session', 'name_scope', 'manual_variable_initialization', 'learning_phase',
    'set_learning_phase', 'count_params', 'dtype', 'eval', 'int_shape', 'is_keras_tensor', 'is_sparse', 'is_tensor',
    'is_variable', 'ndim', 'variable', 'zeros', 'ones', 'eye', 'get_value', 'set_value', 'batch_get_value',
    'batch_set_value', 'get_variable_shape', 'random_normal_variable', 'random_uniform_variable', 'update',
    'update_add', 'update_sub', 'moving_average_update', 'placeholder', 'is_placeholder', 'function', 'gradients',
    'get_session', 'set_session', 'control_dependencies', 'eager', 'symbolic', 'map_fn', 'foldl', 'foldr', 'rnn'))


def recorded_functions(names):
    """The functions of K among these names that give tensors, describing them outside of running layers."""
    if process.dialect().eager:
        return {}
    return {name: in_graph(value) for name, value in names.items()
            if inspect.isfunction(value) and not name.startswith('_') and name not in PLAIN_FUNCTIONS}


# What Python's operators are called, and which of them have a reflected form.
REFLECTED = {'add': operator.add, 'sub': operator.sub, 'mul': operator.mul, 'truediv': operator.truediv,
             'floordiv': operator.floordiv, 'mod': operator.mod, 'pow': operator.pow, 'matmul': operator.matmul,
             'and': operator.and_, 'or': operator.or_, 'xor': operator.xor}
OTHERS = {'lt': operator.lt, 'le': operator.le, 'gt': operator.gt, 'ge': operator.ge, 'getitem': operator.getitem,
          'neg': operator.neg, 'pos': operator.pos, 'abs': operator.abs, 'invert': operator.invert}


def _reflected(function):
    @functools.wraps(function)
    def swapped(x, y):
        return function(y, x)
    return swapped


def _with_arrays(function):
    """The operator for a tensor next to an array of numpy, which takes its dtype: frameworks have manners of their
    own.
    """
    @functools.wraps(function)
    def applied(x, y):
        from compat.backend.tensors import as_tensor
        if isinstance(y, (np.ndarray, np.generic)) and not isinstance(y, sizes.Sizes):
            y = as_tensor(y, like=x)
        elif isinstance(x, (np.ndarray, np.generic)) and not isinstance(x, sizes.Sizes):
            x = as_tensor(x, like=y)
        return function(x, y)
    return applied


def operators():
    """The methods behind Python's operators, each with the function of its operands."""
    found = {f'__{name}__': function for name, function in OTHERS.items()}
    for name, function in REFLECTED.items():
        function = _with_arrays(function)
        found[f'__{name}__'] = function
        found[f'__r{name}__'] = _reflected(function)
    return found


def _of_expressions(function):
    def method(*operands):
        if phase.is_executing() or len(operands) > 1 and nodes.is_framework_tensor(operands[1]):
            with phase.execution_scope:
                return function(*[values_now(operand) for operand in operands])
        return apply(function, operands)
    return method


def _bounds(index):
    """The parts of an index, with slices as lists of their bounds, in which a call finds its operands."""
    return [[part.start, part.stop, part.step] if isinstance(part, slice) else part
            for part in (index if isinstance(index, tuple) else (index,))]


def is_symbolic_index(index):
    """Whether an index has tensors of the graph world in it, or slices that go backwards, which torch has not."""
    return any(is_symbolic(bound) for part in _bounds(index) for bound in (part if type(part) is list else [part])
               ) or any(isinstance(part, slice) and isinstance(part.step, int) and part.step < 0 for part in index)


def item(x, index):
    """``x[index]``, described."""
    call = Call(getitem, (x, _bounds(index)))
    if isinstance(x, nodes.OPERATED):
        return nodes.symbols_of(call)
    if any(host.is_symbol(operand) for operand in call.operands):
        shape = _shape_of_item(list(host.static_shape(x)), _bounds(index))
        return nodes.symbols_of(call, [(shape, host.dtype_name(x))])[0]
    return described(call, call.sample())


def _shape_of_item(sizes_left, bounds):
    """The static shape of an item: None for what a slice with tensors among its bounds gives."""
    shape = []
    if not any(part is Ellipsis for part in bounds):
        bounds = bounds + [Ellipsis]
    for place, part in enumerate(bounds):
        if part is Ellipsis:
            kept = len(sizes_left) - sum(other is not None for other in bounds[place + 1:])
            shape, sizes_left = shape + sizes_left[:kept], sizes_left[kept:]
        elif part is None:
            shape.append(1)
        elif not sizes_left:
            raise IndexError(f'There are more parts in the index {bounds} than the tensor has axes.')
        else:
            size = sizes_left.pop(0)
            if type(part) is list:
                known = size is not None and not any(is_symbolic(bound) for bound in part)
                shape.append(len(range(*slice(*part).indices(size))) if known else
                             size if part == [None, None, None] else None)
    return tuple(shape)


def getitem(x, bounds):
    """The item of a computed tensor, for an index with slices as lists of their bounds."""
    bounds = [[_number(bound) for bound in part] if type(part) is list else _number(part) for part in bounds]
    return host.item(host.tensor_of(x), tuple(slice(*part) if type(part) is list else part for part in bounds))


def _number(bound):
    return int(bound) if isinstance(bound, sizes.Sizes) else host.tensor_of(bound)


def _item_of_expressions(x, index):
    if phase.is_executing():
        with phase.execution_scope:
            return operator.getitem(values_now(x), values_now(index))
    return item(x, index)


for _kind in RECORDED_CLASSES:
    for _name, _function in operators().items():
        setattr(_kind, _name, _of_expressions(_function) if _name != '__getitem__' else _item_of_expressions)


def _of_variables(name, function, inherited):
    def method(*operands):
        if in_graph_mode() and (len(operands) == 1 or not nodes.is_framework_tensor(operands[1])):
            return apply(function, operands)
        return inherited(*[values_now(operand) for operand in operands])
    method.__name__ = name
    return method


def _item_of_variables(inherited):
    def __getitem__(x, index):
        return _item_of_expressions(x, index) if in_graph_mode() else inherited(x, values_now(index))
    return __getitem__


def recording_class(variable_class):
    """A subclass of the host's class of variables whose operators describe, outside of what the host computes."""
    methods = {name: _of_variables(name, function, nodes.SUMS.get(name) or getattr(variable_class, name))
               for name, function in operators().items() if hasattr(variable_class, name)}
    methods['__getitem__'] = _item_of_variables(variable_class.__getitem__)
    # ``x += 1`` of a variable gave a tensor.
    methods.update({f'__i{name}__': methods[f'__{name}__'] for name in ('add', 'sub', 'mul', 'truediv', 'pow')
                    if f'__{name}__' in methods}, __array_priority__=1000, __module__=__name__)
    return type(variable_class.__name__, (variable_class,), methods)


_graph_trainer_for = {}


def own(variable):
    """Let the operators of a variable, made for K or for a layer, describe what they compute, as in Keras 2."""
    kind = type(variable)
    if kind in nodes.VARIABLES and not process.dialect().eager:
        if kind not in _graph_trainer_for:
            _graph_trainer_for[kind] = recording_class(kind)
        variable.__class__ = _graph_trainer_for[kind]
    return variable
