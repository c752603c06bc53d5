"""Choosing between two expressions: by a condition, and by the learning phase."""
import numpy as np

from compat.backend.tensors import PLAIN, as_tensor, as_tensors, host, int_shape, ndim
from compat.symbolic import graph, ops

__all__ = ['switch', 'in_train_phase', 'in_test_phase']


def switch(condition, then_expression, else_expression):
    """``then_expression`` where ``condition`` is true, else ``else_expression``; either may be a function.

    A condition without axes chooses one of them as a whole; another one chooses element by element and may have fewer
    axes, the first ones. Raises ValueError when it has more. Keras 2.2.4 ``keras.backend.switch``.
    """
    condition = ops.cast(as_tensor(condition), 'bool')
    rank = ndim(condition)
    if not rank and not graph.in_graph_mode():
        return host.cond(condition, _as_function(then_expression), _as_function(else_expression))
    if not rank:  # a graph has both
        return ops.cond(condition, as_tensor(_value(then_expression)), as_tensor(_value(else_expression)))
    chosen, other = as_tensors(_value(then_expression), _value(else_expression))
    wanted = ndim(chosen)
    if rank > wanted:
        raise ValueError('Rank of `condition` should be less than or equal to rank of `then_expression` and '
                         '`else_expression`. ndim(condition)=%d, ndim(then_expression)=%d; shapes %s and %s.'
                         % (rank, wanted, int_shape(condition), int_shape(chosen)))
    shapes = int_shape(chosen), int_shape(other)
    if None not in shapes and len(shapes[0]) == len(shapes[1]) and any(
            None not in sizes and 1 not in sizes and sizes[0] != sizes[1] for sizes in zip(*shapes)):
        raise ValueError('K.switch chooses between tensors of the same shape, and was given the shapes {} and '
                         '{}.'.format(*shapes))
    if None not in shapes and any(None not in sizes and 1 not in sizes and sizes[0] != sizes[1]
                                  for sizes in zip(int_shape(condition), shapes[0])):
        raise ValueError('K.switch chooses by a condition of the first axes, and was given one of shape '
                         f'{int_shape(condition)} for tensors of shape {shapes[0]}.')
    for _ in range(wanted - rank):
        condition = ops.expand_dims(condition, -1)
    return ops.where(condition, chosen, other)


def _as_function(expression):
    return lambda: as_tensor(_value(expression))


def _value(expression):
    return expression() if callable(expression) and not host.is_tensor(expression) else expression


def in_train_phase(x, alt, training=None):
    """``x`` in the training phase and ``alt`` in the test phase; either may be a function.

    ``training`` is the phase: a bool, 0 or 1, a tensor, or None for ``learning_phase()``. Keras 2.2.4
    ``keras.backend.in_train_phase``.
    """
    if training is None:
        training = graph.current_learning_phase()
    if isinstance(training, graph.LearningPhase):
        return ops.in_phase(training, as_tensor(_value(x)), as_tensor(_value(alt)))
    if isinstance(training, PLAIN) and not isinstance(training, np.ndarray):
        return _value(x if training else alt)
    return switch(training, x, alt)


def in_test_phase(x, alt, training=None):
    """``x`` in the test phase and ``alt`` in the training phase (Keras 2.2.4 ``keras.backend.in_test_phase``)."""
    return in_train_phase(alt, x, training=training)
