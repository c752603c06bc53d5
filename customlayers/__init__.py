"""Custom layers for Keras, written once on ``compat`` and good on every Keras that it drives.

Importing this opens no host; a name does when it is first used. With the first layer that is taken from here Keras
learns the names of all of them, so that models with them load without ``custom_objects``.
"""
import importlib

import compat

if not hasattr(compat, '__compat_version__'):
    raise ImportError(
        'customlayers needs its own module compat, and %s is imported in its place. Rename that file or folder, or put '
        'its place on sys.path behind the installed packages.'
        % (getattr(compat, '__file__', None) or list(getattr(compat, '__path__', ['?']))[0]),
        name='compat', path=getattr(compat, '__file__', None))

# Module: the names of it that are offered here.
_OFFERED = {
    'dynamic_convolution': ('DynamicConv1D', 'DynamicConv2D', 'DynamicConv3D'),
    'kernel_predictor': ('KernelPredictor',),
    'patterns': ('parse', 'repeated', 'show', 'symmetric', 'tiled'),
    'standardized_convolution': ('StandardizedConv1D', 'StandardizedConv2D', 'StandardizedConv3D', 'folded',
                                 'standardize'),
    'tied_convolution': ('Conv2DTiledKernel', 'CustomConv2D', 'TiedConv1D', 'TiedConv2D', 'TiedConv3D'),
    'weighted_product': ('WeightedProduct',),
}
_MODULE_OF = {name: module for module, names in _OFFERED.items() for name in names}
__all__ = sorted(_MODULE_OF)


def __getattr__(name):
    if name not in _MODULE_OF:
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    value = getattr(importlib.import_module(f'{__name__}.{_MODULE_OF[name]}'), name)
    globals()[name] = value
    if isinstance(value, type):
        _register_layers()
    return value


def _register_layers():
    """Let Keras know the layers by their names when it loads; what a program has registered under one stays."""
    from compat.utils import get_custom_objects
    known = get_custom_objects()
    for module, names in _OFFERED.items():
        is_supported = [getattr(importlib.import_module(f'{__name__}.{module}'), name) for name in names]
        for layer in is_supported:
            if isinstance(layer, type):
                known.setdefault(layer.__name__, layer)


def __dir__():
    return sorted(set(globals()) | set(__all__))
