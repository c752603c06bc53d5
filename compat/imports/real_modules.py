"""The real ``keras`` and ``tensorflow`` of this process, while compat's modules stand in their places.

``installation`` is what compat.imports.hook has put into ``sys.modules``, or None while it is not installed. What needs
the host's own modules asks here, so that it depends on no hook.
"""
import contextlib
import importlib
import sys

installation = None


@contextlib.contextmanager
def restored():
    """While it is entered, ``keras`` in sys.modules is the real one: to import the host. Nests."""
    current = installation
    if current is None:
        yield
        return
    current.withdraw()
    try:
        yield
    finally:
        current.reinstate()


def is_loaded(name):
    """Whether the real module of that name is loaded, whatever stands for it in sys.modules."""
    return _loaded(name) is not None


def real_module(name):
    """The real module of that name, whatever stands for it in sys.modules; it is imported where it is not loaded."""
    module = None if _is_withdrawn() else installation.real(name)
    if module is not None:
        return module
    with restored():
        return importlib.import_module(name)


def _loaded(name):
    return sys.modules.get(name) if _is_withdrawn() else installation.real(name)


def _is_withdrawn():
    """Whether sys.modules has the real modules now."""
    return installation is None or installation.withdrawals
