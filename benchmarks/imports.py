"""What `import compat` costs: the time of `python -c "import compat"` beside that of `python -c pass`, in turn.

    python benchmarks/imports.py [REPEATS]

Prints the medians in milliseconds, their difference with its spread, and their ratio; exits 1 when the difference is
not under the goal.
"""
import os
import subprocess
import sys
import time

import numpy as np

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
GOAL = 50.
COMMANDS = ('pass', 'import compat')


def seconds(command):
    """How long a fresh interpreter takes for the command."""
    start = time.perf_counter()
    subprocess.run([sys.executable, '-c', command], cwd=ROOT, check=True)
    return time.perf_counter() - start


def main(repeats=40):
    for command in COMMANDS:
        seconds(command)
    times = np.array([[seconds(command) for command in COMMANDS] for _ in range(repeats)]) * 1e3
    more = times[:, 1] - times[:, 0]
    for command, median in zip(COMMANDS, np.median(times, axis=0)):
        print('python -c %-16r %6.1f ms' % (command, median))
    low, difference, high = np.percentile(more, (25, 50, 75))
    print('difference                 %6.1f ms (quartiles %.1f to %.1f; goal: under %.0f)'
          % (difference, low, high, GOAL))
    print('ratio                      %6.2f' % (np.median(times[:, 1]) / np.median(times[:, 0])))
    return 0 if difference < GOAL else 1


if __name__ == '__main__':
    sys.exit(main(*map(int, sys.argv[1:2])))
