"""The optimizers of Keras 2 (Keras 2.2.4 `keras.optimizers`), with the dialect's arguments and defaults.

Each has Keras 2's rule of updating (compat.training.update_rules) on the host's Optimizer, with which a host can train
too. The rate is ``lr`` and ``learning_rate``, a variable for K.get_value and K.set_value.
"""
import sys

import numpy as np

from compat import backend as K
from compat import adapters, differences, process
from compat.base_layer.pickling import HostNamedType, reduce_by_config, register_home
from compat.errors import UnsupportedError
from compat.training import optimizer_arguments as _settings
from compat.training.update_rules import GradientClippingMixin, RecordsUpdatesMixin
from compat.utils.generic_utils import deserialize_keras_object, get_custom_objects
from compat.utils.generic_utils import serialize_keras_object

_host = process.opened().keras.optimizers
_rules = adapters.area('optimizer')
# What counts as an optimizer: the host's own kinds too.
_KINDS = tuple({_host.Optimizer, _rules.host.Optimizer})


class _AllOptimizers(type):
    """Lets every optimizer, the host's own too, count as an instance of Optimizer."""

    def __instancecheck__(cls, instance):
        return type.__instancecheck__(cls, instance) or cls is Optimizer and isinstance(instance, _KINDS)

    def __subclasscheck__(cls, subclass):
        return type.__subclasscheck__(cls, subclass) or cls is Optimizer and issubclass(subclass, _KINDS)


class Optimizer(GradientClippingMixin, metaclass=_AllOptimizers):
    """The base of a program's own optimizers, whose steps are the updates of ``get_updates(loss, params)``.

    Takes ``clipnorm`` and ``clipvalue``; anything else raises TypeError. Keras 2.2.4 `keras.optimizers.Optimizer`.
    """

    def __init__(self, **kwargs):
        for name in kwargs:
            if name not in ('clipnorm', 'clipvalue'):
                raise TypeError(f'Unexpected keyword argument passed to optimizer: {name}. Optimizer takes clipnorm '
                                'and clipvalue.')
        self.__dict__.update(kwargs)
        self.updates = []
        self.weights = []

    @property
    def lr(self):
        """The rate, by which callbacks and programs know it, where the optimizer has set one; a number is put into it.

        AttributeError where it has none.
        """
        return self._rate

    @lr.setter
    def lr(self, value):
        before = self.__dict__.get('_rate')
        if before is not None and K.is_tensor(before) and not K.is_tensor(value):
            K.set_value(before, value)
        else:
            self._rate = value

    learning_rate = lr

    def get_updates(self, loss, params):
        """The updates of one step, as K.update and its kin give them. Subclasses define it."""
        raise NotImplementedError(f'{type(self).__name__} has to define get_updates(self, loss, params): a list of '
                                  'what K.update returns.')

    def get_weights(self):
        """The values of ``weights``."""
        return K.batch_get_value(self.weights)

    def set_weights(self, weights):
        """Give ``weights`` these values. Raises ValueError for more or fewer, and for one of another shape."""
        if len(weights) != len(self.weights):
            raise ValueError('The optimizer has %d weights, and was given %d.' % (len(self.weights), len(weights)))
        for own, value in zip(self.weights, weights):
            if K.int_shape(own) != np.shape(value):
                raise ValueError(f'Optimizer weight shape {K.int_shape(own)} not compatible with provided weight shape '
                                 f'{np.shape(value)}.')
        K.batch_set_value(list(zip(self.weights, weights)))

    def get_config(self):
        """The arguments that make the optimizer again."""
        return {name: getattr(self, name) for name in ('clipnorm', 'clipvalue') if hasattr(self, name)}

    @classmethod
    def from_config(cls, config):
        """The optimizer of what ``get_config`` gave."""
        return cls(**config)


def has_own_updates(optimizer):
    """Whether this is an optimizer of the program's own, whose get_updates say what a step is."""
    own = getattr(type(optimizer), 'get_updates', None)
    return own is not None and own is not RecordsUpdatesMixin.get_updates and (
        isinstance(optimizer, RecordsUpdatesMixin) or not isinstance(optimizer, _KINDS))


def clip_norm(g, c, n):
    """The tensor ``g`` scaled to the norm ``c`` where ``n`` reaches it (Keras 2.2.4 ``keras.optimizers.clip_norm``)."""
    return g if c is None or c <= 0 else K.switch(n >= c, g * c / n, g)


def _reduce(optimizer):
    """What pickle and copy make an optimizer of: its class and settings, with a word where it has trained."""
    if optimizer.get_weights():
        differences.warn('optimizers-start-anew', f'{optimizer._kind} has trained, and is pickled or copied')
    return reduce_by_config(optimizer)


def _optimizer(kind, doc):
    def __init__(self, *args, **kwargs):
        _rules.Keras2Optimizer.__init__(self, *args, **kwargs)

    __init__.__signature__ = _settings.signature(kind)
    cls = HostNamedType(kind, (_rules.Keras2Optimizer,), {
        '__init__': __init__, '__doc__': doc, '__module__': _rules.MODULE, '__reduce__': _reduce,
        '_kind': kind})
    register_home(cls, __name__, kind)
    return cls


SGD = _optimizer('SGD', """Gradient descent, with ``momentum`` and Nesterov's form of it.""")
RMSprop = _optimizer('RMSprop', """Divides the gradient by the root of a running mean of its square.""")
Adagrad = _optimizer('Adagrad', """Divides the gradient by the root of the sum of its squares (Duchi et al., 2011).""")
Adadelta = _optimizer('Adadelta', """Scales by the ratio of running means (https://arxiv.org/abs/1212.5701).""")
Adam = _optimizer('Adam', """Running means of gradient and square (https://arxiv.org/abs/1412.6980v8).""")
Adamax = _optimizer('Adamax', """Adam with the largest gradient instead of the square (section 7 of its paper).""")
Nadam = _optimizer('Nadam', """Adam with Nesterov's momentum (http://cs229.stanford.edu/proj2015/054_report.pdf).""")


class TFOptimizer(_rules.DelegatesSteps):
    """An optimizer of TensorFlow 1, tf.train.AdamOptimizer() or another, as one of Keras (Keras 2.2.4).

    compile takes such an optimizer as it is, too. It has no config and no weights to be saved. Raises UnsupportedError
    where the framework is not TensorFlow.
    """

    def __init__(self, optimizer):
        if K.backend() != 'tensorflow':
            raise UnsupportedError(f'TFOptimizer is for optimizers of TensorFlow, and {process.opened().describe()} '
                                   'computes without it. Use those of keras.optimizers, or run with '
                                   'KERAS_BACKEND=tensorflow.')
        super().__init__(optimizer)

    def get_updates(self, *args, **kwargs):
        """Raise UnsupportedError: what TensorFlow's optimizers do is no list of updates here."""
        raise UnsupportedError('An optimizer of TensorFlow has no updates here. Train with compile and fit, or '
                               'use an optimizer of keras.optimizers.')

    @property
    def weights(self):
        """Raises NotImplementedError, as in Keras 2: TensorFlow has them."""
        raise NotImplementedError('The weights of an optimizer of TensorFlow cannot be read.')

    def get_config(self):
        """Raises NotImplementedError, as in Keras 2."""
        raise NotImplementedError('An optimizer of TensorFlow has no config.')

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """Raises NotImplementedError, as in Keras 2."""
        raise NotImplementedError('An optimizer of TensorFlow has no config.')


def _is_of_tensorflow(value):
    """Whether it is an optimizer of tf.train; TensorFlow is not imported for that."""
    tensorflow = sys.modules.get('tensorflow')
    return K.backend() == 'tensorflow' and tensorflow is not None and isinstance(
        value, tensorflow.compat.v1.train.Optimizer)


sgd = SGD
rmsprop = RMSprop
adagrad = Adagrad
adadelta = Adadelta
adam = Adam
adamax = Adamax
nadam = Nadam

_NAMED = {cls.__name__.lower(): cls for cls in (SGD, RMSprop, Adagrad, Adadelta, Adam, Adamax, Nadam)}


def of_file(optimizer):
    """The optimizer of Keras 2 that a file has as the host's own; any other as it is.

    Programs read and set ``lr`` of the optimizer of a loaded model, and ask it for its weights.
    """
    own = _NAMED.get(type(optimizer).__name__.lower())
    if own is None or type(optimizer) is not type(getattr(_host, own._kind)()):  # that of torch is a class of its own
        return optimizer
    settings = _rules.settings_of_builtin(optimizer)
    if settings is None:
        return optimizer
    found = own(**settings)
    # It is another one where the host's has settings that Keras 2 had not.
    return found if _config_of_host(found.as_builtin()) == _config_of_host(optimizer) else optimizer


def _config_of_host(optimizer):
    """The config of an optimizer of the host, that of its schedule without the numbers of the objects of a file."""
    config = optimizer.get_config()
    rate = config['learning_rate']
    return dict(config, learning_rate=(rate['class_name'], rate['config']) if isinstance(rate, dict) else rate)


def serialize(optimizer):
    """``{'class_name', 'config'}`` of an optimizer."""
    return serialize_keras_object(optimizer)


def deserialize(config, custom_objects=None):
    """The optimizer of a config; its class name in any case of letters.

    A config that the host wrote of its own optimizer makes the host's own. Raises ValueError for an unknown name.
    """
    name = config['class_name']
    own = _NAMED.get(name.lower())
    if own is not None and _settings.takes(own._kind, config['config']):
        return own(**config['config'])
    custom = dict(get_custom_objects(), **(custom_objects or {}))
    if name in custom or not hasattr(_host, name):
        return deserialize_keras_object(config, module_objects=_NAMED, custom_objects=custom_objects,
                                        printable_module_name='optimizer')
    return _host.deserialize(config)


def get(identifier):
    """The optimizer of a name, a config, or an optimizer as it is. Raises ValueError for anything else."""
    if isinstance(identifier, str):
        identifier = {'class_name': identifier, 'config': {}}
    if isinstance(identifier, dict):
        return deserialize(identifier)
    if _is_of_tensorflow(identifier):
        return TFOptimizer(identifier)
    if isinstance(identifier, Optimizer):
        return identifier
    raise ValueError(f'Could not interpret optimizer identifier: {identifier}. Pass a name, a config dictionary or an '
                     'optimizer.')
