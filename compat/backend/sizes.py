"""The sizes of a tensor on engines that know them as plain numbers, under tracing too (jax, torch)."""
import numpy as np


class Sizes(np.ndarray):
    """An int32 array of sizes, or one of them, that K's functions keep out of the engine.

    ``K.shape(x)`` gives it on jax and torch. A traced jax array could not be a shape, so what is computed from sizes
    (``K.prod(K.shape(x)[1:])``) stays numpy, and ``K.reshape`` takes it.
    """

    def __getitem__(self, key):
        return of(super(Sizes, self).__getitem__(key))

    def __iter__(self):
        return (self[index] for index in range(len(self)))

    def __hash__(self):
        return hash(tuple(self.ravel().tolist()))


def of(values):
    """The whole numbers ``values`` as Sizes."""
    return np.asarray(values, dtype='int32').view(Sizes)


def are_sizes(x):
    """Whether ``x`` is Sizes, or a list with Sizes in it and otherwise plain whole numbers only."""
    if isinstance(x, (list, tuple)):
        return (any(isinstance(element, Sizes) for element in x)
                and all(isinstance(element, (Sizes, int, np.integer)) for element in x))
    return isinstance(x, Sizes)
