"""Write tests/golden/seed_layers.npz: what the layers of tests/seed_layers.py compute on real Keras 2.

Run it with the python of an oracle, with the checkout on PYTHONPATH; the other oracle checks that it agrees:

    PYTHON_OF_KERAS_2_2_4 tools/golden/make_seed_layers.py
    PYTHON_OF_KERAS_2_3_1 tools/golden/make_seed_layers.py --check

For each case: the outputs, and the gradients of the sum of their squares and of the penalties of the model with
respect to the trainable weights, by K.gradients.
"""
import os
import sys

import numpy as np

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir, 'tests', 'golden')
TABLE = os.path.join(GOLDEN, 'seed_layers.npz')


def gradients(case, K):
    """The gradients by K.gradients, in the order of the trainable weights."""
    model, arrays = case.make()
    loss = sum([K.sum(K.square(output)) for output in model.outputs] + list(model.losses))
    compute = K.function(model.inputs, K.gradients(loss, model.trainable_weights))
    return compute(arrays)


def computed():
    """{case/outputs/number or case/gradients/number: array}."""
    from compat import backend as K
    from seed_layers import CASES
    table = {}
    for name, case in CASES.items():
        for kind, arrays in (('outputs', case.outputs()), ('gradients', gradients(case, K))):
            table.update(('%s/%s/%d' % (name, kind, number), array) for number, array in enumerate(arrays))
    return table


def main():
    sys.path.insert(0, os.path.dirname(GOLDEN))
    from compat import process
    if process.opened().family != 'keras2':
        raise SystemExit('This is no oracle: %s. Run it with the python of a real Keras 2.'
                         % process.opened().describe())
    table = computed()
    if '--check' not in sys.argv[1:]:
        np.savez_compressed(TABLE, **table)
        return
    with np.load(TABLE) as stored:
        assert sorted(stored.files) == sorted(table), 'the cases differ from those of %s' % TABLE
        for key in stored.files:
            np.testing.assert_allclose(table[key], stored[key], rtol=1e-6, atol=1e-6, err_msg=key)
    print('%d arrays agree with %s' % (len(table), TABLE))


if __name__ == '__main__':
    main()
