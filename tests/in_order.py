"""Real Keras 2 that reads all that it needs before it changes anything. It is without compat: the fuzzer uses it, too.

TensorFlow 1 orders the updates of a K.function by nothing: a gradient may be computed from a kernel that the same call
has just changed, a step of Adam may read the counter before or after it counts, and numbers differ from run to run.
"""
import contextlib
import importlib
from unittest import mock


def function(real, batch_set_value):
    """K.function, made of the real one: the new values are outputs of it, and numpy carries them."""
    def in_order(inputs, outputs, updates=None, **kwargs):
        others = [update for update in updates or [] if not isinstance(update, tuple)]  # of layers and of metrics
        updates = [update for update in updates or [] if isinstance(update, tuple)]
        compute = real(inputs, list(outputs) + [value for _, value in updates], updates=others, **kwargs)

        def call(feeds):
            computed = compute(feeds)
            batch_set_value([(variable, value) for (variable, _), value in zip(updates, computed[len(outputs):])])
            return computed[:len(outputs)]
        return call
    return in_order


@contextlib.contextmanager
def updates_in_order(*backends):
    """While inside, updates by these modules are pairs of a variable and its new value, and functions are in order."""
    instead = {'update': lambda variable, value: (variable, value),
               'update_add': lambda variable, value: (variable, variable + value),
               'update_sub': lambda variable, value: (variable, variable - value),
               'function': function(backends[0].function, backends[0].batch_set_value)}
    with contextlib.ExitStack() as replaced:
        for backend in backends:
            for name, replacement in instead.items():
                replaced.enter_context(mock.patch.object(backend, name, replacement))
        yield


@contextlib.contextmanager
def steps_in_order(*backends):
    """While inside, models train in order: their steps are made with the updates of these modules."""
    model = importlib.import_module('keras.engine.training').Model
    make = model._make_train_function

    def make_in_order(self):
        with updates_in_order(*backends):
            make(self)

    with mock.patch.object(model, '_make_train_function', make_in_order):
        yield
