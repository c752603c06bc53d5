"""What Keras 2's stock layers refuse to be called on, where the hosts take it."""
from compat import process
from compat.base_layer import shapes
from compat.engine.base_layer import InputSpec


class OfOneRank:
    """A convolution of inputs of one number of axes, whose channels are known; hosts take more axes, as batches."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.input_spec = InputSpec(ndim=self.rank + 2)

    def build(self, input_shape):
        """Make the weights. Raises ValueError for channels that are not known."""
        shape = shapes.plain(input_shape)
        axis = 1 if self.data_format == 'channels_first' else -1
        if shape[axis] is None:
            raise ValueError(f'The channel dimension of the inputs should be defined. Found `None`: {self.name} has a '
                             f'weight for each channel, and inputs of shape {shape}.')
        super().build(input_shape)
        self.input_spec = InputSpec(ndim=self.rank + 2, axes={axis: shape[axis]})


class OfSomeAxes:
    """Flatten of what has something to flatten: axes of known sizes after that of the samples, two at least."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.input_spec = InputSpec(min_ndim=3)

    def build(self, input_shape):
        """Check the shape. Raises ValueError for axes that are not known."""
        shape = shapes.plain(input_shape)
        if None in shape[1:]:
            raise ValueError(f'The shape of the input to "Flatten" is not fully defined (got {shape[1:]}). Make sure '
                             'to pass a complete "input_shape" or "batch_input_shape" argument to the first layer in '
                             'your model.')
        super().build(input_shape)


class OfSeveral:
    """A merge of two inputs at least."""

    def build(self, input_shape):
        """Check the shapes. Raises ValueError for less than two inputs, and where they do not fit."""
        told = shapes.plain(input_shape)
        if not isinstance(told, list) or len(told) < 2:
            raise ValueError('A merge layer should be called on a list of inputs, at least 2 inputs. Layer '
                             f'{self.name} was called on {told}.')
        super().build(input_shape)


def checked(mixin):
    """The mixins of a stock layer that refuses what Keras 2 refused, in the dialects of Keras 2."""
    return (mixin,) if process.dialect().first_uid else ()
