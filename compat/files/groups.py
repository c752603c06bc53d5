"""Models in groups of open HDF5 files, and in dicts: Keras 2 wrote and read them as it did files of their own."""
import contextlib
import os
import tempfile

import h5py

from compat.utils.io_utils import H5Dict


def is_group(filepath):
    """Whether a model is written to, or read from, something else than a file of its own."""
    return isinstance(filepath, (h5py.Group, dict))


def write_group(write, group):
    """Puts what ``write(path)`` writes to an .h5 file into the group, or into the dict, which is emptied before.

    Raises KeyError where the group has a member of that name already.
    """
    target = H5Dict(group, mode='w')
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'model.h5')
        write(path)
        with h5py.File(path, 'r') as stream:
            _copy(H5Dict(stream, mode='r'), target)


@contextlib.contextmanager
def as_file(group):
    """The path of an .h5 file with what is in the group or dict. It is deleted at the end of the block."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'model.h5')
        with h5py.File(path, 'w') as stream:
            _copy(H5Dict(group, mode='r'), H5Dict(stream))
        yield path


def _copy(source, target):
    for name in _names(source.data):
        value = source[name]
        if isinstance(value, H5Dict):
            _copy(value, target[name])
        else:
            target[name] = value


def _names(data):
    if isinstance(data, h5py.Group):
        return list(data.attrs) + list(data)
    marks = {f'_{name}_pickled' for name in data} | {'_is_group'}
    return [name for name in data if name not in marks]
