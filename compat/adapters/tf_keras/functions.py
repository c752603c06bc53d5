"""TensorFlow's own functions on what is recorded, beside the host's dispatchers, which record them on symbols."""
import sys

from tensorflow.python.util.dispatch import _GLOBAL_DISPATCHERS, GlobalOpDispatcher

from compat.symbolic import outer_symbols
from compat.symbolic.context import context
from compat.symbolic.references import functions_among
from compat.adapters.tensorflow import functions
from compat.adapters.tensorflow.functions import records, refuse_conversion
from compat.adapters.tf_keras.tensors import as_keras2_tensor


class SymbolDispatcher(GlobalOpDispatcher):
    """Makes the symbols that the host's dispatchers return those of Keras 2, which compare by identity."""

    def __init__(self, dispatchers):
        self._dispatchers = dispatchers

    def handle(self, op, args, kwargs):
        """What the first of the host's dispatchers returns that supports the call, or NOT_SUPPORTED.

        In a running call it is what the function computes of the values of the symbols.
        """
        if outer_symbols.are_values():
            values = outer_symbols.values_of((args, kwargs))
            return op(*values[0], **values[1])
        if context.control_inputs or context.gradient_overrides or functions_among((args, kwargs)):
            return self.NOT_SUPPORTED  # the host's layers do not know of these, nor of what functions close over
        for dispatcher in self._dispatchers:
            results = dispatcher.handle(op, args, kwargs)
            if results is not self.NOT_SUPPORTED:
                return as_keras2_tensor(results)
        return self.NOT_SUPPORTED


def dispatch_functions(record, is_recorded):
    """Let TensorFlow's functions ask ``record(function, args, kwargs)`` where ``is_recorded(arguments)``."""
    _GLOBAL_DISPATCHERS[:] = [SymbolDispatcher(list(_GLOBAL_DISPATCHERS))]
    functions.dispatch_functions(record, is_recorded)


def variable_methods(variable_class):
    """The methods by which variables refuse to be tensors where they are recorded.

    The functions that TensorFlow generates let C read ``_handle`` of whatever is a variable. Where that is none, they
    ask for a tensor.
    """
    def _dense_var_to_tensor(self, *args, **kwargs):
        refuse_conversion(self)
        return variable_class._dense_var_to_tensor(self, *args, **kwargs)

    def __tf_tensor__(self, dtype=None, name=None):
        refuse_conversion(self)
        return variable_class.__tf_tensor__(self, dtype, name)

    def _handle(self):
        asks_for_value = records() and '.gen_' in sys._getframe(1).f_globals.get('__name__', '')
        return None if asks_for_value else self.__dict__['_handle']

    methods = {'_handle': property(_handle, lambda self, handle: self.__dict__.update(_handle=handle)),
               '_dense_var_to_tensor': _dense_var_to_tensor}
    return dict(methods, __tf_tensor__=__tf_tensor__) if hasattr(variable_class, '__tf_tensor__') else methods
