"""Lists of numbers beside tensors in Python's operators, and slices of the sizes of tensors, as in Keras 2."""
import operator

import numpy as np
import pytest

from compat import backend as K
from compat.layers import Dense, Input, Lambda
from compat.models import Model

X = np.array([[1., 2.], [3., 4.]])
OPERATORS = {'+': operator.add, '-': operator.sub, '*': operator.mul, '/': operator.truediv, '**': operator.pow,
             '<': operator.lt, '>=': operator.ge, '//': operator.floordiv, '%': operator.mod}
LISTS = {'a row': [2., 3.], 'rows': [[2., 3.], [1., 4.]], 'whole numbers': [2, 3], 'a tuple': (2., 3.)}
TENSORS = {
    'symbol': lambda: (lambda x: (x, [x]))(Input((2,))),
    'output': lambda: (lambda x: (Dense(2, use_bias=False, kernel_initializer='identity')(x), [x]))(Input((2,))),
    'placeholder': lambda: (lambda x: (x, [x]))(K.placeholder((2, 2))),
    'expression': lambda: (K.variable(X) * 1., []),
    'variable': lambda: (K.variable(X), []),
}


@pytest.mark.parametrize('tensor', sorted(TENSORS))
@pytest.mark.parametrize('values', sorted(LISTS))
def test_a_list_is_an_operand_on_either_side(tensor, values):
    made, fed = TENSORS[tensor]()
    results, expected = [], []
    for sign, function in OPERATORS.items():
        results.append(K.cast(function(made, LISTS[values]), 'float32'))
        expected.append(function(X, np.array(LISTS[values])))
        if isinstance(LISTS[values], list) and sign not in '<>=':
            results.append(function(LISTS[values], made))
            expected.append(function(np.array(LISTS[values]), X))
    for result, value in zip(K.function(fed, results)([X] * len(fed)), expected):
        np.testing.assert_allclose(result, value, rtol=1e-6)


@pytest.mark.difference('lists-beside-tensors')
def test_a_list_is_an_operand_in_a_layer():
    x = Input((2,))
    model = Model(x, Lambda(lambda h: [2., 3.] - h * [[1., 2.]], output_shape=(2,))(x))
    np.testing.assert_allclose(model.predict(X), [2., 3.] - X * [1., 2.])


@pytest.mark.parametrize('wrong', [['a', 'b'], ['a', 1.]], ids=str)
def test_a_list_of_texts_is_refused(wrong):
    with pytest.raises((TypeError, ValueError)):
        Input((2,)) * wrong


SLICES = {'[::-1]': (slice(None, None, -1), [3, 5, 4, 2]), '[2:0:-1]': (slice(2, 0, -1), [5, 4]),
          '[1::-1]': (slice(1, None, -1), [4, 2]), '[::2]': (slice(None, None, 2), [2, 5]),
          '[-2::-2]': (slice(-2, None, -2), [5, 2])}


@pytest.mark.parametrize('name', sorted(SLICES))
def test_sizes_are_sliced_in_both_directions(name):
    index, expected = SLICES[name]
    x = Input((None, None, 3))
    sizes = K.shape(x)[index]
    f = K.function([x], [sizes, K.cast(sizes, 'float32') * 2., K.shape(x)[1:3][::-1] * 3])
    results = f([np.ones((2, 4, 5, 3))])
    assert [np.asarray(result).tolist() for result in results] == [expected, [2. * size for size in expected], [15, 12]]
