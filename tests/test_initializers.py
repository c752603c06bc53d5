"""keras.initializers: distributions by their moments, matrices exactly, names and configs."""
import copy
import pickle

import numpy as np
import pytest

import compat
from compat import backend as K
from compat import initializers
from compat.layers import LSTM, Dense
from compat.models import Sequential


def values(initializer, shape, dtype=None):
    result = initializer(shape) if dtype is None else initializer(shape, dtype=dtype)
    return result if isinstance(result, np.ndarray) else K.eval(result)


def test_zeros_ones_and_constants_fill_the_shape_in_the_dtype():
    assert np.array_equal(values(initializers.Zeros(), (2, 3)), np.zeros((2, 3)))
    assert np.array_equal(values(initializers.Ones(), (3,)), np.ones(3))
    assert np.array_equal(values(initializers.Constant(2.5), (2, 2)), np.full((2, 2), 2.5))
    assert np.array_equal(values(initializers.Constant(np.arange(6.).reshape(2, 3)), (2, 3)),
                          np.arange(6.).reshape(2, 3))
    assert values(initializers.Zeros(), (2,)).dtype == np.float32
    assert values(initializers.Ones(), (2,), 'float16').dtype == np.float16


def test_numbers_are_put_into_the_shape_row_by_row():
    numbers = np.arange(6.)
    for argument, shape in ((numbers, (2, 3)), (numbers.reshape(2, 3), (3, 2)), (list(range(6)), [6])):
        assert np.array_equal(values(initializers.Constant(argument), shape), numbers.reshape(shape))
        assert np.array_equal(K.eval(K.constant(argument, shape=shape)), numbers.reshape(shape))
    assert values(initializers.Constant([1, 2]), (2,)).dtype == np.float32
    assert values(initializers.Constant([1, 2]), (2,), 'int32').dtype == np.int32
    model = Sequential([Dense(3, kernel_initializer=initializers.Constant(numbers), input_shape=(2,))])
    assert np.array_equal(model.get_weights()[0], numbers.reshape(2, 3))


def test_numbers_that_do_not_fit_the_shape_are_refused_but_keras_2_2_repeats_the_last():
    first = compat.__version__ == '2.2.4'
    for fill in (lambda values: initializers.Constant(values)((4,)), lambda values: K.constant(values, shape=(4,))):
        with pytest.raises(ValueError if first else TypeError):
            fill([1, 2, 3, 4, 5])
        if first:
            assert np.array_equal(K.eval(fill([1, 2])), [1, 2, 2, 2])
        else:
            with pytest.raises(TypeError):
                fill([1, 2])


@pytest.mark.parametrize('initializer, low, high', [
    (initializers.RandomUniform(), -0.05, 0.05),
    (initializers.RandomUniform(-1, 3), -1, 3),
    (initializers.lecun_uniform(), -np.sqrt(3 / 200.), np.sqrt(3 / 200.)),
    (initializers.glorot_uniform(), -np.sqrt(6 / 500.), np.sqrt(6 / 500.)),
    (initializers.he_uniform(), -np.sqrt(6 / 200.), np.sqrt(6 / 200.)),
])
def test_uniform_initializers_fill_their_range(initializer, low, high):
    drawn = values(initializer, (200, 300))
    width = high - low
    assert low <= drawn.min() < low + 0.01 * width and high - 0.01 * width < drawn.max() <= high
    assert abs(drawn.mean() - (low + high) / 2.) < 0.01 * width
    assert abs(drawn.std() / (width / np.sqrt(12)) - 1) < 0.02


@pytest.mark.parametrize('initializer, mean, deviation', [
    (initializers.RandomNormal(), 0, 0.05),
    (initializers.RandomNormal(2., 0.5), 2, 0.5),
    (initializers.lecun_normal(), 0, np.sqrt(1 / 200.)),
    (initializers.glorot_normal(), 0, np.sqrt(2 / 500.)),
    (initializers.he_normal(), 0, np.sqrt(2 / 200.)),
    (initializers.VarianceScaling(scale=3., mode='fan_out'), 0, np.sqrt(3 / 300.)),
])
def test_normal_initializers_have_their_deviation(initializer, mean, deviation):
    drawn = values(initializer, (200, 300))
    assert abs(drawn.mean() - mean) < 0.02 * deviation
    assert abs(drawn.std() / deviation - 1) < 0.02


def test_truncated_values_stay_within_two_deviations():
    drawn = values(initializers.TruncatedNormal(1., 0.5), (200, 300))
    assert drawn.min() >= 0 and drawn.max() <= 2 and drawn.max() > 1.98
    drawn = values(initializers.he_normal(), (200, 300))
    assert abs(drawn).max() > 2 * np.sqrt(2 / 200.)  # the deviation is that after the cut


def test_the_fans_of_a_weight_follow_from_its_shape():
    assert initializers._compute_fans((3, 4)) == (3, 4)
    assert initializers._compute_fans((5, 6, 3, 4)) == (90, 120)
    assert initializers._compute_fans((4, 3, 5, 6), data_format='channels_first') == (90, 120)
    assert initializers._compute_fans((2, 3, 4)) == (6, 8)
    assert np.allclose(initializers._compute_fans((9,)), (3, 3))
    with pytest.raises(ValueError, match='data_format'):
        initializers._compute_fans((2, 3, 4), data_format='last')


def test_variance_scaling_of_a_vector_counts_the_root_of_its_length():
    drawn = values(initializers.VarianceScaling(distribution='uniform'), (40000,))
    assert abs(drawn.std() - np.sqrt(1 / 200.)) < 0.02 * np.sqrt(1 / 200.)


@pytest.mark.parametrize('mode, units', [('fan_in', 90), ('fan_out', 120), ('FAN_AVG', 105)])
def test_variance_scaling_counts_the_units_of_a_kernel(mode, units):
    drawn = values(initializers.VarianceScaling(2., mode, 'Uniform'), (5, 6, 3, 4))
    limit = np.sqrt(3 * 2. / units)
    assert 0.95 * limit < abs(drawn).max() <= limit * (1 + 1e-6)
    config = initializers.VarianceScaling(2., mode, 'Uniform').get_config()
    assert (config['mode'], config['distribution']) == (mode.lower(), 'uniform')


def test_variance_scaling_refuses_bad_arguments():
    with pytest.raises(ValueError, match='scale'):
        initializers.VarianceScaling(scale=0.)
    with pytest.raises(ValueError, match='mode'):
        initializers.VarianceScaling(mode='fan')
    with pytest.raises(ValueError, match='distribution'):
        initializers.VarianceScaling(distribution='cauchy')


def test_numpy_s_seed_makes_values_repeatable_and_without_it_each_call_draws_others():
    initializer = initializers.RandomNormal()
    assert not np.array_equal(values(initializer, (4, 5)), values(initializer, (4, 5)))
    assert np.array_equal(values(initializers.RandomNormal(seed=3), (4, 5)),
                          values(initializers.RandomNormal(seed=3), (4, 5)))
    drawn = []
    for _ in range(2):
        np.random.seed(7)
        drawn.append(values(initializers.glorot_uniform(), (4, 5)))
    assert np.array_equal(drawn[0], drawn[1])


@pytest.mark.parametrize('kind', ['RandomNormal', 'RandomUniform', 'TruncatedNormal', 'VarianceScaling', 'Orthogonal'])
def test_a_seed_makes_values_repeatable_and_from_keras_2_3_on_grows_with_each_call(kind):
    first, second = (getattr(initializers, kind)(seed=3) for _ in range(2))
    before = values(first, (3, 3))
    assert np.array_equal(values(second, (3, 3)), before)
    grows = compat.__version__ != '2.2.4'
    assert np.array_equal(values(first, (3, 3)), before) != grows
    assert first.get_config()['seed'] == (5 if grows else 3)


@pytest.mark.parametrize('seed', [0, np.int64(3), np.int32(3), 2 ** 31, -1, 2 ** 40])
def test_seeds_are_integers_of_any_kind(seed):
    for initializer in (initializers.RandomNormal(seed=seed), initializers.glorot_uniform(seed=seed)):
        assert initializer.get_config()['seed'] == seed
        assert values(initializer, (2, 3)).std() > 0


@pytest.mark.parametrize('make, drawn', [
    (lambda: initializers.RandomNormal()((2,)), 1),
    (lambda: initializers.RandomUniform()((2,)), 1),
    (lambda: initializers.TruncatedNormal()((2,)), 1),
    (lambda: initializers.he_normal()((2, 2)), 1),
    (lambda: initializers.RandomNormal(seed=4)((2,)), 0),
    (lambda: initializers.Zeros()((2,)), 0),
    (lambda: Dense(3), 0),
    (lambda: Sequential([Dense(3, input_shape=(2,))]), 1),
])
def test_each_initializer_without_a_seed_draws_one_from_numpy(make, drawn):
    np.random.seed(7)
    make()
    follows = np.random.rand()
    np.random.seed(7)
    for _ in range(drawn):
        np.random.randint(10e6)
    assert follows == np.random.rand()


def test_orthogonal_is_numpy_s_decomposition_of_normal_values():
    normal = np.random.RandomState(11).normal(0.0, 1.0, (6, 4))
    left = np.linalg.svd(normal, full_matrices=False)[0]
    assert np.allclose(values(initializers.Orthogonal(gain=2., seed=11), (2, 3, 4)), 2 * left.reshape(2, 3, 4))
    wide = values(initializers.Orthogonal(seed=11), (3, 5))
    assert np.allclose(wide.dot(wide.T), np.eye(3), atol=1e-6)
    assert np.allclose(values(initializers.Orthogonal(seed=11), (6, 4), 'float32'), left, atol=1e-6)


def test_orthogonal_kernels_have_orthogonal_columns_of_the_length_of_the_gain():
    kernel = values(initializers.Orthogonal(gain=3., seed=1), (2, 2, 3, 5)).reshape(12, 5)
    assert np.allclose(kernel.T.dot(kernel), 9 * np.eye(5), atol=1e-5)


@pytest.mark.parametrize('shape', [(5,), ()])
def test_orthogonal_refuses_what_is_no_matrix(shape):
    with pytest.raises(IndexError):
        initializers.Orthogonal()(shape)


def test_identity_of_other_matrices_is_repeated_in_keras_2_2_and_filled_up_later():
    first = compat.__version__ == '2.2.4'
    wide = values(initializers.Identity(2.), (2, 4))
    assert np.array_equal(wide, 2 * (np.tile(np.eye(2), (1, 2)) if first else np.eye(2, 4)))
    assert np.array_equal(values(initializers.Identity(2.), [4, 2]), wide.T)
    if first:
        with pytest.raises(ValueError, match='multiple'):
            initializers.Identity()((2, 3))
    else:
        assert np.array_equal(values(initializers.Identity(), (2, 3)), np.eye(2, 3))


def test_identity_is_the_identity_matrix_times_its_gain():
    assert np.allclose(values(initializers.Identity(2.), (3, 3)), 2 * np.eye(3))
    assert np.allclose(values(initializers.Identity(2.), (3, 3), 'float32'), 2 * np.eye(3))
    with pytest.raises(ValueError, match='2D matrices'):
        initializers.Identity()((3,))


def test_an_initializer_is_found_by_every_name_that_keras_2_had():
    names = {'zero': 'Zeros', 'zeros': 'Zeros', 'Zeros': 'Zeros', 'one': 'Ones', 'ones': 'Ones', 'constant': 'Constant',
             'uniform': 'RandomUniform', 'random_uniform': 'RandomUniform', 'normal': 'RandomNormal',
             'random_normal': 'RandomNormal', 'truncated_normal': 'TruncatedNormal', 'identity': 'Identity',
             'orthogonal': 'Orthogonal', 'lecun_uniform': 'VarianceScaling', 'glorot_normal': 'VarianceScaling',
             'VarianceScaling': 'VarianceScaling'}
    assert {name: initializers.serialize(initializers.get(name))['class_name'] for name in names} == names


def test_configs_are_those_of_keras_2_and_make_the_same_initializer():
    assert initializers.serialize(initializers.get('glorot_uniform')) == {
        'class_name': 'VarianceScaling',
        'config': {'scale': 1., 'mode': 'fan_avg', 'distribution': 'uniform', 'seed': None}}
    for name in ('zeros', 'ones', 'constant', 'uniform', 'normal', 'truncated_normal', 'identity', 'orthogonal',
                 'he_normal'):
        config = initializers.serialize(initializers.get(name))
        assert initializers.serialize(initializers.get(config)) == config
        assert initializers.serialize(initializers.deserialize(config)) == config
    assert initializers.get({'class_name': 'Zeros', 'config': {'dtype': 'float32'}}).get_config() == {}


def test_a_callable_is_an_initializer_and_anything_else_is_refused():
    def own(shape, dtype=None):
        return np.ones(shape)

    assert initializers.get(own) is own
    assert initializers.get(initializers.Zeros).__name__ == 'Zeros'
    with pytest.raises(ValueError, match='Unknown initializer: no_such'):
        initializers.get('no_such')
    with pytest.raises(ValueError, match='Could not interpret initializer identifier'):
        initializers.get(3)


def test_a_config_may_name_a_function_and_a_name_alone_is_the_class_or_function():
    config = {'class_name': 'he_uniform', 'config': {'seed': 4}}
    assert initializers.get(config).get_config() == {'scale': 2., 'mode': 'fan_in', 'distribution': 'uniform',
                                                     'seed': 4}
    assert initializers.deserialize('zeros') is initializers.Zeros
    assert initializers.deserialize('he_uniform') is initializers.he_uniform


@pytest.mark.parametrize('identifier', [None, [1], '', {'class_name': 'Zeros'}, {'config': {}},
                                        {'class_name': 'no_such', 'config': {}}])
def test_an_identifier_of_no_initializer_is_refused(identifier):
    with pytest.raises(ValueError):
        initializers.get(identifier)


def test_a_config_with_an_argument_that_there_is_not_is_refused():
    with pytest.raises(TypeError):
        initializers.get({'class_name': 'RandomNormal', 'config': {'deviation': 1}})


def test_what_has_neither_a_config_nor_a_name_is_not_serialized():
    assert initializers.serialize(None) is None
    assert initializers.serialize(len) == 'len'
    with pytest.raises(ValueError, match='Cannot serialize'):
        initializers.serialize(3)


def test_the_base_has_no_values():
    with pytest.raises(NotImplementedError):
        initializers.Initializer()((2,))


def test_a_layer_has_the_initializers_that_are_named():
    layer = LSTM(3)
    for name, kind in (('kernel', 'VarianceScaling'), ('recurrent', 'Orthogonal'), ('bias', 'Zeros')):
        assert isinstance(getattr(layer, name + '_initializer'), getattr(initializers, kind))
    with pytest.raises(ValueError):
        Dense(3, kernel_initializer=None)
    with pytest.raises(ValueError):
        Dense(3, kernel_initializer=3)


class Diagonal(initializers.Initializer):
    def __init__(self, value=1):
        self.value = value

    def __call__(self, shape, dtype=None):
        return self.value * np.eye(*shape)

    def get_config(self):
        return {'value': self.value}


def test_an_own_initializer_starts_a_layer_s_weights():
    model = Sequential([Dense(3, kernel_initializer=Diagonal(4), bias_initializer=initializers.Constant(2.),
                              input_shape=(3,))])
    kernel, bias = model.get_weights()
    assert np.array_equal(kernel, 4 * np.eye(3)) and np.array_equal(bias, 2 * np.ones(3))


def test_an_initializer_can_be_copied():
    for copied in (copy.copy, copy.deepcopy):
        again = copied(initializers.Orthogonal(2., seed=3))
        assert isinstance(again, initializers.Orthogonal) and again.get_config() == {'gain': 2., 'seed': 3}


def test_an_initializer_can_be_pickled():
    copied = pickle.loads(pickle.dumps(initializers.RandomUniform(-1, 2, seed=4)))
    assert isinstance(copied, initializers.RandomUniform)
    assert copied.get_config() == {'minval': -1, 'maxval': 2, 'seed': 4}


def test_every_one_of_many_truncated_values_is_within_two_deviations():
    for seed in range(8):
        drawn = values(initializers.TruncatedNormal(0., 1., seed=seed), (400, 500))
        assert abs(drawn).max() <= 2 and abs(drawn).max() > 1.999
