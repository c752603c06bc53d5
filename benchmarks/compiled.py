"""Layers compiled alone by their framework, tensorflow or jax, without what models add to a call."""
import gc

import numpy as np
from timing import CLOCKS  # first: it puts the checkout on the path

from compat import backend as K


def compiled_by_tensorflow(layer, inputs, target):
    """As ``compiled``."""
    import tensorflow as tf
    inputs, target = [tf.constant(array) for array in inputs], tf.constant(target)
    # Keras 3 keeps TensorFlow's variable inside its own.
    weights = [weight if isinstance(weight, tf.Variable) else weight.value for weight in layer.trainable_weights]

    @tf.function
    def inference():
        return layer.call(alone_or_all(inputs))

    @tf.function
    def step():
        with tf.GradientTape() as tape:
            tape.watch(inputs)
            loss = tf.reduce_sum(layer.call(alone_or_all(inputs)) * target)
        return tape.gradient(loss, inputs + weights)

    return (lambda: inference()[0, 0, 0, 0].numpy()), (lambda: [gradient.shape for gradient in step()])


def compiled_by_jax(layer, inputs, target):
    """As ``compiled``."""
    import jax
    inputs, weights = [jax.numpy.asarray(array) for array in inputs], [weight.value for weight in layer.weights]

    def outputs(weights, inputs):
        return layer.stateless_call(weights, [], alone_or_all(inputs))[0]

    inference = jax.jit(outputs)
    step = jax.jit(jax.grad(lambda weights, inputs: (outputs(weights, inputs) * target).sum(), (0, 1)))
    return ((lambda: jax.block_until_ready(inference(weights, inputs))),
            (lambda: jax.block_until_ready(step(weights, inputs))))


def alone_or_all(inputs):
    """What a layer is called with: the only input, or the list of them."""
    return inputs[0] if len(inputs) == 1 else inputs


def compiled(layer, inputs, target):
    """(a function that runs the layer on the arrays, one that runs a training step), both without arguments, both wait.

    The step is the gradients of the weights and of all inputs, of the sum of the outputs times ``target``.
    """
    return {'tensorflow': compiled_by_tensorflow, 'jax': compiled_by_jax}[K.backend()](layer, inputs, target)


def measured(functions, repeats, clock):
    """{name: times}, the functions in turn, each block long enough for the clock."""
    for function in functions.values():
        function()
    start = CLOCKS[clock]()
    next(iter(functions.values()))()
    calls = max(1, int(0.01 / max(CLOCKS[clock]() - start, 1e-5)))
    times = {name: [] for name in functions}
    for _ in range(repeats):
        gc.collect()
        for name, function in functions.items():
            start = CLOCKS[clock]()
            for _ in range(calls):
                function()
            times[name].append((CLOCKS[clock]() - start) / calls)
    return {name: np.array(blocks) for name, blocks in times.items()}
