"""Real Keras 2 that trains in order: a step reads all that it needs before it changes anything.

TensorFlow 1 orders the updates of a K.function by nothing: a loss may have the weights from before a step or from after
it, an optimizer may read its counter before or after it counts. What such a step gives is no number to compare with.
"""
import contextlib
import importlib


def _function(real, K):
    """K.function, made of the real one: the new values are outputs of it, and numpy carries them."""
    def in_order(inputs, outputs, updates=None, **kwargs):
        others = [update for update in updates or [] if not isinstance(update, tuple)]  # of layers and of metrics
        updates = [update for update in updates or [] if isinstance(update, tuple)]
        compute = real(inputs, list(outputs) + [value for _, value in updates], updates=others, **kwargs)

        def call(feeds):
            computed = compute(feeds)
            K.batch_set_value([(pair[0], value) for pair, value in zip(updates, computed[len(outputs) :])])
            return computed[: len(outputs)]

        return call

    return in_order


@contextlib.contextmanager
def steps_in_order():
    """While inside, models of real Keras 2 train in order."""
    K = importlib.import_module('keras.backend')
    model = importlib.import_module('keras.engine.training').Model
    make = model._make_train_function
    instead = {
        'update': lambda variable, value: (variable, value),
        'update_add': lambda variable, value: (variable, variable + value),
        'update_sub': lambda variable, value: (variable, variable - value),
        'function': _function(K.function, K),
    }

    def make_in_order(self):
        real = {name: getattr(K, name) for name in instead}
        for name, replacement in instead.items():
            setattr(K, name, replacement)
        try:
            make(self)
        finally:
            for name, function in real.items():
                setattr(K, name, function)

    model._make_train_function = make_in_order
    try:
        yield
    finally:
        model._make_train_function = make
