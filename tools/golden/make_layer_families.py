"""Write tests/golden/layer_families.json: which layer classes of Keras 2 are subclasses of which others.

Run it with the python of each oracle in turn; each run replaces its own table. A table maps ``path:name``, where the
class is defined, to those of the classes that it is a subclass of. Classes with an underscore are there, too.
"""
import json
import os
import sys

import versioned

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir, 'tests', 'golden')
TABLE = os.path.join(GOLDEN, 'layer_families.json')
NAMES = os.path.join(GOLDEN, '..', '..', 'compat', 'imports', 'names.json')
sys.path.insert(0, os.path.join(GOLDEN, '..'))


def main():
    import keras
    import layer_families
    with open(NAMES) as stream:
        names = json.load(stream)[keras.__version__]
    versioned.write(TABLE, keras.__version__, layer_families.families(layer_families.classes('keras', names)))


if __name__ == '__main__':
    main()
