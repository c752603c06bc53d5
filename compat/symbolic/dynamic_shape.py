"""The sizes of a tensor on frameworks that know them while they trace (jax, torch)."""
import numpy as np


class Sizes(np.ndarray):
    """An array of sizes, or one of them, that K's functions do not convert to a tensor of the framework.

    ``K.shape(x)`` returns it on jax and torch. A traced jax array could not be a shape, so what is computed from sizes
    (``K.prod(K.shape(x)[1:])``) stays numpy, and ``K.reshape`` takes it. The elements are integers, or what jax
    has for a size that is not known yet.
    """

    def __getitem__(self, key):
        return of(super().__getitem__(key))

    def __iter__(self):
        return (self[index] for index in range(len(self)))

    def __array_wrap__(self, array, context=None, return_scalar=False):
        return of(array) if array.dtype.kind in 'iO' else array[()]

    def __hash__(self):
        return hash(tuple(self.ravel().tolist()))


def of(values):
    """Returns ``values``, a size or a list or an array of them, as Sizes."""
    if not isinstance(values, np.ndarray):
        listed = isinstance(values, (list, tuple))
        array = np.empty(len(values) if listed else (), dtype=object)
        for index, size in enumerate(values if listed else ()):
            array[index] = _plain(size)
        if not listed:
            array[()] = _plain(values)
        values = array
    if values.dtype == object and all(isinstance(size, int) for size in values.ravel().tolist()):
        values = values.astype('int32')
    return values.view(Sizes)


def _plain(size):
    return size.tolist() if isinstance(size, (np.ndarray, np.generic)) else size


def are_sizes(x):
    """Returns whether ``x`` is Sizes, or a list with Sizes in it and otherwise plain integers only."""
    if isinstance(x, (list, tuple)):
        return (any(isinstance(element, Sizes) for element in x)
                and all(isinstance(element, (Sizes, int, np.integer)) for element in x))
    return isinstance(x, Sizes)


def is_unknown(x):
    """Returns whether ``x`` is Sizes with elements that are not known yet."""
    return isinstance(x, Sizes) and x.dtype == object


def in_shape(shape):
    """Returns a shape as a tuple whose known sizes are plain ints, or the tensor that it is."""
    if isinstance(shape, (int, np.integer)):
        return (int(shape),)
    if isinstance(shape, np.ndarray):
        return tuple(shape.tolist())
    if isinstance(shape, (list, tuple)):
        return tuple(_plain(size) for size in shape)
    return shape
