"""The methods and properties of variables that programs of Keras 2 use beside operators: those of TensorFlow 1."""
import numpy as np
import pytest

from compat import backend as K
from compat.layers import Dense, Input
from compat.models import Model

VARIABLES = {
    'variable': lambda: K.variable([1., 2.], name='v'),
    'weight': lambda: Model(*(lambda x: (x, Dense(2, bias_initializer='ones')(x)))(Input((3,)))).layers[1].bias,
}
# {name: (an operation of the variable, its value after one run)}
OPERATIONS = {'assign': (lambda v: v.assign([5., 6.]), lambda x: [5., 6.]),
              'assign_add': (lambda v: v.assign_add([1., 1.]), lambda x: x + 1),
              'assign_sub': (lambda v: v.assign_sub([1., 1.]), lambda x: x - 1),
              'assign of a tensor': (lambda v: v.assign(v * 3.), lambda x: x * 3),
              'initializer': (lambda v: v.initializer, None)}


@pytest.mark.parametrize('kind', sorted(VARIABLES))
@pytest.mark.parametrize('name', sorted(OPERATIONS))
def test_an_operation_changes_the_variable_when_it_runs_and_not_when_it_is_made(kind, name):
    variable, (make, change) = VARIABLES[kind](), OPERATIONS[name]
    before = K.get_value(variable)
    operation = make(variable)
    np.testing.assert_array_equal(K.get_value(variable), before)
    result = K.get_session().run(operation)
    after = K.get_value(variable)
    if change is None:  # in TensorFlow 1 it has its first value again; here it keeps what it was trained to
        assert result is None
        return
    np.testing.assert_allclose(after, change(before))
    np.testing.assert_allclose(result, after)
    K.function([], [K.constant(0.)], updates=[make(variable)])([])
    np.testing.assert_allclose(K.get_value(variable), change(after))


@pytest.mark.parametrize('kind', sorted(VARIABLES))
def test_a_variable_has_the_members_of_those_of_tensorflow_1(kind):
    variable = VARIABLES[kind]()
    session = K.get_session()
    value = K.get_value(variable)
    np.testing.assert_array_equal(session.run(variable.read_value()), value)
    np.testing.assert_array_equal(session.run(variable.initialized_value() * 2.), value * 2)
    np.testing.assert_array_equal(variable.eval(session=session), value)
    assert isinstance(variable.device, str) and variable.graph is session.graph
    assert variable.op.name + ':0' == variable.name and variable.op.type.startswith('Var')
    assert variable.get_shape().as_list() == [2]
    variable.load([7., 8.], session)
    np.testing.assert_array_equal(K.get_value(variable), [7., 8.])
