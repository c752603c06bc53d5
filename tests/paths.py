"""Where the suite and what it reads lie."""
import os
import pathlib

SUITE = pathlib.Path(__file__).resolve().parent
ROOT = SUITE.parent
GOLDEN = SUITE / 'golden'
# The scripts that make what lies in golden.
TOOLS = ROOT / 'tools' / 'golden'
# The variable that names the folder of the released packages of Keras 2.
NAMES_ORIGINAL = 'COMPAT_ORIGINAL'


def original(version):
    """The folder of a released Keras 2. FileNotFoundError where COMPAT_ORIGINAL names none that has it."""
    folder = pathlib.Path(os.environ[NAMES_ORIGINAL]) / version
    if not (folder / 'keras').is_dir():
        raise FileNotFoundError(f'{NAMES_ORIGINAL} is {os.environ[NAMES_ORIGINAL]!r}, and {folder} has no keras: '
                                f'uv pip install --no-deps --target {folder} keras=={version} six')
    return folder
