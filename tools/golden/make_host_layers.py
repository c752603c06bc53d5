"""Write tests/golden/host_layers.json: the layer classes of Keras 2 that a host has not, for each host of the table.

Run it with the python of each host but real Keras 2, in the root of the repository; each run replaces the list of its
own host. All versions of a host that are driven have the same list.

    PYTHONPATH=. PYTHON_OF_THE_HOST tools/golden/make_host_layers.py
"""
import json
import os

import versioned
from compat import process

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir, 'tests', 'golden')
TABLE = os.path.join(GOLDEN, 'host_layers.json')
CLASSES = os.path.join(GOLDEN, '..', '..', 'compat', 'builtin_layers', 'signatures.json')


def missing(layers):
    """The layer classes of Keras 2 that the host's keras.layers has not."""
    with open(CLASSES) as stream:
        names = {name for table in json.load(stream).values() for name in table}
    return sorted(name for name in names if not hasattr(layers, name))


def main():
    host = process.opened()
    versioned.write(TABLE, host.host.name, missing(host.keras.layers))


if __name__ == '__main__':
    main()
