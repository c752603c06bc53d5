"""Keras 2's `keras.engine.saving`: models to and from files, JSON and configs, by the host's own means.

While a host loads, the layers of Keras are compat's, so that what is loaded behaves like what was saved.
"""
import contextlib
import functools
import inspect
import json
import sys

from compat import adapters, hosts
from compat.imports import lazy_modules as namespace
from compat.differences import reason
from compat.files import training_config as trained_files, weights as weight_files
from compat.base_layer.network_mixin import named_as_hdf5
from compat.engine.sequential import Sequential
from compat.engine.training import Functional, Model
from compat.files.weight_layouts import preprocess_weights_for_loading  # noqa: F401
from compat.errors import UnsupportedError
from compat.utils.generic_utils import custom_object_scope, get_custom_objects
from compat.utils.io_utils import HDF5_OBJECT_HEADER_LIMIT  # noqa: F401
from compat.utils.io_utils import read_names, write_names

_host = hosts.opened()
_models = adapters.area('model')
string_types = (str,)
# Functions of the modules of losses and metrics that are no loss or metric.
NOT_SAVED = ('get', 'serialize', 'deserialize', 'serialize_keras_object', 'deserialize_keras_object',
             'is_categorical_crossentropy', 'clone_metric', 'clone_metrics')


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
    with telling(custom_objects) as objects, named_as_hdf5(filepath) as path:
        told = trained_files.training_config(path)
        if told is None:
            model = _host.keras.models.load_model(path, custom_objects=objects, compile=compile)
            if compile:
                _models.restore_optimizer(model, path)
            return model
        with trained_files.without_training(path) as alone:
            model = _host.keras.models.load_model(alone, custom_objects=objects, compile=False)
        if compile:
            trained_files.resume(model, path, told)
        return model


def save_model(model, filepath, overwrite=True, include_optimizer=True):
    """Write the model, its weights and, if asked, its optimizer to a file: .h5, or .keras where the host has it."""
    model.save(filepath, overwrite=overwrite, include_optimizer=include_optimizer)


def model_from_json(json_string, custom_objects=None):
    """The model, with new weights, that ``model.to_json()`` describes."""
    with telling(custom_objects) as objects:
        return _host.keras.models.model_from_json(json_string, custom_objects=objects)


def model_from_yaml(yaml_string, custom_objects=None):
    """The model, with new weights, that YAML describes: what ``model.to_yaml()`` gives, or gave in Keras 2.

    Raises ImportError for YAML that is no JSON where PyYAML is not installed.
    """
    try:
        config = json.loads(yaml_string)
    except ValueError:
        config = _loaded(yaml_string)
    return model_from_config(config, custom_objects)


def _loaded(yaml_string):
    try:
        import yaml
    except ImportError as error:
        raise ImportError('Models in YAML that Keras 2 wrote are read by PyYAML, which is not installed: '
                          '`pip install pyyaml`. Without it compat reads what its own to_yaml() wrote, and JSON.'
                          ) from error

    class Loader(yaml.SafeLoader):
        """Makes no objects but the tuples that Keras 2 wrote."""

    Loader.add_constructor('tag:yaml.org,2002:python/tuple',
                           lambda loader, node: tuple(loader.construct_sequence(node, deep=True)))
    return yaml.load(yaml_string, Loader)


def model_from_config(config, custom_objects=None):
    """The model, with new weights, of a dict with ``class_name`` and ``config``. Raises TypeError for a list."""
    if isinstance(config, list):
        raise TypeError('`model_from_config` expects a dictionary, not a list. Maybe you meant to use '
                        '`Sequential.from_config(config)`?')
    from compat.layers import deserialize
    with telling(custom_objects) as objects:
        return deserialize(config, custom_objects=objects)


def pickle_model(model):
    """A dict that ``unpickle_model`` makes the model of, with its weights and optimizer (Keras 2.2.4)."""
    rebuild, arguments = model.__reduce__()[:2]
    return {'model': (rebuild, arguments)}


def unpickle_model(state):
    """The model of what ``pickle_model`` gave (Keras 2.2.4)."""
    rebuild, arguments = state['model']
    return rebuild(*arguments)


def save_attributes_to_hdf5_group(group, name, data):
    """Write a list of encoded names as an attribute of the group, in parts where HDF5 takes no such large one.

    Raises RuntimeError for a name that is too large by itself (Keras 2.2.4).
    """
    write_names(group, name, data)


def load_attributes_from_hdf5_group(group, name):
    """The list of names that ``save_attributes_to_hdf5_group`` wrote, as text (Keras 2.2.4)."""
    return read_names(group, name)


def save_weights_to_hdf5_group(f, layers):
    """Write the weights of the layers into the group of an HDF5 file, as ``save_weights`` does (Keras 2.2.4)."""
    weight_files.write(f, layers)


def load_weights_from_hdf5_group(f, layers, reshape=False):
    """Give the layers the weights of the group of an HDF5 file, in order (Keras 2.2.4).

    ``reshape`` lets kernels of convolutions have another shape. Raises ValueError for another number of layers, or of
    weights of a layer.
    """
    weight_files.load(f, layers, reshape)


def load_weights_from_hdf5_group_by_name(f, layers, skip_mismatch=False, reshape=False):
    """Give the layers the weights of those of the group of an HDF5 file that have the same names (Keras 2.2.4).

    Weights that do not fit raise ValueError, or with ``skip_mismatch`` are told by a warning.
    """
    weight_files.load_by_name(f, layers, skip_mismatch, reshape)


def _refuse_buckets(filepath):
    if isinstance(filepath, str) and filepath.startswith('gs://'):
        raise UnsupportedError('{}: {}'.format(filepath, reason('google-cloud-storage')))


def allow_write_to_gcs(save_function):
    """The function, which saves an object under a path; paths of gs:// raise UnsupportedError (Keras 2.3.1)."""
    @functools.wraps(save_function)
    def save(obj, filepath, overwrite=True, *args, **kwargs):
        _refuse_buckets(filepath)
        return save_function(obj, filepath, overwrite, *args, **kwargs)
    return save


def allow_read_from_gcs(load_function):
    """The function, which loads from ``filepath``; paths of gs:// raise UnsupportedError (Keras 2.3.1)."""
    @functools.wraps(load_function)
    def load(*args, **kwargs):
        _refuse_buckets(inspect.signature(load_function).bind(*args, **kwargs).arguments['filepath'])
        return load_function(*args, **kwargs)
    return load
