"""What layers say of the shapes of their outputs, which is believed: by compute_output_shape and Lambda's argument."""
import numpy as np
import pytest

from compat import backend as K
from compat.engine.base_layer import Layer
from compat.layers import DepthwiseConv2D, Input, Lambda, concatenate
from compat.models import Model

pytestmark = pytest.mark.filterwarnings('ignore:compute_output_shape')


class Says(Layer):
    """Computes (batch, 4), or two of them, and says what it was made with."""

    def __init__(self, shape, outputs=1, **kwargs):
        super().__init__(**kwargs)
        self.shape, self.outputs = shape, outputs

    def call(self, x):
        return x * 2. if self.outputs == 1 else [x * 2., x + 1.][:self.outputs]

    def compute_output_shape(self, input_shape):
        return self.shape


def says_by_function(shape, outputs=1):
    return Lambda((lambda x: x * 2.) if outputs == 1 else (lambda x: [x * 2., x + 1.]), output_shape=lambda _: shape)


def shapes_of(outputs):
    return [K.int_shape(output) for output in outputs] if isinstance(outputs, list) else K.int_shape(outputs)


# What is said of one output, and what its shape is then.
OF_ONE = [
    ((None, 4), (None, 4)), ((3, 4), (3, 4)), ((None, 7), (None, 7)), ((7,), (7,)), ((2, 2, 2), (2, 2, 2)), ((), ()),
    ([(None, 9)], (None, 9)), ([(None, 4)], (None, 4)), ([(4,)], (4,)), ([(None, 4), (None, 5)], (None, 4)),
    ([(None, 9), (None, 5), (None, 1)], (None, 9)), ((np.int64(3), np.int64(7)), (3, 7))]
# The same of two outputs.
OF_TWO = [
    ([(None, 4), (None, 4)], [(None, 4), (None, 4)]), ([(None, 5), (3, 4)], [(None, 5), (3, 4)]),
    ([(None, 4), (None, 2, 5)], [(None, 4), (None, 2, 5)]),
    ([(None, 9), (None, 8), (None, 7)], [(None, 9), (None, 8)]), ([(7,), ()], [(7,), ()])]


@pytest.mark.parametrize('make', [Says, says_by_function])
@pytest.mark.parametrize('said, shape', OF_ONE, ids=[str(said) for said, _ in OF_ONE])
def test_what_is_said_of_an_output_is_its_shape(make, said, shape):
    x = Input((4,))
    output = make(said)(x)
    assert K.int_shape(output) == shape and output._keras_shape == shape
    model = Model(x, output)
    assert model.output_shape == shape
    np.testing.assert_array_equal(model.predict(np.ones((3, 4))), np.full((3, 4), 2.))


@pytest.mark.parametrize('make', [Says, says_by_function])
@pytest.mark.parametrize('said, shapes', OF_TWO, ids=[str(said) for said, _ in OF_TWO])
def test_what_is_said_of_several_outputs_is_read_one_by_one(make, said, shapes):
    x = Input((4,))
    outputs = make(said, 2)(x)
    assert shapes_of(outputs) == shapes
    model = Model(x, outputs)
    assert model.output_shape == shapes
    np.testing.assert_array_equal(model.predict(np.ones((3, 4))), [np.full((3, 4), 2.)] * 2)


@pytest.mark.parametrize('said', [(4,), [4], (np.int64(4),), (7,), (2, 2)], ids=str)
def test_what_lambda_says_by_a_tuple_has_the_batch_before_it(said):
    for x in Input((4,)), Input(batch_shape=(3, 4)):
        output = Lambda(lambda x: x * 2., output_shape=said)(x)
        assert K.int_shape(output) == (K.int_shape(x)[0],) + tuple(said)


@pytest.mark.parametrize('make', [Says, says_by_function])
def test_layers_that_follow_take_the_said_shape(make):
    x = Input((4,))
    output = make([(None, 9)])(x)
    assert K.int_shape(concatenate([output, x])) == (None, 13)
    assert K.int_shape(Lambda(lambda y: y)(make((None, 2, 2))(x))) == (None, 2, 2)


@pytest.mark.difference('sizes-that-are-not-said')
@pytest.mark.parametrize('make', [Says, says_by_function])
def test_a_size_that_is_not_said_is_unknown(make):
    assert K.int_shape(make((None, None))(Input((4,)))) == (None, None)


@pytest.mark.difference('outputs-of-which-nothing-is-said')
@pytest.mark.parametrize('make', [Says, says_by_function])
@pytest.mark.parametrize('said', [(None, 4), [(None, 4)], (7,)], ids=str)
def test_each_of_several_outputs_needs_a_shape(make, said):
    with pytest.raises(IndexError):
        make(said, 2)(Input((4,)))


@pytest.mark.difference('shape-of-dilated-channels')
def test_a_dilated_depthwise_convolution_says_the_shape_that_it_computes():
    image = Input((7, 8, 2))
    output = DepthwiseConv2D(3, dilation_rate=2)(image)
    assert K.int_shape(output) == (None, 3, 4, 2)
    assert Model(image, output).predict(np.ones((1, 7, 8, 2))).shape == (1, 3, 4, 2)
