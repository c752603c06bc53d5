"""Losses and metrics as tensors of the training graph: those of Keras in K's operations, a program's own as one node.

A program's own function is called on the framework's tensors while the graph is evaluated, as the call of a layer is:
K, ``tf.*``, ``jax.numpy`` and ``torch`` all compute there, and an error in it surfaces as it is. It is called as often
as the framework traces the step: TensorFlow once for each compiled function, jax once more for each pass that it
differentiates, torch at each step. A function that refers to symbols of the model is recorded instead, on symbols.
"""
import contextlib
import types

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

    ``variables`` are those that it refers to: gradients are taken with respect to them, too. ``objects`` are those of
    the program that it may set attributes of.
    """

    def __init__(self, function, arguments, variables=(), objects=()):
        super().__init__(function, arguments)
        self.operands = self.operands + list(variables)
        self._made, self._objects = Made(), list(objects)

    def results(self, evaluation):
        """The results in an evaluation, in which the function finds the variables that it made before."""
        with context.scope(objective=(self._made, evaluation)), _without_tensors_of_runs(self._objects):
            return super().results(evaluation)


@contextlib.contextmanager
def _without_tensors_of_runs(objects):
    """A context after which attributes that were set to tensors are what they were: a tensor is that of one run.

    Keras 2 called a function once, which could put tf.constant(self.ratio) in the place of self.ratio.
    """
    before = [(each, dict(vars(each))) for each in objects]
    try:
        yield
    finally:
        for each, attributes in before:
            for name, value in list(vars(each).items()):
                if value is not attributes.get(name) and _nodes.is_framework_tensor(value):
                    if name in attributes:
                        setattr(each, name, attributes[name])
                    else:
                        delattr(each, name)


def _objects_among(function, values):
    """The objects of the program that a function is a method of, or refers to: no layers, modules, classes."""
    owner = getattr(function, '__self__', function)
    return list({id(each): each for each in [owner, *values] if hasattr(each, '__dict__') and not isinstance(each, (
        type, types.ModuleType, types.FunctionType, types.MethodType)) and not hasattr(each, 'trainable_weights')
        and not _nodes.is_framework_tensor(each) and not graph.is_symbolic(each)}.values())


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
    values = [] if hasattr(function, 'update_state') else list(referenced_values(function))
    call = ObjectiveCall(run, arguments, _variables_among(values), _objects_among(function, values) if values else ())
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
