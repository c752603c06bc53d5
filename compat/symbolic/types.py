"""The types that the signatures of K name."""
import sys
from typing import Any, Iterable, Union

if sys.version_info >= (3, 8):
    from typing import SupportsIndex
else:
    SupportsIndex = int

# A tensor of the framework, traced or computed; a symbol of the host; an expression or variable; numbers and lists of
# them, which become tensors. Their classes are those of the host, which is not known before the process chooses it.
Tensor = Any
# A variable of the host.
Variable = Any
# A number, or a tensor of one.
Number = Any
# Integers of Python and numpy.
Integer = SupportsIndex
# One, or several in a list or an array.
Integers = Union[SupportsIndex, Iterable[Any]]
# An axis, several, or None for all.
Axis = Union[None, SupportsIndex, Iterable[Any]]
# Sizes: integers, None for those that are not known, sizes that are computed; or a tensor of integers.
Shape = Any
# The name of a dtype, a number of TensorFlow, a type of numpy, or one of the framework's; None is floatx.
DType = Any
