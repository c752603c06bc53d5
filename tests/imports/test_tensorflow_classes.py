"""isinstance of TensorFlow's classes: tensors and variables of Keras are instances of them, as in Keras 2."""
import numpy as np
import pytest

import compat
from compat import backend as K
from compat.layers import Dense, Input, Lambda
from compat.models import Model

pytestmark = pytest.mark.difference('tensorflow-functions')


@pytest.fixture
def tf():
    compat.install()
    try:
        import tensorflow
        yield tensorflow
    finally:
        compat.uninstall()


# {name: (how the object is made, the class that it is an instance of)}; x is an input and y what a layer makes of it.
OBJECTS = {
    'input': (lambda tf, x, y: x, 'Tensor'),
    'output': (lambda tf, x, y: y, 'Tensor'),
    'sparse input': (lambda tf, x, y: Input((3,), sparse=True), 'SparseTensor'),
    'sparse placeholder': (lambda tf, x, y: K.placeholder((2, 3), sparse=True), 'SparseTensor'),
    'placeholder': (lambda tf, x, y: K.placeholder((2,)), 'Tensor'),
    'placeholder of tf': (lambda tf, x, y: tf.placeholder(tf.float32, (2,)), 'Tensor'),
    'function of a variable': (lambda tf, x, y: K.square(K.variable(1.)), 'Tensor'),
    'function of a symbol': (lambda tf, x, y: K.square(y), 'Tensor'),
    'function of tf': (lambda tf, x, y: tf.square(y), 'Tensor'),
    'constant': (lambda tf, x, y: K.constant(1.), 'Tensor'),
    'constant of tf': (lambda tf, x, y: tf.constant(1.), 'Tensor'),
    'sizes': (lambda tf, x, y: K.shape(y), 'Tensor'),
    'size': (lambda tf, x, y: K.shape(y)[0], 'Tensor'),
    'phase': (lambda tf, x, y: K.learning_phase(), 'Tensor'),
    'update': (lambda tf, x, y: K.update(K.variable(1.), 2.), 'Tensor'),
    'group': (lambda tf, x, y: tf.group(K.update(K.variable(1.), 2.)), 'Operation'),
    'variable': (lambda tf, x, y: K.variable(1.), 'Variable'),
    'weight': (lambda tf, x, y: y._keras_history[0].kernel, 'Variable'),
    'variable of tf': (lambda tf, x, y: tf.Variable(1.), 'Variable'),
    'number': (lambda tf, x, y: 3., None),
    'array': (lambda tf, x, y: np.ones(3), None),
    'layer': (lambda tf, x, y: y._keras_history[0], None),
}


@pytest.mark.parametrize('name', sorted(OBJECTS))
def test_an_object_is_an_instance_of_the_class_that_tensorflow_1_had_it_in(tf, name):
    make, expected = OBJECTS[name]
    x = Input((3,))
    made = make(tf, x, Dense(2)(x))
    classes = [cls for cls in ('Tensor', 'SparseTensor', 'Variable', 'Operation') if isinstance(made, getattr(tf, cls))]
    assert classes == ([] if expected is None else [expected])
    assert isinstance(made, (tf.Tensor, tf.Variable)) == (expected in ('Tensor', 'Variable'))
    assert tf.is_tensor(made) == K.is_tensor(made) == (expected in ('Tensor', 'SparseTensor', 'Variable'))
    from tensorflow.python.framework import ops
    assert isinstance(made, ops.Tensor) == (expected == 'Tensor')
    if expected == 'Tensor':
        assert issubclass(type(made), tf.Tensor)


def test_what_is_computed_in_a_call_is_an_instance_too(tf):
    found = []

    def call(x):
        found.append((isinstance(x, tf.Tensor), isinstance(x, tf.Variable), tf.is_tensor(x), tf.is_tensor(3)))
        return x * 2.
    x = Input((3,))
    model = Model(x, Lambda(call)(x))
    np.testing.assert_array_equal(model.predict(np.ones((2, 3))), np.full((2, 3), 2.))
    assert set(found) == {(True, False, True, False)}


def test_a_class_makes_objects_and_is_derived_from_as_that_of_tensorflow(tf):
    sparse = tf.SparseTensor([[0, 1]], [2.], (2, 3))
    assert isinstance(sparse, tf.SparseTensor) and not isinstance(sparse, tf.Tensor)
    assert tf.Tensor.__name__ == 'Tensor' and '__add__' in tf.Tensor.OVERLOADABLE_OPERATORS
    assert callable(tf.Tensor.__add__) and tf.Variable.SaveSliceInfo is not None


def test_no_program_of_keras_2_executes_eagerly(tf):
    assert not tf.executing_eagerly()
