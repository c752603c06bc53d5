"""Keras 2's `keras.layers.convolutional`: convolutions, padding, cropping and upsampling."""
from compat import backend as K
from compat.builtin_layers.arguments import (integer, is_builtin_activation, objects_config, refuse_below_one,
                                             set_objects)
from compat.builtin_layers.convolution_op import ConvolutionOp
from compat.builtin_layers.registration import builtin_layer
from compat.builtin_layers.signatures import with_arguments_of_dialect
from compat.engine.base_layer import InputSpec, Layer
from compat.legacy import interfaces
from compat.utils import conv_utils
from compat.utils.generic_utils import transpose_shape


def _take_channels(layer, input_shape):
    """Returns the number of channels of the input of a convolution, which the layer takes from now on."""
    if len(input_shape) != layer.rank + 2:
        raise ValueError(f'Inputs of layer {layer.name} should have rank {layer.rank + 2}. Received input shape: '
                         f'{tuple(input_shape)}')
    axis = 1 if layer.data_format == 'channels_first' else -1
    channels = input_shape[axis]
    if channels is None:
        raise ValueError(f'The channel dimension of the inputs should be defined. Found `None`: {layer.name} has a '
                         f'weight for each channel, and inputs of shape {tuple(input_shape)}.')
    layer.input_spec = InputSpec(ndim=layer.rank + 2, axes={axis: channels})
    return channels


def _spatial(shape, data_format):
    """Returns the sizes of a shape between the batch and the channels."""
    return tuple(shape[1:-1] if data_format == 'channels_last' else shape[2:])


def _with_channels(batch, spatial, channels, data_format):
    """Returns the shape of these sizes."""
    if data_format == 'channels_last':
        return (batch,) + tuple(spatial) + (channels,)
    return (batch, channels) + tuple(spatial)


class _Conv(ConvolutionOp, Layer):
    """A convolution over ``rank`` axes (Keras 2.2.4 `keras.layers.convolutional._Conv`).

    The input is (batch, spatial ..., channels), the output (batch, new spatial ..., filters); with ``data_format``
    'channels_first' channels and filters follow the batch. Raises ValueError where the channels are not known.
    """

    def __init__(self, rank, filters, kernel_size, strides=1, padding='valid', data_format=None, dilation_rate=1,
                 activation=None, use_bias=True, kernel_initializer='glorot_uniform', bias_initializer='zeros',
                 kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None, kernel_constraint=None,
                 bias_constraint=None, **kwargs):
        super().__init__(**kwargs)
        self.rank = rank
        self.filters = integer(filters)
        self.kernel_size = conv_utils.normalize_tuple(kernel_size, rank, 'kernel_size')
        self.strides = conv_utils.normalize_tuple(strides, rank, 'strides')
        self.padding = conv_utils.normalize_padding(padding)
        self.data_format = K.normalize_data_format(data_format)
        self.dilation_rate = conv_utils.normalize_tuple(dilation_rate, rank, 'dilation_rate')
        self.use_bias = use_bias
        set_objects(self, activation=activation, kernel_initializer=kernel_initializer,
                    bias_initializer=bias_initializer, kernel_regularizer=kernel_regularizer,
                    bias_regularizer=bias_regularizer, activity_regularizer=activity_regularizer,
                    kernel_constraint=kernel_constraint, bias_constraint=bias_constraint)
        self.input_spec = InputSpec(ndim=rank + 2)

    def _add_kernel(self, shape):
        self.kernel = self.add_weight(shape=shape, initializer=self.kernel_initializer, name='kernel',
                                      regularizer=self.kernel_regularizer, constraint=self.kernel_constraint)

    def _add_bias(self, size):
        self.bias = None
        if self.use_bias:
            self.bias = self.add_weight(shape=(size,), initializer=self.bias_initializer, name='bias',
                                        regularizer=self.bias_regularizer, constraint=self.bias_constraint)

    def build(self, input_shape):
        """Makes the kernel (sizes ..., channels, filters), and the bias (filters,) where it is used."""
        refuse_below_one(self, 'strides')
        self._add_kernel(self.kernel_size + (_take_channels(self, input_shape), self.filters))
        self._add_bias(self.filters)
        self.built = True

    def call(self, inputs):
        """Returns activation(convolution + bias)."""
        return self._add_bias_and_activate(self.convolution_op(inputs, self.kernel))

    def _computes_as_declared(self, inputs, **options):
        # K refuses strides together with a dilation; frameworks differ in what they compute with channels_first.
        one_of_both = 1 in (max(self.strides), max(self.dilation_rate))
        return (not options and type(self) in (Conv1D, Conv2D, Conv3D) and one_of_both
                and self.data_format == 'channels_last' and self.padding in ('valid', 'same')
                and is_builtin_activation(self.activation) and inputs.dtype == self.compute_dtype)

    def compute_output_shape(self, input_shape):
        """Returns the batch, the new spatial axes and the filters."""
        spatial = [conv_utils.conv_output_length(length, size, self.padding, stride, dilation)
                   for length, size, stride, dilation in zip(_spatial(input_shape, self.data_format), self.kernel_size,
                                                             self.strides, self.dilation_rate)]
        return _with_channels(input_shape[0], spatial, self.filters, self.data_format)

    def get_config(self):
        """Returns the arguments of the constructor."""
        return dict(
            super().get_config(), rank=self.rank, filters=self.filters, kernel_size=self.kernel_size,
            strides=self.strides, padding=self.padding, data_format=self.data_format,
            dilation_rate=self.dilation_rate, **objects_config(self, 'activation'), use_bias=self.use_bias,
            **objects_config(self, 'kernel_initializer', 'bias_initializer', 'kernel_regularizer', 'bias_regularizer',
                             'activity_regularizer', 'kernel_constraint', 'bias_constraint'))


class _OfOneRank(_Conv):
    """A convolution whose class says the rank, so that its config does not."""

    def get_config(self):
        """Returns the arguments of the constructor."""
        config = super().get_config()
        del config['rank']
        return config


@builtin_layer
class Conv1D(_OfOneRank):
    @interfaces.legacy_conv1d_support
    def __init__(self, filters, kernel_size, strides=1, padding='valid', data_format='channels_last', dilation_rate=1,
                 activation=None, use_bias=True, kernel_initializer='glorot_uniform', bias_initializer='zeros',
                 kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None, kernel_constraint=None,
                 bias_constraint=None, **kwargs):
        if padding == 'causal' and data_format != 'channels_last':
            raise ValueError('When using causal padding in `Conv1D`, `data_format` must be "channels_last" (temporal '
                             f'data), and it is {data_format!r}.')
        super().__init__(1, filters, kernel_size, strides, padding, data_format, dilation_rate, activation, use_bias,
                         kernel_initializer, bias_initializer, kernel_regularizer, bias_regularizer,
                         activity_regularizer, kernel_constraint, bias_constraint, **kwargs)


@builtin_layer
class Conv2D(_OfOneRank):
    @interfaces.legacy_conv2d_support
    def __init__(self, filters, kernel_size, strides=(1, 1), padding='valid', data_format=None, dilation_rate=(1, 1),
                 activation=None, use_bias=True, kernel_initializer='glorot_uniform', bias_initializer='zeros',
                 kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None, kernel_constraint=None,
                 bias_constraint=None, **kwargs):
        super().__init__(2, filters, kernel_size, strides, padding, data_format, dilation_rate, activation, use_bias,
                         kernel_initializer, bias_initializer, kernel_regularizer, bias_regularizer,
                         activity_regularizer, kernel_constraint, bias_constraint, **kwargs)


@builtin_layer
class Conv3D(_OfOneRank):
    @interfaces.legacy_conv3d_support
    def __init__(self, filters, kernel_size, strides=(1, 1, 1), padding='valid', data_format=None,
                 dilation_rate=(1, 1, 1), activation=None, use_bias=True, kernel_initializer='glorot_uniform',
                 bias_initializer='zeros', kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None,
                 kernel_constraint=None, bias_constraint=None, **kwargs):
        super().__init__(3, filters, kernel_size, strides, padding, data_format, dilation_rate, activation, use_bias,
                         kernel_initializer, bias_initializer, kernel_regularizer, bias_regularizer,
                         activity_regularizer, kernel_constraint, bias_constraint, **kwargs)


class _Transposed(_Conv):
    """The gradient of a convolution with respect to its input, as a layer."""

    def _set_output_padding(self, output_padding):
        self.output_padding = output_padding
        if output_padding is None:
            return
        self.output_padding = conv_utils.normalize_tuple(output_padding, self.rank, 'output_padding')
        if any(added >= stride for stride, added in zip(self.strides, self.output_padding)):
            raise ValueError(f'Stride {self.strides} must be greater than output padding {self.output_padding}: choose '
                             f'a smaller output_padding for layer {self.name}.')

    def build(self, input_shape):
        """Makes the kernel (sizes ..., filters, channels), and the bias (filters,) where it is used."""
        refuse_below_one(self, 'strides')
        self._add_kernel(self.kernel_size + (self.filters, _take_channels(self, input_shape)))
        self._add_bias(self.filters)
        self.built = True

    def _dilations(self):
        """Returns the dilation rate of each axis that counts."""
        return self.dilation_rate

    def _transposed_shape(self, shape):
        """Returns the shape of the output for an input with sizes that are integers, tensors or None."""
        paddings = (None,) * self.rank if self.output_padding is None else self.output_padding
        spatial = [conv_utils.deconv_length(length, stride, size, self.padding, added, dilation)
                   for length, stride, size, added, dilation in zip(
                       _spatial(shape, self.data_format), self.strides, self.kernel_size, paddings, self._dilations())]
        return _with_channels(shape[0], spatial, self.filters, self.data_format)

    def _computed_shape(self, inputs):
        """Returns the shape of the output; sizes that are not known are tensors."""
        sizes = [K.shape(inputs)[axis] if size is None else size for axis, size in enumerate(K.int_shape(inputs))]
        return self._transposed_shape(sizes)

    def compute_output_shape(self, input_shape):
        """Returns the batch, the new spatial axes and the filters."""
        return self._transposed_shape(input_shape)

    def get_config(self):
        """Returns the arguments of the constructor."""
        return dict(super().get_config(), output_padding=self.output_padding)


@builtin_layer
class Conv2DTranspose(_Transposed, Conv2D):
    @interfaces.legacy_deconv2d_support
    def __init__(self, filters, kernel_size, strides=(1, 1), padding='valid', output_padding=None, data_format=None,
                 dilation_rate=(1, 1), activation=None, use_bias=True, kernel_initializer='glorot_uniform',
                 bias_initializer='zeros', kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None,
                 kernel_constraint=None, bias_constraint=None, **kwargs):
        super().__init__(
            filters, kernel_size, strides=strides, padding=padding, data_format=data_format,
            dilation_rate=dilation_rate, activation=activation, use_bias=use_bias,
            kernel_initializer=kernel_initializer, bias_initializer=bias_initializer,
            kernel_regularizer=kernel_regularizer, bias_regularizer=bias_regularizer,
            activity_regularizer=activity_regularizer, kernel_constraint=kernel_constraint,
            bias_constraint=bias_constraint, **kwargs)
        self._set_output_padding(output_padding)

    def call(self, inputs):
        """Returns activation(transposed convolution + bias)."""
        return self._add_bias_and_activate(K.conv2d_transpose(
            inputs, self.kernel, self._computed_shape(inputs), self.strides, padding=self.padding,
            data_format=self.data_format, dilation_rate=self.dilation_rate))


@builtin_layer
class Conv3DTranspose(_Transposed, Conv3D):
    def __init__(self, filters, kernel_size, strides=(1, 1, 1), padding='valid', output_padding=None, data_format=None,
                 activation=None, use_bias=True, kernel_initializer='glorot_uniform', bias_initializer='zeros',
                 kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None, kernel_constraint=None,
                 bias_constraint=None, **kwargs):
        super().__init__(
            filters, kernel_size, strides=strides, padding=padding, data_format=data_format, activation=activation,
            use_bias=use_bias, kernel_initializer=kernel_initializer, bias_initializer=bias_initializer,
            kernel_regularizer=kernel_regularizer, bias_regularizer=bias_regularizer,
            activity_regularizer=activity_regularizer, kernel_constraint=kernel_constraint,
            bias_constraint=bias_constraint, **kwargs)
        self._set_output_padding(output_padding)

    def _dilations(self):
        # Keras 2 takes a dilation_rate from the arguments of Conv3D, and computes none.
        return (1, 1, 1)

    def call(self, inputs):
        """Returns activation(transposed convolution + bias)."""
        return self._add_bias_and_activate(K.conv3d_transpose(
            inputs, self.kernel, self._computed_shape(inputs), self.strides, padding=self.padding,
            data_format=self.data_format))

    def get_config(self):
        """Returns the arguments of the constructor."""
        config = super().get_config()
        del config['dilation_rate']
        return config


class _SeparableConv(_Conv):
    """A convolution of each channel by itself, then a pointwise one that mixes the channels.

    Keras 2.2.4 `keras.layers.convolutional._SeparableConv`; ``rank`` is 1 or 2.
    """

    def __init__(self, rank, filters, kernel_size, strides=1, padding='valid', data_format=None, dilation_rate=1,
                 depth_multiplier=1, activation=None, use_bias=True, depthwise_initializer='glorot_uniform',
                 pointwise_initializer='glorot_uniform', bias_initializer='zeros', depthwise_regularizer=None,
                 pointwise_regularizer=None, bias_regularizer=None, activity_regularizer=None,
                 depthwise_constraint=None, pointwise_constraint=None, bias_constraint=None, **kwargs):
        super().__init__(
            rank, filters, kernel_size, strides, padding, data_format, dilation_rate, activation, use_bias,
            bias_initializer=bias_initializer, bias_regularizer=bias_regularizer,
            activity_regularizer=activity_regularizer, bias_constraint=bias_constraint, **kwargs)
        self.depth_multiplier = integer(depth_multiplier)
        set_objects(self, depthwise_initializer=depthwise_initializer, pointwise_initializer=pointwise_initializer,
                    depthwise_regularizer=depthwise_regularizer, pointwise_regularizer=pointwise_regularizer,
                    depthwise_constraint=depthwise_constraint, pointwise_constraint=pointwise_constraint)

    def build(self, input_shape):
        """Makes kernels (sizes ..., channels, multiplier) and (1 ..., channels * multiplier, filters), and the bias."""
        refuse_below_one(self, 'strides')
        channels = int(_take_channels(self, input_shape))
        self.depthwise_kernel = self.add_weight(
            shape=self.kernel_size + (channels, self.depth_multiplier), initializer=self.depthwise_initializer,
            name='depthwise_kernel', regularizer=self.depthwise_regularizer, constraint=self.depthwise_constraint)
        self.pointwise_kernel = self.add_weight(
            shape=(1,) * self.rank + (channels * self.depth_multiplier, self.filters),
            initializer=self.pointwise_initializer, name='pointwise_kernel', regularizer=self.pointwise_regularizer,
            constraint=self.pointwise_constraint)
        self._add_bias(self.filters)
        self.built = True

    def call(self, inputs):
        """Returns activation(both convolutions + bias)."""
        convolution = {1: K.separable_conv1d, 2: K.separable_conv2d}[self.rank]
        return self._add_bias_and_activate(convolution(
            inputs, self.depthwise_kernel, self.pointwise_kernel, data_format=self.data_format, strides=self.strides,
            padding=self.padding, dilation_rate=self.dilation_rate))

    def get_config(self):
        """Returns the arguments of the constructor; Keras 2 omits the rank."""
        config = super().get_config()
        for name in ('rank', 'kernel_initializer', 'kernel_regularizer', 'kernel_constraint'):
            del config[name]
        return dict(config, depth_multiplier=self.depth_multiplier, **objects_config(
            self, 'depthwise_initializer', 'pointwise_initializer', 'depthwise_regularizer', 'pointwise_regularizer',
            'depthwise_constraint', 'pointwise_constraint'))


@builtin_layer
class SeparableConv1D(_SeparableConv):
    def __init__(self, filters, kernel_size, strides=1, padding='valid', data_format='channels_last', dilation_rate=1,
                 depth_multiplier=1, activation=None, use_bias=True, depthwise_initializer='glorot_uniform',
                 pointwise_initializer='glorot_uniform', bias_initializer='zeros', depthwise_regularizer=None,
                 pointwise_regularizer=None, bias_regularizer=None, activity_regularizer=None,
                 depthwise_constraint=None, pointwise_constraint=None, bias_constraint=None, **kwargs):
        super().__init__(1, filters, kernel_size, strides, padding, data_format, dilation_rate, depth_multiplier,
                         activation, use_bias, depthwise_initializer, pointwise_initializer, bias_initializer,
                         depthwise_regularizer, pointwise_regularizer, bias_regularizer, activity_regularizer,
                         depthwise_constraint, pointwise_constraint, bias_constraint, **kwargs)


@builtin_layer
class SeparableConv2D(_SeparableConv):
    @interfaces.legacy_separable_conv2d_support
    def __init__(self, filters, kernel_size, strides=(1, 1), padding='valid', data_format=None, dilation_rate=(1, 1),
                 depth_multiplier=1, activation=None, use_bias=True, depthwise_initializer='glorot_uniform',
                 pointwise_initializer='glorot_uniform', bias_initializer='zeros', depthwise_regularizer=None,
                 pointwise_regularizer=None, bias_regularizer=None, activity_regularizer=None,
                 depthwise_constraint=None, pointwise_constraint=None, bias_constraint=None, **kwargs):
        super().__init__(2, filters, kernel_size, strides, padding, data_format, dilation_rate, depth_multiplier,
                         activation, use_bias, depthwise_initializer, pointwise_initializer, bias_initializer,
                         depthwise_regularizer, pointwise_regularizer, bias_regularizer, activity_regularizer,
                         depthwise_constraint, pointwise_constraint, bias_constraint, **kwargs)


@builtin_layer
class DepthwiseConv2D(Conv2D):
    @with_arguments_of_dialect
    def __init__(self, kernel_size, strides=(1, 1), padding='valid', depth_multiplier=1, data_format=None,
                 dilation_rate=(1, 1), activation=None, use_bias=True, depthwise_initializer='glorot_uniform',
                 bias_initializer='zeros', depthwise_regularizer=None, bias_regularizer=None,
                 activity_regularizer=None, depthwise_constraint=None, bias_constraint=None, **kwargs):
        # By keywords, as Keras 2: so nb_row and nb_col are read as Conv2D's, and nb_filter is an argument too many.
        super().__init__(
            filters=None, kernel_size=kernel_size, strides=strides, padding=padding, data_format=data_format,
            dilation_rate=dilation_rate, activation=activation, use_bias=use_bias, bias_initializer=bias_initializer,
            bias_regularizer=bias_regularizer, activity_regularizer=activity_regularizer,
            bias_constraint=bias_constraint, **kwargs)
        self.depth_multiplier = integer(depth_multiplier)
        set_objects(self, depthwise_initializer=depthwise_initializer, depthwise_regularizer=depthwise_regularizer,
                    depthwise_constraint=depthwise_constraint)

    def build(self, input_shape):
        """Makes the kernel (rows, columns, channels, multiplier), and the bias (channels * multiplier,)."""
        refuse_below_one(self, 'strides')
        channels = int(_take_channels(self, input_shape))
        self.depthwise_kernel = self.add_weight(
            shape=self.kernel_size + (channels, self.depth_multiplier), initializer=self.depthwise_initializer,
            name='depthwise_kernel', regularizer=self.depthwise_regularizer, constraint=self.depthwise_constraint)
        self._add_bias(channels * self.depth_multiplier)
        self.built = True

    def call(self, inputs, training=None):
        """Returns activation(convolution of each channel + bias)."""
        return self._add_bias_and_activate(K.depthwise_conv2d(
            inputs, self.depthwise_kernel, strides=self.strides, padding=self.padding, data_format=self.data_format,
            dilation_rate=self.dilation_rate))

    def compute_output_shape(self, input_shape):
        """Returns the batch, the new rows and columns, and the channels times the multiplier."""
        shape = super().compute_output_shape(input_shape)
        channels = input_shape[-1 if self.data_format == 'channels_last' else 1] * self.depth_multiplier
        return _with_channels(shape[0], _spatial(shape, self.data_format), channels, self.data_format)

    def get_config(self):
        """Returns the arguments of the constructor."""
        config = super().get_config()
        for name in ('filters', 'kernel_initializer', 'kernel_regularizer', 'kernel_constraint'):
            del config[name]
        return dict(config, depth_multiplier=self.depth_multiplier, **objects_config(
            self, 'depthwise_initializer', 'depthwise_regularizer', 'depthwise_constraint'))


def _of_all_axes(values, other, data_format):
    """Returns the values of the spatial axes, with ``other`` for the batch and the channels."""
    return transpose_shape((other,) + tuple(values) + (other,), data_format, list(range(1, 1 + len(values))))


def _changed(input_shape, change, values, other, data_format):
    """Returns the shape with ``change(length, value)`` along each axis; shapes of several inputs, which are refused."""
    if isinstance(input_shape, list):
        return input_shape
    return tuple(None if length is None else change(length, value)
                 for length, value in zip(input_shape, _of_all_axes(values, other, data_format)))


def _one_tensor(layer, inputs):
    """Returns the input. Raises AttributeError for a list of several, which K would take for one tensor."""
    if isinstance(inputs, (list, tuple)):
        raise AttributeError(f'Layer {layer.name} takes one input, and was called on a list of {len(inputs)}.')
    return inputs


def _of_known_axes(layer, inputs):
    """Returns the input. Raises IndexError for more axes than the layer has factors for, as Keras 2 did."""
    if K.ndim(_one_tensor(layer, inputs)) > layer.rank + 2:
        raise IndexError(f'Layer {layer.name} takes inputs with {layer.rank + 2} axes, and was called on one of shape '
                         f'{K.int_shape(inputs)}.')
    return inputs


class _UpSampling(Layer):
    """The base of layers that multiply the length of each axis by ``size``; subclasses define ``call``.

    Keras 2.2.4 `keras.layers.convolutional._UpSampling`. It has no input specification: what K computes decides.
    """

    def __init__(self, size, data_format=None, **kwargs):
        super().__init__(**kwargs)
        self.rank = len(size)
        self.size = size
        self.data_format = K.normalize_data_format(data_format)

    def call(self, inputs):
        """Raises NotImplementedError; a subclass defines it."""
        raise NotImplementedError(f'Layer {self.name} is an _UpSampling whose class {type(self).__name__} does not '
                                  'define call(inputs).')

    def compute_output_shape(self, input_shape):
        """Returns the lengths, multiplied by the factors."""
        return _changed(input_shape, lambda length, factor: length * factor, self.size, 1, self.data_format)

    def get_config(self):
        """Returns the arguments of the constructor."""
        return dict(super().get_config(), size=self.size, data_format=self.data_format)


@builtin_layer
class UpSampling1D(_UpSampling):
    @interfaces.legacy_upsampling1d_support
    def __init__(self, size=2, **kwargs):
        super().__init__((int(size),), 'channels_last', **kwargs)

    def call(self, inputs):
        """Returns the inputs with each step repeated."""
        return K.repeat_elements(_of_known_axes(self, inputs), self.size[0], axis=1)

    def get_config(self):
        """Returns the arguments of the constructor."""
        config = dict(super().get_config(), size=self.size[0])
        del config['data_format']
        return config


@builtin_layer
class UpSampling2D(_UpSampling):
    @interfaces.legacy_upsampling2d_support
    def __init__(self, size=(2, 2), data_format=None, interpolation='nearest', **kwargs):
        super().__init__(conv_utils.normalize_tuple(size, 2, 'size'), data_format, **kwargs)
        if interpolation not in ('nearest', 'bilinear'):
            raise ValueError('The interpolation of UpSampling2D should be one of "nearest" or "bilinear", and it is '
                             f'{interpolation!r}.')
        self.interpolation = interpolation

    def call(self, inputs):
        """Returns the larger images."""
        return K.resize_images(_one_tensor(self, inputs), *self.size, data_format=self.data_format,
                               interpolation=self.interpolation)

    def get_config(self):
        """Returns the arguments of the constructor."""
        return dict(super().get_config(), interpolation=self.interpolation)


@builtin_layer
class UpSampling3D(_UpSampling):
    @interfaces.legacy_upsampling3d_support
    def __init__(self, size=(2, 2, 2), data_format=None, **kwargs):
        super().__init__(conv_utils.normalize_tuple(size, 3, 'size'), data_format, **kwargs)

    def call(self, inputs):
        """Returns the larger volumes."""
        return K.resize_volumes(_of_known_axes(self, inputs), *self.size, data_format=self.data_format)


class _ZeroPadding(Layer):
    """The base of layers that add ``padding`` at both ends of each axis; subclasses define ``call``.

    Keras 2.2.4 `keras.layers.convolutional._ZeroPadding`. It has no input specification: what K computes decides.
    """

    def __init__(self, padding, data_format=None, **kwargs):
        super().__init__(**kwargs)
        self.rank = len(padding)
        self.padding = padding
        self.data_format = K.normalize_data_format(data_format)

    def call(self, inputs):
        """Raises NotImplementedError; a subclass defines it."""
        raise NotImplementedError(f'Layer {self.name} is a _ZeroPadding whose class {type(self).__name__} does not '
                                  'define call(inputs).')

    def compute_output_shape(self, input_shape):
        """Returns the lengths, with the padding."""
        return _changed(input_shape, lambda length, pair: length + sum(pair), self.padding, (0, 0), self.data_format)

    def get_config(self):
        """Returns the arguments of the constructor."""
        return dict(super().get_config(), padding=self.padding, data_format=self.data_format)


def _pairs_of_axes(value, rank, name):
    """Returns a pair of integers for each axis, from an integer, one for each axis, or a pair for each.

    Raises ValueError for anything else.
    """
    if isinstance(value, int):
        return ((value, value),) * rank
    if not hasattr(value, '__len__'):
        raise ValueError(f'`{name}` should be either an int, a tuple of {rank} ints (the same at both ends of an '
                         f'axis), or a tuple of {rank} tuples of 2 ints (before the axis, after it). Found: {value}')
    if len(value) != rank:
        raise ValueError(f'`{name}` should have {"two" if rank == 2 else rank} elements. Found: {value}')
    return tuple(conv_utils.normalize_tuple(pair, 2, f'{place} entry of {name}')
                 for pair, place in zip(value, ('1st', '2nd', '3rd')))


@builtin_layer
class ZeroPadding1D(_ZeroPadding):
    def __init__(self, padding=1, **kwargs):
        super().__init__((conv_utils.normalize_tuple(padding, 2, 'padding'),), 'channels_last', **kwargs)

    def call(self, inputs):
        """Returns the inputs between the steps of zeros."""
        return K.temporal_padding(inputs, padding=self.padding[0])

    def get_config(self):
        """Returns the arguments of the constructor."""
        config = dict(super().get_config(), padding=self.padding[0])
        del config['data_format']
        return config


@builtin_layer
class ZeroPadding2D(_ZeroPadding):
    @interfaces.legacy_zeropadding2d_support
    def __init__(self, padding=(1, 1), data_format=None, **kwargs):
        super().__init__(_pairs_of_axes(padding, 2, 'padding'), data_format, **kwargs)

    def call(self, inputs):
        """Returns the inputs within the zeros."""
        return K.spatial_2d_padding(inputs, padding=self.padding, data_format=self.data_format)


@builtin_layer
class ZeroPadding3D(_ZeroPadding):
    @interfaces.legacy_zeropadding3d_support
    def __init__(self, padding=(1, 1, 1), data_format=None, **kwargs):
        super().__init__(_pairs_of_axes(padding, 3, 'padding'), data_format, **kwargs)

    def call(self, inputs):
        """Returns the inputs within the zeros."""
        return K.spatial_3d_padding(inputs, padding=self.padding, data_format=self.data_format)


class _Cropping(Layer):
    """Removes ``cropping`` positions at both ends of each axis (Keras 2.2.4 `keras.layers.convolutional._Cropping`)."""

    def __init__(self, cropping, data_format=None, **kwargs):
        super().__init__(**kwargs)
        self.rank = len(cropping)
        self.cropping = cropping
        self.data_format = K.normalize_data_format(data_format)
        self.input_spec = InputSpec(ndim=self.rank + 2)

    def call(self, inputs):
        """Returns the remaining positions."""
        return inputs[tuple(slice(start, -end or None)
                            for start, end in _of_all_axes(self.cropping, (0, 0), self.data_format))]

    def compute_output_shape(self, input_shape):
        """Returns the lengths, without the removed positions."""
        return _changed(input_shape, lambda length, pair: length - sum(pair), self.cropping, (0, 0), self.data_format)

    def get_config(self):
        """Returns the arguments of the constructor."""
        return dict(super().get_config(), cropping=self.cropping, data_format=self.data_format)


@builtin_layer
class Cropping1D(_Cropping):
    def __init__(self, cropping=(1, 1), **kwargs):
        super().__init__((conv_utils.normalize_tuple(cropping, 2, 'cropping'),), 'channels_last', **kwargs)

    def get_config(self):
        """Returns the arguments of the constructor."""
        config = dict(super().get_config(), cropping=self.cropping[0])
        del config['data_format']
        return config


@builtin_layer
class Cropping2D(_Cropping):
    @interfaces.legacy_cropping2d_support
    def __init__(self, cropping=((0, 0), (0, 0)), data_format=None, **kwargs):
        super().__init__(_pairs_of_axes(cropping, 2, 'cropping'), data_format, **kwargs)


@builtin_layer
class Cropping3D(_Cropping):
    @interfaces.legacy_cropping3d_support
    def __init__(self, cropping=((1, 1), (1, 1), (1, 1)), data_format=None, **kwargs):
        super().__init__(_pairs_of_axes(cropping, 3, 'cropping'), data_format, **kwargs)


Convolution1D = Conv1D
Convolution2D = Conv2D
Convolution3D = Conv3D
SeparableConvolution1D = SeparableConv1D
SeparableConvolution2D = SeparableConv2D
Convolution2DTranspose = Conv2DTranspose
Deconvolution2D = Deconv2D = Conv2DTranspose
Deconvolution3D = Deconv3D = Conv3DTranspose
