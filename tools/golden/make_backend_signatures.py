"""Write tests/golden/backend_signatures.json: the signature of every public function of keras.backend.

Run it with the pythons of both oracles and of tensorflow 2.15, whose keras is tf.keras; each replaces its own table:

    PYTHON_OF_KERAS_2_2_4 tools/golden/make_backend_signatures.py
    PYTHON_OF_KERAS_2_3_1 tools/golden/make_backend_signatures.py
    PYTHON_OF_TENSORFLOW_2_15 tools/golden/make_backend_signatures.py

A table maps a name to the signature in the words of Python; what tf.keras has in K.experimental is there by its path.
"""
import inspect
import os

import versioned

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir, 'tests', 'golden')
TABLE = os.path.join(GOLDEN, 'backend_signatures.json')


def signature(function):
    """The signature of a function in the words of Python, without annotations."""
    own = inspect.signature(function)
    arguments = [argument.replace(annotation=argument.empty) for argument in own.parameters.values()]
    return str(own.replace(parameters=arguments, return_annotation=own.empty))


def signatures(module, prefix=''):
    """{name: signature} of the public functions of the module."""
    return {prefix + name: signature(value) for name, value in vars(module).items()
            if inspect.isfunction(value) and not name.startswith('_')}


def main():
    import keras
    from keras import backend
    table = signatures(backend)
    if hasattr(backend, 'experimental'):
        table.update(signatures(backend.experimental, 'experimental.'))
    versioned.write(TABLE, keras.__version__, table)


if __name__ == '__main__':
    main()
