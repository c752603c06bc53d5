"""Optimizers of TensorFlow 1 whose minimize, on losses that K has recorded, is an update that sessions perform."""
import functools

from compat import backend as K
from compat.backend.functions import variables_reached
from compat.backend.updates import Group
from compat.errors import UnsupportedError
from compat.imports import real_modules
from compat.symbolic import phase
from compat.symbolic.context import context
from compat.symbolic.conversion import host
from compat.symbolic.kinds import is_symbolic

# Those whose rule for the rows of a variable that were not looked up changes nothing, as their rule for gradients of 0.
_SAME_FOR_ROWS = ('GradientDescentOptimizer', 'AdamOptimizer', 'AdagradOptimizer')


class Step(Group):
    """That an optimizer of TensorFlow applies gradients, each time that it is performed."""

    gives_values = False

    def __init__(self, optimizer, pairs, global_step):
        self.variable, self.after = None, context.control_inputs
        self.operand = K.concatenate([K.flatten(gradient) for gradient, _ in pairs])
        self._optimizer = optimizer
        self._global_step = host.framework_variable(global_step) if host.is_variable(global_step) else global_step
        self._changed = [variable for _, variable in pairs]

    @property
    def variables(self):
        return self._changed

    def apply(self, operand=None):
        """Lets the optimizer change the variables by gradients, all in one tensor, which are computed now without it.
        """
        with phase.execution_scope:
            gradients, start, pairs = K.identity(self.operand) if operand is None else operand, 0, []
            for variable in self._changed:
                shape = K.int_shape(variable)
                size = functools.reduce(int.__mul__, shape, 1)
                pairs.append((K.reshape(gradients[start:start + size], shape), host.framework_variable(variable)))
                start += size
            self._optimizer.apply_computed(pairs, self._global_step)

    def __repr__(self):
        return f'<Step of {type(self._optimizer).__name__}>'


class Records:
    """What optimizers do differently on losses and gradients that have no value yet."""

    def compute_gradients(self, loss, var_list=None, *args, **kwargs):
        """Returns pairs (gradient, variable): for the variables that the loss depends on, where none are passed."""
        if not is_symbolic(loss) or phase.is_executing():
            return super().compute_gradients(loss, var_list, *args, **kwargs)
        if kwargs.get('grad_loss') is not None or len(args) > 3 and args[3] is not None:
            raise UnsupportedError('compute_gradients(grad_loss=...): multiply the loss by it.')
        variables = list(var_list) if isinstance(var_list, (list, tuple)) else [var_list]
        if var_list is None:
            variables = variables_reached([loss])
        if not variables:
            raise ValueError('No variables to optimize.')
        self._refuse_rows(variables)
        return list(zip(K.gradients(loss, variables), variables))

    def _refuse_rows(self, variables):
        """Raises UnsupportedError for variables of which TensorFlow would change only the rows that are looked up."""
        rows = [variable.name for variable in variables if '/embeddings' in getattr(variable, 'name', '')]
        name = self._name_in_tensorflow
        if rows and name not in _SAME_FOR_ROWS:
            raise UnsupportedError(
                f'tf.train.{name} changes only the rows of {rows[0]} that were looked up, and of gradients that are '
                'recorded this is not known. Use tf.train.AdamOptimizer, or compile the model with '
                f'keras.optimizers.TFOptimizer(tf.train.{name}(...)).')

    def apply_gradients(self, grads_and_vars, global_step=None, name=None):
        """Returns the update that changes the variables by gradients; gradients that have values change them now."""
        pairs = list(grads_and_vars)
        if phase.is_executing() or not any(is_symbolic(gradient) for gradient, _ in pairs):
            return super().apply_gradients(pairs, global_step, name)
        return Step(self, [pair for pair in pairs if pair[0] is not None], global_step)

    def apply_computed(self, pairs, global_step):
        """Changes variables of TensorFlow by gradients that are computed."""
        super().apply_gradients(pairs, global_step)


@functools.lru_cache(maxsize=None)
def recording(name):
    """Returns the optimizer ``tf.train.NAME`` whose minimize is recorded where the loss is a tensor of K's graph."""
    real = getattr(real_modules.real_module('tensorflow').compat.v1.train, name)
    bases = (Records, real) if name == 'Optimizer' else (recording('Optimizer'), real)
    return type(name, bases, {'__doc__': real.__doc__, '__module__': real.__module__, '_name_in_tensorflow': name})
