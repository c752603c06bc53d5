"""DynamicConv2D with one kernel for each sample, beside the framework's own map over the samples.

    python benchmarks/customlayers_dynamic.py [--repeats N] [--clock cpu] [--sizes 14x32x32x3,...]

Both are compiled alone by their framework (tensorflow or jax), and are timed in turn; the map is tf.map_fn or
jax.lax.map of K.conv2d over a batch of 32. A training step is the gradients of the images and of the kernels. Prints
the medians and the median of the ratios of neighbouring times, map / DynamicConv2D, with its 95% interval; and the
map's time over that of one plain product of matrices with as many multiplications, or of its training step (`at
most`); exits 1 when a ratio is below the goal.
"""
import argparse
import sys

import numpy as np
from compiled import compiled, measured  # first: it puts the checkout on the path
from timing import CLOCKS, ratio

from compat import backend as K
from compat import process
from compat.cli import report
from compat.layers import Layer
from customlayers import DynamicConv2D

GOAL = 3.
BATCH = 32
# places, channels, filters, kernel_size
SIZES = '8x16x16x3,16x3x8x3,14x32x32x3,28x16x16x3,28x32x32x3,32x3x64x5'


def over_samples(function, tensors):
    """The framework's own map of a function over the samples of tensors."""
    if K.backend() == 'jax':
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


class Product(Layer):
    """One matrix for all samples, times the patches that are there already."""

    def call(self, inputs):
        return K.reshape(K.dot(*inputs), (1, 1, -1, K.int_shape(inputs[1])[1]))

    def compute_output_shape(self, input_shape):
        return (1, 1) + tuple(input_shape[0][:1]) + tuple(input_shape[1][-1:])


def contestants(places, channels, filters, size):
    """{name: (what runs it, what runs a training step)}."""
    draw = np.random.RandomState(0)
    images = draw.rand(BATCH, places, places, channels).astype('float32')
    kernels = draw.rand(BATCH, size, size, channels, filters).astype('float32')
    target = draw.rand(BATCH, places, places, filters).astype('float32')
    patches = draw.rand(BATCH * places ** 2, size ** 2 * channels).astype('float32')
    layers = {'map': (Mapped(), [images, kernels], target),
              'DynamicConv2D': (DynamicConv2D(filters, size, padding='same', use_bias=False), [images, kernels],
                                target),
              'at most': (Product(), [patches, kernels[0].reshape(-1, filters)], target.reshape(1, 1, -1, filters))}
    for layer, inputs, _ in layers.values():
        layer.build([array.shape for array in inputs])
        layer.built = True
    return {name: compiled(*parts) for name, parts in layers.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--repeats', type=int, default=30)
    parser.add_argument('--sizes', default=SIZES, help='places x channels x filters x kernel size, several with commas')
    parser.add_argument('--clock', choices=sorted(CLOCKS), default='wall')
    arguments = parser.parse_args()
    process.opened()
    print('\n'.join(report.header()), flush=True)
    missed = False
    for text in arguments.sizes.split(','):
        sizes = tuple(int(number) for number in text.split('x'))
        functions = contestants(*sizes)
        for index, way in enumerate(('inference', 'training')):
            times = measured({name: pair[index] for name, pair in functions.items()}, arguments.repeats,
                             arguments.clock)
            median, low, high = ratio(np.stack([times['map'], times['DynamicConv2D']], axis=1))
            missed = missed or median < GOAL
            print('%-9s %2d x %2d, %2d to %2d channels, kernel %d  map %8.2f ms  DynamicConv2D %7.2f ms  '
                  '%6.2f times (%.2f to %.2f; goal: %.0f)  at most %6.2f' % (
                      (way, sizes[0]) + sizes + (np.median(times['map']) * 1e3, np.median(times['DynamicConv2D']) * 1e3,
                                                 median, low, high, GOAL, np.median(times['map'] / times['at most']))),
                  flush=True)
    return 1 if missed else 0


if __name__ == '__main__':
    sys.exit(main())
