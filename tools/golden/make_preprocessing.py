"""Write tests/golden/preprocessing.json: what the oracle computes for the cases of tests/preprocessing_cases.py.

    PYTHONPATH=. PYTHON_OF_KERAS_2_2_4 tools/golden/make_preprocessing.py
"""
import json
import os
import sys

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir, 'tests', 'golden')
FILE = os.path.join(GOLDEN, 'preprocessing.json')
sys.path.insert(0, os.path.join(GOLDEN, '..'))


def main():
    import preprocessing_cases
    tables = {family: preprocessing_cases.table_of(family) for family in preprocessing_cases.FAMILIES}
    with open(FILE, 'w') as stream:
        json.dump(tables, stream, sort_keys=True, indent=0, separators=(',', ':'))
        stream.write('\n')


if __name__ == '__main__':
    main()
