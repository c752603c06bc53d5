"""TimeDistributed around layers and models: shapes, masks, numbers, gradients, losses and updates of the oracle."""
import pytest

import compat
import layer_table
import pages
import wrapper_table

STORED = pages.golden('wrapper_table.json')
GOLDEN = dict(STORED['2.2.4'], **STORED.get(compat.__version__, {}))


@pytest.mark.parametrize('group', sorted(wrapper_table.GROUPS))
def test_what_is_distributed_over_the_steps_is_that_of_keras_2(group):
    differ = {name: layer_table.differences(GOLDEN[name], actual)
              for name, actual in layer_table.table_of(wrapper_table.GROUPS[group]).items()}
    assert {name: parts for name, parts in differ.items() if parts} == {}


def test_what_is_wrong_gets_the_error_of_keras_2_from_the_constructor_or_the_call():
    refused, expected = layer_table.refused(wrapper_table.WRONG), GOLDEN['refused']
    assert {call: (found, expected[call]) for call, found in refused.items() if found != expected[call]} == {}
