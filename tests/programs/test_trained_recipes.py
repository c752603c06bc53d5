"""The recipes as programs: trained until they print what they are for, where they run in full.

What each computes in a few steps is judged on every host by the oracle's numbers, in test_recipes.py.
"""
import re

import pytest

import recipe_cases

PRINTS = {
    'activation_maximization': r'filter 2: 0\.\d+ -> \d+\.\d+, image \(16, 16, 3\) of uint8',
    'actor_critic': r'step 40: (9\d|100)% found the treasure',
    'ddpg': r'(?s)cost of ten pushes: .*after training: [01]\.',
    'deep_dream': r'loss 0\.\d+ -> \d+\.\d+ in 12 steps, image \(28, 36, 3\)',
    'grad_cam': r'square at .*, hottest at ',
    'layer_outputs': r'both halves together give what the model predicts',
    'saliency': r'[2-9]\d% of the saliency is in the patch, which is 11% of the image',
    'sharpness': r'and its derivatives: \[21\.0, 34\.0, 36\.0, 18\.0\]',
    'style_transfer': r'loss 0\.\d+ -> 0\.\d+ -> 0\.\d+ -> 0\.\d+, image \(16, 20, 3\)',
    'wgan_gp': r'step  80: distance .*, radius [01]\.\d\d, of the ring 1\.00',
}


@pytest.mark.parametrize('name', [name for name in recipe_cases.PROGRAMS if name != 'variational_autoencoder'])
def test_a_program_prints_what_it_should(name, capsys):
    recipe_cases.program(name).main()
    assert re.search(PRINTS[name], capsys.readouterr().out)
