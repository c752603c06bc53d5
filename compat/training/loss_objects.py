"""The loss objects of Keras 2.3 (Keras 2.3.1 `keras.losses.Loss` and others): the host's, with its numbers."""
import inspect

from compat import backend as K
from compat import process
from compat.symbolic import graph
from compat.utils.losses_utils import Reduction, compute_weighted_loss
from compat.base_layer.named_objects import counting, builtin

_host = process.opened().keras.losses


def _is_computed(value):
    """Whether it is a tensor of the framework's own, as the host has them where it trains."""
    return K.is_tensor(value) and not graph.is_symbolic(value)


class Keras2LossMixin:
    """The arguments in the order of Keras 2, and numbers for K's symbols, variables and lists."""

    def __init__(self, reduction=Reduction.SUM_OVER_BATCH_SIZE, name=None, **host_arguments):
        super().__init__(reduction=reduction, name=name, **host_arguments)

    def __call__(self, y_true, y_pred, sample_weight=None):
        """The reduced loss, weighted where there are weights: a scalar, one for each sample, or one for each loss."""
        if _is_computed(y_pred) and not graph.is_symbolic(y_true):
            return super().__call__(y_true, y_pred, sample_weight)
        return compute_weighted_loss(self.call(y_true, y_pred), sample_weight, self.reduction)


class Loss(Keras2LossMixin, _host.Loss, metaclass=counting(_host.Loss)):
    """A loss of a program's own: ``call(y_true, y_pred)`` returns a number for each sample, or each step of it.

    Source: Keras 2.3.1 `keras.losses.Loss`.
    """

    stands_for = (_host.Loss,)


class LossFunctionWrapper(Loss):
    """The loss that the function ``fn(y_true, y_pred, **kwargs)`` computes for each sample, as an object.

    Source: Keras 2.3.1 `keras.losses.LossFunctionWrapper`.
    """

    stands_for = (next(base for base in _host.MeanSquaredError.__mro__[1:] if issubclass(base, _host.Loss)),)

    def __init__(self, fn, reduction=Reduction.SUM_OVER_BATCH_SIZE, name=None, **kwargs):
        super().__init__(reduction=reduction, name=name)
        self.fn = fn
        self._fn_kwargs = kwargs

    def call(self, y_true, y_pred):
        """The loss of each sample."""
        return self.fn(y_true, y_pred, **self._fn_kwargs)

    def get_config(self):
        """The reduction, the name and the arguments of the function."""
        config = {name: K.get_value(value) if K.is_variable(value) else value
                  for name, value in self._fn_kwargs.items()}
        return dict({'reduction': self.reduction, 'name': self.name}, **config)


class FunctionLossMixin(Keras2LossMixin):
    """A built-in loss, which computes the function of Keras 2 and has the arguments in its order."""

    def __init__(self, *args, **kwargs):
        known = {name: kwargs[name] for name in kwargs if name in self.__signature__.parameters}
        bound = self.__signature__.bind(*args, **known)
        bound.apply_defaults()
        self._function_arguments = {name: bound.arguments[name] for name in self.own_arguments}
        super().__init__(**dict(kwargs, **bound.arguments))
        self.fn = self.keras_function

    def call(self, y_true, y_pred):
        """The loss of each sample."""
        return self.keras_function(y_true, y_pred, **self._function_arguments)

    def get_config(self):
        """What the host writes, and what Keras 2 wrote."""
        return dict(super().get_config(), **self._function_arguments)


def _signature(arguments, name):
    defaults = dict(arguments, reduction=Reduction.SUM_OVER_BATCH_SIZE, name=name)
    return inspect.Signature([inspect.Parameter(argument, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=default)
                              for argument, default in defaults.items()])


def loss_class(name, function, arguments, module):
    """The class of that name, in that module, of the host's loss that computes the function of Keras 2.

    ``arguments`` are those of the constructor, with defaults, before the reduction and the name.
    """
    host_class = getattr(_host, name)
    return builtin('losses')(type(host_class)(name, (FunctionLossMixin, host_class), {
        '__doc__': host_class.__doc__, '__module__': module, '__signature__': _signature(arguments, function.__name__),
        'own_arguments': tuple(arguments), 'keras_function': staticmethod(function)}))
