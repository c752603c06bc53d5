"""What TensorFlow 1 and Keras 2.3 had around graphs: sessions, and whether a function runs in a graph."""
import contextlib
import functools

from compat import adapters
from compat.symbolic import phase
from compat.differences import reason
from compat.errors import UnsupportedError

nodes = adapters.area('graph')

__all__ = ['get_session', 'set_session', 'control_dependencies', 'eager', 'symbolic']


def get_session():
    """Raises UnsupportedError: there are no sessions here (Keras 2.2.4 ``keras.backend.get_session``)."""
    raise UnsupportedError(reason('sessions'))


def set_session(session):
    """Accepted for old programs, which set a session to configure devices (Keras 2.2.4 ``set_session``)."""


def control_dependencies(control_inputs):
    """A context in which TensorFlow's operations wait for ``control_inputs``; on other frameworks for nothing.

    Keras 2.3.1 ``keras.backend.control_dependencies``.
    """
    if not phase.is_executing():
        return contextlib.nullcontext()
    return nodes.control_dependencies(control_inputs)


def eager(func):
    """``func`` as it is, computing at once (Keras 2.3.1 ``keras.backend.eager``)."""
    @functools.wraps(func)
    def computed(*args, **kwargs):
        with phase.execution_scope:
            return func(*args, **kwargs)
    return computed


def symbolic(func):
    """``func`` as it is: outside of running layers K describes graphs (Keras 2.3.1 ``keras.backend.symbolic``)."""
    return func
