"""What Keras 2 does of odd labels and lengths in connectionist temporal classification: it computes or refuses."""
import numpy as np
import pytest

from compat import backend as K
from compat.layers import Input, Lambda
from compat.models import Model

PROBABILITIES = np.random.RandomState(3).uniform(0.1, 1., (2, 5, 4))
PROBABILITIES /= PROBABILITIES.sum(axis=-1, keepdims=True)
PLAIN = ([0, 1, 2], 5, 3)


def constants(samples):
    labels, steps, lengths = zip(*samples)
    return [K.constant(np.array(value)) for value in
            (labels, PROBABILITIES[:len(labels)], np.array(steps)[:, None], np.array(lengths)[:, None])]


def costs(*samples):
    return K.eval(K.ctc_batch_cost(*constants(samples)))[:, 0]


# What a sample is, and one of the same cost: (labels, steps, number of labels).
SAME = [
    (([0, 1, 2], 5, 4), PLAIN), (([0, 1, 2], 5, 9), PLAIN), (([1, 1, 2], 5, 7), ([1, 1, 2], 5, 3)),
    (([0, 1, 3], 5, 3), ([0, 1, 2], 5, 2)), (([0, 3, 3], 5, 3), ([0, 1, 2], 5, 1)),
    (([0, 1, 3], 5, 9), ([0, 1, 2], 5, 2)), (([0, 1, 4], 5, 3), ([0, 1, 2], 5, 2)),
    (([0, 1, 3], 5, 2), ([0, 1, 2], 5, 2)), (([0, 1, -1], 5, 2), ([0, 1, 2], 5, 2)),
    (([0, 1, 7], 5, 2), ([0, 1, 2], 5, 2)), (([3, 3, 3], 5, 3), ([3, 3, 3], 5, 1)),
    (([1, 2, 2], 2, 2), ([1, 2, 0], 2, 2)), (([0.6, 1.4, 2.9], 4.7, 2.8), ([0, 1, 2], 4, 2)),
]


@pytest.mark.parametrize('sample, same', SAME, ids=str)
def test_labels_cost_as_much_as_those_of_them_that_count(sample, same):
    cost = costs(same)
    assert np.isfinite(cost).all()
    np.testing.assert_allclose(costs(sample), cost, rtol=1e-5)
    np.testing.assert_allclose(costs(PLAIN, sample), costs(PLAIN, same), rtol=1e-5)


@pytest.mark.parametrize('steps', [2, 3, 5])
def test_blanks_alone_cost_what_the_op_of_tensorflow_computes(steps):
    blanks = PROBABILITIES[0, :steps, 3]
    np.testing.assert_allclose(costs(([3, 3, 0], steps, 2)), [-np.log(blanks[:-1]).sum() - np.log(1. + blanks[-1])],
                               rtol=1e-4)


@pytest.mark.parametrize('labels', [[1, 1, 1], [1, 1, 2], [1, 1, 3]], ids=str)
def test_equal_labels_without_a_step_between_them_cost_infinity(labels):
    number = 3 if labels[2] == 1 else 2
    np.testing.assert_array_equal(costs((labels, number, number)), [np.inf])
    assert np.isfinite(costs((labels, 5, number))).all()


REFUSED = [
    ([0, 1, 2], 2, 3), ([1, 1, 1], 2, 3), ([0, 1, 2], 0, 3), ([0, 1, 2], 5, 0), ([0, 1, 2], 0, 0), ([0, 1, 2], 5, -1),
    ([0, 1, 2], -1, 2), ([0, 1, 2], 6, 3), ([0, 1, 2], 50, 3), ([0, 1, 2], 9, 0), ([3, 1, 2], 5, 3), ([0, 3, 2], 5, 3),
    ([0, 4, 2], 5, 3), ([0, 1, 3], 2, 3), ([0, 1, 3], 2, 9), ([3, 3, 3], 0, 3), ([-1, 1, 2], 5, 3), ([0, -1, 2], 5, 3),
    ([0, 1, -1], 5, 3), ([0, 3, -1], 5, 3), ([0, -1, 1], 1, 3), ([0, 1, 2], -1, -1),
]


@pytest.mark.parametrize('sample', REFUSED, ids=str)
def test_what_cannot_be_is_refused_alone_and_beside_another_sample(sample):
    for samples in [sample], [PLAIN, sample]:
        tensors = constants(samples)
        with pytest.raises(Exception):  # noqa: B017, of the framework's errors or ValueError
            K.eval(K.ctc_batch_cost(*tensors))


@pytest.mark.parametrize('sizes', [(2, 1, 1, 1), (1, 2, 1, 1), (1, 1, 2, 1), (1, 1, 1, 2), (2, 2, 1, 1)], ids=str)
def test_other_numbers_of_samples_are_refused(sizes):
    shapes = [(3,), (5, 4), (1,), (1,)]
    tensors = [K.constant(np.ones((size,) + shape)) for size, shape in zip(sizes, shapes)]
    with pytest.raises(ValueError):
        K.eval(K.ctc_batch_cost(*tensors))


@pytest.mark.difference('labels-of-compiled-costs')
@pytest.mark.parametrize('sample', [([0, 1, 2], 2, 3), ([0, 3, 2], 5, 3), ([0, 1, -1], 5, 3), ([0, 1, 2], 6, 3)],
                         ids=str)
def test_a_layer_refuses_them(sample):
    inputs = [Input((3,)), Input((5, 4)), Input((1,)), Input((1,))]
    model = Model(inputs, Lambda(lambda tensors: K.ctc_batch_cost(*tensors), output_shape=(1,))(inputs))
    labels, steps, lengths = (np.array([value]) for value in sample)
    with pytest.raises(Exception):  # noqa: B017, of the framework's errors or ValueError
        model.predict([labels, PROBABILITIES[:1], steps[:, None], lengths[:, None]])


@pytest.mark.parametrize('greedy', [True, False])
def test_steps_below_zero_are_none_where_paths_are_found(greedy):
    settings = {} if greedy else {'greedy': False, 'beam_width': 1}
    for steps in [0, 5], [0, 0]:
        below = [-1 if each == 0 else each for each in steps]
        (expected,), scores = K.ctc_decode(K.constant(PROBABILITIES), K.constant(steps, dtype='int32'), **settings)
        (path,), same = K.ctc_decode(K.constant(PROBABILITIES), K.constant(below, dtype='int32'), **settings)
        np.testing.assert_array_equal(K.eval(path), K.eval(expected))
        np.testing.assert_allclose(K.eval(same), K.eval(scores))
        assert K.eval(scores)[0, 0] == 0.


@pytest.mark.parametrize('steps, settings', [
    ([6, 5], {}), ([5], {}), ([5, 5, 5], {}), ([6, 5], {'greedy': False}), ([5, 5], {'greedy': False, 'beam_width': 0}),
    ([5, 5], {'greedy': False, 'top_paths': 0}), ([5, 5], {'greedy': False, 'beam_width': 2, 'top_paths': 3}),
    ([0, 5], {'greedy': False, 'beam_width': 3, 'top_paths': 2}),
    ([-1, 5], {'greedy': False, 'beam_width': 3, 'top_paths': 2}),
], ids=str)
def test_paths_that_cannot_be_found_are_refused(steps, settings):
    with pytest.raises(Exception):  # noqa: B017, of the framework's errors or ValueError
        K.eval(K.ctc_decode(K.constant(PROBABILITIES), K.constant(steps, dtype='int32'), **settings)[0][0])
