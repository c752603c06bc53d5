"""Keras 2's `keras.layers.core`: Dense, Activation, Dropout, Lambda and the layers that change shapes."""
import types

import numpy as np

from compat import adapters
from compat.base_layer import shapes
from compat.engine.base_layer import Layer
from compat.builtin_layers.checked_inputs import KnownAxesMixin, in_keras2_dialects
from compat.builtin_layers.seeds import SeededByNumpy
from compat.builtin_layers.builtin import builtin
from compat.builtin_layers.signatures import documented
from compat.legacy import interfaces
from compat.utils.generic_utils import deserialize_keras_object, func_dump, func_load, has_arg

_layer_adapter = adapters.area('layer')
_closed = adapters.area('layers').CLOSED

Dense = builtin('Dense', *adapters.area('layers').KERNEL)
Activation = builtin('Activation')
Dropout = builtin('Dropout', SeededByNumpy)
SpatialDropout1D = builtin('SpatialDropout1D', SeededByNumpy, *_closed)
SpatialDropout2D = builtin('SpatialDropout2D', SeededByNumpy, *_closed)
SpatialDropout3D = builtin('SpatialDropout3D', SeededByNumpy, *_closed)
Flatten = builtin('Flatten', *in_keras2_dialects(KnownAxesMixin))
Reshape = builtin('Reshape')
Permute = builtin('Permute')
RepeatVector = builtin('RepeatVector')
Masking = builtin('Masking')
ActivityRegularization = builtin('ActivityRegularization')


@documented
class Lambda(Layer):
    @interfaces.legacy_lambda_support
    def __init__(self, function, output_shape=None, mask=None, arguments=None, **kwargs):
        super().__init__(**kwargs)
        if not (output_shape is None or isinstance(output_shape, (tuple, list)) or callable(output_shape)):
            raise TypeError(f'The output_shape of Lambda {self.name} must be a tuple, a list or a function, and it is '
                            f'{output_shape!r}.')
        self.function = function
        self.arguments = arguments if arguments else {}
        if mask is not None:
            self.supports_masking = True
        self.mask = mask
        self._output_shape = tuple(output_shape) if isinstance(output_shape, list) else output_shape

    def call(self, inputs, mask=None):
        """Returns the function of the inputs."""
        arguments = dict(self.arguments)
        if has_arg(self.function, 'mask'):
            arguments['mask'] = mask
        return self.function(inputs, **arguments)

    def compute_output_shape(self, input_shape):
        """Returns the declared output shape(s), or those of the function's result without ``output_shape``."""
        if self._output_shape is None:
            return _layer_adapter.inferred_shape(self, input_shape)
        if not callable(self._output_shape):
            first = input_shape[0] if isinstance(input_shape, list) else input_shape
            return (first[0] if first else None,) + self._output_shape
        shape = self._output_shape(input_shape)
        if isinstance(shape, list) and shape and (shape[0] is None or isinstance(shape[0], int)):
            shape = tuple(shape)
        if not (shapes.is_shape(shape) or isinstance(shape, (list, tuple)) and all(map(shapes.is_shape, shape))):
            raise ValueError(f'The output_shape function of Lambda {self.name} must return a tuple or a list of '
                             f'tuples, and for the input shape {input_shape} it returned {shape!r}.')
        return shape

    def _declared_shape(self, input_shape):
        return None if self._output_shape is None else shapes.plain(self.compute_output_shape(input_shape))

    def compute_mask(self, inputs, mask=None):
        """Returns the mask, or the result of the function ``mask``."""
        return self.mask(inputs, mask) if callable(self.mask) else self.mask

    def get_config(self):
        """Returns the arguments of the constructor; functions as their code."""
        config = super().get_config()
        config['function'], config['function_type'] = _dump(self.function)
        if callable(self._output_shape):
            config['output_shape'], config['output_shape_type'] = _dump(self._output_shape)
        else:
            config['output_shape'], config['output_shape_type'] = self._output_shape, 'raw'
        config['arguments'] = self.arguments
        return config

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """Returns the layer of a config; ``custom_objects`` has functions that the config names."""
        config = dict(config)
        for name in ('function', 'output_shape'):
            config[name] = _load(config[name], config.pop(name + '_type'), name, custom_objects)
        arguments = config.get('arguments') or {}
        config['arguments'] = {name: _array(value) for name, value in arguments.items()}
        return cls(**config)


def _array(value):
    """Returns an argument; arrays are dicts in files."""
    return np.array(value['value']) if isinstance(value, dict) and value.get('type') == 'ndarray' else value


def _dump(function):
    """Returns a function for a config, with its kind: its code, or its name where it has no Python code."""
    if isinstance(function, types.FunctionType):
        return func_dump(function), 'lambda'
    return function.__name__, 'function'


def _load(value, kind, name, custom_objects):
    """Returns the function of a config. Raises TypeError for an unknown kind."""
    if kind == 'raw':
        return value
    if kind == 'function':
        return deserialize_keras_object(value, custom_objects=custom_objects,
                                        printable_module_name=f'{name} in Lambda layer')
    if kind == 'lambda':
        return func_load(value, globs=dict(globals(), **(custom_objects or {})))
    raise TypeError(f'The config of a Lambda has {kind!r} as the kind of its {name}; it can be "lambda", "function" or '
                    '"raw".')
