"""The loss objects of Keras 2.3 (Keras 2.3.1 `keras.losses.Loss` and its kinds): the host's, with its numbers."""
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


class Keras2LayerMixin:
    """What programs lean on: the arguments in the order of Keras 2, and numbers of K's symbols, variables and lists."""

    def __init__(self, reduction=Reduction.SUM_OVER_BATCH_SIZE, name=None, **of_host):
        super().__init__(reduction=reduction, name=name, **of_host)

    def __call__(self, y_true, y_pred, sample_weight=None):
        """The reduced loss, weighted where there are weights: a scalar, one for each sample, or one for each loss."""
        if _is_computed(y_pred) and not graph.is_symbolic(y_true):
            return super().__call__(y_true, y_pred, sample_weight)
        return compute_weighted_loss(self.call(y_true, y_pred), sample_weight, self.reduction)


class Loss(Keras2LayerMixin, _host.Loss, metaclass=counting(_host.Loss)):
    """A loss of a program's own: ``call(y_true, y_pred)`` gives a number for each sample, or each step of it.

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


class OfFunction(Keras2LayerMixin):
    """A stock loss, which computes the function of Keras 2 and takes the arguments in its order."""

    def __init__(self, *args, **kwargs):
        given = {name: kwargs[name] for name in kwargs if name in self.__signature__.parameters}
        taken = self.__signature__.bind(*args, **given)
        taken.apply_defaults()
        self._of_function = {name: taken.arguments[name] for name in self.own_arguments}
        super().__init__(**dict(kwargs, **taken.arguments))
        self.fn = self.keras_function

    def call(self, y_true, y_pred):
        """The loss of each sample."""
        return self.keras_function(y_true, y_pred, **self._of_function)

    def get_config(self):
        """What the host writes, and what Keras 2 wrote."""
        return dict(super().get_config(), **self._of_function)


# The function, which is the name by default, and what the constructor takes before the reduction and the name.
_SMOOTH = {'from_logits': False, 'label_smoothing': 0}
_KINDS = {
    'MeanSquaredError': ('mean_squared_error', {}),
    'MeanAbsoluteError': ('mean_absolute_error', {}),
    'MeanAbsolutePercentageError': ('mean_absolute_percentage_error', {}),
    'MeanSquaredLogarithmicError': ('mean_squared_logarithmic_error', {}),
    'BinaryCrossentropy': ('binary_crossentropy', _SMOOTH),
    'CategoricalCrossentropy': ('categorical_crossentropy', _SMOOTH),
    'SparseCategoricalCrossentropy': ('sparse_categorical_crossentropy', {'from_logits': False}),
    'Hinge': ('hinge', {}),
    'SquaredHinge': ('squared_hinge', {}),
    'CategoricalHinge': ('categorical_hinge', {}),
    'Poisson': ('poisson', {}),
    'LogCosh': ('logcosh', {}),
    'KLDivergence': ('kullback_leibler_divergence', {}),
    'Huber': ('huber_loss', {'delta': 1.0}),
}


def _signature(own, name):
    defaults = dict(own, reduction=Reduction.SUM_OVER_BATCH_SIZE, name=name)
    return inspect.Signature([inspect.Parameter(argument, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=default)
                              for argument, default in defaults.items()])


def classes(functions, module):
    """The classes by name, of the functions of losses by name, for the module of that name."""
    found = {'Loss': Loss, 'LossFunctionWrapper': LossFunctionWrapper}
    # Programs for tf.keras have its arguments in mind, which are others.
    for kind, (name, own) in _KINDS.items() if process.dialect().keras2_objective_classes else ():
        of_host = getattr(_host, kind)
        found[kind] = builtin('losses')(type(of_host)(kind, (OfFunction, of_host), {
            '__doc__': of_host.__doc__, '__module__': module, '__signature__': _signature(own, name),
            'own_arguments': tuple(own), 'keras_function': staticmethod(functions[name])}))
    return found
