"""What the applications of Keras 2 are built with (Keras 2.2.4 `keras.applications`); the models are the host's."""
import functools

from compat import backend, layers, models, utils


def keras_modules_injection(base_fun):
    """A function of keras_applications, given the modules that it builds with as compat has them.

    These are the keyword arguments ``backend``, ``layers``, ``models`` and ``utils``, instead of any that a call names.
    Source: Keras 2.2.4 `keras.applications.keras_modules_injection`.
    """
    @functools.wraps(base_fun)
    def wrapper(*args, **kwargs):
        kwargs.update(backend=backend, layers=layers, models=models, utils=utils)
        return base_fun(*args, **kwargs)

    return wrapper
