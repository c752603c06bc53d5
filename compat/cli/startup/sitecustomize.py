"""What Python runs at its start where this folder is on PYTHONPATH: compat in the children of `compat run`.

The folder leaves sys.path again, and a sitecustomize that it stands before is run as well.
"""
import os
import sys

_HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:] = [folder for folder in sys.path if os.path.abspath(folder) != _HERE]

if sys.version_info >= (3, 7):  # noqa: UP036, a child may be of another Python
    _ROOT = os.path.dirname(os.path.dirname(os.path.dirname(_HERE)))
    _PATH = list(sys.path)
    sys.path.insert(0, _ROOT)
    from compat.cli import children
    children.install_if_asked()
    # compat may be on the path of the parent only.
    sys.path[:] = _PATH if _ROOT in _PATH else [*_PATH, _ROOT]

del sys.modules['sitecustomize']
try:
    import sitecustomize  # noqa: F401
except ImportError as _error:
    if _error.name != 'sitecustomize':
        raise
    sys.modules['sitecustomize'] = type(sys)('sitecustomize')
