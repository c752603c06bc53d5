"""Makes the golden files anew: the numbers, names and signatures of real Keras 2 and tf.keras that tests compare with.

    python tools/golden/regenerate.py --list                the files, and the hosts that each needs
    python tools/golden/regenerate.py                       all of them
    python tools/golden/regenerate.py backend.json          one of them, or several
    python tools/golden/regenerate.py --check               the stored files stay; the status is 1 where one differs

A host is a tox environment, which is made where it is missing (``pip install uv tox tox-uv``). Name the python of
another installation with ``--python keras224=/path/to/python``.
"""
import argparse
import io
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
from typing import NamedTuple, Tuple

try:
    import numpy as np
except ImportError:  # only what compares arrays needs it
    np = None  # type: ignore[assignment]

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / 'tools' / 'golden'
GOLDEN = 'tests/golden/'


class Host(NamedTuple):
    """What numbers come from."""

    title: str
    environment: str         # of tox
    variables: dict


HOSTS = {
    'keras224': Host('Keras 2.2.4', 'py37-keras224', {}),
    'keras231': Host('Keras 2.3.1', 'py37-keras231', {}),
    'tf215': Host('tf.keras of TensorFlow 2.15', 'py311-tf215', {}),
    'tfkeras': Host('the newest tf_keras', 'py312-tfkeras', {'COMPAT_HOST': 'tf_keras'}),
    'keras3': Host('the newest Keras 3', 'py312-keras3-tensorflow', {'KERAS_BACKEND': 'tensorflow'}),
}


class Script(NamedTuple):
    """A script that writes golden files, and its runs, each a host and the arguments."""

    name: str
    files: Tuple[str, ...]
    runs: Tuple[Tuple[str, ...], ...]


BOTH = (('keras224',), ('keras231',))
FILES = (
    Script('make_api.py', (GOLDEN + 'api.json',), BOTH),
    Script('make_applications.py', (GOLDEN + 'applications.json',), BOTH),
    Script('make_attributes.py', (GOLDEN + 'attributes.json',), (('keras224',),)),
    Script('make_backend.py', (GOLDEN + 'backend.json',), BOTH + (('tf215', 'tf.keras'),)),
    Script('make_backend_signatures.py', (GOLDEN + 'backend_signatures.json',), BOTH + (('tf215',),)),
    Script('make_callbacks.py', (GOLDEN + 'callbacks.json',), BOTH),
    Script('make_configs.py', (GOLDEN + 'configs.json',), BOTH),
    Script('make_convolutional_recurrent.py', (GOLDEN + 'convolutional_recurrent.npz',), (('keras224',),)),
    Script('make_cudnn.py', (GOLDEN + 'cudnn.npz',), (('keras224',),)),
    Script('make_framework_losses.py', (GOLDEN + 'framework_losses.json',), BOTH),
    Script('make_fuzz.py', (GOLDEN + 'fuzz.json',), (('keras224',),)),
    Script('make_host_layers.py', (GOLDEN + 'host_layers.json',), (('tf215',), ('tfkeras',), ('keras3',))),
    Script('make_layer_families.py', (GOLDEN + 'layer_families.json',), BOTH),
    Script('make_layer_signatures.py', ('compat/builtin_layers/signatures.json',), BOTH),
    Script('make_layer_table.py', (GOLDEN + 'layer_table.json', GOLDEN + 'wrapper_table.json'), BOTH),
    Script('make_layers.py', (GOLDEN + 'layers.npz',), BOTH),
    Script('make_losses.py', (GOLDEN + 'losses.json',), BOTH),
    Script('make_metric_objects.py', (GOLDEN + 'metric_objects.json',), (('keras231',),)),
    Script('make_metrics.py', (GOLDEN + 'metrics.json',), (('keras231',),)),
    Script('make_names.py', ('compat/imports/names.json',), BOTH),
    Script('make_numpy_backend.py', (GOLDEN + 'numpy_backend.json',), (('keras231',),)),
    Script('make_optimizers.py', (GOLDEN + 'optimizers.json',), BOTH),
    Script('make_preprocessing.py', (GOLDEN + 'preprocessing.json',), (('keras224',),)),
    Script('make_recipes.py', (GOLDEN + 'recipes.npz',), (('keras224',),)),
    Script('make_seed_layers.py', (GOLDEN + 'seed_layers.npz',), (('keras224',), ('keras231', '--check'))),
    Script('make_shared_losses.py', (GOLDEN + 'shared_losses.json',), (('keras224',),)),
    Script('make_signatures.py', (GOLDEN + 'signatures.json',), BOTH),
    Script('make_spatial.py', (GOLDEN + 'spatial.json',), BOTH),
    Script('make_subclass_table.py', (GOLDEN + 'subclass_table.json',), (('keras224',),)),
    Script('make_tensorflow1.py', (GOLDEN + 'tensorflow1.json', GOLDEN + 'tensorflow1_names.json'), (('keras224',),)),
    Script('make_tensorflow1_programs.py', (GOLDEN + 'tensorflow1_programs.json',), (('keras224',),)),
    Script('make_trained.py', (GOLDEN + 'trained-2.2.4.h5', GOLDEN + 'trained-2.2.4.json'), (('keras224',),)),
    Script('make_trained.py', (GOLDEN + 'trained-2.3.1.h5', GOLDEN + 'trained-2.3.1.json'), (('keras231',),)),
    Script('make_training.py', (GOLDEN + 'training.npz',), BOTH),
)


def selected(names):
    """The scripts that write the files of these names, or whose own names they are; all where there are no names."""
    scripts = []
    for name in names:
        with_name = [script for script in FILES if name == script.name
                     or any(name in (file, os.path.basename(file)) for file in script.files)]
        if not with_name:
            raise SystemExit(f'{name} is no golden file: --list shows them.')
        scripts += with_name
    return [script for script in FILES if script in scripts or not names]


def python_of(host, pythons):
    """The python that has the host: the one that was named for it, or that of the tox environment, which is made."""
    if host in pythons:
        return pythons[host]
    environment = HOSTS[host].environment
    python = ROOT / '.tox' / environment / 'bin' / 'python'
    if not python.exists():
        print(f'makes the environment {environment}', flush=True)
        if not shutil.which('tox'):
            raise SystemExit('tox makes it, and is not there: pip install uv tox tox-uv, or name the python that has '
                             f'{HOSTS[host].title} by --python {host}=PATH')
        subprocess.run(['tox', 'run', '-e', environment, '--notest'], cwd=ROOT, check=True)
    return str(python)


def run(script, pythons, folder):
    """Runs the script on each of its hosts."""
    for host, *arguments in script.runs:
        print(f'{script.name} on {HOSTS[host].title}', flush=True)
        environment = dict(os.environ, PYTHONPATH=str(ROOT), KERAS_HOME=folder, TF_CPP_MIN_LOG_LEVEL='3',
                           **HOSTS[host].variables)
        subprocess.run([python_of(host, pythons), str(SCRIPTS / script.name)] + arguments, cwd=ROOT, env=environment,
                       check=True)


def close(one, other):
    """Whether two values of JSON are equal but for the last digits of their numbers."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(close(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(close, one, other))
    if one == other:
        return True
    try:
        one, other = float(one), float(other)  # numbers may be stored as text
    except (TypeError, ValueError):
        return False
    return abs(one - other) <= 1e-5 * max(abs(one), abs(other)) + 1e-6


def comparison(path, before, after):
    """How the file differs from what was stored: 'same bytes', 'same numbers', or 'differs'."""
    if before == after:
        return 'same bytes'
    if path.endswith('.json') and before and close(json.loads(before.decode()), json.loads(after.decode())):
        return 'same numbers'
    if path.endswith('.npz') and before and np is None:
        return 'differs in bytes; install numpy to compare its numbers'
    if path.endswith('.npz') and before and same_arrays(before, after):
        return 'same numbers'
    return 'differs'


def same_arrays(before, after):
    """Whether two files of NumPy hold the same names, shapes and, but for their last digits, numbers."""
    with np.load(io.BytesIO(before)) as one, np.load(io.BytesIO(after)) as other:
        return sorted(one.files) == sorted(other.files) and all(
            one[name].shape == other[name].shape and (
                one[name].tolist() == other[name].tolist() or one[name].dtype.kind == 'f'
                and np.allclose(one[name], other[name], rtol=1e-5, atol=1e-6)) for name in one.files)


def contents(path):
    return (ROOT / path).read_bytes() if (ROOT / path).exists() else b''


def regenerate(scripts, pythons, check):
    """Runs the scripts and prints a line for each file. The number of files that are not as they were stored."""
    different = 0
    with tempfile.TemporaryDirectory() as folder:
        for script in scripts:
            before = {path: contents(path) for path in script.files}
            try:
                run(script, pythons, folder)
                results = {path: comparison(path, before[path], contents(path)) for path in script.files}
            finally:
                if check:
                    for path, stored in before.items():
                        (ROOT / path).write_bytes(stored)
            for path, result in results.items():
                print(f'{path}: {result}', flush=True)
                different += result.startswith('differs')
    return different


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('names', nargs='*', metavar='NAME', help='a golden file, or a script; all where there is none')
    parser.add_argument('--list', action='store_true', help='print the files, and the hosts that each needs')
    parser.add_argument('--check', action='store_true', help='compare, and leave the stored files as they are')
    parser.add_argument('--python', action='append', default=[], metavar='HOST=PATH',
                        help=f'the python that has a host; the hosts are {", ".join(HOSTS)}')
    options = parser.parse_args(arguments)
    scripts = selected(options.names)
    if options.list:
        for script in scripts:
            hosts = ', '.join(dict.fromkeys(HOSTS[host].title for host, *_ in script.runs))
            for path in script.files:
                print(f'{path}: {hosts} ({script.name})')
        return 0
    pythons = dict(each.split('=', 1) for each in options.python)
    unknown = sorted(set(pythons) - set(HOSTS))
    if unknown:
        parser.error(f'{unknown[0]} is no host. The hosts are {", ".join(HOSTS)}.')
    different = regenerate(scripts, pythons, options.check)
    return 1 if different and options.check else 0


if __name__ == '__main__':
    sys.exit(main())
