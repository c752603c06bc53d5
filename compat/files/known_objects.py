"""The classes and functions that names in configs and files stand for.

Modules are opened by their paths, as names.json has them: layers, models and what trains them are above this module.
"""
import contextlib
import importlib
import inspect
import sys

from compat import process
from compat.base_layer.pickling import host_function
from compat.imports import lazy_modules
from compat.utils.generic_utils import custom_object_scope, get_custom_objects

# The classes of models by the names that files have for them, and the modules of these classes.
MODELS = {'Model': 'engine.training', 'Functional': 'engine.training', 'Sequential': 'engine.sequential'}
# The modules whose public names files may contain.
MODULES = ('layers', 'optimizers', 'metrics', 'losses')
# Functions of the modules of losses and metrics that are no loss or metric.
NOT_SAVED = ('get', 'serialize', 'deserialize', 'serialize_keras_object', 'deserialize_keras_object',
             'is_categorical_crossentropy', 'clone_metric', 'clone_metrics')


def _open(path):
    return importlib.import_module(lazy_modules.full(path))


def class_name(layer):
    """Returns the name of the class of a layer as Keras 2 had it: hosts call functional models Functional."""
    name = type(layer).__name__
    return 'Model' if name == 'Functional' and process.dialect().functional_is_called_model else name


def layer_classes(config):
    """Returns the class of Keras 2 that a layer's config names, as ``{name: class}``; empty for any other name."""
    name = config.get('class_name') if isinstance(config, dict) else config
    if isinstance(name, str) and name in MODELS:
        return {name: getattr(_open(MODELS[name]), name)}
    if isinstance(name, str) and name[:1].isupper():
        for module in (_open('models'), _open('layers')):
            if name in dir(module):
                return {name: getattr(module, name)}
    return {}


def known_objects(custom_objects):
    """Returns what a host may find by name when it loads: compat's classes and functions of Keras, then the user's.

    Keras 3 itself does not know the short names of losses (``mse``) in the .h5 files that it wrote.
    """
    objects = {name: getattr(_open(path), name) for name, path in MODELS.items()}
    for path in MODULES:
        module = _open(path)
        for name in module.__all__:
            value = None if name in NOT_SAVED else getattr(module, name)
            if inspect.isfunction(value) and path in ('metrics', 'losses'):
                objects[name] = host_function(value)
            elif isinstance(value, type) and not lazy_modules.is_unbuilt(value):
                objects[value.__name__] = value
    objects.update(get_custom_objects())
    objects.update(custom_objects or {})
    return objects


@contextlib.contextmanager
def known_objects_scope(custom_objects=None):
    """A scope in which a host finds the known objects by name; it returns them. Scopes around it stay in force.

    The scope is compat's, because those of Keras 3 forget the ones around them.
    """
    objects = known_objects(custom_objects)
    with custom_object_scope(objects):
        yield objects


class ConfigOfTexts(dict):
    """The config of a layer of a program, in which what is text stays text while a host makes the layer.

    Hosts put a function in the place of each text that is the name of one, as 'add' and 'mse' are.
    """

    def __setitem__(self, key, value):
        by_host = sys._getframe(1).f_globals['__name__'].partition('.')[0] in ('keras', 'tf_keras', 'tensorflow')
        if not (by_host and isinstance(self.get(key), str) and inspect.isfunction(value)):
            super().__setitem__(key, value)


def with_texts(layers, classes):
    """Returns the configs of layers, those that are none of Keras 2 with texts that hosts leave alone.

    The dialect tf.keras has the program's functions in their place, as tf.keras.
    """
    if process.dialect().eager:
        return layers
    return [dict(layer, config=ConfigOfTexts(layer['config'])) if _is_of_program(layer, classes) else layer
            for layer in layers]


def _is_of_program(layer, classes):
    if not isinstance(layer, dict) or not isinstance(layer.get('config'), dict):
        return False
    name, builtin = layer.get('class_name'), layer_classes(layer)
    return name not in builtin or classes.get(name) is not builtin[name]


def unknown_layers(layers, classes):
    """Returns the class names in configs of layers that are neither among the classes nor in the module they name."""
    unknown = []
    for layer in layers:
        if isinstance(layer, dict) and isinstance(layer.get('config'), dict):
            if not _is_known(layer, classes):
                unknown.append(layer['class_name'])
            inner = layer['config']
            unknown += unknown_layers(inner.get('layers', [inner.get('layer')]), classes)
    return unknown


def _is_known(layer, classes):
    name, module = layer.get('class_name'), layer.get('module') or ''
    if name is None or name in classes or layer.get('registered_name') in classes:
        return True
    package = module.partition('.')[0]
    # What is compat's and public is among the classes; the others, `_Conv` say, Keras 2 did not know by name.
    return package in ('keras', 'tf_keras') or package != __package__.partition('.')[0] and (
        hasattr(sys.modules.get(module), name))
