"""Selection between two expressions: by a condition, and by the learning phase."""
from __future__ import annotations

from typing import Any, Callable, Union

import numpy as np

from compat.backend.tensors import PLAIN, as_tensor, as_tensors, host, int_shape, ndim
from compat.symbolic import graph, ops
from compat.symbolic.types import Tensor

__all__ = ['switch', 'in_train_phase', 'in_test_phase']


def switch(condition: Tensor, then_expression: Union[Tensor, Callable[[], Tensor]],
           else_expression: Union[Tensor, Callable[[], Tensor]]) -> Tensor:
    """Selects between two tensors, as a whole or element by element.

    Args:
        condition: A scalar, which selects one of them as a whole, or a tensor that selects element by element. It may
            have fewer axes than they have; these are their first ones. It is cast to bool.
        then_expression: A tensor, or a function without arguments that returns one: what is selected where
            ``condition`` is true.
        else_expression: A tensor of the same shape and dtype, or a function that returns one.

    Returns:
        A tensor of the shape and dtype of ``then_expression``.

    Raises:
        ValueError: ``condition`` has more axes than the expressions, or shapes do not fit.
        TypeError: The dtypes of the expressions differ.

    Source: Keras 2.2.4 ``keras.backend.switch``.
    """
    condition = ops.cast(as_tensor(condition), 'bool')
    rank = ndim(condition)
    if not rank and not graph.in_graph_mode():
        return host.cond(condition, _as_function(then_expression), _as_function(else_expression))
    if not rank:  # a graph has both
        return ops.cond(condition, as_tensor(_value(then_expression)), as_tensor(_value(else_expression)))
    then, other = as_tensors(_value(then_expression), _value(else_expression))
    then_rank = ndim(then)
    if rank > then_rank:
        raise ValueError('Rank of `condition` should be less than or equal to rank of `then_expression` and '
                         '`else_expression`. ndim(condition)=%d, ndim(then_expression)=%d; shapes %s and %s.'
                         % (rank, then_rank, int_shape(condition), int_shape(then)))
    shapes = int_shape(then), int_shape(other)
    if None not in shapes and len(shapes[0]) == len(shapes[1]) and any(
            None not in sizes and 1 not in sizes and sizes[0] != sizes[1] for sizes in zip(*shapes)):
        raise ValueError('K.switch selects between tensors of the same shape, and was passed the shapes {} and '
                         '{}.'.format(*shapes))
    if None not in shapes and any(None not in sizes and 1 not in sizes and sizes[0] != sizes[1]
                                  for sizes in zip(int_shape(condition), shapes[0])):
        raise ValueError('K.switch selects by a condition of the first axes, and was passed one of shape '
                         f'{int_shape(condition)} for tensors of shape {shapes[0]}.')
    for _ in range(then_rank - rank):
        condition = ops.expand_dims(condition, -1)
    return ops.where(condition, then, other)


def _as_function(expression):
    return lambda: as_tensor(_value(expression))


def _value(expression):
    return expression() if callable(expression) and not host.is_tensor(expression) else expression


def in_train_phase(x: Union[Tensor, Callable[[], Tensor]], alt: Union[Tensor, Callable[[], Tensor]],
                   training: Any = None) -> Tensor:
    """Selects ``x`` in the training phase and ``alt`` in the test phase.

    Args:
        x: A tensor, or a function without arguments that returns one.
        alt: The same, for the test phase.
        training: The phase: a bool, 0 or 1, a scalar tensor, or None for ``learning_phase()``.

    Returns:
        ``x`` or ``alt``, the result where it is a function. For a phase that is a tensor it is a tensor that selects
        when it is computed.

    Source: Keras 2.2.4 ``keras.backend.in_train_phase``.
    """
    if training is None:
        training = graph.current_learning_phase()
    if isinstance(training, graph.LearningPhase):
        return ops.in_phase(training, as_tensor(_value(x)), as_tensor(_value(alt)))
    if isinstance(training, PLAIN) and not isinstance(training, np.ndarray):
        return _value(x if training else alt)
    return switch(training, x, alt)


def in_test_phase(x: Union[Tensor, Callable[[], Tensor]], alt: Union[Tensor, Callable[[], Tensor]],
                  training: Any = None) -> Tensor:
    """Selects ``x`` in the test phase and ``alt`` in the training phase.

    Args:
        x: A tensor, or a function without arguments that returns one.
        alt: The same, for the training phase.
        training: The phase: a bool, 0 or 1, a scalar tensor, or None for ``learning_phase()``.

    Returns:
        ``x`` or ``alt``, as ``in_train_phase`` does.

    Source: Keras 2.2.4 ``keras.backend.in_test_phase``.
    """
    return in_train_phase(alt, x, training=training)
