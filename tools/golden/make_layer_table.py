"""Write tests/golden/layer_table.json: what the oracle says and computes for the rows of tests/layer_table.py.

    PYTHONPATH=. PYTHON_OF_KERAS_2_2_4 tools/golden/make_layer_table.py
    PYTHONPATH=. PYTHON_OF_KERAS_2_3_1 tools/golden/make_layer_table.py

The table of 2.2.4 is whole; that of 2.3.1 has the rows that differ from it.
"""
import json
import os
import sys

import versioned

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir, 'tests', 'golden')
FILE = os.path.join(GOLDEN, 'layer_table.json')
sys.path.insert(0, os.path.join(GOLDEN, '..'))
FIRST = '2.2.4'


def main():
    import compat
    import layer_table
    table = {'refused': layer_table.refused()}
    for group in layer_table.GROUPS:
        table.update(layer_table.table_of(group))
    if compat.__version__ != FIRST:
        with open(FILE) as stream:
            first = json.load(stream)[FIRST]
        table = {key: value for key, value in table.items() if layer_table.differences(first[key], value)}
    versioned.write(FILE, compat.__version__, table)


if __name__ == '__main__':
    main()
