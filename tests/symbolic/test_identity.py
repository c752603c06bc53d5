"""Tensors and variables compare by identity, as those of TensorFlow 1; variables are true, and tensors refuse bool."""
import numpy as np
import pytest

from compat import backend as K
from compat.layers import Dense, Input, Lambda, Layer
from compat.models import Model, Sequential

# What makes a tensor of a variable, an input (None, 3) and an output (None, 2).
TENSORS = {
    'input of a Sequential': lambda v, x, y: Sequential([Dense(2, input_dim=3)]).input,
    'input': lambda v, x, y: x, 'output': lambda v, x, y: y, 'placeholder': lambda v, x, y: K.placeholder((2,)),
    'of a lambda': lambda v, x, y: Lambda(lambda t: t * 2)(y), 'sum': lambda v, x, y: y + 1,
    'item': lambda v, x, y: x[:, 0],
    'function of a symbol': lambda v, x, y: K.square(y), 'comparison': lambda v, x, y: y > 0,
    'function of a variable': lambda v, x, y: K.square(v), 'product of a variable': lambda v, x, y: 2. * v,
    'constant': lambda v, x, y: K.constant([1., 2.]), 'shape': lambda v, x, y: K.shape(x),
    'gradient': lambda v, x, y: K.gradients(K.sum(y), [x])[0], 'learning phase': lambda v, x, y: K.learning_phase(),
}
VARIABLES = {
    'variable': lambda: K.variable(0.), 'zeros': lambda: K.zeros((2,)), 'ones': lambda: K.ones((2,)),
    'eye': lambda: K.eye(2), 'random': lambda: K.random_uniform_variable((2,), 0., 1.),
    'weight': lambda: Sequential([Dense(2, input_dim=3)]).layers[0].kernel,
}


def check_identity(tensor, others):
    """Checks what == and != , in, dicts and sets make of a tensor."""
    assert (tensor == tensor) is True and (tensor != tensor) is False and hash(tensor) == hash(tensor)
    for other in others:
        assert (tensor == other) is False and (tensor != other) is True
    for other in (None, 0, 1., 'x', (), [1.], np.zeros(2), np.float32(0)):
        assert (tensor == other) is False and (tensor != other) is True, other
    assert (0 == tensor) is False and (np.zeros(2) == tensor) is False
    among = list(others) + [tensor]
    assert tensor in among and tensor not in others and among.index(tensor) == len(others)
    assert {tensor: 1}[tensor] == 1 and len(set(among + among)) == len(set(map(id, among)))
    among.remove(tensor)
    assert tensor not in among


@pytest.mark.parametrize('kind', sorted(TENSORS))
def test_tensors_compare_by_identity_and_are_no_conditions(kind):
    x = Input((3,))
    y = Dense(2)(x)
    tensor = TENSORS[kind](K.variable(1.), x, y)
    check_identity(tensor, [K.placeholder((2,)), K.variable(0.), K.constant(1.), Input((3,))])
    with pytest.raises(TypeError):
        bool(tensor)


@pytest.mark.parametrize('kind', sorted(VARIABLES))
def test_variables_compare_by_identity_and_are_true(kind):
    variable = VARIABLES[kind]()
    check_identity(variable, [VARIABLES[kind](), K.constant(1.), Input((3,))])
    assert bool(variable) is True and not (not variable) and (variable or None) is variable


def test_weights_of_a_model_are_found_in_its_lists():
    model = Sequential([Dense(2, input_dim=3), Dense(2)])
    kernel, bias = model.layers[0].weights
    assert bias in model.weights and bias not in [kernel] and model.weights.index(bias) == 1
    assert len(set(model.weights)) == 4 and set(model.layers[0].weights) < set(model.weights)
    assert model.trainable_weights.count(kernel) == 1


def test_tensors_of_a_model_are_found_in_its_lists():
    a, b = Input((2,)), Input((2,))
    y, z = Dense(4)(a), Dense(4)(b)
    model = Model([a, b], [y, z])
    assert model.inputs == [a, b] and model.outputs == [y, z] and model.inputs != [b, a]
    assert model.inputs.index(b) == 1 and z in model.outputs and a not in model.outputs
    assert model.layers[-1].output == z and model.layers[-1].output != y
    got = K.function([b, a], [y])([np.zeros((1, 2)), np.ones((1, 2))])[0]
    assert got.shape == (1, 4)


class OptionalBias(Layer):
    """Adds a weight where it has one."""

    def __init__(self, use_bias, **kwargs):
        super().__init__(**kwargs)
        self.use_bias, self.bias = use_bias, None

    def build(self, input_shape):
        if self.use_bias:
            self.bias = self.add_weight(name='bias', shape=(input_shape[1],), initializer='ones')
        super().build(input_shape)

    def call(self, inputs):
        """The sum."""
        seen = {self.bias: 'bias'}
        if self.bias and self.bias in seen:
            return inputs + self.bias
        return inputs * 1.


@pytest.mark.parametrize('use_bias', [True, False])
def test_a_weight_is_a_condition_in_a_call(use_bias):
    x = Input((3,))
    model = Model(x, OptionalBias(use_bias)(x))
    np.testing.assert_array_equal(model.predict(np.zeros((2, 3))), np.full((2, 3), float(use_bias)))
