"""Timing things in turn, in one process or in two, so that what else the machine does meets both.

It also puts the checkout on the path: the benchmarks import it first.
"""
import gc
import json
import os
import subprocess
import sys
import time

import numpy as np

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, ROOT)  # the checkout, before an installed compat

CLOCKS = {'wall': time.perf_counter, 'cpu': time.process_time}


def seconds(call, number=1, clock=time.perf_counter):
    """The time of a call, of a block of so many."""
    start = clock()
    for _ in range(number):
        call()
    return (clock() - start) / number


def in_turn(timers, repeats):
    """What each timer (a function that gives seconds) says, (repeats, timers), forwards and backwards in turn."""
    gc.collect()
    gc.disable()
    times = np.empty((repeats, len(timers)))
    for repeat in range(repeats):
        order = range(len(timers))
        for which in reversed(order) if repeat % 2 else order:
            times[repeat, which] = timers[which]()
    gc.enable()
    return times


def ratio(times):
    """Of blocks (repeats, 2): the median of the first over the second, and its 95% interval by resampling."""
    ratios = times[:, 0] / times[:, 1]
    draw = np.random.RandomState(0)
    medians = np.median(draw.choice(ratios, (2000, len(ratios))), axis=1)
    return (np.median(ratios),) + tuple(np.percentile(medians, (2.5, 97.5)))


class Process:
    """A benchmark in another environment, which serves there: :meth:`seconds` times one of its calls.

    Args:
        python: the interpreter of the environment.
        file: the benchmark, which calls :func:`serve` when its first argument is 'serve'.
    """

    def __init__(self, python, file, *arguments):
        # What is said to this process about its Keras is not said to the other; the first is TensorFlow 2's own saying.
        environment = {name: value for name, value in os.environ.items()
                       if name not in ('TF2_BEHAVIOR', 'KERAS_BACKEND', 'COMPAT_HOST')}
        self._process = subprocess.Popen(
            [python, os.path.abspath(file), 'serve'] + list(arguments), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            universal_newlines=True, env=environment)
        self._lines = iter(self._process.stdout.readline, '')
        for line in self._lines:  # what a framework prints when it starts goes before
            if line.startswith('['):
                break
        else:
            raise SystemExit('The benchmark did not start in the environment of %s.' % python)

    def seconds(self, name, number):
        """The time of a call there, of a block of so many."""
        self._process.stdin.write('%s %d\n' % (name, number))
        self._process.stdin.flush()
        return float(next(self._lines))

    def stop(self):
        """End the process."""
        self._process.stdin.close()
        self._process.wait()


def serve(calls):
    """Time a block of a call whenever a line with its name comes in: the other side of a :class:`Process`."""
    for call in calls.values():
        call()
        call()
    print(json.dumps(sorted(calls)), flush=True)
    for line in sys.stdin:
        name, number = line.split()
        print(seconds(calls[name], int(number)), flush=True)
