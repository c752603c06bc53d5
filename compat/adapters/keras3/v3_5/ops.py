"""Arrays on Keras 3.0 to 3.5."""
from compat import process
from compat.adapters.keras3.tensors import is_symbol

keras = process.opened().keras


class StopGradient(keras.Operation):
    """ops.stop_gradient for symbols; Keras 3 has an operation of that name from 3.6 on."""

    def call(self, variable):
        return keras.ops.stop_gradient(variable)

    def compute_output_spec(self, variable):
        return keras.KerasTensor(variable.shape, dtype=variable.dtype)


def stop_gradient(x):
    return StopGradient()(x) if is_symbol(x) else keras.ops.stop_gradient(x)
