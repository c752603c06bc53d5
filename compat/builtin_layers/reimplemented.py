"""Layers of Keras 2 that Keras 3 has removed, reimplemented on K."""
from compat import activations, constraints, initializers, regularizers
from compat import backend as K
from compat.engine.base_layer import InputSpec, Layer
from compat.builtin_layers.signatures import documented
from compat.legacy import interfaces
from compat.utils import conv_utils

__all__ = ['LocallyConnected1D', 'LocallyConnected2D']


SERIALIZED = ((initializers, ('kernel_initializer', 'bias_initializer')),
              (regularizers, ('kernel_regularizer', 'bias_regularizer', 'activity_regularizer')),
              (constraints, ('kernel_constraint', 'bias_constraint')))


class _LocallyConnected(Layer):
    """A convolution over ``_axes`` axes with a kernel and a bias of its own for each window."""

    _axes = None

    def _set_options(self, options):
        for name in ('filters', 'use_bias'):
            setattr(self, name, options[name])
        for name in ('kernel_size', 'strides'):
            setattr(self, name, conv_utils.normalize_tuple(options[name], self._axes, name))
        self.padding = conv_utils.normalize_padding(options['padding'])
        if self.padding != 'valid':
            raise ValueError('Invalid border mode for {} (only "valid" is supported): {}'.format(type(self).__name__,
                options['padding']))
        self.data_format = K.normalize_data_format(options['data_format'])
        self.activation = activations.get(options['activation'])
        for module, names in SERIALIZED:
            for name in names:
                setattr(self, name, module.get(options[name]))
        self.input_spec = InputSpec(ndim=self._axes + 2)

    def _channel_axis(self):
        return -1 if self._axes == 1 or self.data_format == 'channels_last' else 1

    def _windows(self, input_shape):
        """Returns the number of windows along each axis."""
        first = 1 if self._channel_axis() == -1 else 2
        return tuple(conv_utils.conv_output_length(length, size, self.padding, stride) for length, size, stride
                     in zip(input_shape[first:first + self._axes], self.kernel_size, self.strides))

    def build(self, input_shape):
        """Makes the kernel (windows, values in a window, filters) and the bias (windows of each axis, filters)."""
        axis = self._channel_axis() % len(input_shape)
        channels, windows = input_shape[axis], self._windows(input_shape)
        if channels is None or None in windows:
            raise ValueError(f'{type(self).__name__} has a kernel for each window, so all axes of its input but the '
                             f'first need a size. Found shape: {tuple(input_shape)}')
        window_size = channels
        for size in self.kernel_size:
            window_size *= size
        window_count = 1
        for count in windows:
            window_count *= count
        self.kernel_shape = (window_count, window_size, self.filters)
        self.kernel = self.add_weight(shape=self.kernel_shape, initializer=self.kernel_initializer, name='kernel',
                                      regularizer=self.kernel_regularizer, constraint=self.kernel_constraint)
        self.bias = None
        if self.use_bias:
            self.bias = self.add_weight(shape=windows + (self.filters,), initializer=self.bias_initializer, name='bias',
                                        regularizer=self.bias_regularizer, constraint=self.bias_constraint)
        self.input_spec = InputSpec(ndim=self._axes + 2, axes={axis: channels})
        self.built = True

    def compute_output_shape(self, input_shape):
        """Returns the batch, the windows and the filters."""
        windows = self._windows(input_shape)
        if self._channel_axis() == -1:
            return (input_shape[0],) + windows + (self.filters,)
        return (input_shape[0], self.filters) + windows

    def call(self, inputs):
        """Returns activation(windows by their kernels + bias)."""
        outputs = self._convolved(inputs)
        if self.use_bias:
            outputs = K.bias_add(outputs, self.bias,
                                 'channels_last' if self._channel_axis() == -1 else 'channels_first')
        return outputs if self.activation is None else self.activation(outputs)

    def get_config(self):
        """Returns the arguments of the constructor."""
        config = super().get_config()
        for name in ('filters', 'kernel_size', 'strides', 'padding', 'use_bias'):
            config[name] = getattr(self, name)
        config['activation'] = activations.serialize(self.activation)
        for module, names in SERIALIZED:
            config.update((name, module.serialize(getattr(self, name))) for name in names)
        return config


@documented
class LocallyConnected1D(_LocallyConnected):
    _axes = 1

    @interfaces.legacy_conv1d_support
    def __init__(self, filters, kernel_size, strides=1, padding='valid', data_format=None, activation=None,
                 use_bias=True, kernel_initializer='glorot_uniform', bias_initializer='zeros', kernel_regularizer=None,
                 bias_regularizer=None, activity_regularizer=None, kernel_constraint=None, bias_constraint=None,
                 **kwargs):
        options = dict(locals())
        super().__init__(**kwargs)
        self._set_options(options)

    def _convolved(self, inputs):
        return K.local_conv1d(inputs, self.kernel, self.kernel_size, self.strides)


@documented
class LocallyConnected2D(_LocallyConnected):
    _axes = 2

    @interfaces.legacy_conv2d_support
    def __init__(self, filters, kernel_size, strides=(1, 1), padding='valid', data_format=None, activation=None,
                 use_bias=True, kernel_initializer='glorot_uniform', bias_initializer='zeros', kernel_regularizer=None,
                 bias_regularizer=None, activity_regularizer=None, kernel_constraint=None, bias_constraint=None,
                 **kwargs):
        options = dict(locals())
        super().__init__(**kwargs)
        self._set_options(options)

    def _convolved(self, inputs):
        return K.local_conv2d(inputs, self.kernel, self.kernel_size, self.strides,
                              self._windows(K.int_shape(inputs)), self.data_format)

    def get_config(self):
        """Returns the arguments of the constructor."""
        return dict(super().get_config(), data_format=self.data_format)
