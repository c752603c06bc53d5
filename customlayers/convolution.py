"""What the convolutional layers have in common: Conv2D's options, their checks, the output's shape and the config."""
from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any, Callable, Dict, Optional, Sequence, Tuple, TypeVar, Union

from compat import activations, constraints, initializers, regularizers
from compat import backend as K
from compat.engine.base_layer import InputSpec, Layer
from compat.legacy import interfaces
from compat.utils import conv_utils

if TYPE_CHECKING:
    from typing import SupportsIndex

    Sizes = Union[SupportsIndex, Sequence[SupportsIndex]]
    Shape = Tuple[Optional[int], ...]
    F = TypeVar('F', bound=Callable[..., Any])

# Keras 1 name, Keras 2 name, for convolutions of any number of axes.
_KERAS1_NAMES = [('nb_filter', 'filters'), ('border_mode', 'padding'), ('init', 'kernel_initializer'),
                 ('W_regularizer', 'kernel_regularizer'), ('b_regularizer', 'bias_regularizer'),
                 ('W_constraint', 'kernel_constraint'), ('b_constraint', 'bias_constraint'), ('bias', 'use_bias'),
                 ('subsample', 'strides'), ('subsample_length', 'strides'), ('dim_ordering', 'data_format')]
_DATA_FORMATS = {'dim_ordering': {'tf': 'channels_last', 'th': 'channels_first', 'default': None}}


def keras1_names(rank: Optional[int] = None,
                 positional: Sequence[str] = ('filters', 'kernel_size')) -> Callable[[F], F]:
    """Returns a decorator for a layer's constructor, which then takes Keras 1's argument names too.

    Args:
        rank: For a layer that takes ``filters`` and ``kernel_size``: the number of spatial axes, 1, 2 or 3. The
            constructor then takes Keras 1's size per axis (``nb_row``, ``nb_col``) as well.
        positional: The arguments that may be passed by position; more raise TypeError, as in Keras 2.
    """
    if rank is not None:
        return {1: interfaces.legacy_conv1d_support, 2: interfaces.legacy_conv2d_support,
                3: interfaces.legacy_conv3d_support}[rank]
    return interfaces.generate_legacy_interface(allowed_positional_args=list(positional), conversions=_KERAS1_NAMES,
                                                value_conversions=_DATA_FORMATS)


def positive_integers(value: Any, count: int, name: str) -> Tuple[int, ...]:
    """Returns an argument as a tuple of positive integers.

    Args:
        value: An integer, which stands for all, or a sequence of ``count`` of them. numpy's integers count too.
        count: How many integers the tuple has.
        name: The name of the argument, for the error.

    Raises:
        ValueError: For anything else.
    """
    message = 'The `{}` argument must be a positive integer{}, and is {!r}.'.format(
        name, f', or {count} of them' if count > 1 else '', value)
    listed = hasattr(value, '__iter__') and not isinstance(value, str)
    values: Tuple[Any, ...] = tuple(value) if listed else (value,) * count
    try:
        numbers = tuple(operator.index(number) for number in values)
    except TypeError as error:
        raise ValueError(message) from error
    if len(numbers) != count or min(numbers) < 1 or any(isinstance(number, bool) for number in values):
        raise ValueError(message)
    return numbers


class Convolution(Layer):
    """A convolution over ``rank`` spatial axes with all options of Keras 2's Conv1D, Conv2D and Conv3D.

    A subclass sets ``rank``, passes ``kernel_size``, makes its weights in ``build`` (``input_channels``,
    ``add_kernel``, ``add_bias``) and computes in ``call`` with ``convolve`` and ``add_bias_and_activate``.

    Args:
        filters: The number of output channels.
        kernel_size: The extent of the kernel along each spatial axis; one integer stands for all axes.
        strides: The step of the kernel along each spatial axis.
        padding: 'valid' or 'same'; 'causal' too where ``rank`` is 1.
        data_format: 'channels_last' or 'channels_first'; None means ``K.image_data_format()``.
        dilation_rate: The distance of the kernel's cells along each spatial axis.
        activation: An activation function or its name; None means none.
        use_bias: Whether a bias, one number per filter, is added.
        kernel_initializer, kernel_regularizer, kernel_constraint: Those of the kernel, as objects or names.
        bias_initializer, bias_regularizer, bias_constraint: Those of the bias.
        activity_regularizer: The regularizer of the output.
        **kwargs: The arguments of every layer: ``name``, ``input_shape``, ``trainable`` ...

    Input: (batch, spatial..., channels), or (batch, channels, spatial...) in channels_first.
    Output: (batch, new spatial..., filters), or (batch, filters, new spatial...) in channels_first.

    Raises:
        ValueError: For an option that is unknown, for strides and dilation both above 1 (Keras 2 refuses them), and
            for causal padding that is not of one axis and channels_last.
    """

    rank = 0

    def __init__(self, filters: Optional[SupportsIndex], kernel_size: Sizes, strides: Sizes = 1,
                 padding: str = 'valid', data_format: Optional[str] = None, dilation_rate: Sizes = 1,
                 activation: Any = None, use_bias: bool = True, kernel_initializer: Any = 'glorot_uniform',
                 bias_initializer: Any = 'zeros', kernel_regularizer: Any = None, bias_regularizer: Any = None,
                 activity_regularizer: Any = None, kernel_constraint: Any = None, bias_constraint: Any = None,
                 **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.filters: Any = None if filters is None else positive_integers(filters, 1, 'filters')[0]
        self.kernel_size = positive_integers(kernel_size, self.rank, 'kernel_size')
        self.strides = positive_integers(strides, self.rank, 'strides')
        self.padding = self._checked_padding(padding)
        self.data_format = K.normalize_data_format(data_format)
        self.dilation_rate = positive_integers(dilation_rate, self.rank, 'dilation_rate')
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

    def _checked_padding(self, padding):
        known = ('valid', 'same', 'causal') if self.rank == 1 else ('valid', 'same')
        if not isinstance(padding, str) or padding.lower() not in known:
            raise ValueError('The `padding` argument of {} must be one of {}, and is {!r}.'.format(
                type(self).__name__, ', '.join(known), padding))
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
    def channel_axis(self) -> int:
        """The axis of the channels in the input and the output."""
        return -1 if self.data_format == 'channels_last' else 1

    def input_channels(self, input_shape: Shape) -> int:
        """Returns the number of channels of an input of that shape, without which no kernel can be made.

        Raises:
            ValueError: When the shape has another number of axes, no number of channels, or spatial axes that are
                shorter than the kernel with padding='valid'.
        """
        if len(input_shape) != self.rank + 2:
            raise ValueError(f'{type(self).__name__} {self.name!r} takes inputs with {self.rank + 2} axes (batch, '
                             f'{self.rank} spatial, channels) and got the shape {tuple(input_shape)}.')
        channels = input_shape[self.channel_axis]
        if channels is None:
            raise ValueError(f'{type(self).__name__} {self.name!r} needs the number of channels (axis '
                             f'{self.channel_axis}, {self.data_format}), and it is None in the shape '
                             f'{tuple(input_shape)}.')
        self._refuse_small(input_shape)
        return channels

    def _refuse_small(self, input_shape):
        spans = [(size - 1) * rate + 1 for size, rate in zip(self.kernel_size, self.dilation_rate)]
        if self.padding == 'valid' and any(length is not None and length < span
                                           for length, span in zip(self.spatial_shape(input_shape), spans)):
            raise ValueError(f'The kernel of {type(self).__name__} {self.name!r} spans {tuple(spans)}, more than the '
                             f'spatial axes of its input, shape {tuple(input_shape)} ({self.data_format}). Use '
                             'padding="same", or a smaller kernel.')

    def spatial_shape(self, shape: Shape) -> Shape:
        """Returns the part of an input's or output's shape that the kernel slides over."""
        return tuple(shape[1:-1] if self.data_format == 'channels_last' else shape[2:])

    def require_channels(self, channels: int) -> None:
        """Sets ``input_spec``: every later input has as many axes and channels as the first one."""
        self.input_spec = InputSpec(ndim=self.rank + 2, axes={self.channel_axis: channels})

    def add_kernel(self, shape: Sequence[int], **options: Any) -> Any:
        """Adds the weight ``kernel``.

        Args:
            shape: Its shape.
            **options: Arguments of ``add_weight`` that win over the layer's kernel options.

        Returns:
            The variable.
        """
        settings = {'initializer': self.kernel_initializer, 'regularizer': self.kernel_regularizer,
                    'constraint': self.kernel_constraint}
        settings.update(options)
        return self.add_weight(name='kernel', shape=tuple(shape), **settings)

    def add_bias(self) -> Any:
        """Adds the weight ``bias``, one number per filter, and returns it; None without use_bias."""
        if not self.use_bias:
            return None
        return self.add_weight(name='bias', shape=(self.filters,), initializer=self.bias_initializer,
                               regularizer=self.bias_regularizer, constraint=self.bias_constraint)

    # --- for the subclass's call

    def convolve(self, inputs: Any, kernel: Any) -> Any:
        """Convolves the inputs by the layer's strides, padding, data format and dilation.

        Args:
            inputs: A float tensor of the layer's input shape.
            kernel: A tensor (spatial..., channels, filters) of the same dtype.

        Returns:
            A tensor of the layer's output shape, without bias and activation.
        """
        convolution: Callable[..., Any] = {1: K.conv1d, 2: K.conv2d, 3: K.conv3d}[self.rank]
        alone = self.rank == 1
        return convolution(inputs, kernel, strides=self.strides[0] if alone else self.strides, padding=self.padding,
                           data_format=self.data_format,
                           dilation_rate=self.dilation_rate[0] if alone else self.dilation_rate)

    def add_bias_and_activate(self, outputs: Any, bias: Any = None) -> Any:
        """Adds the bias (filters,), where there is one, to the outputs of a convolution, and applies the activation."""
        if bias is not None:
            outputs = K.bias_add(outputs, bias, data_format=self.data_format)
        return self.activation(outputs)

    # --- what Keras asks

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Returns (batch, new spatial..., filters), or (batch, filters, new spatial...) in channels_first."""
        spatial = tuple(
            conv_utils.conv_output_length(length, size, self.padding, stride, dilation=rate)
            for length, size, stride, rate in zip(self.spatial_shape(input_shape), self.kernel_size, self.strides,
                                                  self.dilation_rate))
        if self.data_format == 'channels_last':
            return (input_shape[0],) + spatial + (self.filters,)
        return (input_shape[0], self.filters) + spatial

    def get_config(self) -> Dict[str, Any]:
        """Returns the arguments that make the layer again."""
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
