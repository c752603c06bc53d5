"""Built-in layers of our own: what they share beside Layer, their documentation, their names and configs in files."""
import functools

from compat import adapters, process
from compat.builtin_layers.builtin import builtin, count_instances_of, host_mixins
from compat.builtin_layers.signatures import documented
from compat.engine.base_layer import Layer
from compat.files import layer_configs

_layer_adapter = adapters.area('layer')


def builtin_layer(cls):
    """A decorator for a class of compat.layers that derives from Layer.

    It has the documentation of descriptions.py. In files the host's class of the same name stands for it: while a model
    is serialised its config is the host's, and ``from_config`` takes that and Keras 2's. Subclasses of programs have
    the configs that they write themselves.

    Args:
        cls: the class. Its constructor and ``get_config`` are Keras 2's.

    Returns:
        The class; in the dialect tf.keras the host's class of that name with its own arguments, where it has one.
    """
    if not process.dialect().keras2_constructors and layer_configs.host_class(cls.__name__) is not None:
        delegated = builtin(cls.__name__, *host_mixins(cls.__name__))
        for base in cls.__bases__:
            if base is not Layer:
                base.register(delegated)
        return delegated
    documented(cls)
    cls._registered = cls
    _with_host_configs(cls)
    host_class = layer_configs.host_class(cls.__name__)
    if host_class is not None:
        count_instances_of(cls, host_class)
        _layer_adapter.name_builtin_layer(cls)
    return cls


def _with_host_configs(cls):
    own_config, from_own_config = cls.get_config, cls.from_config.__func__

    @functools.wraps(own_config)
    def get_config(self):
        config = own_config(self)
        return layer_configs.for_host(self, config) if type(self) is cls and layer_configs.is_for_host() else config

    @functools.wraps(from_own_config)
    def from_config(subclass, config, *args, **kwargs):
        config = layer_configs.for_keras2(cls, config) if subclass is cls else config
        return from_own_config(subclass, config, *args, **kwargs)

    cls.get_config, cls.from_config = get_config, classmethod(from_config)
