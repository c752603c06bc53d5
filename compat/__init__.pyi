# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Optional

from compat import (activations, applications, backend, callbacks, constraints, datasets, engine, initializers, layers,
    legacy, losses, metrics, models, objectives, optimizers, preprocessing, regularizers, utils, wrappers)
from compat.engine.input_layer import Input
from compat.engine.sequential import Sequential
from compat.engine.training import Model

__all__ = ['Input', 'Model', 'Sequential', 'activations', 'applications', 'backend', 'callbacks', 'constraints',
           'datasets', 'engine', 'initializers', 'layers', 'legacy', 'losses', 'metrics', 'models', 'objectives',
           'optimizers', 'preprocessing', 'regularizers', 'utils', 'wrappers']

__version__: str
__compat_version__: str
def configure(host: Optional[str] = None, dialect: Optional[str] = None) -> None: ...
def install() -> None: ...
def uninstall() -> None: ...
