"""The settings of K: floatx, epsilon, the image data format; names, sessions, and whether a function runs eagerly."""
from __future__ import annotations

import collections
import functools
from typing import Any, Callable, ContextManager, Optional

import numpy as np

from compat import adapters, process
from compat.symbolic import phase
from compat.symbolic.changes import Change
from compat.symbolic.context import context
from compat.symbolic.evaluation import calls_of
from compat.symbolic.types import Tensor
from compat.differences import reason
from compat.errors import UnsupportedError
from compat.tensorflow1 import sessions, variable_members  # noqa: F401, the second gives variables their members

host = adapters.area('ops')
nodes = adapters.area('graph')

__all__ = ['backend', 'epsilon', 'set_epsilon', 'floatx', 'set_floatx', 'cast_to_floatx', 'image_data_format',
           'set_image_data_format', 'normalize_data_format', 'image_dim_ordering', 'set_image_dim_ordering', 'get_uid',
           'reset_uids', 'clear_session', 'name_scope', 'manual_variable_initialization', 'f', 'get_session',
           'set_session', 'control_dependencies', 'eager', 'symbolic']


class _ConfigurationFile:
    """Stands for the file that importing Keras 2 has closed and left behind, from which nothing can be read."""

    def __getattr__(self, name):
        if name.startswith('__') and name.endswith('__'):
            raise AttributeError(name)
        raise UnsupportedError(reason('configuration-file'))


f = _ConfigurationFile()
DATA_FORMATS = ('channels_last', 'channels_first')
DIM_ORDERINGS = {'tf': 'channels_last', 'th': 'channels_first'}

_uids = collections.defaultdict(int)


def backend() -> str:
    """Returns the name of the framework that computes: 'tensorflow', 'jax', 'torch' or 'numpy'.

    Source: Keras 2.2.4 ``keras.backend.backend``.
    """
    return host.framework_name()


def epsilon() -> float:
    """Returns the small number that makes logarithms and divisions finite.

    Source: Keras 2.2.4 ``keras.backend.epsilon``.
    """
    return host.epsilon()


def set_epsilon(e: float) -> None:
    """Sets ``epsilon()``.

    Args:
        e: The number.

    Source: Keras 2.2.4 ``keras.backend.set_epsilon``; the argument is called ``value`` in tf.keras 2.15.
    """
    host.set_epsilon(e)


def floatx() -> str:
    """Returns the dtype of floats where none is passed, as 'float32'.

    Source: Keras 2.2.4 ``keras.backend.floatx``.
    """
    return host.floatx()


def set_floatx(floatx: str) -> None:
    """Sets ``floatx()``.

    Args:
        floatx: 'float16', 'float32' or 'float64'.

    Raises:
        ValueError: ``floatx`` is another one.

    Source: Keras 2.2.4 ``keras.backend.set_floatx``; the argument is called ``value`` in tf.keras 2.15.
    """
    if floatx not in ('float16', 'float32', 'float64'):
        raise ValueError(f'Unknown floatx type: {floatx}. Use float16, float32 or float64.')
    host.set_floatx(str(floatx))


def cast_to_floatx(x: Tensor) -> Tensor:
    """Casts numbers or a tensor to floatx.

    Args:
        x: Numbers or a numpy array, or a tensor.

    Returns:
        A numpy array of floatx for arrays, a number of numpy for a number, a tensor of floatx for a tensor.

    Source: Keras 2.2.4 ``keras.backend.cast_to_floatx``; it takes tensors since 2.3.
    """
    if host.is_tensor(x):
        return host.cast(x, host.floatx())
    # Not an array without axes: torch has no product of an array and a tensor, and of a number it has.
    return np.asarray(x, dtype=host.floatx())[()]


def image_data_format() -> str:
    """Returns the data format of images where none is passed: 'channels_last' or 'channels_first'.

    Source: Keras 2.2.4 ``keras.backend.image_data_format``.
    """
    return host.image_data_format()


def set_image_data_format(data_format: str) -> None:
    """Sets ``image_data_format()``.

    Args:
        data_format: 'channels_last' or 'channels_first'.

    Raises:
        ValueError: ``data_format`` is another one.

    Source: Keras 2.2.4 ``keras.backend.set_image_data_format``.
    """
    if data_format not in DATA_FORMATS:
        raise ValueError(f'Unknown data_format: {data_format}. Use channels_last or channels_first.')
    host.set_image_data_format(str(data_format))


def normalize_data_format(value: Optional[str]) -> str:
    """Returns a data format in lower case, and ``image_data_format()`` for None.

    Args:
        value: 'channels_last' or 'channels_first' in upper or lower case, or None.

    Returns:
        'channels_last' or 'channels_first'.

    Raises:
        ValueError: ``value`` is another one.

    Source: Keras 2.2.4 ``keras.backend.normalize_data_format``.
    """
    if value is None:
        return host.image_data_format()
    data_format = value.lower()
    if data_format not in DATA_FORMATS:
        raise ValueError('The `data_format` argument must be one of "channels_first", "channels_last". Received: '
                         f'{value}')
    return data_format


def image_dim_ordering() -> str:
    """Returns the name that Keras 1 had for the image data format: 'tf' or 'th'.

    Source: Keras 2.2.4 ``keras.backend.image_dim_ordering``.
    """
    return 'th' if host.image_data_format() == 'channels_first' else 'tf'


def set_image_dim_ordering(dim_ordering: str) -> None:
    """Sets the image data format by the name that Keras 1 had for it.

    Args:
        dim_ordering: 'tf' for 'channels_last' or 'th' for 'channels_first'.

    Raises:
        ValueError: ``dim_ordering`` is another one.

    Source: Keras 2.2.4 ``keras.backend.set_image_dim_ordering``.
    """
    if dim_ordering not in DIM_ORDERINGS:
        raise ValueError(f'Unknown dim_ordering: {dim_ordering}. Use tf or th.')
    host.set_image_data_format(DIM_ORDERINGS[dim_ordering])


def get_uid(prefix: str = '') -> int:
    """Returns the next number for names that start with a prefix: 1, 2, ...

    Args:
        prefix: The prefix, which has a counter of its own.

    Source: Keras 2.2.4 ``keras.backend.get_uid``.
    """
    _uids[prefix] += 1
    return _uids[prefix]


def reset_uids() -> None:
    """Makes ``get_uid`` start at 1 again, for all prefixes.

    Source: Keras 2.2.4 ``keras.backend.reset_uids``.
    """
    _uids.clear()


def clear_session() -> None:
    """Resets the numbers of names, the learning phase and the session, and clears what the host stores of old models.

    Source: Keras 2.2.4 ``keras.backend.clear_session``.
    """
    sessions.use(None)
    reset_uids()
    phase.reset()
    host.clear_session()


def name_scope(name: str) -> ContextManager[Any]:
    """Returns a context in which the names of variables get a prefix.

    Args:
        name: The prefix.

    Source: Keras 2.2.4 ``keras.backend.name_scope``.
    """
    return host.name_scope(name)


def manual_variable_initialization(value: bool) -> None:
    """Does nothing, for old programs: the hosts of today always initialize variables as they are made.

    Args:
        value: Whether the program initializes its variables itself; ignored.

    Source: Keras 2.2.4 ``keras.backend.manual_variable_initialization``.
    """


# What TensorFlow 1 and Keras 2.3 had around graphs

def get_session() -> Any:
    """Returns the session that computes what K records; its ``run(fetches, feed_dict)`` is ``K.function`` in one call.

    Returns:
        A `compat.tensorflow1.sessions.Session`: the one whose ``as_default`` the thread is in, else the one of
        ``set_session``, else one for all of K.

    Source: Keras 2.2.4 ``keras.backend.get_session``.
    """
    return sessions.session_of_k()


def set_session(session: Any) -> None:
    """Makes a session that of K.

    Args:
        session: What ``get_session`` returned, or another one of its class. Sessions of TensorFlow itself are accepted
            and not used: old programs make them to configure devices.

    Source: Keras 2.2.4 ``keras.backend.set_session``.
    """
    sessions.use(session)


def control_dependencies(control_inputs: Any) -> ContextManager[Any]:
    """Returns a context in which what K records waits for updates, and reads the values that they have set.

    ``K.function`` performs the updates that its outputs and updates wait for. In a running layer the updates are
    performed at once, and TensorFlow's operations wait for the others.

    Args:
        control_inputs: Updates, operations and tensors.

    Source: Keras 2.3.1 ``keras.backend.control_dependencies``.
    """
    inputs = list(control_inputs or ())
    updates = [each for each in inputs if isinstance(each, Change)]
    if not phase.is_executing() and not process.dialect().eager:
        # A tensor in it is waited for only for the updates that it waits for itself.
        waited = [update for each in inputs if not isinstance(each, Change)
                  for call in calls_of([each]) for update in getattr(call, 'after', ())]
        return context.scope(control_inputs=context.control_inputs + tuple(waited + updates))
    for update in updates:
        update.apply()
    return nodes.control_dependencies([each for each in inputs if not isinstance(each, Change)])


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


# The private names of Keras 2's `keras.backend.common`: the settings at the time that this module was opened.
_EPSILON, _FLOATX, _IMAGE_DATA_FORMAT = epsilon(), floatx(), image_data_format()
