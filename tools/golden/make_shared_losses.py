"""Writes tests/golden/shared_losses.json: the numbers of losses and updates of shared layers and models on Keras 2.2.4.

    PYTHON_OF_KERAS_2_2_4 tools/golden/make_shared_losses.py
"""
import json
import os
import sys

import keras

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir, 'tests', 'golden')
sys.path.insert(0, os.path.dirname(GOLDEN))

import shared_losses  # noqa: E402

if __name__ == '__main__':
    rows = ('%s:%s' % (json.dumps(title), json.dumps(case(keras), separators=(',', ':')))
            for title, case in sorted(shared_losses.CASES.items()))
    with open(os.path.join(GOLDEN, 'shared_losses.json'), 'w') as stream:
        stream.write('{%s}\n' % ',\n'.join(rows))
