"""Write tests/golden/metrics.json: what the metric objects of tests/metric_cases.py tell on real Keras 2.3.1.

Run it with the python of that oracle, with the checkout on PYTHONPATH:

    PYTHON_OF_KERAS_2_3_1 tools/golden/make_metrics.py
"""
import os
import sys

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir, 'tests', 'golden')


def main():
    sys.path[:0] = [GOLDEN, os.path.dirname(GOLDEN)]
    import compat
    import versioned
    from metric_cases import CASES, run
    versioned.write(os.path.join(GOLDEN, 'metrics.json'), compat.__version__, {
        case: [[float('%.7g' % value) for value in told] for told in run(case)] for case in CASES})


if __name__ == '__main__':
    main()
