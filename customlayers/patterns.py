"""The notation of tied kernels: which cells of a convolution's kernel share one weight.

    AABCC
    AABCC
    DDEFF        'AABCC/AABCC/DDEFF/GGHII/GGHII'
    GGHII
    GGHII

Cells with one letter share one weight (per input channel and filter); ``.`` is a cell that is always zero. This module
needs numpy only, and opens no host.
"""
from __future__ import annotations

import itertools
import operator
from typing import TYPE_CHECKING, Any, Optional, Sequence, TextIO, Union

import numpy as np

if TYPE_CHECKING:
    from typing import SupportsIndex

    # A text, rows of texts (in lists again for planes), or integers.
    Pattern = Union[str, Sequence[Any], np.ndarray]
    Sizes = Union[SupportsIndex, Sequence[SupportsIndex], np.ndarray]

ZERO = '.'
# Ascending, so that the letters of a text stand in the order of the numbers that they are for.
_ALPHABET = [chr(code) for code in itertools.chain(range(ord('A'), ord('Z') + 1), range(ord('a'), ord('z') + 1),
                                                   range(0x4E00, 0x9FA6))]
_SYMMETRIES = ('horizontal', 'vertical', 'both', 'rotation')


def parse(pattern: Pattern, rank: Optional[int] = None) -> np.ndarray:
    """Parses a pattern.

    Args:
        pattern: A text with ``/`` or line ends between rows and ``//`` or empty lines between planes, a list of rows
            (texts; in lists again for planes), or integers, where -1 is a zero cell.
        rank: How many axes the pattern must have; None means any number.

    Returns:
        An int64 array of the kernel's shape: the number of each cell's weight, -1 where the cell is zero. The weights
        are numbered from 0 in the order of their letters or integers.

    Raises:
        ValueError: For a pattern that is empty or ragged, has zero cells only, or whose number of axes is not ``rank``;
            the message says where.
    """
    cells = _numbered(pattern)
    if rank is not None and cells.ndim != rank:
        raise ValueError('A pattern for %d axes is needed, and %s has %d: %s.'
                         % (rank, _quoted(pattern), cells.ndim, _how_to_write(rank)))
    return cells


def _how_to_write(rank):
    return {1: "write one row, as in 'ABA'", 2: "write rows, as in 'AB/BA' or ['AB', 'BA'] (a single row as ['AB'])",
            3: "write planes of rows, as in 'AB/BA//BA/AB' or ['AB/BA', 'BA/AB']"}.get(rank, 'no text has as many')


def _quoted(pattern):
    text = repr(pattern.tolist() if isinstance(pattern, np.ndarray) else pattern)
    return text if len(text) <= 80 else text[:77] + '...'


def _numbered(pattern):
    labels = _labels(pattern, pattern)
    flat = labels.ravel().tolist()
    zero = ZERO if isinstance(flat[0], str) else -1
    numbers = {label: number for number, label in enumerate(sorted(set(flat) - {zero}))}
    if not numbers:
        raise ValueError(f'The pattern {_quoted(pattern)} has zero cells only: no weight would be left.')
    numbers[zero] = -1
    return np.array([numbers[label] for label in flat], dtype='int64').reshape(labels.shape)


def _labels(part, pattern):
    """Returns the letters or integers of a pattern, or of a part of it, as an array."""
    if isinstance(part, str):
        return _from_text(part, pattern)
    if isinstance(part, np.ndarray) and part.dtype.kind in 'iu' or _all_integers(part):
        return _from_integers(part, pattern)
    if not isinstance(part, (list, tuple, np.ndarray)):
        raise ValueError(f'A pattern is a text, a list of rows, or integers, and {_quoted(pattern)} holds {part!r}.')
    if not len(part):
        raise ValueError(f'The pattern {_quoted(pattern)} is empty, or a part of it is.')
    return _stacked([_labels(inner, pattern) for inner in part], pattern)


def _all_integers(part):
    return isinstance(part, (list, tuple)) and len(part) > 0 and all(
        isinstance(number, (int, np.integer)) and not isinstance(number, bool) for number in part)


def _from_integers(part, pattern):
    array = np.asarray(part)
    if not array.size:
        raise ValueError(f'The pattern {_quoted(pattern)} is empty.')
    if array.min() < -1:
        raise ValueError('The integers of a pattern are numbers of weights from 0 on, or -1 for a cell that is zero, '
                         'and %s has %d.' % (_quoted(pattern), array.min()))
    return array


def _from_text(text, pattern):
    rows = '/'.join(line.strip() for line in text.strip().splitlines())
    if not rows:
        raise ValueError(f'The pattern {_quoted(pattern)} is empty, or a part of it is.')
    planes = [[_row(row, pattern) for row in plane.split('/')] for plane in rows.split('//')]
    if len(planes) > 1:
        return _stacked([_stacked(plane, pattern) for plane in planes], pattern)
    return _stacked(planes[0], pattern) if len(planes[0]) > 1 else planes[0][0]


def _row(row, pattern):
    if not row:
        raise ValueError(f'The pattern {_quoted(pattern)} has an empty row.')
    if any(letter.isspace() for letter in row):
        raise ValueError(f'The pattern {_quoted(pattern)} has a blank in the row {row!r}: a zero cell is written '
                         f'{ZERO!r}.')
    return np.array(list(row))


def _stacked(parts, pattern):
    for index, part in enumerate(parts):
        if part.shape != parts[0].shape or part.dtype.kind != parts[0].dtype.kind:
            kind = 'row' if part.ndim == 1 else 'part'
            raise ValueError(f'The pattern {_quoted(pattern)} is ragged: its {kind} 0 has {_extent(parts[0])}, and '
                             f'{kind} {index} has {_extent(part)}.')
    return np.stack(parts)


def _extent(part):
    size = 'x'.join(str(number) for number in part.shape)
    return '{} {}'.format(size, 'letters' if part.dtype.kind == 'U' else 'integers')


def count(cells: np.ndarray) -> int:
    """Returns how many weights a parsed pattern has."""
    return int(cells.max()) + 1


def text(pattern: Pattern) -> Any:
    """Returns the pattern as a text, lettered anew from A on; ``parse`` returns the same cells for it.

    A single row of a pattern of two axes is returned in a list, ['AB'], as are single planes and planes of single rows:
    their text would be that of fewer axes. Patterns of more axes or weights than letters are returned as integers.
    """
    cells = parse(pattern)
    if cells.ndim > 3 or count(cells) > len(_ALPHABET):
        return cells.tolist()
    if cells.ndim == 3 and 1 in cells.shape[:2]:
        return [[letters(row) for row in plane] for plane in cells]
    if cells.ndim == 2 and cells.shape[0] == 1:
        return [letters(row) for row in cells]
    return letters(cells)


def letters(cells: Any) -> str:
    """Returns the letters of an array of numbers of weights, -1 as ``.``."""
    cells = np.asarray(cells)
    if not cells.ndim:
        return ZERO if cells < 0 else _ALPHABET[cells]
    return ('/' * (cells.ndim - 1)).join(letters(part) for part in cells)


def picture(pattern: Pattern) -> str:
    """Returns the tying as a text for people: the letters in rows, and how many weights there are in how many cells."""
    cells = parse(pattern)
    planes = cells.reshape((-1,) + (cells.shape[-2:] if cells.ndim > 1 else (1,) + cells.shape))
    drawn = ['\n'.join(' '.join(letters(row)) for row in plane) for plane in planes]
    return '%s\n%d weights in %s = %d cells' % ('\n\n'.join(drawn), count(cells),
                                                'x'.join(str(size) for size in cells.shape), cells.size)


def show(pattern: Pattern, file: Optional[TextIO] = None) -> None:
    """Prints the picture of the tying (``picture``) to ``file``; None means standard output."""
    print(picture(pattern), file=file)


# --- makers of patterns

def _kernel_size(kernel_size):
    sizes = tuple(kernel_size) if isinstance(kernel_size, (list, tuple, np.ndarray)) else (kernel_size,)
    return _positive(sizes, 'kernel_size', kernel_size)


def _positive(numbers, name, given):
    try:
        integers = tuple(operator.index(number) for number in numbers)
    except TypeError as error:
        raise ValueError(f'`{name}` must be positive integers, and is {given!r}.') from error
    if not integers or min(integers) < 1 or any(isinstance(number, bool) for number in numbers):
        raise ValueError(f'`{name}` must be positive integers, and is {given!r}.')
    return integers


def _distinct(sizes):
    return np.arange(int(np.prod(sizes))).reshape(sizes)


def repeated(kernel_size: Sizes, repeats: Any) -> Any:
    """Returns the pattern of a small kernel whose rows, columns, ... are repeated.

    ``repeated((3, 3), (2, 1, 2))`` is the pattern at the head of this module.

    Args:
        kernel_size: The small kernel's size along each axis; an integer means one axis.
        repeats: How often each cell of an axis is repeated: one integer for all cells, one list for all axes, or one of
            these per axis in a list of lists.

    Raises:
        ValueError: For what is not a positive integer, and for a list that does not have one integer per cell.
    """
    sizes = _kernel_size(kernel_size)
    if isinstance(repeats, (list, tuple, np.ndarray)) and any(isinstance(each, (list, tuple, np.ndarray))
                                                              for each in repeats):
        per_axis = list(repeats)
    else:
        per_axis = [repeats] * len(sizes)
    if len(per_axis) != len(sizes):
        raise ValueError('`repeats` %r has %d lists, and `kernel_size` %s has %d axes.'
                         % (repeats, len(per_axis), sizes, len(sizes)))
    cells = _distinct(sizes)
    for axis, (size, each) in enumerate(zip(sizes, per_axis)):
        numbers = _positive(each if isinstance(each, (list, tuple, np.ndarray)) else [each] * size, 'repeats', repeats)
        if len(numbers) != size:
            raise ValueError('`repeats` %r has %d numbers for axis %d, which has %d cells.'
                             % (repeats, len(numbers), axis, size))
        cells = np.repeat(cells, numbers, axis=axis)
    return text(cells)


def tiled(kernel_size: Sizes, multiples: Sizes) -> Any:
    """Returns the pattern of copies of a small kernel: ``tiled((1, 2), (2, 2))`` is 'ABAB/ABAB'.

    Args:
        kernel_size: The small kernel's size along each axis; an integer means one axis.
        multiples: How many copies lie along each axis.

    Raises:
        ValueError: For what is not a positive integer, and where the two have different numbers of axes.
    """
    sizes = _kernel_size(kernel_size)
    numbers = _positive(multiples if isinstance(multiples, (list, tuple, np.ndarray)) else [multiples], 'multiples',
                        multiples)
    if len(numbers) != len(sizes):
        raise ValueError('`multiples` %r has %d numbers, and `kernel_size` %s has %d axes.'
                         % (multiples, len(numbers), sizes, len(sizes)))
    return text(np.tile(_distinct(sizes), numbers))


def symmetric(kernel_size: Sizes, kind: str) -> Any:
    """Returns the pattern of a kernel that is its own mirror image.

    Args:
        kernel_size: The kernel's size along each axis; an integer means one axis.
        kind: 'horizontal' (left and right), 'vertical' (top and bottom), 'both', or 'rotation' (quarter turns in the
            plane of the last two axes, which must be of one size).

    Raises:
        ValueError: For another kind, and for one that a kernel of so few axes does not have.
    """
    sizes = _kernel_size(kernel_size)
    if kind not in _SYMMETRIES:
        raise ValueError('`kind` must be one of {}, and is {!r}.'.format(', '.join(_SYMMETRIES), kind))
    if kind != 'horizontal' and len(sizes) < 2:
        raise ValueError(f'A kernel of one axis ({sizes[0]}) has the symmetry "horizontal" only, not {kind!r}.')
    if kind == 'rotation' and sizes[-1] != sizes[-2]:
        raise ValueError(f'Quarter turns need a square kernel, and `kernel_size` is {sizes}.')
    cells = _distinct(sizes)
    images = [cells]
    if kind in ('horizontal', 'both'):
        images = images + [np.flip(image, -1) for image in images]
    if kind in ('vertical', 'both'):
        images = images + [np.flip(image, -2) for image in images]
    if kind == 'rotation':
        images = [np.rot90(cells, turns, (-2, -1)) for turns in range(4)]
    return text(np.min(images, axis=0))
