"""Keras 2, on the Keras that is installed today: ``import compat as keras``."""
from typing import Optional

from compat.imports import lazy_modules as namespace

__compat_version__ = '0.1.0'

namespace.register()


def configure(host: Optional[str] = None, dialect: Optional[str] = None) -> None:
    """Choose the host and the dialect of this process, before anything of compat is used.

    ``host`` is one of ``keras3``, ``tf_keras``, ``tf.keras``, ``keras2``; ``dialect`` one of ``keras-2.2``,
    ``keras-2.3``, ``tf.keras``. Raises UnknownHostError, UnknownDialectError, or AlreadyChosenError when the process
    uses another one already.
    """
    from compat import dialects, hosts
    if host is not None:
        hosts.by_name(host)
    if dialect is not None:
        dialects.known(dialect)
    if host is not None:
        hosts.configure(host)
    if dialect is not None:
        dialects.configure(dialect)


def install() -> None:
    """Answer ``import keras`` with compat from here on, in this process, until ``uninstall()``."""
    from compat.imports import hook as importing
    importing.install()


def uninstall() -> None:
    """Undo ``install()``: ``import keras`` gives what it gave before."""
    from compat.imports import hook as importing
    importing.uninstall()


def __getattr__(name):
    if name == '__version__':
        from compat import dialects
        return dialects.current().version
    if name == '__all__':
        return namespace.public_names('')
    if name.startswith('__') and name.endswith('__') or namespace.is_own_module(name):
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    return namespace.lookup('', name)


def __dir__():
    return sorted(set(globals()) | set(namespace.public_names('')))
