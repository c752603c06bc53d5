"""Write compat/imports/names.json: what every public module of Keras 2 offered, and where each name lives.

Run it with the python of each oracle in turn; each run replaces its own table:

    PYTHON_OF_KERAS_2_2_4 tools/golden/make_names.py
    PYTHON_OF_KERAS_2_3_1 tools/golden/make_names.py

A table maps a module path (without the leading ``keras.``, the top level is the empty path) to its names.
A name maps to its home: ``path:name`` for what Keras itself defines, ``path:`` for a module of Keras,
``=module:name`` and ``=module:`` for what leaked in from elsewhere (numpy, copy, tensorflow), and
``.`` for a name that lives in the module itself. Plain constants are homed where they are met first.
"""
import importlib
import inspect
import os
import pkgutil
import sys
import types

import versioned

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir, 'tests', 'golden')
TABLE = os.path.join(GOLDEN, '..', '..', 'compat', 'imports', 'names.json')
LEFT_OUT = ('keras.backend.cntk_backend', 'keras.backend.theano_backend')
PRIVATE = {'keras.backend.tensorflow_backend': [
               '_GRAPH_LEARNING_PHASES', '_GRAPH_UID_DICTS', '_LEARNING_PHASE_CACHE', '_LOCAL_DEVICES',
               '_MANUAL_VAR_INIT', '_SESSION', '_SYMBOLIC_SCOPE', '_broadcast_normalize_batch_in_training',
               '_fused_normalize_batch_in_training', '_get_available_gpus', '_get_current_tf_device', '_has_compat_v1',
               '_has_nchw_support', '_is_current_explicit_device', '_is_tf_1', '_preprocess_conv1d_input',
               '_preprocess_conv2d_input', '_preprocess_conv3d_input', '_preprocess_padding',
               '_regular_normalize_batch_in_training', '_to_tensor'],
           'keras.engine.base_layer': ['_to_snake_case', '_collect_input_shape', '_collect_previous_mask'],
           'keras.engine.topology': ['_to_snake_case']}


def modules():
    import keras
    yield 'keras', keras
    for found in pkgutil.walk_packages(keras.__path__, 'keras.'):
        if found.name in LEFT_OUT:
            continue
        try:
            yield found.name, importlib.import_module(found.name)
        except ImportError as error:
            sys.stderr.write('%s: %s\n' % (found.name, error))


def within(module_name):
    return module_name == 'keras' or module_name.startswith('keras.')


def relative(module_name):
    return module_name[len('keras.'):]


def home_of(path, name, value, found):
    """The home of ``value``, met as ``name`` in the module ``path``."""
    if isinstance(value, types.ModuleType):
        if within(value.__name__):
            return relative(value.__name__) + ':'
        return '=%s:' % value.__name__
    owner = getattr(value, '__module__', None)
    if inspect.isclass(value) or inspect.isroutine(value):
        own_name = getattr(value, '__name__', name)
        if owner and within(owner) and owner in found:
            for candidate in (name, own_name):
                if vars(found[owner]).get(candidate) is value:
                    return '.' if (owner, candidate) == (path, name) else '%s:%s' % (relative(owner), candidate)
            return '.'
        if owner and not owner.startswith('keras'):
            try:
                if getattr(importlib.import_module(owner), own_name, None) is value:
                    return '=%s:%s' % (owner, own_name)
            except ImportError:
                return '.'
    return '.'


def main():
    import keras
    found = dict(modules())
    table = {}
    for path in sorted(found):
        names = {}
        for name, value in sorted(vars(found[path]).items()):
            wanted = not name.startswith('_') or name in PRIVATE.get(path, ())
            if wanted and type(value).__name__ != '_Feature':
                names[name] = home_of(path, name, value, found)
        table[relative(path) if path != 'keras' else ''] = names
    versioned.write(TABLE, keras.__version__, table)


if __name__ == '__main__':
    main()
