"""Built-in layers have Keras 2's arguments and compute the oracle's numbers from the same weights and inputs."""
import json

import numpy as np
import paths
import pytest

import compat
import layer_cases
from compat import backend as K
from compat import layers
from compat.models import Model, Sequential

GOLDEN = np.load(str(paths.GOLDEN / 'layers.npz'))


def stored(index, part):
    """What the oracle of this version stored, which where both gave the same is what the first one did."""
    name = '%s %s' % (layer_cases.identity(index), part)
    own = '%s %s' % (compat.__version__, name)
    return GOLDEN[own if own in GOLDEN else '2.2.4 ' + name]


@pytest.mark.parametrize('index', range(len(layer_cases.CASES)), ids=layer_cases.identity)
def test_a_layer_computes_what_the_oracle_computed_and_so_do_its_gradients_and_its_mask(index):
    computed, known = layer_cases.run(index)
    assert json.loads(json.dumps(known)) == json.loads(str(stored(index, 'known')))
    for part, value in computed.items():
        expected = stored(index, part)
        scale = max(1., np.abs(expected).max())
        np.testing.assert_allclose(value, expected, rtol=1e-4, atol=1e-5 * scale, err_msg=part)


def test_keras_1_names_of_builtin_layers_are_accepted_with_the_call_to_write_instead():
    with pytest.warns(UserWarning, match=r'Update your `Dense` call to the Keras 2 API: .*units=3'):
        assert layers.Dense(output_dim=3).units == 3
    with pytest.warns(UserWarning, match='Update your `Conv2D` call'):
        layer = layers.Convolution2D(4, 3, 2, border_mode='same', subsample=(1, 2), dim_ordering='tf')
    assert (layer.filters, layer.kernel_size, layer.strides, layer.padding) == (4, (3, 2), (1, 2), 'same')


def test_old_names_of_layers_are_the_layers():
    assert layers.Convolution2D is layers.Conv2D and layers.AvgPool2D is layers.AveragePooling2D


@pytest.mark.parametrize('name', ['Dense', 'Conv2D', 'Embedding', 'MaxPooling2D'])
def test_a_missing_required_argument_is_refused(name):
    if name != 'MaxPooling2D':
        with pytest.raises(TypeError, match='required'):
            getattr(layers, name)()
    else:
        assert layers.MaxPooling2D().pool_size == (2, 2)


def test_input_length_of_an_embedding_sets_the_shape_of_the_input():
    model = Sequential([layers.Embedding(10, 3, input_length=4, mask_zero=True)])
    assert model.input_shape == (None, 4) and model.output_shape == (None, 4, 3)


def test_merging_functions_are_layers_called():
    a, b = layers.Input((3,)), layers.Input((3,))
    for function, kind in ((layers.add, layers.Add), (layers.multiply, layers.Multiply),
                           (layers.subtract, layers.Subtract),
                           (layers.average, layers.Average), (layers.maximum, layers.Maximum),
                           (layers.minimum, layers.Minimum), (layers.concatenate, layers.Concatenate)):
        assert isinstance(function([a, b])._keras_history[0], kind)
    assert layers.dot([a, b], axes=1)._keras_history[0].axes == 1


@pytest.mark.parametrize('axes', [1, (2, 1), [2, 1]], ids=str)
def test_a_dot_product_keeps_its_axes_as_they_were_passed(axes):
    layer = layers.Dot(axes)
    assert type(layer.axes) is type(axes)
    assert layer.axes == layer.get_config()['axes'] == axes


def test_output_padding_may_be_zero_along_an_axis():
    layer = layers.Conv3DTranspose(2, 2, strides=2, output_padding=(1, 0, 1))
    assert K.int_shape(layer(layers.Input((3, 3, 2, 1)))) == (None, 7, 6, 5, 2)


def test_convolution_op_may_be_overridden_or_called():
    class Halved(layers.Conv2D):
        def convolution_op(self, inputs, kernel):
            return K.conv2d(inputs, kernel / 2, strides=self.strides, padding=self.padding)

    class Doubled(layers.Conv2D):
        def call(self, inputs):
            return self.convolution_op(inputs, self.kernel * 2) + self.bias

    x = np.random.RandomState(0).rand(2, 5, 5, 3).astype('float32')
    inputs = layers.Input((5, 5, 3))
    plain, halved, doubled = layers.Conv2D(4, 3), Halved(4, 3), Doubled(4, 3)
    model = Model(inputs, [plain(inputs), halved(inputs), doubled(inputs)])
    for layer in (halved, doubled):
        layer.set_weights(plain.get_weights())
    once, half, twice = model.predict(x)
    np.testing.assert_allclose(half, once / 2, rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(twice, once * 2, rtol=1e-4, atol=1e-6)


def test_convolution_op_serves_every_rank():
    for layer, shape in ((layers.Conv1D(2, 3, padding='same'), (6, 3)), (layers.Conv2D(2, 3, strides=2), (6, 6, 3)),
                         (layers.Conv3D(2, 3), (6, 6, 6, 3))):
        class Called(type(layer)):
            def call(self, inputs):
                return self.convolution_op(inputs, self.kernel)

        inputs = layers.Input(shape)
        called = Called.from_config(dict(layer.get_config(), name='called'))
        model = Model(inputs, [layer(inputs), called(inputs)])
        called.set_weights(layer.get_weights())
        one, two = model.predict(np.random.RandomState(0).rand(2, *shape))
        np.testing.assert_allclose(one, two, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize('name, shape', [
    ('SpatialDropout1D', (4, 3)), ('SpatialDropout2D', (4, 5, 3)), ('SpatialDropout3D', (2, 4, 5, 3)),
    ('Dropout', (3,)), ('GaussianNoise', (3,))])
def test_layers_of_noise_accept_the_arguments_of_every_layer(name, shape):
    layer = getattr(layers, name)(0.5, input_shape=shape, name='first', trainable=False)
    assert (layer.name, layer.batch_input_shape, layer.trainable) == ('first', (None,) + shape, False)
    assert Sequential([layer]).output_shape == (None,) + shape
    assert getattr(layers, name).from_config(layer.get_config()).name == 'first'


@pytest.mark.parametrize('merge, share', [(layers.Add, 1.), (layers.Average, 0.5)])
def test_tensors_are_added_along_their_own_axes_where_all_sizes_are_known(merge, share):
    square, column = np.arange(16.).reshape(4, 4), np.arange(4.).reshape(4, 1)
    inputs = [layers.Input(batch_shape=(4, 4)), layers.Input(batch_shape=(4, 1))]
    for order in (1, -1):
        model = Model(inputs, merge()(inputs[::order]))
        np.testing.assert_allclose(model.predict([square, column]), share * (square + column), rtol=1e-6)
