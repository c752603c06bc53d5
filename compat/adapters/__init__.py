"""What drives the host of this process: for each area of the protocol the names of several modules, in one object.

A row of ADAPTERS names the modules of an area, the most special one first. A name is taken from the first module that
defines it, so that the module of a framework holds only what it does otherwise than its base.
"""
import functools
import importlib
import types

from compat import hosts

_TENSORFLOW_OPS = ('tensorflow.convolution', 'tensorflow.ctc', 'tensorflow.devices', 'tensorflow.custom_gradient',
                   'tensorflow.random')
_KERAS3_OPS = ('keras3.ops', 'keras3.ctc', 'keras3.nodes', 'keras3.transposed_convolution')
_KERAS3 = {'graph': ('keras3.graph',), 'layer': ('keras3.layer',), 'layers': ('keras3.layers',),
           'model': ('keras3.model',), 'optimizer': ('keras3.optimizer',)}

ADAPTERS = {
    ('keras3', 'tensorflow'): dict(
        _KERAS3, ops=('keras3.tensorflow.ops',) + _TENSORFLOW_OPS + _KERAS3_OPS,
        graph=('keras3.tensorflow.graph', 'tensorflow.graph', 'keras3.graph')),
    ('keras3', 'jax'): dict(_KERAS3, ops=('keras3.jax.ops',) + _KERAS3_OPS, graph=('keras3.jax.graph', 'keras3.graph')),
    ('keras3', 'torch'): dict(_KERAS3, ops=('keras3.torch.ops',) + _KERAS3_OPS,
                              graph=('keras3.torch.graph', 'keras3.graph')),
    ('tf_keras', 'tensorflow'): {
        'ops': ('tf_keras.ops',) + _TENSORFLOW_OPS + ('tensorflow.loops', 'tensorflow.transposed_convolution'),
        'graph': ('tf_keras.graph', 'tensorflow.graph'), 'layer': ('tf_keras.layer',), 'layers': ('tf_keras.layers',),
        'model': ('tf_keras.model',), 'optimizer': ('tf_keras.optimizer',)},
}


class Area(types.ModuleType):
    """An area of the protocol: the names of its modules, the most special module first.

    The modules are imported when a name is first asked of the area: what an area needs of compat can name the area.
    """

    def __init__(self, name, modules):
        super().__init__('compat.adapters.' + name)
        self.__dict__['_modules'] = modules

    def __getattr__(self, name):
        with hosts.opening:
            for module in self._modules:
                names = vars(importlib.import_module('compat.adapters.' + module))
                if name in names:
                    value = self.__dict__[name] = names[name]
                    return value
        raise AttributeError('no module of the adapter has {!r} for the area {}: {}'.format(
            name, self.__name__, ', '.join(self._modules)))


@functools.lru_cache(maxsize=None)
def area(name):
    """The area of that name of the adapter that drives the host of this process, which is opened."""
    host = hosts.opened()
    return Area(name, ADAPTERS[host.family, host.framework][name])
