"""What a program used of what differs from Keras 2, or was Keras 1's: ``python -m compat run --report`` prints it."""
import contextlib
import os
import sys
import threading
import warnings
from collections import OrderedDict
from typing import NamedTuple

from compat.errors import user_stacklevel

DIFFERENCE, KERAS_1 = 'difference', 'Keras 1'
_lock, _uses, _thread = threading.Lock(), OrderedDict(), threading.local()


class Use(NamedTuple):
    """Something that a program used: its kind, what it is, where it was first, and how often."""

    kind: str
    what: str
    where: str
    times: int


def record(kind, what):
    """Record that the program used something, at the line of it that led here."""
    if getattr(_thread, 'paused', False):
        return
    frame = sys._getframe(user_stacklevel() - 1)  # the level 1 of a warning is this function
    where = f'{os.path.basename(frame.f_code.co_filename)}:{frame.f_lineno}'
    with _lock:
        before = _uses.get((kind, what))
        _uses[kind, what] = Use(kind, what, before.where, before.times + 1) if before else Use(kind, what, where, 1)


def uses(kind):
    """What was recorded of that kind, in the order of first use."""
    with _lock:
        return [use for use in _uses.values() if use.kind == kind]


@contextlib.contextmanager
def paused():
    """Records nothing inside: compat works for itself there."""
    before, _thread.paused = getattr(_thread, 'paused', False), True
    try:
        yield
    finally:
        _thread.paused = before


def warn_of_keras_1(message, stacklevel):
    """Issue a warning of a spelling of Keras 1, ``stacklevel`` for the caller of this function, and record it."""
    record(KERAS_1, message)
    warnings.warn(message, stacklevel=stacklevel + 1)
