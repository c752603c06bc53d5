"""A row of the table of differences."""
from typing import NamedTuple


class Difference(NamedTuple):
    """One known difference between a host under compat and Keras 2."""

    id: str
    what: str     # whose behaviour it is about; docs/k-functions.rst notes it for each function that it names: K.dot
    where: str    # the hosts that it holds on, in the words of hosts.covers
    keras2: str   # what Keras 2 does
    compat: str   # what compat does, and what to do instead
    thread: str   # where it is discussed: an issue, a document, release notes; may be empty
    until: str    # what ends it
