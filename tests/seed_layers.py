"""The layers of the programs that compat was made for, on small shapes: the same code on every host.

tests/golden/make_seed_layers.py asks the oracles for their numbers, tests/test_seed_layers.py compares.
"""
from collections import OrderedDict

import numpy as np

from compat import activations, constraints, initializers, regularizers
from compat import backend as K
from compat.engine.base_layer import InputSpec, Layer
from compat.layers import Conv2D, Dense, Flatten, Input, Lambda, MaxPooling2D
from compat.legacy import interfaces
from compat.models import Model
from compat.optimizers import SGD

BATCH = 2
# The rate is so large that what it leaves of a weight is its gradient, and a power of two so that it divides exactly.
RATE = 1024.


class CustomConv2D(Layer):
    """Program 001: a 3x3 kernel whose outer rows and columns are used twice."""

    def __init__(self, filters, **kwargs):
        self.filters = filters
        self.kernel_size = (3, 3)
        super().__init__(**kwargs)

    def build(self, input_shape):
        shape = self.kernel_size + (input_shape[-1], self.filters)
        self.kernel = self.add_weight(name='kernel', shape=shape, initializer='glorot_uniform')
        super().build(input_shape)

    def call(self, x):
        rows = K.stack([self.kernel[0]] * 2 + [self.kernel[1]] + [self.kernel[2]] * 2, axis=0)
        columns = K.stack([rows[:, 0]] * 2 + [rows[:, 1]] + [rows[:, 2]] * 2, axis=1)
        return K.conv2d(x, columns)

    def compute_output_shape(self, input_shape):
        return input_shape[:-1] + (self.filters,)


class Conv2DTiledKernel(Layer):
    """Program 001: a kernel repeated over rows and columns."""

    def __init__(self, filters, kernel_size, multiplies, **kwargs):
        self.filters = filters
        self.kernel_size = kernel_size
        self.multiplies = multiplies
        super().__init__(**kwargs)

    def build(self, input_shape):
        shape = list(self.kernel_size) + [input_shape[-1], self.filters]
        self.kernel = self.add_weight(name='kernel', shape=shape, initializer='glorot_uniform')
        super().build(input_shape)

    def call(self, x):
        return K.conv2d(x, K.tile(self.kernel, list(self.multiplies) + [1, 1]))

    def compute_output_shape(self, input_shape):
        return input_shape[:-1] + (self.filters,)


class WeightedProduct(Layer):
    """Program 002: the product of the weighted features, the weights given, trained, or both."""

    def __init__(self, w_vec=None, allow_training=False, **kwargs):
        self._w_vec = w_vec
        self.allow_training = allow_training
        super().__init__(**kwargs)

    def build(self, input_shape):
        self.w_vec = self.add_weight(shape=(1, input_shape[1]), name='w_vec', initializer='uniform',
                                     trainable=self.allow_training)
        if self._w_vec is not None:
            self.set_weights([self._w_vec])
        super().build(input_shape)

    def call(self, x):
        return K.prod(x * self.w_vec, axis=-1, keepdims=True)

    def compute_output_shape(self, input_shape):
        return (input_shape[0], 1)


class MyLayer(Layer):
    """Program 003: the three methods of a layer."""

    def __init__(self, output_dim, **kwargs):
        self.output_dim = output_dim
        super().__init__(**kwargs)

    def build(self, input_shape):
        self.kernel = self.add_weight(name='kernel', shape=(input_shape[1], self.output_dim), initializer='uniform',
                                      trainable=True)
        super().build(input_shape)

    def call(self, x):
        return K.dot(x, self.kernel)

    def compute_output_shape(self, input_shape):
        return (input_shape[0], self.output_dim)


class MyLayer2(Layer):
    """Program 003: two inputs, two outputs, the second of one axis."""

    def __init__(self, output_dim, **kwargs):
        self.output_dim = output_dim
        super().__init__(**kwargs)

    def build(self, input_shape):
        assert isinstance(input_shape, list)
        self.kernel = self.add_weight(name='kernel', shape=(input_shape[0][1], self.output_dim),
                                      initializer='uniform', trainable=True)
        super().build(input_shape)

    def call(self, x):
        assert isinstance(x, list)
        a, b = x
        return [K.dot(a, self.kernel) + b, K.mean(b, axis=-1)]

    def compute_output_shape(self, input_shape):
        assert isinstance(input_shape, list)
        shape_a, shape_b = input_shape
        return [(shape_a[0], self.output_dim), shape_b[:-1]]


class AnnotatedDense(Layer):
    """Program 003: the Dense of Keras 2, as the document annotates it."""

    @interfaces.legacy_dense_support
    def __init__(self, units, activation=None, use_bias=True, kernel_initializer='glorot_uniform',
                 bias_initializer='zeros', kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None,
                 kernel_constraint=None, bias_constraint=None, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self.activity_regularizer = regularizers.get(activity_regularizer)
        self.kernel_constraint = constraints.get(kernel_constraint)
        self.bias_constraint = constraints.get(bias_constraint)
        self.input_spec = InputSpec(min_ndim=2)
        self.supports_masking = True

    def build(self, input_shape):
        assert len(input_shape) >= 2
        input_dim = input_shape[-1]
        self.kernel = self.add_weight(shape=(input_dim, self.units), initializer=self.kernel_initializer,
                                      name='kernel', regularizer=self.kernel_regularizer,
                                      constraint=self.kernel_constraint)
        if self.use_bias:
            self.bias = self.add_weight(shape=(self.units,), initializer=self.bias_initializer, name='bias',
                                        regularizer=self.bias_regularizer, constraint=self.bias_constraint)
        else:
            self.bias = None
        self.input_spec = InputSpec(min_ndim=2, axes={-1: input_dim})
        self.built = True

    def call(self, inputs):
        output = K.dot(inputs, self.kernel)
        if self.use_bias:
            output = K.bias_add(output, self.bias, data_format='channels_last')
        if self.activation is not None:
            output = self.activation(output)
        return output

    def compute_output_shape(self, input_shape):
        output_shape = list(input_shape)
        output_shape[-1] = self.units
        return tuple(output_shape)


def standardized(kernel):
    """The kernel with mean 0 and variance 1 in each of its filters."""
    mean, variance = K.mean(kernel, axis=[0, 1, 2], keepdims=True), K.var(kernel, axis=[0, 1, 2], keepdims=True)
    return (kernel - mean) / K.sqrt(variance + 1e-10)


class StandardizedConv2DWithOverride(Conv2D):
    """Program 004: the first of the two ways to change what a convolution computes."""

    def convolution_op(self, inputs, kernel):
        return K.conv2d(inputs, standardized(kernel), strides=self.strides)


class StandardizedConv2DWithCall(Conv2D):
    """Program 004: the second way, which leaves the activation out."""

    def call(self, inputs):
        result = self.convolution_op(inputs, standardized(self.kernel))
        if self.use_bias:
            result = result + self.bias
        return result


def _input_dependent_convolution(image):
    """Program 000: a convolution whose kernel and bias are computed from the image."""
    flat = Flatten()(image)
    kernel = Dense(3 * 3 * 2 * 4)(flat)
    bias = Dense(4)(flat)

    def convolve(variables):
        x, kernel, bias = variables
        x = K.conv2d(x, K.reshape(kernel, (3, 3, 2, 4)), padding='same')
        return x + K.reshape(bias, [1, 1, 1, 4])

    def shape_of(shapes):
        x_shape, _, bias_shape = shapes
        return x_shape[:3] + bias_shape[-1:]

    return [Conv2D(4, (3, 3), padding='same')(image),
            Lambda(convolve, output_shape=shape_of)([image, kernel, bias])]


def _weighted_product(w_vec, allow_training):
    def build(x):
        features = Dense(3, activation='tanh')(x)
        return [Dense(1)(WeightedProduct(w_vec, allow_training)(features))]
    return build


def _skeletons(a, b):
    first = MyLayer(4)(a)
    return [first] + MyLayer2(4)([first, b])


def _standardized_network(image):
    x = StandardizedConv2DWithCall(3, kernel_size=(3, 3), activation='relu')(image)
    x = MaxPooling2D(pool_size=(2, 2))(x)
    x = StandardizedConv2DWithOverride(4, kernel_size=(3, 3), activation='relu')(x)
    return [Dense(3, activation='softmax')(Flatten()(x))]


def _layer(make):
    return lambda x: [make()(x)]


class Case:
    """A model of those layers: how it is built from its inputs, their shapes, and how near the numbers must be."""

    def __init__(self, build, *shapes, **settings):
        self.build = build
        self.shapes = shapes
        self.batch = settings.get('batch', BATCH)
        self.tolerance = settings.get('tolerance', 1e-5)

    def make(self):
        """(the model, with its weights set, and the arrays to call it on): always the same numbers."""
        draw = np.random.RandomState(17)
        inputs = [Input(shape) for shape in self.shapes]
        model = Model(inputs, self.build(*inputs))
        for layer in model.layers:
            # A weight that the layer itself was given is part of what is tested.
            if getattr(layer, '_w_vec', None) is None:
                layer.set_weights([draw.uniform(-1., 1., array.shape) for array in layer.get_weights()])
        return model, [draw.uniform(-1., 1., (self.batch,) + shape).astype('float32') for shape in self.shapes]

    def outputs(self):
        """What the model predicts, as a list of arrays."""
        model, arrays = self.make()
        predicted = model.predict(arrays)
        return predicted if isinstance(predicted, list) else [predicted]

    def trained_gradients(self):
        """The gradients of the sum of squares of the outputs and of the penalties, for the trainable weights.

        They are read off one step of gradient descent, which every host can do, for one layer after the other: the
        variables of Keras 2.2.4 may change while the gradients of other layers are still read off them.
        """
        model, arrays = self.make()
        outputs = model.outputs if len(model.outputs) > 1 else model.outputs[0]
        energy = Model(model.inputs, Lambda(_energies, output_shape=(1,))(outputs))
        found = []
        for trained in [layer for layer in model.layers if layer.trainable_weights]:
            for layer in model.layers:
                layer.trainable = layer is trained
            # A training step takes the mean over the batch.
            energy.compile(SGD(lr=RATE), lambda target, energies: self.batch * energies)
            weights = trained.trainable_weights
            before = K.batch_get_value(weights)
            energy.train_on_batch(arrays, np.zeros((self.batch, 1)))
            after = K.batch_get_value(weights)
            K.batch_set_value(list(zip(weights, before)))
            found.extend((old.astype('float64') - new) / RATE for old, new in zip(before, after))
        return found


def _energies(tensors):
    """The sum of squares of a tensor, or of all of a list, for each sample."""
    tensors = tensors if isinstance(tensors, list) else [tensors]
    rows = [K.batch_flatten(tensor) if K.ndim(tensor) > 1 else K.expand_dims(tensor) for tensor in tensors]
    return sum(K.sum(K.square(row), axis=-1, keepdims=True) for row in rows)


CASES = OrderedDict((
    ('input_dependent_convolution', Case(_input_dependent_convolution, (5, 5, 2), batch=1, tolerance=1e-4)),
    ('repeated_kernel', Case(_layer(lambda: CustomConv2D(4)), (8, 8, 3), tolerance=1e-4)),
    ('tiled_kernel', Case(_layer(lambda: Conv2DTiledKernel(4, [1, 5], [5, 1])), (8, 8, 3), tolerance=1e-4)),
    ('weighted_product_constant', Case(_weighted_product(np.arange(1, 4).reshape([1, 3]), False), (5,))),
    ('weighted_product_trainable', Case(_weighted_product(np.arange(1, 4).reshape([1, 3]), True), (5,))),
    ('weighted_product_random', Case(_weighted_product(None, True), (5,))),
    ('skeletons', Case(_skeletons, (7,), (4,))),
    ('dense_of_sequences', Case(_layer(lambda: AnnotatedDense(4, activation='tanh')), (3, 5))),
    ('dense_without_bias', Case(_layer(lambda: AnnotatedDense(4, use_bias=False)), (5,))),
    ('dense_of_keras_1', Case(_layer(lambda: AnnotatedDense(output_dim=4, init='he_normal', bias=True)), (5,))),
    ('dense_regularized', Case(_layer(lambda: AnnotatedDense(
        4, kernel_regularizer=regularizers.l1_l2(l1=0.3, l2=0.7), bias_regularizer='l2')), (5,))),
    ('dense_regularized_activity', Case(_layer(lambda: AnnotatedDense(
        4, activation='sigmoid', activity_regularizer=regularizers.l2(0.5))), (5,))),
    ('standardized_with_override', Case(_layer(lambda: StandardizedConv2DWithOverride(
        4, kernel_size=(3, 3), strides=(2, 2), activation='relu')), (7, 7, 2), tolerance=1e-4)),
    ('standardized_with_call', Case(_layer(lambda: StandardizedConv2DWithCall(4, (3, 3))), (6, 6, 2), tolerance=1e-4)),
    ('standardized_network', Case(_standardized_network, (10, 10, 1), tolerance=1e-4)),
) + tuple(('dense_' + name, Case(_layer(lambda name=name: AnnotatedDense(4, activation=name)), (5,))) for name in (
    'elu', 'hard_sigmoid', 'linear', 'relu', 'selu', 'sigmoid', 'softmax', 'softplus', 'softsign', 'tanh')))
