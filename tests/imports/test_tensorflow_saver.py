"""tf.train.Saver over weights of models and variables of K."""
import os

import numpy as np
import pytest

import compat
from compat import backend as K
from compat import process
from compat.errors import UnsupportedError
from compat.layers import BatchNormalization, Dense
from compat.models import Sequential

pytestmark = pytest.mark.difference('tensorflow-functions')


@pytest.fixture
def tf():
    compat.install()
    try:
        import tensorflow
        yield tensorflow
    finally:
        compat.uninstall()


def network():
    model = Sequential([Dense(2, input_shape=(3,)), BatchNormalization()])
    model.set_weights([np.random.RandomState(0).rand(*weight.shape) for weight in model.get_weights()])
    return model


LISTS = {'weights': lambda model: model.weights, 'some': lambda model: model.weights[:2],
         'names': lambda model: {f'w{number}': weight for number, weight in enumerate(model.weights)}}


@pytest.mark.parametrize('name', sorted(LISTS))
def test_what_was_saved_is_restored(tf, name, tmp_path):
    model = network()
    saved, variables = model.get_weights(), LISTS[name](model)
    saver = tf.train.Saver(variables, max_to_keep=2)
    path = saver.save(K.get_session(), str(tmp_path / 'model.ckpt'), global_step=7)
    assert os.path.basename(path) == 'model.ckpt-7' and tf.train.latest_checkpoint(str(tmp_path)) == path
    model.set_weights([np.zeros_like(weight) for weight in saved])
    saver.restore(K.get_session(), path)
    for number, (weight, value) in enumerate(zip(model.get_weights(), saved)):
        np.testing.assert_array_equal(weight, value if len(variables) == 6 or number < 2 else 0 * value)
    shapes = tf.train.NewCheckpointReader(path).get_variable_to_shape_map()
    expected = variables if isinstance(variables, dict) else [weight.name[:-2] for weight in variables]
    assert sorted(shapes) == sorted(expected)


def test_another_program_restores_a_variable_of_k_by_its_name(tf, tmp_path):
    saver = tf.train.Saver({'counts': K.variable([1., 2.])})
    path = saver.save(K.get_session(), str(tmp_path / 'counts'))
    other = K.variable([0., 0.])
    tf.train.Saver({'counts': other}).restore(K.get_session(), path)
    np.testing.assert_array_equal(K.get_value(other), [1., 2.])


def test_variables_of_one_name_are_refused(tf):
    weight = network().weights[0]
    with pytest.raises(ValueError, match='[Aa]t least two variables have the same name|duplicate'):
        tf.train.Saver([weight, weight])


def test_without_variables_the_error_says_to_pass_them(tf):
    if process.opened().family == 'keras2':
        network()
        assert tf.train.Saver()
    else:
        with pytest.raises(UnsupportedError, match='tf.train.Saver.model.weights'):
            tf.train.Saver()
