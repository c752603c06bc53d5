"""Keras 2's `keras.engine.saving`: models to and from files, JSON and configs, by the functions of the host.

While a host loads, the layers of Keras are compat's, so that a loaded model behaves like the saved one.
"""
import functools
import inspect
import json
import warnings

from compat import adapters, process
from compat.differences import reason
from compat.files import cudnn_weights, training_config as trained_files, weights as weight_files
from compat.files.formats import readable_by_hosts
from compat.files.known_objects import known_objects_scope, layer_classes
from compat.files.weight_layouts import preprocess_weights_for_loading  # noqa: F401
from compat.errors import UnsupportedError, user_stacklevel
from compat.symbolic.context import context
from compat.utils.generic_utils import deserialize_keras_object
from compat.utils.io_utils import HDF5_OBJECT_HEADER_LIMIT  # noqa: F401
from compat.utils.io_utils import read_names, write_names

_host = process.opened()
_models = adapters.area('model')
string_types = (str,)


def load_model(filepath, custom_objects=None, compile=True):
    """Returns the model of a file that ``model.save`` wrote (Keras 2.2.4 `keras.models.load_model`).

    Args:
        filepath: path of the file, a group of h5py (an open file is one), or a dict that ``save_model`` filled.
        custom_objects: the program's own classes and functions by name.
        compile: whether the model is compiled as it was when it was saved.

    Returns:
        The model, with its weights and, where it is compiled, the state of its optimizer.

    Raises:
        ValueError: the file names an unknown layer, function or optimizer.
    """
    with known_objects_scope(custom_objects) as objects, readable_by_hosts(filepath) as path, context.scope(
            reads_file=True):
        config = trained_files.training_config(path)
        if config is None and compile:
            try:
                trained_files.check_loss(path)
            except ValueError:
                # Keras 2 made the layers first: what they fail on comes first.
                with trained_files.without_training(path) as alone:
                    _host.keras.models.load_model(alone, custom_objects=objects, compile=False)
                raise
            model = _host.keras.models.load_model(path, custom_objects=objects)
            _models.restore_optimizer(model, path)
            if not process.dialect().eager and not getattr(model, '_is_compiled', True):
                warnings.warn('No training configuration found in save file: the model was *not* compiled. Compile it '
                              'manually.', stacklevel=user_stacklevel())
            return model
        with trained_files.without_training(path) as alone:
            model = _host.keras.models.load_model(alone, custom_objects=objects, compile=False)
        if compile:
            trained_files.resume(model, path, config)
        return model


def save_model(model, filepath, overwrite=True, include_optimizer=True):
    """Writes a model to a file (Keras 2.2.4 `keras.models.save_model`).

    Args:
        model: the model.
        filepath: path of the file: HDF5, or Keras 3's format where it ends in .keras and the host has that. Or a group
            of h5py, or a dict, that the model is written to.
        overwrite: whether an existing file is replaced; else the user is asked.
        include_optimizer: whether the state of the optimizer is written, too.
    """
    model.save(filepath, overwrite=overwrite, include_optimizer=include_optimizer)


def model_from_json(json_string, custom_objects=None):
    """Returns the model, with new weights, of the JSON of ``model.to_json()``.

    Args:
        json_string: the JSON.
        custom_objects: the program's own classes and functions by name.

    Source: Keras 2.2.4 `keras.models.model_from_json`.
    """
    with known_objects_scope(custom_objects) as objects:
        return _host.keras.models.model_from_json(json_string, custom_objects=objects)


def model_from_yaml(yaml_string, custom_objects=None):
    """Returns the model, with new weights, of the YAML of ``model.to_yaml()``, here or in Keras 2.

    Args:
        yaml_string: the YAML.
        custom_objects: the program's own classes and functions by name.

    Raises:
        ImportError: the YAML is no JSON, and PyYAML is not installed.

    Source: Keras 2.2.4 `keras.models.model_from_yaml`.
    """
    try:
        config = json.loads(yaml_string)
    except ValueError:
        config = _load_yaml(yaml_string)
    return model_from_config(config, custom_objects)


def _load_yaml(yaml_string):
    try:
        import yaml
    except ImportError as error:
        raise ImportError('Models in YAML that Keras 2 wrote are read by PyYAML, which is not installed: '
                          '`pip install pyyaml`. Without it compat reads what its own to_yaml() wrote, and JSON.'
                          ) from error

    class Loader(yaml.SafeLoader):
        """A safe loader with the tuples that Keras 2 wrote."""

    Loader.add_constructor('tag:yaml.org,2002:python/tuple',
                           lambda loader, node: tuple(loader.construct_sequence(node, deep=True)))
    return yaml.load(yaml_string, Loader)


def model_from_config(config, custom_objects=None):
    """Returns the model, with new weights, of a config (Keras 2.2.4 `keras.models.model_from_config`).

    Args:
        config: dict with ``class_name`` and ``config``.
        custom_objects: the program's own classes and functions by name.

    Raises:
        TypeError: the config is a list.
    """
    if isinstance(config, list):
        raise TypeError('`model_from_config` expects a dictionary, not a list. Maybe you meant to use '
                        '`Sequential.from_config(config)`?')
    with known_objects_scope(custom_objects) as objects:
        return deserialize_keras_object(config, layer_classes(config), objects, 'layer')


def pickle_model(model):
    """Returns the model with its weights and optimizer as a dict for ``unpickle_model`` (Keras 2.2.4)."""
    rebuild, arguments = model.__reduce__()[:2]
    return {'model': (rebuild, arguments)}


def unpickle_model(state):
    """Returns the model of a dict of ``pickle_model`` (Keras 2.2.4)."""
    rebuild, arguments = state['model']
    return rebuild(*arguments)


def save_attributes_to_hdf5_group(group, name, data):
    """Writes a list of encoded names as an attribute of the group, in parts where it is too large for HDF5.

    Raises RuntimeError for a name that is too large by itself (Keras 2.2.4).
    """
    write_names(group, name, data)


def load_attributes_from_hdf5_group(group, name):
    """Returns the list of names that ``save_attributes_to_hdf5_group`` wrote, as text (Keras 2.2.4)."""
    return read_names(group, name)


def save_weights_to_hdf5_group(f, layers):
    """Writes the weights of the layers into the group of an HDF5 file, as ``save_weights`` does (Keras 2.2.4)."""
    weight_files.write(f, layers)


def load_weights_from_hdf5_group(f, layers, reshape=False):
    """Sets the weights of the layers to those of the group of an HDF5 file, in order (Keras 2.2.4).

    With ``reshape`` kernels of convolutions may have another shape. Raises ValueError where the number of layers, or of
    the weights of a layer, differs.
    """
    weight_files.load(f, layers, reshape)


def load_weights_from_hdf5_group_by_name(f, layers, skip_mismatch=False, reshape=False):
    """Sets the weights of layers to those of the same names in the group of an HDF5 file (Keras 2.2.4).

    Raises ValueError for weights that do not fit; with ``skip_mismatch`` a warning names them.
    """
    weight_files.load_by_name(f, layers, skip_mismatch, reshape)


def _convert_rnn_weights(layer, weights):
    """Returns the weights of an LSTM or GRU, or of one of cuDNN, in the layout of the layer (Keras 2.2.4).

    Raises ValueError for a bias of another shape, and where they do not go with the layer.
    """
    gates, _ = cudnn_weights.LAYOUTS.get(type(layer).__name__, (None, None))
    if gates is not None and len(weights) == 3:
        width, shape = gates * weights[1].shape[0], tuple(weights[2].shape)
        if shape not in [(width,), (2 * width,)] + [(2, width)] * (gates == 3):
            raise ValueError(f'The bias for layer {layer.name} has the shape {shape}: it has {width} numbers, or twice '
                             'as many.')
    return cudnn_weights.convert(layer, weights)


def _need_convert_kernel(original_backend):
    """Whether kernels of convolutions that this backend trained are reversed: those of Theano (Keras 2.2.4)."""
    return original_backend == 'theano'


def _uniquify(names):
    """Returns the names with a number after each that was there before: a, b, b_2 (Keras 2.3.1)."""
    counts, unique = {}, []
    for name in names:
        counts[name] = counts.get(name, 0) + 1
        unique.append(name if counts[name] == 1 else f'{name}_{counts[name]}')
    return unique


def _is_gcs_location(filepath):
    """Whether the path is one of Google Cloud Storage (Keras 2.3.1)."""
    return isinstance(filepath, str) and filepath.startswith('gs://')


def _refuse_buckets(filepath):
    if _is_gcs_location(filepath):
        raise UnsupportedError('{}: {}'.format(filepath, reason('google-cloud-storage')))


def allow_write_to_gcs(save_function):
    """Returns the function that saves an object; it raises UnsupportedError for paths of gs:// (Keras 2.3.1)."""
    @functools.wraps(save_function)
    def save(obj, filepath, overwrite=True, *args, **kwargs):
        _refuse_buckets(filepath)
        return save_function(obj, filepath, overwrite, *args, **kwargs)
    return save


def allow_read_from_gcs(load_function):
    """Returns the function that loads a file; it raises UnsupportedError for paths of gs:// (Keras 2.3.1)."""
    @functools.wraps(load_function)
    def load(*args, **kwargs):
        _refuse_buckets(inspect.signature(load_function).bind(*args, **kwargs).arguments['filepath'])
        return load_function(*args, **kwargs)
    return load
