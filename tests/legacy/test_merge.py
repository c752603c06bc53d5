"""The function merge, which Keras 2.0 and 2.1 had beside the layers that replaced it."""
import numpy as np
import pytest

from compat import layers
from compat.layers import Input, merge
from compat.models import Model

A, B = np.array([[1., 2.], [3., 4.]]), np.array([[5., -6.], [7., 8.]])
COSINES = (A * B).sum(1) / np.sqrt((A * A).sum(1) * (B * B).sum(1))
EXPECTED = {'sum': A + B, 'mul': A * B, 'ave': (A + B) / 2, 'max': np.maximum(A, B), 'concat': np.hstack([A, B]),
            'dot': (A * B).sum(1)[:, None], 'cos': COSINES[:, None, None]}


@pytest.mark.difference('names-before-2-2')
@pytest.mark.parametrize('mode', sorted(EXPECTED))
def test_merge_computes_each_mode(mode):
    from compat.engine.topology import Container
    a, b = Input((2,)), Input((2,))
    with pytest.warns(UserWarning, match='removed in Keras 2.2'):
        model = Model([a, b], merge([a, b], mode=mode, name='merged'))
    assert model.layers[-1].name == 'merged' and isinstance(model, Container)
    assert np.allclose(model.predict([A, B]), EXPECTED[mode], rtol=1e-5)


@pytest.mark.difference('names-before-2-2')
def test_merge_takes_a_function_and_refuses_other_modes():
    a, b = Input((2,)), Input((2,))
    with pytest.warns(UserWarning, match='removed in Keras 2.2'):
        model = Model([a, b], merge([a, b], mode=lambda pair: pair[0] - pair[1], output_shape=(2,)))
    assert np.allclose(model.predict([A, B]), A - B)
    with pytest.warns(UserWarning), pytest.raises(ValueError, match='Invalid merge mode'):
        merge([a, b], mode='sub')


def test_merge_is_the_module_too():
    assert layers.merge.Add is layers.Add and layers.merge.add is layers.add
