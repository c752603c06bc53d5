"""Whether a layer tracks the layers, variables and metrics that are set as its attributes."""
import functools
import inspect
import threading

_state = threading.local()


def is_off():
    """Whether attributes that are set now are not tracked."""
    return getattr(_state, 'off', False)


def disable_tracking(func):
    """A decorator: layers do not track the weights and metrics that are set as attributes while ``func`` runs.

    Keras 2.3.1 ``keras.engine.base_layer.disable_tracking``; Keras 2.2 never tracks attributes.
    """
    @functools.wraps(func)
    def untracked(*args, **kwargs):
        before, _state.off = is_off(), True
        try:
            return func(*args, **kwargs)
        finally:
            _state.off = before

    # Keras 3 reads the signatures of constructors, and does not follow __wrapped__.
    untracked.__signature__ = inspect.signature(func)
    return untracked
