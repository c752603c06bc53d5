"""Keras 2's `keras.layers.pooling`: pooling layers."""
from compat import backend as K
from compat.builtin_layers.arguments import refuse_below_one
from compat.builtin_layers.registration import builtin_layer
from compat.engine.base_layer import InputSpec, Layer
from compat.legacy import interfaces
from compat.utils import conv_utils


class _Pooling(Layer):
    """The base of pooling layers; a subclass defines ``_pooling_function``."""

    _rank = None

    def _set_options(self, pool_size, strides, padding, data_format):
        self.pool_size = conv_utils.normalize_tuple(pool_size, self._rank, 'pool_size')
        self.strides = conv_utils.normalize_tuple(pool_size if strides is None else strides, self._rank, 'strides')
        self.padding = conv_utils.normalize_padding(padding)
        self.data_format = K.normalize_data_format(data_format)
        self.input_spec = InputSpec(ndim=self._rank + 2)

    def build(self, input_shape):
        """Makes no weights. Raises ValueError for windows and strides without a size, as Keras 2 at the first call."""
        refuse_below_one(self, 'pool_size', 'strides')
        super().build(input_shape)

    def compute_output_shape(self, input_shape):
        """Returns the batch, the windows of each axis and the channels."""
        first = 1 if self.data_format == 'channels_last' else 2
        last = first + self._rank
        windows = tuple(conv_utils.conv_output_length(length, size, self.padding, stride) for length, size, stride
                        in zip(input_shape[first:last], self.pool_size, self.strides))
        return input_shape[:first] + windows + input_shape[last:]

    def _computes_as_declared(self, inputs, **options):
        return not options and self.data_format == 'channels_last' and inputs.dtype == self.compute_dtype

    def _pooling_function(self, inputs, pool_size, strides, padding, data_format):
        raise NotImplementedError(f'Layer {self.name} pools nothing: its class {type(self).__name__} is to define '
                                  '_pooling_function(inputs, pool_size, strides, padding, data_format).')

    def call(self, inputs):
        """Returns ``_pooling_function`` of the inputs."""
        return self._pooling_function(inputs=inputs, pool_size=self.pool_size, strides=self.strides,
                                      padding=self.padding, data_format=self.data_format)

    def get_config(self):
        """Returns the arguments of the constructor."""
        return dict(super().get_config(), pool_size=self.pool_size, padding=self.padding, strides=self.strides,
                    data_format=self.data_format)


class _Pooling1D(_Pooling):
    """The base of pooling along one axis, which is computed as that of images with one column (Keras 2.2.4)."""

    _rank = 1

    def __init__(self, pool_size=2, strides=None, padding='valid', data_format='channels_last', **kwargs):
        super().__init__(**kwargs)
        self._set_options(pool_size, strides, padding, data_format)

    def call(self, inputs):
        """Returns ``_pooling_function`` of the inputs, as images with one column."""
        axis = 2 if self.data_format == 'channels_last' else 3
        pooled = self._pooling_function(inputs=K.expand_dims(inputs, axis), pool_size=self.pool_size + (1,),
                                        strides=self.strides + (1,), padding=self.padding,
                                        data_format=self.data_format)
        return K.squeeze(pooled, axis)

    def get_config(self):
        """Returns the arguments of the constructor, in Keras 2's order."""
        config = super().get_config()
        own = [(name, config.pop(name)) for name in ('strides', 'pool_size', 'padding', 'data_format')]
        return dict(config, **dict(own))


@builtin_layer
class MaxPooling1D(_Pooling1D):
    @interfaces.legacy_pooling1d_support
    def __init__(self, pool_size=2, strides=None, padding='valid', data_format='channels_last', **kwargs):
        super().__init__(pool_size, strides, padding, data_format, **kwargs)

    def _pooling_function(self, inputs, pool_size, strides, padding, data_format):
        return K.pool2d(inputs, pool_size, strides, padding, data_format, pool_mode='max')


@builtin_layer
class AveragePooling1D(_Pooling1D):
    @interfaces.legacy_pooling1d_support
    def __init__(self, pool_size=2, strides=None, padding='valid', data_format='channels_last', **kwargs):
        super().__init__(pool_size, strides, padding, data_format, **kwargs)

    def _pooling_function(self, inputs, pool_size, strides, padding, data_format):
        return K.pool2d(inputs, pool_size, strides, padding, data_format, pool_mode='avg')


class _Pooling2D(_Pooling):
    """The base of pooling along two axes (Keras 2.2.4 `keras.layers.pooling._Pooling2D`)."""

    _rank = 2

    def __init__(self, pool_size=(2, 2), strides=None, padding='valid', data_format=None, **kwargs):
        super().__init__(**kwargs)
        self._set_options(pool_size, strides, padding, data_format)


@builtin_layer
class MaxPooling2D(_Pooling2D):
    @interfaces.legacy_pooling2d_support
    def __init__(self, pool_size=(2, 2), strides=None, padding='valid', data_format=None, **kwargs):
        super().__init__(pool_size, strides, padding, data_format, **kwargs)

    def _pooling_function(self, inputs, pool_size, strides, padding, data_format):
        return K.pool2d(inputs, pool_size, strides, padding, data_format, pool_mode='max')


@builtin_layer
class AveragePooling2D(_Pooling2D):
    @interfaces.legacy_pooling2d_support
    def __init__(self, pool_size=(2, 2), strides=None, padding='valid', data_format=None, **kwargs):
        super().__init__(pool_size, strides, padding, data_format, **kwargs)

    def _pooling_function(self, inputs, pool_size, strides, padding, data_format):
        return K.pool2d(inputs, pool_size, strides, padding, data_format, pool_mode='avg')


class _Pooling3D(_Pooling):
    """The base of pooling along three axes (Keras 2.2.4 `keras.layers.pooling._Pooling3D`)."""

    _rank = 3

    def __init__(self, pool_size=(2, 2, 2), strides=None, padding='valid', data_format=None, **kwargs):
        super().__init__(**kwargs)
        self._set_options(pool_size, strides, padding, data_format)


@builtin_layer
class MaxPooling3D(_Pooling3D):
    @interfaces.legacy_pooling3d_support
    def __init__(self, pool_size=(2, 2, 2), strides=None, padding='valid', data_format=None, **kwargs):
        super().__init__(pool_size, strides, padding, data_format, **kwargs)

    def _pooling_function(self, inputs, pool_size, strides, padding, data_format):
        return K.pool3d(inputs, pool_size, strides, padding, data_format, pool_mode='max')


@builtin_layer
class AveragePooling3D(_Pooling3D):
    @interfaces.legacy_pooling3d_support
    def __init__(self, pool_size=(2, 2, 2), strides=None, padding='valid', data_format=None, **kwargs):
        super().__init__(pool_size, strides, padding, data_format, **kwargs)

    def _pooling_function(self, inputs, pool_size, strides, padding, data_format):
        return K.pool3d(inputs, pool_size, strides, padding, data_format, pool_mode='avg')


class _GlobalPooling(Layer):
    """The base of global pooling layers; a subclass defines ``call``."""

    _rank = None

    def _set_data_format(self, data_format):
        self.data_format = K.normalize_data_format(data_format)
        self.input_spec = InputSpec(ndim=self._rank + 2)

    def _spatial_axes(self):
        first = 1 if self.data_format == 'channels_last' else 2
        return list(range(first, first + self._rank))

    def compute_output_shape(self, input_shape):
        """Returns the batch and the channels."""
        return (input_shape[0], input_shape[-1 if self.data_format == 'channels_last' else 1])

    def _computes_as_declared(self, inputs, **options):
        return not options and inputs.dtype == self.compute_dtype

    def call(self, inputs):
        """Raises NotImplementedError; a subclass defines it."""
        raise NotImplementedError(f'Layer {self.name} pools nothing: its class {type(self).__name__} is to define '
                                  'call(inputs).')

    def get_config(self):
        """Returns the arguments of the constructor."""
        return dict(super().get_config(), data_format=self.data_format)


class _GlobalPooling1D(_GlobalPooling):
    """The base of pooling over all steps of (batch, steps, channels) (Keras 2.2.4 `_GlobalPooling1D`)."""

    _rank = 1

    def __init__(self, data_format='channels_last', **kwargs):
        super().__init__(**kwargs)
        self._set_data_format(data_format)


@builtin_layer
class GlobalAveragePooling1D(_GlobalPooling1D):
    def __init__(self, data_format='channels_last', **kwargs):
        super().__init__(data_format, **kwargs)
        self.supports_masking = True

    def call(self, inputs, mask=None):
        """Returns the mean over the steps, or over those that the mask lets in."""
        axis, = self._spatial_axes()
        if mask is None:
            return K.mean(inputs, axis=axis)
        if self.data_format == 'channels_first':
            raise ValueError(f'Layer {self.name} has data_format="channels_first", with which it takes no mask: pass '
                             'inputs (batch, steps, channels) to one with "channels_last".')
        mask = K.expand_dims(K.cast(mask, K.floatx()), 2)
        return K.sum(inputs * mask, axis=axis) / K.sum(mask, axis=axis)

    def compute_mask(self, inputs, mask=None):
        """Returns None: no steps are left."""
        return None


@builtin_layer
class GlobalMaxPooling1D(_GlobalPooling1D):
    def call(self, inputs):
        """Returns the greatest element of each channel."""
        return K.max(inputs, axis=self._spatial_axes())


class _GlobalPooling2D(_GlobalPooling):
    """The base of pooling over all positions of images (Keras 2.2.4 `_GlobalPooling2D`)."""

    _rank = 2

    @interfaces.legacy_global_pooling_support
    def __init__(self, data_format=None, **kwargs):
        super().__init__(**kwargs)
        self._set_data_format(data_format)


@builtin_layer
class GlobalAveragePooling2D(_GlobalPooling2D):
    def call(self, inputs):
        """Returns the mean of each channel."""
        return K.mean(inputs, axis=self._spatial_axes())


@builtin_layer
class GlobalMaxPooling2D(_GlobalPooling2D):
    def call(self, inputs):
        """Returns the greatest element of each channel."""
        return K.max(inputs, axis=self._spatial_axes())


class _GlobalPooling3D(_GlobalPooling):
    """The base of pooling over all positions of three axes (Keras 2.2.4 `_GlobalPooling3D`)."""

    _rank = 3

    @interfaces.legacy_global_pooling_support
    def __init__(self, data_format=None, **kwargs):
        super().__init__(**kwargs)
        self._set_data_format(data_format)


@builtin_layer
class GlobalAveragePooling3D(_GlobalPooling3D):
    def call(self, inputs):
        """Returns the mean of each channel."""
        return K.mean(inputs, axis=self._spatial_axes())


@builtin_layer
class GlobalMaxPooling3D(_GlobalPooling3D):
    def call(self, inputs):
        """Returns the greatest element of each channel."""
        return K.max(inputs, axis=self._spatial_axes())


AvgPool1D = AveragePooling1D
AvgPool2D = AveragePooling2D
AvgPool3D = AveragePooling3D
GlobalAvgPool1D = GlobalAveragePooling1D
GlobalAvgPool2D = GlobalAveragePooling2D
GlobalAvgPool3D = GlobalAveragePooling3D
GlobalMaxPool1D = GlobalMaxPooling1D
GlobalMaxPool2D = GlobalMaxPooling2D
GlobalMaxPool3D = GlobalMaxPooling3D
MaxPool1D = MaxPooling1D
MaxPool2D = MaxPooling2D
MaxPool3D = MaxPooling3D
