"""Lambda: a function as a layer."""
import numpy as np
import pytest

from compat import backend as K
from compat.layers import Embedding, Input, Lambda
from compat.models import Model, Sequential, load_model, model_from_json

MESSAGES = pytest.mark.difference('messages')


def predicted(layer, *arrays):
    inputs = [Input(array.shape[1:]) for array in arrays]
    model = Model(inputs, layer(inputs[0] if len(inputs) == 1 else inputs))
    return model.predict(list(arrays) if len(arrays) > 1 else arrays[0])


def random(*shape):
    return np.random.RandomState(0).rand(*shape).astype('float32')


def test_the_function_is_applied_and_its_shape_inferred():
    x = random(2, 3, 4)
    layer = Lambda(lambda x: K.sum(x, axis=1) * 2)
    np.testing.assert_allclose(predicted(layer, x), x.sum(1) * 2, rtol=1e-5)
    assert layer.output_shape == (None, 4)


def test_a_tuple_output_shape_leaves_the_batch_axis_out():
    layer = Lambda(lambda x: K.reshape(x, (-1, 6)), output_shape=(6,))
    output = layer(Input((2, 3)))
    assert output._keras_shape == (None, 6)
    assert layer.compute_output_shape((5, 2, 3)) == (5, 6)


def test_a_callable_output_shape_gets_and_returns_the_whole_shape():
    seen = []

    def shape(input_shape):
        seen.append(input_shape)
        return input_shape[:1] + (input_shape[1] * input_shape[2],)

    layer = Lambda(K.batch_flatten, output_shape=shape)
    output = layer(Input((2, 3)))
    assert output._keras_shape == (None, 6)
    assert seen[0] == (None, 2, 3) and type(seen[0]) is tuple


def test_several_inputs_reach_the_function_and_the_shape_function_as_lists():
    seen = []

    def shape(input_shapes):
        seen.append(input_shapes)
        return input_shapes[0]

    a, b = random(2, 3), random(2, 3)
    result = predicted(Lambda(lambda x: x[0] * x[1], output_shape=shape), a, b)
    np.testing.assert_allclose(result, a * b, rtol=1e-6)
    assert seen[0] == [(None, 3), (None, 3)]


def test_several_outputs_come_as_a_list():
    x = random(2, 4)
    layer = Lambda(lambda x: [x[:, :1], x[:, 1:]], output_shape=lambda shape: [(shape[0], 1), (shape[0], 3)])
    first, second = layer(Input((4,)))
    assert first._keras_shape == (None, 1) and second._keras_shape == (None, 3)
    assert layer.output_shape == [(None, 1), (None, 3)]
    first, second = predicted(layer, x)
    np.testing.assert_array_equal(np.concatenate([first, second], axis=1), x)


def test_arguments_are_passed_by_name():
    x = random(2, 3)
    layer = Lambda(lambda x, factor, offset=0.: x * factor + offset, arguments={'factor': 3., 'offset': 1.})
    np.testing.assert_allclose(predicted(layer, x), x * 3 + 1, rtol=1e-6)


def test_a_function_with_an_argument_mask_gets_it():
    def masked_sum(x, mask=None):
        return K.sum(x * K.expand_dims(K.cast(mask, K.floatx()), -1), axis=1)

    tokens = Input((4,), dtype='int32')
    embedded = Embedding(5, 2, mask_zero=True, weights=[np.ones((5, 2))])(tokens)
    layer = Lambda(masked_sum, output_shape=lambda shape: (shape[0], shape[2]), mask=lambda inputs, mask: None)
    model = Model(tokens, layer(embedded))
    assert model.predict(np.array([[1, 2, 0, 0], [3, 1, 1, 0]])).tolist() == [[2, 2], [3, 3]]
    assert layer.output_mask is None


def test_mask_decides_the_mask_of_the_output():
    tokens = Input((4,), dtype='int32')
    embedded = Embedding(5, 2, mask_zero=True)(tokens)
    layer = Lambda(lambda x: x * 2, mask=lambda inputs, mask: mask)
    layer(embedded)
    assert layer.supports_masking and layer.output_mask is not None


def test_the_learning_phase_is_known_inside():
    inputs = Input((3,))
    output = Lambda(lambda x: K.in_train_phase(x * 0, x))(inputs)
    output._uses_learning_phase = True
    model = Model(inputs, output)
    model.compile('sgd', 'mse')
    x = np.ones((2, 3))
    assert model.predict(x).tolist() == x.tolist()
    assert model.train_on_batch(x, x) == pytest.approx(1)


def test_a_lambda_may_be_the_first_layer():
    x = random(2, 3)
    model = Sequential([Lambda(lambda x: x + 1, input_shape=(3,))])
    np.testing.assert_allclose(model.predict(x), x + 1, rtol=1e-6)


def test_the_error_of_the_function_surfaces_as_it_was_raised():
    class Unhappy(Exception):
        pass

    def failing(x):
        raise Unhappy('in my own words', 7)

    with pytest.raises(Unhappy) as caught:
        Lambda(failing)(Input((3,)))
    assert caught.value.args == ('in my own words', 7)
    assert caught.traceback[-1].name == 'failing'


def test_the_error_of_an_output_shape_function_surfaces_as_it_was_raised():
    def failing(shape):
        raise KeyError('no such shape')

    with pytest.raises(KeyError) as caught:
        Lambda(lambda x: x, output_shape=failing)(Input((3,)))
    assert caught.value.args == ('no such shape',)


@pytest.mark.parametrize('shape', [3, 'wide', {'a': 1}])
def test_an_output_shape_function_that_returns_no_shape_is_refused(shape):
    with pytest.raises(ValueError, match='must return a tuple or a list of tuples'):
        Lambda(lambda x: x, output_shape=lambda input_shape: shape)(Input((3,)))


@MESSAGES
def test_an_output_shape_function_that_returns_no_shape_is_shown_with_the_layer_and_what_it_returned():
    with pytest.raises(ValueError, match=r"mine.*\(None, 3\).*\('a', 'b'\)"):
        Lambda(lambda x: x, output_shape=lambda input_shape: ('a', 'b'), name='mine')(Input((3,)))


def test_an_output_shape_of_another_kind_is_refused():
    with pytest.raises(TypeError, match='a function'):
        Lambda(lambda x: x, output_shape=3)


def test_the_config_has_the_function_and_from_config_makes_the_layer(tmp_path):
    x = random(2, 3)
    offset = 2.
    inputs = Input((3,))
    outputs = Lambda(lambda x, factor: x * factor + offset, output_shape=(3,), arguments={'factor': 3.})(inputs)
    model = Model(inputs, outputs)
    config = model.layers[1].get_config()
    assert set(config) >= {'function', 'function_type', 'output_shape', 'output_shape_type', 'arguments', 'name'}
    again = Lambda.from_config(config)
    np.testing.assert_allclose(predicted(again, x), x * 3 + offset, rtol=1e-6)
    model.save(str(tmp_path / 'model.h5'))
    for loaded in model_from_json(model.to_json()), load_model(str(tmp_path / 'model.h5')):
        np.testing.assert_allclose(loaded.predict(x), x * 3 + offset, rtol=1e-6)


def test_the_function_that_says_the_output_shape_is_saved(tmp_path):
    inputs = Input((3,))
    model = Model(inputs, Lambda(lambda x: K.concatenate([x, x]), lambda shape: (shape[0], 2 * shape[1]))(inputs))
    model.save(str(tmp_path / 'model.h5'))
    loaded = load_model(str(tmp_path / 'model.h5'))
    assert loaded.output_shape == (None, 6)
    x = random(2, 3)
    np.testing.assert_allclose(loaded.predict(x), np.concatenate([x, x], axis=1), rtol=1e-6)


def test_variables_of_the_surroundings_are_read_at_every_call():
    factor = K.variable(2.)
    inputs = Input((3,))
    model = Model(inputs, Lambda(lambda x: x * factor)(inputs))
    x = random(2, 3)
    np.testing.assert_allclose(model.predict(x), x * 2, rtol=1e-6)
    K.set_value(factor, 5.)
    np.testing.assert_allclose(model.predict(x), x * 5, rtol=1e-6)
