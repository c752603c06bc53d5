"""What TensorFlow 1's manners cost: session.run beside K.function, and functions of tf on symbols beside one Lambda.

    python benchmarks/tensorflow1.py [--repeats N]

Needs a host on TensorFlow. Prints ratios and exits with 1 where one is over its goal.
"""
import argparse
import sys

import numpy as np

import timing
from compat import backend as K
from compat import process
from compat.layers import Dense, Input, Lambda
from compat.models import Model

GOALS = {'session.run beside K.function': 1.1, 'predict of 100 functions of tf beside one Lambda': 1.05}


def session_and_function():
    """The calls of a signature that was met: by a session and by K.function."""
    x = Input((64,))
    y = Dense(64, activation='relu')(Dense(64, activation='relu')(x))
    loss = K.mean(K.square(y))
    array = np.random.RandomState(0).rand(32, 64).astype('float32')
    session, function = K.get_session(), K.function([x], [y, loss])
    return lambda: session.run([y, loss], {x: array}), lambda: function([array])


def functions_and_lambda():
    """predict of a model whose nodes are functions of tf, and of one whose one Lambda calls them all."""
    import tensorflow as tf
    functions = [tf.square, tf.tanh, tf.nn.relu, tf.abs, lambda x: tf.clip_by_value(x, -1., 1.)] * 20

    def together(x):
        for function in functions:
            x = function(x)
        return x
    x = Input((64,))
    models = Model(x, together(x)), Model(x, Lambda(together)(x))
    array = np.random.RandomState(0).rand(320, 64).astype('float32')
    return tuple(lambda model=model: model.predict(array) for model in models)


CASES = dict(zip(GOALS, (session_and_function, functions_and_lambda)))


def main():
    """Measures both; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--repeats', type=int, default=31, help='how often each is timed (default: 31)')
    repeats = parser.parse_args().repeats
    if process.opened().framework != 'tensorflow':
        print(f'{process.opened().describe()} computes without TensorFlow: nothing to measure.')
        return 2
    missed = False
    for name, goal in GOALS.items():
        calls = CASES[name]()
        for call in calls:
            call()
        times = timing.in_turn([lambda call=call: timing.seconds(call, 20) for call in calls], repeats)
        median, low, high = timing.ratio(times)
        missed = missed or median > goal
        print(f'{name:50} {median:.3f} ({low:.3f} to {high:.3f}), goal {goal}')
    return int(missed)


if __name__ == '__main__':
    sys.exit(main())
