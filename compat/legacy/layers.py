"""Layers that Keras 2 kept from Keras 1 (Keras 2.2.4 `keras.legacy.layers`), written on K, and its old constructors."""
import warnings

from compat import activations, constraints, initializers, regularizers
from compat import backend as K
from compat.engine.base_layer import InputSpec, Layer
from compat.layers.convolutional import Conv1D, Conv2D
from compat.builtin_layers.legacy_recurrent import ConvRecurrent2D, Recurrent  # noqa: F401, names of this module in Keras 2


class _Dense(Layer):
    """What the two layers of (batch, numbers) share: the options in Keras 1's words."""

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
        """The arguments that make the layer again."""
        config = super().get_config()
        config.update(init=initializers.serialize(self.init), bias=self.bias, input_dim=self.input_dim)
        for name in ('W_regularizer', 'b_regularizer', 'activity_regularizer'):
            config[name] = regularizers.serialize(getattr(self, name))
        for name in ('W_constraint', 'b_constraint'):
            config[name] = constraints.serialize(getattr(self, name))
        return config


def _with_input_dim(kwargs, input_dim):
    return dict(kwargs, input_shape=(input_dim,)) if input_dim else kwargs


class MaxoutDense(_Dense):
    """The greatest of ``nb_feature`` linear maps: (batch, numbers) to (batch, output_dim).

    Goodfellow et al. 2013 (arXiv 1302.4389); Keras 2.2.4 `keras.legacy.layers.MaxoutDense`.
    """

    def __init__(self, output_dim, nb_feature=4, init='glorot_uniform', weights=None, W_regularizer=None,
                 b_regularizer=None, activity_regularizer=None, W_constraint=None, b_constraint=None, bias=True,
                 input_dim=None, **kwargs):
        super().__init__(**_with_input_dim(kwargs, input_dim))
        self.output_dim, self.nb_feature = output_dim, nb_feature
        self._set_options(init, weights, W_regularizer, b_regularizer, activity_regularizer, W_constraint,
                          b_constraint, bias, input_dim)

    def build(self, input_shape):
        """A kernel (nb_feature, numbers, output_dim), and a bias (nb_feature, output_dim)."""
        self.W = self._kernel((self.nb_feature, input_shape[1], self.output_dim))
        self.b = self._bias((self.nb_feature, self.output_dim))
        self._finish(input_shape[1])

    def compute_output_shape(self, input_shape):
        """(batch, output_dim)."""
        return (input_shape[0], self.output_dim)

    def call(self, x):
        """The greatest feature of each output."""
        features = K.dot(x, self.W)
        return K.max(features + self.b if self.bias else features, axis=1)

    def get_config(self):
        """The arguments that make the layer again."""
        return dict(super().get_config(), output_dim=self.output_dim, nb_feature=self.nb_feature)


class Highway(_Dense):
    """A dense layer whose output a gate mixes with its input; the shape (batch, numbers) stays.

    Srivastava et al. 2015 (arXiv 1505.00387); Keras 2.2.4 `keras.legacy.layers.Highway`.
    """

    def __init__(self, init='glorot_uniform', activation=None, weights=None, W_regularizer=None, b_regularizer=None,
                 activity_regularizer=None, W_constraint=None, b_constraint=None, bias=True, input_dim=None, **kwargs):
        if 'transform_bias' in kwargs:
            kwargs.pop('transform_bias')
            warnings.warn('Highway takes no transform_bias any more.', stacklevel=2)
        super().__init__(**_with_input_dim(kwargs, input_dim))
        self.activation = activations.get(activation)
        self._set_options(init, weights, W_regularizer, b_regularizer, activity_regularizer, W_constraint,
                          b_constraint, bias, input_dim)

    def build(self, input_shape):
        """Two kernels (numbers, numbers), of the layer and of the gate, and two biases."""
        width = input_shape[1]
        self.W = self._kernel((width, width))
        self.W_carry = self.add_weight(shape=(width, width), initializer=self.init, name='W_carry')
        self.b = self._bias((width,))
        self.b_carry = self.add_weight(shape=(width,), initializer='ones', name='b_carry') if self.bias else None
        self._finish(width)

    def call(self, x):
        """The activated map of the input where the gate lets it through, the input elsewhere."""
        gate, mapped = K.dot(x, self.W_carry), K.dot(x, self.W)
        if self.bias:
            gate, mapped = gate + self.b_carry, mapped + self.b
        share = activations.sigmoid(gate)
        return self.activation(mapped) * share + (1. - share) * x

    def compute_output_shape(self, input_shape):
        """That of the input."""
        return input_shape

    def get_config(self):
        """The arguments that make the layer again."""
        return dict(super().get_config(), activation=activations.serialize(self.activation))


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
