"""What == and hash of symbols, expressions and variables cost: each is to take less than a microsecond.

    python benchmarks/identity.py

Prints nanoseconds; exits 1 when one is over.
"""
import functools
import operator
import sys
import timeit

import timing  # noqa: F401, first: it puts the checkout on the path
from compat import backend as K
from compat.layers import Dense, Input

MOST = 1000.


def nanoseconds(function):
    """The least time of a call."""
    return min(timeit.repeat(function, number=20000, repeat=7)) / 20000 * 1e9


def main():
    """Measures all kinds; returns the exit status."""
    x = Input((3,))
    y = Dense(2)(x)
    kinds = {'input': x, 'output': y, 'function of a symbol': K.square(y), 'variable': K.variable(1.),
             'weight': y._keras_history[0].kernel, 'expression': K.square(K.variable(1.))}
    slow = False
    for name, tensor in kinds.items():
        times = {'==': nanoseconds(functools.partial(operator.eq, tensor, x)),
                 '!=': nanoseconds(functools.partial(operator.ne, tensor, x)),
                 'hash': nanoseconds(functools.partial(hash, tensor))}
        slow = slow or max(times.values()) > MOST
        print(f'{name:22}', '  '.join(f'{sign} {time:6.0f} ns' for sign, time in times.items()))
    return int(slow)


if __name__ == '__main__':
    sys.exit(main())
