"""What training and predicting cost through compat, beside the host's own classes and beside real Keras 2.

    python benchmarks/training.py [--against PYTHON] [--models mlp,cnn,lstm] [--ways fit,train_on_batch,predict]
                                  [--repeats N] [--steps N] [--clock cpu]

The models of the old examples, with the same weights and data: a steady epoch of fit, a loop of train_on_batch, and
predict on one small batch at a time, timed in turn, block by block; with the python of an environment of Keras 2 the
same there, too. Prints milliseconds per batch and the median ratios with their 95% intervals; exits 1 when a ratio to
the host is over its goal.
"""
import argparse
import functools
import sys

import numpy as np

import timing  # first: it puts the checkout on the path
from compat import process
from compat.cli import report

BATCH, CLASSES = 32, 10


def mlp(layers):
    """784-512-512-10."""
    return [layers.Dense(512, activation='relu', input_shape=(784,)), layers.Dense(512, activation='relu'),
            layers.Dense(CLASSES, activation='softmax')]


def cnn(layers):
    """Two convolutions, pooling, two dense layers."""
    return [layers.Conv2D(32, (3, 3), activation='relu', input_shape=(28, 28, 1)),
            layers.Conv2D(64, (3, 3), activation='relu'), layers.MaxPooling2D((2, 2)), layers.Flatten(),
            layers.Dense(128, activation='relu'), layers.Dense(CLASSES, activation='softmax')]


def lstm(layers):
    """An embedding, an LSTM, a dense layer; the gates' activation is told, for the defaults are not one function."""
    return [layers.Embedding(1000, 32, input_length=40), layers.LSTM(32, recurrent_activation='sigmoid'),
            layers.Dense(CLASSES, activation='softmax')]


MODELS = {'mlp': (mlp, (784,)), 'cnn': (cnn, (28, 28, 1)), 'lstm': (lstm, (40,))}


def epoch(model, x, y, steps):
    """A call that trains an epoch of so many batches."""
    return lambda: model.fit(x, y, batch_size=BATCH, epochs=1, verbose=0)


def batches(model, x, y, steps):
    """A call that trains one batch after the other."""
    return lambda: [model.train_on_batch(x[start:start + BATCH], y[start:start + BATCH])
                    for start in range(0, steps * BATCH, BATCH)]


def predictions(model, x, y, steps):
    """A call that predicts one batch after the other."""
    return lambda: [model.predict(x[start:start + BATCH], verbose=0) for start in range(0, steps * BATCH, BATCH)]


# What is timed, and the most that it may cost beside the host's own.
WAYS = {'fit': (epoch, 1.02), 'train_on_batch': (batches, 1.05), 'predict': (predictions, 1.05)}


def data(name, steps):
    """The samples and targets of an epoch."""
    draw, shape = np.random.RandomState(0), MODELS[name][1]
    x = draw.randint(1, 1000, (steps * BATCH,) + shape) if name == 'lstm' else draw.rand(*(steps * BATCH,) + shape)
    return x.astype('float32'), np.eye(CLASSES, dtype='float32')[draw.randint(0, CLASSES, steps * BATCH)]


def built(name, keras):
    """The model in the classes of compat or of a host, compiled."""
    model = keras.models.Sequential(MODELS[name][0](keras.layers))
    model.build((None,) + MODELS[name][1])
    model.compile('adam', 'categorical_crossentropy', metrics=['accuracy'])
    return model


def calls(model, name, steps):
    """{way: the call of a block of so many batches} for a model."""
    x, y = data(name, steps)
    return {way: make(model, x, y, steps) for way, (make, _) in WAYS.items()}


def served(steps):
    """The calls of all models, for the process of another environment."""
    import compat
    return {'%s-%s' % (name, way): call for name in MODELS
            for way, call in calls(built(name, compat), name, steps).items()}


def same_work(models, made, name, steps):
    """From the same weights both must learn the same, or the comparison means nothing."""
    for calls_of_one in made:
        calls_of_one['train_on_batch']()
    losses = [float(np.ravel(model.evaluate(*data(name, steps), verbose=0))[0]) for model in models]
    if not np.isclose(*losses, rtol=0.02):
        raise SystemExit('The models did not do the same: losses %s and %s.' % tuple(losses))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('what', nargs='?', choices=['serve'], help=argparse.SUPPRESS)
    parser.add_argument('--against', help='the python of an environment of Keras 2')
    parser.add_argument('--models', default=','.join(MODELS))
    parser.add_argument('--ways', default=','.join(WAYS))
    parser.add_argument('--repeats', type=int, default=15, help='blocks of each')
    parser.add_argument('--steps', type=int, default=40, help='batches of a block')
    parser.add_argument('--clock', choices=sorted(timing.CLOCKS), default='wall',
                        help='cpu is the processor time of the process, for a machine that others use too')
    arguments = parser.parse_args()
    import compat
    process.opened()
    if arguments.what == 'serve':
        return timing.serve(served(arguments.steps))
    print('\n'.join(report.header()), flush=True)
    other = timing.Process(arguments.against, __file__, '--steps', str(arguments.steps)) if arguments.against else None
    over = False
    for name in arguments.models.split(','):
        models = [built(name, keras) for keras in (compat, process.opened().keras)]
        models[1].set_weights(models[0].get_weights())
        made = [calls(model, name, arguments.steps) for model in models]
        same_work(models, made, name, arguments.steps)
        for way in arguments.ways.split(','):
            both, goal = [one[way] for one in made], WAYS[way][1]
            for call in both:
                call()
            timers = [functools.partial(timing.seconds, call, clock=timing.CLOCKS[arguments.clock]) for call in both]
            if other:
                timers.append(functools.partial(other.seconds, '%s-%s' % (name, way), 1))
            times = timing.in_turn(timers, arguments.repeats)
            milliseconds = np.median(times, axis=0) * 1e3 / arguments.steps
            found = timing.ratio(times[:, :2])
            over = over or found[0] > goal
            line = '%-4s %-14s compat %7.2f ms  host %7.2f ms  ratio %.2f (%.2f to %.2f; goal: at most %.2f)' % (
                (name, way) + tuple(milliseconds[:2]) + found + (goal,))
            if other:
                line += '  Keras 2 %7.2f ms  ratio %.2f (%.2f to %.2f)' % (
                    (milliseconds[2],) + timing.ratio(times[:, [0, 2]]))
            print(line, flush=True)
    if other:
        other.stop()
    return 1 if over else 0


if __name__ == '__main__':
    sys.exit(main())
