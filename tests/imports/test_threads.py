"""Threads that are the first to use compat, at the same time, get what one thread gets: in processes of their own."""
import subprocess
import sys

import pytest

PROGRAM = """
import sys, threading, traceback
import compat
from compat.imports import lazy_modules

names = sys.argv[1:]
barrier = threading.Barrier(8)
values = {}

def first_use(number):
    path, _, name = names[number % len(names)].rpartition('.')
    barrier.wait()
    try:
        values[number] = getattr(sys.modules['compat.' + path], name)
    except BaseException:
        traceback.print_exc()

threads = [threading.Thread(target=first_use, args=(number,)) for number in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
for number in range(8):
    path, _, name = names[number % len(names)].rpartition('.')
    assert number in values, (number, path, name)
    assert not lazy_modules.is_unbuilt(values[number]), values[number]
    assert values[number] is getattr(sys.modules['compat.' + path], name), (path, name)
x = compat.layers.Input((3,))
assert compat.models.Model(x, compat.layers.Dense(2)(x)).count_params() == 8
print('as one thread')
"""


@pytest.mark.parametrize('names', [
    ['layers.Dense'],
    ['layers.Dense', 'layers.core.Dense', 'models.Model', 'engine.base_layer.Layer', 'backend.conv2d',
     'optimizers.SGD', 'callbacks.EarlyStopping', 'engine.training.Model'],
    ['engine.training.Model', 'models.Sequential', 'engine.network.Network', 'engine.saving.load_model',
     'layers.recurrent.LSTM', 'legacy.layers.MaxoutDense', 'engine.topology.Layer', 'losses.mean_squared_error'],
], ids=['one name', 'eight names', 'modules that import each other'])
def test_eight_threads_that_first_use_compat_at_the_same_time_get_what_one_thread_gets(names):
    process = subprocess.run([sys.executable, '-c', PROGRAM] + names, capture_output=True, text=True,
                             timeout=300)
    assert process.returncode == 0, process.stderr
    assert process.stdout.strip() == 'as one thread'
    assert 'Traceback' not in process.stderr, process.stderr
