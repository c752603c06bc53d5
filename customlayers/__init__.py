"""Custom layers for Keras, written once on ``compat`` and good on every Keras that it drives.

Importing this opens no host; the first use of a name does. The first use of a layer registers all of them with Keras
by their names, so that models with them load without ``custom_objects``.
"""
import importlib
from typing import TYPE_CHECKING, Any, List

import compat

if TYPE_CHECKING:
    from customlayers.dynamic_convolution import DynamicConv1D, DynamicConv2D, DynamicConv3D
    from customlayers.kernel_predictor import KernelPredictor
    from customlayers.patterns import parse, repeated, show, symmetric, tiled
    from customlayers.standardized_convolution import (StandardizedConv1D, StandardizedConv2D, StandardizedConv3D,
                                                       folded, standardize)
    from customlayers.tied_convolution import Conv2DTiledKernel, CustomConv2D, TiedConv1D, TiedConv2D, TiedConv3D
    from customlayers.weighted_product import WeightedProduct

if not hasattr(compat, '__compat_version__'):
    raise ImportError(
        'customlayers needs its own module compat, and %s is imported in its place. Rename that file or folder, or put '
        'its place on sys.path behind the installed packages.'
        % (getattr(compat, '__file__', None) or list(getattr(compat, '__path__', ['?']))[0]),
        name='compat', path=getattr(compat, '__file__', None))

__all__ = ['Conv2DTiledKernel', 'CustomConv2D', 'DynamicConv1D', 'DynamicConv2D', 'DynamicConv3D', 'KernelPredictor',
           'StandardizedConv1D', 'StandardizedConv2D', 'StandardizedConv3D', 'TiedConv1D', 'TiedConv2D', 'TiedConv3D',
           'WeightedProduct', 'folded', 'parse', 'repeated', 'show', 'standardize', 'symmetric', 'tiled']

# Module: the names of it that are offered here.
_NAMES = {
    'dynamic_convolution': ('DynamicConv1D', 'DynamicConv2D', 'DynamicConv3D'),
    'kernel_predictor': ('KernelPredictor',),
    'patterns': ('parse', 'repeated', 'show', 'symmetric', 'tiled'),
    'standardized_convolution': ('StandardizedConv1D', 'StandardizedConv2D', 'StandardizedConv3D', 'folded',
                                 'standardize'),
    'tied_convolution': ('Conv2DTiledKernel', 'CustomConv2D', 'TiedConv1D', 'TiedConv2D', 'TiedConv3D'),
    'weighted_product': ('WeightedProduct',),
}
_MODULE_OF = {name: module for module, names in _NAMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    value = getattr(importlib.import_module(f'{__name__}.{_MODULE_OF[name]}'), name)
    globals()[name] = value
    if isinstance(value, type):
        _register_layers()
    return value


def _register_layers() -> None:
    """Registers the layers with Keras by their names; what a program has registered under one stays."""
    from compat.utils import get_custom_objects
    known = get_custom_objects()
    for name, module in _MODULE_OF.items():
        value = getattr(importlib.import_module(f'{__name__}.{module}'), name)
        if isinstance(value, type):
            known.setdefault(value.__name__, value)


def __dir__() -> List[str]:
    return sorted(set(globals()) | set(__all__))
