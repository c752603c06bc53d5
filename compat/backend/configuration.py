"""The settings of K: floatx, epsilon, the image data format; names and the process's session."""
import collections

import numpy as np

from compat import adapters
from compat.symbolic import phase
from compat.differences import reason
from compat.errors import UnsupportedError

host = adapters.area('ops')

__all__ = ['backend', 'epsilon', 'set_epsilon', 'floatx', 'set_floatx', 'cast_to_floatx', 'image_data_format',
           'set_image_data_format', 'normalize_data_format', 'image_dim_ordering', 'set_image_dim_ordering', 'get_uid',
           'reset_uids', 'clear_session', 'name_scope', 'manual_variable_initialization', 'f']


class _ConfigurationFile:
    """Stands for the file that importing Keras 2 has closed and left behind: there is nothing to be had of it."""

    def __getattr__(self, name):
        if name.startswith('__') and name.endswith('__'):
            raise AttributeError(name)
        raise UnsupportedError(reason('configuration-file'))


f = _ConfigurationFile()
DATA_FORMATS = ('channels_last', 'channels_first')
DIM_ORDERINGS = {'tf': 'channels_last', 'th': 'channels_first'}

_uids = collections.defaultdict(int)


def backend():
    """The name of the framework that computes: 'tensorflow', 'jax' or 'torch' (Keras 2.2.4
    ``keras.backend.backend``).
    """
    return host.framework_name()


def epsilon():
    """The small number that keeps logarithms and divisions finite (Keras 2.2.4 ``keras.backend.epsilon``)."""
    return host.epsilon()


def set_epsilon(e):
    """Set ``epsilon()`` (Keras 2.2.4 ``keras.backend.set_epsilon``)."""
    host.set_epsilon(e)


def floatx():
    """The dtype of floats where none is told, as 'float32' (Keras 2.2.4 ``keras.backend.floatx``)."""
    return host.floatx()


def set_floatx(floatx):
    """Set ``floatx()`` to 'float16', 'float32' or 'float64'; raises ValueError for another.

    Keras 2.2.4 ``keras.backend.set_floatx``.
    """
    if floatx not in ('float16', 'float32', 'float64'):
        raise ValueError(f'Unknown floatx type: {floatx}. Use float16, float32 or float64.')
    host.set_floatx(str(floatx))


def cast_to_floatx(x):
    """Numbers as a numpy array of floatx; a tensor as a tensor of floatx.

    Keras 2.2.4 ``keras.backend.cast_to_floatx``; tensors came with 2.3.
    """
    return host.cast(x, host.floatx()) if host.is_tensor(x) else np.asarray(x, dtype=host.floatx())


def image_data_format():
    """'channels_last' or 'channels_first', where none is told (Keras 2.2.4 ``keras.backend.image_data_format``)."""
    return host.image_data_format()


def set_image_data_format(data_format):
    """Set ``image_data_format()``; raises ValueError for an unknown one.

    Keras 2.2.4 ``keras.backend.set_image_data_format``.
    """
    if data_format not in DATA_FORMATS:
        raise ValueError(f'Unknown data_format: {data_format}. Use channels_last or channels_first.')
    host.set_image_data_format(str(data_format))


def normalize_data_format(value):
    """A data format in lower case, the default one for None; raises ValueError for an unknown one.

    Keras 2.2.4 ``keras.backend.normalize_data_format``.
    """
    if value is None:
        return host.image_data_format()
    data_format = value.lower()
    if data_format not in DATA_FORMATS:
        raise ValueError('The `data_format` argument must be one of "channels_first", "channels_last". Received: '
                         f'{value}')
    return data_format


def image_dim_ordering():
    """The name that Keras 1 had for the image data format: 'tf' or 'th' (Keras 2.2.4 ``image_dim_ordering``)."""
    return 'th' if host.image_data_format() == 'channels_first' else 'tf'


def set_image_dim_ordering(dim_ordering):
    """Set the image data format by its Keras 1 name, 'tf' or 'th'; raises ValueError for another.

    Keras 2.2.4 ``keras.backend.set_image_dim_ordering``.
    """
    if dim_ordering not in DIM_ORDERINGS:
        raise ValueError(f'Unknown dim_ordering: {dim_ordering}. Use tf or th.')
    host.set_image_data_format(DIM_ORDERINGS[dim_ordering])


def get_uid(prefix=''):
    """1, 2, ...: the next number for names that start with ``prefix`` (Keras 2.2.4 ``keras.backend.get_uid``)."""
    _uids[prefix] += 1
    return _uids[prefix]


def reset_uids():
    """Let ``get_uid`` start at 1 again (Keras 2.2.4 ``keras.backend.reset_uids``)."""
    _uids.clear()


def clear_session():
    """Forget names, the learning phase, and what the host keeps of old models.

    Keras 2.2.4 ``keras.backend.clear_session``.
    """
    reset_uids()
    phase.reset()
    host.clear_session()


def name_scope(name):
    """A context in which the names of variables get the prefix ``name`` (Keras 2.2.4 ``keras.backend.name_scope``)."""
    return host.name_scope(name)


def manual_variable_initialization(value):
    """Accepted for old programs: the hosts of today always initialize variables as they are made.

    Keras 2.2.4 ``keras.backend.manual_variable_initialization``.
    """
