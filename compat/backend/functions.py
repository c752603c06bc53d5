"""K.function and what it is fed: placeholders."""
import numpy as np

from compat import adapters, process
from compat.symbolic import graph, phase
from compat.symbolic.nest import flatten
from compat.backend.tensors import as_dtype, as_sparse, dtype as dtype_of, int_shape, is_tensor, declared_sparse
from compat.backend.updates import as_update, is_update

host = adapters.area('ops')
nodes = adapters.area('graph')

__all__ = ['placeholder', 'is_placeholder', 'learning_phase', 'function', 'Function']

# What sessions of TensorFlow 1 took, and there is nothing here to give it to.
OF_SESSIONS = ('fetches', 'options', 'run_metadata', 'feed_dict')


def placeholder(shape=None, ndim=None, dtype=None, sparse=False, name=None):
    """A tensor that K.function feeds, of ``shape`` with None for free sizes, or with ``ndim`` free sizes.

    It has floatx or ``dtype``. Raises ValueError without shape and ndim: the hosts of today have no tensors without a
    number of axes, and TypeError for what is no dtype. Keras 2.2.4 ``keras.backend.placeholder``.
    """
    if shape is None and ndim is None:
        raise ValueError('K.placeholder needs a shape or ndim here: a tensor of unknown rank cannot be described. Give '
                         'K.placeholder(ndim=...).')
    if shape is None or ndim and not shape and process.dialect().empty_shape_is_none:
        shape = (None,) * ndim
    if isinstance(shape, str):
        raise TypeError(f'The shape of K.placeholder has whole numbers and None, and was {shape!r}.')
    shape = tuple(shape)
    made = nodes.placeholder(shape, as_dtype(dtype), bool(sparse), name)
    if sparse:
        as_sparse(made)
    made._is_placeholder = True
    made._keras_shape = shape
    made._uses_learning_phase = False
    return made


def is_placeholder(x):
    """Whether ``x`` is a placeholder or an Input (Keras 2.2.4 ``keras.backend.is_placeholder``)."""
    return bool(host.is_symbol(x) and nodes.origin(x)[0] is None)


def learning_phase():
    """The learning phase: in a running layer that of its call; outside a tensor that K.function feeds, else 0.

    Where K.set_learning_phase fixed it, the number. Keras 2.2.4 ``keras.backend.learning_phase``.
    """
    return graph.current_learning_phase()


class Function:
    """A function that computes outputs and performs updates, compiled once by the framework; see ``function``."""

    updates_states = False

    def __init__(self, inputs, outputs, updates=None, name=None, **session_kwargs):
        self.name = name
        unknown = sorted(set(session_kwargs) - set(OF_SESSIONS))
        if unknown:
            raise ValueError('K.function does not know the argument {}.'.format(', '.join(unknown)))
        if session_kwargs.get('fetches'):
            raise ValueError('K.function(fetches=...) are operations of a TensorFlow 1 session. Give tensors as '
                             'outputs, and changes of variables as updates.')
        self._given = dict(session_kwargs.get('feed_dict') or {})
        updates = [] if updates is None else updates
        self._refuse_others('updates', updates)
        nested = process.dialect().nested_functions
        if not nested:
            self._refuse_others('inputs', inputs)
            self._refuse_others('outputs', outputs)
            nesting = [output for output in outputs if isinstance(output, (list, tuple, dict))]
            if nesting:
                raise TypeError(f'The outputs of K.function are a list of tensors, and {nesting[0]!r} is among them.')
        self.inputs, self.outputs = flatten(inputs), outputs
        self.updates = [as_update(update) for update in updates if self._is_update(update)]
        for tensor in flatten(outputs):
            if not is_tensor(tensor):
                raise TypeError(f'The outputs of K.function are tensors, and {tensor!r} is among them.')
        for tensor in self.inputs:
            if not graph.is_symbolic(tensor):
                raise TypeError(f'The inputs of K.function are placeholders and symbols, and {tensor!r} is among them.')
        self._fed = [tensor for tensor in self.inputs if not isinstance(tensor, graph.LearningPhase)]
        self._program = graph.Program(self._fed + list(self._given), flatten(outputs), self.updates,
            self.updates_states)
        self._run = nodes.compiled(self._program, None)
        self._others, self._partly_fed = {}, {}

    @staticmethod
    def _refuse_others(what, given):
        if not isinstance(given, (list, tuple)):
            raise TypeError(f'`{what}` of K.function should be a list or tuple, and is {type(given).__name__}.')

    @staticmethod
    def _is_update(update):
        if update is None or update == []:
            return False
        if not is_update(update):
            raise TypeError('An update of K.function is what K.update gives, or a pair of a variable and its new '
                            f'value, and not {update!r}.')
        return True

    def __call__(self, inputs):
        return _packed(self.outputs, iter([_as_array(value) for value in self._begun(inputs)]))

    def _begun(self, inputs):
        """What the framework gives for these inputs: arrays that are there, or that are computed still."""
        if not isinstance(inputs, (list, tuple)):
            if not process.dialect().nested_functions:
                raise TypeError(f'`inputs` should be a list or tuple, and is {type(inputs).__name__}.')
            inputs = flatten(inputs)
        given = tuple(place for place, value in enumerate(inputs) if value is not None)
        if given[:len(self.inputs)] != tuple(range(len(self.inputs))):
            return self._with_inputs(given)._begun([inputs[place] for place in given])
        feeds, training = [], phase.fixed() or 0
        for tensor, value in zip(self.inputs, inputs):
            if isinstance(tensor, graph.LearningPhase):
                training = int(bool(np.asarray(value).item()))
            else:
                feeds.append(self._feed(tensor, value))
        feeds.extend(self._feed(tensor, value) for tensor, value in self._given.items())
        return self._computed(feeds, training)

    def _with_inputs(self, places):
        """The function that is fed for these places only; what it is not fed for is computed, or has its own value."""
        if places not in self._partly_fed:
            self._partly_fed[places] = type(self)([self.inputs[place] for place in places], self.outputs, self.updates,
                                                  feed_dict=self._given)
        return self._partly_fed[places]

    def _computed(self, feeds, training):
        """What the framework gives. Raises ValueError where it cannot compute with sizes that the placeholders lack."""
        other = [(tensor, feed) for tensor, feed in zip(self._program.inputs, feeds) if not _fits(tensor, feed)]
        if not other:
            return self._run(feeds, training)
        try:
            return self._for_shapes(tuple(feed.shape for feed in feeds))(feeds, training)
        except Exception as error:
            raise ValueError(f'K.function cannot compute with a value of shape {other[0][1].shape} for '
                             f'{other[0][0]!r}, which has shape {int_shape(other[0][0])}: {error}') from error

    def _for_shapes(self, shapes):
        if shapes not in self._others:
            self._others[shapes] = nodes.compiled(self._program, shapes)
        return self._others[shapes]

    @staticmethod
    def _feed(tensor, value):
        """The value as it is fed for the tensor. Raises ValueError for what is no value."""
        if value is None:
            raise ValueError(f'Nothing was given for the input {tensor!r} of K.function.')
        if host.is_sparse(tensor):
            return nodes.sparse_feed(value, dtype_of(tensor))
        if declared_sparse(tensor) and hasattr(value, 'tocoo'):
            value = value.toarray()
        if host.is_tensor(value):
            value = host.to_numpy(host.tensor_of(value))
        try:
            return np.asarray(value, dtype=dtype_of(tensor))
        except (TypeError, ValueError) as error:
            raise ValueError(f'K.function cannot feed {tensor!r} with {type(value).__name__}: {error}') from error


def _as_array(value):
    """An array of numpy, which a program may change."""
    return value if isinstance(value, (np.ndarray, np.generic)) else np.array(value)


def _fits(tensor, feed):
    shape = int_shape(tensor)
    return not isinstance(feed, np.ndarray) or len(shape) == feed.ndim and all(
        static is None or static == size for static, size in zip(shape, feed.shape))


def _packed(structure, values):
    if isinstance(structure, dict):
        return {key: _packed(structure[key], values) for key in sorted(structure)}
    if isinstance(structure, tuple) and process.dialect().nested_functions:
        return tuple(_packed(item, values) for item in structure)
    if isinstance(structure, (list, tuple)):
        return [_packed(item, values) for item in structure]
    return next(values)


class StepFunction(Function):
    """A function that runs a model as its training does: states that its layers keep by themselves change too."""

    updates_states = True

    def begin(self, inputs):
        """As a call, and gives the outputs in a list without waiting for them: numpy.array of each waits."""
        return self._begun(inputs)


def function(inputs, outputs, updates=None, **kwargs):
    """A function that takes a list of numpy arrays for ``inputs`` and gives the values of ``outputs`` as numpy arrays.

    ``inputs`` are placeholders, Inputs, K.learning_phase(), or any tensors whose computed values are to be replaced.
    ``outputs`` are tensors: symbols, outputs of layers, expressions of variables, variables. ``updates``, what K.update
    gives or pairs (variable, new value), are performed at each call, in order, after the outputs and all new values
    were computed. An input that is given None, or nothing as the last ones may be, has the value that it has without,
    which placeholders have not: what depends on one raises ValueError. Raises TypeError for what is no list or tuple;
    Keras 2.3 also takes single tensors, and nested lists and dicts of outputs. Keras 2.2.4 and 2.3.1
    ``keras.backend.function``.
    """
    return Function(inputs, outputs, updates=updates, **kwargs)
