"""Custom layers for Keras, written once on ``compat`` and good on every Keras that it drives."""
import compat

if not hasattr(compat, '__compat_version__'):
    raise ImportError(
        'customlayers needs its own module compat, and %s is imported in its place. Rename that file or folder, or put '
        'its place on sys.path behind the installed packages.'
        % (getattr(compat, '__file__', None) or list(getattr(compat, '__path__', ['?']))[0]),
        name='compat', path=getattr(compat, '__file__', None))
