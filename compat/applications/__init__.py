"""The modules that applications are built with (Keras 2.2.4 `keras.applications`); the models are the host's."""
import functools

from compat import backend, layers, models, utils


def keras_modules_injection(base_fun):
    """Returns a function of keras_applications that uses compat's ``backend``, ``layers``, ``models``, ``utils``.

    They are keyword arguments, and replace those of a call.
    Source: Keras 2.2.4 `keras.applications.keras_modules_injection`.
    """
    @functools.wraps(base_fun)
    def wrapper(*args, **kwargs):
        kwargs.update(backend=backend, layers=layers, models=models, utils=utils)
        return base_fun(*args, **kwargs)

    return wrapper
