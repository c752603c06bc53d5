"""Layers of Keras 1 that Keras 2 still has (Keras 2.2.4 `keras.legacy.layers`), written on K."""
import warnings

from compat import activations, constraints, initializers, regularizers
from compat import backend as K
from compat.engine.base_layer import InputSpec, Layer
from compat.layers.convolutional import Conv1D, Conv2D
from compat.layers.core import Lambda
from compat.layers.merge import Dot, add, average, concatenate, maximum, multiply
from compat.builtin_layers.legacy_recurrent import ConvRecurrent2D, Recurrent  # noqa: F401, names of this module in Keras 2

# The arguments of Keras 1 in the order that configs have, and what serializes some.
_SHARED = ('W_regularizer', 'b_regularizer', 'activity_regularizer', 'W_constraint', 'b_constraint', 'bias',
           'input_dim')
_SERIALIZED_BY = {'init': initializers, 'activation': activations, 'W_regularizer': regularizers,
                  'b_regularizer': regularizers, 'activity_regularizer': regularizers, 'W_constraint': constraints,
                  'b_constraint': constraints}


class _Dense(Layer):
    """The base of the two layers of (batch, features), with the arguments of Keras 1."""

    _arguments = _SHARED

    def _set_options(self, init, weights, W_regularizer, b_regularizer, activity_regularizer, W_constraint,
                     b_constraint, bias, input_dim):
        warnings.warn(f'The layer {type(self).__name__} is of Keras 1: Keras 2 deprecated it.', stacklevel=3)
        self.init = initializers.get(init)
        self.W_regularizer, self.b_regularizer = regularizers.get(W_regularizer), regularizers.get(b_regularizer)
        self.activity_regularizer = regularizers.get(activity_regularizer)
        self.W_constraint, self.b_constraint = constraints.get(W_constraint), constraints.get(b_constraint)
        self.bias = bias
        self.initial_weights = weights
        self.input_dim = input_dim
        self.input_spec = InputSpec(ndim=2)

    def _finish(self, width):
        self.input_spec = InputSpec(shape=(None, width))
        if self.initial_weights is not None:
            self.set_weights(self.initial_weights)
            del self.initial_weights
        self.built = True

    def _kernel(self, shape):
        return self.add_weight(shape=shape, initializer=self.init, name='W', regularizer=self.W_regularizer,
                               constraint=self.W_constraint)

    def _bias(self, shape):
        return self.add_weight(shape=shape, initializer='zeros', name='b', regularizer=self.b_regularizer,
                               constraint=self.b_constraint) if self.bias else None

    def get_config(self):
        """Returns the arguments of the constructor."""
        config = super().get_config()
        for name in self._arguments:
            value = getattr(self, name)
            config[name] = _SERIALIZED_BY[name].serialize(value) if name in _SERIALIZED_BY else value
        return config


def _with_input_dim(kwargs, input_dim):
    return dict(kwargs, input_shape=(input_dim,)) if input_dim else kwargs


class MaxoutDense(_Dense):
    """The largest of ``nb_feature`` linear maps (Goodfellow et al. 2013, arXiv 1302.4389).

    The input is (batch, features), the output (batch, output_dim).

    Args:
        output_dim: positive integer, the size of the output.
        nb_feature: positive integer, the number of linear maps.
        init: initializer of the kernel.
        weights: list of arrays, the first values of the weights.
        W_regularizer: regularizer of the kernel.
        b_regularizer: regularizer of the bias.
        activity_regularizer: regularizer of the output.
        W_constraint: constraint of the kernel.
        b_constraint: constraint of the bias.
        bias: whether a bias is added.
        input_dim: the size of the input, for the first layer of a model.

    Source: Keras 2.2.4 `keras.legacy.layers.MaxoutDense`.
    """

    _arguments = ('output_dim', 'init', 'nb_feature') + _SHARED

    def __init__(self, output_dim, nb_feature=4, init='glorot_uniform', weights=None, W_regularizer=None,
                 b_regularizer=None, activity_regularizer=None, W_constraint=None, b_constraint=None, bias=True,
                 input_dim=None, **kwargs):
        super().__init__(**_with_input_dim(kwargs, input_dim))
        self.output_dim, self.nb_feature = output_dim, nb_feature
        self._set_options(init, weights, W_regularizer, b_regularizer, activity_regularizer, W_constraint,
                          b_constraint, bias, input_dim)

    def build(self, input_shape):
        """Makes a kernel (nb_feature, features, output_dim), and a bias (nb_feature, output_dim)."""
        self.W = self._kernel((self.nb_feature, input_shape[1], self.output_dim))
        self.b = self._bias((self.nb_feature, self.output_dim))
        self._finish(input_shape[1])

    def compute_output_shape(self, input_shape):
        """Returns (batch, output_dim)."""
        return (input_shape[0], self.output_dim)

    def call(self, x):
        """Returns the largest of the maps for each output."""
        features = K.dot(x, self.W)
        return K.max(features + self.b if self.bias else features, axis=1)


class Highway(_Dense):
    """A dense layer whose output a gate mixes with its input (Srivastava et al. 2015, arXiv 1505.00387).

    Input and output are (batch, features).

    Args:
        init: initializer of the kernels.
        activation: function of the map. None is the identity.
        weights: list of arrays, the first values of the weights.
        W_regularizer: regularizer of the kernel.
        b_regularizer: regularizer of the bias.
        activity_regularizer: regularizer of the output.
        W_constraint: constraint of the kernel.
        b_constraint: constraint of the bias.
        bias: whether biases are added.
        input_dim: the size of the input, for the first layer of a model.

    Source: Keras 2.2.4 `keras.legacy.layers.Highway`.
    """

    _arguments = ('init', 'activation') + _SHARED

    def __init__(self, init='glorot_uniform', activation=None, weights=None, W_regularizer=None, b_regularizer=None,
                 activity_regularizer=None, W_constraint=None, b_constraint=None, bias=True, input_dim=None, **kwargs):
        if 'transform_bias' in kwargs:
            kwargs.pop('transform_bias')
            warnings.warn('Highway has no argument transform_bias any more.', stacklevel=2)
        super().__init__(**_with_input_dim(kwargs, input_dim))
        self.activation = activations.get(activation)
        self._set_options(init, weights, W_regularizer, b_regularizer, activity_regularizer, W_constraint,
                          b_constraint, bias, input_dim)

    def build(self, input_shape):
        """Makes two kernels (features, features), of the layer and of the gate, and two biases."""
        width = input_shape[1]
        self.W = self._kernel((width, width))
        self.W_carry = self.add_weight(shape=(width, width), initializer=self.init, name='W_carry')
        self.b = self._bias((width,))
        self.b_carry = self.add_weight(shape=(width,), initializer='ones', name='b_carry') if self.bias else None
        self._finish(width)

    def call(self, x):
        """Returns gate * activation(map) + (1 - gate) * input."""
        gate, mapped = K.dot(x, self.W_carry), K.dot(x, self.W)
        if self.bias:
            gate, mapped = gate + self.b_carry, mapped + self.b
        share = activations.sigmoid(gate)
        return self.activation(mapped) * share + (1. - share) * x

    def compute_output_shape(self, input_shape):
        """Returns the shape of the input."""
        return input_shape


def _atrous(new, old, args, kwargs):
    kwargs['dilation_rate'] = kwargs.pop('atrous_rate', 1)
    warnings.warn(f'The layer {old} is {new.__name__} with the argument dilation_rate.', stacklevel=3)
    return new(*args, **kwargs)


def AtrousConvolution1D(*args, **kwargs):
    """Conv1D with ``atrous_rate`` as its dilation rate (Keras 2.2.4 `keras.legacy.layers.AtrousConvolution1D`)."""
    return _atrous(Conv1D, 'AtrousConvolution1D', args, kwargs)


def AtrousConvolution2D(*args, **kwargs):
    """Conv2D with ``atrous_rate`` as its dilation rate (Keras 2.2.4 `keras.legacy.layers.AtrousConvolution2D`)."""
    return _atrous(Conv2D, 'AtrousConvolution2D', args, kwargs)


_MERGES = {'sum': add, 'mul': multiply, 'ave': average, 'max': maximum}


def _cosine_proximity(inputs, axes):
    first, second = inputs
    norms = K.sqrt(K.batch_dot(first, first, axes) * K.batch_dot(second, second, axes))
    return K.expand_dims(K.batch_dot(first, second, axes) / norms, 1)


def merge(inputs, mode='sum', concat_axis=-1, dot_axes=-1, output_shape=None, output_mask=None, node_indices=None,
          tensor_indices=None, name=None):
    """Merges symbols by one of several modes; Keras 2 replaced it by functions such as keras.layers.add.

    Args:
        inputs: list of symbols.
        mode: ``'sum'``, ``'mul'``, ``'concat'``, ``'ave'``, ``'max'``, ``'dot'``, ``'cos'``, or a function of the list.
        concat_axis: the axis of ``'concat'``.
        dot_axes: an axis, or one of each input, of ``'dot'`` and ``'cos'``.
        output_shape: of a mode that is a function: see Lambda.
        output_mask: the mask of a mode that is a function.
        node_indices, tensor_indices: not used: a symbol says which output of which call it is.
        name: of the layer.

    Raises:
        ValueError: unknown mode.

    Source: Keras 2.1.6 `keras.legacy.layers.merge`.
    """
    warnings.warn('keras.layers.merge as a function was removed in Keras 2.2: call keras.layers.add, multiply, '
                  'concatenate, average, maximum or dot.', stacklevel=2)
    if callable(mode):
        return Lambda(mode, output_shape=output_shape, mask=output_mask, name=name)(inputs)
    if mode in _MERGES:
        return _MERGES[mode](inputs, name=name)
    if mode == 'concat':
        return concatenate(inputs, axis=concat_axis, name=name)
    if mode not in ('dot', 'cos'):
        raise ValueError(f'Invalid merge mode: {mode!r}; it is sum, mul, concat, ave, max, dot, cos, or a function.')
    if isinstance(dot_axes, int):
        dot_axes = [dot_axes % K.ndim(x) for x in inputs] if dot_axes < 0 else [dot_axes] * 2
    if mode == 'dot':
        return Dot(tuple(dot_axes), name=name)(inputs)
    return Lambda(_cosine_proximity, arguments={'axes': list(dot_axes)}, name=name)(inputs)
