"""Write tests/golden/metric_objects.json: name, config and weights of the metric objects of real Keras 2.3.1.

Run it with the python of that oracle, with the checkout on PYTHONPATH:

    PYTHON_OF_KERAS_2_3_1 tools/golden/make_metric_objects.py
"""
import os
import sys

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir, 'tests', 'golden')


def main():
    sys.path[:0] = [GOLDEN, os.path.dirname(GOLDEN)]
    import compat
    import versioned
    from metric_cases import CLASSES_OF_METRICS, described
    versioned.write(os.path.join(GOLDEN, 'metric_objects.json'), compat.__version__, {
        name: described(name) for name in CLASSES_OF_METRICS})


if __name__ == '__main__':
    main()
