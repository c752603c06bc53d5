"""The function merge, which Keras 2.0 and 2.1 had beside the layers that replaced it."""
import numpy as np
import pytest

from compat import layers, models
from compat.errors import UnsupportedError
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


def of_two(layer, masks=False):
    a, b = Input((2, 2)), Input((2, 2))
    tensors = [layers.Masking()(a), layers.Masking()(b)] if masks else [a, b]
    return Model([a, b], layer(tensors))


# What Keras 2.1.6 computes of A and B as sequences of one sample: by the layer, and its shape.
FIRST, SECOND = A[None], B[None]
OF_LAYER = {
    'sum': ({}, FIRST + SECOND), 'mul': ({}, FIRST * SECOND), 'ave': ({}, (FIRST + SECOND) / 2),
    'max': ({}, np.maximum(FIRST, SECOND)), 'concat': ({'concat_axis': 1}, np.concatenate([FIRST, SECOND], axis=1)),
    'dot': ({'dot_axes': [2, 2]}, np.einsum('bij,bkj->bik', FIRST, SECOND)),
    'function': ({'mode': lambda pair, factor: factor * (pair[0] - pair[1]), 'output_shape': (2, 2),
                  'arguments': {'factor': 2.}}, 2 * (FIRST - SECOND)),
    'of shapes': ({'mode': lambda pair: pair[0] - pair[1], 'output_shape': lambda shapes: shapes[0]}, FIRST - SECOND),
}


@pytest.mark.filterwarnings('ignore:The layer Merge was removed')
@pytest.mark.difference('names-before-2-2')
@pytest.mark.parametrize('mode', sorted(OF_LAYER))
def test_the_layer_merges_by_each_mode_and_from_its_config(mode):
    from compat.legacy.layers import Merge
    arguments, expected = OF_LAYER[mode]
    layer = Merge(**dict({'mode': mode}, **arguments))
    for made in (layer, Merge.from_config(layer.get_config())):
        model = of_two(made)
        np.testing.assert_allclose(model.predict([FIRST, SECOND]), expected, rtol=1e-5)
        assert model.output_shape == (None,) + expected.shape[1:] and made.name == layer.name == 'merge_1'


@pytest.mark.filterwarnings('ignore:The layer Merge was removed')
@pytest.mark.difference('masks-of-merge')
@pytest.mark.difference('names-before-2-2')
def test_the_layer_merges_the_outputs_of_models_and_their_masks():
    from compat.engine.topology import Merge
    from compat.legacy import models as legacy_models
    one, other = (models.Sequential([layers.Masking(input_shape=(2, 2))]) for _ in range(2))
    merged = Merge([one, other], mode='sum')
    first, second = FIRST.copy(), SECOND.copy()
    first[0, 1] = 0.
    recurrent = layers.SimpleRNN(1, activation='linear', kernel_initializer='ones', return_sequences=True)
    model = Model([one.input, other.input], recurrent(merged.output))
    values = model.predict([first, second])[0]
    assert np.allclose(values[0], values[1], rtol=1e-5) and merged.output_shape == (None, 2, 2)
    assert legacy_models.legacy_sequential_layers(one) == one.layers and not legacy_models.needs_legacy_support(one)
    with pytest.raises(UnsupportedError, match='merge_1'):
        models.Sequential().add(merged)


@pytest.mark.filterwarnings('ignore:The layer Merge was removed')
@pytest.mark.difference('names-before-2-2')
@pytest.mark.parametrize('error, arguments, shapes', [
    (ValueError, {'mode': 'sub'}, [(2,), (2,)]), (ValueError, {'mode': 'sum'}, [(2,), (3,)]),
    (ValueError, {'mode': 'concat', 'concat_axis': 1}, [(2, 3), (2, 4)]), (TypeError, {'mode': 'sum'}, [(2,)]),
    (ValueError, {'mode': 'dot', 'dot_axes': 1}, [(2,), (3,)]),
    (ValueError, {'mode': 'dot'}, [(2,), (2,), (2,)]), (TypeError, {'mode': 'dot', 'dot_axes': 'x'}, [(2,), (2,)]),
    (ValueError, {'mode': lambda pair: pair[0]}, [(2,), (2,)])],
    ids=['sub', 'sizes of a sum', 'sizes of concat', 'one input', 'sizes of dot', 'three of dot', 'axes of dot',
         'no output_shape'])
def test_the_layer_refuses_what_does_not_go_together(error, arguments, shapes):
    from compat.layers import Merge
    with pytest.raises(error):
        Merge(**arguments)([Input(shape) for shape in shapes])
