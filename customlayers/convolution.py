"""What the convolutional layers have in common: Conv2D's options, their checks, the output's shape and the config."""
import operator

from compat import activations, constraints, initializers, regularizers
from compat import backend as K
from compat.engine.base_layer import InputSpec, Layer
from compat.legacy import interfaces
from compat.utils import conv_utils

# Keras 1 name, Keras 2 name, for convolutions of any number of axes.
_KERAS1_NAMES = [('nb_filter', 'filters'), ('border_mode', 'padding'), ('init', 'kernel_initializer'),
                 ('W_regularizer', 'kernel_regularizer'), ('b_regularizer', 'bias_regularizer'),
                 ('W_constraint', 'kernel_constraint'), ('b_constraint', 'bias_constraint'), ('bias', 'use_bias'),
                 ('subsample', 'strides'), ('subsample_length', 'strides'), ('dim_ordering', 'data_format')]
_DATA_FORMATS = {'dim_ordering': {'tf': 'channels_last', 'th': 'channels_first', 'default': None}}


def keras1_names(rank=None, positional=('filters', 'kernel_size')):
    """A decorator for the constructor of a convolutional layer: it takes Keras 1's argument names too.

    ``positional`` names the arguments that may be given by place; more raise TypeError, as in Keras 2. With ``rank``,
    for a layer that takes ``filters`` and ``kernel_size``, Keras 1's sizes per axis (``nb_row``) are taken as well.
    """
    if rank is not None:
        return {1: interfaces.legacy_conv1d_support, 2: interfaces.legacy_conv2d_support,
                3: interfaces.legacy_conv3d_support}[rank]
    return interfaces.generate_legacy_interface(allowed_positional_args=list(positional), conversions=_KERAS1_NAMES,
                                                value_conversions=_DATA_FORMATS)


def whole_numbers(value, count, name):
    """The argument ``name`` as a tuple of ``count`` positive integers; one integer stands for all of them.

    Raises ValueError for anything else.
    """
    message = 'The `{}` argument must be a positive integer{}, and is {!r}.'.format(
        name, ', or %d of them' % count if count > 1 else '', value)
    values = tuple(value) if hasattr(value, '__iter__') and not isinstance(value, str) else (value,) * count
    try:
        numbers = tuple(operator.index(number) for number in values)
    except TypeError as error:
        raise ValueError(message) from error
    if len(numbers) != count or min(numbers) < 1 or any(isinstance(number, bool) for number in values):
        raise ValueError(message)
    return numbers


class Convolution(Layer):
    """A convolution over ``rank`` axes with all options of Keras 2's Conv1D, Conv2D and Conv3D.

    A subclass has ``rank``, gives ``kernel_size`` (rows, columns, ... of the kernel that slides over the input), makes
    its weights in ``build`` (``channels_of``, ``add_kernel``, ``add_bias``) and computes in ``call`` with ``convolve``
    and ``finished``. Output: (batch, new places..., filters), in channels_first (batch, filters, new places...).

    Raises ValueError for an option that is unknown, for strides and dilation both above 1 (Keras 2 refuses them), and
    for causal padding that is not of one axis and channels_last.
    """

    rank = 0

    def __init__(self, filters, kernel_size, strides=1, padding='valid', data_format=None, dilation_rate=1,
                 activation=None, use_bias=True, kernel_initializer='glorot_uniform', bias_initializer='zeros',
                 kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None, kernel_constraint=None,
                 bias_constraint=None, **kwargs):
        super().__init__(**kwargs)
        self.filters = None if filters is None else whole_numbers(filters, 1, 'filters')[0]
        self.kernel_size = whole_numbers(kernel_size, self.rank, 'kernel_size')
        self.strides = whole_numbers(strides, self.rank, 'strides')
        self.padding = self._known_padding(padding)
        self.data_format = K.normalize_data_format(data_format)
        self.dilation_rate = whole_numbers(dilation_rate, self.rank, 'dilation_rate')
        self._refuse_combinations()
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self.activity_regularizer = regularizers.get(activity_regularizer)
        self.kernel_constraint = constraints.get(kernel_constraint)
        self.bias_constraint = constraints.get(bias_constraint)

    def _known_padding(self, padding):
        known = ('valid', 'same', 'causal') if self.rank == 1 else ('valid', 'same')
        if not isinstance(padding, str) or padding.lower() not in known:
            raise ValueError('The `padding` argument of {} must be one of {}, and is {!r}.'.format(type(self).__name__,
                ', '.join(known), padding))
        return padding.lower()

    def _refuse_combinations(self):
        if max(self.strides) > 1 and max(self.dilation_rate) > 1:
            raise ValueError(f'{type(self).__name__} takes strides or dilation_rate above 1, not both, as Keras 2 '
                             f'does: strides are {self.strides} and dilation_rate {self.dilation_rate}.')
        if self.padding == 'causal' and self.data_format != 'channels_last':
            raise ValueError('Causal padding needs data_format="channels_last" (temporal data), and it is '
                             f'{self.data_format!r}.')

    # --- for the subclass's build

    @property
    def channel_axis(self):
        """The axis of the channels in the input and the output."""
        return -1 if self.data_format == 'channels_last' else 1

    def channels_of(self, input_shape):
        """The number of channels of an input of that shape, without which no kernel can be made.

        Raises ValueError when the shape has another number of axes, no number of channels, or less room than the
        kernel takes with padding='valid'.
        """
        if len(input_shape) != self.rank + 2:
            raise ValueError('%s %r takes inputs with %d axes (batch, %d of places, channels) and got the shape %s.'
                             % (type(self).__name__, self.name, self.rank + 2, self.rank, tuple(input_shape)))
        channels = input_shape[self.channel_axis]
        if channels is None:
            raise ValueError('%s %r needs the number of channels (axis %d, %s), and the shape %s does not say it.'
                             % (type(self).__name__, self.name, self.channel_axis, self.data_format,
                                tuple(input_shape)))
        self._refuse_small(input_shape)
        return channels

    def _refuse_small(self, input_shape):
        spans = [(size - 1) * rate + 1 for size, rate in zip(self.kernel_size, self.dilation_rate)]
        if self.padding == 'valid' and any(place is not None and place < span
                                           for place, span in zip(self.positions_of(input_shape), spans)):
            raise ValueError(f'The kernel of {type(self).__name__} {self.name!r} spans {tuple(spans)}, more than the '
                             f'places of its input, shape {tuple(input_shape)} ({self.data_format}). Use '
                             'padding="same", or a smaller kernel.')

    def positions_of(self, shape):
        """The part of an input's or output's shape that the kernel slides over."""
        return tuple(shape[1:-1] if self.data_format == 'channels_last' else shape[2:])

    def expect_channels(self, channels):
        """Let every later input have as many axes and channels as the first one."""
        self.input_spec = InputSpec(ndim=self.rank + 2, axes={self.channel_axis: channels})

    def add_kernel(self, shape, **options):
        """The weight ``kernel``, of that shape, by the layer's kernel options; ``options`` win over them."""
        settings = {'initializer': self.kernel_initializer, 'regularizer': self.kernel_regularizer,
                    'constraint': self.kernel_constraint}
        settings.update(options)
        return self.add_weight(name='kernel', shape=tuple(shape), **settings)

    def add_bias(self):
        """The weight ``bias``, one number per filter; None without use_bias."""
        if not self.use_bias:
            return None
        return self.add_weight(name='bias', shape=(self.filters,), initializer=self.bias_initializer,
                               regularizer=self.bias_regularizer, constraint=self.bias_constraint)

    # --- for the subclass's call

    def convolve(self, inputs, kernel):
        """The inputs convolved with a kernel (places..., channels, filters), by the layer's options."""
        convolution = {1: K.conv1d, 2: K.conv2d, 3: K.conv3d}[self.rank]
        alone = self.rank == 1
        return convolution(inputs, kernel, strides=self.strides[0] if alone else self.strides, padding=self.padding,
                           data_format=self.data_format,
                           dilation_rate=self.dilation_rate[0] if alone else self.dilation_rate)

    def finished(self, outputs, bias=None):
        """The outputs of a convolution with the bias, if there is one, and through the activation."""
        if bias is not None:
            outputs = K.bias_add(outputs, bias, data_format=self.data_format)
        return self.activation(outputs)

    # --- what Keras asks

    def compute_output_shape(self, input_shape):
        """(batch, new places..., filters), or (batch, filters, new places...) in channels_first."""
        places = tuple(
            conv_utils.conv_output_length(length, size, self.padding, stride, dilation=rate)
            for length, size, stride, rate in zip(self.positions_of(input_shape), self.kernel_size, self.strides,
                                                  self.dilation_rate))
        if self.data_format == 'channels_last':
            return (input_shape[0],) + places + (self.filters,)
        return (input_shape[0], self.filters) + places

    def get_config(self):
        """The arguments that make the layer again."""
        config = super().get_config()
        config.update({
            'filters': self.filters,
            'kernel_size': self.kernel_size,
            'strides': self.strides,
            'padding': self.padding,
            'data_format': self.data_format,
            'dilation_rate': self.dilation_rate,
            'activation': activations.serialize(self.activation),
            'use_bias': self.use_bias,
            'kernel_initializer': initializers.serialize(self.kernel_initializer),
            'bias_initializer': initializers.serialize(self.bias_initializer),
            'kernel_regularizer': regularizers.serialize(self.kernel_regularizer),
            'bias_regularizer': regularizers.serialize(self.bias_regularizer),
            'activity_regularizer': regularizers.serialize(self.activity_regularizer),
            'kernel_constraint': constraints.serialize(self.kernel_constraint),
            'bias_constraint': constraints.serialize(self.bias_constraint)})
        return config
