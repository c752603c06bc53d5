"""Variables that running calls make, as by K.variable in the call of a layer: each is made once, and found again.

Keras 2 ran a call once, for its graph. Here it runs again for each trace, and on some frameworks for each batch. What
a line of the program makes there is the variable that it made before, in a call of the same layer, loss or metric.
"""
import collections
import concurrent.futures
import functools
import sys

from compat import process
from compat.symbolic.context import context
from compat.symbolic.dynamic_shape import Sizes
from compat.symbolic.kinds import COMPUTED, SYMBOLS, kinds


class Made:
    """The variables that the calls of a layer, loss or metric have made, by the places in the program."""

    def __init__(self):
        self._variables, self._counts, self._run = {}, None, None

    def begin(self, run):
        """Notes that places count anew in another run, which the object ``run`` stands for."""
        if run is not self._run:
            self._run, self._counts = run, collections.Counter()

    def variable(self, place, make):
        """Returns the next variable of a place of the program in this run; ``make()`` makes one that is not there."""
        self._counts[place] += 1
        key = place, self._counts[place]
        if key not in self._variables:
            # In a thread of its own: what a framework traces, and the scopes of hosts, are those of a thread.
            with concurrent.futures.ThreadPoolExecutor(1) as executor:
                self._variables[key] = executor.submit(make).result()
        return self._variables[key]

    def __deepcopy__(self, memo):
        return Made()

    def __reduce__(self):
        return Made, ()


def of_running_call():
    """Returns what the innermost running call has made, or None where none is known to run."""
    for entry in reversed(context.layers):
        if entry[2] is not None:
            made = entry[2].__dict__.setdefault('_made_in_calls', Made())
            made.begin(entry)
            return made
    if context.objective is None or not context.layers:
        return None
    made, run = context.objective
    made.begin(run)
    return made


def made_once(function):
    """Returns a function of K that makes variables, which makes those of running calls once.

    What compat itself calls computes, and so does what is called with tensors of the running call.
    """
    if process.dialect().eager:
        return function

    @functools.wraps(function)
    def make(*args, **kwargs):
        if context.layers and not kinds(args) & (COMPUTED | SYMBOLS) and not _has_sizes(args):
            made, caller = of_running_call(), sys._getframe(1)
            if made is not None and caller.f_globals.get('__name__', '').partition('.')[0] != 'compat':
                return made.variable((caller.f_code, caller.f_lasti), lambda: function(*args, **kwargs))
        return function(*args, **kwargs)
    return make


def _has_sizes(value):
    if type(value) in (list, tuple):
        return any(map(_has_sizes, value))
    return isinstance(value, Sizes)
