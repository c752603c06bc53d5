"""The Layer of Keras 2: its constructor, its shapes, its config, its errors."""
import numpy as np
import pytest

from compat import backend as K
from compat.engine.base_layer import InputSpec, Layer
from compat.errors import ShapeWarning
from compat.layers import Dense, Input
from compat.models import Model, Sequential
from small_layers import Pair, Scale, predicted


def test_attributes_may_be_set_before_the_constructor_of_the_base_runs():
    x = np.random.rand(2, 3).astype('float32')
    layer = Scale('ones')
    assert layer.start == 'ones'
    np.testing.assert_allclose(predicted(layer, x), x, rtol=1e-6)


def test_build_gets_a_plain_tuple_with_none():
    layer = Scale()
    layer(Input((4, 3)))
    assert type(layer.seen) is tuple
    assert layer.seen == (None, 4, 3)


def test_several_inputs_are_lists_of_tuples_and_lists_of_tensors():
    layer = Pair()
    outputs = layer([Input((4,)), Input((4,))])
    assert layer.seen == [(None, 4), (None, 4)]
    assert layer.asked == [(None, 4), (None, 4)]
    assert [K.int_shape(output) for output in outputs] == [(None, 4), (None,)]


def test_a_layer_without_call_returns_its_input():
    x = np.random.rand(2, 3).astype('float32')
    np.testing.assert_array_equal(predicted(Layer(), x), x)


def test_names_count_from_one_for_each_class():
    K.reset_uids()
    assert [Scale().name, Scale().name, Pair().name, Dense(2).name] == ['scale_1', 'scale_2', 'pair_1', 'dense_1']
    assert Scale(name='mine').name == 'mine'


def test_an_unknown_constructor_argument_is_refused():
    with pytest.raises(TypeError, match='Keyword argument not understood'):
        Layer(colour='red')


def test_input_shape_batch_input_shape_and_dtype_are_arguments_of_every_layer():
    assert Scale(input_shape=(3,)).batch_input_shape == (None, 3)
    assert Scale(input_shape=(3,), batch_size=2).batch_input_shape == (2, 3)
    assert Scale(batch_input_shape=(5, 3)).batch_input_shape == (5, 3)
    assert Scale(input_shape=(3,), dtype='float64').dtype == 'float64'
    assert Scale(input_shape=(3,), input_dtype='float64').dtype == 'float64'


def test_a_first_layer_that_knows_its_input_shape_builds_a_sequential():
    model = Sequential([Scale(input_shape=(3,)), Dense(2)])
    assert model.input_shape == (None, 3)
    assert model.output_shape == (None, 2)
    assert [layer.get_output_at(0) is not None for layer in model.layers] == [True, True]
    assert model.layers[0].output_shape == (None, 3)


def test_a_build_that_forgets_the_one_of_the_base_works():
    class Forgetful(Layer):
        def build(self, input_shape):
            self.w = self.add_weight(name='w', shape=(3,), initializer='ones')

        def call(self, x):
            return x + self.w

    x = np.zeros((2, 3), 'float32')
    layer = Forgetful()
    np.testing.assert_array_equal(predicted(layer, x), x + 1)
    assert layer.built


def test_input_spec_is_checked_when_the_layer_is_called():
    class Specified(Layer):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self.input_spec = InputSpec(ndim=3, axes={-1: 4})

    with pytest.raises(ValueError, match='expected ndim=3, found ndim=2'):
        Specified()(Input((4,)))
    with pytest.raises(ValueError, match='axis -1'):
        Specified()(Input((2, 5)))
    layer = Specified()
    layer(Input((2, 4)))
    with pytest.raises(ValueError, match='ndim=3'):
        layer.assert_input_compatibility(Input((4,)))
    layer.assert_input_compatibility(Input((9, 4)))


def test_input_spec_of_several_inputs_counts_them():
    layer = Pair()
    layer.input_spec = [InputSpec(ndim=2), InputSpec(ndim=2)]
    with pytest.raises(ValueError, match='2 input'):
        layer.assert_input_compatibility([Input((4,))])


def test_the_training_argument_and_the_learning_phase_are_known_in_call():
    class Phase(Layer):
        def call(self, x, training=None):
            return K.in_train_phase(x * 0, x, training=training)

    class Quiet(Layer):
        def call(self, x):
            return K.in_train_phase(x * 0, x)

    for cls in (Phase, Quiet):
        inputs = Input((3,))
        scale = Scale()
        output = scale(inputs)
        output = cls()(output)
        if hasattr(output, '_uses_learning_phase'):
            output._uses_learning_phase = True
        model = Model(inputs, output)
        model.compile('sgd', 'mse')
        ones = np.ones((4, 3))
        assert model.predict(ones).tolist() == ones.tolist()
        assert model.evaluate(ones, ones, verbose=0) == 0
        assert model.train_on_batch(ones, ones) == pytest.approx(1)


def test_from_config_makes_the_layer_of_the_config():
    class Named(Layer):
        def __init__(self, units, **kwargs):
            super().__init__(**kwargs)
            self.units = units

        def get_config(self):
            config = super().get_config()
            config['units'] = self.units
            return config

    layer = Named(3, input_shape=(4,), trainable=False)
    config = layer.get_config()
    assert config['name'] == layer.name and config['trainable'] is False
    assert tuple(config['batch_input_shape']) == (None, 4) and config['dtype'] == 'float32'
    again = Named.from_config(config)
    assert again.units == 3 and again.name == layer.name and again.batch_input_shape == (None, 4)
    assert set(Named(3).get_config()) >= {'name', 'trainable', 'units'}


def test_the_error_of_a_call_surfaces_as_it_was_raised():
    class Unhappy(Exception):
        pass

    class Failing(Layer):
        def call(self, x):
            raise Unhappy('my own words', 42)

    with pytest.raises(Unhappy) as caught:
        Failing()(Input((3,)))
    assert caught.value.args == ('my own words', 42)


class Wrong(Layer):
    def call(self, x):
        return x[:, 1:]

    def compute_output_shape(self, input_shape):
        return input_shape


@pytest.mark.filterwarnings('ignore:compute_output_shape')
def test_a_declared_shape_is_believed_though_the_call_computes_another():
    output = Wrong()(Input((4,)))
    assert K.int_shape(output) == (None, 4) and output._keras_shape == (None, 4)


@pytest.mark.difference('declared-shape')
def test_a_declared_shape_that_contradicts_the_computed_one_warns():
    with pytest.warns(ShapeWarning, match=r'wrong.*\(None, 4\).*\(None, 3\)'):
        Wrong(name='wrong')(Input((4,)))


def test_a_declared_shape_fills_in_what_the_call_leaves_open():
    class Open(Layer):
        def call(self, x):
            return K.reshape(x, (-1, K.shape(x)[1] * 1))

        def compute_output_shape(self, input_shape):
            return (input_shape[0], 4)

    output = Open()(Input((4,)))
    assert output._keras_shape == (None, 4)
