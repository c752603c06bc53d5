"""Functions of real Keras 2 that read all that they need before they change anything.

TensorFlow 1 orders the updates of a K.function by nothing: a gradient may be computed from a kernel that the same call
has just changed, a step of Adam may read the counter before or after it counts, and numbers differ from run to run.
Here the oracle computes every new value first. Other hosts are left as they are: they have that order by themselves.
"""
import contextlib
import importlib

import pytest

from compat import backend, process


def function(real):
    """K.function, made of the real one: the new values are outputs of it, and numpy carries them."""
    def in_order(inputs, outputs, updates=None, **kwargs):
        others = [update for update in updates or [] if not isinstance(update, tuple)]  # of layers and of metrics
        updates = [update for update in updates or [] if isinstance(update, tuple)]
        compute = real(inputs, list(outputs) + [value for _, value in updates], updates=others, **kwargs)

        def call(feeds):
            computed = compute(feeds)
            backend.batch_set_value([(variable, value) for (variable, _), value
                                     in zip(updates, computed[len(outputs):])])
            return computed[:len(outputs)]
        return call
    return in_order


@contextlib.contextmanager
def steps_in_order():
    """While inside, on the oracle, models train in order."""
    if not process.matches('keras2'):
        yield
        return
    model = importlib.import_module('keras.engine.training').Model
    make = model._make_train_function

    def make_in_order(self):
        with updates_in_order():
            make(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(model, '_make_train_function', make_in_order)
        yield


@contextlib.contextmanager
def updates_in_order():
    """While inside, on the oracle, updates are pairs of a variable and its new value, and functions are in order."""
    if not process.matches('keras2'):
        yield
        return
    keras = importlib.import_module('keras.backend')
    instead = {'update': lambda variable, value: (variable, value),
               'update_add': lambda variable, value: (variable, variable + value),
               'update_sub': lambda variable, value: (variable, variable - value),
               'function': function(keras.function)}
    with pytest.MonkeyPatch.context() as patch:
        for module in keras, backend:
            for name, replacement in instead.items():
                patch.setattr(module, name, replacement)
        yield
