"""K on Keras 3 with jax, where it needs something else than the other frameworks."""
import functools

import jax
import numpy as np
from jax.experimental.sparse import BCOO, JAXSparse

from compat.adapters.keras3 import loops as keras3_loops, ops as keras3
from compat.symbolic import phase
from compat.differences import reason
from compat.errors import UnsupportedError


def _supported(dtype):
    """The dtype, or the one of 32 bits that jax has instead unless jax_enable_x64 is set."""
    return jax.dtypes.canonicalize_dtype(dtype).name


def count_gpus():
    return len([device for device in jax.devices() if device.platform == 'gpu'])


def static_shape(x):
    """None for a size that jax does not know while it traces for any batch."""
    return tuple(size if isinstance(size, int) else None for size in x.shape)


def is_sparse(x):
    return isinstance(x, JAXSparse) or keras3.is_sparse(x)


def _of_elements(function):
    """The function of each element, of sparse arrays too, in which no place may be there twice for that.

    Keras 3 (3.15 at least) does not say of what it computes from them that none is.
    """
    def applied(x):
        if not isinstance(x, BCOO):
            return function(x)
        once = x if x.unique_indices else x.sum_duplicates(nse=x.nse)
        return BCOO((function(once.data), once.indices), shape=once.shape, unique_indices=True)

    @functools.wraps(function)
    def chosen(x):
        return keras3.node(applied, [x]) if is_sparse(x) else function(x)
    return chosen


abs, sign, square, tanh = [_of_elements(function) for function in (keras3.abs, keras3.sign, keras3.square, keras3.tanh)]


def cast(x, dtype):
    return keras3.cast(x, _supported(dtype))


def variable(value, dtype, name, constraint):
    return keras3.variable(value, _supported(dtype), name, constraint)


def zeros(shape, dtype):
    return keras3.zeros(shape, _supported(dtype))


def ones(shape, dtype):
    return keras3.ones(shape, _supported(dtype))


def eye(rows, columns, dtype):
    return keras3.eye(rows, columns, _supported(dtype))


def slice(x, begin, extent):
    """With a start that is known only when it is computed, too."""
    if not isinstance(begin, jax.core.Tracer):
        return keras3.slice(x, begin, extent)
    counts = extent if isinstance(extent, list) else keras3.to_numpy(extent).tolist()
    return keras3.ops.slice(x, begin, counts)


def print_tensor(x, message, summarize):
    return keras3.node(lambda tensor: _print_when_computed(tensor, message, summarize), [x])


def _print_when_computed(x, message, summarize):
    jax.debug.callback(lambda value: print(message, keras3.summarized(value, summarize)), x)
    return x


def scan(step, sequences, states):
    """A step that draws random numbers is given seeds of its own: the layer's generator must not change in a loop."""
    asked, variables = _tried(step, sequences, states)
    base = _drawn_seed() if asked else None
    step = keras3_loops.carrying(step, variables)

    def scanned(states, placed):
        place, slices = placed
        seeds = None if base is None else _StepSeeds(jax.random.fold_in(base, place))
        with phase.training_phase(None, seeds):
            outputs, new_states = step(list(slices), list(states))
        return tuple(new_states), tuple(outputs)

    places = jax.numpy.arange(sequences[0].shape[0])
    states = list(states) + [variable.value for variable in variables]
    states, outputs = jax.lax.scan(scanned, tuple(states), (places, tuple(sequences)))
    return keras3_loops.assigned(variables, list(states)), list(outputs)


class _StepSeeds(keras3.keras.random.SeedGenerator):
    """Seeds that follow from one, and whether any was asked for."""

    def __init__(self, base):
        self._base, self._place = base, 0

    @property
    def asked(self):
        return self._place > 0

    def next(self, ordered=True):
        self._place += 1
        return jax.random.fold_in(self._base, self._place)


def _tried(step, sequences, states):
    """Whether K draws random numbers in the step, and the variables that its layers assign."""
    seeds, variables = _StepSeeds(jax.random.PRNGKey(0)), []

    def run(slices, states):
        with phase.training_phase(None, seeds):
            (outputs, new_states), variables[:] = keras3_loops.tried(step, slices, states)
        return list(outputs), list(new_states)

    slices = [jax.ShapeDtypeStruct(each.shape[1:], each.dtype) for each in sequences]
    jax.eval_shape(run, slices, list(states))
    return seeds.asked, variables


def _drawn_seed():
    """A seed for a loop that draws random numbers."""
    _refuse_the_same_draws()
    generator = phase.seeds()
    return jax.random.PRNGKey(np.random.randint(10e6)) if generator is None else generator.next()


def ctc_decode(logarithms, steps, beams):
    if isinstance(logarithms, jax.core.Tracer):
        raise UnsupportedError(reason('decoding-while-compiled'))
    return keras3.ctc_decode(logarithms, steps, beams)


def _refuse_the_same_draws():
    if phase.seeds() is None and isinstance(jax.numpy.ones(()), jax.core.Tracer):
        raise UnsupportedError(
            'Random numbers of K inside a function that jax compiles, outside of any layer, would be the same at '
            'every call. Draw them in the call of a layer, or use the tensorflow or torch framework (KERAS_BACKEND).')


def _seeded(draw):
    """The function that draws, refusing where it would draw the same numbers at every step."""
    def drawn(shape, *arguments):
        _refuse_the_same_draws()
        return draw(shape, *arguments)
    return drawn


random_normal = _seeded(keras3.random_normal)
random_truncated = _seeded(keras3.random_truncated)
random_uniform = _seeded(keras3.random_uniform)
random_integers = _seeded(keras3.random_integers)


def with_gradients(forward, backward):
    run = jax.custom_vjp(forward)
    run.defvjp(lambda *tensors: (forward(*tensors), tensors),
               lambda tensors, upstream: tuple(backward(tensors, upstream)))
    return run


def each_sample(function, tensors):
    return jax.lax.map(lambda sample: function(*[part[None] for part in sample])[0], tuple(tensors))


def convolves_samples(rank):
    return True


def convolve_samples(x, kernel, dilation):
    """Each sample with its own kernel, one after another: each keeps all cores busy."""
    return each_sample(
        lambda x, kernel: keras3.convolution(x, kernel[0], 1, 'valid', 'channels_last', dilation), (x, kernel))
