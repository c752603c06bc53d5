"""K, the Keras 2 backend API: the contract. What each function does on a host is in that host's module."""
from compat.backend.activation_functions import *
from compat.backend.configuration import *
from compat.backend.control import *
from compat.backend.convolution import *
from compat.backend.crossentropy import *
from compat.backend.elementwise import *
from compat.backend.linear_algebra import *
from compat.backend.phase import learning_phase, set_learning_phase
from compat.backend.random import *
from compat.backend.reductions import *
from compat.backend.shapes import *
from compat.backend.tensors import (cast, count_params, dtype, eval, identity, int_shape, is_keras_tensor, is_sparse,
                                    is_tensor, is_variable, ndim, shape, size, stop_gradient, to_dense)
from compat.backend.updates import *
from compat.backend.variables import *
