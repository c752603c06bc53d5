"""Write tests/golden/losses.json: what the losses and metrics of tests/loss_cases.py give on real Keras 2.

Run it with the python of each oracle in turn, with the checkout on PYTHONPATH; each run replaces its own table:

    PYTHON_OF_KERAS_2_2_4 tools/golden/make_losses.py
"""
import os
import sys

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir, 'tests', 'golden')


def main():
    sys.path[:0] = [GOLDEN, os.path.dirname(GOLDEN)]
    import compat
    import loss_cases
    import versioned
    tables = {'functions': loss_cases.functions()}
    if hasattr(compat.losses, 'Loss'):
        tables['objects'] = loss_cases.objects()
    versioned.write(os.path.join(GOLDEN, 'losses.json'), compat.__version__, {
        kind: {case: {'shape': list(value.shape), 'values': ['%.7g' % each for each in value.ravel()]}
               for case, value in table.items()} for kind, table in tables.items()})


if __name__ == '__main__':
    main()
