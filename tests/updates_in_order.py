"""Functions and steps of the oracle in order; other hosts are left as they are: they have that order by themselves."""
import contextlib
import importlib

import in_order

from compat import backend, process


def updates_in_order():
    """Returns what is entered: while inside, on the oracle, K.function reads all that it needs before it updates."""
    return _on_the_oracle(in_order.updates_in_order)


def steps_in_order():
    """Returns what is entered: while inside, on the oracle, models train in order."""
    return _on_the_oracle(in_order.steps_in_order)


@contextlib.contextmanager
def _on_the_oracle(scope):
    if not process.matches('keras2'):
        yield
        return
    with scope(importlib.import_module('keras.backend'), backend):
        yield
