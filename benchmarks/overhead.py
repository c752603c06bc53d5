"""What a training step of a stock model costs through compat, beside the same model in the host's own classes.

    python benchmarks/overhead.py [--repeats N] [--steps N] [--models mlp,cnn] [--ways train_on_batch,fit] [--clock cpu]

Both models are in one process and are timed in turn, block by block, so that what else the machine does meets both.
Prints per model and way the medians in milliseconds per step, and the median of the ratios of neighbouring blocks with
its 95% interval; exits 1 when a ratio is over the goal.
"""
import argparse
import gc
import os
import sys
import time

import numpy as np

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from compat import hosts, report  # noqa: E402

GOAL = 1.05
SHAPE, CLASSES, BATCH = (28, 28, 1), 10, 64


def mlp(keras):
    """784-256-256-10."""
    layers = keras.layers
    inputs = layers.Input(SHAPE)
    x = layers.Flatten()(inputs)
    x = layers.Dense(256, activation='relu')(x)
    x = layers.Dense(256, activation='relu')(x)
    return keras.models.Model(inputs, layers.Dense(CLASSES, activation='softmax')(x))


def cnn(keras):
    """Two convolutions, each with pooling, and two dense layers."""
    layers = keras.layers
    inputs = layers.Input(SHAPE)
    x = layers.Conv2D(16, (3, 3), activation='relu')(inputs)
    x = layers.MaxPooling2D((2, 2))(x)
    x = layers.Conv2D(32, (3, 3), activation='relu')(x)
    x = layers.MaxPooling2D((2, 2))(x)
    x = layers.Flatten()(x)
    x = layers.Dense(64, activation='relu')(x)
    return keras.models.Model(inputs, layers.Dense(CLASSES, activation='softmax')(x))


def by_train_on_batch(model, x, y, steps):
    for _ in range(steps):
        model.train_on_batch(x[:BATCH], y[:BATCH])


def by_fit(model, x, y, steps):
    model.fit(x[:steps * BATCH], y[:steps * BATCH], batch_size=BATCH, epochs=1, verbose=0)


MODELS = {'mlp': mlp, 'cnn': cnn}
WAYS = {'train_on_batch': by_train_on_batch, 'fit': by_fit}


CLOCKS = {'wall': time.perf_counter, 'cpu': time.process_time}


def seconds(clock, way, model, x, y, steps):
    """The time per step of a block of steps."""
    gc.collect()
    start = clock()
    way(model, x, y, steps)
    return (clock() - start) / steps


def twins(build):
    """The model through compat and in the host's own classes, with the same weights."""
    import compat
    models = [build(keras) for keras in (compat, hosts.opened().keras)]
    for model in models:
        model.compile('adam', 'categorical_crossentropy', metrics=['accuracy'])
    models[1].set_weights(models[0].get_weights())
    return models


def check_equal_work(models, x, y):
    """Both must have learned the same, or the comparison means nothing."""
    ours, theirs = [np.ravel(model.evaluate(x, y, verbose=0))[0] for model in models]
    if not np.isclose(ours, theirs, rtol=0.05):
        raise SystemExit('The models did not do the same: losses %s and %s.' % (ours, theirs))


def measure(clock, build, way, steps, repeats):
    """(times per step of each block: through compat, in the host's classes)."""
    draw = np.random.RandomState(0)
    x = draw.rand(steps * BATCH, *SHAPE).astype('float32')
    y = np.eye(CLASSES, dtype='float32')[draw.randint(0, CLASSES, len(x))]
    models = twins(build)
    for model in models:
        way(model, x, y, steps)
    check_equal_work(models, x, y)
    times = np.empty((repeats, 2))
    for repeat in range(repeats):
        for which in (0, 1) if repeat % 2 else (1, 0):
            times[repeat, which] = seconds(clock, way, models[which], x, y, steps)
    return times


def ratio(times):
    """(the median ratio, and its 95% interval by resampling)."""
    ratios = times[:, 0] / times[:, 1]
    draw = np.random.RandomState(0)
    medians = np.median(draw.choice(ratios, (2000, len(ratios))), axis=1)
    return (np.median(ratios),) + tuple(np.percentile(medians, (2.5, 97.5)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--repeats', type=int, default=40, help='blocks of each model')
    parser.add_argument('--steps', type=int, default=15, help='training steps of a block')
    parser.add_argument('--models', default=','.join(MODELS))
    parser.add_argument('--ways', default=','.join(WAYS))
    parser.add_argument('--clock', choices=sorted(CLOCKS), default='wall',
                        help="cpu is the processor time of the process, for a machine that others use too")
    arguments = parser.parse_args()
    hosts.opened()
    print('\n'.join(report.header()), flush=True)
    over = False
    for name in arguments.models.split(','):
        for way in arguments.ways.split(','):
            times = measure(CLOCKS[arguments.clock], MODELS[name], WAYS[way], arguments.steps, arguments.repeats)
            ours, theirs = np.median(times, axis=0) * 1e3
            median, low, high = ratio(times)
            over = over or median > GOAL
            print('%-4s %-15s compat %7.2f ms  host %7.2f ms  ratio %.3f (%.3f to %.3f; goal: at most %.2f)'
                  % (name, way, ours, theirs, median, low, high, GOAL), flush=True)
    return 1 if over else 0


if __name__ == '__main__':
    sys.exit(main())
