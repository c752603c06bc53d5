"""What TensorFlow 1 and Keras 2.3 had around graphs: sessions, and whether a function runs in a graph."""
from __future__ import annotations

import contextlib
import functools
from typing import Any, Callable, ContextManager

from compat import adapters
from compat.symbolic import phase
from compat.differences import reason
from compat.errors import UnsupportedError

nodes = adapters.area('graph')

__all__ = ['get_session', 'set_session', 'control_dependencies', 'eager', 'symbolic']


def get_session() -> Any:
    """Raises UnsupportedError: Keras 3 and TensorFlow 2 have no sessions.

    Raises:
        UnsupportedError: Always.

    Source: Keras 2.2.4 ``keras.backend.get_session``.
    """
    raise UnsupportedError(reason('sessions'))


def set_session(session: Any) -> None:
    """Does nothing, for old programs, which set a session to configure devices.

    Args:
        session: Ignored.

    Source: Keras 2.2.4 ``keras.backend.set_session``.
    """


def control_dependencies(control_inputs: Any) -> ContextManager[Any]:
    """Returns a context in which TensorFlow's operations wait for others; on other frameworks they wait for nothing.

    Args:
        control_inputs: The operations or tensors.

    Source: Keras 2.3.1 ``keras.backend.control_dependencies``.
    """
    if not phase.is_executing():
        return contextlib.nullcontext()
    return nodes.control_dependencies(control_inputs)


def eager(func: Callable[..., Any]) -> Callable[..., Any]:
    """Decorates a function so that K computes eagerly in it.

    Args:
        func: The function.

    Returns:
        A function with the name and the documentation of ``func``.

    Source: Keras 2.3.1 ``keras.backend.eager``.
    """
    @functools.wraps(func)
    def eagerly(*args, **kwargs):
        with phase.execution_scope:
            return func(*args, **kwargs)
    return eagerly


def symbolic(func: Callable[..., Any]) -> Callable[..., Any]:
    """Returns the function as it is: outside of running layers K is in graph mode.

    Args:
        func: The function.

    Source: Keras 2.3.1 ``keras.backend.symbolic``.
    """
    return func
