"""Models of Keras 3.0 to 3.3, which take the shapes of their outputs for those of their inputs."""
from compat import process
from compat.adapters.keras3 import model as keras3
from compat.base_layer import shapes

_keras = process.opened().keras

READS_KERAS2_CONFIGS = False
FIRST_CALLS = {'': 0, 'Sequential': 0, 'Functional': 0}


def _inferred_shape(model, input_shape):
    """Returns the shape(s) that its layers say, one after the other: a trace of them all leaves more sizes unknown."""
    if isinstance(input_shape, list):
        return shapes.of(model.compute_output_spec([_keras.KerasTensor(shape) for shape in input_shape]))
    return shapes.of(model.compute_output_spec(_keras.KerasTensor(input_shape)))


class HostFunctional(keras3.HostFunctional):
    """The host's functional model. It computes its output shape itself from 3.4 on."""

    def get_config(self):
        """What makes the model again: Keras 3.0 writes the number of the call of a model of which it reads the next."""
        config = super().get_config()
        models = {operation.name for operation in self.operations if isinstance(operation, HostFunctional)}
        outputs = config.get('output_layers')
        if isinstance(outputs, list):
            config['output_layers'] = [[name, call - (name in models), place] for name, call, place in outputs]
        return config

    def compute_output_shape(self, input_shape):
        """The shape(s) of the outputs for inputs of the shape(s)."""
        return _inferred_shape(self, input_shape)


class HostSequential(keras3.HostSequential):
    """The host's Sequential. It computes its output shape itself from 3.4 on."""

    def compute_output_shape(self, input_shape):
        """The shape(s) of the outputs for inputs of the shape(s)."""
        return _inferred_shape(self, input_shape)
