"""Connectionist temporal classification where the golden calls do not reach: sparse labels, and layers that train."""
import numpy as np
import pytest

from compat import backend as K
from compat.layers import Dense, Input, Lambda
from compat.models import Model
from compat.optimizers import SGD

DRAW = np.random.RandomState(5)
LABELS = np.array([[1, 2, 3], [2, 1, 0], [3, 3, 1]], dtype='int32')


@pytest.mark.difference('sparse-tensors')
def test_the_labels_that_count_become_a_sparse_tensor():
    sparse = K.ctc_label_dense_to_sparse(K.constant(LABELS, dtype='int32'), K.constant([3, 1, 2], dtype='int32'))
    assert K.is_sparse(sparse)
    np.testing.assert_array_equal(K.eval(K.to_dense(sparse)), [[1, 2, 3], [2, 0, 0], [3, 3, 0]])


def test_a_model_trains_by_the_cost_of_its_labels():
    inputs, labels = Input((8, 5)), Input((3,))
    steps, lengths = Input((1,)), Input((1,))
    cost = Lambda(lambda tensors: K.ctc_batch_cost(*tensors), output_shape=(1,))(
        [labels, Dense(5, activation='softmax')(inputs), steps, lengths])
    model = Model([inputs, labels, steps, lengths], cost)
    model.compile(SGD(lr=0.5), lambda true, predicted: predicted)
    fed = [DRAW.uniform(-1., 1., (3, 8, 5)), LABELS, np.array([[8], [7], [8]]), np.array([[3], [2], [3]])]
    before = model.predict(fed).mean()
    losses = [model.train_on_batch(fed, np.zeros((3, 1))) for _ in range(30)]
    assert losses[0] == pytest.approx(before, rel=1e-4)
    assert losses[-1] < 0.8 * losses[0]


@pytest.mark.difference('decoding-while-compiled')
def test_a_layer_decodes():
    inputs = Input((5, 4))
    model = Model(inputs, Lambda(lambda x: K.ctc_decode(x, K.sum(K.ones_like(x[:, :, 0]), axis=1))[0][0],
                                 output_shape=(None,))(inputs))
    classes = np.array([[0, 0, 3, 0, 2], [1, 3, 3, 3, 1]])
    np.testing.assert_array_equal(model.predict(np.eye(4)[classes]), [[0, 0, 2], [1, 1, -1]])


@pytest.mark.difference('decoding-while-compiled')
def test_a_layer_decodes_by_beams_and_returns_how_probable_they_are():
    inputs = Input((5, 4))

    def scores(x):
        return K.ctc_decode(x, K.sum(K.ones_like(x[:, :, 0]), axis=1), greedy=False, beam_width=5, top_paths=2)[1]

    model = Model(inputs, Lambda(scores)(inputs))
    x = DRAW.uniform(0.1, 0.9, (2, 5, 4))
    outside = K.ctc_decode(K.constant(x), K.constant([5, 5]), greedy=False, beam_width=5, top_paths=2)[1]
    np.testing.assert_allclose(model.predict(x), K.eval(outside), rtol=1e-4)
