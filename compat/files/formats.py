"""The names of files: Keras 2 writes HDF5 under every name, and hosts know the format of a file by its name."""
import contextlib
import os
import shutil
import tempfile

import h5py

from compat import process
from compat.files.groups import as_file, is_group
from compat.utils.io_utils import ask_to_proceed_with_overwrite

# The endings by which hosts choose a format.
ENDINGS = ('.h5', '.hdf5', '.keras', '.tf')


def is_hdf5_by_default(filepath, settings=()):
    """Whether a file of that path is HDF5 because its name ends in nothing that a host knows."""
    return (isinstance(filepath, (str, os.PathLike)) and not os.fspath(filepath).endswith(ENDINGS)
            and 'save_format' not in settings and process.dialect().hdf5_by_default)


@contextlib.contextmanager
def written_beside(path):
    """The path of a new .h5 file beside ``path``, which replaces that file if the block succeeds."""
    folder, name = os.path.split(os.fspath(path))
    beside = os.path.join(folder, f'.writing-{name}-.h5')
    try:
        yield beside
        os.replace(beside, path)
    finally:
        if os.path.exists(beside):
            os.remove(beside)


@contextlib.contextmanager
def temporary_copy(path):
    """The path of a copy of the file that ends in .h5. The copy is deleted at the end of the block."""
    with tempfile.TemporaryDirectory() as folder:
        yield shutil.copyfile(os.fspath(path), os.path.join(folder, 'copy.h5'))


def write_hdf5(write, filepath, overwrite):
    """Writes a file under a name of any ending by ``write(path)``, which gets the path of an .h5 file.

    Without ``overwrite`` the user is asked about a file that exists.
    """
    path = os.fspath(filepath)
    if overwrite or not os.path.exists(path) or ask_to_proceed_with_overwrite(path):
        with written_beside(path) as beside:
            write(beside)


@contextlib.contextmanager
def readable_by_hosts(filepath):
    """The path of a file for a host: itself, or that of a copy that ends in .h5 where HDF5 has another name.

    For a group of h5py, or a dict, it is that of a file with what is in it.
    """
    if is_group(filepath):
        with as_file(filepath) as path:
            yield path
        return
    if not is_hdf5_by_default(filepath) or not os.path.isfile(filepath) or not h5py.is_hdf5(os.fspath(filepath)):
        yield filepath
        return
    with temporary_copy(filepath) as copy:
        yield copy
