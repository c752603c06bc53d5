"""Inputs that Keras 2's layers refuse and the hosts' layers accept."""
from compat import process
from compat.base_layer import shapes
from compat.engine.base_layer import InputSpec


class OneRankMixin:
    """A mixin for convolutions: inputs have one number of axes and known channels; hosts accept more axes."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.input_spec = InputSpec(ndim=self.rank + 2)

    def build(self, input_shape):
        """Makes the weights. Raises ValueError where the channels are not known."""
        shape = shapes.plain(input_shape)
        axis = 1 if self.data_format == 'channels_first' else -1
        if shape[axis] is None:
            raise ValueError(f'The channel dimension of the inputs should be defined. Found `None`: {self.name} has a '
                             f'weight for each channel, and inputs of shape {shape}.')
        super().build(input_shape)
        self.input_spec = InputSpec(ndim=self.rank + 2, axes={axis: shape[axis]})


def in_keras2_dialects(mixin):
    """Returns the mixin in a tuple in the dialects of Keras 2, which refuse such inputs; else an empty tuple."""
    return (mixin,) if process.dialect().layers_check_inputs else ()
