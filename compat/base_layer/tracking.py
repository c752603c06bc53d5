"""Whether a layer tracks the layers, variables and metrics that are set as its attributes."""
import functools
import inspect

from compat.symbolic.context import context


def is_off():
    """Whether attributes that are set now are not tracked."""
    return not context.tracks_attributes


def disable_tracking(func):
    """A decorator: layers do not track the weights and metrics that are set as attributes while ``func`` runs.

    Keras 2.3.1 ``keras.engine.base_layer.disable_tracking``; Keras 2.2 never tracks attributes.
    """
    @functools.wraps(func)
    def untracked(*args, **kwargs):
        with context.scope(tracks_attributes=False):
            return func(*args, **kwargs)

    # Keras 3 reads the signatures of constructors, and does not follow __wrapped__.
    untracked.__signature__ = inspect.signature(func)
    return untracked
