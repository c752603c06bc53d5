"""What differs from Keras 2, and where: a row per known difference. Errors, test marks, docs and the report read it.

The rows lie in the modules of this folder, by topic.
"""
import warnings

from compat import process, usage
from compat.differences import files, frameworks, hosts, real_keras2
from compat.differences.difference import Difference
from compat.errors import DifferenceWarning, UnknownDifferenceError, user_stacklevel

__all__ = ['DIFFERENCES', 'Difference', 'applies', 'by_id', 'mark', 'present', 'reason', 'warn']

DIFFERENCES = frameworks.ROWS + hosts.ROWS + files.ROWS + real_keras2.ROWS


def by_id(id):
    """The row of that id. Raises UnknownDifferenceError."""
    for row in DIFFERENCES:
        if row.id == id:
            return row
    raise UnknownDifferenceError('{!r} is the id of no difference. compat/differences/ knows {}; a new one is a new '
                                 'row there.'.format(id, ', '.join(sorted(row.id for row in DIFFERENCES))))


def applies(row):
    """Whether the difference holds on the host of this process. Raises NoHostError when there is none."""
    return process.matches(row.where)


def present():
    """The differences that hold on the host of this process."""
    return [row for row in DIFFERENCES if applies(row)]


def reason(id):
    """The difference in words, for an error: what, on which host, Keras 2, compat, the thread."""
    usage.record(usage.DIFFERENCE, id)
    return _in_words(id)


def _in_words(id):
    row = by_id(id)
    return '{}, on {}: Keras 2 {}; here {}{}. (difference {!r}, until: {})'.format(
        row.what, process.choose().describe(), row.keras2, row.compat,
        f', see {row.thread}' if row.thread else '', row.id, row.until)


def warn(id, event):
    """Issue a DifferenceWarning at the line of the program: the event, a sentence, and the difference in words."""
    usage.record(usage.DIFFERENCE, f'{id}: {event}')
    warnings.warn(f'{event}. {_in_words(id)}', DifferenceWarning, stacklevel=user_stacklevel())


def mark(id, run=True):
    """The pytest mark of a test that cannot hold where the difference does, or None where it can.

    It must fail there (xfail, strict), so that a row which no longer holds is noticed; ``run=False`` is for a test
    that would take the process down.
    """
    import pytest
    if not applies(by_id(id)):
        return None
    return pytest.mark.xfail(reason=_in_words(id), strict=True, run=run)
