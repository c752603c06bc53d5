"""Functions of TensorFlow 1 that worked on its graph, on the graph of compat: see compat.imports.tensorflow1."""
import functools

from compat import backend as K
from compat.backend.updates import Group
from compat.errors import UnsupportedError
from compat.imports import real_modules
from compat.symbolic import framework_functions, phase
from compat.symbolic.changes import Change
from compat.tensorflow1.classes import (  # noqa: F401, names of tf
    Operation, SparseTensor, Tensor, Variable, is_tensor)
from compat.tensorflow1.default_session import default_session
from compat.tensorflow1.sessions import DEFAULT_GRAPH, Graph, InteractiveSession, Session  # noqa: F401, names of tf


def _real():
    return real_modules.real_module('tensorflow').compat.v1


@functools.lru_cache(maxsize=None)
def recorded(function):
    """Returns a function of TensorFlow that is recorded where it is called on symbols."""
    @functools.wraps(function)
    def on_symbols(*args, **kwargs):
        if framework_functions.has_recorded([args, kwargs], framework_functions.is_recorded):
            return framework_functions.record(function, args, kwargs)
        return function(*args, **kwargs)
    return on_symbols


@functools.lru_cache(maxsize=None)
def recorded_loop(function):
    """Returns a loop of TensorFlow that is recorded where its arguments, or what its functions refer to, have no value.

    It raises UnsupportedError for arrays of tensors beside these.
    """
    @functools.wraps(function)
    def loop(*args, **kwargs):
        if not framework_functions.meets_recorded(args, kwargs):
            return function(*args, **kwargs)
        if framework_functions.has_recorded((args, kwargs), framework_functions.nodes.is_passing):
            raise UnsupportedError(
                f'tf.{function.__name__} with a tf.TensorArray, of tensors that have no value yet: call it in the '
                'function of a Lambda layer, or in a loss, where it computes; or stack what tf.map_fn returns.')
        return framework_functions.record(function, args, kwargs)
    return loop


def _nest(value):
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _performed(update):
    """Returns the update; in a running layer it is applied, and the value of the variable is returned."""
    return update if not phase.is_executing() else K.identity(update.apply())


def assign(ref, value, validate_shape=None, use_locking=None, name=None):
    """Returns the update that gives a variable a new value; in a running layer it is performed."""
    return _performed(K.update(ref, value))


def assign_add(ref, value, use_locking=None, name=None):
    """Returns the update that adds to a variable; in a running layer it is performed."""
    return _performed(K.update_add(ref, value))


def assign_sub(ref, value, use_locking=None, name=None):
    """Returns the update that subtracts from a variable; in a running layer it is performed."""
    return _performed(K.update_sub(ref, value))


def control_dependencies(control_inputs):
    """Returns a context in which what is recorded waits for updates; see K.control_dependencies."""
    return K.control_dependencies(control_inputs)


def group(*inputs, **kwargs):
    """Returns the update that performs all of these; in a running layer they are performed, and what it returns is
    TensorFlow's."""
    inputs = [each for value in inputs for each in _nest(value)]
    updates = [each for each in inputs if isinstance(each, Change)]
    if not phase.is_executing() and updates:
        return Group(updates)
    for update in updates:
        update.apply()
    return _real().group(*[each for each in inputs if not isinstance(each, Change)], **kwargs)


def gradients(ys, xs, grad_ys=None, name='gradients', colocate_gradients_with_ops=False, gate_gradients=False,
              aggregation_method=None, stop_gradients=None, unconnected_gradients=None):
    """Returns the gradients of the sum of ``ys``, each times its ``grad_ys``, with respect to each of ``xs``.

    Raises UnsupportedError for ``stop_gradients``: K.stop_gradient is what to use.
    """
    if phase.is_executing():
        return K.gradients(_weighted(ys, grad_ys), _nest(xs))
    if stop_gradients is not None:
        raise UnsupportedError('tf.gradients(stop_gradients=...) on tensors of the graph: use K.stop_gradient(x) where '
                               'ys are computed from x.')
    found = K.gradients(_weighted(ys, grad_ys), _nest(xs))
    if getattr(unconnected_gradients, 'value', unconnected_gradients) == 'zero':
        return [K.zeros_like(x) if each is None else each for each, x in zip(found, _nest(xs))]
    return found


def _weighted(ys, weights):
    return [y if weight is None else K.sum(y * weight)
            for y, weight in zip(_nest(ys), _nest(weights) if weights is not None else [None] * len(_nest(ys)))]


def placeholder(dtype, shape=None, name=None):
    """Returns a tensor that K.function feeds."""
    if phase.is_executing():
        return _real().placeholder(dtype, shape, name)
    return K.placeholder(shape=shape, dtype=getattr(dtype, 'name', dtype), name=name)


def sparse_placeholder(dtype, shape=None, name=None):
    """Returns a sparse tensor that K.function feeds."""
    if phase.is_executing():
        return _real().sparse_placeholder(dtype, shape, name)
    return K.placeholder(shape=shape, dtype=getattr(dtype, 'name', dtype), sparse=True, name=name)


def executing_eagerly():
    """Returns False: K records graphs."""
    return False


def get_default_session():
    """Returns the session whose ``as_default`` the thread is in, or None."""
    return default_session()


def get_default_graph():
    """Returns the graph that K records in; in a running layer the one that TensorFlow traces."""
    return _real().get_default_graph() if phase.is_executing() else DEFAULT_GRAPH
