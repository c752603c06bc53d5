"""Write tests/golden/tensorflow1.json, what calls of TensorFlow 1.15 compute, and tensorflow1_names.json, its names.

    PYTHONPATH=. PYTHON_OF_KERAS_2_2_4 tools/golden/make_tensorflow1.py
"""
import json
import os
import sys
import types

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir, 'tests', 'golden')
sys.path.insert(0, os.path.join(GOLDEN, '..', 'imports'))

# Not TensorFlow's own public names: absl, mock, tf.keras, and what has a package of its own.
FUTURE = ('absolute_import', 'division', 'print_function')
BUT = ('app', 'compat', 'contrib', 'core', 'flags', 'keras', 'python', 'test', 'tools')


def names_of(module, path=''):
    """Yields the public names of a module and of those within it."""
    for name in dir(module):
        if name.startswith('_') or name in FUTURE or not path and name in BUT:
            continue
        yield path + name
        value = getattr(module, name)
        if isinstance(value, types.ModuleType) and '_api' in value.__name__ and path.count('.') < 4:
            yield from names_of(value, path + name + '.')


def write(name, content):
    with open(os.path.join(GOLDEN, name), 'w') as file:
        json.dump(content, file, indent=0, sort_keys=True)
        file.write('\n')


def main():
    import numpy as np
    import tensorflow as tf
    from keras import backend as K
    from tensorflow1_calls import CALLS, VALUES
    names = dict({name: K.constant(value, dtype=value.dtype.name) for name, value in VALUES.items()}, tf=tf)
    results = {}
    for call in CALLS:
        value = np.asarray(K.get_session().run(eval('tf.' + call, names)))
        if value.dtype.kind == 'c':
            value = np.stack([value.real, value.imag])
        results[call] = {'dtype': value.dtype.name, 'values': np.asarray(value, 'float64').round(7).tolist()}
    write('tensorflow1.json', results)
    write('tensorflow1_names.json', sorted(set(names_of(tf))))


if __name__ == '__main__':
    main()
