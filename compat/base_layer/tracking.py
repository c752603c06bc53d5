"""Whether layers, variables and metrics that are set as attributes of a layer count among what it has."""
import functools
import inspect
import threading

_state = threading.local()


def is_off():
    """Whether what is set as an attribute now is only kept."""
    return getattr(_state, 'off', False)


def disable_tracking(func):
    """A decorator: what layers get as attributes while ``func`` runs does not count among their weights and metrics.

    Keras 2.3.1 ``keras.engine.base_layer.disable_tracking``; in Keras 2.2 nothing that is set so counts.
    """
    @functools.wraps(func)
    def untracked(*args, **kwargs):
        before, _state.off = is_off(), True
        try:
            return func(*args, **kwargs)
        finally:
            _state.off = before

    # Keras 3 reads the arguments of constructors, and does not look into what they wrap.
    untracked.__signature__ = inspect.signature(func)
    return untracked
