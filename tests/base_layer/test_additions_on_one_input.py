"""What a layer adds where it is called on one input twice is counted once for each call, with a warning."""
import warnings

import pytest

from compat import differences, process
from compat.errors import DifferenceWarning
from compat.layers import BatchNormalization, Dense, Input, TimeDistributed
from compat.models import Model


def of_model(first, others=()):
    inner = Input((3,))
    outputs = first(inner)
    for layer in others:
        outputs = layer(outputs)
    return inner, Model(inner, outputs)


def on_its_own_input(first):
    inner, model = of_model(first)
    return model(inner)


def on_an_input_of_its_own(first):
    model = of_model(first)[1]
    return model(Input((3,)))


def behind_another_layer(first):
    inner, model = of_model(Dense(3), [first])
    return model(inner)


def beside_its_first_layer(first):
    model, other = of_model(first)[1], Input((3,))
    return first(other), model(other)


def twice_in_time(inner):
    steps, layer = Input((4, 3)), TimeDistributed(inner)
    return layer(steps), layer(steps)


def warned_of(use, layer):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always')
        use(layer)
    return [each for each in caught if issubclass(each.category, DifferenceWarning)
            and 'additions-on-one-input' in str(each.message)]


@pytest.mark.parametrize('layer', [lambda: Dense(3, activity_regularizer='l2'), BatchNormalization],
                         ids=['losses', 'updates'])
@pytest.mark.parametrize('use, warns', [
    (on_its_own_input, True), (beside_its_first_layer, True), (on_an_input_of_its_own, False),
    (behind_another_layer, False)], ids=lambda each: getattr(each, '__name__', None))
def test_models_on_one_input(layer, use, warns):
    row = differences.by_id('additions-on-one-input')
    assert bool(warned_of(use, layer())) == (warns and differences.applies(row) and not process.dialect().eager)


def test_layers_that_add_nothing():
    assert not warned_of(on_its_own_input, Dense(3)) and not warned_of(twice_in_time, Dense(3))


def test_averages_in_time():
    row = differences.by_id('additions-on-one-input')
    assert bool(warned_of(twice_in_time, BatchNormalization())) == (
        differences.applies(row) and not process.dialect().eager)
