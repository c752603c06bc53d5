"""TensorFlow's own functions on what is recorded: they ask before they compute.

A function of TensorFlow calls the dispatchers that are registered when an argument refuses to become a tensor.
"""
import sys

import tensorflow as tf
from tensorflow.python.util.dispatch import GlobalOpDispatcher

from compat import process
from compat.symbolic import phase
from compat.symbolic.equivalents import is_of_tensorflow, recorded_tensor_error
from compat.symbolic.tensor_members import DTypeName


def records():
    """Whether a tensor of the graph is to be recorded, and not computed, by a function that is called now."""
    return not process.dialect().eager and not phase.is_executing() and tf.executing_eagerly()


def refuse_conversion(value):
    """Raises RecordedTensorError where a function of TensorFlow, which asks for the value, is to be recorded."""
    if records():
        raise recorded_tensor_error(value)


def variable_methods(variable_class):
    """The methods by which variables of a class of the host refuse to be tensors where they are recorded."""
    def __tf_tensor__(self, dtype=None, name=None):
        refuse_conversion(self)
        return variable_class.__tf_tensor__(self, dtype, name)

    return {'__tf_tensor__': __tf_tensor__, 'dtype': property(lambda self: DTypeName(variable_class.dtype.fget(self)))}


def is_passing(value):
    """Whether a result of a function, no tensor, lasts only as long as TensorFlow traces the call of it."""
    return isinstance(value, (tf.TensorArray, tf.RaggedTensor, tf.data.Dataset, tf.Module))


class FunctionDispatcher(GlobalOpDispatcher):
    """Records the calls of functions with tensors of the graph among their arguments.

    ``record(function, args, kwargs)`` returns the results, ``is_recorded(arguments)`` says whether it is to be asked.
    """

    def __init__(self, record, is_recorded):
        self._record, self._is_recorded = record, is_recorded

    def handle(self, op, args, kwargs):
        """The results of the call as tensors of the graph, or NOT_SUPPORTED."""
        if not self._is_recorded((args, kwargs)) or not tf.executing_eagerly() or self._is_inside_another():
            return self.NOT_SUPPORTED
        return self._record(op, args, kwargs)

    def _is_inside_another(self):
        """Whether the call comes from another function of TensorFlow, which is asked once this one has failed.

        The outermost one is what is recorded: what lies within expects tensors, with all that they have.
        """
        frame = sys._getframe(4)  # beyond the dispatcher, ``dispatch`` and the function itself
        while frame is not None and is_of_tensorflow(frame):
            if frame.f_code.co_filename == _FILE and frame.f_code.co_name in _ASKING:
                arguments = [frame.f_locals.get(name) for name in ('args', 'kwargs')]
                if None not in arguments and self._is_recorded(tuple(arguments)):
                    return True
            frame = frame.f_back
        return False


# The code of what TensorFlow has around its functions, by its file and name: it asks dispatchers.
_FILE = GlobalOpDispatcher.register.__code__.co_filename
_ASKING = ('op_dispatch_handler', 'wrapper')


def dispatch_functions(record, is_recorded):
    """Let TensorFlow's functions ask ``record(function, args, kwargs)`` where ``is_recorded(arguments)``."""
    FunctionDispatcher(record, is_recorded).register()
