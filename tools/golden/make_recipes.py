"""Write tests/golden/recipes.npz: what the oracle computes for the cases of tests/recipe_cases.py.

    PYTHONPATH=. PYTHON_OF_KERAS_2_2_4 tools/golden/make_recipes.py

Keras 2.3.1 computes the same numbers, as the test tells. Each case is computed several times, and must give the same.
"""
import json
import os
import sys

import numpy as np

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir, 'tests', 'golden')
TIMES = int(os.environ.get('RECIPES_TIMES', 3))
sys.path.insert(0, os.path.join(GOLDEN, '..'))


def computed(case):
    """The numbers of a case, which must be the same each time and no zeros."""
    from compat import backend
    import recipe_cases
    runs = []
    for _ in range(TIMES):
        backend.clear_session()
        runs.append(recipe_cases.run(case))
    for part, value in runs[0].items():
        size = np.abs(value).max()
        assert np.mean(np.abs(value) > 1e-4 * size) > 0.2, (case, part, value)
        apart = max(np.max(np.abs(run[part] - value)) for run in runs)
        assert apart < 1e-5 * size, (case, part, apart, size)
    return runs[0]


def main():
    import recipe_cases
    stored = {}
    for case in recipe_cases.CASES:
        parts = computed(case)
        stored[case] = np.concatenate([value.ravel() for value in parts.values()])
        stored[case + ' shapes'] = np.array(json.dumps([[part, value.shape] for part, value in parts.items()]))
    np.savez_compressed(os.path.join(GOLDEN, 'recipes.npz'), **stored)


if __name__ == '__main__':
    main()
