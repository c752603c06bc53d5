# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from compat.engine import (base_layer, input_layer, network, saving, sequential, topology, training, training_arrays,
    training_generator, training_utils)
from compat.engine.base_layer import InputSpec, Layer
from compat.engine.input_layer import Input, InputLayer
from compat.engine.training import Model
from compat.utils.layer_utils import get_source_inputs

__all__ = ['Input', 'InputLayer', 'InputSpec', 'Layer', 'Model', 'base_layer', 'get_source_inputs', 'input_layer',
           'network', 'saving', 'sequential', 'topology', 'training', 'training_arrays', 'training_generator',
           'training_utils']

