"""The base classes of Keras 2's convolutions, upsampling, padding and cropping, from which programs derive layers.

They are written on K. The built-in layers are the host's and registered as subclasses (compat.layers.convolutional).
"""
import abc

from compat import activations, constraints, initializers, regularizers
from compat import backend as K
from compat.engine.base_layer import InputSpec, Layer
from compat.builtin_layers.convolution_op import ConvolutionOp
from compat.utils import conv_utils
from compat.utils.generic_utils import transpose_shape

MODULES = (('_initializer', initializers), ('_regularizer', regularizers), ('_constraint', constraints))


def _module_of(name):
    """Returns the module of the initializer, regularizer or constraint of an argument of that name."""
    return next(module for ending, module in MODULES if name.endswith(ending))


class _Conv(ConvolutionOp, Layer, metaclass=abc.ABCMeta):
    """A convolution over ``rank`` axes (Keras 2.2.4 `keras.layers.convolutional._Conv`).

    The input is (batch, spatial ..., channels), the output (batch, new spatial ..., filters); with ``data_format``
    'channels_first' channels and filters follow the batch. Raises ValueError where the channels are not known.
    """

    _objects = ('kernel_initializer', 'bias_initializer', 'kernel_regularizer', 'bias_regularizer',
                'activity_regularizer', 'kernel_constraint', 'bias_constraint')

    def __init__(self, rank, filters, kernel_size, strides=1, padding='valid', data_format=None, dilation_rate=1,
                 activation=None, use_bias=True, kernel_initializer='glorot_uniform', bias_initializer='zeros',
                 kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None, kernel_constraint=None,
                 bias_constraint=None, **kwargs):
        options = dict(locals())
        super().__init__(**kwargs)
        self.rank = rank
        self.filters = filters
        for name in ('kernel_size', 'strides', 'dilation_rate'):
            setattr(self, name, conv_utils.normalize_tuple(options[name], rank, name))
        self.padding = conv_utils.normalize_padding(padding)
        self.data_format = K.normalize_data_format(data_format)
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        for name in _Conv._objects:
            setattr(self, name, _module_of(name).get(options[name]))
        self.input_spec = InputSpec(ndim=rank + 2)

    def _channels(self, input_shape):
        """Returns the number of channels, and makes it a part of the input specification."""
        axis = 1 if self.data_format == 'channels_first' else -1
        channels = input_shape[axis]
        if channels is None:
            raise ValueError(f'The channel dimension of the inputs should be defined. Found `None`: {self.name} has a '
                             f'weight for each channel, and inputs of shape {tuple(input_shape)}.')
        self.input_spec = InputSpec(ndim=self.rank + 2, axes={axis: channels})
        return channels

    def _weight(self, name, shape):
        """Returns a new weight with the initializer, regularizer and constraint of its name."""
        prefix = name.replace('_kernel', '')
        return self.add_weight(shape=shape, name=name, initializer=getattr(self, prefix + '_initializer'),
                               regularizer=getattr(self, prefix + '_regularizer'),
                               constraint=getattr(self, prefix + '_constraint'))

    def build(self, input_shape):
        """Makes the kernel (sizes ..., channels, filters), and the bias (filters,) where it is used."""
        self.kernel = self._weight('kernel', self.kernel_size + (self._channels(input_shape), self.filters))
        self.bias = self._weight('bias', (self.filters,)) if self.use_bias else None
        self.built = True

    def compute_output_shape(self, input_shape):
        """Returns the batch, the new spatial axes and the filters."""
        last = self.data_format == 'channels_last'
        spatial = tuple(conv_utils.conv_output_length(length, size, self.padding, stride, dilation)
                        for length, size, stride, dilation in zip(input_shape[1:-1] if last else input_shape[2:],
                                                                  self.kernel_size, self.strides, self.dilation_rate))
        return (input_shape[0],) + (spatial + (self.filters,) if last else (self.filters,) + spatial)

    def get_config(self):
        """Returns the arguments of the constructor."""
        config = super().get_config()
        for name in ('rank', 'filters', 'kernel_size', 'strides', 'padding', 'data_format', 'dilation_rate'):
            config[name] = getattr(self, name)
        config.update(activation=activations.serialize(self.activation), use_bias=self.use_bias)
        config.update((name, _module_of(name).serialize(getattr(self, name))) for name in self._objects)
        return config


class _SeparableConv(_Conv):
    """A convolution of each channel by itself, then a pointwise one that mixes the channels.

    Keras 2.2.4 `keras.layers.convolutional._SeparableConv`; ``rank`` is 1 or 2.
    """

    _objects = ('depthwise_initializer', 'pointwise_initializer', 'bias_initializer', 'depthwise_regularizer',
                'pointwise_regularizer', 'bias_regularizer', 'activity_regularizer', 'depthwise_constraint',
                'pointwise_constraint', 'bias_constraint')

    def __init__(self, rank, filters, kernel_size, strides=1, padding='valid', data_format=None, dilation_rate=1,
                 depth_multiplier=1, activation=None, use_bias=True, depthwise_initializer='glorot_uniform',
                 pointwise_initializer='glorot_uniform', bias_initializer='zeros', depthwise_regularizer=None,
                 pointwise_regularizer=None, bias_regularizer=None, activity_regularizer=None,
                 depthwise_constraint=None, pointwise_constraint=None, bias_constraint=None, **kwargs):
        options = dict(locals())
        super().__init__(
            rank, filters, kernel_size, strides, padding, data_format, dilation_rate, activation, use_bias,
            bias_initializer=bias_initializer, bias_regularizer=bias_regularizer,
            activity_regularizer=activity_regularizer, bias_constraint=bias_constraint, **kwargs)
        self.depth_multiplier = depth_multiplier
        for name in self._objects:
            setattr(self, name, _module_of(name).get(options[name]))

    def build(self, input_shape):
        """Makes kernels (sizes ..., channels, multiplier) and (1 ..., channels * multiplier, filters), and the bias."""
        channels = self._channels(input_shape)
        self.depthwise_kernel = self._weight('depthwise_kernel', self.kernel_size + (channels, self.depth_multiplier))
        self.pointwise_kernel = self._weight(
            'pointwise_kernel', (1,) * self.rank + (channels * self.depth_multiplier, self.filters))
        self.bias = self._weight('bias', (self.filters,)) if self.use_bias else None
        self.built = True

    def call(self, inputs):
        """Returns activation(both convolutions + bias)."""
        convolution = {1: K.separable_conv1d, 2: K.separable_conv2d}[self.rank]
        outputs = convolution(inputs, self.depthwise_kernel, self.pointwise_kernel, data_format=self.data_format,
                              strides=self.strides, padding=self.padding, dilation_rate=self.dilation_rate)
        return self._add_bias_and_activate(outputs)

    def get_config(self):
        """Returns the arguments of the constructor; Keras 2 omits the rank."""
        config = dict(super().get_config(), depth_multiplier=self.depth_multiplier)
        del config['rank']
        return config


class _ByAxis(Layer, metaclass=abc.ABCMeta):
    """A layer with an option for each of the axes between the batch and the channels."""

    _option = None

    def _set_option(self, value, data_format):
        self.rank = len(value)
        setattr(self, self._option, value)
        self.data_format = K.normalize_data_format(data_format)
        self.input_spec = InputSpec(ndim=self.rank + 2)

    def _of_all_axes(self, values, other):
        """Returns the values of the spatial axes, with ``other`` for the batch and the channels."""
        return transpose_shape((other,) + tuple(values) + (other,), self.data_format, list(range(1, 1 + self.rank)))

    def call(self, inputs):
        """Raises NotImplementedError; a subclass defines it."""
        raise NotImplementedError(f'Layer {self.name} is a subclass of {type(self).__mro__[1].__name__} that does not '
                                  'define call(inputs).')

    def get_config(self):
        """Returns the arguments of the constructor."""
        config = super().get_config()
        config.update({self._option: getattr(self, self._option), 'data_format': self.data_format})
        return config


class _UpSampling(_ByAxis):
    """The base of layers that multiply the length of each axis by ``size``; subclasses define ``call``.

    Keras 2.2.4 `keras.layers.convolutional._UpSampling`.
    """

    _option = 'size'

    def __init__(self, size, data_format=None, **kwargs):
        super().__init__(**kwargs)
        self._set_option(size, data_format)

    def compute_output_shape(self, input_shape):
        """Returns the lengths, multiplied by the factors."""
        return tuple(None if length is None else length * factor
                     for length, factor in zip(input_shape, self._of_all_axes(self.size, 1)))


class _ZeroPadding(_ByAxis):
    """The base of layers that add ``padding`` at both ends of each axis; subclasses define ``call``.

    Keras 2.2.4 `keras.layers.convolutional._ZeroPadding`.
    """

    _option = 'padding'

    def __init__(self, padding, data_format=None, **kwargs):
        super().__init__(**kwargs)
        self._set_option(padding, data_format)

    def compute_output_shape(self, input_shape):
        """Returns the lengths, with the padding."""
        return tuple(None if length is None else length + sum(added)
                     for length, added in zip(input_shape, self._of_all_axes(self.padding, (0, 0))))


class _Cropping(_ByAxis):
    """Removes ``cropping`` positions at both ends of each axis.

    Keras 2.2.4 `keras.layers.convolutional._Cropping`.
    """

    _option = 'cropping'

    def __init__(self, cropping, data_format=None, **kwargs):
        super().__init__(**kwargs)
        self._set_option(cropping, data_format)

    def call(self, inputs):
        """Returns the remaining positions."""
        return inputs[tuple(slice(start, -end or None) for start, end in self._of_all_axes(self.cropping, (0, 0)))]

    def compute_output_shape(self, input_shape):
        """Returns the lengths, without the removed positions."""
        return tuple(None if length is None else length - sum(removed)
                     for length, removed in zip(input_shape, self._of_all_axes(self.cropping, (0, 0))))
