# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any

from compat.backend import (Function, abs, all, any, arange, argmax, argmin, batch_dot, batch_flatten, batch_get_value,
    batch_normalization, batch_set_value, bias_add, binary_crossentropy, cast, cast_to_floatx, categorical_crossentropy,
    clear_session, clip, concatenate, constant, control_dependencies, conv1d, conv2d, conv2d_transpose, conv3d,
    conv3d_transpose, cos, count_params, ctc_batch_cost, ctc_decode, ctc_label_dense_to_sparse, cumprod, cumsum,
    depthwise_conv2d, dot, dropout, dtype, eager, elu, epsilon, equal, eval, exp, expand_dims, eye, flatten, floatx,
    foldl, foldr, function, gather, get_session, get_uid, get_value, get_variable_shape, gradients, greater,
    greater_equal, hard_sigmoid, identity, image_data_format, image_dim_ordering, in_test_phase, in_top_k,
    in_train_phase, int_shape, is_keras_tensor, is_placeholder, is_sparse, is_symbolic, is_tensor, is_variable,
    l2_normalize, learning_phase, less, less_equal, local_conv1d, local_conv2d, log, logsumexp,
    manual_variable_initialization, map_fn, max, maximum, mean, min, minimum, moving_average_update, ndim,
    normalize_batch_in_training, normalize_data_format, not_equal, one_hot, ones, ones_like, permute_dimensions,
    placeholder, pool2d, pool3d, pow, print_tensor, prod, random_binomial, random_normal, random_normal_variable,
    random_uniform, random_uniform_variable, relu, repeat, repeat_elements, reset_uids, reshape, resize_images,
    resize_volumes, reverse, rnn, round, separable_conv1d, separable_conv2d, set_epsilon, set_floatx,
    set_image_data_format, set_image_dim_ordering, set_learning_phase, set_session, set_value, shape, sigmoid, sign,
    sin, size, slice, softmax, softplus, softsign, sparse_categorical_crossentropy, spatial_2d_padding,
    spatial_3d_padding, sqrt, square, squeeze, stack, std, stop_gradient, sum, switch, symbolic, tanh, temporal_padding,
    tile, to_dense, transpose, truncated_normal, update, update_add, update_sub, v1_variable_initialization, var,
    variable, zeros, zeros_like)
from compat.utils.generic_utils import has_arg, transpose_shape

__all__ = ['Function', 'StrictVersion', 'abs', 'all', 'any', 'arange', 'argmax', 'argmin', 'batch_dot', 'batch_flatten',
           'batch_get_value', 'batch_normalization', 'batch_set_value', 'bias_add', 'binary_crossentropy', 'cast',
           'cast_to_floatx', 'categorical_crossentropy', 'clear_session', 'clip', 'concatenate', 'config_pb2',
           'constant', 'context', 'control_dependencies', 'control_flow_ops', 'conv1d', 'conv2d', 'conv2d_transpose',
           'conv3d', 'conv3d_transpose', 'cos', 'count_params', 'ctc', 'ctc_batch_cost', 'ctc_decode',
           'ctc_label_dense_to_sparse', 'cumprod', 'cumsum', 'defaultdict', 'depthwise_conv2d', 'device_lib', 'dot',
           'dropout', 'dtype', 'eager', 'elu', 'epsilon', 'equal', 'eval', 'exp', 'expand_dims', 'eye', 'flatten',
           'floatx', 'foldl', 'foldr', 'function', 'functional_ops', 'functools', 'gather', 'get_graph', 'get_session',
           'get_uid', 'get_value', 'get_variable_shape', 'gradients', 'greater', 'greater_equal', 'hard_sigmoid',
           'has_arg', 'identity', 'image_data_format', 'image_dim_ordering', 'in_test_phase', 'in_top_k',
           'in_train_phase', 'int_shape', 'is_keras_tensor', 'is_placeholder', 'is_sparse', 'is_symbolic', 'is_tensor',
           'is_variable', 'l2_normalize', 'learning_phase', 'less', 'less_equal', 'local_conv1d', 'local_conv2d', 'log',
           'logsumexp', 'manual_variable_initialization', 'map_fn', 'max', 'maximum', 'mean', 'min', 'minimum',
           'moving_average_update', 'moving_averages', 'name_scope', 'ndim', 'normalize_batch_in_training',
           'normalize_data_format', 'not_equal', 'np', 'one_hot', 'ones', 'ones_like', 'os', 'permute_dimensions',
           'placeholder', 'pool2d', 'pool3d', 'pow', 'print_tensor', 'prod', 'py_all', 'py_any', 'py_slice', 'py_sum',
           'random_binomial', 'random_normal', 'random_normal_variable', 'random_uniform', 'random_uniform_variable',
           'relu', 'repeat', 'repeat_elements', 'reset_uids', 'reshape', 'resize_images', 'resize_volumes', 'reverse',
           'rnn', 'round', 'separable_conv1d', 'separable_conv2d', 'set_epsilon', 'set_floatx', 'set_image_data_format',
           'set_image_dim_ordering', 'set_learning_phase', 'set_session', 'set_value', 'shape', 'sigmoid', 'sign',
           'sin', 'size', 'slice', 'softmax', 'softplus', 'softsign', 'sparse_categorical_crossentropy',
           'spatial_2d_padding', 'spatial_3d_padding', 'sqrt', 'square', 'squeeze', 'stack', 'std', 'stop_gradient',
           'sum', 'switch', 'symbolic', 'sys', 'tanh', 'temporal_padding', 'tensor_array_ops', 'tf', 'tf_image_ops',
           'tf_keras_backend', 'tf_math_ops', 'tf_ops', 'tf_state_ops', 'tf_utils', 'tfdev', 'threading', 'tile',
           'to_dense', 'transpose', 'transpose_shape', 'truncated_normal', 'update', 'update_add', 'update_sub',
           'v1_variable_initialization', 'var', 'variable', 'zeros', 'zeros_like']

StrictVersion: Any
_GRAPH_LEARNING_PHASES: Any
_GRAPH_UID_DICTS: Any
_LEARNING_PHASE_CACHE: Any
_LOCAL_DEVICES: Any
_MANUAL_VAR_INIT: Any
_SESSION: Any
_SYMBOLIC_SCOPE: Any
_broadcast_normalize_batch_in_training: Any
_fused_normalize_batch_in_training: Any
_get_available_gpus: Any
_get_current_tf_device: Any
_has_compat_v1: Any
_has_nchw_support: Any
_is_current_explicit_device: Any
_is_tf_1: Any
_preprocess_conv1d_input: Any
_preprocess_conv2d_input: Any
_preprocess_conv3d_input: Any
_preprocess_padding: Any
_regular_normalize_batch_in_training: Any
_to_tensor: Any
config_pb2: Any
context: Any
control_flow_ops: Any
ctc: Any
defaultdict: Any
device_lib: Any
functional_ops: Any
functools: Any
get_graph: Any
moving_averages: Any
name_scope: Any
np: Any
os: Any
py_all: Any
py_any: Any
py_slice: Any
py_sum: Any
sys: Any
tensor_array_ops: Any
tf: Any
tf_image_ops: Any
tf_keras_backend: Any
tf_math_ops: Any
tf_ops: Any
tf_state_ops: Any
tf_utils: Any
tfdev: Any
threading: Any
