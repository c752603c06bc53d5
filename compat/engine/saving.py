"""Keras 2's `keras.engine.saving`: models to and from files, JSON and configs, by the host's own means.

While a host loads, the layers of Keras are compat's, so that what is loaded behaves like what was saved.
"""
import contextlib
import inspect
import sys

from compat import hosts, namespace
from compat.engine.sequential import Sequential
from compat.engine.training import Functional, Model
from compat.utils.generic_utils import custom_object_scope, get_custom_objects

_host = hosts.opened()
_models = hosts.part('engine', 'models')
# Functions of the modules of losses and metrics that are no loss or metric.
NOT_SAVED = ('get', 'serialize', 'deserialize', 'serialize_keras_object', 'deserialize_keras_object')


def known(custom_objects):
    """What a host is told of when it loads: compat's classes and functions of Keras, then the user's.

    Keras 3 itself does not know the short names of losses (``mse``) in the .h5 files that it wrote.
    """
    from compat import layers, losses, metrics, optimizers
    classes = {'Model': Model, 'Functional': Functional, 'Sequential': Sequential}
    for module in (layers, optimizers, metrics, losses):
        for name in module.__all__:
            value = None if name in NOT_SAVED else getattr(module, name)
            if inspect.isfunction(value) and module in (metrics, losses):
                classes[name] = value
            elif isinstance(value, type) and not namespace.is_unbuilt(value):
                classes[value.__name__] = value
    classes.update(get_custom_objects())
    classes.update(custom_objects or {})
    return classes


@contextlib.contextmanager
def telling(custom_objects):
    """While a host loads it is told of the known; it gives them. What an outer call was told of stays known.

    The scope is compat's, because those of Keras 3 forget the ones around them.
    """
    objects = known(custom_objects)
    with custom_object_scope(objects):
        yield objects


def unknown_layers(layers, classes):
    """The class names in the configs of layers that are neither among the classes nor where the config says."""
    found = []
    for layer in layers:
        if isinstance(layer, dict) and isinstance(layer.get('config'), dict):
            if not _is_found(layer, classes):
                found.append(layer['class_name'])
            inner = layer['config']
            found += unknown_layers(inner.get('layers', [inner.get('layer')]), classes)
    return found


def _is_found(layer, classes):
    name, module = layer.get('class_name'), layer.get('module') or ''
    return (name is None or name in classes or layer.get('registered_name') in classes
            or module.partition('.')[0] in ('keras', 'tf_keras') or hasattr(sys.modules.get(module), name))


def load_model(filepath, custom_objects=None, compile=True):
    """The model of a file that ``model.save`` wrote; ``custom_objects`` names the user's own classes and functions."""
    with telling(custom_objects) as objects:
        model = _host.keras.models.load_model(filepath, custom_objects=objects, compile=compile)
    if compile:
        _models.restore_optimizer(model, filepath)
    return model


def save_model(model, filepath, overwrite=True, include_optimizer=True):
    """Write the model, its weights and, if asked, its optimizer to a file: .h5, or .keras where the host has it."""
    model.save(filepath, overwrite=overwrite, include_optimizer=include_optimizer)


def model_from_json(json_string, custom_objects=None):
    """The model, with new weights, that ``model.to_json()`` describes."""
    with telling(custom_objects) as objects:
        return _host.keras.models.model_from_json(json_string, custom_objects=objects)


def model_from_config(config, custom_objects=None):
    """The model, with new weights, of a dict with ``class_name`` and ``config``. Raises TypeError for a list."""
    if isinstance(config, list):
        raise TypeError('`model_from_config` expects a dictionary, not a list. Maybe you meant to use '
                        '`Sequential.from_config(config)`?')
    from compat.layers import deserialize
    with telling(custom_objects) as objects:
        return deserialize(config, custom_objects=objects)
