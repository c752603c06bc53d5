"""The loss objects of Keras 2.3 (Keras 2.3.1 `keras.losses.Loss` and others), and what a host trains with for them."""
import inspect

from compat import backend as K
from compat import process
from compat.symbolic import graph, phase
from compat.utils.losses_utils import Reduction, compute_weighted_loss
from compat.base_layer.named_objects import counting, builtin

_host = process.opened().keras.losses


def _is_computed(value):
    """Whether it is a tensor of the framework's own, as the host has them where it trains."""
    return K.is_tensor(value) and not graph.is_symbolic(value)


class Keras2Loss:
    """What a loss object of Keras 2.3 is: a function of each sample, weights, and a reduction."""

    def __init__(self, reduction=Reduction.SUM_OVER_BATCH_SIZE, name=None):
        self.reduction = reduction
        self.name = name

    def __call__(self, y_true, y_pred, sample_weight=None):
        """The reduced loss, weighted where there are weights: a scalar, one for each sample, or one for each loss."""
        if _is_computed(y_pred) and not graph.is_symbolic(y_true):
            with phase.execution_scope:
                return compute_weighted_loss(self.call(y_true, y_pred), sample_weight, self.reduction)
        return compute_weighted_loss(self.call(y_true, y_pred), sample_weight, self.reduction)

    def call(self, y_true, y_pred):
        """The loss of each sample. A subclass defines it."""
        raise NotImplementedError(f'{type(self).__name__} has to define call(self, y_true, y_pred).')

    def get_config(self):
        """The arguments that make the loss again."""
        return {'reduction': self.reduction, 'name': self.name}

    @classmethod
    def from_config(cls, config):
        """The loss of what ``get_config`` gave."""
        return cls(**config)


class WeightsOfKeras2Mixin:
    """The arguments of the host's loss in the order of Keras 2, and numbers for K's symbols, variables and lists."""

    def __init__(self, reduction=Reduction.SUM_OVER_BATCH_SIZE, name=None, **host_arguments):
        super().__init__(reduction=reduction, name=name, **host_arguments)

    def __call__(self, y_true, y_pred, sample_weight=None):
        """The reduced loss, weighted where there are weights: a scalar, one for each sample, or one for each loss."""
        if _is_computed(y_pred) and not graph.is_symbolic(y_true):
            return super().__call__(y_true, y_pred, sample_weight)
        return compute_weighted_loss(self.call(y_true, y_pred), sample_weight, self.reduction)


# In the dialect tf.keras the classes of losses are the host's.
_BASES = (Keras2Loss,) if process.dialect().keras2_objective_classes else (WeightsOfKeras2Mixin, _host.Loss)


class Loss(*_BASES, metaclass=counting(_host.Loss)):
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


def loss_class(name, function, arguments, module):
    """The class of that name, in that module, of the loss that computes the function.

    ``arguments`` are those of the constructor, with defaults, before the reduction and the name.
    """
    defaults = dict(arguments, reduction=Reduction.SUM_OVER_BATCH_SIZE, name=function.__name__)
    signature = inspect.Signature([inspect.Parameter(argument, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=default)
                                   for argument, default in defaults.items()])

    def __init__(self, *args, **kwargs):
        bound = signature.bind(*args, **kwargs)
        bound.apply_defaults()
        LossFunctionWrapper.__init__(self, function, **bound.arguments)

    of_self = inspect.Parameter('self', inspect.Parameter.POSITIONAL_OR_KEYWORD)
    __init__.__signature__ = signature.replace(parameters=[of_self, *signature.parameters.values()])
    return builtin('losses')(type(LossFunctionWrapper)(name, (LossFunctionWrapper,), {
        '__init__': __init__, '__module__': module,
        '__doc__': f'``{function.__name__}`` as an object (Keras 2.3.1 `keras.losses.{name}`).\n\n'
                   f'{function.__doc__}'}))


class HostLoss(_host.Loss):
    """A loss object of Keras 2 as the host trains with one: masks and weights of samples are as in all its losses.

    Files get the object's own class and config.

    Args:
        loss: the object.
    """

    def __init__(self, loss):
        super().__init__(reduction=loss.reduction, name=loss.name)
        self._loss = loss

    def call(self, y_true, y_pred):
        """The loss of each sample."""
        with phase.execution_scope:
            return self._loss.call(y_true, y_pred)

    def get_config(self):
        """The arguments that make the object again."""
        return self._loss.get_config()

    @property
    def __class__(self):
        # The host's serializer asks for it, and isinstance does where the type is not enough.
        return type(self.__dict__['_loss']) if '_loss' in self.__dict__ else HostLoss


def for_host(loss):
    """The loss object as the host trains with it; anything else, and a loss of the host's, as it is."""
    return HostLoss(loss) if isinstance(loss, Keras2Loss) and not isinstance(loss, _host.Loss) else loss
