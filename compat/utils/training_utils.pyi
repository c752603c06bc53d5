# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from compat import backend as K
from compat.engine.training import Model
from compat.layers.core import Lambda
from compat.layers.merge import concatenate
from compat.utils.multi_gpu_utils import multi_gpu_model

__all__ = ['K', 'Lambda', 'Model', 'concatenate', 'multi_gpu_model']

