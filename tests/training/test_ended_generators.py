"""Generators that end before the last step: Keras 2 let their StopIteration through."""
import numpy as np
import pytest

from compat import layers, models

X, Y = np.ones((2, 3)), np.ones((2, 1))


def batches(count, batch=(X, Y)):
    for _ in range(count):
        yield batch


def model():
    made = models.Sequential([layers.Dense(1, input_shape=(3,))])
    made.compile('sgd', 'mse')
    return made


@pytest.mark.parametrize('run', [
    lambda model, **how: model.fit_generator(batches(2), 3, 1, verbose=0, **how),
    lambda model, **how: model.fit_generator(batches(0), 1, 1, verbose=0, **how),
    lambda model, **how: model.fit_generator(batches(2), 2, 1, verbose=0, validation_data=batches(1),
                                             validation_steps=2, **how),
    lambda model, **how: model.evaluate_generator(batches(1), 2, **how),
    lambda model, **how: model.predict_generator(batches(1, X), 2, **how)],
    ids=['fit', 'fit on none', 'validation', 'evaluate', 'predict'])
@pytest.mark.parametrize('workers', [0, 1])
def test_a_generator_that_ends_too_early_stops_the_iteration(run, workers):
    with pytest.raises(StopIteration):
        run(model(), workers=workers)
