"""The optimizers of Keras 2 (Keras 2.2.4 `keras.optimizers`), with the dialect's arguments and defaults.

Each is a subclass of the host's optimizer of the same name, with Keras 2's rule of updating. The rate is ``lr`` and
``learning_rate``, a variable for K.get_value and K.set_value.
"""
from compat import hosts
from compat.update_rules import settings as _settings
from compat.utils.generic_utils import deserialize_keras_object, get_custom_objects
from compat.utils.generic_utils import serialize_keras_object

_host = hosts.opened().keras.optimizers
_rules = hosts.part('update_rules')
# What counts as an optimizer: the host's own kinds too.
_KINDS = tuple({_host.Optimizer, _rules.host.Optimizer})


def _optimizer(kind, doc):
    def __init__(self, *args, **kwargs):
        super(cls, self).__init__(*args, **kwargs)

    __init__.__signature__ = _settings.signature(kind)
    cls = type(kind, _rules.bases(kind), {'__init__': __init__, '__doc__': doc, '__module__': _rules.MODULE,
                                          '_kind': kind})
    return cls


SGD = _optimizer('SGD', """Gradient descent, with ``momentum`` and Nesterov's form of it.""")
RMSprop = _optimizer('RMSprop', """Divides the gradient by the root of a running mean of its square.""")
Adagrad = _optimizer('Adagrad', """Divides the gradient by the root of the sum of its squares (Duchi et al., 2011).""")
Adadelta = _optimizer('Adadelta', """Scales by the ratio of running means (https://arxiv.org/abs/1212.5701).""")
Adam = _optimizer('Adam', """Running means of gradient and square (https://arxiv.org/abs/1412.6980v8).""")
Adamax = _optimizer('Adamax', """Adam with the largest gradient instead of the square (section 7 of its paper).""")
Nadam = _optimizer('Nadam', """Adam with Nesterov's momentum (http://cs229.stanford.edu/proj2015/054_report.pdf).""")

sgd = SGD
rmsprop = RMSprop
adagrad = Adagrad
adadelta = Adadelta
adam = Adam
adamax = Adamax
nadam = Nadam

_NAMED = {cls.__name__.lower(): cls for cls in (SGD, RMSprop, Adagrad, Adadelta, Adam, Adamax, Nadam)}


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
    if isinstance(identifier, _KINDS):
        return identifier
    raise ValueError('Could not interpret optimizer identifier: %s. Pass a name, a config dictionary or an optimizer.'
                     % (identifier,))
