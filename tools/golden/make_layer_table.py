"""Write tests/golden/layer_table.json and wrapper_table.json: what the oracle says and computes of the rows of
tests/layer_table.py and tests/wrapper_table.py.

    PYTHONPATH=. PYTHON_OF_KERAS_2_2_4 tools/golden/make_layer_table.py
    PYTHONPATH=. PYTHON_OF_KERAS_2_3_1 tools/golden/make_layer_table.py

The table of 2.2.4 is whole; that of 2.3.1 has the rows that differ from it.
"""
import json
import os
import sys

import versioned

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir, 'tests', 'golden')
sys.path.insert(0, os.path.join(GOLDEN, '..'))
FIRST = '2.2.4'


def main():
    import layer_table
    import wrapper_table
    write('layer_table.json', layer_table.GROUPS, layer_table.WRONG)
    write('wrapper_table.json', wrapper_table.GROUPS, wrapper_table.WRONG)


def write(name, groups, wrong):
    """Write the table of these rows."""
    import compat
    import layer_table
    table, path = {'refused': layer_table.refused(wrong)}, os.path.join(GOLDEN, name)
    for group in groups.values():
        table.update(layer_table.table_of(group))
    if compat.__version__ != FIRST:
        with open(path) as stream:
            first = json.load(stream)[FIRST]
        table = {key: value for key, value in table.items() if layer_table.differences(first[key], value)}
    versioned.write(path, compat.__version__, table)


if __name__ == '__main__':
    main()
