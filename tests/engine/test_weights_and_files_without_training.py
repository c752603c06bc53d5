"""Models that are set to more or fewer arrays than they have weights, and files of models that were not compiled."""
import warnings

import numpy as np
import pytest

from compat import layers, models


def model():
    return models.Sequential([layers.Dense(2, input_shape=(3,)), layers.Dense(1)])


ARRAYS = [np.full((3, 2), 1.), np.full((2,), 2.), np.full((2, 1), 3.), np.full((1,), 4.)]


@pytest.mark.parametrize('count', [0, 1, 3, 4, 5])
def test_a_model_sets_as_many_of_its_weights_as_there_are_arrays(count):
    made = model()
    made.set_weights([np.zeros(array.shape) for array in ARRAYS])
    made.set_weights((ARRAYS + [np.ones((7,))])[:count])
    for index, (value, array) in enumerate(zip(made.get_weights(), ARRAYS)):
        np.testing.assert_array_equal(value, array if index < count else np.zeros(array.shape))


def test_a_model_that_is_not_built_sets_nothing():
    models.Sequential([layers.Dense(2)]).set_weights([1.])


CALLED = {
    'Dense': (lambda: layers.Dense(2), (3,)), 'LSTM': (lambda: layers.LSTM(2), (4, 3)),
    'BatchNormalization': (layers.BatchNormalization, (3,)), 'Dropout': (lambda: layers.Dropout(0.5), (3,)),
    'TimeDistributed': (lambda: layers.TimeDistributed(layers.Dense(2)), (4, 3)),
    'Bidirectional': (lambda: layers.Bidirectional(layers.LSTM(2)), (4, 3))}


@pytest.mark.parametrize('name', sorted(CALLED))
def test_a_layer_refuses_another_number_of_arrays(name):
    make, shape = CALLED[name]
    layer = make()
    layer(layers.Input(shape))
    arrays = layer.get_weights()
    for wrong in (arrays[:-1], arrays + [np.ones((3,))], []):
        if len(wrong) != len(arrays):
            with pytest.raises(ValueError):
                layer.set_weights(wrong)


@pytest.mark.parametrize('compile', [True, False])
def test_loading_the_file_of_a_model_that_was_not_compiled_warns(compile, tmp_path):
    path = str(tmp_path / 'model.h5')
    model().save(path)
    with warnings.catch_warnings(record=True) as issued:
        warnings.simplefilter('always')
        loaded = models.load_model(path, compile=compile)
    assert any('No training configuration' in str(warning.message) for warning in issued) == compile
    assert loaded.optimizer is None


def test_loading_the_file_of_a_compiled_model_does_not_warn(tmp_path):
    made, path = model(), str(tmp_path / 'model.h5')
    made.compile('sgd', 'mse')
    made.save(path)
    with warnings.catch_warnings(record=True) as issued:
        warnings.simplefilter('always')
        models.load_model(path)
    assert not [warning for warning in issued if 'No training configuration' in str(warning.message)]


@pytest.mark.parametrize('layer', [
    lambda: layers.RepeatVector(2), lambda: layers.Conv2D(2, 2), layers.GlobalAveragePooling2D,
    lambda: layers.Conv2DTranspose(2, 2), layers.MaxPooling2D,
    lambda: layers.ConvLSTM2D(2, 2)], ids=[
        'RepeatVector', 'Conv2D', 'GlobalAveragePooling2D', 'Conv2DTranspose', 'MaxPooling2D',
        'ConvLSTM2D'])
def test_the_axes_of_an_input_are_refused_before_its_mask(layer):
    masked = layers.Masking()(layers.Input((4, 3)))
    with pytest.raises(ValueError):
        layer()(masked)


def test_a_mask_is_refused_where_the_axes_fit():
    with pytest.raises(TypeError):
        layers.Flatten()(layers.Masking()(layers.Input((4, 3))))
