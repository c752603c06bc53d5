"""Write tests/golden/metric_objects.json: the metric objects of real Keras 2.3.1.

Their names, configs and weights, and what models tell of them that are compiled with them.

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
    from metric_cases import CLASSES_OF_METRICS, described, trained
    versioned.write(os.path.join(GOLDEN, 'metric_objects.json'), compat.__version__, {
        'objects': {name: described(name) for name in CLASSES_OF_METRICS}, 'trained': trained()})


if __name__ == '__main__':
    main()
