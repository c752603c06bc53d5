"""The configs of built-in layers in files: those of the host's class of the same name, so that a plain host loads them.

``for_host`` translates the config of Keras 2, ``for_keras2`` one of either. A key is the same in both where the adapter
(``layers.CONFIG_NAMES``) does not rename it.
"""
import importlib
import inspect

import numpy as np

from compat import adapters, differences, process
from compat.base_layer.nest import as_list
from compat.files.known_objects import class_name
from compat.symbolic.context import context

_host = process.opened()
_layers = adapters.area('layers')

# Hosts have these functions in modules of their own, too, which warn of an object that is not of their class.
_serialize = _host.keras.utils.serialize_keras_object
# What writes a value, by the end of its key.
OBJECTS = (('_initializer', _serialize), ('_regularizer', _serialize), ('_constraint', _serialize),
           ('activation', _host.keras.activations.serialize))
# Arguments of Keras 2 that choose among ways to the same numbers, or say the shape of the input, which files say
# elsewhere: lost where the host's constructor has none of that name.
WITHOUT_EFFECT = ('implementation', 'input_length', 'input_dim', 'batch_input_shape', 'input_shape')
# What hosts write beside Keras 2's arguments, and the values with which the layer computes what Keras 2's does.
HOST_ONLY = {
    'quantization_config': (None,), 'lora_rank': (None,), 'lora_alpha': (None,), 'autocast': (True,), 'groups': (1,),
    'synchronized': (False,), 'zero_output_for_mask': (False,), 'time_major': (False,),
    'keepdims': (False,), 'sparse': (False, None), 'ragged': (False, None), 'renorm': (False,),
    'renorm_clipping': (None, {}), 'renorm_momentum': (0.99, None), 'virtual_batch_size': (None,),
    'fused': (None, True, False), 'adjustment': (None,), 'use_cudnn': ('auto', True, False),
    'activity_regularizer': (None,), 'build_config': None, 'optional': (False,), 'noise_shape': (None,)}
# What hosts write beside Keras 2's arguments that changes no result, but what is drawn: the difference that says so.
DRAWN_OTHERWISE = {'seed': 'seeds-in-files'}
# (layer, None for all; key; value) with which the host's layer computes something else: the difference that says what.
READ_OTHERWISE = {
    ('UpSampling2D', 'interpolation', 'bilinear'): 'bilinear-in-files',
    (None, 'activation', 'hard_sigmoid'): 'hard-sigmoid-in-files',
    (None, 'recurrent_activation', 'hard_sigmoid'): 'hard-sigmoid-in-files'}


def host_class(name):
    """Returns the host's layer class of that name, None where it has none."""
    return getattr(_host.keras.layers, name, None)


def is_for_host():
    """Whether configs are to be the host's: a model is written to a file or as JSON."""
    return context.writes_file


def serialize(layer):
    """Returns a layer within the config of another: class name and config, as the host writes them for files."""
    if is_for_host():
        return _host.keras.layers.serialize(layer)
    return {'class_name': class_name(layer), 'config': layer.get_config()}


def deserialize(config, custom_objects=None):
    """Returns the layer of a config within that of another; a layer as it is."""
    if not isinstance(config, dict):
        return config
    return importlib.import_module('compat.layers').deserialize(config, custom_objects)


def _parameters(cls):
    """Returns the parameters of the constructors of a class and those that it hands its other arguments to, by name."""
    parameters = {}
    for base in cls.__mro__:
        if '__init__' not in vars(base):
            continue
        own = inspect.signature(base.__init__).parameters
        parameters.update((name, parameter) for name, parameter in own.items() if name not in parameters)
        if not any(parameter.kind is parameter.VAR_KEYWORD for parameter in own.values()):
            break
    return parameters


def _host_value(layer, key, value):
    """Returns the value of a key as the host writes it: objects of Keras as it serializes them."""
    for ending, serialize_object in OBJECTS:
        if value is not None and key.endswith(ending) and not isinstance(getattr(layer, key, None), (dict, type(None))):
            return serialize_object(getattr(layer, key))
    return value.item() if isinstance(value, np.ndarray) and value.shape == () else value


def for_host(layer, config):
    """Returns the config of the host's class that stands for a built-in layer in files.

    Warns (difference 'arguments-in-files') where the host has no argument for a value that is not the default, and
    another one where it computes something else by an argument (READ_OTHERWISE).

    Args:
        layer: the layer.
        config: its config, with the keys of Keras 2.
    """
    name = type(layer).__name__
    cls = host_class(name)
    if cls is None:
        return config
    accepted, own = _parameters(cls), _parameters(type(layer))
    renamed = _layers.CONFIG_NAMES.get(name, {})
    written = {}
    for key, value in config.items():
        host_key = renamed.get(key, key)
        if host_key in accepted or host_key in _layers.CONFIG_KEYS + _layers.CONFIG_MORE.get(name, ()):
            written[host_key] = _host_value(layer, key, value)
        elif key not in WITHOUT_EFFECT and key in own and not _equal(value, own[key].default):
            differences.warn('arguments-in-files', f'Layer {layer.name} ({name}) is written without {key}={value!r}')
    for (written_class, key, value), difference in READ_OTHERWISE.items():
        is_read_otherwise = written_class in (None, name) and config.get(key) == value
        if is_read_otherwise and differences.applies(differences.by_id(difference)):
            differences.warn(difference, f'Layer {layer.name} ({name}) is written with {key}={value!r}')
    written.setdefault('dtype', layer.dtype)
    return written


def add_backward_layer(config, layer):
    """Adds to the config of a Bidirectional layer what the host needs to make the same two layers.

    Keras 3 lets the second layer go backwards whatever the first one does, unless it is passed. Warns (difference
    'bidirectional-masks-in-files') where the layer returns sequences for masked inputs.
    """
    if layer.layer.go_backwards:
        config['backward_layer'] = not_built(serialize(layer.backward_layer))
    masked = any(mask is not None for node in layer._inbound_nodes for mask in as_list(node.input_masks))
    if layer.return_sequences and masked:
        differences.warn('bidirectional-masks-in-files', f'Layer {layer.name} is written, and was called with a mask')


def without_backward_layer(config):
    """Returns a config of Bidirectional with the layer that was wrapped alone, for one of Keras 2 or of the host.

    Raises:
        ValueError: the second layer of the host has other arguments than the first one.
    """
    config = dict(config)
    first, second = config['layer'], config.pop('backward_layer', None)
    if not isinstance(first, dict):
        return config
    # Hosts set this themselves.
    own = {key: value for key, value in first['config'].items() if key != 'zero_output_for_mask'}
    if second is not None:
        if own['name'].startswith('forward_'):
            own['name'] = own['name'][len('forward_'):]
        other = dict(second['config'], name=own['name'], go_backwards=not second['config']['go_backwards'])
        if first['class_name'] != second['class_name'] or _of_objects(own) != _of_objects(other):
            raise ValueError(f'The config of Bidirectional {config.get("name")} has a backward_layer that differs from '
                             f'its layer, which no layer of Keras 2 can compute: {second} and {first}.')
    return dict(config, layer=dict(first, config=own))


def _of_objects(value):
    """Returns a part of a config without what hosts write about the objects that it was made of."""
    if isinstance(value, dict):
        return {key: _of_objects(part) for key, part in value.items()
                if key not in ('shared_object_id', 'build_config', 'zero_output_for_mask')}
    return [_of_objects(part) for part in value] if isinstance(value, (list, tuple)) else value


def not_built(config):
    """Returns the config of a layer as it was before it was built."""
    return {name: value for name, value in config.items() if name != 'build_config'}


def _equal(value, other):
    return bool(np.all(value == other)) if isinstance(value, (list, tuple, np.ndarray)) else value == other


def for_keras2(cls, config):
    """Returns the arguments of the constructor of a built-in layer for a config of Keras 2 or of the host.

    Args:
        cls: the class.
        config: the config.

    Warns (DRAWN_OTHERWISE) of a seed that no layer of Keras 2 has.

    Raises:
        ValueError: the host's layer computes what Keras 2's cannot.
    """
    names = {host: own for own, host in _layers.CONFIG_NAMES.get(cls.__name__, {}).items()}
    own, arguments = _parameters(cls), {}
    for key, value in config.items():
        key = names.get(key, key)
        if key == 'dtype' and isinstance(value, dict):
            value = value['config']['name']
        if key in DRAWN_OTHERWISE and key not in own:
            if value is not None:
                differences.warn(DRAWN_OTHERWISE[key], f'Layer {config.get("name")} ({cls.__name__}) is read without '
                                 f'{key}={value!r}')
        elif key in own or key not in HOST_ONLY:
            arguments[key] = value
        elif HOST_ONLY[key] is not None and not any(value == neutral for neutral in HOST_ONLY[key]):
            raise ValueError(f'The config of {cls.__name__} {config.get("name")} has {key}={value!r}, which no layer '
                             f'of Keras 2 can compute. Its arguments are {", ".join(own)}.')
    return arguments
