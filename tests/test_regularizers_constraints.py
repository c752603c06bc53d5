"""keras.regularizers and keras.constraints: Keras 2's numbers, names and configs."""
import pickle

import numpy as np
import pytest

from compat import backend as K
from compat import constraints, regularizers
from compat.layers import Dense
from compat.models import Sequential

W = np.random.RandomState(0).normal(size=(5, 4)).astype('float32')


def value(function):
    return K.eval(function(K.constant(W)))


@pytest.mark.parametrize('regularizer, expected', [
    (regularizers.l1(0.3), 0.3 * np.abs(W).sum()),
    (regularizers.l2(0.2), 0.2 * (W ** 2).sum()),
    (regularizers.l1_l2(0.1, 0.2), 0.1 * np.abs(W).sum() + 0.2 * (W ** 2).sum()),
    (regularizers.get('l1'), 0.01 * np.abs(W).sum()),
    (regularizers.L1L2(l2=0.5), 0.5 * (W ** 2).sum()),
])
def test_a_regularizer_sums_the_weighted_powers(regularizer, expected):
    assert np.allclose(value(regularizer), expected, rtol=1e-5)


def test_a_regularizer_without_factors_is_zero():
    assert regularizers.L1L2()(K.constant(W)) == 0.
    assert regularizers.Regularizer()(K.constant(W)) == 0.


def norms(w, axis=0):
    return np.sqrt((w ** 2).sum(axis, keepdims=True))


@pytest.mark.parametrize('constraint, expected', [
    (constraints.max_norm(1.5), W * np.minimum(norms(W), 1.5) / norms(W)),
    (constraints.MaxNorm(1.5, axis=1), W * np.minimum(norms(W, 1), 1.5) / norms(W, 1)),
    (constraints.non_neg(), np.maximum(W, 0)),
    (constraints.unit_norm(), W / norms(W)),
    (constraints.unit_norm(axis=[0, 1]), W / norms(W, (0, 1))),
    (constraints.min_max_norm(0.5, 1.5, rate=0.5), W * (0.5 * np.clip(norms(W), 0.5, 1.5) + 0.5 * norms(W)) / norms(W)),
])
def test_a_constraint_changes_the_norms(constraint, expected):
    assert np.allclose(value(constraint), expected, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize('constraint, expected', [
    (constraints.MaxNorm(1.5, axis=-1), W * np.minimum(norms(W, 1), 1.5) / norms(W, 1)),
    (constraints.MaxNorm(1.5, axis=[0, 1]), W * 1.5 / norms(W, None)),
    (constraints.MaxNorm(1.5, axis=None), W * 1.5 / norms(W, None)),
    (constraints.MaxNorm(0), 0 * W),
    (constraints.MinMaxNorm(5., 6., axis=1), W * 5. / norms(W, 1)),
    (constraints.MinMaxNorm(rate=0.), W),
    (constraints.MinMaxNorm(), W * np.minimum(norms(W), 1) / norms(W)),
])
def test_norms_are_along_any_axes(constraint, expected):
    assert np.allclose(value(constraint), expected, rtol=1e-5, atol=1e-6)
    assert np.allclose(K.eval(constraint(W)), expected, rtol=1e-5, atol=1e-6)  # numbers become a tensor


@pytest.mark.parametrize('constraint', [constraints.MaxNorm(), constraints.UnitNorm(), constraints.MinMaxNorm(1., 2.)])
def test_a_weight_of_zeros_stays(constraint):
    assert np.array_equal(K.eval(constraint(K.zeros((2, 3)))), np.zeros((2, 3)))


def test_numbers_become_tensors():
    assert np.array_equal(K.eval(constraints.NonNeg()(W)), np.maximum(W, 0))
    assert np.allclose(K.eval(constraints.UnitNorm()(W)), W / norms(W), rtol=1e-5)
    assert np.allclose(K.eval(regularizers.L1L2(0.1, 0.2)(W)), 0.1 * np.abs(W).sum() + 0.2 * (W ** 2).sum(), rtol=1e-5)


def test_the_base_of_constraints_leaves_the_weight():
    assert constraints.Constraint()(W) is W
    assert constraints.serialize(constraints.Constraint()) == {'class_name': 'Constraint', 'config': {}}


def test_factors_of_regularizers_are_of_floatx_and_plain_numbers_in_configs():
    regularizer = regularizers.L1L2(0.01, 2)
    assert (regularizer.l1.dtype, regularizer.l2.dtype) == (np.float32, np.float32)
    config = regularizer.get_config()
    assert config == {'l1': float(np.float32(0.01)), 'l2': 2.}
    assert {type(factor) for factor in config.values()} == {float}
    assert np.allclose(K.eval(regularizers.l1(-1.)(W)), -np.abs(W).sum(), rtol=1e-5)


def test_a_config_may_name_a_function_and_a_name_alone_is_the_class_or_function():
    assert regularizers.get({'class_name': 'l2', 'config': {'l': 0.25}}).get_config() == {'l1': 0., 'l2': 0.25}
    assert regularizers.deserialize('l1') is regularizers.l1
    assert constraints.get({'class_name': 'max_norm', 'config': {'max_value': 3}}).get_config() == {
        'max_value': 3, 'axis': 0}
    assert constraints.deserialize('maxnorm') is constraints.MaxNorm
    for module, config in ((regularizers, {'class_name': 'l2', 'config': {'l2': 0.25}}),
                           (constraints, {'class_name': 'MaxNorm', 'config': {'m': 3}})):
        with pytest.raises(TypeError):
            module.get(config)


@pytest.mark.parametrize('module', [constraints, regularizers])
def test_an_identifier_of_none_of_them_is_refused(module):
    for identifier in ([1], '', {}, {'class_name': 'L1L2'}, {'class_name': 'no_such', 'config': {}}):
        with pytest.raises(ValueError):
            module.get(identifier)
    assert module.serialize(None) is None
    with pytest.raises(ValueError, match='Cannot serialize'):
        module.serialize(3)


@pytest.mark.parametrize('argument', ['kernel_regularizer', 'bias_regularizer', 'activity_regularizer',
                                      'kernel_constraint', 'bias_constraint'])
def test_a_layer_accepts_them_by_name_and_refuses_other_things(argument):
    name, kind = ('l2', regularizers.L1L2) if argument.endswith('regularizer') else ('maxnorm', constraints.MaxNorm)
    assert isinstance(getattr(Dense(3, **{argument: name}), argument), kind)
    assert getattr(Dense(3, **{argument: None}), argument) is None
    for wrong in ('no_such', 3):
        with pytest.raises(ValueError):
            Dense(3, **{argument: wrong})


def test_they_are_found_by_every_name_that_keras_2_had():
    names = {'max_norm': 'MaxNorm', 'maxnorm': 'MaxNorm', 'non_neg': 'NonNeg', 'nonneg': 'NonNeg',
             'unit_norm': 'UnitNorm', 'unitnorm': 'UnitNorm', 'min_max_norm': 'MinMaxNorm', 'MaxNorm': 'MaxNorm'}
    assert {name: type(constraints.get(name)).__name__ for name in names} == names
    assert {name: type(regularizers.get(name)).__name__ for name in ('l1', 'l2', 'l1_l2', 'L1L2')} == {
        name: 'L1L2' for name in ('l1', 'l2', 'l1_l2', 'L1L2')}


@pytest.mark.parametrize('module, config', [
    (constraints, {'class_name': 'MaxNorm', 'config': {'max_value': 3, 'axis': 1}}),
    (constraints, {'class_name': 'NonNeg', 'config': {}}),
    (constraints, {'class_name': 'UnitNorm', 'config': {'axis': 0}}),
    (constraints, {'class_name': 'MinMaxNorm',
                   'config': {'min_value': 0.1, 'max_value': 2.0, 'rate': 0.5, 'axis': 0}}),
    (regularizers, {'class_name': 'L1L2', 'config': {'l1': 0.25, 'l2': 0.5}}),
])
def test_a_config_makes_the_object_that_has_it(module, config):
    restored = module.get(config)
    assert module.serialize(restored) == config
    assert module.serialize(module.deserialize(config)) == config
    assert module.serialize(pickle.loads(pickle.dumps(restored))) == config


def test_none_stays_none_a_callable_stays_and_anything_else_is_refused():
    for module, kind in ((constraints, 'constraint'), (regularizers, 'regularizer')):
        assert module.get(None) is None
        assert module.get(np.abs) is np.abs
        with pytest.raises(ValueError, match='Unknown %s: no_such' % kind):
            module.get('no_such')
        with pytest.raises(ValueError, match='Could not interpret %s identifier' % kind):
            module.get(3)


class Pull(regularizers.Regularizer):
    def __init__(self, factor):
        self.factor = factor

    def __call__(self, x):
        return self.factor * K.sum(x)

    def get_config(self):
        return {'factor': self.factor}


class Half(constraints.Constraint):
    def __call__(self, w):
        return w / 2


def test_own_ones_work_in_a_layer():
    model = Sequential([Dense(3, use_bias=False, kernel_regularizer=Pull(2.), kernel_constraint=Half(),
                              input_shape=(2,))])
    model.compile('sgd', 'mse')
    kernel = np.array([[1., 2., 3.], [4., 5., 6.]])
    model.set_weights([kernel])
    x, y = np.zeros((4, 2)), np.zeros((4, 3))
    assert np.allclose(model.evaluate(x, y, verbose=0), 2 * kernel.sum())
    model.train_on_batch(x, y)  # the gradient of the penalty is 2 everywhere
    assert np.allclose(model.get_weights()[0], (kernel - 0.01 * 2) / 2, atol=1e-6)
    assert regularizers.deserialize({'class_name': 'Pull', 'config': {'factor': 3.}},
                                    custom_objects={'Pull': Pull}).factor == 3.
