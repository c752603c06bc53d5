"""How many functions of compat run between a call of K and the framework's function, by what the call is given.

    python benchmarks/frames.py

prints a row for K.conv2d of the framework's tensors, of expressions, and of a symbol and a variable (Keras 3), and
exits with 1 when one is over its goal.
"""
import functools
import os
import sys

import numpy as np

import timing  # noqa: F401, first: it puts the checkout on the path
import compat
from compat import backend as K
from compat import process
from compat.cli import report
from compat.layers import Input

PACKAGE = os.path.dirname(compat.__file__) + os.sep
GOALS = {'tensors of the framework': 20, 'expressions': 35, 'a symbol and a variable': 47}


def frames(function):
    """The names of compat's functions that run from the call on until the first call into keras.ops."""
    names, until = [], []
    ops = process.opened().keras.ops.conv

    def note(frame, event, argument):
        if event != 'call':
            return
        if frame.f_code is getattr(ops, '__wrapped__', ops).__code__:
            until.append(len(names))
        elif frame.f_code.co_filename.startswith(PACKAGE):
            names.append(frame.f_code.co_name)

    sys.setprofile(note)
    try:
        function()
    finally:
        sys.setprofile(None)
    return names[:until[0]]


def calls():
    """The arguments of K.conv2d by what they are."""
    draw = np.random.RandomState(0)
    image, kernel = (draw.rand(*shape).astype('float32') for shape in ((2, 8, 8, 3), (3, 3, 3, 4)))
    convert = process.opened().keras.ops.convert_to_tensor
    return {'tensors of the framework': (convert(image), convert(kernel)),
            'expressions': (K.variable(image) * 1., K.variable(kernel) * 1.),
            'a symbol and a variable': (Input((8, 8, 3)), K.variable(kernel))}


def counts():
    """{what: the names of the functions} of a second call, when classes and names were met."""
    found = {}
    for what, arguments in calls().items():
        K.conv2d(*arguments)
        found[what] = frames(functools.partial(K.conv2d, *arguments))
    return found


def main():
    process.opened()
    print('\n'.join(report.header()))
    well = True
    for what, names in counts().items():
        print('%-26s %3d functions (goal: at most %d): %s' % (what, len(names), GOALS[what], ' '.join(names)))
        well = well and len(names) <= GOALS[what]
    return 0 if well else 1


if __name__ == '__main__':
    sys.exit(main())
