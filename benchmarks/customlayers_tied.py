"""What a tied kernel's cheaper strategy saves, beside the answers' own expansion of the kernel, on the same host.

    python benchmarks/customlayers_tied.py [--repeats N] [--cases repeated,...] [--sizes 32x28x8,...] [--clock cpu]

Each layer is compiled alone by its framework (tensorflow or jax), inference and a training step (the gradients of
kernel, bias and input), and is timed in turn with the others. Prints the answer's time over the layer's, for every
strategy that the layer has, `*` at the one that it selects, and over that of a plain convolution with as many
multiplications as there are weights, which no strategy is faster than (`at most`); exits 1 where the selected one
misses the goal.
"""
import argparse
import sys

import numpy as np
from compiled import compiled, measured  # first: it puts the checkout on the path
from timing import CLOCKS

from compat import backend as K
from compat import process
from compat.cli import report
from compat.layers import Conv2D, Layer
from customlayers import Conv2DTiledKernel, CustomConv2D

INFERENCE_GOAL, TRAINING_GOAL, NEVER_BELOW = 1.8, 1.3, 0.95
# The goals are for as many channels and places as that; channels x places x batch.
GOAL_CHANNELS, GOAL_PLACES = 32, 28
SIZES = '1x28x8,4x16x8,8x28x8,16x28x8,32x28x8,32x64x8,64x28x8,64x64x8,128x28x8'


class FirstAnswer(Layer):
    """The CustomConv2D of the first answer, as it was written."""

    def __init__(self, filters, **kwargs):
        self.filters = filters
        self.kernel_size = (3, 3)
        super().__init__(**kwargs)

    def build(self, input_shape):
        shape = self.kernel_size + (input_shape[-1], self.filters)
        self.kernel = self.add_weight(name='kernel', shape=shape, initializer='glorot_uniform')
        super().build(input_shape)

    def call(self, x):
        dup_rows = K.stack([self.kernel[0]] * 2 + [self.kernel[1]] + [self.kernel[2]] * 2, axis=0)
        dup_cols = K.stack([dup_rows[:, 0]] * 2 + [dup_rows[:, 1]] + [dup_rows[:, 2]] * 2, axis=1)
        return K.conv2d(x, dup_cols)


class SecondAnswer(Layer):
    """The Conv2DTiledKernel of the second answer, as it was written."""

    def __init__(self, filters, kernel_size, multiplies, **kwargs):
        self.filters = filters
        self.kernel_size = kernel_size
        self.multiplies = multiplies
        super().__init__(**kwargs)

    def build(self, input_shape):
        shape = list(self.kernel_size) + [input_shape[-1], self.filters]
        self.kernel = self.add_weight(name='kernel', shape=shape, initializer='glorot_uniform')
        super().build(input_shape)

    def call(self, x):
        return K.conv2d(x, K.tile(self.kernel, list(self.multiplies) + [1, 1]))


# Name: (ours, the answer's, arguments after filters, the strategies that are not 'expanded').
CASES = {'repeated': (CustomConv2D, FirstAnswer, (), ('repeated', 'interpolated', 'rows', 'rows_by_sample')),
         'tiled 2x2 2x2': (Conv2DTiledKernel, SecondAnswer, ((2, 2), (2, 2)), ('tiled',)),
         'tiled 1x5 5x1': (Conv2DTiledKernel, SecondAnswer, ((1, 5), (5, 1)), ('tiled',)),
         'tiled 3x3 2x2': (Conv2DTiledKernel, SecondAnswer, ((3, 3), (2, 2)), ('tiled',)),
         'tiled 2x1 2x1': (Conv2DTiledKernel, SecondAnswer, ((2, 1), (2, 1)), ('tiled',))}


def contestants(case, channels, places, batch):
    """{name: layer}: the answer's and ours by each strategy, built, with the same weights; and which ours selects."""
    ours, answer, arguments, strategies = CASES[case]
    shape = (batch, places, places, channels)
    layers = {name: (answer if name == 'answer' else ours)(channels, *arguments)
              for name in ('answer', 'expanded') + strategies}
    for layer in layers.values():
        layer.build(shape)
        layer.built = True
        layer.set_weights(layers['answer'].get_weights())
    selected = layers['expanded'].strategy
    for name in layers:
        layers[name].strategy = name
    return layers, selected


def small(layer, x):
    """A plain convolution with as many multiplications as there are weights, and the part of ``x`` that it takes for as
    many outputs: what any strategy can reach at most.
    """
    rows, columns, channels, filters = layer.get_weights()[0].shape
    plain = Conv2D(filters, (rows, columns), use_bias=False)
    part = x[:, :x.shape[1] - layer.kernel_size[0] + rows, :x.shape[2] - layer.kernel_size[1] + columns]
    plain.build(part.shape)
    plain.built = True
    return plain, part


def compare(case, size, repeats, clock):
    """Print the line of a case and size. Returns whether the strategy that is selected reaches the goals."""
    channels, places, batch = size
    layers, selected = contestants(case, channels, places, batch)
    draw = np.random.RandomState(0)
    x = draw.rand(batch, places, places, channels).astype('float32')
    target = draw.rand(*layers['expanded'].compute_output_shape(x.shape)).astype('float32')
    functions = {name: compiled(layer, [x], target) for name, layer in layers.items()}
    plain, part = small(layers['expanded'], x)
    functions['at most'] = compiled(plain, [part], target)
    reached, cells = True, []
    large = channels >= GOAL_CHANNELS and places >= GOAL_PLACES
    for index, goal in ((0, INFERENCE_GOAL), (1, TRAINING_GOAL)):
        times = measured({name: pair[index] for name, pair in functions.items()}, repeats, clock)
        cells.append(['%8.2f ms' % (np.median(times['answer']) * 1e3)])
        for name in list(functions)[1:]:
            ratio = np.median(times['answer'] / times[name])
            mark = '*' if name == selected else ' '
            reached = reached and (name != selected or ratio >= (goal if large else NEVER_BELOW))
            cells[-1].append('%s %5.2f%s' % (name, ratio, mark))
    print('%-14s %3d x %2d x %2d | %s | %s' % (case, channels, places, batch, ' '.join(cells[0]), ' '.join(cells[1])),
          flush=True)
    return reached


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--repeats', type=int, default=15, help='blocks of each layer')
    parser.add_argument('--cases', default=','.join(CASES))
    parser.add_argument('--sizes', default=SIZES, help='channels x places x batch, several with commas')
    parser.add_argument('--clock', choices=sorted(CLOCKS), default='wall',
                        help="cpu is the processor time of the process, for a machine that others use too")
    arguments = parser.parse_args()
    process.opened()
    print('\n'.join(report.header()), flush=True)
    print("The answer's time over the layer's; goals from %d channels and %d places on: inference %.2f, training %.2f; "
          'else %.2f' % (GOAL_CHANNELS, GOAL_PLACES, INFERENCE_GOAL, TRAINING_GOAL, NEVER_BELOW))
    print('%-14s %-13s | inference%s | training step' % ('kernel', 'size', ' ' * 34))
    reached = [compare(case, [int(number) for number in size.split('x')], arguments.repeats, arguments.clock)
               for case in arguments.cases.split(',') for size in arguments.sizes.split(',')]
    return 0 if all(reached) else 1


if __name__ == '__main__':
    sys.exit(main())
