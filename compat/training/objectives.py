"""Losses and metrics as tensors of the training graph: those of Keras in K's operations, a program's own as one node.

A program's own function is called on the framework's tensors while the graph is evaluated, as the call of a layer is:
K, ``tf.*``, ``jax.numpy`` and ``torch`` all compute there, and an error in it surfaces as it is. It is called as often
as the framework traces the step: TensorFlow once for each compiled function, jax once more for each pass that it
differentiates, torch at each step. A function that refers to symbols of the model is recorded instead, on symbols.
"""
from compat import backend as K
from compat import adapters, losses, metrics, process
from compat.engine import training_utils
from compat.symbolic import graph
from compat.symbolic.context import context
from compat.symbolic.made_variables import Made
from compat.symbolic.references import referenced_values

_host = adapters.area('ops')
_nodes = adapters.area('graph')


def is_of_keras(function):
    """Whether this is one of the functions of ``keras.losses`` or ``keras.metrics``, which are made of K."""
    name = getattr(function, '__name__', None)
    return name is not None and any(vars(module).get(name) is function for module in (losses, metrics))


class ObjectiveCall(graph.ScopedCall):
    """A program's own loss or metric as one node: its function runs on the framework's tensors.

    ``variables`` are those that it refers to: gradients are taken with respect to them, too.
    """

    def __init__(self, function, arguments, variables=()):
        super().__init__(function, arguments)
        self.operands = self.operands + list(variables)
        self._made = Made()

    def results(self, evaluation):
        """The results in an evaluation, in which the function finds the variables that it made before."""
        with context.scope(objective=(self._made, evaluation)):
            return super().results(evaluation)


def _variables_among(values):
    """The variables, and those of the layers, among what a function refers to."""
    found = {}
    for value in values:
        held = [value] if _host.is_variable(value) else getattr(value, 'trainable_weights', None)
        if isinstance(held, list):
            found.update((id(variable), variable) for variable in held if _host.is_variable(variable))
    return list(found.values())


def is_recorded(function):
    """Whether the function is called on symbols: one of Keras, a layer with states, or one that refers to symbols."""
    return (is_of_keras(function) or hasattr(function, 'reset_states')
            or any(_host.is_symbol(value) for value in referenced_values(function)))


def _as_node(function, reduced, count, arguments):
    """``count`` numbers that ``reduced``, made of the function, computes of these tensors, as scalars of the graph."""
    def run(*tensors):
        return [K.cast(number, K.floatx()) for number in reduced(*tensors)]

    run.__name__ = 'objective'
    # No gradient is taken of what an object counts, nor of its variables.
    variables = [] if hasattr(function, 'update_state') else _variables_among(referenced_values(function))
    call = ObjectiveCall(run, arguments, variables)
    return _nodes.symbols_of(call, [((), K.floatx())] * count)


def _reduce(function, reduced, count, arguments):
    return list(reduced(*arguments) if is_recorded(function) else _as_node(function, reduced, count, arguments))


def weighted(score, weights, mask):
    """The values times their weights, and nothing where the mask leaves them out."""
    for factor in (weights, mask):
        if factor is not None:
            factor = K.cast(factor, K.dtype(score))
            for _ in range(K.ndim(score) - K.ndim(factor)):
                factor = K.expand_dims(factor)
            score = score * factor
    return score


def mean_objective(function):
    """The loss or metric as a function that computes a scalar of (y_true, y_pred, weights, mask).

    It is the mean over the values that count; in Keras 2.3 over all, those without weight and left out too.
    """
    if process.dialect().weights_that_count:
        return training_utils.weighted_masked_objective(function)
    return lambda y_true, y_pred, weights, mask=None: K.mean(weighted(function(y_true, y_pred), weights, mask))


def mean(function, y_true, y_pred, weights, mask):
    """The loss or metric of a batch as a scalar tensor of the graph."""
    objective = mean_objective(function)
    return _reduce(function, lambda *tensors: [objective(*tensors)], 1, (y_true, y_pred, weights, mask))[0]


def sum_and_count(function, y_true, y_pred, weights, mask):
    """The sum of the values of a metric in a batch, and their number, each by its weight, as scalar tensors."""
    def reduced(y_true, y_pred, weights, mask):
        values = K.cast(function(y_true, y_pred), K.floatx())
        counts = weighted(K.ones_like(values), weights, mask)
        return [K.sum(values * counts), K.sum(counts)]

    return _reduce(function, reduced, 2, (y_true, y_pred, weights, mask))


def counted(metric, y_true, y_pred, weights, mask):
    """The result of an object that counts, once it has counted a batch, as a scalar tensor of the graph."""
    def reduced(*tensors):
        return [K.mean(training_utils.call_metric_function(metric, *tensors))]

    return _as_node(metric, reduced, 1, (y_true, y_pred, weights, mask))[0]
