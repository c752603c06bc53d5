"""Keras 2's `keras.layers.advanced_activations`: activations with weights or arguments."""
from compat import activations
from compat import backend as K
from compat.builtin_layers.arguments import integer, objects_config, set_objects
from compat.builtin_layers.registration import builtin_layer
from compat.engine.base_layer import InputSpec, Layer
from compat.legacy import interfaces


class _ElementwiseActivation(Layer):
    """An activation of each value: the output has the shape and the mask of the input."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.supports_masking = True

    def compute_output_shape(self, input_shape):
        """Returns the shape of the input."""
        return input_shape


@builtin_layer
class LeakyReLU(_ElementwiseActivation):
    def __init__(self, alpha=0.3, **kwargs):
        super().__init__(**kwargs)
        self.alpha = K.cast_to_floatx(alpha)

    def call(self, inputs):
        """Returns the inputs where they are positive, else alpha * inputs."""
        return K.relu(inputs, alpha=self.alpha)

    def get_config(self):
        """Returns the arguments of the constructor."""
        return dict(super().get_config(), alpha=float(self.alpha))


@builtin_layer
class PReLU(_ElementwiseActivation):
    @interfaces.legacy_prelu_support
    def __init__(self, alpha_initializer='zeros', alpha_regularizer=None, alpha_constraint=None, shared_axes=None,
                 **kwargs):
        super().__init__(**kwargs)
        set_objects(self, alpha_initializer=alpha_initializer, alpha_regularizer=alpha_regularizer,
                    alpha_constraint=alpha_constraint)
        self.shared_axes = shared_axes
        if shared_axes is not None:
            self.shared_axes = [integer(axis) for axis in (
                shared_axes if isinstance(shared_axes, (list, tuple)) else [shared_axes])]

    def build(self, input_shape):
        """Makes alpha, of the shape of a sample with 1 at the shared axes."""
        shared, shape = self.shared_axes or [], list(input_shape[1:])
        self.param_broadcast = [False] * len(shape)
        for axis in shared:
            place = self._place_of(axis, shape)
            shape[place], self.param_broadcast[place] = 1, True
        self.alpha = self.add_weight(shape=tuple(shape), name='alpha', initializer=self.alpha_initializer,
                                     regularizer=self.alpha_regularizer, constraint=self.alpha_constraint)
        own = {axis: input_shape[axis] for axis in range(1, len(input_shape)) if axis not in shared}
        self.input_spec = InputSpec(ndim=len(input_shape), axes=own if shared else {})
        self.built = True

    def _place_of(self, axis, shape):
        """Returns where alpha has an axis of the input, by Keras 2's count: from 1 on, 0 for the last one.

        Raises TypeError for an axis that is no integer, IndexError for one that the input does not have.
        """
        message = (f'The shared_axes of {self.name} are {self.shared_axes}. They are axes of the input, integers from '
                   f'1 to {len(shape)}.')
        if not isinstance(axis, int):
            raise TypeError(message)
        if not -len(shape) <= axis - 1 < len(shape):
            raise IndexError(message)
        return axis - 1

    def call(self, inputs, mask=None):
        """Returns the inputs where they are positive, else alpha * inputs."""
        return K.relu(inputs) - self.alpha * K.relu(-inputs)

    def get_config(self):
        """Returns the arguments of the constructor."""
        return dict(super().get_config(), **objects_config(
            self, 'alpha_initializer', 'alpha_regularizer', 'alpha_constraint'), shared_axes=self.shared_axes)


@builtin_layer
class ELU(_ElementwiseActivation):
    def __init__(self, alpha=1.0, **kwargs):
        super().__init__(**kwargs)
        self.alpha = K.cast_to_floatx(alpha)

    def call(self, inputs):
        """Returns the inputs where they are positive, else alpha * (exp(inputs) - 1)."""
        return K.elu(inputs, self.alpha)

    def get_config(self):
        """Returns the arguments of the constructor."""
        return dict(super().get_config(), alpha=float(self.alpha))


@builtin_layer
class ThresholdedReLU(_ElementwiseActivation):
    def __init__(self, theta=1.0, **kwargs):
        super().__init__(**kwargs)
        self.theta = K.cast_to_floatx(theta)

    def call(self, inputs, mask=None):
        """Returns the inputs where they are above the threshold, else 0."""
        return inputs * K.cast(K.greater(inputs, self.theta), K.dtype(inputs))

    def get_config(self):
        """Returns the arguments of the constructor."""
        return dict(super().get_config(), theta=float(self.theta))


@builtin_layer
class Softmax(_ElementwiseActivation):
    def __init__(self, axis=-1, **kwargs):
        super().__init__(**kwargs)
        self.axis = integer(axis)

    def call(self, inputs):
        """Returns the softmax of the inputs along the axis of the layer."""
        return activations.softmax(inputs, axis=self.axis)

    def get_config(self):
        """Returns the arguments of the constructor."""
        return dict(super().get_config(), axis=self.axis)


@builtin_layer
class ReLU(_ElementwiseActivation):
    def __init__(self, max_value=None, negative_slope=0., threshold=0., **kwargs):
        super().__init__(**kwargs)
        for name, value in (('max_value', max_value), ('negative_slope', negative_slope)):
            if value is not None and value < 0.:
                raise ValueError(f'{name} of ReLU layer {self.name} cannot be negative value: {value}')
        self.max_value = None if max_value is None else K.cast_to_floatx(max_value)
        self.negative_slope = K.cast_to_floatx(negative_slope)
        self.threshold = K.cast_to_floatx(threshold)

    def call(self, inputs):
        """Returns the inputs from the threshold up to max_value, negative_slope * (inputs - threshold) below."""
        return K.relu(inputs, alpha=self.negative_slope, max_value=self.max_value, threshold=self.threshold)

    def get_config(self):
        """Returns the arguments of the constructor."""
        return dict(super().get_config(), max_value=self.max_value, negative_slope=self.negative_slope,
                    threshold=self.threshold)
