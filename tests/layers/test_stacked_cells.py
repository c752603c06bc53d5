"""Several cells in one RNN: their states, the constants that they accept, and files."""
import numpy as np
import pytest

from compat import backend as K
from compat.engine.base_layer import Layer
from compat.layers import RNN, GRUCell, Input, LSTMCell, SimpleRNNCell, StackedRNNCells
from compat.models import Model, Sequential, load_model

SERIES = np.random.RandomState(5).uniform(0.1, 1., (2, 4, 3)).astype('float32')


class Adding(Layer):
    """A cell that adds its inputs, and the constants where there are some, to its state."""

    def __init__(self, units, **kwargs):
        self.units = self.state_size = units
        super().__init__(**kwargs)

    def build(self, input_shape):
        self.seen = input_shape
        self.factor = self.add_weight(shape=(self.units,), initializer='ones', name='factor')
        self.built = True

    def call(self, inputs, states, constants=None):
        output = inputs * self.factor + states[0]
        if constants is not None:
            output = output + constants[0]
        return output, [output]

    def get_config(self):
        return dict(super().get_config(), units=self.units)


def added(series, start=0., each=0.):
    """The outputs of Adding at each step."""
    return np.cumsum(series + each, axis=1) + start


def near(computed, expected):
    np.testing.assert_allclose(computed, expected, rtol=1e-4, atol=1e-5)


def of_weights(model, seed=1):
    random = np.random.RandomState(seed)
    model.set_weights([random.uniform(-0.5, 0.9, weight.shape) for weight in model.get_weights()])
    return model


def test_the_states_of_all_cells_are_in_one_list():
    sequence, states = Input((4, 3)), [Input((units,)) for units in (2, 2, 5, 3)]
    layer = RNN([LSTMCell(2), GRUCell(5), SimpleRNNCell(3)], return_state=True, return_sequences=True)
    outputs = layer(sequence, initial_state=states)
    assert [K.int_shape(output) for output in outputs] == [(None, 4, 3), (None, 2), (None, 2), (None, 5), (None, 3)]
    assert isinstance(layer.cell, StackedRNNCells) and tuple(layer.cell.state_size) == (2, 2, 5, 3)
    assert list(layer.states) == [None] * 4 and layer.cell.output_size == 3
    assert [spec.shape[-1] for spec in layer.state_spec] == [2, 2, 5, 3]
    assert [tuple(shape) for shape in layer.compute_output_shape((None, 4, 3))] == [
        (None, 4, 3), (None, 2), (None, 2), (None, 5), (None, 3)]
    model = of_weights(Model([sequence] + states, outputs))
    zeros = [np.zeros((2, units), 'float32') for units in (2, 2, 5, 3)]
    computed = model.predict([SERIES] + zeros)
    near(computed[0][:, -1], computed[4])


def test_a_stateful_layer_stores_the_states_of_all_cells():
    whole = of_weights(Sequential([RNN([LSTMCell(2), SimpleRNNCell(3)], return_sequences=True, input_shape=(4, 3))]))
    layer = RNN([LSTMCell(2), SimpleRNNCell(3)], stateful=True, batch_input_shape=(2, 2, 3))
    model = of_weights(Sequential([layer]))
    expected = whole.predict(SERIES)
    near(model.predict(SERIES[:, :2]), expected[:, 1])
    near(model.predict(SERIES[:, 2:]), expected[:, 3])
    assert [K.int_shape(state) for state in layer.states] == [(2, 2), (2, 2), (2, 3)]
    near(K.get_value(layer.states[2]), expected[:, 3])
    layer.reset_states([np.zeros((2, units)) for units in (2, 2, 3)])
    near(model.predict(SERIES[:, :2]), expected[:, 1])


def test_constants_are_passed_to_the_cells_that_accept_them():
    sequence, constant = Input((4, 3)), Input((3,))
    first, last = Adding(3), Adding(3)
    layer = RNN([first, SimpleRNNCell(3, activation='linear'), last], return_sequences=True)
    model = Model([sequence, constant], layer(sequence, constants=constant))
    assert [tuple(shape) for shape in first.seen] == [(None, 3), (None, 3)] == [tuple(each) for each in last.seen]
    weights = [np.ones(3), np.eye(3), np.zeros((3, 3)), np.zeros(3), np.ones(3)]
    assert [weight.shape for weight in layer.get_weights()] == [weight.shape for weight in weights]
    model.set_weights(weights)
    extra = np.array([[1., 2., 3.], [4., 5., 6.]], 'float32')
    expected = added(added(SERIES, each=extra[:, None]), each=extra[:, None])
    near(model.predict([SERIES, extra]), expected)
    again = RNN.from_config(layer.get_config(), custom_objects={'Adding': Adding})
    listed = Model([sequence, constant], again([sequence, constant]))
    listed.set_weights(weights)
    near(listed.predict([SERIES, extra]), expected)
    assert layer.get_config()['num_constants'] == 1
    model.compile('sgd', 'mse')
    before = layer.get_weights()
    model.train_on_batch([SERIES, extra], 0 * expected)
    assert all(np.abs(new - old).max() > 0 for new, old in zip(layer.get_weights(), before))


def test_models_of_several_cells_come_back_from_files(tmp_path):
    sequence, constant = Input((4, 3)), Input((3,))
    outputs = [RNN([LSTMCell(2), SimpleRNNCell(3)])(sequence),
               RNN([Adding(3), Adding(3)])(sequence, constants=constant)]
    model = of_weights(Model([sequence, constant], outputs))
    path = str(tmp_path / 'model.h5')
    model.save(path)
    loaded = load_model(path, custom_objects={'Adding': Adding})
    data = [SERIES, np.ones((2, 3))]
    for one, other in zip(loaded.predict(data), model.predict(data)):
        near(one, other)


def test_states_may_be_in_the_order_of_the_cells_turned_round():
    with pytest.warns(UserWarning, match='reverse_state_order'):
        cells = StackedRNNCells([LSTMCell(2), GRUCell(5)], reverse_state_order=True)
    assert tuple(cells.state_size) == (5, 2, 2)
    sequence = Input((4, 3))
    turned, plain = RNN(cells, return_state=True), RNN([LSTMCell(2), GRUCell(5)], return_state=True)
    model = Model(sequence, turned(sequence) + plain(sequence))
    plain.set_weights(of_weights(Model(sequence, model.outputs[0])).get_weights())
    output, of_last, hidden, carry, same, own_hidden, own_carry, own_last = model.predict(SERIES)
    for one, other in ((output, same), (of_last, own_last), (hidden, own_hidden), (carry, own_carry)):
        near(one, other)
