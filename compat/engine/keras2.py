"""What compat adds to real Keras 2, where compat passes its names through."""
from compat import importing

ADDITIONS = {}


def real(name):
    """The module of real Keras 2 of that name, whatever ``keras`` is in sys.modules."""
    return importing.real_module(name)
