"""Layers are subclasses of what they were in Keras 2, whose bases with an underscore old code derives its own from."""
import numpy as np
import pytest

import layer_families
import pages
import compat
from compat import backend as K
from compat import layers, process
from compat.imports import lazy_modules as namespace
from compat.layers.convolutional import _Conv, _Cropping, _SeparableConv, _UpSampling, _ZeroPadding
from compat.layers.merge import _Merge
from compat.layers.pooling import _GlobalPooling2D, _Pooling1D, _Pooling2D
from compat.models import Model

GOLDEN = pages.golden('layer_families.json')[compat.__version__]
DRAW = np.random.RandomState(5)
IMAGE, SERIES = DRAW.rand(2, 6, 5, 3).astype('float32'), DRAW.rand(2, 6, 3).astype('float32')


def test_a_layer_is_a_subclass_of_what_it_was_in_keras_2():
    actual = layer_families.classes('compat', namespace.NAMES[compat.__version__], listed=GOLDEN)
    assert set(actual) == set(GOLDEN)
    families = layer_families.families(actual)
    assert {name: families[name] for name in families if families[name] != GOLDEN[name]} == {}


def test_layers_are_instances_of_their_families_also_those_that_the_host_constructed():
    class Mine(layers.Conv2DTranspose):
        pass

    theirs = process.opened().keras.layers.Conv2DTranspose(2, 3)
    for layer in (Mine(2, 3), theirs):
        assert isinstance(layer, layers.Conv2DTranspose) and isinstance(layer, (_Conv, layers.Dense))
        assert isinstance(layer, layers.Conv2D) and not isinstance(layer, (layers.Conv3D, layers.Bidirectional))
    assert not isinstance(theirs, Mine) and not isinstance(layers.Conv2D(2, 3), layers.Conv2DTranspose)
    assert isinstance(layers.CuDNNGRU(2), layers.RNN) and not isinstance(layers.CuDNNGRU(2), layers.GRU)


def test_layers_of_the_host_are_neighbours():
    host = process.opened()
    theirs, x = host.keras.layers, DRAW.rand(2, 3).astype('float32')
    ours, inputs, their_inputs = layers.Dense(2), layers.Input((3,)), theirs.Input((3,))
    own_classes = host.family != 'keras2' and process.dialect().keras2_constructors
    assert isinstance(ours, theirs.Layer) and isinstance(ours, theirs.Dense) != own_classes
    for model in (Model(inputs, ours(theirs.Dense(4)(inputs))),
                  host.keras.models.Model(their_inputs, layers.Dense(2)(theirs.Dense(4)(their_inputs)))):
        expected = x.dot(model.get_weights()[0]).dot(model.get_weights()[2])    # no bias differs from 0
        np.testing.assert_allclose(model.predict(x, verbose=0), expected, rtol=1e-4, atol=1e-6)


class Weighted(_Merge):
    def _merge_function(self, inputs):
        return sum((index + 1.) * tensor for index, tensor in enumerate(inputs)) + 0. * K.random_uniform((1,))


class Halved(_Conv):
    def __init__(self, filters, **kwargs):
        super().__init__(2, filters, 3, padding='same', activation='tanh', **kwargs)

    def call(self, inputs):
        return super().call(inputs / 2)

    def get_config(self):
        config = super().get_config()
        return {name: config[name] for name in ('filters', 'name', 'trainable')}


class Range2D(_Pooling2D):
    def _pooling_function(self, inputs, pool_size, strides, padding, data_format):
        return (K.pool2d(inputs, pool_size, strides, padding, data_format, pool_mode='max')
                + K.pool2d(-inputs, pool_size, strides, padding, data_format, pool_mode='max'))


class Range1D(_Pooling1D):
    _pooling_function = Range2D._pooling_function


class Sum2D(_GlobalPooling2D):
    def call(self, inputs):
        return K.sum(inputs, axis=[1, 2])


class Reflected(_ZeroPadding):
    def call(self, inputs):
        return K.concatenate([K.reverse(inputs, 1)[:, :self.padding[0][0]], inputs], axis=1)


class Repeated(_UpSampling):
    def call(self, inputs):
        return K.repeat_elements(inputs, self.size[0], axis=1)


def test_layers_of_old_code_derive_from_the_bases_of_keras_2():
    images, series = layers.Input((6, 5, 3)), layers.Input((6, 3))
    row = layers.Lambda(lambda x: x[:, 0], output_shape=(3,))(series)
    halved, plain = Halved(4), layers.Conv2D(4, 3, padding='same')
    outputs = [halved(images), plain(images), Weighted()([series, row]), Range2D(2)(images),
               Range1D(pool_size=3, strides=1)(series), Sum2D()(images), Reflected(((2, 0),))(series),
               Repeated((2,))(series), _Cropping(((1, 0), (0, 2)))(images),
               _SeparableConv(2, 4, 3, depth_multiplier=2)(images)]
    builtin = layers.SeparableConv2D(4, 3, depth_multiplier=2)
    outputs.append(builtin(images))
    model = Model([images, series], outputs)
    shapes = [K.int_shape(output)[1:] for output in outputs]
    plain.set_weights(halved.get_weights())
    separable = next(layer for layer in model.layers if type(layer) is _SeparableConv)
    builtin.set_weights(separable.get_weights())
    actual = model.predict([IMAGE, SERIES])
    assert shapes == [output.shape[1:] for output in actual]
    plain_of_half = np.tanh(Model(images, outputs[1]).predict(IMAGE / 2))
    blocks = IMAGE[:, :, :4].reshape(2, 3, 2, 2, 2, 3)
    steps = np.stack([SERIES[:, start:start + 3] for start in range(4)], 1)
    expected = [plain_of_half, None, SERIES + 2 * SERIES[:, :1], blocks.max((2, 4)) - blocks.min((2, 4)),
                steps.max(2) - steps.min(2), IMAGE.sum((1, 2)), np.concatenate([SERIES[:, :3:-1], SERIES], 1),
                SERIES.repeat(2, 1), IMAGE[:, 1:, :-2], actual[-1]]
    for one, other in zip(actual, expected):
        if other is not None:
            np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-5)
    again = Halved.from_config(halved.get_config())
    assert (again.name, again.filters, again.kernel_size) == (halved.name, 4, (3, 3))


def test_a_merge_of_old_code_refuses_what_it_cannot_merge():
    with pytest.raises(ValueError, match='should be called on a list'):
        Weighted()(layers.Input((3,)))
    with pytest.raises(ValueError, match='should be called on a list'):
        Weighted()([layers.Input((3,))])
    with pytest.raises(ValueError, match='broadcast'):
        Weighted()([layers.Input((3,)), layers.Input((4,))])
    with pytest.raises(ValueError, match='different batch sizes'):
        Weighted()([layers.Input(batch_shape=(2, 3)), layers.Input(batch_shape=(4, 3))])
    with pytest.raises(NotImplementedError):
        _Merge()([layers.Input((3,)), layers.Input((3,))])
