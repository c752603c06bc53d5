# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any

from compat import backend as K
from compat.engine.training import Model
from compat.layers.core import Lambda
from compat.layers.merge import concatenate
from compat.models import clone_model
from compat.utils.generic_utils import to_list

__all__ = ['K', 'Lambda', 'Model', 'clone_model', 'concatenate', 'multi_gpu_model', 'to_list']

def multi_gpu_model(model: Any, gpus: Any = None, cpu_merge: Any = True, cpu_relocation: Any = False) -> Model: ...
