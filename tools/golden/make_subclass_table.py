"""Write tests/golden/subclass_table.json: what the oracle says and computes of the rows of tests/subclass_table.py.

    PYTHONPATH=. PYTHON_OF_KERAS_2_2_4 tools/golden/make_subclass_table.py
"""
import os
import sys

import versioned

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir, 'tests', 'golden')
sys.path.insert(0, os.path.join(GOLDEN, '..'))


def main():
    import compat
    import subclass_table
    versioned.write(os.path.join(GOLDEN, 'subclass_table.json'), compat.__version__, subclass_table.table())


if __name__ == '__main__':
    main()
