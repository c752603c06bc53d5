"""The recipes of old tutorials that use K.function, K.gradients and get_updates compute the oracle's numbers.

They are the programs of examples/recipes/, each loaded here as a module to which ``keras`` is compat.
"""
import contextlib
import json
import re

import numpy as np
import paths
import pytest

import recipe_cases
from compat import backend as K
from compat import optimizers, process

GOLDEN = np.load(str(paths.GOLDEN / 'recipes.npz'))
# Of an array's largest number: what each of its numbers may be off by. L-BFGS searches, bytes are cut off, and Adam
# divides what rounding left of small gradients by their size.
NEAR = {'style_transfer found': 1e-2, 'activation_maximization bytes': 1.01 / 255,
        'ddpg_by_action_gradients step': 1e-3}


@pytest.mark.parametrize('case', recipe_cases.CASES)
def test_a_recipe_computes_the_numbers_of_the_oracle(case):
    computed, shapes = recipe_cases.run(case), json.loads(str(GOLDEN[case + ' shapes']))
    assert [[part, list(value.shape)] for part, value in computed.items()] == shapes
    start = 0
    for part, value in computed.items():
        expected = GOLDEN[case][start:start + value.size].reshape(value.shape)
        start += value.size
        near = [share for name, share in NEAR.items() if f'{case} {part}'.startswith(name)] or [1e-5]
        np.testing.assert_allclose(value, expected, rtol=1e-4, atol=near[0] * np.abs(expected).max(), err_msg=part)


def test_the_variational_autoencoder_is_trained_by_its_own_loss(capsys):
    recipe_cases.program('variational_autoencoder').main()
    assert re.search(r'loss \d\.\d -> [2-4]\.\d, of validation [2-4]\.\d\n(9\d|100)% of the places',
                     capsys.readouterr().out)


def test_dropout_drops_half_of_the_units_in_phase_1_and_preserves_the_mean():
    recipe = recipe_cases.program('layer_outputs')
    model = recipe_cases.fill(recipe.build_sequential(), 1)
    before, after = recipe.outputs_of_all(model)([recipe_cases.images(300, recipe.SIZE), 1])[6:8]
    remaining = after != 0
    assert abs(remaining.mean() - 0.5) < 0.04
    np.testing.assert_allclose(after[remaining], 2 * before[remaining], rtol=1e-5)
    assert 0.1 < remaining.std(axis=0).min() and not (remaining[0] == remaining[1]).all()


def test_a_function_in_phase_1_changes_no_weight():
    recipe = recipe_cases.program('layer_outputs')
    model = recipe_cases.fill(recipe.build_sequential(), 1)
    weights = model.get_weights()
    recipe.outputs_of_all(model)([recipe_cases.images(3, recipe.SIZE), 1])
    for before, after in zip(weights, model.get_weights()):
        np.testing.assert_array_equal(before, after)


def test_a_function_returns_numpy_arrays_that_may_be_changed():
    recipe = recipe_cases.program('grad_cam')
    pooled, maps = recipe.cam_function(recipe.build_model(), 0)([recipe_cases.images(1, recipe.SIZE)])
    assert type(pooled) is type(maps) is np.ndarray
    maps *= pooled


@pytest.mark.optimized_graph  # as programs meet it: there 0 times infinity is 0
def test_powers_have_gradients_at_zero():
    x = K.variable([0., 2.])
    values = [K.pow(x, power) for power in range(4)]
    for order in range(4):
        if order:
            values = [K.gradients(value, x)[0] for value in values]
        computed = K.function([], values)([])
        expected = [np.poly1d([1.] + power * [0.]).deriv(order)([0., 2.]) for power in range(4)]
        np.testing.assert_allclose(computed, expected, rtol=1e-6)


def test_updates_need_no_outputs():
    target, weight = K.variable([1., 2.]), K.variable([3., 6.])
    # Keras 2.3 looks for the first output.
    with pytest.raises(IndexError) if process.matches('keras2>=2.3') else contextlib.nullcontext():
        follow = K.function([], [], updates=[K.update(target, 0.25 * weight + 0.75 * target)])
        assert list(follow([])) == []
        np.testing.assert_allclose(K.get_value(target), [1.5, 3.])


def test_the_optimizer_counts_the_calls_of_a_training_function():
    recipe = recipe_cases.program('actor_critic')
    optimizer = optimizers.Adam(lr=0.02)
    train = recipe.actor_train_function(recipe.build_actor(), optimizer)
    for batch in recipe_cases.steps_of_a_walk():
        train(list(batch))
    assert K.get_value(optimizer.iterations) == 3
