"""DynamicConv2D with one kernel for each sample, beside the engine's own map over the samples.

    python benchmarks/customlayers_dynamic.py [--repeats N] [--clock cpu] [--ways inference,training] [--jit]

Both are layers of one process on the same inputs, timed in turn; the map is tf.map_fn or jax.lax.map of K.conv2d over
a batch of 32. In training the kernels come from a KernelPredictor and the images from a 1x1 convolution, so that
gradients flow to both. Prints the medians and the median of the ratios of neighbouring times, map / DynamicConv2D, with
its 95% interval; exits 1 when a ratio is below the goal.
"""
import argparse
import sys

import numpy as np
from timing import CLOCKS, ratio  # it also puts the checkout on the path

from compat import backend as K
from compat import hosts, report
from compat.engine.base_layer import Layer
from compat.layers import Conv2D, Input
from compat.models import Model
from customlayers import DynamicConv2D, KernelPredictor

GOAL = 3.
BATCH = 32
# places, channels, filters, kernel_size
SIZES = [(8, 16, 16, 3), (16, 3, 8, 3), (14, 32, 32, 3), (28, 16, 16, 3), (28, 32, 32, 3), (32, 3, 64, 5)]


def over_samples(function, tensors):
    """The engine's own map of a function over the samples of tensors."""
    if hosts.opened().engine == 'jax':
        from jax import lax
        return lax.map(function, tensors)
    import tensorflow as tf
    return tf.map_fn(function, tensors, fn_output_signature=tf.float32)


class Mapped(Layer):
    """The convolution of each sample with its kernel, one after another."""

    def call(self, inputs):
        def convolved(sample):
            return K.conv2d(K.expand_dims(sample[0], 0), sample[1], padding='same')[0]
        return over_samples(convolved, tuple(inputs))

    def compute_output_shape(self, input_shape):
        return tuple(input_shape[0][:-1]) + tuple(input_shape[1][-1:])


def for_inference(layer, jit, places, channels, filters, size):
    """(a model of images and kernels, how to run it once)."""
    draw = np.random.RandomState(0)
    arrays = [draw.rand(BATCH, places, places, channels).astype('float32'),
              draw.rand(BATCH, size, size, channels, filters).astype('float32')]
    inputs = [Input(array.shape[1:]) for array in arrays]
    model = Model(inputs, layer(inputs))
    if jit:
        model.compile('sgd', 'mse', jit_compile=True)
    return model, lambda: model.predict_on_batch(arrays)


def for_training(layer, jit, places, channels, filters, size):
    """(a model that makes its kernels, how to train it one step)."""
    draw = np.random.RandomState(0)
    images = draw.rand(BATCH, places, places, channels).astype('float32')
    inputs = Input(images.shape[1:])
    kernels = KernelPredictor(filters, (size, size), channels, form='per_channel', use_bias=False)(inputs)
    model = Model(inputs, layer([Conv2D(channels, 1)(inputs), kernels]))
    model.compile('sgd', 'mse', **({'jit_compile': True} if jit else {}))
    target = np.zeros((BATCH, places, places, filters), 'float32')
    return model, lambda: model.train_on_batch(images, target)


WAYS = {'inference': for_inference, 'training': for_training}


def measure(clock, way, jit, sizes, repeats):
    """(seconds of each repeat: of the map, of DynamicConv2D)."""
    filters, size = sizes[2:]
    layers = Mapped(), DynamicConv2D(filters, size, padding='same', use_bias=False)
    pairs = [way(layer, jit, *sizes) for layer in layers]
    pairs[1][0].set_weights(pairs[0][0].get_weights())
    first = [np.asarray(run()) for _, run in pairs]
    if not np.allclose(first[0], first[1], rtol=1e-3, atol=1e-4):
        raise SystemExit('The two did not compute the same at %s.' % (sizes,))
    times = np.empty((repeats, 2))
    for repeat in range(repeats):
        for which in (0, 1) if repeat % 2 else (1, 0):
            start = clock()
            pairs[which][1]()
            times[repeat, which] = clock() - start
    return times[1:]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--repeats', type=int, default=30)
    parser.add_argument('--ways', default=','.join(WAYS))
    parser.add_argument('--jit', action='store_true', help='compile both with jit_compile=True (jax does anyhow)')
    parser.add_argument('--clock', choices=sorted(CLOCKS), default='wall')
    arguments = parser.parse_args()
    clock = CLOCKS[arguments.clock]
    hosts.opened()
    print('\n'.join(report.header()), flush=True)
    missed = False
    for way in arguments.ways.split(','):
        for sizes in SIZES:
            times = measure(clock, WAYS[way], arguments.jit, sizes, arguments.repeats)
            mapped, ours = np.median(times, axis=0) * 1e3
            median, low, high = ratio(times)
            missed = missed or median < GOAL
            print('%-9s %2d x %2d, %2d to %2d channels, kernel %d  map %8.2f ms  DynamicConv2D %7.2f ms  '
                  '%6.2f times (%.2f to %.2f; goal: %.0f)' % ((way, sizes[0]) + sizes + (
                      mapped, ours, median, low, high, GOAL)), flush=True)
    return 1 if missed else 0


if __name__ == '__main__':
    sys.exit(main())
