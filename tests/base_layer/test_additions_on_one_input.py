"""What a layer adds where it is called on one input twice is counted once for each call, with a warning."""
import warnings

import pytest

from compat import differences
from compat.errors import DifferenceWarning
from compat.layers import BatchNormalization, Dense, Input, TimeDistributed, add
from compat.models import Model


def of_model(first, others=()):
    inner = Input((3,))
    outputs = first(inner)
    for layer in others:
        outputs = layer(outputs)
    return inner, Model(inner, outputs)


def called_on(inputs, model):
    return [model, Model(inputs, model(inputs))]


def on_its_own_input(first):
    return called_on(*of_model(first))


def on_an_input_of_its_own(first):
    return called_on(Input((3,)), of_model(first)[1])


def behind_another_layer(first):
    return called_on(*of_model(Dense(3), [first]))


def beside_its_first_layer(first):
    model, other = of_model(first)[1], Input((3,))
    return [Model(other, first(other)), Model(other, model(other))]


def of_two_inputs(first, order):
    """A model whose first layer takes one of two inputs, called on two tensors: its own, or a new one for -1."""
    own = [Input((3,)), Input((3,)), Input((3,))]
    model = Model(own[:2], add([first(own[0]), own[1]]))
    return called_on([own[each] for each in order], model)


def of_both_inputs(first):
    return of_two_inputs(first, (0, 1))


def of_both_inputs_exchanged(first):
    return of_two_inputs(first, (1, 0))


def of_the_first_input(first):
    return of_two_inputs(first, (0, -1))


def of_the_second_input(first):
    return of_two_inputs(first, (-1, 1))


def within_a_model(first, outer_is_called_on):
    inner, model = of_model(first)
    own, other = Input((3,)), Input((3,))
    outer = Model(own, model(own))
    inputs = {'inner': inner, 'other': other}[outer_is_called_on]
    return [model] + called_on(inputs, outer)


def within_a_model_on_the_inner_input(first):
    return within_a_model(first, 'inner')


def within_a_model_on_another_input(first):
    return within_a_model(first, 'other')


def of_both_models(first):
    model, own, other = of_model(first)[1], Input((3,)), Input((3,))
    outer = Model(own, model(own))
    by_outer, by_inner = outer(other), model(other)
    return [Model(other, by_outer), Model(other, by_inner), Model(other, [by_outer, by_inner])]


def where_the_call_is_not_of_the_model(first):
    inputs = Input((3,))
    hidden, beside = Dense(3)(inputs), first(inputs)
    return called_on(inputs, Model(inputs, first(hidden))) + [Model(inputs, beside)]


# How often each model counts what the layer adds: in Keras 2, and here, where a warning tells of each that differs.
USES = [
    (on_its_own_input, [2, 2], [1, 1]),
    (on_an_input_of_its_own, [1, 1], [1, 1]),
    (behind_another_layer, [1, 1], [1, 1]),
    (beside_its_first_layer, [2, 2], [1, 1]),
    (of_both_inputs, [2, 2], [1, 1]),
    (of_both_inputs_exchanged, [1, 1], [1, 1]),
    (of_the_first_input, [2, 2], [1, 1]),
    (of_the_second_input, [1, 1], [1, 1]),
    (within_a_model_on_the_inner_input, [2, 1, 2], [1, 1, 1]),
    (within_a_model_on_another_input, [1, 1, 1], [1, 1, 1]),
    (of_both_models, [1, 1, 1], [1, 1, 2]),
    (where_the_call_is_not_of_the_model, [1, 1, 1], [1, 1, 1]),
]


def twice_in_time(inner):
    steps, layer = Input((4, 3)), TimeDistributed(inner)
    return layer(steps), layer(steps)


def warned_of(use, layer):
    """What the use returns, and whether it warned."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always')
        made = use(layer)
    return made, any(issubclass(each.category, DifferenceWarning) and 'additions-on-one-input' in str(each.message)
                     for each in caught)


@pytest.mark.parametrize('make_layer, additions', [
    (lambda: Dense(3, activity_regularizer='l2'), lambda model: len(model.losses)),
    (BatchNormalization, lambda model: len(model.updates) // 2)], ids=['losses', 'updates'])
@pytest.mark.parametrize('use, of_keras2, of_compat', USES, ids=[use.__name__ for use, _, _ in USES])
def test_models_on_one_input(make_layer, additions, use, of_keras2, of_compat):
    differs = differences.applies(differences.by_id('additions-on-one-input'))
    models, warned = warned_of(use, make_layer())
    assert list(map(additions, models)) == (of_compat if differs else of_keras2)
    assert warned == (differs and of_compat != of_keras2)


def test_layers_that_add_nothing():
    assert not warned_of(on_its_own_input, Dense(3))[1] and not warned_of(twice_in_time, Dense(3))[1]


def test_averages_in_time():
    row = differences.by_id('additions-on-one-input')
    assert warned_of(twice_in_time, BatchNormalization())[1] == differences.applies(row)
