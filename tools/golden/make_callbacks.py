"""Write tests/golden/callbacks.json: what the callbacks of tests/callback_scenarios.py do on real Keras 2.

Run it with the python of each oracle, with the checkout on PYTHONPATH:

    PYTHON_OF_KERAS_2_2_4 tools/golden/make_callbacks.py
    PYTHON_OF_KERAS_2_3_1 tools/golden/make_callbacks.py
"""
import os
import sys

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir, 'tests', 'golden')


def main():
    sys.path[:0] = [GOLDEN, os.path.dirname(GOLDEN)]
    import compat
    import versioned
    from callback_scenarios import SCENARIOS
    versioned.write(os.path.join(GOLDEN, 'callbacks.json'), compat.__version__,
                    {name: run() for name, run in SCENARIOS.items()})


if __name__ == '__main__':
    main()
