"""Old programs run unchanged through ``python -m compat run``, on every host: those of examples/, and the seeds.

The seeds are the programs that the design starts from. They lie in ../shared/seeds/programs, or where COMPAT_SEEDS
says; without them, only the programs of examples/ are run.
"""
import contextlib
import glob
import os
import re
import sys

import paths
import pytest

import compat
from compat.cli import run as running

ROOT = str(paths.ROOT)
SEEDS = os.environ.get('COMPAT_SEEDS') or os.path.join(ROOT, os.pardir, 'shared', 'seeds', 'programs')
# The parameters of the model of seed_004: two convolutions, 3x3, and a dense layer on 5x5 cells of 64 channels.
STANDARDIZED = (3 * 3 * 1 * 32 + 32) + (3 * 3 * 32 * 64 + 64) + (5 * 5 * 64 * 10 + 10)
# What a program prints when it did what it is for, as a regular expression.
PRINTS = {
    'input_dependent_convolution.py': r'a kernel for each batch: loss \d+\.\d+ -> \d+\.\d+',
    'layer_skeleton.py': r'loss with the part of the layer: \d+\.\d+',
    'standardized_digits.py': r'test accuracy: (0\.9[789]|1\.00)\d\d',
    'tied_digits.py': r'(?s)plain +946 .*tied +946 +900 +0\.[89]',
    'tied_kernels.py': r'saved and loaded: \[\(6, 2, 4\), \(4,\), \(3, 4, 6\), \(6,\), \(6, 1\), \(1,\)\]',
    'weighted_product.py': r'crossed: \(64, 4\)',
    'seed_000_input_kernel.py': r'custom conv output shape = \(1, 32, 32, 64\)',
    'seed_000_input_kernel.py2': r'custom conv output shape = \(1, 32, 32, 64\)',
    'seed_001_tied_kernels.py': r'repeated kernel: \(2, 60, 60, 10\)',
    'seed_002_weighted_product.py': r'(?s)assignInit-nontrainable\n.*\[\[0\. 1\. 2\.\]\].*'
                                    r'Total params: 5,933.*Non-trainable params: 3\b',
    'seed_003_annotated_dense.py': r'annotated Dense ok \d',
    'seed_003_layer_skeletons.py': r'\[\(2, 4\), \(2, 4\), \(2,\)\]',
    'seed_004_standardized_conv.py': rf'(?s)Total params: {STANDARDIZED:,}.*Epoch 5/5\n',
}
# Arguments of programs, where these make them shorter.
ARGUMENTS = {'tied_digits.py': ['1']}
# Programs that another one starts, because they would download something.
STARTED_BY = {'seed_004_standardized_conv.py': str(paths.SUITE / 'programs' / 'small_mnist.py')}
MARKS = {'seed_004_standardized_conv.py': pytest.mark.difference('tensorflow-functions')}


def programs():
    """The paths of the programs, each with its name as id and its mark."""
    if 'COMPAT_SEEDS' in os.environ and not os.path.isdir(SEEDS):
        raise ValueError('COMPAT_SEEDS names %r, which is no folder: unset it, or name that of the seeds.' % SEEDS)
    examples = sorted(glob.glob(os.path.join(ROOT, 'examples', '*.py')))
    assert examples, 'examples/ is empty'
    for path in examples + sorted(glob.glob(os.path.join(SEEDS, '*.py*'))):
        name = os.path.basename(path)
        yield pytest.param(os.path.abspath(path), id=name, marks=MARKS.get(name, ()))


@contextlib.contextmanager
def another_main(folder):
    """While inside, a program may become this process, as ``python -m compat run`` lets it, in that folder."""
    before, environment = (sys.argv, list(sys.path), sys.modules['__main__'], os.getcwd()), dict(os.environ)
    os.chdir(folder)
    try:
        yield
    finally:
        compat.uninstall()
        sys.argv, sys.path[:], sys.modules['__main__'] = before[:3]
        os.chdir(before[3])
        os.environ.clear()
        os.environ.update(environment)


@pytest.mark.filterwarnings('ignore')
@pytest.mark.parametrize('program', list(programs()))
def test_a_program_runs_unchanged_and_prints_what_it_should(program, tmp_path, capfd):
    name = os.path.basename(program)
    script = [STARTED_BY[name], program] if name in STARTED_BY else [program] + ARGUMENTS.get(name, [])
    # In this process: what ``python -m compat run`` does in one of its own is in test_running.py.
    with another_main(str(tmp_path)):
        status = running.main(script)
    printed, errors = capfd.readouterr()
    assert status in (0, None), errors[-3000:]
    assert re.search(PRINTS[name], printed), printed[-3000:]
    assert os.listdir(str(tmp_path)) == []
