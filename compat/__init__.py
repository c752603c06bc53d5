"""Keras 2, on the Keras that is installed today: ``import compat as keras``."""
from typing import Optional

from compat import process
from compat.imports import hook, lazy_modules

__compat_version__ = '0.1.0'

lazy_modules.register()


def configure(host: Optional[str] = None, dialect: Optional[str] = None) -> None:
    """Choose the host and the dialect of this process, before anything of compat is used.

    ``host`` is one of ``keras3``, ``tf_keras``, ``tf.keras``, ``keras2``; ``dialect`` one of ``keras-2.2``,
    ``keras-2.3``, ``tf.keras``. Raises UnknownHostError, UnknownDialectError, or AlreadyChosenError when the process
    uses another one already.
    """
    process.configure(host, dialect)


def install() -> None:
    """Answer ``import keras`` with compat from here on, in this process, until ``uninstall()``."""
    hook.install()


def uninstall() -> None:
    """Undo ``install()``: ``import keras`` imports what it imported before."""
    hook.uninstall()


def __getattr__(name):
    if name == '__version__':
        return process.dialect().version
    if name == '__all__':
        return lazy_modules.public_names('')
    if name.startswith('__') and name.endswith('__') or lazy_modules.is_own_module(name):
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    return lazy_modules.lookup('', name)


def __dir__():
    return sorted(set(globals()) | set(lazy_modules.public_names('')))
