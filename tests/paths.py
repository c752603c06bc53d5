"""Where the suite and what it reads lie."""
import pathlib

SUITE = pathlib.Path(__file__).resolve().parent
ROOT = SUITE.parent
GOLDEN = SUITE / 'golden'
# The scripts that make what lies in golden.
TOOLS = ROOT / 'tools' / 'golden'
