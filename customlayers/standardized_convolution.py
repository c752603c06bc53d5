"""Weight-standardised convolutions (Qiao et al. 2019, arXiv 1903.10520), and what they fold into for inference."""
import json

import numpy as np

from compat import backend as K
from compat import constraints, initializers, layers, models, regularizers
from customlayers.convolution import Convolution, keras1_names

# What a plain convolution has no use for: it is made with its final kernel.
_OWN_OPTIONS = ('eps', 'gain', 'gain_initializer', 'gain_regularizer', 'gain_constraint')
EPS = 1e-10


def standardize(kernel, eps=EPS, gain=None):
    """The kernel (places..., channels, filters) with mean 0 and variance 1 in each of its filters, as a tensor.

    It is ``gain * (kernel - mean) / sqrt(variance + eps)``: mean and variance, that of the population, are over all
    axes but the last, and ``gain`` is one number for each filter, or None for ones. arXiv 1903.10520, equation 5.
    """
    # Means over one axis take a fraction of the time that those over several take on TensorFlow.
    shape = K.int_shape(kernel)
    columns = K.reshape(kernel, (-1, shape[-1]))
    centred = columns - K.mean(columns, axis=0, keepdims=True)
    deviation = K.sqrt(K.mean(K.square(centred), axis=0, keepdims=True) + eps)
    standardized = centred / deviation if gain is None else centred * (gain / deviation)
    return K.reshape(standardized, K.shape(kernel) if None in shape else shape)


class StandardizedConvolution(Convolution):
    """A convolution over ``rank`` axes with ``standardize(kernel)``: the options of Conv2D, in Keras 1's names too.

    ``eps`` is added to the variance. With ``gain`` there is a weight ``gain``, one factor for each filter, that
    ``gain_initializer``, ``gain_regularizer`` and ``gain_constraint`` are for. Weights: ``kernel`` as the optimizer
    sees it, ``bias``, ``gain``. A subclass may override ``convolution_op(inputs, kernel)``, or call it in its ``call``:
    it standardises the kernel that it is given.

    The kernel is standardised at every call, which costs little beside the convolution. ``folded()`` gives the plain
    layer that computes the same with no standardising at all, and ``folded(model)`` the model of such layers.

    Raises ValueError for an eps that is not above 0, and for kernels of one number per filter: they have no variance.
    """

    def __init__(self, filters, kernel_size, strides=1, padding='valid', data_format=None, dilation_rate=1,
                 activation=None, use_bias=True, kernel_initializer='glorot_uniform', bias_initializer='zeros',
                 kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None, kernel_constraint=None,
                 bias_constraint=None, eps=EPS, gain=False, gain_initializer='ones', gain_regularizer=None,
                 gain_constraint=None, **kwargs):
        super().__init__(
            filters, kernel_size, strides=strides, padding=padding, data_format=data_format,
            dilation_rate=dilation_rate, activation=activation, use_bias=use_bias,
            kernel_initializer=kernel_initializer, bias_initializer=bias_initializer,
            kernel_regularizer=kernel_regularizer, bias_regularizer=bias_regularizer,
            activity_regularizer=activity_regularizer, kernel_constraint=kernel_constraint,
            bias_constraint=bias_constraint, **kwargs)
        self.eps = float(eps)
        if not self.eps > 0:
            raise ValueError(f'The `eps` argument of {type(self).__name__} must be above 0, and is {eps!r}: it keeps '
                             'the deviation of a kernel of equal numbers from being 0.')
        self.use_gain = bool(gain)
        self.gain_initializer = initializers.get(gain_initializer)
        self.gain_regularizer = regularizers.get(gain_regularizer)
        self.gain_constraint = constraints.get(gain_constraint)

    def build(self, input_shape):
        channels = self.channels_of(input_shape)
        if channels * int(np.prod(self.kernel_size)) == 1:
            raise ValueError(f'The kernel of {type(self).__name__} {self.name!r} has one number for each filter '
                             f'(kernel_size {self.kernel_size}, 1 channel): it has no variance, and standardised it is '
                             '0. Use a larger kernel_size, or a plain convolution.')
        self.kernel = self.add_kernel(self.kernel_size + (channels, self.filters))
        self.bias = self.add_bias()
        self.gain = self._add_gain() if self.use_gain else None
        self.expect_channels(channels)
        super().build(input_shape)

    def _add_gain(self):
        return self.add_weight(name='gain', shape=(self.filters,), initializer=self.gain_initializer,
                               regularizer=self.gain_regularizer, constraint=self.gain_constraint)

    def convolution_op(self, inputs, kernel):
        """The convolution of the inputs with the kernel, standardised; without bias and activation."""
        return self.convolve(inputs, standardize(kernel, self.eps, self.gain))

    def call(self, inputs):
        return self.finished(self.convolution_op(inputs, self.kernel), self.bias)

    def standardized_kernel(self):
        """The standardised kernel as a tensor: what the inputs are convolved with."""
        return standardize(self.kernel, self.eps, self.gain)

    def folded(self):
        """The plain convolution, of the same name, with the kernel standardised once and for all.

        It computes what the layer computes now; what the layer learns later does not change it. Raises ValueError when
        the layer has no weights yet.
        """
        if not self.built:
            raise ValueError(f'{type(self).__name__} {self.name!r} has no weights to fold yet: call it on an input '
                             'first.')
        options = {name: value for name, value in self.get_config().items()
                   if name not in _OWN_OPTIONS and name != 'weights'}
        return getattr(layers, 'Conv%dD' % self.rank)(weights=self.folded_weights(), **options)

    def folded_weights(self):
        """The arrays that the plain convolution has as weights: the standardised kernel, and the bias if any."""
        weights = self.get_weights()
        kernel = weights[0].astype('float64')
        axes = tuple(range(kernel.ndim - 1))
        kernel = (kernel - kernel.mean(axes)) / np.sqrt(kernel.var(axes) + self.eps)
        if self.use_gain:
            kernel = kernel * weights[-1]
        return [kernel.astype(weights[0].dtype)] + weights[1:2 if self.use_bias else 1]

    def get_config(self):
        """The arguments that make the layer again."""
        config = super().get_config()
        config.update({
            'eps': self.eps,
            'gain': self.use_gain,
            'gain_initializer': initializers.serialize(self.gain_initializer),
            'gain_regularizer': regularizers.serialize(self.gain_regularizer),
            'gain_constraint': constraints.serialize(self.gain_constraint)})
        return config


class StandardizedConv1D(StandardizedConvolution):
    """A weight-standardised convolution over steps: see StandardizedConvolution."""

    rank = 1
    __init__ = keras1_names(1)(StandardizedConvolution.__init__)


class StandardizedConv2D(StandardizedConvolution):
    """A weight-standardised convolution over images: see StandardizedConvolution."""

    rank = 2
    __init__ = keras1_names(2)(StandardizedConvolution.__init__)


class StandardizedConv3D(StandardizedConvolution):
    """A weight-standardised convolution over volumes: see StandardizedConvolution."""

    rank = 3
    __init__ = keras1_names(3)(StandardizedConvolution.__init__)


def folded(model, custom_objects=None):
    """A copy of the model, for inference, in which plain convolutions stand for the standardised ones.

    The model is one of Sequential or of Model(inputs, outputs), models inside it included; ``custom_objects`` are its
    other classes, as for ``load_model``. The copy is not compiled, and keeps its weights when the model learns on.
    """
    description = json.loads(model.to_json())
    _fold(description['config'], model)
    copy = models.model_from_json(json.dumps(description), custom_objects=custom_objects)
    _give_weights(copy, model)
    return copy


def _fold(config, model):
    """Let the entries of standardised layers in the model's config describe the plain ones."""
    by_name = {layer.name: layer for layer in model.layers}
    for entry in config['layers']:
        layer = by_name.get(entry['config']['name'])  # a Sequential of Keras 3 describes its InputLayer too
        if isinstance(layer, StandardizedConvolution):
            plain = layer.folded()
            entry.update(json.loads(json.dumps(layers.serialize(plain))))
            if 'module' in entry:  # Keras 3 notes where the class is
                entry.update(module=type(plain).__module__, registered_name=type(plain).__name__)
        elif hasattr(layer, 'layers'):
            _fold(entry['config'], layer)


def _give_weights(copy, model):
    for layer in model.layers:
        same = copy.get_layer(layer.name)
        if isinstance(layer, StandardizedConvolution):
            same.set_weights(layer.folded_weights())
        elif hasattr(layer, 'layers'):
            _give_weights(same, layer)
        else:
            same.set_weights(layer.get_weights())
