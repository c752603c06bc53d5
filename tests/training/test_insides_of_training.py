"""What a compiled model has within it: programs make functions of their own of its feeds, losses and updates."""
import numpy as np
import pytest

from compat import backend as K
from compat import losses, optimizers
from compat.layers import BatchNormalization, Dense, Dropout, Input, concatenate
from compat.models import Model, Sequential

X, Y = [np.ones((4, 2)), np.ones((4, 3))], [np.ones((4, 1)), np.arange(4)]
# Of a model of two inputs and two outputs, by name.
FED = {
    '_feed_input_names': lambda names: names[1:] == ['b'],
    '_feed_input_shapes': lambda shapes: shapes == [(None, 2), (None, 3)],
    '_feed_inputs': lambda tensors: [K.int_shape(tensor) for tensor in tensors] == [(None, 2), (None, 3)],
}
COMPILED = {
    '_feed_targets': lambda tensors: [K.ndim(tensor) for tensor in tensors] == [2, 2],
    '_feed_outputs': lambda tensors: [K.int_shape(tensor) for tensor in tensors] == [(None, 1), (None, 2)],
    '_feed_output_names': lambda names: names == ['p', 'q'],
    '_feed_output_shapes': lambda shapes: shapes == [(None, 1), (None, 2)],
    '_feed_loss_fns': lambda functions: functions == [losses.mse, losses.sparse_categorical_crossentropy],
    '_feed_sample_weights': lambda tensors: [K.ndim(tensor) for tensor in tensors] == [1, 1],
    '_feed_sample_weight_modes': lambda modes: modes == [None, None],
    'loss_functions': lambda functions: functions == [losses.mse, losses.sparse_categorical_crossentropy],
    'sample_weight_modes': lambda modes: modes == [None, None],
    'metrics_updates': lambda updates: updates == [],
    '_function_kwargs': lambda arguments: arguments == {},
    'train_function': lambda function: function is None,
}


def of_two():
    inputs = [Input((2,)), Input((3,), name='b')]
    both = concatenate(inputs)
    return Model(inputs, [Dense(1, name='p')(both), Dense(2, activation='softmax', name='q')(both)])


def compiled():
    model = of_two()
    model.compile('sgd', ['mse', 'sparse_categorical_crossentropy'])
    return model


@pytest.mark.parametrize('name', sorted(FED))
def test_a_model_has_what_is_fed_to_it(name):
    assert FED[name](getattr(of_two(), name)) and FED[name](getattr(compiled(), name))


@pytest.mark.parametrize('name', sorted(COMPILED))
def test_a_compiled_model_has_what_trains_it(name):
    assert COMPILED[name](getattr(compiled(), name))


def test_it_is_compiled_when_compile_has_run():
    assert not getattr(of_two(), '_is_compiled', False) and compiled()._is_compiled
    assert not hasattr(of_two(), '_feed_targets') and not hasattr(of_two(), 'loss_functions')


def test_an_output_without_a_loss_is_not_fed():
    model = of_two()
    model.compile('sgd', [None, 'mse'])
    assert model._feed_output_names == ['q'] and model._feed_output_shapes == [(None, 2)]
    assert len(model._feed_targets) == len(model._feed_sample_weights) == 1


def test_data_are_standardized_to_three_lists():
    inputs, targets, weights = compiled()._standardize_user_data(X, Y, [None, np.arange(4.)], {'p': {1: 2.}})
    assert [each.shape for each in inputs + targets] == [(4, 2), (4, 3), (4, 1), (4, 1)]
    assert [each.tolist() for each in weights] == [[2., 2., 2., 2.], [0., 1., 2., 3.]]
    inputs, targets, weights = compiled()._standardize_user_data(X)
    assert [each.shape for each in inputs] == [(4, 2), (4, 3)] and targets == weights == []
    with pytest.raises(ValueError):
        compiled()._standardize_user_data([X[0], X[1][:2]], Y)


def test_a_function_of_the_insides_trains_as_the_model():
    results = []
    for own in (False, True):
        model = Sequential([Dense(2, input_dim=3, kernel_initializer='ones'), BatchNormalization(momentum=.5)])
        model.compile('sgd', 'mse', metrics=['mae'])
        x, y = np.arange(12.).reshape(4, 3) / 10, np.ones((4, 2))
        if own:
            feeds = model._feed_inputs + model._feed_targets + model._feed_sample_weights + [K.learning_phase()]
            updates = model.optimizer.get_updates(params=model._collected_trainable_weights, loss=model.total_loss)
            step = K.function(feeds, [model.total_loss] + model.metrics_tensors,
                              updates=model.updates + updates + model.metrics_updates)
            data = sum(model._standardize_user_data(x, y), []) + [1.]
            numbers = [np.mean(each) for each in step(data)]
        else:
            model._make_train_function()
            data = sum(model._standardize_user_data(x, y), []) + [1.]
            numbers = [np.mean(each) for each in model.train_function(data)]
        results.append(numbers + [np.sum(weight) for weight in model.get_weights()])
    # The gradient of the kernel is what rounding leaves of zero.
    assert np.allclose(results[0], results[1], atol=1e-3) and len(results[0]) == 8


def test_the_function_of_a_step_is_of_one_compilation():
    model = compiled()
    model._make_train_function()
    made = model.train_function
    model._make_train_function()
    assert made is not None and model.train_function is made
    model.compile('sgd', ['mse', 'sparse_categorical_crossentropy'])
    assert model.train_function is None


@pytest.mark.parametrize('name', ['SGD', 'RMSprop', 'Adagrad', 'Adadelta', 'Adam', 'Adamax', 'Nadam'])
def test_an_optimizer_has_the_updates_of_the_step_that_trains(name):
    model = Sequential([Dense(1, input_shape=(2,), kernel_initializer='ones')])
    model.compile(getattr(optimizers, name)(), 'mse')
    assert len(model.optimizer.updates) == 0
    x, y = np.ones((4, 2)), np.zeros((4, 1))
    model.train_on_batch(x, y)
    assert len(model.optimizer.updates) > 0
    targets, weights = model.targets[0], model.sample_weights[0]
    trained, before = K.get_value(model.optimizer.iterations), model.get_weights()
    step = K.function([model.inputs[0], targets, weights], [model.total_loss], updates=model.optimizer.updates)
    step([x, y, np.ones(4)])
    assert K.get_value(model.optimizer.iterations) == trained + 1 == 2
    assert all((one < other).all() for one, other in zip(model.get_weights(), before))


def test_a_function_that_a_program_has_set_stays():
    model = compiled()
    model.train_function = own = lambda arrays: [0.]
    model._make_train_function()
    assert model.train_function is own


def test_the_phase_is_dynamic_where_a_layer_depends_on_it():
    for layers, expected in (([Dense(2, input_dim=3)], False), ([Dense(2, input_dim=3), Dropout(0.5)], True)):
        model = Sequential(layers)
        assert bool(model._uses_dynamic_learning_phase()) is expected


def test_other_trainable_weights_than_compile_saw_are_warned_of():
    model = compiled()
    model._check_trainable_weights_consistency()
    model.get_layer('p').trainable = False
    with pytest.warns(UserWarning, match='[Dd]iscrepancy'):
        model._check_trainable_weights_consistency()


def test_a_compiled_model_has_what_compile_got():
    model = of_two()
    assert not hasattr(model, 'loss_weights')
    model.compile('sgd', 'mse', loss_weights=[2., 1.], weighted_metrics=['mae'])
    assert (model.loss_weights, model.sample_weight_mode, model.weighted_metrics) == ([2., 1.], None, ['mae'])


def test_a_model_says_what_its_call_takes_and_names_its_nodes():
    model = of_two()
    assert model._uses_inputs_arg and model._compute_previous_mask
    assert {model._node_key(layer, 0) for layer in model.layers} == set(model._network_nodes)
    assert [layer.is_placeholder for layer in model._input_layers] == [True, True]
    assert not Input(tensor=K.variable(X[0]))._keras_history[0].is_placeholder


def test_the_model_of_a_sequential_is_the_sequential():
    model = Sequential([Dense(2)])
    with pytest.warns(UserWarning):
        assert model.model is model
