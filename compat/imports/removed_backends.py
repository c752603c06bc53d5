"""The frameworks of Keras 2 that are no more: their modules are not there, and say so."""
from compat.errors import NoFrameworkError
from compat.hosts import FRAMEWORKS


def error(name):
    """The error for the import of Keras 2's backend on that framework."""
    return NoFrameworkError(
        'keras.backend.{}_backend was Keras 2 on {}, which compat does not drive. It drives {}: choose one with '
        'KERAS_BACKEND, and take from keras.backend what the program takes from that module.'.format(name.lower(),
            name, ', '.join(FRAMEWORKS)))
