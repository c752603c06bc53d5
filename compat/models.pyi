# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any

from compat import backend as K
from compat.engine.input_layer import Input, InputLayer
from compat.engine.saving import load_model, model_from_config, model_from_json, model_from_yaml, save_model
from compat.engine.sequential import Sequential
from compat.engine.training import Model
from compat.utils.generic_utils import has_arg, to_list

__all__ = ['Input', 'InputLayer', 'K', 'Model', 'Sequential', 'clone_model', 'h5py', 'has_arg', 'load_model',
           'model_from_config', 'model_from_json', 'model_from_yaml', 'save_model', 'to_list']

def clone_model(model: Any, input_tensors: Any = None) -> Model: ...
h5py: Any
