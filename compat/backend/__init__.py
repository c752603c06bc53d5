"""K, the Keras 2 backend API: the contract. What each function does on a host is in that host's module."""
from compat import process
from compat.symbolic import graph
from compat.backend.activations import *  # noqa: F403
from compat.backend.configuration import *  # noqa: F403
from compat.backend.control_flow import *  # noqa: F403
from compat.backend.convolution import *  # noqa: F403
from compat.backend.crossentropy import *  # noqa: F403
from compat.backend.elementwise import *  # noqa: F403
from compat.backend.functions import *  # noqa: F403
from compat.backend.gradients import *  # noqa: F403
from compat.backend.linear_algebra import *  # noqa: F403
from compat.backend.local_convolution import *  # noqa: F403
from compat.backend.loops import *  # noqa: F403
from compat.backend.normalization import *  # noqa: F403
from compat.symbolic.phase import set_learning_phase  # noqa: F401
from compat.backend.indexing import *  # noqa: F403
from compat.backend.random import *  # noqa: F403
from compat.backend.reductions import *  # noqa: F403
from compat.backend.resizing import *  # noqa: F403
from compat.backend.separable_convolution import *  # noqa: F403
from compat.backend.sessions import *  # noqa: F403
from compat.backend.shapes import *  # noqa: F403
from compat.backend.ctc import *  # noqa: F403
from compat.backend.tensors import (cast, count_params, dtype, eval, identity, int_shape, is_keras_tensor,  # noqa: F401
                                    is_sparse, is_tensor, is_variable, ndim, print_tensor, shape, size,
                                    stop_gradient, to_dense)
from compat.backend.transposed_convolution import *  # noqa: F403
from compat.backend.updates import *  # noqa: F403
from compat.backend.variables import *  # noqa: F403

if process.dialect().name == 'tf.keras':
    from compat.backend.dialect_tf_keras import *  # noqa: F403

# Those that give tensors describe them, outside of running layers.
globals().update(graph.recorded_functions(globals()))
