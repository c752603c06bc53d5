"""keras.optimizers.TFOptimizer: optimizers of TensorFlow 1 train a model."""
import numpy as np
import pytest

from compat import backend as K
from compat.layers import Dense
from compat.models import Sequential
from compat.optimizers import SGD, TFOptimizer
from training_runs import filled, numbers

OF_TENSORFLOW = K.backend() == 'tensorflow'
X, Y = numbers(12, 3), numbers(12, 2)


def losses(optimizer):
    # One layer: TensorFlow 1 may change the weights of a second while the gradient of the first is computed from them.
    model = filled(Sequential([Dense(2, activation='tanh', input_shape=(3,))]))
    model.compile(optimizer, 'mse')
    return [model.train_on_batch(X, Y) for _ in range(4)], model


def test_an_optimizer_of_tensorflow_takes_the_steps_of_the_same_of_keras():
    if not OF_TENSORFLOW:
        with pytest.raises(NotImplementedError, match='KERAS_BACKEND=tensorflow'):
            TFOptimizer(None)
        return
    from tensorflow.compat.v1 import train
    for made, same in ((TFOptimizer(train.GradientDescentOptimizer(0.1)), SGD(lr=0.1)),
                       (train.MomentumOptimizer(0.1, 0.9), SGD(lr=0.1, momentum=0.9))):
        found, model = losses(made)
        np.testing.assert_allclose(found, losses(same)[0], rtol=1e-5)
        assert isinstance(model.optimizer, TFOptimizer)
        assert int(K.get_value(model.optimizer.iterations)) >= 4
        with pytest.raises(NotImplementedError):
            model.optimizer.get_config()
        with pytest.raises(NotImplementedError):
            model.optimizer.weights
