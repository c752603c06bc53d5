"""Keras 2's `keras.layers.local`: convolutions with a kernel of its own for each position."""
from compat import backend as K
from compat.builtin_layers.arguments import integer, objects_config, set_objects
from compat.builtin_layers.registration import builtin_layer
from compat.engine.base_layer import InputSpec, Layer
from compat.legacy import interfaces
from compat.utils import conv_utils


class _LocallyConnected(Layer):
    """A convolution over ``_rank`` axes with a kernel and a bias of its own for each window."""

    _rank = None

    def _set_options(self, filters, kernel_size, strides, padding, data_format, use_bias):
        self.filters = integer(filters)
        self.kernel_size = conv_utils.normalize_tuple(kernel_size, self._rank, 'kernel_size')
        self.strides = conv_utils.normalize_tuple(strides, self._rank, 'strides')
        self.padding = conv_utils.normalize_padding(padding)
        if self.padding != 'valid':
            raise ValueError(f'Invalid border mode for {type(self).__name__} (only "valid" is supported): {padding}')
        self.data_format = K.normalize_data_format(data_format)
        self.use_bias = use_bias
        self.input_spec = InputSpec(ndim=self._rank + 2)

    def _channel_axis(self):
        return -1 if self.data_format == 'channels_last' else 1

    def _windows(self, input_shape):
        """Returns the number of windows along each axis."""
        first = 2 if self._channel_axis() == 1 else 1
        return tuple(conv_utils.conv_output_length(length, size, self.padding, stride) for length, size, stride
                     in zip(input_shape[first:first + self._rank], self.kernel_size, self.strides))

    def build(self, input_shape):
        """Makes the kernel (windows, values in a window, filters) and the bias (windows of each axis, filters)."""
        axis = self._channel_axis()
        channels, windows = input_shape[axis], self._windows(input_shape)
        if channels is None or None in windows:
            raise ValueError(f'{type(self).__name__} has a kernel for each window, so all axes of its input but the '
                             f'first should be fully-defined: they need a size. Found shape: {tuple(input_shape)}')
        window_count, window_size = 1, channels
        for count, size in zip(windows, self.kernel_size):
            window_count, window_size = window_count * count, window_size * size
        self.kernel_shape = (window_count, window_size, self.filters)
        self.kernel = self.add_weight(shape=self.kernel_shape, initializer=self.kernel_initializer, name='kernel',
                                      regularizer=self.kernel_regularizer, constraint=self.kernel_constraint)
        self.bias = None
        if self.use_bias:
            self.bias = self.add_weight(shape=windows + (self.filters,), initializer=self.bias_initializer, name='bias',
                                        regularizer=self.bias_regularizer, constraint=self.bias_constraint)
        self.input_spec = InputSpec(ndim=self._rank + 2, axes={axis: channels})
        self.built = True

    def compute_output_shape(self, input_shape):
        """Returns the batch, the windows and the filters."""
        windows = self._windows(input_shape)
        if self._channel_axis() == 1:
            return (input_shape[0], self.filters) + windows
        return (input_shape[0],) + windows + (self.filters,)

    def _bias_and_activation(self, outputs, data_format):
        if self.use_bias:
            outputs = K.bias_add(outputs, self.bias, data_format)
        return outputs if self.activation is None else self.activation(outputs)


@builtin_layer
class LocallyConnected1D(_LocallyConnected):
    _rank = 1

    @interfaces.legacy_conv1d_support
    def __init__(self, filters, kernel_size, strides=1, padding='valid', data_format=None, activation=None,
                 use_bias=True, kernel_initializer='glorot_uniform', bias_initializer='zeros', kernel_regularizer=None,
                 bias_regularizer=None, activity_regularizer=None, kernel_constraint=None, bias_constraint=None,
                 **kwargs):
        super().__init__(**kwargs)
        self._set_options(filters, kernel_size, strides, padding, data_format, use_bias)
        set_objects(self, activation=activation, kernel_initializer=kernel_initializer,
                    bias_initializer=bias_initializer, kernel_regularizer=kernel_regularizer,
                    bias_regularizer=bias_regularizer, activity_regularizer=activity_regularizer,
                    kernel_constraint=kernel_constraint, bias_constraint=bias_constraint)

    def _channel_axis(self):
        # Keras 2 stores the data format, and computes with the channels last.
        return 2

    def call(self, inputs):
        """Returns activation(windows by their kernels + bias)."""
        outputs = K.local_conv1d(inputs, self.kernel, self.kernel_size, self.strides)
        return self._bias_and_activation(outputs, 'channels_last')

    def get_config(self):
        """Returns the arguments of the constructor; Keras 2 omits the data format."""
        return dict(
            super().get_config(), filters=self.filters, kernel_size=self.kernel_size, strides=self.strides,
            padding=self.padding, **objects_config(self, 'activation'), use_bias=self.use_bias,
            **objects_config(self, 'kernel_initializer', 'bias_initializer', 'kernel_regularizer', 'bias_regularizer',
                             'activity_regularizer', 'kernel_constraint', 'bias_constraint'))


@builtin_layer
class LocallyConnected2D(_LocallyConnected):
    _rank = 2

    @interfaces.legacy_conv2d_support
    def __init__(self, filters, kernel_size, strides=(1, 1), padding='valid', data_format=None, activation=None,
                 use_bias=True, kernel_initializer='glorot_uniform', bias_initializer='zeros', kernel_regularizer=None,
                 bias_regularizer=None, activity_regularizer=None, kernel_constraint=None, bias_constraint=None,
                 **kwargs):
        super().__init__(**kwargs)
        self._set_options(filters, kernel_size, strides, padding, data_format, use_bias)
        set_objects(self, activation=activation, kernel_initializer=kernel_initializer,
                    bias_initializer=bias_initializer, kernel_regularizer=kernel_regularizer,
                    bias_regularizer=bias_regularizer, activity_regularizer=activity_regularizer,
                    kernel_constraint=kernel_constraint, bias_constraint=bias_constraint)

    def build(self, input_shape):
        """Makes the kernel (windows, values in a window, filters) and the bias (rows, columns, filters)."""
        super().build(input_shape)
        self.output_row, self.output_col = self._windows(input_shape)

    def call(self, inputs):
        """Returns activation(windows by their kernels + bias)."""
        outputs = K.local_conv2d(inputs, self.kernel, self.kernel_size, self.strides,
                                 (self.output_row, self.output_col), self.data_format)
        return self._bias_and_activation(outputs, self.data_format)

    def get_config(self):
        """Returns the arguments of the constructor."""
        return dict(
            super().get_config(), filters=self.filters, kernel_size=self.kernel_size, strides=self.strides,
            padding=self.padding, data_format=self.data_format, **objects_config(self, 'activation'),
            use_bias=self.use_bias,
            **objects_config(self, 'kernel_initializer', 'bias_initializer', 'kernel_regularizer', 'bias_regularizer',
                             'activity_regularizer', 'kernel_constraint', 'bias_constraint'))
