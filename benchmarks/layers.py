"""What stacks of Keras 2's layers cost through compat, beside the host's own classes.

    python benchmarks/layers.py [--stacks dense,lstm,...] [--ways step,predict] [--repeats N] [--builds N] [--clock cpu]

For each stack: building the model, its first step of training (which traces and compiles), a steady step, and a steady
prediction, timed in turn with the same model of the host's classes, with the same weights and data. Prints milliseconds
and the median ratios with their 95% intervals; exits 1 when a ratio is over its goal.
"""
import argparse
import functools
import gc
import sys

import numpy as np

import timing  # first: it puts the checkout on the path
from compat import process
from compat.cli import report

BATCH = 32
# The gates' activation and the kind of a GRU are told, for the defaults are not one function.
GATES = {'recurrent_activation': 'sigmoid'}


def dense(layers):
    return [layers.Dense(256, activation='relu', input_shape=(128,))] + [
        layers.Dense(256, activation='relu') for _ in range(5)]


def convolutional(layers):
    stack = [layers.Conv2D(16, 3, padding='same', use_bias=False, input_shape=(24, 24, 3))]
    for _ in range(4):
        stack += [layers.BatchNormalization(), layers.Activation('relu'),
                  layers.Conv2D(16, 3, padding='same', use_bias=False)]
    return stack + [layers.GlobalAveragePooling2D()]


def lstm(layers):
    return [layers.LSTM(32, return_sequences=True, input_shape=(30, 16), **GATES), layers.LSTM(32, **GATES)]


def gru(layers):
    return [layers.GRU(32, return_sequences=True, reset_after=True, input_shape=(30, 16), **GATES),
            layers.GRU(32, reset_after=True, **GATES)]


def simple_rnn(layers):
    return [layers.SimpleRNN(32, return_sequences=True, input_shape=(30, 16)), layers.SimpleRNN(32)]


def bidirectional(layers):
    return [layers.Bidirectional(layers.LSTM(32, return_sequences=True, **GATES), input_shape=(30, 16)),
            layers.Bidirectional(layers.LSTM(32, **GATES))]


def time_distributed(layers):
    return [layers.TimeDistributed(layers.Conv2D(8, 3, activation='relu'), input_shape=(6, 16, 16, 3)),
            layers.TimeDistributed(layers.Flatten()), layers.TimeDistributed(layers.Dense(16)),
            layers.GlobalAveragePooling1D()]


def conv_lstm(layers):
    return [layers.ConvLSTM2D(8, 3, input_shape=(6, 16, 16, 3), **GATES), layers.Flatten()]


STACKS = {'dense': (dense, (128,)), 'convolutional': (convolutional, (24, 24, 3)), 'lstm': (lstm, (30, 16)),
          'gru': (gru, (30, 16)), 'simple_rnn': (simple_rnn, (30, 16)), 'bidirectional': (bidirectional, (30, 16)),
          'time_distributed': (time_distributed, (6, 16, 16, 3)), 'conv_lstm': (conv_lstm, (6, 16, 16, 3))}
# The most that each may cost beside the host's own; a step on torch at most STEP_ON_TORCH.
GOALS = {'build': 1.2, 'first': 1.2, 'step': 1.02, 'predict': 1.05}
STEP_ON_TORCH = 1.05


def built(name, keras):
    """The model in the classes of compat or of a host, compiled."""
    stack, shape = STACKS[name]
    model = keras.models.Sequential(stack(keras.layers) + [keras.layers.Dense(4)])
    model.build((None,) + shape)
    model.compile('adam', 'mse')
    return model


def data(name):
    """A batch of samples and targets."""
    draw = np.random.RandomState(0)
    return draw.rand(BATCH, *STACKS[name][1]).astype('float32'), draw.rand(BATCH, 4).astype('float32')


def first_steps(name, kerases, builds, clock):
    """The seconds (builds, 2) of building, and of the first step, of models that are made anew."""
    x, y = data(name)
    times = {'build': np.empty((builds, 2)), 'first': np.empty((builds, 2))}
    for turn in range(builds):
        for place in (0, 1) if turn % 2 == 0 else (1, 0):
            kerases[0].backend.clear_session()
            gc.collect()
            start = clock()
            model = built(name, kerases[place])
            times['build'][turn, place] = clock() - start
            times['first'][turn, place] = timing.seconds(functools.partial(model.train_on_batch, x, y), clock=clock)
    return times


def steady(name, kerases, repeats, steps, clock):
    """The seconds (repeats, 2) of a step of training and of a prediction. Raises SystemExit for unequal work."""
    x, y = data(name)
    models = [built(name, keras) for keras in kerases]
    models[1].set_weights(models[0].get_weights())
    losses = [[float(np.ravel(model.train_on_batch(x, y))[0]) for _ in range(4)][-1] for model in models]
    if not np.isclose(*losses, rtol=0.02):
        raise SystemExit(f'The models of {name} did not do the same: losses {losses[0]} and {losses[1]}.')
    ways = {'step': [functools.partial(model.train_on_batch, x, y) for model in models],
            'predict': [functools.partial(model.predict, x, verbose=0) for model in models]}
    times = {}
    for way, calls in ways.items():
        timers = [functools.partial(timing.seconds, call, steps, clock) for call in calls]
        for timer in timers:
            timer()
        times[way] = timing.in_turn(timers, repeats)
    return times


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--stacks', default=','.join(STACKS))
    parser.add_argument('--ways', default=','.join(GOALS))
    parser.add_argument('--repeats', type=int, default=11, help='blocks of steady steps')
    parser.add_argument('--steps', type=int, default=20, help='steps of a block')
    parser.add_argument('--builds', type=int, default=5, help='models that are made anew')
    parser.add_argument('--clock', choices=sorted(timing.CLOCKS), default='wall',
                        help='cpu is the processor time of the process, for a machine that others use too')
    arguments = parser.parse_args()
    import compat
    kerases = compat, process.opened().keras
    goals = dict(GOALS, step=STEP_ON_TORCH) if compat.backend.backend() == 'torch' else GOALS
    clock, ways = timing.CLOCKS[arguments.clock], arguments.ways.split(',')
    print('\n'.join(report.header()), flush=True)
    over = False
    for name in arguments.stacks.split(','):
        times = first_steps(name, kerases, arguments.builds, clock) if {'build', 'first'} & set(ways) else {}
        if {'step', 'predict'} & set(ways):
            times.update(steady(name, kerases, arguments.repeats, arguments.steps, clock))
        for way in ways:
            found = timing.ratio(times[way])
            over = over or found[0] > goals[way]
            print('%-16s %-8s compat %8.2f ms  host %8.2f ms  ratio %.2f (%.2f to %.2f; goal: at most %.2f)' % (
                (name, way) + tuple(np.median(times[way], axis=0) * 1e3) + found + (goals[way],)), flush=True)
    return 1 if over else 0


if __name__ == '__main__':
    sys.exit(main())
