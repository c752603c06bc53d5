"""The configs of models as Keras 2 had them: programs edit them, and make models of them.

Hosts write more, which is for files: the modules of classes, the shapes that layers were built for, and Keras 3 the
input of a Sequential as a layer. A changed input shape, say, would contradict these.
"""
import copy

from compat import adapters, process
from compat.base_layer.nest import as_list
from compat.files import layer_configs

_HostLayer = adapters.area('layer').HostLayer
_models = adapters.area('model')
_first_calls = _models.FIRST_CALLS


class _NotInKeras2(Exception):
    """A call that Keras 2's configs cannot hold."""


def are_keras2s():
    """Whether get_config of models is to be Keras 2's, and not what the host writes into files."""
    return (process.dialect().keras2_model_configs and not layer_configs.is_for_host()
            and _models.READS_KERAS2_CONFIGS)


def of_sequential(model, config):
    """Returns Keras 2's config of a Sequential of which the host has ``config``."""
    layers = list(model.layers)
    declared = not layers or getattr(layers[0], 'batch_input_shape', None) is not None
    if not declared and len(config['layers']) > len(layers):
        layers.insert(0, model.inputs[0]._keras_history[0])  # an Input that the program added
    result = {'name': config['name'], 'layers': [layer_configs.serialize(layer) for layer in layers]}
    if not declared and len(config['layers']) == len(model.layers) and 'build_input_shape' in config:
        result['build_input_shape'] = config['build_input_shape']
    return result


def of_functional(model, config):
    """Returns Keras 2's config of a functional model of which the host has ``config``.

    It is the host's where the model has a call that Keras 2's configs cannot hold: of an operation that is no layer,
    or with tensors among other arguments than the first.
    """
    layers = {layer.name: layer for layer in model.layers}
    layers.update((tensor._keras_history[0].name, tensor._keras_history[0]) for tensor in as_list(model.inputs))
    try:
        kinds = {name: _class_of(layer) for name, layer in layers.items()}
        outputs = [[name, call + (1 - _first_calls[kinds[name]] if kinds.get(name) else 0), place]
                   for name, call, place in _ends(config['output_layers'])]
        return {'name': config['name'], 'layers': [_layer(layers, entry) for entry in config['layers']],
                'input_layers': _ends(config['input_layers']), 'output_layers': outputs}
    except _NotInKeras2:
        return config


def for_host(config):
    """Returns a functional config of Keras 2 with the numbers by which the host finds the calls of nested models.

    Keras 2 counted the calls of a nested model from 1, as it had a node of its own before. Configs of hosts, which name
    the modules of classes, or have dicts for calls, stay as they are.
    """
    if any('module' in entry or any(isinstance(call, dict) for call in entry['inbound_nodes'])
           for entry in config['layers']):
        return config
    kinds = {entry['name']: _kind(entry['config']) for entry in config['layers']}

    def renumbered(tensor, first):
        return [tensor[0], tensor[1] + first - 1] + list(tensor[2:])

    def inside(tensor):
        return renumbered(tensor, _first_calls['']) if kinds.get(tensor[0]) else tensor

    def at_end(tensor):
        kind = kinds.get(tensor[0])
        return renumbered(tensor, _first_calls[kind]) if kind else tensor

    # The hosts change what they read.
    layers = [dict(entry, config=copy.copy(entry['config']),
                   inbound_nodes=[[inside(tensor) for tensor in call] for call in entry['inbound_nodes']])
              for entry in config['layers']]
    return dict(config, layers=layers, output_layers=[at_end(tensor) for tensor in _ends(config['output_layers'])])


def _kind(config):
    """Returns the class of the nested model of that config; None for any other layer."""
    if isinstance(config, list):
        return 'Sequential'  # before Keras 2.2.3
    if not isinstance(config, dict) or not isinstance(config.get('layers'), list):
        return None
    return 'Functional' if 'input_layers' in config else 'Sequential'


def _layer(layers, entry):
    layer = layers.get(entry['name'])
    if not isinstance(layer, _HostLayer):
        raise _NotInKeras2
    calls = [_call(layers, call) for call in entry['inbound_nodes']]
    return dict(name=entry['name'], **layer_configs.serialize(layer), inbound_nodes=calls)


def _ends(tensors):
    if isinstance(tensors, dict):
        raise _NotInKeras2
    tensors = [tensors] if tensors and isinstance(tensors[0], str) else tensors
    return [list(tensor) for tensor in tensors]


def _call(layers, call):
    """Returns the tensors of a call as Keras 2 wrote them: name of the layer, number of its call, output, arguments."""
    if not isinstance(call, dict):
        return call
    rest = {name: value for name, value in call['kwargs'].items() if value is not None}
    tensors = [_tensor(layers, tensor) for tensor in as_list(call['args'][0])]
    for name in ('initial_state', 'constants'):
        tensors += [_tensor(layers, tensor) for tensor in as_list(rest.pop(name, []))]
    if len(call['args']) != 1 or _has_tensors(rest):
        raise _NotInKeras2
    return [tensor + [rest] for tensor in tensors]


def _tensor(layers, tensor):
    history = tensor['config'].get('keras_history') if isinstance(tensor, dict) and 'config' in tensor else None
    if history is None or history[0] not in layers:
        raise _NotInKeras2
    name, call, output = history
    return [name, call + (1 - _first_calls[''] if _class_of(layers[name]) else 0), output]


def _class_of(layer):
    """Returns the class of a nested model; None for any other layer."""
    if not hasattr(layer, 'get_layer'):
        return None
    return 'Sequential' if hasattr(layer, 'add') else 'Functional'


def _has_tensors(value):
    if isinstance(value, dict):
        return value.get('class_name') == '__keras_tensor__' or any(map(_has_tensors, value.values()))
    return isinstance(value, (list, tuple)) and any(map(_has_tensors, value))
