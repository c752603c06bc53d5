"""The adapter of this host, opened: every name of the protocol is there and takes the arguments that it says."""
import inspect

import pytest
from test_protocol import AREAS, members, required, wanted

from compat import adapters


def _takes(function, count):
    """Whether so many arguments may be given by position; True where a function of the host does not say it."""
    try:
        inspect.signature(function).bind(*[None] * count)
    except TypeError:
        return False
    except ValueError:  # a function in C
        return True
    return True


@pytest.mark.parametrize('area', AREAS)
def test_the_adapter_of_this_host_fulfils_the_protocol(area):
    row = adapters.current()
    if not row.folders:
        assert row.family == 'keras2'  # whose own names pass through
        return
    opened = adapters.area(area)
    names = {name: function for name, function in members(area).items() if required(row, function)}
    assert [name for name in names if not hasattr(opened, name)] == []
    assert [name for name, function in names.items() if function is not None and not wanted(function)[1]
            and not _takes(getattr(opened, name), len(wanted(function)[0]))] == []


def test_a_name_that_the_protocol_does_not_have_is_reported_with_the_row_and_the_protocol():
    with pytest.raises(AttributeError, match=f'(?s){adapters.current().title}.*cosh.*area ops.*protocol'):
        adapters.area('ops').cosh
