"""A model with layers of one's own is loaded by telling their names, as an argument or in a scope; nested ones too."""
import numpy as np
import pytest

from compat.layers import Dense, Input, Layer, TimeDistributed
from compat.models import Model, Sequential, load_model, model_from_json
from compat.utils import custom_object_scope


class Doubling(Layer):
    def call(self, inputs):
        return 2 * inputs


class Named(Dense):
    """Stands for Keras's own under the same name."""


def functional(layer):
    inputs = Input((3,))
    return Model(inputs, Dense(2)(layer(inputs)))


def chain(layer):
    return Sequential([Dense(3, input_shape=(3,)), layer, Dense(2)])


def nested(layer):
    return Sequential([functional(layer), Dense(2)])


def deepest(model):
    actual = [layer for layer in model.layers if not isinstance(layer, Model)]
    return actual + [inner for layer in model.layers if isinstance(layer, Model) for inner in deepest(layer)]


@pytest.mark.parametrize('build', [functional, chain, nested])
def test_from_json_by_an_argument_and_in_a_scope(build):
    model = build(Doubling())
    text = model.to_json()
    with custom_object_scope({'Doubling': Doubling}):
        in_scope = model_from_json(text)
    inputs = np.random.RandomState(0).rand(4, 3)
    for again in (model_from_json(text, custom_objects={'Doubling': Doubling}), in_scope):
        assert any(type(layer) is Doubling for layer in deepest(again))
        again.set_weights(model.get_weights())
        np.testing.assert_allclose(again.predict(inputs), model.predict(inputs), rtol=1e-5)


def test_a_model_of_a_list_of_one_returns_a_tensor_and_accepts_both():
    inputs = Input((3,))
    model = Model([inputs], [Dense(2)(inputs)])
    assert not isinstance(model(inputs), list)
    array = np.random.RandomState(0).rand(4, 3)
    assert model.predict(array).shape == (4, 2)
    np.testing.assert_array_equal(model.predict([array]), model.predict(array))


def test_from_a_config_in_a_scope():
    model = functional(Doubling())
    with custom_object_scope({'Doubling': Doubling}):
        again = Model.from_config(model.get_config())
    assert any(type(layer) is Doubling for layer in again.layers)


def wrapped(layer):
    inputs = Input((2, 3))
    return Model(inputs, TimeDistributed(layer)(inputs))


@pytest.mark.parametrize('build', [functional, chain, nested, wrapped])
def test_a_layer_that_nobody_knows_is_a_value_error(build):
    class Unheard(Doubling):
        pass

    model = build(Unheard())
    for load in (lambda: type(model).from_config(model.get_config()), lambda: model_from_json(model.to_json())):
        with pytest.raises(ValueError, match='Unknown layer: .?Unheard'):
            load()


def test_an_error_of_a_known_layer_stays_what_it_is():
    class Choosy(Doubling):
        def __init__(self, factor, **kwargs):
            super().__init__(**kwargs)

    model = Sequential([Choosy(3, input_shape=(3,))])
    with custom_object_scope({'Choosy': Choosy}), pytest.raises(TypeError, match='factor'):
        Sequential.from_config(model.get_config())


def test_a_sequential_made_from_its_config_has_the_layers_of_keras():
    model = Sequential([Dense(3, input_shape=(2,), name='a'), Dense(1, name='b')])
    again = Sequential.from_config(model.get_config())
    assert [type(layer) for layer in again.layers] == [Dense, Dense] and isinstance(again, Sequential)
    assert [layer.name for layer in again.layers] == ['a', 'b'] and again.input_shape == (None, 2)


@pytest.mark.parametrize('build', [functional, nested])
def test_from_a_file_by_an_argument(build, tmp_path):
    model = build(Doubling())
    path = str(tmp_path / 'model.h5')
    model.save(path)
    again = load_model(path, custom_objects={'Doubling': Doubling})
    inputs = np.random.RandomState(0).rand(4, 3)
    np.testing.assert_allclose(again.predict(inputs), model.predict(inputs), rtol=1e-5)


@pytest.mark.parametrize('build', [functional, nested])
def test_custom_objects_come_before_those_of_keras_with_the_name(build):
    again = model_from_json(build(Doubling()).to_json(), custom_objects={'Doubling': Doubling, 'Dense': Named})
    assert {type(layer) for layer in deepest(again) if isinstance(layer, Dense)} == {Named}
