"""Layers that programs derive from built-in layers: own weights, kernels computed from weights, and wrappers."""
import os

import numpy as np
import pytest

from compat import backend as K
from compat import layers, process
from compat.engine.base_layer import InputSpec, Layer
from compat.layers import (BatchNormalization, Conv2D, Dense, Embedding, Input, Lambda, MaxPooling2D, UpSampling2D)
from compat.layers.wrappers import Wrapper
from compat.models import Model, load_model
from compat.optimizers import SGD
from updates_in_order import steps_in_order

RANDOM = np.random.RandomState(0)


class Scaled(Dense):
    """Its kernel is computed in ``build``, from two weights."""

    def build(self, input_shape):
        self.direction = self.add_weight(name='direction', shape=(input_shape[-1], self.units),
                                         initializer=self.kernel_initializer, regularizer=self.kernel_regularizer)
        self.scale = self.add_weight(name='scale', shape=(self.units,), initializer='ones')
        self.kernel = self.direction * self.scale
        self.input_spec = InputSpec(min_ndim=2, axes={-1: input_shape[-1]})
        self.built = True


class Normalized(Conv2D):
    """Its kernel is computed in ``call``, from that of its base and a weight of its own."""

    def build(self, input_shape):
        super().build(input_shape)
        self.kernel_of_base = self.kernel
        self.gain = self.add_weight(name='gain', shape=(self.filters,), initializer='ones')

    def call(self, inputs):
        self.kernel = self.gain * self.kernel_of_base / K.sum(self.kernel_of_base, axis=(0, 1, 2), keepdims=True)
        return super().call(inputs)


class Placed(Embedding):
    def build(self, input_shape):
        self.embeddings = self.add_weight(name='embeddings', shape=(self.input_dim, self.output_dim),
                                          initializer=self.embeddings_initializer)
        self.positions = self.add_weight(name='places', shape=(input_shape[1], self.output_dim), initializer='ones')
        self.built = True

    def call(self, inputs):
        return super().call(inputs) + self.positions


class Halving(Wrapper):
    """Replaces the weights of its layer by tensors, and has a weight of its own."""

    def build(self, input_shape):
        if not self.layer.built:
            self.layer.build(input_shape)
            self.layer.built = True
        self.own = self.add_weight(name='own', shape=(3,), initializer='ones')
        super().build()

    def call(self, inputs):
        self.layer.kernel = self.layer.kernel / 2.
        self.layer.bias = self.layer.bias / 2.
        return self.layer.call(inputs)

    def compute_output_shape(self, input_shape):
        return self.layer.compute_output_shape(input_shape)


class Through(Halving):
    def call(self, inputs):
        return self.layer.call(inputs)


def model_of(layer, *shape, **kwargs):
    inputs = Input(shape, **kwargs)
    model = Model(inputs, layer(inputs))
    model.set_weights([RANDOM.uniform(0.5, 1.5, weight.shape) for weight in model.get_weights()])
    return model


def comes_back(model, x, folder, *classes):
    """The model of the file of this one, of which is known that it predicts the same."""
    path = os.path.join(str(folder), 'model.h5')
    model.save(path)
    loaded = load_model(path, custom_objects={cls.__name__: cls for cls in classes})
    np.testing.assert_allclose(loaded.predict(x), model.predict(x), rtol=1e-5)
    return loaded


def test_a_kernel_that_build_computes_from_weights_is_trained_by_them(tmp_path):
    model = model_of(Scaled(2, use_bias=False, kernel_regularizer='l2'), 3)
    (direction, scale), x, y = model.get_weights(), RANDOM.rand(5, 3), RANDOM.rand(5, 2)
    np.testing.assert_allclose(model.predict(x), x.dot(direction * scale), rtol=1e-5)
    model.compile(SGD(1.), 'mse')
    error = x.dot(direction * scale) - y
    loss = np.mean(error ** 2) + 0.01 * np.sum(direction ** 2)
    assert model.test_on_batch(x, y) == pytest.approx(loss, rel=1e-5)
    with steps_in_order():
        assert model.train_on_batch(x, y) == pytest.approx(loss, rel=1e-5)
    slope = x.T.dot(2 * error / error.size)
    trained = model.get_weights()
    np.testing.assert_allclose(direction - trained[0], slope * scale + 0.02 * direction, rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(scale - trained[1], np.sum(slope * direction, axis=0), rtol=1e-4, atol=1e-6)
    assert len(comes_back(model, x, tmp_path, Scaled).layers[-1].trainable_weights) == 2


def test_a_kernel_that_call_computes_is_computed_again_in_each_run(tmp_path):
    model = model_of(Normalized(2, 2, name='normalized'), 3, 3, 2)
    kernel, bias, gain = model.get_weights()
    x = RANDOM.rand(2, 3, 3, 2)
    of_builtin = model_of(Conv2D(2, 2), 3, 3, 2)
    of_builtin.set_weights([gain * kernel / kernel.sum(axis=(0, 1, 2), keepdims=True), bias])
    model.compile(SGD(0.), 'mse')
    for _ in range(2):
        np.testing.assert_allclose(model.predict(x), of_builtin.predict(x), rtol=1e-4)
        assert model.train_on_batch(x, of_builtin.predict(x)) == pytest.approx(0, abs=1e-6)
    comes_back(model, x, tmp_path, Normalized)


def test_an_embedding_makes_its_own_weights(tmp_path):
    model = model_of(Placed(4, 2), 3)
    (embeddings, positions), x = model.get_weights(), np.array([[1, 0, 3], [2, 2, 1]])
    np.testing.assert_allclose(model.predict(x), embeddings[x] + positions, rtol=1e-5)
    comes_back(model, x, tmp_path, Placed)


def test_a_wrapper_may_replace_the_weights_of_its_layer_and_reports_only_these(tmp_path):
    model = model_of(Halving(Dense(2), name='halving'), 3)
    (kernel, bias), x = model.get_weights(), RANDOM.rand(5, 3)
    model.compile(SGD(0.1), 'mse')
    y = model.predict(x)
    np.testing.assert_allclose(y, (x.dot(kernel) + bias) / 2, rtol=1e-5)
    assert model.train_on_batch(x, y + 1) == pytest.approx(1, rel=1e-4)
    # The slope of the error at each output is -2 / 2, and at the layer's bias half of that.
    np.testing.assert_allclose(model.get_weights()[1], bias + 0.1 * 0.5, rtol=1e-4)
    assert len(model.trainable_weights) == 2 and not model.non_trainable_weights
    comes_back(model, x, tmp_path, Halving)


def test_a_wrapper_has_the_penalty_of_its_layer_and_the_inner_layer_runs_in_the_current_phase():
    model = model_of(Through(Dense(2, activity_regularizer='l1')), 3)
    x = RANDOM.rand(5, 3)
    y = model.predict(x)
    model.compile('sgd', 'mse')
    assert model.test_on_batch(x, y) == pytest.approx(0.01 * np.abs(y).sum(), rel=1e-4)
    model = model_of(Through(BatchNormalization()), 3)
    model.set_weights([np.ones(3), np.zeros(3)] * 2)
    model.compile(SGD(0.), 'mse')
    assert model.train_on_batch(x, (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + 1e-3)) == pytest.approx(0, abs=1e-8)


def test_updates_of_a_batch_normalization_are_those_that_its_call_comes_to():
    class Fixed(BatchNormalization):
        def call(self, inputs, training=None):
            return super().call(inputs, training=False)

    class OfInstances(BatchNormalization):
        def call(self, inputs, training=None):
            return inputs * self.gamma

    class Doubled(BatchNormalization):
        def call(self, inputs, training=None):
            return super().call(inputs, training)

    assert [len(model_of(cls(), 3).updates) for cls in (Fixed, OfInstances, Doubled)] == [0, 0, 2]


def test_layers_and_variables_that_a_subclass_stores_are_no_weights_of_it_in_keras_2_2():
    class Keeping(Dense):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self.inner = Dense(4)
            self.factor = K.variable(3.)

        def call(self, inputs):
            return self.inner(super().call(inputs)) * self.factor

    inputs = Input((3,))
    layer = Keeping(4)
    model = Model(inputs, Lambda(lambda x: 2 * x)(layer(inputs)))
    tracked = 3 if process.dialect().tracks_attributes else 0
    assert len(layer.weights) == 2 + tracked and len(model.trainable_weights) == 2 + tracked
    x = RANDOM.rand(5, 3)
    kernels = [K.get_value(weight) for weight in (layer.kernel, layer.inner.kernel)]
    np.testing.assert_allclose(model.predict(x), 6 * x.dot(kernels[0]).dot(kernels[1]), rtol=1e-4, atol=1e-5)
    model.compile(SGD(0.1), 'mse')
    model.train_on_batch(x, np.ones((5, 4)))
    assert np.array_equal(K.get_value(layer.inner.kernel), kernels[1]) == (tracked == 0)


@pytest.mark.difference('arrays-are-tensors')
def test_arithmetic_that_is_written_in_place_leaves_the_tensor_as_it_was():
    class Weighted(Layer):
        def call(self, inputs):
            shares = K.exp(inputs)
            weighted = shares
            weighted *= inputs
            weighted += 1
            weighted /= 2.
            total = inputs
            total -= K.mean(inputs, axis=-1, keepdims=True)
            return shares + weighted * inputs + total

    model = model_of(lambda x: Weighted()(Dense(2, use_bias=False)(x)), 3)
    x = RANDOM.rand(5, 3)
    h = x.dot(model.get_weights()[0])
    y = np.exp(h) + (np.exp(h) * h + 1) / 2 * h + h - h.mean(axis=-1, keepdims=True)
    np.testing.assert_allclose(model.predict(x), y, rtol=1e-4)
    model.compile(SGD(0.), 'mse')
    assert model.train_on_batch(x, y) == pytest.approx(0, abs=1e-6)


def test_an_upsampling_of_several_inputs_puts_values_back_where_they_were_the_largest():
    class Unpooling(UpSampling2D):
        def call(self, inputs):
            values, before, pooled = inputs
            first = super().call(pooled)
            return super().call(values) * K.cast(K.equal(first, before), K.floatx())

        def compute_output_shape(self, input_shape):
            return input_shape[1]

    inputs = Input((4, 2, 1))
    pooled = MaxPooling2D()(inputs)
    x = RANDOM.rand(3, 4, 2, 1)
    y = Model(inputs, Unpooling()([Lambda(lambda x: 2 * x)(pooled), inputs, pooled])).predict(x)
    largest = x.reshape((3, 2, 2, 2, 1)).max(axis=(2, 3)).repeat(2, axis=1)[:, :, None]
    np.testing.assert_allclose(y, np.where(x == largest, 2 * x, 0), rtol=1e-5)


@pytest.mark.parametrize('base, arguments, expected', [
    (Dense, {'units': 2, 'kernel_initializer': 'ones'}, 3.), (BatchNormalization, {'epsilon': 0.}, 1.)])
def test_call_may_take_any_arguments(base, arguments, expected):
    class Same(base):
        def call(self, *args, **kwargs):
            return super().call(*args, **kwargs)

    class Keyword(base):
        def call(self, *args, **kwargs):
            assert len(args) == 1
            return super().call(args[0])

    x = Input((3,))
    for cls in (Same, Keyword):
        predicted = Model(x, cls(**arguments)(x)).predict(np.ones((2, 3)))
        np.testing.assert_allclose(predicted, np.full(predicted.shape, expected), atol=1e-5)


def test_a_layer_of_any_arguments_is_built_for_its_input():
    class Twice(Layer):
        def build(self, input_shape):
            self.kernel = self.add_weight(name='kernel', shape=(input_shape[1],), initializer='ones')
            super().build(input_shape)

        def call(self, *args, **kwargs):
            return args[0] * self.kernel * 2

    x = Input((3,))
    np.testing.assert_allclose(Model(x, Twice()(x)).predict(np.ones((2, 3))), np.full((2, 3), 2.))


def test_a_property_may_take_the_place_of_the_activity_regularizer():
    class Small(Dense):
        def __init__(self, units):
            Layer.__init__(self)
            self.units, self.seen = units, []

        @property
        def activity_regularizer(self):
            return None

        def build(self, input_shape):
            self.kernel = self.add_weight(name='kernel', shape=(input_shape[1], self.units), initializer='ones')
            self.built = True

        def call(self, inputs):
            return K.dot(inputs, self.kernel)

    x = Input((3,))
    np.testing.assert_allclose(Model(x, Small(2)(x)).predict(np.ones((2, 3))), np.full((2, 2), 3.))


NOT_TRACED = [
    ('Dense', dict(units=2, activation='tanh', kernel_regularizer='l2'), (4, 3)),
    ('Activation', dict(activation='relu'), (4, 3)), ('Flatten', {}, (4, 3)),
    ('Embedding', dict(input_dim=5, output_dim=2), (4,)), ('MaxPooling2D', {}, (4, None, 3)),
    ('GlobalAveragePooling1D', {}, (4, 3)), ('Conv2D', dict(filters=2, kernel_size=2, padding='same'), (None, 4, 3)),
    ('BatchNormalization', {}, (4, 3)), ('BatchNormalization', dict(axis=1, trainable=False), (4, None)),
    ('SimpleRNN', dict(units=2, return_state=True), (None, 3)), ('GRU', dict(units=2, return_sequences=True), (4, 3)),
    ('LSTM', dict(units=2, stateful=True, batch_input_shape=(2, 4, 3)), (4, 3))]


def reported(layer, shape):
    """What a call on symbols says: shapes, dtypes, whether the phase counts, and the numbers of updates and losses."""
    inputs = Input(batch_shape=(2 if layer.stateful else None,) + shape)
    outputs = layer(inputs)
    outputs = outputs if isinstance(outputs, list) else [outputs]
    model = Model(inputs, outputs)
    return ([(K.int_shape(output), K.dtype(output), bool(output._uses_learning_phase)) for output in outputs],
            [len(things) for things in (layer.updates, layer.get_updates_for(inputs), layer.losses, model.updates,
                                        model.losses, layer.weights)], layer.output_shape)


@pytest.mark.parametrize('name, arguments, shape', NOT_TRACED, ids=[
    '-'.join([name, *map(str, arguments)]) for name, arguments, _ in NOT_TRACED])
def test_a_built_in_layer_says_of_its_call_what_a_subclass_does_whose_call_a_host_traces(name, arguments, shape):
    """Hosts do not run what declares its outputs: those that are exactly a built-in class."""
    cls = getattr(layers, name)
    assert reported(cls(**arguments), shape) == reported(type('Derived', (cls,), {})(**arguments), shape)


@pytest.mark.parametrize('name', ['SimpleRNN', 'GRU', 'LSTM'])
def test_the_weights_of_a_recurrent_layer_are_those_of_its_cell_alone(name):
    class Own(getattr(layers, name)):
        def build(self, input_shape):
            super().build(input_shape)
            self.own = self.add_weight(name='own', shape=(1,), initializer='ones')

        def call(self, inputs):
            return super().call(inputs) * (self.own + 1.)

    x, inputs = RANDOM.rand(2, 4, 3), Input((4, 3))
    layer, plain = Own(2, name='mine'), getattr(layers, name)(2)
    model, of_builtin = Model(inputs, layer(inputs)), Model(inputs, plain(inputs))
    names = [weight.name for weight in layer.weights]
    assert names == ['mine/kernel:0', 'mine/recurrent_kernel:0', 'mine/bias:0']
    assert len(layer.get_weights()) == len(layer.trainable_weights) == 3
    layer.set_weights(plain.get_weights())
    np.testing.assert_allclose(model.predict(x), 2. * of_builtin.predict(x), rtol=1e-4)
