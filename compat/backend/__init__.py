"""K, the Keras 2 backend API: the contract.

A function of K normalises and refuses its arguments, and calls primitives of compat.symbolic.ops, which record a node
or compute. What each primitive does on a host is in compat/adapters/.

Where a docstring says tensor, numbers, floats or integers, a function takes a tensor of the framework, a symbol, an
expression, a variable, a numpy array, a number, or a list of these, and raises TypeError for a string, None, a dict or
a set. Numbers and lists of Python become floatx or int32; next to a tensor plain ones take its dtype. The result is
symbolic in graph mode, a tensor of the framework in a running layer and in the dialect tf.keras. "Source" names the
function of Keras 2 that one computes as, and what other versions do instead; each dialect does what its version does.
"""
from compat import process
from compat.backend.activations import elu, hard_sigmoid, l2_normalize, relu, sigmoid, softmax, softplus, softsign, tanh
from compat.backend.configuration import _EPSILON, _FLOATX, _IMAGE_DATA_FORMAT  # noqa: F401, of keras.backend.common
from compat.backend.configuration import (backend, cast_to_floatx, clear_session, control_dependencies, eager, epsilon,
                                          f, floatx, get_session, get_uid, image_data_format, image_dim_ordering,
                                          manual_variable_initialization, name_scope, normalize_data_format, reset_uids,
                                          set_epsilon, set_floatx, set_image_data_format, set_image_dim_ordering,
                                          set_session, symbolic)
from compat.backend.control_flow import foldl, foldr, in_test_phase, in_train_phase, map_fn, rnn, switch
from compat.backend.convolution import bias_add, conv1d, conv2d, conv3d, pool2d, pool3d
from compat.backend.convolution_variants import (conv2d_transpose, conv3d_transpose, depthwise_conv2d, local_conv1d,
                                                 local_conv2d, separable_conv1d, separable_conv2d)
from compat.backend.elementwise import (abs, clip, cos, equal, exp, greater, greater_equal, less, less_equal, log,
                                        maximum, minimum, not_equal, pow, round, sign, sin, sqrt, square)
from compat.backend.functions import Function, function, gradients, is_placeholder, learning_phase, placeholder
from compat.backend.indexing import arange, in_top_k, slice
from compat.backend.linear_algebra import batch_dot, dot
from compat.backend.losses import (binary_crossentropy, categorical_crossentropy, ctc_batch_cost, ctc_decode,
                                   ctc_label_dense_to_sparse, sparse_categorical_crossentropy)
from compat.backend.normalization import batch_normalization, normalize_batch_in_training
from compat.backend.random import (dropout, random_binomial, random_normal, random_normal_variable, random_uniform,
                                   random_uniform_variable, truncated_normal)
from compat.backend.reductions import (all, any, argmax, argmin, cumprod, cumsum, logsumexp, max, mean, min, prod, std,
                                       sum, var)
from compat.backend.shapes import (batch_flatten, concatenate, expand_dims, flatten, gather, one_hot,
                                   permute_dimensions, repeat, repeat_elements, reshape, reverse, squeeze, stack, tile,
                                   transpose)
from compat.backend.spatial import (resize_images, resize_volumes, spatial_2d_padding, spatial_3d_padding,
                                    temporal_padding)
from compat.backend.tensors import (cast, count_params, dtype, eval, identity, int_shape, is_keras_tensor, is_sparse,
                                    is_tensor, is_variable, ndim, print_tensor, shape, size, stop_gradient, to_dense)
from compat.backend.updates import moving_average_update, update, update_add, update_sub
from compat.backend.variables import (batch_get_value, batch_set_value, constant, eye, get_value, get_variable_shape,
                                      ones, ones_like, set_value, variable, zeros, zeros_like)
from compat.symbolic import graph
from compat.symbolic.phase import set_learning_phase

if process.dialect().k_has_tf_keras_functions:
    from compat.backend.dialect_tf_keras import (batch_get_value, binary_focal_crossentropy,
                                                 categorical_focal_crossentropy, ctc_decode, experimental, function,
                                                 learning_phase_scope, placeholder, print_tensor, random_bernoulli,
                                                 rnn, set_epsilon, set_floatx, sparse_categorical_crossentropy)

if not process.dialect().eager:
    # Inside the layers of tf.keras AutoGraph would translate them at each trace, and all that they call.
    for _value in list(vars().values()):
        if callable(_value) and getattr(_value, '__module__', '').startswith('compat.backend.'):
            graph.nodes.without_autograph(_value)
