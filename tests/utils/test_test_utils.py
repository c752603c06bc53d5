"""keras.utils.test_utils: the data and the layer test that libraries of Keras 2 test themselves with."""
import numpy as np
import pytest

import compat
from compat import backend as K
from compat import layers, regularizers
from compat.layers import Layer
from compat.utils import custom_object_scope
from compat.utils.test_utils import get_test_data, layer_test


def drawn_one_by_one(samples, input_shape, output_shape, num_classes):
    """Inputs and targets of get_test_data, drawn from numpy's global state sample by sample."""
    classes = None if num_classes is None else np.random.randint(0, num_classes, size=(samples,))
    centres = np.random.random((samples,)) if classes is None else classes
    x, y = [], []
    for centre in centres:
        x.append(centre + 0.7 * np.random.standard_normal(input_shape))
        if classes is None:
            y.append(centre + 0.7 * np.random.standard_normal(output_shape))
    return np.array(x, 'float32'), np.array(y, 'float32') if classes is None else classes


@pytest.mark.parametrize('num_train, num_test, input_shape, output_shape, num_classes', [
    (7, 3, (4,), (2,), 2), (5, 0, (2, 3), (2,), 5), (4, 2, (3,), (2, 2), None), (3, 1, (), (), None)])
def test_the_same_seed_makes_the_data_of_keras_2(num_train, num_test, input_shape, output_shape, num_classes):
    np.random.seed(1337)
    x, y = drawn_one_by_one(num_train + num_test, input_shape, output_shape, num_classes)
    np.random.seed(1337)
    (x_train, y_train), (x_test, y_test) = get_test_data(
        num_train, num_test, input_shape, output_shape, classification=num_classes is not None,
        num_classes=num_classes or 2)
    assert len(x_train) == len(y_train) == num_train and len(x_test) == len(y_test) == num_test
    for got, expected in ((np.concatenate([x_train, x_test]), x), (np.concatenate([y_train, y_test]), y)):
        assert got.dtype == expected.dtype and np.array_equal(got, expected)


def test_the_data_has_the_shapes_of_keras_2_by_default():
    (x_train, y_train), (x_test, y_test) = get_test_data()
    assert [part.shape for part in (x_train, y_train, x_test, y_test)] == [(1000, 10), (1000,), (500, 10), (500,)]
    assert set(y_train) == {0, 1}


@pytest.mark.parametrize('name, kwargs, input_shape, output_shape', [
    ('Dense', {'units': 3, 'kernel_regularizer': 'l2'}, (4, None, 2), (4, None, 3)),
    ('Conv2D', {'filters': 2, 'kernel_size': 3, 'padding': 'same', 'strides': 2}, (None, 5, 6, 3), (None, 3, 3, 2)),
    ('BatchNormalization', {}, (3, 4), (3, 4)),
], ids=['Dense', 'Conv2D', 'BatchNormalization'])
def test_builtin_layers_pass(name, kwargs, input_shape, output_shape):
    passed = dict(kwargs)
    output = layer_test(getattr(layers, name), kwargs=passed, input_shape=input_shape)
    assert output.dtype == np.float32 and passed == kwargs
    assert all(size == expected or expected is None and 1 <= size < 4
               for size, expected in zip(output.shape, output_shape)) and output.ndim == len(output_shape)


def test_an_embedding_needs_the_dtypes_of_its_input_and_its_output():
    output = layer_test(layers.Embedding, kwargs={'input_dim': 4, 'output_dim': 2, 'mask_zero': True},
                        input_data=np.array([[1, 2], [3, 1]], 'int32'), expected_output_dtype=K.floatx())
    assert output.shape == (2, 2, 2) and np.array_equal(output[0, 0], output[1, 1])


def test_a_fixed_batch_size_serves_stateful_layers():
    kwargs = {'units': 2, 'stateful': True}
    assert layer_test(layers.SimpleRNN, kwargs=kwargs, input_shape=(3, 2, 4), fixed_batch_size=True).shape == (3, 2)
    with pytest.raises(ValueError, match='[sS]tateful'):
        layer_test(layers.SimpleRNN, kwargs=kwargs, input_shape=(3, 2, 4))


def test_integers_stay_integers():
    data = np.arange(24, dtype='int32').reshape((2, 3, 4))
    output = layer_test(layers.Permute, kwargs={'dims': (2, 1)}, input_data=data)
    assert output.dtype == np.int32 and np.array_equal(output, data.transpose(0, 2, 1))


class Scale(Layer):
    """A layer as a library of Keras 2's time has it: its input times a weight and a factor."""

    instances = []

    def __init__(self, factor=2., **kwargs):
        self.factor = factor
        super().__init__(**kwargs)
        self.instances.append(self)

    def build(self, input_shape):
        self.gain = self.add_weight(shape=(input_shape[-1],), initializer='ones', name='gain')
        super().build(input_shape)

    def call(self, inputs, training=None):
        scaled = inputs * self.gain * self.factor
        return K.in_train_phase(scaled * 2., scaled, training=training)

    def get_config(self):
        return dict(super().get_config(), factor=self.factor)


def test_an_own_layer_passes_with_the_output_that_is_expected_and_is_trained():
    del Scale.instances[:]
    data = np.random.RandomState(0).rand(4, 3).astype('float32')
    with custom_object_scope({'Scale': Scale}):
        output = layer_test(Scale, kwargs={'factor': 3.}, input_data=data, expected_output=data * 3)
    assert np.allclose(output, data * 3)
    assert np.all(Scale.instances[0].get_weights()[0] < 1)  # what is doubled in training has to become smaller


def test_an_own_layer_has_to_be_a_custom_object():
    class Mine(Scale):
        pass

    with pytest.raises(ValueError, match='Unknown layer: .?Mine'):
        layer_test(Mine, input_shape=(3, 2))


class Faulty(Layer):
    """What an own layer may get wrong."""

    def __init__(self, fault=None, **kwargs):
        self.fault = fault
        super().__init__(**kwargs)

    def call(self, inputs):
        if self.fault == 'dtype':
            return K.cast(inputs, 'int32')
        return inputs * (3. if self.fault == 'factor' else 2.)

    def compute_output_shape(self, input_shape):
        return tuple(input_shape[:-1]) + (7,) if self.fault == 'shape' else input_shape

    def get_config(self):
        return dict(super().get_config(), fault=self.fault)


@pytest.mark.filterwarnings('ignore:compute_output_shape of layer')
def test_an_error_of_an_own_layer_is_reported():
    data = np.ones((2, 3), 'float32')
    with custom_object_scope({'Faulty': Faulty}):
        assert np.array_equal(layer_test(Faulty, input_data=data, expected_output=data * 2), data * 2)
        for fault in ('shape', 'dtype', 'factor'):
            with pytest.raises(AssertionError):
                layer_test(Faulty, kwargs={'fault': fault}, input_data=data, expected_output=data * 2)


class Forgets(Layer):
    """A layer of which the config says nothing of its factor."""

    def __init__(self, factor=2., **kwargs):
        self.factor = factor
        super().__init__(**kwargs)
        self.gain = self.add_weight(shape=(1,), initializer='ones', name='gain')

    def call(self, inputs):
        return inputs * self.gain * self.factor

    def get_config(self):
        return Layer.get_config(self)


class Penalized(Layer):
    """A layer with a weight that becomes smaller in any step of training."""

    instances = []

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.gain = self.add_weight(shape=(1,), initializer='ones', regularizer=regularizers.l2(0.1), name='gain')
        self.instances.append(self)

    def call(self, inputs):
        return inputs * self.gain


def test_a_layer_whose_call_has_no_training_is_not_trained():
    del Penalized.instances[:]
    with custom_object_scope({'Penalized': Penalized}):
        layer_test(Penalized, input_shape=(3, 2))
    assert all(layer.get_weights()[0][0] == 1 for layer in Penalized.instances)


def test_a_config_that_lacks_an_argument_is_reported():
    with custom_object_scope({'Forgets': Forgets}), pytest.raises(AssertionError, match='Not equal to tolerance'):
        layer_test(Forgets, kwargs={'factor': 3.}, input_shape=(3, 2))


class Preset(Layer):
    """A layer that has its weights from its constructor on, and accepts them there."""

    passed = []

    def __init__(self, weights=None, **kwargs):
        super().__init__(**kwargs)
        self.gain = self.add_weight(shape=(2,), initializer='uniform', name='gain')
        self.passed.append(weights)

    def call(self, inputs):
        return inputs * self.gain


def test_a_constructor_with_weights_gets_them_in_keras_2_2_only():
    del Preset.passed[:]
    kwargs = {'name': 'preset'}
    with custom_object_scope({'Preset': Preset}):
        layer_test(Preset, kwargs=kwargs, input_shape=(3, 2))
    rebuilt = [weights for weights in Preset.passed if weights is not None]
    assert len(rebuilt) == (1 if compat.__version__ == '2.2.4' else 0)
    assert all(np.shape(weights) == (1, 2) for weights in rebuilt)


def test_a_shape_or_data_is_needed():
    with pytest.raises(AssertionError):
        layer_test(layers.Dense, kwargs={'units': 3})
