"""Model, Sequential and Input: building, training, predicting, summaries."""
import numpy as np
import pytest

import compat
from compat import backend as K
from compat.layers import (Activation, BatchNormalization, Conv2D, Dense, Dropout, Flatten, Input, InputLayer,
                           concatenate)
from compat.models import Model, Sequential, clone_model, model_from_json

TABLE = '\n'.join(['_' * 98, 'Layer (type)                    Output Shape         Param #     Connected to'.ljust(98),
                   '=' * 98, ''])


def random(*shape):
    return np.random.RandomState(1).rand(*shape).astype('float32')


def branches():
    K.reset_uids()
    left, right = Input((3,), name='left'), Input((3,), name='right')
    shared = Dense(4, name='shared')
    merged = concatenate([shared(left), shared(right)])
    return Model([left, right], Dense(2, name='out')(merged))


def test_input_has_the_shape_dtype_and_name_it_was_asked_for():
    K.reset_uids()
    assert K.int_shape(Input((3, 4))) == (None, 3, 4)
    assert K.int_shape(Input(batch_shape=(2, None, 4))) == (2, None, 4)
    assert K.dtype(Input((3,), dtype='int32')) == 'int32'
    assert K.dtype(Input((3,))) == K.floatx()
    origin = Input((3,), name='mine')._keras_history[0]
    assert isinstance(origin, InputLayer) and origin.name == 'mine' and origin.supports_masking
    assert Input((3,))._keras_history[0].name == 'input_5'


def test_input_without_a_shape_is_refused():
    with pytest.raises(AssertionError, match='either a `shape` or a `batch_shape`'):
        Input()


def test_input_layers_accept_one_kind_of_shape():
    assert InputLayer(input_shape=(3,)).batch_input_shape == (None, 3)
    assert InputLayer(batch_input_shape=(2, 3)).batch_input_shape == (2, 3)
    with pytest.raises(ValueError, match='input_shape'):
        InputLayer(input_shape=(3,), batch_input_shape=(2, 3))


def test_models_and_layers_are_named_as_keras_2_named_them():
    K.reset_uids()
    inputs = Input((3,))
    hidden = Dense(4)(inputs)
    model = Model(inputs, Dense(2)(hidden))
    assert model.name == 'model_1'
    assert [layer.name for layer in model.layers] == ['input_1', 'dense_1', 'dense_2']
    assert model.get_layer('dense_2') is model.layers[2] and model.get_layer(index=1) is model.layers[1]
    sequential = Sequential([Dense(2, input_shape=(3,))])
    assert sequential.name == 'sequential_1'
    assert sequential.layers[0].name == 'dense_3'
    assert sequential.layers[0].input._keras_history[0].name == 'dense_3_input'


def test_a_shared_layer_has_one_set_of_weights_and_two_calls():
    model = branches()
    assert model.count_params() == 3 * 4 + 4 + 8 * 2 + 2
    shared = model.get_layer('shared')
    assert shared.get_output_at(0) is not shared.get_output_at(1)
    x, y = random(5, 3), random(5, 3)
    kernel, bias, last, last_bias = model.get_weights()
    expected = np.concatenate([x.dot(kernel) + bias, y.dot(kernel) + bias], axis=1).dot(last) + last_bias
    np.testing.assert_allclose(model.predict([x, y]), expected, rtol=1e-5, atol=1e-6)


def test_a_part_of_a_model_is_a_model_by_its_layers_outputs():
    inputs = Input((3,))
    hidden = Dense(4, name='hidden')(inputs)
    model = Model(inputs, Dense(2)(hidden))
    part = Model(model.input, model.get_layer('hidden').output)
    kernel, bias = model.get_layer('hidden').get_weights()
    x = random(5, 3)
    np.testing.assert_allclose(part.predict(x), x.dot(kernel) + bias, rtol=1e-5, atol=1e-7)


def test_a_model_is_a_layer_of_another_model():
    inner = Sequential([Dense(4, input_shape=(3,), name='inner')])
    inputs = Input((3,))
    model = Model(inputs, Dense(2)(inner(inputs)))
    assert model.count_params() == 3 * 4 + 4 + 4 * 2 + 2
    assert Sequential([inner, Dense(2)]).output_shape == (None, 2)


def test_sequential_accepts_an_input_as_its_first_element():
    model = Sequential([Input(shape=(8, 8, 1)), Conv2D(2, (3, 3)), Flatten(), Dense(3)])
    assert model.input_shape == (None, 8, 8, 1) and model.output_shape == (None, 3)
    assert [type(layer).__name__ for layer in model.layers] == ['Conv2D', 'Flatten', 'Dense']


def test_sequential_grows_by_add_and_shrinks_by_pop():
    model = Sequential()
    model.add(Dense(4, input_dim=3))
    assert model.output_shape == (None, 4)
    model.add(Activation('relu'))
    model.add(Dense(2))
    assert model.output_shape == (None, 2)
    model.pop()
    assert model.output_shape == (None, 4) and len(model.layers) == 2
    with pytest.raises(TypeError, match='must be an instance of class Layer'):
        model.add('dense')


def test_a_layer_that_does_not_fit_is_not_added():
    model = Sequential()
    with pytest.raises(ValueError):
        model.add(Conv2D(2, 2, input_shape=(3,)))
    assert not model.layers
    model.add(Dense(4, input_dim=3))
    with pytest.raises(ValueError):
        model.add(Conv2D(2, 2))
    assert [type(layer) for layer in model.layers] == [Dense] and len(model.get_weights()) == 2
    model.add(Dense(2))
    assert model.predict(np.ones((5, 3))).shape == (5, 2) and len(clone_model(model).layers) == 2


def test_each_output_of_a_shared_layer_has_its_name():
    shared, inputs = Dense(2, name='shared'), [Input((3,)), Input((3,))]
    assert Model(inputs, [shared(x) for x in inputs]).output_names == ['shared', 'shared']


def test_an_input_layer_has_the_config_of_keras_2():
    layer = InputLayer((3,), name='given')
    config = layer.get_config()
    assert list(config.items()) == [('batch_input_shape', (None, 3)), ('dtype', 'float32'), ('sparse', False),
                                    ('name', 'given')]
    assert InputLayer.from_config(config).get_config() == config


def test_a_config_with_an_unknown_regularizer_is_refused_with_value_error():
    config = dict(Dense(2).get_config(), kernel_regularizer={'class_name': 'Unknown', 'config': {}})
    with pytest.raises(ValueError, match='Unknown'):
        Dense.from_config(config)


def test_every_layer_of_a_sequential_is_called_once():
    model = Sequential([Dense(4, input_shape=(3,)), Dense(4), Dense(2)])
    for layer in model.layers:
        assert layer.output is layer.get_output_at(0)
    part = Model(model.input, model.layers[1].output)
    assert part.output_shape == (None, 4)


def test_a_subclass_of_model_with_its_own_call_trains():
    class Net(Model):
        def __init__(self):
            super().__init__(name='net')
            self.first = Dense(4, activation='tanh')
            self.second = Dense(1)

        def call(self, inputs):
            return self.second(self.first(inputs))

    model = Net()
    model.compile('sgd', 'mse')
    x, y = random(16, 3), random(16, 1)
    model.fit(x, y, epochs=1, verbose=0)
    before = model.evaluate(x, y, verbose=0)
    model.fit(x, y, epochs=20, verbose=0)
    assert model.evaluate(x, y, verbose=0) < before
    assert len(model.get_weights()) == 4
    assert Model.__bases__ is not None and not hasattr(Net(), '_nodes')


def test_layers_in_lists_and_dicts_of_a_subclass_of_model_are_run_and_are_none_of_its_layers():
    class Net(Model):
        def __init__(self):
            super().__init__(name='net')
            self.listed, self.by_name = [Dense(4), Dense(4)], {'own': Dense(4)}
            self.last = Dense(1)

        def call(self, inputs):
            for layer in self.listed + [self.by_name['own']]:
                inputs = layer(inputs)
            return self.last(inputs)

    model = Net()
    model.compile('sgd', 'mse')
    x, y = random(16, 3), random(16, 1)
    model.fit(x, y, epochs=1, verbose=0)
    assert model.layers == [model.last] and len(model.trainable_weights) == len(model.get_weights()) == 2
    hidden = model.listed[0].get_weights()
    model.fit(x, y, epochs=1, verbose=0)
    np.testing.assert_array_equal(model.listed[0].get_weights()[0], hidden[0])
    assert type(model.listed) is list and type(model.by_name) is dict


def test_a_subclass_of_model_may_be_functional():
    class Net(Model):
        def __init__(self, units):
            inputs = Input((3,))
            super().__init__(inputs, Dense(units)(inputs), name='net')

    model = Net(2)
    assert model.output_shape == (None, 2) and model.name == 'net'
    assert model.predict(random(5, 3)).shape == (5, 2)

    class Plain(Model):
        def call(self, inputs):
            return inputs

    assert not hasattr(Plain(), 'inputs') or not Plain().inputs


def test_training_counts_epochs_and_names_what_it_logs_as_the_dialect_does():
    model = Sequential([Dense(3, activation='softmax', input_shape=(4,))])
    model.compile('adam', 'categorical_crossentropy', metrics=['accuracy'])
    x, y = random(30, 4), np.eye(3)[np.arange(30) % 3]
    history = model.fit(x, y, epochs=2, batch_size=10, validation_split=0.2, verbose=0)
    accuracy = 'acc' if compat.__version__ == '2.2.4' else 'accuracy'
    assert set(history.history) == {'loss', accuracy, 'val_loss', 'val_' + accuracy}
    assert len(history.history['loss']) == 2
    loss, share = model.evaluate(x, y, verbose=0)
    assert 0 <= share <= 1 and isinstance(loss, float)


def test_training_steps_are_those_of_gradient_descent():
    x, y = random(6, 3), random(6, 2)
    model = Sequential([Dense(2, input_shape=(3,))])
    model.compile('sgd', 'mse')
    kernel, bias = model.get_weights()
    for _ in range(3):
        error = 2 * (x.dot(kernel) + bias - y) / 12
        assert model.train_on_batch(x, y) == pytest.approx(np.mean((x.dot(kernel) + bias - y) ** 2), rel=1e-5)
        kernel, bias = kernel - 0.01 * x.T.dot(error), bias - 0.01 * error.sum(0)
    np.testing.assert_allclose(model.get_weights()[0], kernel, rtol=1e-5)
    np.testing.assert_allclose(model.get_weights()[1], bias, rtol=1e-5, atol=1e-7)


def test_losses_of_single_batches_do_not_remember_earlier_ones():
    x = np.ones((4, 3))
    model = Sequential([Activation('linear', input_shape=(3,)), Dense(3, weights=[np.eye(3), np.zeros(3)])])
    model.compile('sgd', 'mse')
    assert model.evaluate(x, x, verbose=0) == 0
    assert model.test_on_batch(x, x * 3) == pytest.approx(4)
    assert model.train_on_batch(x, x * 2) == pytest.approx(1)


def test_a_frozen_layer_is_not_trained():
    model = Sequential([Dense(4, input_shape=(3,), trainable=False), Dense(2)])
    model.compile('sgd', 'mse')
    assert len(model.trainable_weights) == 2 and len(model.non_trainable_weights) == 2
    before = model.get_weights()
    model.train_on_batch(random(6, 3), random(6, 2))
    after = model.get_weights()
    np.testing.assert_array_equal(before[0], after[0])
    assert np.abs(before[2] - after[2]).max() > 0
    model.layers[0].trainable = True
    model.compile('sgd', 'mse')
    assert len(model.trainable_weights) == 4
    model.train_on_batch(random(6, 3), random(6, 2))
    assert np.abs(model.get_weights()[0] - before[0]).max() > 0


def test_several_outputs_have_several_losses():
    inputs = Input((3,))
    model = Model(inputs, [Dense(2, name='a')(inputs), Dense(1, name='b')(inputs)])
    model.compile('sgd', loss={'a': 'mse', 'b': 'mae'}, loss_weights={'a': 1., 'b': 2.})
    x, a, b = random(6, 3), random(6, 2), random(6, 1)
    got_a, got_b = model.predict(x)
    total, loss_a, loss_b = model.evaluate(x, [a, b], verbose=0)
    assert loss_a == pytest.approx(np.mean((got_a - a) ** 2), rel=1e-5)
    assert loss_b == pytest.approx(np.mean(np.abs(got_b - b)), rel=1e-5)
    assert total == pytest.approx(loss_a + 2 * loss_b, rel=1e-5)


def test_float64_data_is_converted_to_floatx():
    model = Sequential([Dense(2, input_shape=(3,))])
    assert model.predict(np.random.rand(4, 3)).dtype == 'float32'


def test_dropout_and_batch_normalization_know_the_phase():
    model = Sequential([Dropout(0.5, input_shape=(50,)), BatchNormalization()])
    model.compile('sgd', 'mse')
    x = np.ones((8, 50), 'float32')
    gamma, beta, mean, variance = model.get_weights()
    np.testing.assert_allclose(model.predict(x), x / np.sqrt(1 + 1e-3), rtol=1e-5)
    model.train_on_batch(x, x)
    assert np.abs(model.get_weights()[2] - mean).max() > 0


def test_summary_prints_the_columns_of_keras_2():
    lines = []
    branches().summary(print_fn=lines.append)
    text = '\n'.join(lines)
    assert TABLE in text
    assert text.startswith('_' if compat.__version__ == '2.2.4' else 'Model: "model_1"')
    assert 'left (InputLayer)               (None, 3)            0                                            ' in lines
    assert 'shared (Dense)                  (None, 4)            16          left[0][0]                       ' in lines
    assert '                                                                 right[0][0]                      ' in lines
    assert 'concatenate_1 (Concatenate)     (None, 8)            0           shared[0][0]                     ' in lines
    assert '                                                                 shared[1][0]                     ' in lines
    assert lines[-4:-1] == ['Total params: 34', 'Trainable params: 34', 'Non-trainable params: 0']


def test_summary_of_a_sequential_is_narrower_and_counts_frozen_weights(capsys):
    K.reset_uids()
    model = Sequential([Dense(4, input_shape=(3,)), Dense(1000)])
    model.layers[0].trainable = False
    assert model.summary() is None
    lines = capsys.readouterr().out.splitlines()
    lines = lines[lines.index('_' * 65):] if '_' * 65 in lines else lines
    assert lines[1] == 'Layer (type)                 Output Shape              Param #   '
    assert lines[3] == 'dense_1 (Dense)              (None, 4)                 16        '
    assert 'Total params: 5,016' in lines and 'Trainable params: 5,000' in lines
    assert 'Non-trainable params: 16' in lines


def test_summary_of_a_model_that_is_not_built_is_refused():
    with pytest.raises(ValueError, match='not yet been built|has not yet been built'):
        Sequential([Dense(2)]).summary()


def test_a_clone_has_the_same_layers_and_its_own_weights():
    model = branches()
    clone = clone_model(model)
    assert [layer.name for layer in clone.layers] == [layer.name for layer in model.layers]
    clone.set_weights(model.get_weights())
    x = [random(2, 3), random(2, 3)]
    np.testing.assert_allclose(clone.predict(x), model.predict(x), rtol=1e-6)


def test_a_model_is_made_from_its_json_and_from_its_config():
    model = branches()
    x = [random(2, 3), random(2, 3)]
    for again in (model_from_json(model.to_json()), Model.from_config(model.get_config())):
        again.set_weights(model.get_weights())
        np.testing.assert_allclose(again.predict(x), model.predict(x), rtol=1e-6)
        assert isinstance(again, Model) and isinstance(again.get_layer('shared'), Dense)


def test_a_saved_model_comes_back_with_its_layers_and_numbers(tmp_path):
    from compat.models import load_model
    model = branches()
    model.compile('sgd', 'mse')
    path = str(tmp_path / 'model.h5')
    model.save(path)
    loaded = load_model(path)
    x = [random(2, 3), random(2, 3)]
    np.testing.assert_allclose(loaded.predict(x), model.predict(x), rtol=1e-6)
    assert isinstance(loaded.get_layer('shared'), Dense)


def test_weights_are_saved_and_loaded(tmp_path):
    model, other = branches(), branches()
    path = str(tmp_path / 'weights.weights.h5')
    model.save_weights(path)
    other.load_weights(path)
    for one, two in zip(model.get_weights(), other.get_weights()):
        np.testing.assert_array_equal(one, two)
