"""The dtypes and shapes of symbols, objects of TensorFlow in Keras 2, which on Keras 3 are names and tuples."""
import numpy as np


class DTypeName(str):
    """The name of a dtype with the members that TensorFlow's dtypes have."""

    __slots__ = ()

    @property
    def name(self):
        """The name."""
        return str(self)

    @property
    def base_dtype(self):
        """The dtype itself: there are none of references."""
        return self

    @property
    def as_numpy_dtype(self):
        """The type of numpy."""
        return np.dtype(str(self)).type

    @property
    def is_floating(self):
        """Whether its numbers have fractions."""
        return self.startswith(('float', 'bfloat'))

    @property
    def is_integer(self):
        """Whether its numbers are integers."""
        return self.startswith(('int', 'uint'))

    @property
    def is_complex(self):
        """Whether its numbers are complex."""
        return self.startswith('complex')

    @property
    def is_bool(self):
        """Whether it is that of truth values."""
        return self == 'bool'


class StaticShape(tuple):
    """A shape, with None for sizes that are not known, and the members that TensorFlow's shapes have."""

    __slots__ = ()

    @property
    def ndims(self):
        """The number of axes."""
        return len(self)

    rank = ndims

    def with_rank(self, rank):
        """Returns the shape. Raises ValueError where it has another number of axes."""
        if len(self) != rank:
            raise ValueError(f'Shape {tuple(self)} must have rank {rank}')
        return self

    def with_rank_at_least(self, rank):
        """Returns the shape. Raises ValueError where it has fewer axes."""
        if len(self) < rank:
            raise ValueError(f'Shape {tuple(self)} must have rank at least {rank}')
        return self

    def merge_with(self, other):
        """Returns nothing. Raises ValueError where known sizes differ from those of another shape."""
        if len(self) != len(other) or any(
                None not in pair and pair[0] != pair[1] for pair in zip(self, other)):
            raise ValueError(f'Shapes {tuple(self)} and {tuple(other)} are not compatible.')

    def as_list(self):
        """Returns the sizes in a list."""
        return list(self)

    def is_fully_defined(self):
        """Returns whether all sizes are known."""
        return None not in self

    def num_elements(self):
        """Returns the number of elements, or None."""
        return int(np.prod(self)) if self.is_fully_defined() else None
