"""Write tests/golden/configs.json: the configs of the objects of tests/config_cases.py on real Keras 2.

Run it with the python of each oracle in turn, with the checkout on PYTHONPATH; each run replaces its own table:

    PYTHON_OF_KERAS_2_2_4 tools/golden/make_configs.py
"""
import os
import sys

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir, 'tests', 'golden')


def main():
    sys.path[:0] = [GOLDEN, os.path.dirname(GOLDEN)]
    import compat
    import config_cases
    import versioned
    versioned.write(os.path.join(GOLDEN, 'configs.json'), compat.__version__, config_cases.table())


if __name__ == '__main__':
    main()
