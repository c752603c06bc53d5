"""Subclasses of every built-in layer: weights, shapes, masks, configs and numbers are those of the oracle."""
import pages
import subclass_table

GOLDEN = pages.golden('subclass_table.json')['2.2.4']


def test_what_a_subclass_overrides_counts_as_in_keras_2():
    found = subclass_table.table()
    assert sorted(found) == sorted(GOLDEN)
    differ = {name: subclass_table.differences(GOLDEN[name], actual) for name, actual in found.items()}
    assert {name: parts for name, parts in differ.items() if parts} == {}
