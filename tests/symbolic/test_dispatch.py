"""What K records: nodes of a primitive, tensors and plain attributes; and how short the way to the framework is."""
import sys

import numpy as np
import paths
import pytest

from compat import backend as K
from compat import process

pytestmark = pytest.mark.difference('nodes-of-the-graph', run=False)


def test_a_node_is_a_primitive_tensors_and_plain_attributes():
    x, kernel = K.variable(np.ones((1, 4, 4, 2))), K.variable(np.ones((2, 2, 2, 3)))
    call = K.conv2d(x, kernel, strides=2, padding='same').call
    assert call.primitive == 'convolution'
    assert [operand is tensor for operand, tensor in zip(call.operands, (x, kernel))] == [True, True]
    assert call.attributes == ((2, 2), 'same', 'channels_last', (1, 1))
    assert repr(call) == "convolution(<operand 0>, <operand 1>, (2, 2), 'same', 'channels_last', (1, 1))"


def test_nodes_are_equal_where_primitive_tensors_and_attributes_are():
    x, y = K.variable(np.ones((2, 3))), K.variable(np.ones((2, 3)))
    assert K.sum(x, 1).call == K.sum(x, 1).call and hash(K.sum(x, 1).call) == hash(K.sum(x, 1).call)
    assert K.sum(x, 1).call != K.sum(x, 0).call
    assert K.sum(x, 1).call != K.sum(y, 1).call
    assert K.sum(x, 1).call != K.max(x, 1).call


def test_random_nodes_are_equal_to_themselves_only():
    drawn = K.random_normal((2,)).call
    assert drawn == drawn and drawn != K.random_normal((2,)).call


def test_an_expression_names_what_computes_it():
    assert repr(K.tanh(K.variable(np.ones((2, 3))))) == '<K.tanh: shape (2, 3), float32>'


def test_a_wrong_argument_is_refused_when_it_is_recorded():
    with pytest.raises(ValueError, match='Invalid padding: full'):
        K.conv2d(K.variable(np.ones((1, 4, 4, 2))), K.variable(np.ones((2, 2, 2, 3))), padding='full')


@pytest.mark.difference('frames-of-keras-ops', run=False)
def test_few_functions_lie_between_a_call_and_the_framework():
    sys.path.insert(0, str(paths.ROOT / 'benchmarks'))
    try:
        import frames
    finally:
        sys.path.pop(0)
    for what, names in frames.counts().items():
        assert 0 < len(names) <= frames.GOALS[what], (what, process.opened().framework, names)
