"""The config of every class with its documented arguments: Keras 2's keys, in their order, and objects made of it."""
import json

import config_cases
import pytest
from paths import GOLDEN

import compat

with open(GOLDEN / 'configs.json') as stream:
    EXPECTED = json.load(stream)[compat.__version__]
TABLES = {'plain': config_cases.PLAIN, 'numpy': config_cases.OF_NUMPY}


def those_of(kind):
    """The cases that this version of Keras has."""
    return [case for case in config_cases.cases(TABLES[kind])
            if '{} {} {} {}'.format(kind, *case) in EXPECTED['configs']]


@pytest.mark.parametrize('kind', sorted(TABLES))
@pytest.mark.parametrize('module', sorted(config_cases.MODULES))
def test_configs_have_the_keys_and_values_of_keras_2_in_its_order(kind, module):
    assert {case: config_cases.config_of(config_cases.build(TABLES[kind], *case))
            for case in those_of(kind) if case[0] == module} == {
        case: EXPECTED['configs']['{} {} {} {}'.format(kind, *case)] for case in those_of(kind) if case[0] == module}


def test_every_object_is_made_anew_by_what_serialize_gives():
    for kind, table in sorted(TABLES.items()):
        for case in those_of(kind):
            value = config_cases.build(table, *case)
            module = config_cases.module_of(value)
            again = module.deserialize(module.serialize(value))
            assert type(again).__name__ == type(value).__name__, case
            assert config_cases.config_of(again) == config_cases.config_of(value), case


def test_plain_objects_pass_through_json():
    for case in those_of('plain'):
        value = config_cases.build(config_cases.PLAIN, *case)
        assert config_cases.config_of(config_cases.through_json(value)) == config_cases.config_of(value), case


def test_no_case_of_the_oracle_is_left_out():
    assert len(those_of('plain')) + len(those_of('numpy')) == len(EXPECTED['configs'])


def test_functions_are_serialized_by_the_names_of_keras_2():
    assert config_cases.names() == EXPECTED['names']
