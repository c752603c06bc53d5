"""What a training step costs through compat's layers, family by family, beside the same in the host's own classes.

    python benchmarks/overhead.py [--repeats N] [--steps N] [--families dense,conv2d,...] [--clock cpu]

A model of some layers of the family and a dense layer, in one process twice: through compat and in the host's classes,
with the same weights, timed in turn, block by block, by fit. Prints per family the medians in milliseconds per step,
and the median of the ratios of neighbouring blocks with its 95% interval; exits 1 when a ratio is over the goal.
"""
import argparse
import functools
import sys

import numpy as np

import timing  # first: it puts the checkout on the path
from compat import process
from compat.cli import report

GOAL, BATCH = 1.03, 32
IMAGE, STEPS, WORDS = (24, 24, 8), (20, 16), (20,)

# Family: (shape of a sample, what makes its layers, from a module of layers). The recurrent ones are told what Keras 2
# and the host of today take by default in different ways, so that both do the same work.
FAMILIES = {
    'dense': (STEPS[1:], lambda of: [of.Dense(256, activation='relu'), of.Dropout(0.5), of.Dense(256)]),
    'conv1d': (STEPS, lambda of: [of.Conv1D(32, 3, padding='same'), of.Conv1D(32, 3, padding='causal')]),
    'conv2d': (IMAGE, lambda of: [of.Conv2D(16, 3, activation='relu'), of.Conv2D(16, 3, strides=2)]),
    'transposed': (IMAGE, lambda of: [of.Conv2DTranspose(8, 3, strides=2)]),
    'separable': (IMAGE, lambda of: [of.SeparableConv2D(16, 3), of.DepthwiseConv2D(3)]),
    'pooling': (IMAGE, lambda of: [of.Conv2D(8, 1), of.MaxPooling2D(), of.AveragePooling2D(2), of.ZeroPadding2D()]),
    'normalization': (IMAGE, lambda of: [of.Conv2D(8, 1), of.BatchNormalization(), of.Activation('relu')]),
    'activations': (IMAGE, lambda of: [of.Conv2D(8, 1), of.PReLU(), of.LeakyReLU(), of.ELU()]),
    'noise': (IMAGE, lambda of: [of.Conv2D(8, 1), of.GaussianNoise(0.1), of.SpatialDropout2D(0.2)]),
    'embedding': (WORDS, lambda of: [of.Embedding(1000, 32)]),
    'simple_rnn': (STEPS, lambda of: [of.SimpleRNN(32)]),
    'gru': (STEPS, lambda of: [of.GRU(32, recurrent_activation='sigmoid', reset_after=True)]),
    'lstm': (STEPS, lambda of: [of.LSTM(32, recurrent_activation='sigmoid')]),
    'bidirectional': (STEPS, lambda of: [of.Bidirectional(of.LSTM(16, recurrent_activation='sigmoid'))]),
    'time_distributed': (STEPS, lambda of: [of.TimeDistributed(of.Dense(32))]),
    'conv_lstm': ((5, 12, 12, 3), lambda of: [of.ConvLSTM2D(4, 3, recurrent_activation='sigmoid')]),
}


def built(family, keras):
    """The model of the family in the classes of compat or of a host, compiled."""
    shape, make = FAMILIES[family]
    layers = keras.layers
    outputs = inputs = layers.Input(shape)
    for layer in make(layers):
        outputs = layer(outputs)
    if len(outputs.shape) > 2:
        outputs = layers.Flatten()(outputs)
    model = keras.models.Model(inputs, layers.Dense(4)(outputs))
    model.compile('sgd', 'mse')
    return model


def measure(family, steps, repeats, clock):
    """The seconds per step of the blocks (repeats, 2): through compat, in the host's classes."""
    import compat
    draw, shape = np.random.RandomState(0), FAMILIES[family][0]
    x = (draw.randint(1, 1000, (steps * BATCH,) + shape) if family == 'embedding'
         else draw.randn(*(steps * BATCH,) + shape)).astype('float32')
    y = draw.randn(len(x), 4).astype('float32')
    models = [built(family, keras) for keras in (compat, process.opened().keras)]
    if [weight.shape for weight in models[0].get_weights()] == [weight.shape for weight in models[1].get_weights()]:
        models[1].set_weights(models[0].get_weights())
    fits = [functools.partial(model.fit, x, y, batch_size=BATCH, epochs=1, verbose=0) for model in models]
    for fit in fits:
        fit()
    return timing.in_turn([functools.partial(timing.seconds, fit, clock=clock) for fit in fits], repeats) / steps


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--repeats', type=int, default=20, help='blocks of each model')
    parser.add_argument('--steps', type=int, default=40, help='training steps of a block')
    parser.add_argument('--families', default=','.join(FAMILIES))
    parser.add_argument('--clock', choices=sorted(timing.CLOCKS), default='wall',
                        help='cpu is the processor time of the process, for a machine that others use too')
    arguments = parser.parse_args()
    process.opened()
    print('\n'.join(report.header()), flush=True)
    over = False
    for family in arguments.families.split(','):
        times = measure(family, arguments.steps, arguments.repeats, timing.CLOCKS[arguments.clock])
        ours, theirs = np.median(times, axis=0) * 1e3
        median, low, high = timing.ratio(times)
        over = over or median > GOAL
        print('%-16s compat %7.2f ms  host %7.2f ms  ratio %.2f (%.2f to %.2f; goal: at most %.2f)'
              % (family, ours, theirs, median, low, high, GOAL), flush=True)
    return 1 if over else 0


if __name__ == '__main__':
    sys.exit(main())
