"""The errors and warnings of compat. Each is also the standard exception that a caller would expect."""
import sys


class CompatError(Exception):
    """Base of everything that compat itself raises."""


class NoHostError(CompatError, ImportError):
    """No Keras that compat can drive is installed, or the one that was asked for cannot be used."""


class HostTooOldError(NoHostError):
    """The installed Keras is older than the oldest that compat drives."""


class NoFrameworkError(NoHostError):
    """Keras is installed, and the framework that it should compute with is not."""


class UnknownHostError(CompatError, ValueError):
    """COMPAT_HOST, configure(host=...) or --host names something that is no host."""


class UnknownFrameworkError(CompatError, ValueError):
    """KERAS_BACKEND, or the imported Keras, names a framework that compat does not drive."""


class UnknownDialectError(CompatError, ValueError):
    """COMPAT_DIALECT, configure(dialect=...) or --dialect names something that is no dialect."""


class UnknownDifferenceError(CompatError, LookupError):
    """A row of compat.differences was asked for that is not there."""


class AlreadyChosenError(CompatError, RuntimeError):
    """The process has its host and dialect already; another one was asked for."""


class NotBuiltError(CompatError, NotImplementedError):
    """The name belongs to Keras 2, and compat does not offer it yet."""


class MissingPackageError(CompatError, ImportError):
    """A part of Keras 2 needs a package that is not installed; the message says what to install."""


class UnsupportedError(CompatError, NotImplementedError):
    """The name or argument cannot work on this host; the message says why, and what to use instead."""


class NoTensorError(CompatError, TypeError, ValueError, AttributeError):
    """A function of K was passed None; Keras 2 raised one or the other of these, by the function."""


class GeneratorEndedError(CompatError, StopIteration, ValueError):
    """A generator of batches ended before the last step; Keras 2 let its StopIteration through."""


class RecordedTensorError(UnsupportedError, TypeError):
    """A function of the framework asks a tensor of the graph for its value, and cannot be recorded."""

    def __init__(self, tensor, function=None, equivalent=None):
        called = f'tensorflow\'s {function}' if function else 'this function of TensorFlow'
        instead = f'keras.backend.{equivalent}' if equivalent else 'the function of keras.backend that does the same'
        super().__init__(
            f'{tensor} has no value while a program records what to compute, and {called}, which cannot be recorded '
            f'here, needs one. Use {instead}; or, on the tensorflow framework, call it in the function of a Lambda '
            'layer, whose tensors have values.')


class NoAdapterError(CompatError, LookupError):
    """The table of adapters has no row for the host of this process."""


class MissingAdapterNameError(CompatError, AttributeError):
    """The adapter of this host lacks a name of the protocol."""


class MissingCapabilityError(UnsupportedError):
    """What the framework of this host cannot do at all; ``difference`` is the id of the row that says so."""

    def __init__(self, message, difference):
        super().__init__(message)
        self.difference = difference


class NoTensorFlowError(UnsupportedError, ImportError):
    """A program in the dialect tf.keras asks for more of TensorFlow than keras, and TensorFlow is not installed."""


class NoTensorFlowNameError(UnsupportedError, AttributeError):
    """A name that Keras 2 had leaked from TensorFlow is asked for, and the framework is another one."""


class Python2Error(CompatError, SyntaxError):
    """The program is written in Python 2 and cannot be translated."""


class DifferenceWarning(UserWarning):
    """The program goes on with numbers that are not those of Keras 2; the message names the row of the table."""


class ShapeWarning(UserWarning):
    """A layer's compute_output_shape contradicts the shape that its call computes."""


_LIBRARIES = frozenset(('compat', 'customlayers', 'keras', 'tf_keras', 'tensorflow', 'jax', 'torch', 'contextlib'))


def user_stacklevel():
    """The ``stacklevel`` of a warning, for the caller of this function, at the line of the program that led to it."""
    frame, level = sys._getframe(1), 1
    while frame.f_back is not None and frame.f_globals.get('__name__', '').partition('.')[0] in _LIBRARIES:
        frame, level = frame.f_back, level + 1
    return level
