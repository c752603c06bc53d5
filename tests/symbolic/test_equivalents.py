"""A function of TensorFlow that asks a recorded tensor for its value gets an error that names the function of K."""
import types

import pytest

from compat.errors import UnsupportedError
from compat.symbolic.equivalents import EQUIVALENTS, RefusesTensorFlow

PROGRAM = '''
def convert(value):
    return value.__tf_tensor__()


def {name}(value):
    return convert(value)
'''


class Recorded(RefusesTensorFlow):
    def __repr__(self):
        return '<a recorded tensor>'


def function_of_tensorflow(name):
    """A function that asks for a value, in a module of a package of that name."""
    module = types.ModuleType('tensorflow.python.ops.math_ops')
    exec(PROGRAM.format(name=name), vars(module))
    return getattr(module, name)


@pytest.mark.parametrize('name', sorted(EQUIVALENTS))
def test_the_error_names_the_function_of_k_that_does_the_same(name):
    with pytest.raises(UnsupportedError) as caught:
        function_of_tensorflow(name)(Recorded())
    assert "<a recorded tensor> has no value" in str(caught.value)
    assert f"tensorflow's {name}," in str(caught.value)
    assert f'keras.backend.{EQUIVALENTS[name]};' in str(caught.value)


def test_of_another_function_the_error_says_where_to_call_it():
    with pytest.raises(TypeError, match='in the function of a Lambda layer'):
        function_of_tensorflow('top_k')(Recorded())
