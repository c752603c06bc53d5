"""A layer that computes from features a kernel for each sample, for the convolutions of ``dynamic_convolution``."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, Optional, Sequence

import numpy as np

from compat import backend as K
from compat import constraints, initializers, regularizers
from compat.engine.base_layer import InputSpec, Layer
from customlayers.convolution import positive_integers

if TYPE_CHECKING:
    from typing import SupportsIndex

    from customlayers.convolution import Shape


class KernelPredictor(Layer):
    """Computes from features a kernel and a bias for each sample, for a DynamicConv of the same sizes.

    Features are averaged over their spatial axes first. The kernel is a learned one, S x F numbers (S = kernel size x
    channels, F = filters), which the mean features f change:

    ===============  ==================================================  ===========================
    ``form``         kernel                                              parameters besides S F
    ===============  ==================================================  ===========================
    ``low_rank``     kernel + left(f) right(f), of ``rank`` columns      (f + 1) rank (S + F)
    ``per_channel``  kernel * (1 + channel(f)) * (1 + filter(f))         (f + 1) (channels + F)
    ===============  ==================================================  ===========================

    left, right, channel and filter are linear in the features, with biases. What changes the kernel starts at zero.
    With ``use_bias`` there is a bias, linear in the features too: (f + 1) F parameters more.

    Args:
        filters: The number of output channels of the convolution.
        kernel_size: A tuple of one integer for each of its 1 to 3 spatial axes.
        channels: The channels of its input.
        form: 'low_rank' or 'per_channel'.
        rank: The columns of ``left`` and rows of ``right`` in the form 'low_rank'.
        use_bias: Whether a bias is computed too.
        data_format: Where the features of inputs with spatial axes are; None means ``K.image_data_format()``.
        kernel_initializer, kernel_regularizer, kernel_constraint: Those of the learned kernel.
        factor_initializer, factor_regularizer: Those of the matrices that the features are multiplied by.
        **kwargs: The arguments of every layer.

    Input: (batch, ..., features), or (batch, features, ...) in channels_first; float.
    Output: the kernels (batch, kernel_size..., channels, filters); with ``use_bias`` the list of these and the biases
        (batch, filters).

    Raises:
        ValueError: For sizes that are not positive integers, and for an unknown form.
    """

    def __init__(self, filters: SupportsIndex, kernel_size: Sequence[SupportsIndex], channels: SupportsIndex,
                 form: str = 'low_rank', rank: SupportsIndex = 4, use_bias: bool = True,
                 data_format: Optional[str] = None, kernel_initializer: Any = 'glorot_uniform',
                 factor_initializer: Any = 'glorot_uniform', kernel_regularizer: Any = None,
                 factor_regularizer: Any = None, kernel_constraint: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.filters, = positive_integers(filters, 1, 'filters')
        if not isinstance(kernel_size, (list, tuple)) or len(kernel_size) not in (1, 2, 3):
            raise ValueError('The `kernel_size` argument must be a tuple of one number for each of 1 to 3 axes, and '
                             f'is {kernel_size!r}.')
        self.kernel_size = positive_integers(kernel_size, len(kernel_size), 'kernel_size')
        self.channels, = positive_integers(channels, 1, 'channels')
        self.rank, = positive_integers(rank, 1, 'rank')
        if form not in ('low_rank', 'per_channel'):
            raise ValueError('The `form` argument of KernelPredictor must be low_rank or per_channel, and is '
                             f'{form!r}.')
        self.form = form
        self.use_bias = use_bias
        self.data_format = K.normalize_data_format(data_format)
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.factor_initializer = initializers.get(factor_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.factor_regularizer = regularizers.get(factor_regularizer)
        self.kernel_constraint = constraints.get(kernel_constraint)
        self.input_spec = InputSpec(min_ndim=2)

    @property
    def _kernel_shape(self):
        return self.kernel_size + (self.channels, self.filters)

    def build(self, input_shape: Shape) -> None:
        """Makes the learned kernel and the matrices for the features of the input."""
        axis = 1 if self.data_format == 'channels_first' and len(input_shape) > 2 else len(input_shape) - 1
        features = input_shape[axis]
        if features is None:
            raise ValueError(f'KernelPredictor {self.name!r} needs the number of features (axis {axis}, '
                             f'{self.data_format}), and it is None in the shape {tuple(input_shape)}.')
        self.kernel = self.add_weight(name='kernel', shape=self._kernel_shape, initializer=self.kernel_initializer,
                                      regularizer=self.kernel_regularizer, constraint=self.kernel_constraint)
        rows = int(np.prod(self._kernel_shape[:-1]))
        if self.form == 'low_rank':
            self.left = self._add_linear('left', features, rows * self.rank, self.factor_initializer)
            self.right = self._add_linear('right', features, self.rank * self.filters, 'zeros')
        else:
            self.of_channels = self._add_linear('channel', features, self.channels, 'zeros')
            self.of_filters = self._add_linear('filter', features, self.filters, 'zeros')
        if self.use_bias:
            self.bias = self._add_linear('bias', features, self.filters, 'zeros')
        self.input_spec = InputSpec(ndim=len(input_shape), axes={axis: features})
        super().build(input_shape)

    def _add_linear(self, name, features, numbers, initializer):
        """Adds the weights of a linear function of the features: (features, numbers) and (numbers,)."""
        return (self.add_weight(name=name + '_kernel', shape=(features, numbers), initializer=initializer,
                                regularizer=self.factor_regularizer),
                self.add_weight(name=name + '_offset', shape=(numbers,), initializer='zeros'))

    def call(self, inputs: Any) -> Any:
        """Computes the kernels, and with ``use_bias`` the biases, from the features."""
        axes = list(range(1, K.ndim(inputs)))
        axes.pop(0 if self.data_format == 'channels_first' and len(axes) > 1 else -1)
        features = K.mean(inputs, axis=axes) if axes else inputs
        kernel = self._low_rank(features) if self.form == 'low_rank' else self._per_channel(features)
        return [kernel, _linear(features, self.bias)] if self.use_bias else kernel

    def _low_rank(self, features):
        left = K.reshape(_linear(features, self.left), (-1, int(np.prod(self._kernel_shape[:-1])), self.rank))
        right = K.reshape(_linear(features, self.right), (-1, self.rank, self.filters))
        change = K.reshape(K.batch_dot(left, right), (-1,) + self._kernel_shape)
        return K.expand_dims(self.kernel, 0) + change

    def _per_channel(self, features):
        ones = (1,) * len(self.kernel_size)
        of_channels = K.reshape(1 + _linear(features, self.of_channels), (-1,) + ones + (self.channels, 1))
        of_filters = K.reshape(1 + _linear(features, self.of_filters), (-1,) + ones + (1, self.filters))
        return K.expand_dims(self.kernel, 0) * of_channels * of_filters

    def compute_output_shape(self, input_shape: Shape) -> Any:
        """Returns the shape of the kernels, or with ``use_bias`` the list of it and that of the biases."""
        kernel = (input_shape[0],) + self._kernel_shape
        return [kernel, (input_shape[0], self.filters)] if self.use_bias else kernel

    def get_config(self) -> Dict[str, Any]:
        """Returns the arguments that make the layer again."""
        config = super().get_config()
        config.update({
            'filters': self.filters,
            'kernel_size': self.kernel_size,
            'channels': self.channels,
            'form': self.form,
            'rank': self.rank,
            'use_bias': self.use_bias,
            'data_format': self.data_format,
            'kernel_initializer': initializers.serialize(self.kernel_initializer),
            'factor_initializer': initializers.serialize(self.factor_initializer),
            'kernel_regularizer': regularizers.serialize(self.kernel_regularizer),
            'factor_regularizer': regularizers.serialize(self.factor_regularizer),
            'kernel_constraint': constraints.serialize(self.kernel_constraint)})
        return config


def _linear(features, weights):
    """Computes the features times the matrix, plus the offset."""
    return K.bias_add(K.dot(features, weights[0]), weights[1], data_format='channels_last')
