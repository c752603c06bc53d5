"""Keras 2's `keras.utils.io_utils`: data in HDF5 files, and groups of such files that read and write like dicts."""
import contextlib
import math
import os
import pathlib
import pickle
from collections import defaultdict

import h5py
import numpy as np

# The largest attribute of HDF5; larger lists are split into numbered ones.
HDF5_OBJECT_HEADER_LIMIT = 64512


class HDF5Matrix:
    """Rows of a dataset of an HDF5 file, for fit, evaluate and predict.

    Indexing reads from the file: one row, a slice, or the rows of an array or list; rows past ``end`` raise IndexError.
    A file is opened once for all its datasets, and stays open in ``refs``.

    Args:
        datapath: path of the file.
        dataset: name of the dataset.
        start: the first row.
        end: the row after the last one. None is the number of rows.
        normalizer: function that is applied to the rows that are read.

    Source: Keras 2.2.4 `keras.utils.HDF5Matrix`.
    """

    refs = defaultdict(int)

    def __init__(self, datapath, dataset, start=0, end=None, normalizer=None):
        if datapath not in self.refs:
            self.refs[datapath] = h5py.File(datapath, 'r')
        self.data = self.refs[datapath][dataset]
        self.start = start
        self.end = self.data.shape[0] if end is None else end
        self.normalizer = normalizer
        first = self._normalized(self.data[0:1])
        self._base_shape, self._base_dtype = first.shape[1:], first.dtype

    def _normalized(self, rows):
        return rows if self.normalizer is None else self.normalizer(rows)

    def __len__(self):
        return self.end - self.start

    def __getitem__(self, key):
        if isinstance(key, slice):
            first = key.start or 0
            last = len(self) if key.stop is None else key.stop
            self._check(last - 1, key)
            rows = slice(first + self.start, last + self.start)
        elif isinstance(key, (int, np.integer)):
            self._check(key, key)
            rows = key + self.start
        else:
            self._check(max(key), key)
            rows = [int(row) + self.start for row in key]
        return self._normalized(self.data[rows])

    def __array__(self, dtype=None, copy=None):
        """Returns all rows as an array."""
        return np.asarray(self[:], dtype=dtype)

    def _check(self, row, key):
        if row + self.start >= self.end:
            raise IndexError('%r reaches past the %d rows of this HDF5Matrix.' % (key, len(self)))

    @property
    def shape(self):
        """The number of rows, then the shape of one after the normalizer."""
        return (len(self),) + self._base_shape

    @property
    def dtype(self):
        """The dtype of the rows after the normalizer."""
        return self._base_dtype

    @property
    def ndim(self):
        """The number of axes of the dataset."""
        return self.data.ndim

    @property
    def size(self):
        """The number of values."""
        return np.prod(self.shape)


def ask_to_proceed_with_overwrite(filepath):
    """Asks on the terminal whether the file is replaced, until the answer is 'y' (True) or 'n' (False)."""
    answer = input(f'[WARNING] {filepath} already exists - overwrite? [y/n]').strip().lower()
    while answer not in ('y', 'n'):
        answer = input('Enter "y" (overwrite) or "n" (cancel).').strip().lower()
    if answer == 'y':
        print('[TIP] Next time specify overwrite=True!')
    return answer == 'y'


def write_names(group, attribute, names):
    """Writes a list of encoded names as an attribute, or as several numbered ones where it is too large for HDF5.

    Raises RuntimeError for a name that is too large by itself.
    """
    large = [name for name in names if len(name) > HDF5_OBJECT_HEADER_LIMIT]
    if large:
        raise RuntimeError('An HDF5 file has no attributes of more than %d bytes, and these names are larger: %s'
                           % (HDF5_OBJECT_HEADER_LIMIT, ', '.join(map(str, large))))
    values = np.asarray(names)
    count = max(1, int(math.ceil(values.nbytes / float(HDF5_OBJECT_HEADER_LIMIT))))
    parts = np.array_split(values, count)
    while any(part.nbytes > HDF5_OBJECT_HEADER_LIMIT for part in parts):
        count += 1
        parts = np.array_split(values, count)
    if count == 1:
        group.attrs[attribute] = values
    else:
        for number, part in enumerate(parts):
            group.attrs['%s%d' % (attribute, number)] = part


def _text(name):
    return name.decode('utf8') if isinstance(name, bytes) else str(name)


def read_names(group, attribute):
    """Returns the names that ``write_names`` wrote, as text; an empty list without such an attribute."""
    if attribute in group.attrs:
        return [_text(name) for name in group.attrs[attribute]]
    names = []
    while '%s%d' % (attribute, len(names)) in group.attrs:
        names.append([_text(name) for name in group.attrs['%s%d' % (attribute, len(names))]])
    return sum(names, [])


def _as_stored(attributes, name):
    """Returns the value of an attribute: bytes as bytes, arrays of bytes as lists. Newer h5py has text for both."""
    value = attributes[name]
    stored = h5py.check_string_dtype(attributes.get_id(name).dtype)
    if stored is None:
        return value
    if isinstance(value, (np.ndarray, np.bytes_)):
        value = value.tolist()
    if stored.encoding != 'ascii':
        return value
    if isinstance(value, list):
        return [item.encode('utf8') if isinstance(item, str) else item for item in value]
    return value.encode('utf8') if isinstance(value, str) else value


class H5Dict:
    """A group of an HDF5 file, or a dict in its place, with the interface of a dict.

    Arrays become datasets, other values attributes; reading an unknown name makes a group.

    Args:
        path: path of a file, a group of h5py, or a dict.
        mode: mode of the file: 'r', 'w' or 'a'.

    Raises:
        TypeError: path is something else.

    Source: Keras 2.2.4 `keras.utils.io_utils.H5Dict`.
    """

    def __init__(self, path, mode='a'):
        self._is_file = isinstance(path, (str, os.PathLike))
        if self._is_file:
            self.data = h5py.File(os.fspath(path), mode=mode)
        elif isinstance(path, (h5py.Group, dict)):
            self.data = path
        else:
            raise TypeError(f'Required Group, str, Path or dict. Received: {type(path)}.')
        if isinstance(path, dict):
            if mode == 'w':
                self.data.clear()
            self.data['_is_group'] = True
        self.read_only = mode == 'r'

    @staticmethod
    def is_supported_type(path):
        """Returns whether an H5Dict accepts the path."""
        return isinstance(path, (h5py.Group, dict, str, os.PathLike))

    @property
    def _in_memory(self):
        return isinstance(self.data, dict)

    def __setitem__(self, attr, val):
        if self.read_only:
            raise ValueError(f'Cannot set item in read-only mode: {attr!r}.')
        is_array = type(val).__module__ == np.__name__
        if self._in_memory:
            attr = _text(attr)
            self.data[attr] = pickle.dumps(val) if is_array else val
            if is_array:
                self.data[f'_{attr}_pickled'] = True
            return
        if attr in self.data:
            raise KeyError(f'Cannot set attribute. Group with name "{attr}" exists.')
        if is_array:
            self.data.create_dataset(attr, data=val)
        elif isinstance(val, (list, tuple)):
            write_names(self.data, attr, [item.encode('utf-8') if isinstance(item, str) else item for item in val])
        else:
            self.data.attrs[attr] = val

    def __getitem__(self, attr):
        return self._from_dict(_text(attr)) if self._in_memory else self._from_group(attr)

    def _from_dict(self, attr):
        if attr not in self.data:
            self._refuse_new(attr)
            self.data[attr] = {'_is_group': True}
        value = self.data[attr]
        if isinstance(value, dict) and value.get('_is_group'):
            return H5Dict(value)
        return pickle.loads(value) if f'_{attr}_pickled' in self.data else value

    def _from_group(self, attr):
        if attr in self.data.attrs:
            return _as_stored(self.data.attrs, attr)
        if attr in self.data:
            value = self.data[attr]
            return np.asarray(value) if isinstance(value, h5py.Dataset) else H5Dict(value)
        if f'{_text(attr)}0' in self.data.attrs:
            return read_names(self.data, _text(attr))
        self._refuse_new(attr)
        return H5Dict(self.data.create_group(attr))

    def _refuse_new(self, attr):
        if self.read_only:
            raise ValueError(f'Cannot create group in read-only mode: {attr!r}.')

    def __len__(self):
        return len(self.data)

    def __iter__(self):
        return iter(self.data)

    def iter(self):
        """Returns an iterator over the names."""
        return iter(self.data)

    def __getattr__(self, attr):
        if attr == 'data':
            raise AttributeError(attr)
        method = getattr(self.data, attr)

        def call(*args, **kwargs):
            result = method(*args, **kwargs)
            return H5Dict(result) if isinstance(self.data, type(result)) else result
        return call

    def close(self):
        """Flushes the file, and closes it if this object has opened it."""
        if not self._in_memory:
            self.data.file.flush()
            if self._is_file:
                self.data.close()

    def update(self, *args):
        """Updates a dict by other dicts. Raises NotImplementedError for a file."""
        if not self._in_memory:
            raise NotImplementedError('update is for dicts. Set the items of an HDF5 group one by one.')
        self.data.update(*args)

    def __contains__(self, key):
        return key in self.data or not self._in_memory and key in self.data.attrs

    def get(self, key, default=None):
        """Returns the value of the name, ``default`` without one."""
        return self[key] if key in self else default

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.close()


h5dict = H5Dict


def load_from_binary_h5py(load_function, stream):
    """Returns ``load_function(file)`` for the h5py.File with the bytes of the stream (Keras 2.3.1)."""
    access = h5py.h5p.create(h5py.h5p.FILE_ACCESS)
    access.set_fapl_core(backing_store=False)
    access.set_file_image(stream.read())
    with contextlib.closing(h5py.h5f.open(b'in-memory-h5py', h5py.h5f.ACC_RDONLY, fapl=access)) as opened:
        with h5py.File(opened, 'r', driver='core', backing_store=False) as file:
            return load_function(file)


def save_to_binary_h5py(save_function, stream):
    """Returns ``save_function(file)``, and writes the h5py.File to the stream (Keras 2.3.1)."""
    with h5py.File('in-memory-h5py', 'w', driver='core', backing_store=False) as file:
        result = save_function(file)
        file.flush()
        stream.write(file.id.get_file_image())
    return result


def _is_path_instance(path):
    """Whether the path is one of pathlib (Keras 2.3.1)."""
    return isinstance(path, pathlib.PurePath)
