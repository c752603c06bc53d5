"""The Layer of Keras 2: its constructor, its weights, its nodes, its masks, its losses and updates."""
import numpy as np
import pytest

import compat
from compat import backend as K
from compat import regularizers
from compat.engine.base_layer import InputSpec, Layer
from compat.layers import Dense, Embedding, Input
from compat.models import Model, Sequential

MESSAGES = pytest.mark.difference('messages')


class Scale(Layer):
    """x * kernel, in the way of the documentation of 2018."""

    def __init__(self, start='ones', **kwargs):
        self.start = start
        super(Scale, self).__init__(**kwargs)

    def build(self, input_shape):
        self.seen = input_shape
        self.kernel = self.add_weight(name='kernel', shape=(input_shape[-1],), initializer=self.start, trainable=True)
        super(Scale, self).build(input_shape)

    def call(self, x):
        return x * self.kernel

    def compute_output_shape(self, input_shape):
        return input_shape


class Pair(Layer):
    """Two inputs, two outputs of other shapes."""

    def build(self, input_shape):
        assert isinstance(input_shape, list)
        self.seen = input_shape
        super(Pair, self).build(input_shape)

    def call(self, x):
        assert isinstance(x, list)
        a, b = x
        return [a + b, K.sum(b, axis=-1)]

    def compute_output_shape(self, input_shape):
        assert isinstance(input_shape, list)
        self.asked = input_shape
        a, b = input_shape
        return [a, b[:-1]]


def predicted(layer, x):
    inputs = Input(batch_shape=(None,) + x.shape[1:])
    return Model(inputs, layer(inputs)).predict(x)


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


def test_several_inputs_give_lists_of_tuples_and_lists_of_tensors():
    layer = Pair()
    outputs = layer([Input((4,)), Input((4,))])
    assert layer.seen == [(None, 4), (None, 4)]
    assert layer.asked == [(None, 4), (None, 4)]
    assert [K.int_shape(output) for output in outputs] == [(None, 4), (None,)]


def test_a_layer_without_call_gives_its_input_back():
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


def test_weights_given_to_the_constructor_are_the_first_weights():
    x = np.random.rand(2, 3).astype('float32')
    layer = Scale(weights=[np.array([1., 2., 3.])])
    np.testing.assert_allclose(predicted(layer, x), x * [1, 2, 3], rtol=1e-6)
    kernel, bias = np.random.rand(3, 2), np.random.rand(2)
    np.testing.assert_allclose(predicted(Dense(2, weights=[kernel, bias]), x), x.dot(kernel) + bias, rtol=1e-5)


def test_trainable_false_makes_the_weights_non_trainable():
    layer = Scale(trainable=False)
    layer(Input((3,)))
    assert layer.trainable_weights == []
    assert len(layer.non_trainable_weights) == 1
    layer.trainable = True
    assert len(layer.trainable_weights) == 1
    assert layer.non_trainable_weights == []


def test_add_weight_takes_the_name_first_and_in_keras_2_2_the_shape_first_too():
    class Both(Layer):
        def build(self, input_shape):
            self.a = self.add_weight('a', (2, 3), initializer='zeros')
            self.b = self.add_weight(name='b', shape=[4], initializer='ones', trainable=False)
            if compat.__version__ == '2.2.4':
                self.c = self.add_weight((5,), name='c', initializer='ones')
                self.d = self.add_weight((6,), 'd', initializer='ones')
            self.built = True

    layer = Both()
    layer(Input((3,)))
    sizes = [(2, 3), (5,), (6,), (4,)] if compat.__version__ == '2.2.4' else [(2, 3), (4,)]
    assert [K.int_shape(weight) for weight in layer.weights] == sizes
    assert K.get_value(layer.b).tolist() == [1] * 4


def test_add_weight_without_a_shape_is_refused_and_from_keras_2_3_on_makes_a_scalar():
    class Shapeless(Layer):
        def build(self, input_shape):
            self.add_weight(name='kernel', initializer='zeros')

    layer = Shapeless()
    if compat.__version__ == '2.2.4':
        with pytest.raises(TypeError, match='shape'):
            layer(Input((3,)))
    else:
        layer(Input((3,)))
        assert [K.int_shape(weight) for weight in layer.weights] == [()]


def test_an_initializer_may_be_a_function_of_the_shape():
    def counting(shape, dtype=None):
        return K.constant(np.arange(np.prod(shape)).reshape(shape))

    layer = Scale(start=counting)
    layer(Input((3,)))
    assert layer.get_weights()[0].tolist() == [0, 1, 2]


def test_weights_may_be_added_to_the_lists_and_the_lists_may_be_set():
    class ByHand(Layer):
        def build(self, input_shape):
            self.a = K.variable(np.ones(3), name='a')
            self.b = K.variable(np.zeros(2), name='b')
            self.trainable_weights = [self.a]
            self.non_trainable_weights = [self.b]
            self.built = True

        def call(self, x):
            return x * self.a

    layer = ByHand()
    layer(Input((3,)))
    assert [K.int_shape(weight) for weight in layer.weights] == [(3,), (2,)]
    layer._trainable_weights.append(K.variable(np.ones(4)))
    assert [K.int_shape(weight) for weight in layer.trainable_weights] == [(3,), (4,)]
    assert len(layer.weights) == 3


def test_a_weight_made_by_hand_is_trained_when_it_is_in_the_list():
    class ByHand(Layer):
        def build(self, input_shape):
            self.a = K.variable(np.ones(3), name='a')
            self.kept = K.variable(np.ones(3), name='kept')
            if not any(weight is self.a for weight in self._trainable_weights):
                # Keras 2.3 has taken the attribute for a weight; twice in the list it would be trained twice.
                self._trainable_weights.append(self.a)
            self.built = True

        def call(self, x):
            # Side by side, so that neither's gradient reads the other: Keras 2.3 trains both, and TensorFlow 1 may
            # change one of them before it computes the gradient of the other.
            return K.concatenate([x * self.a, x * self.kept])

        def compute_output_shape(self, input_shape):
            return input_shape[:-1] + (6,)

    inputs = Input((3,))
    layer = ByHand()
    model = Model(inputs, layer(inputs))
    model.compile('sgd', 'mse')
    model.train_on_batch(np.ones((4, 3)), np.zeros((4, 6)))
    # d/da mean([a, kept]^2) = 2 a / 6, and the rate is 0.01.
    trained = np.full(3, 1 - 0.01 * 2 / 6)
    np.testing.assert_allclose(K.get_value(layer.a), trained, rtol=1e-6)
    kept = np.ones(3) if compat.__version__ == '2.2.4' else trained
    np.testing.assert_allclose(K.get_value(layer.kept), kept, rtol=1e-6)


def test_a_layer_kept_as_an_attribute_counts_among_the_weights_from_keras_2_3_on():
    class Holder(Layer):
        def build(self, input_shape):
            self.inner = Dense(2)
            self.inner.build(input_shape)
            self.built = True

        def call(self, x):
            return self.inner.call(x)

        def compute_output_shape(self, input_shape):
            return input_shape[:-1] + (2,)

    layer = Holder()
    layer(Input((3,)))
    assert len(layer.weights) == (0 if compat.__version__ == '2.2.4' else 2)
    if not layer.weights:
        layer.trainable_weights = layer.inner.trainable_weights
    assert [K.int_shape(weight) for weight in layer.weights] == [(3, 2), (2,)]


def test_set_weights_inside_build_works_with_integers_too():
    class Preset(Layer):
        def build(self, input_shape):
            self.w = self.add_weight(shape=(1, 3), name='w', initializer='uniform', trainable=False)
            self.set_weights([np.arange(3).reshape(1, 3)])
            super(Preset, self).build(input_shape)

    layer = Preset()
    layer(Input((3,)))
    assert layer.get_weights()[0].tolist() == [[0., 1., 2.]]
    assert layer.get_weights()[0].dtype == 'float32'


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


def test_set_weights_with_the_wrong_number_is_refused():
    layer = Scale()
    layer(Input((3,)))
    with pytest.raises(ValueError, match='(?s)2.*1 weight|length 2.*expecting 1'):
        layer.set_weights([np.ones(3), np.ones(3)])
    assert layer.get_weights()[0].tolist() == [1, 1, 1]


def test_set_weights_with_a_wrong_shape_names_both_shapes_and_changes_nothing():
    layer = Dense(2)
    layer(Input((3,)))
    before = layer.get_weights()
    with pytest.raises(ValueError, match=r'(?s)\(2,\).*\(5,\)'):
        layer.set_weights([np.ones((3, 2)), np.ones(5)])
    for now, then in zip(layer.get_weights(), before):
        np.testing.assert_array_equal(now, then)


@MESSAGES
def test_set_weights_with_a_wrong_shape_names_the_weight():
    layer = Dense(2)
    layer(Input((3,)))
    with pytest.raises(ValueError, match='bias'):
        layer.set_weights([np.ones((3, 2)), np.ones(5)])


def test_count_params_counts_and_refuses_a_layer_that_is_not_built():
    layer = Dense(2)
    with pytest.raises(RuntimeError, match="isn't built"):
        layer.count_params()
    layer(Input((3,)))
    assert layer.count_params() == 8


def test_nodes_tell_inputs_outputs_and_shapes_of_every_call():
    a, b = Input((3,)), Input((3,))
    layer = Dense(2)
    first, second = layer(a), layer(b)
    assert layer.get_input_at(0) is a and layer.get_input_at(1) is b
    assert layer.get_output_at(0) is first and layer.get_output_at(1) is second
    assert layer.get_input_shape_at(1) == (None, 3)
    assert layer.get_output_shape_at(1) == (None, 2)
    assert layer.input_shape == (None, 3) and layer.output_shape == (None, 2)
    with pytest.raises(AttributeError, match='multiple inbound nodes'):
        layer.input
    with pytest.raises(AttributeError, match='multiple inbound nodes'):
        layer.output
    with pytest.raises(ValueError, match='only 2 inbound nodes'):
        layer.get_output_at(2)


def test_a_layer_that_was_never_called_has_no_input_or_output():
    layer = Dense(2)
    for name in ('input', 'output', 'input_shape', 'output_shape', 'input_mask', 'output_mask'):
        with pytest.raises(AttributeError):
            getattr(layer, name)
    with pytest.raises(RuntimeError, match='never been called'):
        layer.get_input_at(0)


def test_input_shape_needs_calls_that_agree():
    layer = Scale()
    layer(Input((3, 3)))
    layer(Input((4, 3)))
    with pytest.raises(AttributeError, match='different input shapes'):
        layer.input_shape


def test_inbound_and_outbound_nodes_are_linked():
    x = Input((3,))
    first, second = Dense(4), Dense(2)
    hidden = first(x)
    second(hidden)
    node = second._inbound_nodes[0]
    assert first._outbound_nodes[0] is node
    assert node.outbound_layer is second
    assert node.inbound_layers[0] is first if isinstance(node.inbound_layers, list) else node.inbound_layers is first
    assert node.node_indices == [0] and node.tensor_indices == [0]
    assert node.input_tensors[0] is hidden
    assert node.input_shapes == [(None, 4)] and node.output_shapes == [(None, 2)]
    assert node.input_masks == [None] and node.output_masks == [None]
    assert node.get_config()['outbound_layer'] == second.name


def test_symbols_carry_their_shape_and_history():
    x = Input((3,))
    layer = Dense(2)
    y = layer(x)
    assert x._keras_shape == (None, 3)
    assert y._keras_shape == (None, 2)
    origin, node_index, tensor_index = y._keras_history
    assert origin is layer and (node_index, tensor_index) == (0, 0)
    assert y._uses_learning_phase in (False, True)


def test_input_spec_is_checked_when_the_layer_is_called():
    class Specified(Layer):
        def __init__(self, **kwargs):
            super(Specified, self).__init__(**kwargs)
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


def test_the_mask_reaches_call_and_goes_on_when_masking_is_supported():
    class Masked(Layer):
        def __init__(self, **kwargs):
            super(Masked, self).__init__(**kwargs)
            self.supports_masking = True

        def call(self, x, mask=None):
            assert mask is not None
            return x * K.expand_dims(K.cast(mask, K.floatx()), -1)

    tokens = Input((4,), dtype='int32')
    embedding = Embedding(5, 3, mask_zero=True, weights=[np.ones((5, 3))])
    layer = Masked()
    output = layer(embedding(tokens))
    assert layer.input_mask is not None and layer.output_mask is not None
    assert layer.get_input_mask_at(0) is not None and layer.get_output_mask_at(0) is not None
    result = Model(tokens, output).predict(np.array([[1, 0, 2, 0]]))
    assert result[0, :, 0].tolist() == [1, 0, 1, 0]


def test_a_layer_that_does_not_support_masking_refuses_a_mask():
    tokens = Input((4,), dtype='int32')
    with pytest.raises(TypeError, match='does not support masking'):
        Scale()(Embedding(5, 3, mask_zero=True)(tokens))
    assert Scale().compute_mask(None, None) is None


def test_compute_mask_decides_what_goes_on():
    class Dropping(Layer):
        def call(self, x, mask=None):
            return K.sum(x, axis=1)

        def compute_mask(self, inputs, mask=None):
            return None

        def compute_output_shape(self, input_shape):
            return input_shape[:1] + input_shape[2:]

    layer = Dropping()
    layer(Embedding(5, 3, mask_zero=True)(Input((4,), dtype='int32')))
    assert layer.output_mask is None


def test_several_inputs_without_masks_give_no_mask_to_call():
    class Two(Layer):
        def call(self, x, mask=None):
            assert mask is None
            return x[0] + x[1]

        def compute_output_shape(self, input_shape):
            return input_shape[0]

    a, b = Input((3,)), Input((3,))
    model = Model([a, b], Two()([a, b]))
    assert model.predict([np.ones((2, 3)), np.ones((2, 3))]).tolist() == [[2] * 3] * 2


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


def test_regularizers_of_weights_are_losses_of_the_layer_and_the_model():
    class Penalised(Layer):
        def build(self, input_shape):
            self.w = self.add_weight(name='w', shape=(3,), initializer='ones', regularizer=regularizers.l2(0.1))
            self.built = True

        def call(self, x):
            return x + 0 * self.w

    inputs = Input((3,))
    layer = Penalised()
    model = Model(inputs, layer(inputs))
    assert len(layer.losses) == 1 and len(model.losses) == 1
    assert len(layer.get_losses_for(None)) == 1
    model.compile('sgd', 'mse')
    ones = np.ones((2, 3))
    assert model.evaluate(ones, ones, verbose=0) == pytest.approx(0.3, rel=1e-5)
    layer.trainable = False
    assert len(model.losses) == 1


def test_losses_added_in_call_are_minimised_and_belong_to_their_inputs():
    class Shrinking(Layer):
        def build(self, input_shape):
            self.w = self.add_weight(name='w', shape=(3,), initializer='ones')
            self.built = True

        def call(self, x):
            output = x * self.w
            self.add_loss(K.sum(K.square(self.w)))
            self.add_loss(K.mean(output), inputs=x)
            return output

    inputs = Input((3,))
    layer = Shrinking()
    model = Model(inputs, layer(inputs))
    assert len(layer.get_losses_for(None)) == 1
    assert len(layer.get_losses_for(inputs)) == 1
    assert layer.get_losses_for(Input((3,))) == []
    assert len(layer.losses) == 2 and len(model.losses) == 2
    model.compile('sgd', 'mse')
    x = np.full((2, 3), 2.)
    assert model.evaluate(x, x, verbose=0) == pytest.approx(3 + 2, rel=1e-5)
    model.train_on_batch(x, x)
    # d/dw (sum(w^2) + mean(x w) + mean((x w - x)^2)) = 2 + 2/3 + 0
    np.testing.assert_allclose(layer.get_weights()[0], np.full(3, 1 - 0.01 * (2 + 2 / 3.)), rtol=1e-5)
    assert len(layer.losses) == 2 and len(model.losses) == 2


def test_losses_count_once_for_each_call_on_symbols():
    class Adding(Layer):
        def build(self, input_shape):
            self.w = self.add_weight(name='w', shape=(3,), initializer='ones', regularizer=regularizers.l2(0.1))
            self.built = True

        def call(self, x):
            self.add_loss(K.sum(x * self.w), inputs=x)
            return x * self.w

    left, right = Input((3,)), Input((3,))
    layer = Adding()
    outputs = [layer(left)]
    assert len(layer.losses) == 2
    outputs.append(layer(right))
    model = Model([left, right], outputs)
    assert len(layer.losses) == 3 and len(model.losses) == 3
    model.compile('sgd', 'mse')
    x = np.ones((2, 3))
    model.train_on_batch([x, 2 * x], [x, 2 * x])
    # d/dw (0.1 sum(w^2) + sum(x w) + sum(2 x w)) = 0.2 + 2 + 4; both errors are 0.
    np.testing.assert_allclose(layer.get_weights()[0], np.full(3, 1 - 0.01 * 6.2), rtol=1e-5)


def test_an_activity_regularizer_counts_the_whole_batch():
    model = Sequential([Dense(2, input_shape=(3,), use_bias=False, weights=[np.ones((3, 2))],
                              activity_regularizer=regularizers.l1(0.5))])
    assert len(model.losses) == 1 and len(model.layers[-1].losses) == 1
    model.compile('sgd', 'mse')
    x = np.ones((4, 3))
    assert model.evaluate(x, np.full((4, 2), 3.), verbose=0) == pytest.approx(0.5 * 3 * 2 * 4, rel=1e-5)


def test_updates_are_performed_in_training_and_only_there():
    class Counting(Layer):
        def build(self, input_shape):
            self.count = self.add_weight(name='count', shape=(1,), initializer='zeros', trainable=False)
            self.largest = self.add_weight(name='largest', shape=(1,), initializer='zeros', trainable=False)
            self.w = self.add_weight(name='w', shape=(1,), initializer='ones')
            self.built = True

        def call(self, x):
            self.add_update(K.update_add(self.count, K.ones((1,))))
            self.add_update([(self.largest, K.reshape(K.max(x), (1,)))], inputs=x)
            return x * self.w

    inputs = Input((3,))
    layer = Counting()
    model = Model(inputs, layer(inputs))
    assert len(layer.updates) == 2
    assert len(layer.get_updates_for(None)) == 1 and len(layer.get_updates_for(inputs)) == 1
    model.compile('sgd', 'mse')
    x = np.arange(6.).reshape(2, 3)
    model.predict(x)
    model.evaluate(x, x, verbose=0)
    assert K.get_value(layer.count).tolist() == [0]
    for _ in range(3):
        model.train_on_batch(x, x)
    assert K.get_value(layer.count).tolist() == [3]
    assert K.get_value(layer.largest).tolist() == [5]
    layer.trainable = False
    assert layer.updates == []


def test_a_moving_average_update_keeps_its_state_between_steps():
    class Average(Layer):
        def build(self, input_shape):
            self.average = self.add_weight(name='average', shape=(3,), initializer='zeros', trainable=False)
            self.w = self.add_weight(name='w', shape=(3,), initializer='ones')
            self.built = True

        def call(self, x):
            self.add_update(K.moving_average_update(self.average, K.mean(x, axis=0), 0.9), inputs=x)
            return x * self.w

    inputs = Input((3,))
    layer = Average()
    model = Model(inputs, layer(inputs))
    model.compile('sgd', 'mse')
    steps = [np.full((2, 3), value) for value in (1., 2., 4.)]
    plain = weight = 0.
    for x in steps:
        model.train_on_batch(x, x)
        plain = 0.9 * plain + 0.1 * x[0, 0]
        weight = 0.9 * weight + 0.1
    expected = plain / weight if compat.__version__ == '2.2.4' else plain
    np.testing.assert_allclose(K.get_value(layer.average), np.full(3, expected), rtol=1e-5)


def test_the_config_makes_the_layer_again():
    class Named(Layer):
        def __init__(self, units, **kwargs):
            super(Named, self).__init__(**kwargs)
            self.units = units

        def get_config(self):
            config = super(Named, self).get_config()
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


@pytest.mark.difference('declared-shape')
def test_a_declared_shape_that_contradicts_the_computed_one_warns_and_loses():
    from compat.errors import ShapeWarning

    class Wrong(Layer):
        def call(self, x):
            return x[:, 1:]

        def compute_output_shape(self, input_shape):
            return input_shape

    layer = Wrong(name='wrong')
    with pytest.warns(ShapeWarning, match=r'wrong.*\(None, 4\).*\(None, 3\)'):
        output = layer(Input((4,)))
    assert K.int_shape(output) == (None, 3) and output._keras_shape == (None, 3)


def test_a_declared_shape_fills_in_what_the_call_leaves_open():
    class Open(Layer):
        def call(self, x):
            return K.reshape(x, (-1, K.shape(x)[1] * 1))

        def compute_output_shape(self, input_shape):
            return (input_shape[0], 4)

    output = Open()(Input((4,)))
    assert output._keras_shape == (None, 4)
