# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from compat.utils import (conv_utils, data_utils, generic_utils, io_utils, layer_utils, losses_utils, metrics_utils,
    multi_gpu_utils, np_utils, test_utils, training_utils, vis_utils)
from compat.utils.data_utils import GeneratorEnqueuer, OrderedEnqueuer, Sequence, get_file
from compat.utils.generic_utils import (CustomObjectScope, Progbar, custom_object_scope, deserialize_keras_object,
    get_custom_objects, serialize_keras_object)
from compat.utils.io_utils import H5Dict, HDF5Matrix, h5dict
from compat.utils.layer_utils import convert_all_kernels_in_model, get_source_inputs, print_summary
from compat.utils.multi_gpu_utils import multi_gpu_model
from compat.utils.np_utils import normalize, to_categorical
from compat.utils.vis_utils import model_to_dot, plot_model

__all__ = ['CustomObjectScope', 'GeneratorEnqueuer', 'H5Dict', 'HDF5Matrix', 'OrderedEnqueuer', 'Progbar', 'Sequence',
           'conv_utils', 'convert_all_kernels_in_model', 'custom_object_scope', 'data_utils',
           'deserialize_keras_object', 'generic_utils', 'get_custom_objects', 'get_file', 'get_source_inputs', 'h5dict',
           'io_utils', 'layer_utils', 'losses_utils', 'metrics_utils', 'model_to_dot', 'multi_gpu_model',
           'multi_gpu_utils', 'normalize', 'np_utils', 'plot_model', 'print_summary', 'serialize_keras_object',
           'test_utils', 'to_categorical', 'training_utils', 'vis_utils']

