"""Updates of variables. K.update and its kin return one; whoever runs it, a layer or a function, applies it."""
from __future__ import annotations

from typing import Any

from compat import process
from compat.symbolic import graph, phase
from compat.symbolic.changes import Change
from compat.symbolic.context import context
from compat.symbolic.types import Number, Tensor, Variable
from compat.tensorflow1.default_session import evaluate
from compat.backend.tensors import as_tensor, dtype as dtype_of, host, int_shape, is_tensor

__all__ = ['update', 'update_add', 'update_sub', 'moving_average_update']


class Update(Change):
    """That ``variable`` becomes ``value``, each time that it is applied."""

    def __init__(self, variable, value):
        self.variable, self.after = variable, context.control_inputs
        self.operand = value if graph.is_symbolic(value) else as_tensor(value, like=variable)
        if dtype_of(variable).startswith(('int', 'uint')) and _has_fractions(value):
            raise TypeError(f'A variable of {dtype_of(variable)} is updated with integers, and was passed {value!r}. '
                            'Make a variable of floats, or cast the value: K.cast(x, K.dtype(variable)).')
        own, other = int_shape(variable), int_shape(self.operand)
        if None not in (own, other) and (len(own) != len(other) or any(
                None not in sizes and sizes[0] != sizes[1] for sizes in zip(own, other))):
            raise ValueError('An update of {!r}, of shape {}, was passed a value of shape {}.'.format(getattr(variable,
                'name', variable), own, other))

    def value(self, operand):
        """The value that the variable gets, for the computed operand."""
        return self.value_from(self.variable, operand)

    def value_from(self, current, operand):
        """The value that the variable gets from the one that it has, for the computed operand."""
        return operand

    @property
    def variables(self):
        """All variables that applying the update changes."""
        return [self.variable]

    def apply(self, operand=None):
        """Sets the variable to its new value, and returns the variable.

        ``operand`` is what was computed for the update's; without it, that is computed now.
        """
        with phase.execution_scope:
            self._assign(as_tensor(self.operand) if operand is None else operand)
        return self.variable

    def _assign(self, operand):
        host.assign(self.variable, self.value(operand))

    def run(self, feed_dict=None, session=None):
        """Performs the update in the session, or the default one, as operations of TensorFlow 1 did."""
        evaluate(self, feed_dict, session)

    def eval(self, feed_dict=None, session=None):
        """Performs it, and returns the new value of the variable."""
        return evaluate(self, feed_dict, session)

    def __repr__(self):
        return '<{} of {}>'.format(type(self).__name__, getattr(self.variable, 'name', self.variable))


def _has_fractions(value):
    return type(value) is float or is_tensor(value) and dtype_of(value).startswith('float')


class Addition(Update):
    """That ``variable`` grows by the operand, each time."""

    def value_from(self, current, operand):
        return current + operand


class Subtraction(Update):
    """That ``variable`` shrinks by the operand, each time."""

    def value_from(self, current, operand):
        return current - operand


class MovingAverage(Update):
    """That ``variable`` moves towards the operand: variable * momentum + operand * (1 - momentum)."""

    def __init__(self, variable, value, momentum):
        super().__init__(variable, value)
        with phase.execution_scope:
            # A number stays one: a layer may make the update while it is traced.
            self.momentum = momentum if isinstance(momentum, float) else as_tensor(momentum, like=variable)

    def value_from(self, current, operand):
        if dtype_of(operand) != dtype_of(self.variable):
            operand = host.cast(operand, dtype_of(self.variable))
        return current - (current - operand) * (1 - self.momentum)


class UnbiasedMovingAverage(MovingAverage):
    """A moving average that counts as if it had begun at its first value, whatever the variable held before."""

    def __init__(self, variable, value, momentum):
        super().__init__(variable, value, momentum)
        state = getattr(variable, '_moving_average', None)
        if state is None:
            # Stored with the variable: a layer makes the update again each time that it is traced.
            state = variable._moving_average = (
                host.state_variable('zeros', int_shape(variable), dtype_of(variable)),
                host.state_variable('ones', (), dtype_of(variable)))
        self.biased, self.remaining = state

    @property
    def variables(self):
        return [self.variable, self.biased, self.remaining]

    def value_from(self, current, operand):
        return self._biased(operand) / (1 - self.remaining * self.momentum)

    def _biased(self, operand):
        return self.biased * self.momentum + operand * (1 - self.momentum)

    def _assign(self, operand):
        value, biased, remaining = self.value(operand), self._biased(operand), self.remaining * self.momentum
        host.assign(self.biased, biased)
        host.assign(self.remaining, remaining)
        host.assign(self.variable, value)


class Group(Update):
    """That all of these updates are performed, in order."""

    def __init__(self, updates):
        self.variable, self.after, self.operand = None, tuple(updates), 0.

    @property
    def variables(self):
        return [variable for update in self.after for variable in update.variables]

    def apply(self, operand=None):
        """Performs them; those that a function has performed before it are not performed again."""
        if operand is None:
            for update in self.after:
                update.apply()

    def __repr__(self):
        return f'<Group of {list(self.after)}>'


def is_update(value):
    """Returns whether a value is an update: an Update, or a (variable, value) pair."""
    return isinstance(value, Update) or (isinstance(value, tuple) and len(value) == 2 and host.is_variable(value[0]))


def variables_of(value):
    """Returns the variables that an Update, or a (variable, value) pair, changes."""
    return value.variables if isinstance(value, Update) else [value[0]]


def as_update(value):
    """Returns an Update, from itself or from a (variable, value) pair."""
    return value if isinstance(value, Update) else Update(*value)


def _performed(update):
    """Returns the update; in an eager dialect it is applied, and the variable is returned."""
    return update.apply() if process.dialect().eager else update


def update(x: Variable, new_x: Tensor) -> Any:
    """Returns the update that gives a variable a new value.

    Args:
        x: The variable.
        new_x: The value, a tensor or numbers in the shape of ``x``.

    Returns:
        An update: ``K.function`` and layers perform it. In the dialect tf.keras, which is eager, it is performed, and
        the variable is returned.

    Raises:
        ValueError: The value has another shape.

    Source: Keras 2.2.4 ``keras.backend.update``.
    """
    return _performed(Update(x, new_x))


def update_add(x: Variable, increment: Tensor) -> Any:
    """Returns the update that adds to a variable.

    Args:
        x: The variable.
        increment: What is added, a tensor or numbers in the shape of ``x``.

    Returns:
        An update, as ``update`` does.

    Raises:
        ValueError: ``increment`` has another shape.

    Source: Keras 2.2.4 ``keras.backend.update_add``.
    """
    return _performed(Addition(x, increment))


def update_sub(x: Variable, decrement: Tensor) -> Any:
    """Returns the update that subtracts from a variable.

    Args:
        x: The variable.
        decrement: What is subtracted, a tensor or numbers in the shape of ``x``.

    Returns:
        An update, as ``update`` does.

    Raises:
        ValueError: ``decrement`` has another shape.

    Source: Keras 2.2.4 ``keras.backend.update_sub``.
    """
    return _performed(Subtraction(x, decrement))


def moving_average_update(x: Variable, value: Tensor, momentum: Number) -> Any:
    """Returns the update that moves a variable towards a value: x * momentum + value * (1 - momentum).

    Args:
        x: The variable.
        value: A tensor or numbers in the shape of ``x``.
        momentum: The share of the old value, a number or a tensor.

    Returns:
        An update, as ``update`` does.

    Raises:
        ValueError: ``value`` has another shape.

    Source: Keras 2.2.4 and 2.3.1 ``keras.backend.moving_average_update``. 2.2 takes the weight of what the variable
    began with out of the average; 2.3 and tf.keras do not.
    """
    average = UnbiasedMovingAverage if process.dialect().moving_average_is_unbiased else MovingAverage
    return _performed(average(x, value, momentum))
