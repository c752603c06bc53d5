"""Arrays of jax on Keras 3."""
import functools
import math

import jax
import numpy as np
from jax.experimental import checkify
from jax.experimental.sparse import BCOO

from compat import process
from compat.adapters.keras3 import graph, ops as keras3
from compat.adapters.keras3.tensors import node, to_numpy
from compat.adapters.keras3.jax.random import seed_of_loop
from compat.adapters.keras3.jax.tensors import is_sparse, supported
from compat.symbolic import dynamic_shape as sizes, phase
from compat.symbolic.context import context

keras = process.opened().keras


def of_elements(function):
    """The function of each element, of sparse arrays too, in which no element may be stored twice for that.

    Keras 3 (3.15 at least) does not say of what it computes from them that none is.
    """
    def of_stored_elements(x):
        if not isinstance(x, BCOO):
            return function(x)
        once = x if x.unique_indices else x.sum_duplicates(nse=x.nse)
        return BCOO((function(once.data), once.indices), shape=once.shape, unique_indices=True)

    @functools.wraps(function)
    def of_dense_or_sparse(x):
        return node(of_stored_elements, [x]) if is_sparse(x) else function(x)
    return of_dense_or_sparse


abs, sign, square = [of_elements(function) for function in (keras3.abs, keras3.sign, keras3.square)]


def reshape(x, shape):
    """While jax traces with sizes that it does not know, it may not know what -1 stands for: it is such a size then."""
    unknown = [size for size in x.shape if not isinstance(size, int)]
    if not unknown or None in unknown:
        return keras3.reshape(x, shape)
    target = sizes.in_shape(shape)
    known = math.prod(size for size in target if not _is_free(size))
    if not any(map(_is_free, target)) or isinstance(known, int) and known < 1 or math.prod(x.shape) % known == 0:
        return keras3.reshape(x, shape)
    return jax.numpy.zeros([unknown[0] if _is_free(size) else size for size in target], x.dtype)


def _is_free(size):
    return isinstance(size, int) and size == -1


def _may_fit(size, other):
    """Whether sizes along which a product sums are unlike while jax traces, one of them with an unknown one."""
    return not (isinstance(size, int) and isinstance(other, int)) and None not in (size, other) and size != other


def matmul(x, y):
    """The product of matrices; of unknown sizes, which may fit, zeros of its shape while jax traces."""
    if min(len(x.shape), len(y.shape)) > 1 and _may_fit(x.shape[-1], y.shape[-2]):
        first = jax.numpy.broadcast_shapes(x.shape[:-2], y.shape[:-2])
        return jax.numpy.zeros((*first, x.shape[-2], y.shape[-1]), x.dtype)
    return keras3.matmul(x, y)


def dot(x, y):
    """The product over the last axis of one and the last but one of the other; of unknown sizes as ``matmul``."""
    if _may_fit(x.shape[-1], y.shape[-2]):
        return jax.numpy.zeros((*x.shape[:-1], *y.shape[:-2], y.shape[-1]), x.dtype)
    return keras3.dot(x, y)


def cast(x, dtype):
    return keras3.cast(x, supported(dtype))


def zeros(shape, dtype):
    return keras3.zeros(shape, supported(dtype))


def ones(shape, dtype):
    return keras3.ones(shape, supported(dtype))


def eye(rows, columns, dtype):
    return keras3.eye(rows, columns, supported(dtype))


def slice(x, begin, extent):
    """With a start that is known only when it is computed, too."""
    if not isinstance(begin, jax.core.Tracer):
        return keras3.slice(x, begin, extent)
    counts = extent if isinstance(extent, list) else to_numpy(extent).tolist()
    return keras.ops.slice(x, begin, counts)


class IndexChecks:
    """Whether a compiled function looks up indices, and whether it reports those that are out of range."""

    def __init__(self, reports=False):
        self.are_needed, self.reports = False, reports


def gather(reference, indices):
    """Raises IndexError for an index that is out of range, for which jax takes the nearest: compiled, when it runs."""
    return node(_rows, [reference, indices])


def _rows(reference, indices):
    checks = context.index_checks
    if isinstance(indices, np.ndarray) or isinstance(indices, jax.Array) and not isinstance(indices, jax.core.Tracer):
        if indices.size and not is_in_range(np.asarray(indices), reference.shape[0]).all():
            raise IndexError(out_of_range(reference.shape[0]))
    elif checks is not None:
        checks.are_needed = True
        if checks.reports:
            checkify.check(is_in_range(indices, reference.shape[0]).all(), out_of_range(reference.shape[0]))
    return keras3.gather(reference, indices)


def is_in_range(indices, size):
    return (indices >= 0) & (indices < size)


def out_of_range(size):
    return f'K.gather, as an Embedding calls it, got an index that is not in [0, {size}), the range of the rows.'


def print_tensor(x, message, summarize):
    return node(lambda tensor: _print_when_computed(tensor, message, summarize), [x])


def _print_when_computed(x, message, summarize):
    jax.debug.callback(lambda value: print(message, keras3.summarized(value, summarize)), x)
    return x


def scan(step, sequences, states):
    """A step that draws random numbers gets seeds of its own: the layer's generator must not change in a loop."""
    draws, variables = _trace_step(step, sequences, states)
    base = seed_of_loop() if draws else None
    step = graph.with_variables(step, variables)

    def numbered_step(states, numbered):
        number, slices = numbered
        seeds = None if base is None else _StepSeeds(jax.random.fold_in(base, number))
        with phase.training_phase(None, seeds):
            outputs, new_states = step(list(slices), list(states))
        return tuple(new_states), tuple(outputs)

    numbers = jax.numpy.arange(sequences[0].shape[0])
    states = list(states) + [variable.value for variable in variables]
    states, outputs = jax.lax.scan(numbered_step, tuple(states), (numbers, tuple(sequences)))
    return graph.assign_last(variables, list(states)), list(outputs)


class _StepSeeds(keras.random.SeedGenerator):
    """Seeds that follow from one, and whether any was drawn."""

    def __init__(self, base):
        self._base, self._count = base, 0

    @property
    def drawn(self):
        return self._count > 0

    def next(self, ordered=True):
        self._count += 1
        return jax.random.fold_in(self._base, self._count)


def _trace_step(step, sequences, states):
    """Whether K draws random numbers in the step, and the variables that its layers assign."""
    seeds, variables = _StepSeeds(jax.random.PRNGKey(0)), []

    def run(slices, states):
        with phase.training_phase(None, seeds):
            (outputs, new_states), variables[:] = graph.assignments_of(step, slices, states)
        return list(outputs), list(new_states)

    slices = [jax.ShapeDtypeStruct(each.shape[1:], each.dtype) for each in sequences]
    jax.eval_shape(run, slices, list(states))
    return seeds.drawn, variables
