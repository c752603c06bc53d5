"""Keras 2's `keras.engine.saving`: models to and from files, JSON and configs, by the host's own means.

While a host loads, the layers of Keras are compat's, so that what is loaded behaves like what was saved.
"""
import functools
import inspect
import json

from compat import adapters, process
from compat.differences import reason
from compat.files import training_config as trained_files, weights as weight_files
from compat.files.formats import readable_by_hosts
from compat.files.known_objects import known_objects_scope, layer_classes
from compat.files.weight_layouts import preprocess_weights_for_loading  # noqa: F401
from compat.errors import UnsupportedError
from compat.utils.generic_utils import deserialize_keras_object
from compat.utils.io_utils import HDF5_OBJECT_HEADER_LIMIT  # noqa: F401
from compat.utils.io_utils import read_names, write_names

_host = process.opened()
_models = adapters.area('model')
string_types = (str,)


def load_model(filepath, custom_objects=None, compile=True):
    """The model of a file that ``model.save`` wrote; ``custom_objects`` names the user's own classes and functions."""
    with known_objects_scope(custom_objects) as objects, readable_by_hosts(filepath) as path:
        config = trained_files.training_config(path)
        if config is None:
            model = _host.keras.models.load_model(path, custom_objects=objects, compile=compile)
            if compile:
                _models.restore_optimizer(model, path)
            return model
        with trained_files.without_training(path) as alone:
            model = _host.keras.models.load_model(alone, custom_objects=objects, compile=False)
        if compile:
            trained_files.resume(model, path, config)
        return model


def save_model(model, filepath, overwrite=True, include_optimizer=True):
    """Write the model, its weights and, if asked, its optimizer to a file: .h5, or .keras where the host has it."""
    model.save(filepath, overwrite=overwrite, include_optimizer=include_optimizer)


def model_from_json(json_string, custom_objects=None):
    """The model, with new weights, that ``model.to_json()`` describes."""
    with known_objects_scope(custom_objects) as objects:
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
    with known_objects_scope(custom_objects) as objects:
        return deserialize_keras_object(config, layer_classes(config), objects, 'layer')


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
