"""Weight-standardised convolutions, and the plain ones that they fold into for inference.

Source: Qiao et al. 2019, Weight Standardization, arXiv 1903.10520.
"""
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Dict, List, Optional

import numpy as np

from compat import backend as K
from compat import constraints, initializers, layers, models, regularizers
from customlayers.convolution import Convolution, keras1_names

if TYPE_CHECKING:
    from typing import SupportsIndex

    from customlayers.convolution import Shape, Sizes

# The options that a plain convolution does not have: it is made with its final kernel.
_OWN_OPTIONS = ('eps', 'gain', 'gain_initializer', 'gain_regularizer', 'gain_constraint')
EPS = 1e-10


def standardize(kernel: Any, eps: float = EPS, gain: Any = None) -> Any:
    """Standardises a kernel: mean 0 and variance 1 in each of its filters.

    It is ``gain * (kernel - mean) / sqrt(variance + eps)``, with the mean and the population's variance over all axes
    but the last. Source: arXiv 1903.10520, equation 5.

    Args:
        kernel: A float tensor (spatial..., channels, filters).
        eps: What is added to the variance.
        gain: A tensor (filters,) of the same dtype; None means ones.

    Returns:
        A tensor of the kernel's shape and dtype.
    """
    # On TensorFlow, means over one axis take a fraction of the time of those over several.
    shape = K.int_shape(kernel)
    columns = K.reshape(kernel, (-1, shape[-1]))
    centred = columns - K.mean(columns, axis=0, keepdims=True)
    deviation = K.sqrt(K.mean(K.square(centred), axis=0, keepdims=True) + eps)
    standardized = centred / deviation if gain is None else centred * (gain / deviation)
    return K.reshape(standardized, K.shape(kernel) if None in shape else shape)


class StandardizedConvolution(Convolution):
    """A convolution over ``rank`` axes with ``standardize(kernel)``: the options of Conv2D, in Keras 1's names too.

    The weights are ``kernel`` as the optimizer sees it, ``bias`` and ``gain``. A subclass may override
    ``convolution_op(inputs, kernel)``, or call it in its ``call``: it standardises the kernel that is passed.

    The kernel is standardised at every call, which costs little beside the convolution. ``layer.folded()`` returns the
    plain layer that computes the same without it, and ``customlayers.folded(model)`` the model of such layers.

    Args:
        filters, kernel_size, strides, padding, data_format, dilation_rate, activation, use_bias: As of Conv2D in
            Keras 2.
        kernel_initializer, bias_initializer, kernel_regularizer, bias_regularizer, activity_regularizer,
            kernel_constraint, bias_constraint: As of Conv2D in Keras 2.
        eps: What is added to the variance.
        gain: Whether there is a weight ``gain``, (filters,), one factor for each filter.
        gain_initializer, gain_regularizer, gain_constraint: Those of the gain.
        **kwargs: The arguments of every layer.

    Input: (batch, spatial..., channels), or (batch, channels, spatial...) in channels_first.
    Output: (batch, new spatial..., filters), or (batch, filters, new spatial...) in channels_first.

    Raises:
        ValueError: For an eps that is not above 0, and for kernels of one number per filter: they have no variance.
    """

    def __init__(self, filters: SupportsIndex, kernel_size: Sizes, strides: Sizes = 1, padding: str = 'valid',
                 data_format: Optional[str] = None, dilation_rate: Sizes = 1, activation: Any = None,
                 use_bias: bool = True, kernel_initializer: Any = 'glorot_uniform', bias_initializer: Any = 'zeros',
                 kernel_regularizer: Any = None, bias_regularizer: Any = None, activity_regularizer: Any = None,
                 kernel_constraint: Any = None, bias_constraint: Any = None, eps: float = EPS, gain: bool = False,
                 gain_initializer: Any = 'ones', gain_regularizer: Any = None, gain_constraint: Any = None,
                 **kwargs: Any) -> None:
        super().__init__(
            filters, kernel_size, strides=strides, padding=padding, data_format=data_format,
            dilation_rate=dilation_rate, activation=activation, use_bias=use_bias,
            kernel_initializer=kernel_initializer, bias_initializer=bias_initializer,
            kernel_regularizer=kernel_regularizer, bias_regularizer=bias_regularizer,
            activity_regularizer=activity_regularizer, kernel_constraint=kernel_constraint,
            bias_constraint=bias_constraint, **kwargs)
        self.eps = float(eps)
        if not self.eps > 0:
            raise ValueError(f'The `eps` argument of {type(self).__name__} must be above 0, and is {eps!r}: without '
                             'it the deviation of a kernel of equal numbers is 0.')
        self.use_gain = bool(gain)
        self.gain_initializer = initializers.get(gain_initializer)
        self.gain_regularizer = regularizers.get(gain_regularizer)
        self.gain_constraint = constraints.get(gain_constraint)

    def build(self, input_shape: Shape) -> None:
        """Makes the weights for the channels of the input."""
        channels = self.input_channels(input_shape)
        if channels * int(np.prod(self.kernel_size)) == 1:
            raise ValueError(f'The kernel of {type(self).__name__} {self.name!r} has one number for each filter '
                             f'(kernel_size {self.kernel_size}, 1 channel): it has no variance, and standardised it is '
                             '0. Use a larger kernel_size, or a plain convolution.')
        self.kernel = self.add_kernel(self.kernel_size + (channels, self.filters))
        self.bias = self.add_bias()
        self.gain = self._add_gain() if self.use_gain else None
        self.require_channels(channels)
        super().build(input_shape)

    def _add_gain(self):
        return self.add_weight(name='gain', shape=(self.filters,), initializer=self.gain_initializer,
                               regularizer=self.gain_regularizer, constraint=self.gain_constraint)

    def convolution_op(self, inputs: Any, kernel: Any) -> Any:
        """Convolves the inputs with the standardised kernel (spatial..., channels, filters), without the bias."""
        return self.convolve(inputs, standardize(kernel, self.eps, self.gain))

    def call(self, inputs: Any) -> Any:
        """Convolves the inputs with the standardised kernel, adds the bias and applies the activation."""
        return self.add_bias_and_activate(self.convolution_op(inputs, self.kernel), self.bias)

    def standardized_kernel(self) -> Any:
        """Returns the standardised kernel as a tensor: what the inputs are convolved with."""
        return standardize(self.kernel, self.eps, self.gain)

    def folded(self) -> Any:
        """Returns the plain convolution, of the same name, whose kernel is the standardised one.

        It computes what the layer computes now; what the layer learns later does not change it.

        Raises:
            ValueError: When the layer has no weights yet.
        """
        if not self.built:
            raise ValueError(f'{type(self).__name__} {self.name!r} has no weights to fold yet: call it on an input '
                             'first.')
        options = {name: value for name, value in self.get_config().items()
                   if name not in _OWN_OPTIONS and name != 'weights'}
        return getattr(layers, f'Conv{self.rank}D')(weights=self.folded_weights(), **options)

    def folded_weights(self) -> List[np.ndarray]:
        """Returns the weights of the plain convolution as arrays: the standardised kernel, and the bias if any."""
        weights = self.get_weights()
        kernel = weights[0].astype('float64')
        axes = tuple(range(kernel.ndim - 1))
        kernel = (kernel - kernel.mean(axes)) / np.sqrt(kernel.var(axes) + self.eps)
        if self.use_gain:
            kernel = kernel * weights[-1]
        return [kernel.astype(weights[0].dtype)] + weights[1:2 if self.use_bias else 1]

    def get_config(self) -> Dict[str, Any]:
        """Returns the arguments that make the layer again."""
        config = super().get_config()
        config.update({
            'eps': self.eps,
            'gain': self.use_gain,
            'gain_initializer': initializers.serialize(self.gain_initializer),
            'gain_regularizer': regularizers.serialize(self.gain_regularizer),
            'gain_constraint': constraints.serialize(self.gain_constraint)})
        return config


class StandardizedConv1D(StandardizedConvolution):
    """A weight-standardised convolution over steps; the arguments are those of StandardizedConvolution."""

    rank = 1
    if not TYPE_CHECKING:  # checkers read the base's
        __init__ = keras1_names(1)(StandardizedConvolution.__init__)


class StandardizedConv2D(StandardizedConvolution):
    """A weight-standardised convolution over images; the arguments are those of StandardizedConvolution."""

    rank = 2
    if not TYPE_CHECKING:  # checkers read the base's
        __init__ = keras1_names(2)(StandardizedConvolution.__init__)


class StandardizedConv3D(StandardizedConvolution):
    """A weight-standardised convolution over volumes; the arguments are those of StandardizedConvolution."""

    rank = 3
    if not TYPE_CHECKING:  # checkers read the base's
        __init__ = keras1_names(3)(StandardizedConvolution.__init__)


def folded(model: Any, custom_objects: Optional[Dict[str, Any]] = None) -> Any:
    """Returns a copy of the model, for inference, with plain convolutions in place of the standardised ones.

    Args:
        model: A Sequential or a functional model; models inside it are folded too.
        custom_objects: Its other classes by their names, as for ``load_model``.

    Returns:
        A model that is not compiled, and whose weights stay as they are when the model learns on.
    """
    architecture = json.loads(model.to_json())
    _fold(architecture['config'], model)
    copy = models.model_from_json(json.dumps(architecture), custom_objects=custom_objects)
    _copy_weights(copy, model)
    return copy


def _fold(config, model):
    """Replaces the entries of standardised layers in the model's config by those of the plain ones."""
    by_name = {layer.name: layer for layer in model.layers}
    for entry in config['layers']:
        layer = by_name.get(entry['config']['name'])  # a Sequential of Keras 3 has an entry for its InputLayer too
        if isinstance(layer, StandardizedConvolution):
            plain = layer.folded()
            entry.update(json.loads(json.dumps(layers.serialize(plain))))
            if 'module' in entry:  # Keras 3 notes where the class is
                entry.update(module=type(plain).__module__, registered_name=type(plain).__name__)
        elif hasattr(layer, 'layers'):
            _fold(entry['config'], layer)


def _copy_weights(copy, model):
    for layer in model.layers:
        same = copy.get_layer(layer.name)
        if isinstance(layer, StandardizedConvolution):
            same.set_weights(layer.folded_weights())
        elif hasattr(layer, 'layers'):
            _copy_weights(same, layer)
        else:
            same.set_weights(layer.get_weights())
