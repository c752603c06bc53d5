"""The bases of Keras 2's convolutions, upsampling, padding and cropping, which old code derives layers of its own from.

They are written on K; the stock layers are the host's, and count as subclasses (compat.layers.convolutional).
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
    """The module that makes the initializer, regularizer or constraint of an argument of that name."""
    return next(module for ending, module in MODULES if name.endswith(ending))


class _Conv(ConvolutionOp, Layer, metaclass=abc.ABCMeta):
    """A convolution over ``rank`` axes (Keras 2.2.4 `keras.layers.convolutional._Conv`).

    Takes (batch, places ..., channels), gives (batch, new places ..., filters), with ``data_format`` 'channels_first'
    the channels and filters after the batch. Raises ValueError for channels that are not known.
    """

    _made_by = ('kernel_initializer', 'bias_initializer', 'kernel_regularizer', 'bias_regularizer',
                'activity_regularizer', 'kernel_constraint', 'bias_constraint')

    def __init__(self, rank, filters, kernel_size, strides=1, padding='valid', data_format=None, dilation_rate=1,
                 activation=None, use_bias=True, kernel_initializer='glorot_uniform', bias_initializer='zeros',
                 kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None, kernel_constraint=None,
                 bias_constraint=None, **kwargs):
        given = dict(locals())
        super().__init__(**kwargs)
        self.rank = rank
        self.filters = filters
        for name in ('kernel_size', 'strides', 'dilation_rate'):
            setattr(self, name, conv_utils.normalize_tuple(given[name], rank, name))
        self.padding = conv_utils.normalize_padding(padding)
        self.data_format = K.normalize_data_format(data_format)
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        for name in _Conv._made_by:
            setattr(self, name, _module_of(name).get(given[name]))
        self.input_spec = InputSpec(ndim=rank + 2)

    def _channels(self, input_shape):
        """The number of channels, which becomes part of what the layer takes from now on."""
        axis = 1 if self.data_format == 'channels_first' else -1
        channels = input_shape[axis]
        if channels is None:
            raise ValueError(f'The channel dimension of the inputs should be defined. Found `None`: {self.name} has a '
                             f'weight for each channel, and inputs of shape {tuple(input_shape)}.')
        self.input_spec = InputSpec(ndim=self.rank + 2, axes={axis: channels})
        return channels

    def _weight(self, name, shape):
        """A weight with the initializer, regularizer and constraint that are told by its name."""
        first = name.replace('_kernel', '')
        return self.add_weight(shape=shape, name=name, initializer=getattr(self, first + '_initializer'),
                               regularizer=getattr(self, first + '_regularizer'),
                               constraint=getattr(self, first + '_constraint'))

    def build(self, input_shape):
        """A kernel (sizes ..., channels, filters), and a bias (filters,) where it is used."""
        self.kernel = self._weight('kernel', self.kernel_size + (self._channels(input_shape), self.filters))
        self.bias = self._weight('bias', (self.filters,)) if self.use_bias else None
        self.built = True

    def compute_output_shape(self, input_shape):
        """The batch, the new places and the filters."""
        last = self.data_format == 'channels_last'
        places = tuple(conv_utils.conv_output_length(length, size, self.padding, stride, dilation)
                       for length, size, stride, dilation in zip(input_shape[1:-1] if last else input_shape[2:],
                                                                 self.kernel_size, self.strides, self.dilation_rate))
        return (input_shape[0],) + (places + (self.filters,) if last else (self.filters,) + places)

    def get_config(self):
        """The arguments that make the layer again."""
        config = super().get_config()
        for name in ('rank', 'filters', 'kernel_size', 'strides', 'padding', 'data_format', 'dilation_rate'):
            config[name] = getattr(self, name)
        config.update(activation=activations.serialize(self.activation), use_bias=self.use_bias)
        config.update((name, _module_of(name).serialize(getattr(self, name))) for name in self._made_by)
        return config


class _SeparableConv(_Conv):
    """A convolution of each channel by itself, then one that mixes them in each place.

    Keras 2.2.4 `keras.layers.convolutional._SeparableConv`; ``rank`` is 1 or 2.
    """

    _made_by = ('depthwise_initializer', 'pointwise_initializer', 'bias_initializer', 'depthwise_regularizer',
                'pointwise_regularizer', 'bias_regularizer', 'activity_regularizer', 'depthwise_constraint',
                'pointwise_constraint', 'bias_constraint')

    def __init__(self, rank, filters, kernel_size, strides=1, padding='valid', data_format=None, dilation_rate=1,
                 depth_multiplier=1, activation=None, use_bias=True, depthwise_initializer='glorot_uniform',
                 pointwise_initializer='glorot_uniform', bias_initializer='zeros', depthwise_regularizer=None,
                 pointwise_regularizer=None, bias_regularizer=None, activity_regularizer=None,
                 depthwise_constraint=None, pointwise_constraint=None, bias_constraint=None, **kwargs):
        given = dict(locals())
        super().__init__(
            rank, filters, kernel_size, strides, padding, data_format, dilation_rate, activation, use_bias,
            bias_initializer=bias_initializer, bias_regularizer=bias_regularizer,
            activity_regularizer=activity_regularizer, bias_constraint=bias_constraint, **kwargs)
        self.depth_multiplier = depth_multiplier
        for name in self._made_by:
            setattr(self, name, _module_of(name).get(given[name]))

    def build(self, input_shape):
        """Kernels (sizes ..., channels, multiplier) and (1 ..., channels * multiplier, filters), and a bias."""
        channels = self._channels(input_shape)
        self.depthwise_kernel = self._weight('depthwise_kernel', self.kernel_size + (channels, self.depth_multiplier))
        self.pointwise_kernel = self._weight(
            'pointwise_kernel', (1,) * self.rank + (channels * self.depth_multiplier, self.filters))
        self.bias = self._weight('bias', (self.filters,)) if self.use_bias else None
        self.built = True

    def call(self, inputs):
        """Both convolutions, the bias and the activation."""
        convolution = {1: K.separable_conv1d, 2: K.separable_conv2d}[self.rank]
        outputs = convolution(inputs, self.depthwise_kernel, self.pointwise_kernel, data_format=self.data_format,
                              strides=self.strides, padding=self.padding, dilation_rate=self.dilation_rate)
        return self._finished(outputs)

    def get_config(self):
        """The arguments that make the layer again; Keras 2 leaves the rank out."""
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
        """The values of the axes in the middle, and ``other`` for the batch and the channels."""
        return transpose_shape((other,) + tuple(values) + (other,), self.data_format, list(range(1, 1 + self.rank)))

    def call(self, inputs):
        """What a subclass makes of the inputs."""
        raise NotImplementedError(f'Layer {self.name} is a subclass of {type(self).__mro__[1].__name__} that does not '
                                  'define call(inputs).')

    def get_config(self):
        """The arguments that make the layer again."""
        config = super().get_config()
        config.update({self._option: getattr(self, self._option), 'data_format': self.data_format})
        return config


class _UpSampling(_ByAxis):
    """A base for layers that make each axis longer by a factor of ``size``; subclasses define ``call``.

    Keras 2.2.4 `keras.layers.convolutional._UpSampling`.
    """

    _option = 'size'

    def __init__(self, size, data_format=None, **kwargs):
        super().__init__(**kwargs)
        self._set_option(size, data_format)

    def compute_output_shape(self, input_shape):
        """Each axis times its factor."""
        return tuple(None if length is None else length * factor
                     for length, factor in zip(input_shape, self._of_all_axes(self.size, 1)))


class _ZeroPadding(_ByAxis):
    """A base for layers that add places at both ends of each axis, as ``padding`` says; subclasses define ``call``.

    Keras 2.2.4 `keras.layers.convolutional._ZeroPadding`.
    """

    _option = 'padding'

    def __init__(self, padding, data_format=None, **kwargs):
        super().__init__(**kwargs)
        self._set_option(padding, data_format)

    def compute_output_shape(self, input_shape):
        """Each axis and what is added to it."""
        return tuple(None if length is None else length + sum(added)
                     for length, added in zip(input_shape, self._of_all_axes(self.padding, (0, 0))))


class _Cropping(_ByAxis):
    """Takes places away at both ends of each axis, as ``cropping`` says.

    Keras 2.2.4 `keras.layers.convolutional._Cropping`.
    """

    _option = 'cropping'

    def __init__(self, cropping, data_format=None, **kwargs):
        super().__init__(**kwargs)
        self._set_option(cropping, data_format)

    def call(self, inputs):
        """The places that are left."""
        return inputs[tuple(slice(start, -end or None) for start, end in self._of_all_axes(self.cropping, (0, 0)))]

    def compute_output_shape(self, input_shape):
        """Each axis less what is taken from it."""
        return tuple(None if length is None else length - sum(taken)
                     for length, taken in zip(input_shape, self._of_all_axes(self.cropping, (0, 0))))
