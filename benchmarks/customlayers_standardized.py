"""What StandardizedConv2D costs at inference beside a plain Conv2D, and what its folded form costs.

    python benchmarks/customlayers_standardized.py [--repeats N] [--clock cpu]

Three models of three equal layers in one process, timed in turn: standardised at every call, plain, and folded(model).
Prints the medians and the medians of the ratios of neighbouring times to those of Conv2D, with their 95% intervals;
exits 1 when a ratio of the standardised or the folded model is over the goal.
"""
import argparse
import sys

import numpy as np
from timing import CLOCKS, ratio  # it also puts the checkout on the path

from compat import process
from compat.cli import report
from compat.layers import Conv2D, Input
from compat.models import Model
from customlayers import StandardizedConv2D, folded

GOAL = 1.05
# batch, places, channels
SIZES = [(1, 28, 32), (8, 28, 32), (16, 28, 64), (8, 64, 32), (16, 14, 128), (32, 56, 64)]


def stacked(layer, places, channels):
    """Three layers of as many filters as channels."""
    inputs = x = Input((places, places, channels))
    for _ in range(3):
        x = layer(channels, 3, padding='same', activation='relu')(x)
    return Model(inputs, x)


def measure(clock, batch, places, channels, repeats):
    """(seconds of each repeat: standardised, plain, folded)."""
    standardized = stacked(StandardizedConv2D, places, channels)
    plain, flat = stacked(Conv2D, places, channels), folded(standardized)
    plain.set_weights(flat.get_weights())
    models = [standardized, plain, flat]
    x = np.random.RandomState(0).rand(batch, places, places, channels).astype('float32')
    first = [model.predict_on_batch(x) for model in models]
    if not all(np.allclose(other, first[1], rtol=1e-2, atol=1e-3 * np.abs(first[1]).max()) for other in first):
        raise SystemExit('The models did not compute the same.')
    times = np.empty((repeats, 3))
    for repeat in range(repeats):
        for which in np.roll(range(3), repeat):
            start = clock()
            models[which].predict_on_batch(x)
            times[repeat, which] = clock() - start
    return times[1:]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--repeats', type=int, default=60)
    parser.add_argument('--clock', choices=sorted(CLOCKS), default='wall')
    arguments = parser.parse_args()
    clock = CLOCKS[arguments.clock]
    process.opened()
    print('\n'.join(report.header()), flush=True)
    over = False
    for sizes in SIZES:
        times = measure(clock, *(sizes + (arguments.repeats,)))
        ratios = [ratio(times[:, [which, 1]]) for which in (0, 2)]
        over = over or max(ratios)[0] > GOAL
        print('batch %2d, %2d x %2d, %3d channels  Conv2D %7.2f ms  standardised %.3f (%.3f to %.3f)  folded %.3f '
              '(%.3f to %.3f; goal: at most %.2f)' % ((sizes[0], sizes[1]) + sizes[1:] + (
                  np.median(times[:, 1]) * 1e3,) + ratios[0] + ratios[1] + (GOAL,)), flush=True)
    return 1 if over else 0


if __name__ == '__main__':
    sys.exit(main())
