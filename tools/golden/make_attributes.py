"""Writes tests/golden/attributes.json: the attributes and methods of the objects of Keras 2.2.4, private ones too.

    PYTHON_OF_KERAS_2_2_4 tools/golden/make_attributes.py
"""
import json
import os
import sys

import keras

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir, 'tests', 'golden')
sys.path.insert(0, os.path.dirname(GOLDEN))

import attribute_cases  # noqa: E402


def table():
    """The names by kind of object, in a line."""
    return {title: ' '.join(attribute_cases.attributes(thing))
            for title, thing in attribute_cases.objects(keras).items()}


if __name__ == '__main__':
    with open(os.path.join(GOLDEN, 'attributes.json'), 'w') as stream:
        json.dump(table(), stream, indent=0, sort_keys=True)
        stream.write('\n')
