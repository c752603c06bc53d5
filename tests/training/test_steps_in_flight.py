"""While nobody looks between batches, a few steps run ahead of the one that is waited for, and no more."""
import numpy as np
import pytest

from compat.callbacks import LambdaCallback
from compat.layers import Dense
from compat.models import Sequential
from compat.training import loops
from training_runs import numbers

X, Y = numbers(60, 3), numbers(60, 2)


class Counting:
    """A step that counts how many of its batches are begun and not waited for."""

    in_flight = 3

    def __init__(self):
        self.running, self.most, self.batches = 0, 0, []

    def begin(self, batch):
        self.running += 1
        self.most = max(self.most, self.running)
        return batch

    def numbers(self, batch):
        self.running -= 1
        self.batches.append(batch)
        return [float(batch)]


def completed(in_flight):
    step = Counting()
    found = list(loops.completed(step, ((2, batch) for batch in range(10)), in_flight))
    assert found == [(2, [float(batch)]) for batch in range(10)]
    return step


@pytest.mark.parametrize('in_flight', [0, 1, 3, 20])
def test_so_many_steps_are_begun_before_the_first_is_waited_for(in_flight):
    step = completed(in_flight)
    assert step.most == min(in_flight + 1, 10) and step.batches == list(range(10)) and step.running == 0


def watched(model, kind):
    """How many steps the function of a training had in flight at most, counted around the framework's."""
    from compat.training.training_graph import GraphStep
    step, counts = model.trainer.graph.function(kind), [0, 0]

    class Watched(GraphStep):
        def begin(self, inputs):
            counts[0] += 1
            counts[1] = max(counts)
            return super().begin(inputs)

        def numbers(self, values):
            counts[0] -= 1
            return super().numbers(values)

    step.__class__ = Watched
    return counts


def network():
    model = Sequential([Dense(2, input_shape=(3,))])
    model.compile('sgd', 'mse')
    return model


@pytest.mark.difference('trainers')
def test_fit_has_few_steps_in_flight_and_none_where_a_callback_looks_at_batches():
    model = network()
    counts = watched(model, 'train')
    model.fit(X, Y, batch_size=2, epochs=2, verbose=0)
    assert counts == [0, loops.STEPS_IN_FLIGHT + 1]
    model = network()
    counts = watched(model, 'train')
    looks = LambdaCallback(on_batch_end=lambda batch, logs: None)
    model.fit(X, Y, batch_size=2, epochs=2, verbose=0, callbacks=[looks])
    assert counts == [0, 1]


def test_the_numbers_are_the_same_however_many_are_in_flight():
    weights, histories = network().get_weights(), []
    for callbacks in ([], [LambdaCallback(on_batch_end=lambda batch, logs: None)]):
        model = network()
        model.set_weights(weights)
        histories.append(model.fit(X, Y, batch_size=7, epochs=3, shuffle=False, verbose=0,
                                   callbacks=callbacks).history['loss'])
    np.testing.assert_allclose(histories[0], histories[1], rtol=1e-6)
