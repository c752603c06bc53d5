"""Keras 2's `keras.layers.core`: Dense, Activation, Dropout, Lambda and the layers that change shapes."""
import numpy as np

from compat import adapters, regularizers
from compat import backend as K
from compat.base_layer import shapes
from compat.builtin_layers.arguments import (integer, integers, is_builtin_activation, objects_config,
                                             set_objects)
from compat.builtin_layers.registration import builtin_layer
from compat.builtin_layers.seeds import seed_for
from compat.builtin_layers.signatures import documented
from compat.engine.base_layer import InputSpec, Layer
from compat.files.lambda_configs import array, dump_function, with_kind
from compat.legacy import interfaces
from compat.utils.generic_utils import deserialize_keras_object, func_dump, func_load, has_arg  # noqa: F401

_layer_adapter = adapters.area('layer')


@builtin_layer
class Masking(Layer):
    def __init__(self, mask_value=0., **kwargs):
        super().__init__(**kwargs)
        self.supports_masking = True
        self.mask_value = mask_value

    def compute_mask(self, inputs, mask=None):
        """Returns where a feature of the step differs from ``mask_value``."""
        return K.any(K.not_equal(inputs, self.mask_value), axis=-1)

    def call(self, inputs):
        """Returns the inputs, with zeros in the masked steps."""
        steps = K.any(K.not_equal(inputs, self.mask_value), axis=-1, keepdims=True)
        return inputs * K.cast(steps, K.dtype(inputs))

    def compute_output_shape(self, input_shape):
        """Returns the shape of the input."""
        return input_shape

    def get_config(self):
        """Returns the arguments of the constructor."""
        return dict(super().get_config(), mask_value=self.mask_value)


@builtin_layer
class Dropout(Layer):
    @interfaces.legacy_dropout_support
    def __init__(self, rate, noise_shape=None, seed=None, **kwargs):
        super().__init__(**kwargs)
        self.rate = min(1., max(0., rate))
        self.noise_shape = noise_shape
        self.seed = seed
        self.supports_masking = True

    def _get_noise_shape(self, inputs):
        """Returns the shape of the mask; None is that of the inputs."""
        if self.noise_shape is None:
            return None
        sizes = K.shape(inputs)
        return tuple(sizes[axis] if size is None else size for axis, size in enumerate(self.noise_shape))

    def build(self, input_shape):
        """Makes no weights. Raises TypeError for a noise_shape that is no shape, ValueError where it does not fit."""
        if self.noise_shape is not None and 0. < self.rate < 1. and shapes.is_shape(input_shape):
            if not shapes.is_shape(self.noise_shape):
                raise TypeError(f'The noise_shape of {self.name} is a tuple of integers and None, one for each axis of '
                                f'its input, and it is {self.noise_shape!r}.')
            _refuse_noise_shape(self, tuple(input_shape))
        super().build(input_shape)

    def call(self, inputs, training=None):
        """Returns the inputs, in training with a share of them set to 0 and the others scaled up."""
        if not 0. < self.rate < 1.:
            return inputs
        seed = seed_for(self)

        def dropped():
            return K.dropout(inputs, self.rate, self._get_noise_shape(inputs), seed=seed)
        return K.in_train_phase(dropped, inputs, training=training)

    def compute_output_shape(self, input_shape):
        """Returns the shape of the input."""
        return input_shape

    def get_config(self):
        """Returns the arguments of the constructor."""
        return dict(super().get_config(), rate=self.rate, noise_shape=self.noise_shape, seed=self.seed)


def _refuse_noise_shape(layer, input_shape):
    """Raises ValueError for a noise_shape that a tensor of the input shape cannot be multiplied by."""
    noise = layer.noise_shape
    pairs = list(zip(reversed(noise), reversed(input_shape)))
    if len(noise) > len(input_shape) or any(None not in pair and pair[0] not in (1, pair[1]) for pair in pairs):
        raise ValueError(f'The noise_shape of {layer.name} is {noise}, and its input has the shape {input_shape}: each '
                         'size is 1, None, or that of the axis.')


class _SpatialDropout(Dropout):
    """Dropout of whole channels: the mask has one value for all positions of a channel.

    Keras 2 derived SpatialDropout2D and SpatialDropout3D from Dropout itself.
    """

    _axes = None

    def _get_noise_shape(self, inputs):
        sizes = K.shape(inputs)
        channel_axis = 1 if getattr(self, 'data_format', None) == 'channels_first' else self._axes + 1
        return tuple(sizes[axis] if axis in (0, channel_axis) else 1 for axis in range(self._axes + 2))


@builtin_layer
class SpatialDropout1D(_SpatialDropout):
    _axes = 1

    @interfaces.legacy_spatialdropout1d_support
    def __init__(self, rate, **kwargs):
        super().__init__(rate, **kwargs)
        self.input_spec = InputSpec(ndim=3)


@builtin_layer
class SpatialDropout2D(_SpatialDropout):
    _axes = 2

    @interfaces.legacy_spatialdropoutNd_support
    def __init__(self, rate, data_format=None, **kwargs):
        super().__init__(rate, **kwargs)
        self.data_format = K.normalize_data_format(data_format)
        self.input_spec = InputSpec(ndim=4)


@builtin_layer
class SpatialDropout3D(_SpatialDropout):
    _axes = 3

    @interfaces.legacy_spatialdropoutNd_support
    def __init__(self, rate, data_format=None, **kwargs):
        super().__init__(rate, **kwargs)
        self.data_format = K.normalize_data_format(data_format)
        self.input_spec = InputSpec(ndim=5)


@builtin_layer
class Activation(Layer):
    def __init__(self, activation, **kwargs):
        super().__init__(**kwargs)
        self.supports_masking = True
        set_objects(self, activation=activation)

    def call(self, inputs):
        """Returns the function of the inputs."""
        return self.activation(inputs)

    def _computes_as_declared(self, inputs, **options):
        return (not options and is_builtin_activation(self.activation) and len(inputs.shape) > 1
                and inputs.dtype == self.compute_dtype)

    def compute_output_shape(self, input_shape):
        """Returns the shape of the input."""
        return input_shape

    def get_config(self):
        """Returns the arguments of the constructor."""
        return dict(super().get_config(), **objects_config(self, 'activation'))


@builtin_layer
class Reshape(Layer):
    def __init__(self, target_shape, **kwargs):
        super().__init__(**kwargs)
        self.target_shape = integers(target_shape)

    def _fix_unknown_dimension(self, input_shape, output_shape):
        """Returns the shape with the size for its -1. Raises ValueError where the numbers of values differ."""
        unknown = [axis for axis, size in enumerate(output_shape) if size < 0]
        if len(unknown) > 1:
            raise ValueError(f'Can only specify one unknown dimension: the target_shape of {self.name} is '
                             f'{self.target_shape}.')
        values = int(np.prod(input_shape, dtype=int))
        known = int(np.prod([size for size in output_shape if size >= 0], dtype=int))
        if values != known and not (unknown and known and values % known == 0):
            raise ValueError(f'total size of new array must be unchanged: {self.name} gets {tuple(input_shape)}, which '
                             f'is {values} values, and its target_shape is {self.target_shape}.')
        return tuple(values // known if axis in unknown else size for axis, size in enumerate(output_shape))

    def compute_output_shape(self, input_shape):
        """Returns the batch and the target shape, with the size for its -1 where those of the input are known.

        Raises ValueError where the numbers of values differ.
        """
        if None in input_shape[1:]:
            return (input_shape[0],) + tuple(None if size == -1 else size for size in self.target_shape)
        return (input_shape[0],) + self._fix_unknown_dimension(input_shape[1:], self.target_shape)

    def build(self, input_shape):
        """Makes no weights. Raises ValueError for a target_shape with None."""
        if None in self.target_shape:
            raise ValueError(f'The target_shape of {self.name} is {self.target_shape}: it has None, and can have '
                             'integers and one -1, which stands for what is left.')
        super().build(input_shape)

    def call(self, inputs):
        """Returns the inputs in the target shape."""
        return K.reshape(inputs, (K.shape(inputs)[0],) + self.target_shape)

    def get_config(self):
        """Returns the arguments of the constructor."""
        return dict(super().get_config(), target_shape=self.target_shape)


@builtin_layer
class Permute(Layer):
    def __init__(self, dims, **kwargs):
        super().__init__(**kwargs)
        self.dims = integers(dims)
        self.input_spec = InputSpec(ndim=len(self.dims) + 1)

    def build(self, input_shape):
        """Makes no weights. Raises TypeError for dims that are no integers, ValueError for axes that no input has."""
        if not all(isinstance(axis, int) for axis in self.dims):
            raise TypeError(f'The dims of {self.name} are integers, and they are {self.dims}.')
        if any(axis > len(self.dims) for axis in self.dims):
            raise ValueError(f'The dims of {self.name} are {self.dims}. They are an order of the axes 1 to '
                             f'{len(self.dims)}: the batch, axis 0, stays first.')
        super().build(input_shape)

    def compute_output_shape(self, input_shape):
        """Returns the sizes in the new order."""
        return (input_shape[0],) + tuple(input_shape[axis] for axis in self.dims)

    def call(self, inputs):
        """Returns the inputs with their axes in the new order."""
        return K.permute_dimensions(inputs, (0,) + self.dims)

    def get_config(self):
        """Returns the arguments of the constructor."""
        return dict(super().get_config(), dims=self.dims)


@builtin_layer
class Flatten(Layer):
    def __init__(self, data_format=None, **kwargs):
        super().__init__(**kwargs)
        self.input_spec = InputSpec(min_ndim=3)
        self.data_format = K.normalize_data_format(data_format)

    def compute_output_shape(self, input_shape):
        """Returns the batch and the number of values of a sample. Raises ValueError where a size is not known."""
        if not all(input_shape[1:]):
            raise ValueError(f'The shape of the input to "Flatten" is not fully defined (got {input_shape[1:]}). Make '
                             'sure to pass a complete "input_shape" or "batch_input_shape" argument to the first '
                             'layer in your model.')
        return input_shape[0], int(np.prod(input_shape[1:]))

    def call(self, inputs):
        """Returns the values of each sample in a row, the channels last."""
        if self.data_format == 'channels_first':
            inputs = K.permute_dimensions(inputs, [0] + list(range(2, K.ndim(inputs))) + [1])
        return K.batch_flatten(inputs)

    def _computes_as_declared(self, inputs, **options):
        return not options and inputs.dtype == self.compute_dtype

    def get_config(self):
        """Returns the arguments of the constructor."""
        return dict(super().get_config(), data_format=self.data_format)


@builtin_layer
class RepeatVector(Layer):
    def __init__(self, n, **kwargs):
        super().__init__(**kwargs)
        self.n = integer(n)
        self.input_spec = InputSpec(ndim=2)

    def compute_output_shape(self, input_shape):
        """Returns the batch, n and the features."""
        return input_shape[0], self.n, input_shape[1]

    def call(self, inputs):
        """Returns the inputs n times, along a new axis after the batch."""
        return K.repeat(inputs, self.n)

    def get_config(self):
        """Returns the arguments of the constructor."""
        return dict(super().get_config(), n=self.n)


@documented
class Lambda(Layer):
    @interfaces.legacy_lambda_support
    def __init__(self, function, output_shape=None, mask=None, arguments=None, **kwargs):
        super().__init__(**kwargs)
        if not (output_shape is None or isinstance(output_shape, (tuple, list)) or callable(output_shape)):
            raise TypeError(f'The output_shape of Lambda {self.name} must be a tuple, a list or a function, and it is '
                            f'{output_shape!r}.')
        self.function = function
        self.arguments = arguments if arguments else {}
        if mask is not None:
            self.supports_masking = True
        self.mask = mask
        self._output_shape = tuple(output_shape) if isinstance(output_shape, list) else output_shape

    def call(self, inputs, mask=None):
        """Returns the function of the inputs."""
        arguments = dict(self.arguments)
        if has_arg(self.function, 'mask'):
            arguments['mask'] = mask
        return self.function(inputs, **arguments)

    def compute_output_shape(self, input_shape):
        """Returns the declared output shape(s), or those of the function's result without ``output_shape``."""
        if self._output_shape is None:
            return _layer_adapter.inferred_shape(self, input_shape)
        if not callable(self._output_shape):
            first = input_shape[0] if isinstance(input_shape, list) else input_shape
            return (first[0] if first else None,) + self._output_shape
        shape = self._output_shape(input_shape)
        if isinstance(shape, list) and shape and (shape[0] is None or isinstance(shape[0], int)):
            shape = tuple(shape)
        if not (shapes.is_shape(shape) or isinstance(shape, (list, tuple)) and all(map(shapes.is_shape, shape))):
            raise ValueError(f'The output_shape function of Lambda {self.name} must return a tuple or a list of '
                             f'tuples, and for the input shape {input_shape} it returned {shape!r}.')
        return shape

    def _declared_shape(self, input_shape):
        return None if self._output_shape is None else shapes.plain(self.compute_output_shape(input_shape))

    def compute_mask(self, inputs, mask=None):
        """Returns the mask, or the result of the function ``mask``."""
        return self.mask(inputs, mask) if callable(self.mask) else self.mask

    def get_config(self):
        """Returns the arguments of the constructor; functions as their code."""
        config = super().get_config()
        config['function'], config['function_type'] = dump_function(self.function)
        if callable(self._output_shape):
            config['output_shape'], config['output_shape_type'] = dump_function(self._output_shape)
        else:
            config['output_shape'], config['output_shape_type'] = self._output_shape, 'raw'
        config['arguments'] = self.arguments
        return config

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """Returns the layer of a config; ``custom_objects`` has functions that the config names."""
        config = dict(config)
        for name in ('function', 'output_shape'):
            value, kind = with_kind(config.get(name), config.pop(name + '_type', None))
            config[name] = load_function(value, kind, name, custom_objects)
        arguments = config.get('arguments') or {}
        config['arguments'] = {name: array(value) for name, value in arguments.items()}
        return cls(**config)


def load_function(value, kind, name, custom_objects):
    """Returns the function of a config. Raises TypeError for an unknown kind."""
    if kind == 'raw':
        return value
    if kind == 'function':
        return deserialize_keras_object(value, custom_objects=custom_objects,
                                        printable_module_name=f'{name} in Lambda layer')
    if kind == 'lambda':
        return func_load(value, globs=dict(globals(), **(custom_objects or {})))
    raise TypeError(f'The config of a Lambda has {kind!r} as the kind of its {name}; it can be "lambda", "function" or '
                    '"raw".')


@builtin_layer
class Dense(Layer):
    @interfaces.legacy_dense_support
    def __init__(self, units, activation=None, use_bias=True, kernel_initializer='glorot_uniform',
                 bias_initializer='zeros', kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None,
                 kernel_constraint=None, bias_constraint=None, **kwargs):
        if 'input_dim' in kwargs and 'input_shape' not in kwargs:
            kwargs['input_shape'] = (kwargs.pop('input_dim'),)
        super().__init__(**kwargs)
        self.units = integer(units)
        self.use_bias = use_bias
        set_objects(self, activation=activation, kernel_initializer=kernel_initializer,
                    bias_initializer=bias_initializer, kernel_regularizer=kernel_regularizer,
                    bias_regularizer=bias_regularizer, activity_regularizer=activity_regularizer,
                    kernel_constraint=kernel_constraint, bias_constraint=bias_constraint)
        self.input_spec = InputSpec(min_ndim=2)
        self.supports_masking = True

    def build(self, input_shape):
        """Makes the kernel (features, units) and the bias (units)."""
        features = input_shape[-1]
        self.kernel = self.add_weight(shape=(features, self.units), initializer=self.kernel_initializer, name='kernel',
                                      regularizer=self.kernel_regularizer, constraint=self.kernel_constraint)
        self.bias = None
        if self.use_bias:
            self.bias = self.add_weight(shape=(self.units,), initializer=self.bias_initializer, name='bias',
                                        regularizer=self.bias_regularizer, constraint=self.bias_constraint)
        self.input_spec = InputSpec(min_ndim=2, axes={-1: features})
        self.built = True

    def call(self, inputs):
        """Returns activation(inputs . kernel + bias)."""
        output = K.dot(inputs, self.kernel)
        if self.use_bias:
            output = K.bias_add(output, self.bias, data_format='channels_last')
        return output if self.activation is None else self.activation(output)

    def _computes_as_declared(self, inputs, **options):
        return not options and is_builtin_activation(self.activation) and inputs.dtype == self.compute_dtype

    def compute_output_shape(self, input_shape):
        """Returns the shape of the input with the units as its last size."""
        return tuple(input_shape[:-1]) + (self.units,)

    def get_config(self):
        """Returns the arguments of the constructor."""
        return dict(super().get_config(), units=self.units, **objects_config(self, 'activation'),
                    use_bias=self.use_bias, **objects_config(
                        self, 'kernel_initializer', 'bias_initializer', 'kernel_regularizer', 'bias_regularizer',
                        'activity_regularizer', 'kernel_constraint', 'bias_constraint'))


@builtin_layer
class ActivityRegularization(Layer):
    def __init__(self, l1=0., l2=0., **kwargs):
        super().__init__(**kwargs)
        self.supports_masking = True
        self.l1 = l1
        self.l2 = l2
        self.activity_regularizer = regularizers.L1L2(l1=l1, l2=l2)

    def compute_output_shape(self, input_shape):
        """Returns the shape of the input."""
        return input_shape

    def get_config(self):
        """Returns the arguments of the constructor."""
        return dict(super().get_config(), l1=self.l1, l2=self.l2)
