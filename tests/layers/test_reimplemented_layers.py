"""Layers of Keras 2 that Keras has removed since: LocallyConnected1D and 2D, ThresholdedReLU, MaxoutDense, Highway."""
import numpy as np
import pytest

from compat import backend as K
from compat import layers
from compat.models import Sequential, load_model

DRAW = np.random.RandomState(3)
SERIES, IMAGE, FLAT = DRAW.rand(2, 7, 3), DRAW.rand(2, 5, 6, 3), DRAW.uniform(-2., 2., (4, 6))


def of(layer, data):
    """A model of the layer, with weights that are all different."""
    model = Sequential([layer])
    model.set_weights([DRAW.uniform(-1., 1., weight.shape) for weight in model.get_weights()])
    return model


def windows(data, size, strides):
    """(place, numbers) of each window of the images, rows first, channels last."""
    rows = range(0, data.shape[1] - size[0] + 1, strides[0])
    columns = range(0, data.shape[2] - size[1] + 1, strides[1])
    seen = [data[:, row:row + size[0], column:column + size[1]].reshape(len(data), -1)
            for row in rows for column in columns]
    return np.stack(seen, 1), (len(rows), len(columns))


def test_each_window_has_its_own_kernel():
    model = of(layers.LocallyConnected1D(4, 3, strides=2, activation='tanh', input_shape=(7, 3)), SERIES)
    kernel, bias = model.get_weights()
    assert (kernel.shape, bias.shape, model.output_shape) == ((3, 9, 4), (3, 4), (None, 3, 4))
    seen, _ = windows(SERIES[:, :, None], (3, 1), (2, 1))
    expected = np.tanh(np.einsum('bpn,pnf->bpf', seen, kernel) + bias)
    np.testing.assert_allclose(model.predict(SERIES), expected, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize('data_format', ['channels_last', 'channels_first'])
def test_each_window_of_an_image_has_its_own_kernel(data_format):
    last = data_format == 'channels_last'
    data = IMAGE if last else IMAGE.transpose(0, 3, 1, 2)
    layer = layers.LocallyConnected2D(4, (2, 3), strides=(1, 2), data_format=data_format, input_shape=data.shape[1:])
    model = of(layer, data)
    kernel, bias = model.get_weights()
    assert (kernel.shape, bias.shape) == ((8, 18, 4), (4, 2, 4))
    assert model.output_shape == ((None, 4, 2, 4) if last else (None, 4, 4, 2))
    # With channels first, the channels come first in a window too.
    seen, positions = windows(IMAGE, (2, 3), (1, 2))
    if not last:
        seen = seen.reshape(2, 8, 6, 3).transpose(0, 1, 3, 2).reshape(2, 8, 18)
    expected = np.einsum('bpn,pnf->bpf', seen, kernel).reshape((2,) + positions + (4,))
    # Keras 2 reads the numbers of the bias in another order there: (rows, columns, filters) become (filters, ...).
    expected = expected + bias if last else expected.transpose(0, 3, 1, 2) + bias.reshape(4, 4, 2)
    np.testing.assert_allclose(model.predict(data), expected, rtol=1e-4, atol=1e-5)


def test_local_layers_refuse_what_they_cannot_do():
    with pytest.raises(ValueError, match='only "valid" is supported'):
        layers.LocallyConnected1D(4, 3, padding='same')
    with pytest.raises(ValueError, match='only "valid" is supported'):
        layers.LocallyConnected2D(4, 3, padding='same')
    with pytest.raises((ValueError, TypeError)):
        Sequential([layers.LocallyConnected2D(4, 3, input_shape=(None, 6, 3))])
    with pytest.raises(ValueError, match='ndim'):
        layers.LocallyConnected2D(4, 3)(layers.Input((4, 4)))


def test_keras_1_names_of_local_layers():
    with pytest.warns(UserWarning, match='LocallyConnected2D'):
        layer = layers.LocallyConnected2D(4, 3, 2, subsample=(1, 2), dim_ordering='tf')
    assert (layer.filters, layer.kernel_size, layer.strides) == (4, (3, 2), (1, 2))


def test_only_what_is_above_the_threshold_passes():
    model = Sequential([layers.ThresholdedReLU(0.7, input_shape=(6,))])
    np.testing.assert_allclose(model.predict(FLAT), np.where(FLAT > np.float32(0.7), FLAT, 0), rtol=1e-6)
    assert layers.ThresholdedReLU().get_config()['theta'] == 1.


def test_the_greatest_of_several_maps():
    with pytest.warns(UserWarning, match='MaxoutDense'):
        layer = layers.MaxoutDense(5, nb_feature=3, input_dim=6)
    model = of(layer, FLAT)
    kernel, bias = model.get_weights()
    assert (kernel.shape, bias.shape, model.output_shape) == ((3, 6, 5), (3, 5), (None, 5))
    np.testing.assert_allclose(model.predict(FLAT), (np.einsum('bi,kio->bko', FLAT, kernel) + bias).max(axis=1),
                               rtol=1e-4, atol=1e-5)


def test_a_gate_mixes_the_output_with_the_input():
    with pytest.warns(UserWarning, match='Highway'):
        layer = layers.Highway(activation='relu', input_dim=6)
    model = of(layer, FLAT)
    kernel, carry, bias, carry_bias = model.get_weights()
    assert model.count_params() == 2 * (36 + 6)
    gate = 1. / (1. + np.exp(-FLAT.dot(carry) - carry_bias))
    expected = np.maximum(FLAT.dot(kernel) + bias, 0.) * gate + (1. - gate) * FLAT
    np.testing.assert_allclose(model.predict(FLAT), expected, rtol=1e-4, atol=1e-5)


def test_old_constructors_of_dilated_convolutions():
    with pytest.warns(UserWarning, match='AtrousConvolution'):
        assert layers.AtrousConvolution1D(4, 3, atrous_rate=2).dilation_rate == (2,)
    with pytest.warns(UserWarning, match='AtrousConvolution'):
        assert isinstance(layers.AtrousConvolution2D(4, (3, 3), atrous_rate=(2, 1)), layers.Conv2D)


MAKERS = {
    'local1d': (lambda: layers.LocallyConnected1D(4, 3, kernel_regularizer='l2', input_shape=(7, 3)), SERIES),
    'local2d': (lambda: layers.LocallyConnected2D(4, 3, use_bias=False, input_shape=(5, 6, 3)), IMAGE),
    'threshold': (lambda: layers.ThresholdedReLU(0.3, input_shape=(6,)), FLAT),
    'maxout': (lambda: layers.MaxoutDense(5, input_dim=6), FLAT),
    'highway': (lambda: layers.Highway(activation='tanh', input_dim=6), FLAT),
}


@pytest.mark.filterwarnings('ignore')
@pytest.mark.parametrize('name', MAKERS)
def test_they_are_rebuilt_trained_and_saved(name, tmp_path):
    make, data = MAKERS[name]
    model = of(make(), data)
    layer = model.layers[-1]
    again = of(type(layer).from_config(layer.get_config()), data)
    again.set_weights(model.get_weights())
    np.testing.assert_allclose(again.predict(data), model.predict(data), rtol=1e-5)
    model.compile('sgd', 'mse')
    before = model.get_weights()
    model.train_on_batch(data, np.zeros((len(data),) + model.output_shape[1:]))
    assert all(np.abs(new - old).max() > 0 for new, old in zip(model.get_weights(), before))
    path = str(tmp_path / 'model.h5')
    model.save(path)
    loaded = load_model(path)
    np.testing.assert_allclose(loaded.predict(data), model.predict(data), rtol=1e-5)
    assert type(loaded.layers[-1]).__name__ == type(layer).__name__


def test_they_compute_on_placeholders():
    x = K.placeholder((None, 7, 3))
    layer = layers.LocallyConnected1D(4, 3)
    computed = K.function([x], [layer(x)])([SERIES])[0]
    assert computed.shape == (2, 5, 4)
