"""``help`` of every layer explains what it computes, each argument of its signature, its shapes and its source."""
import re

import compat
import pytest
from compat import layers, process
from compat.builtin_layers import descriptions, signatures
from compat.imports import lazy_modules

OFFERED = lazy_modules.NAMES[compat.__version__]['layers']
NAMES = sorted(name for name, home in OFFERED.items() if name in descriptions.LAYERS and home.endswith(':' + name))


def arguments_of(name):
    return [argument for argument, _ in signatures.row(name)['arguments']]


def test_every_layer_of_keras_2_that_has_a_signature_has_a_description():
    needed = {name for name in OFFERED if name[:1].isupper() and name in signatures.SIGNATURES['2.2.4']
              and signatures.row(name)['module'] not in ('legacy.layers', 'engine.base_layer')}
    assert sorted(needed.difference(descriptions.LAYERS)) == []


@pytest.mark.parametrize('name', NAMES)
def test_the_documentation_explains_each_argument_of_the_signature(name):
    explained = re.findall(r'^    (?:\*\*)?(\w+): ', signatures.documentation(name), re.MULTILINE)
    assert explained[:len(arguments_of(name)) + 1] == arguments_of(name) + ['kwargs']


@pytest.mark.parametrize('name', NAMES)
def test_the_documentation_has_the_shapes_and_the_source(name):
    text = signatures.documentation(name)
    assert [part for part in ('Args:', 'Input shape:', 'Output shape:', 'Source: Keras 2.') if part not in text] == []


@pytest.mark.parametrize('name', NAMES)
def test_the_docstring_of_the_class_is_the_documentation(name):
    text = getattr(layers, name).__doc__
    # Real Keras 2 has docstrings of its own.
    assert text if process.opened().family == 'keras2' else text == signatures.documentation(name)


def test_each_shared_text_of_an_argument_is_needed_by_some_layer():
    needed = {argument for name in descriptions.LAYERS for argument in arguments_of(name)
              if argument not in descriptions.LAYERS[name].arguments}
    assert sorted(set(descriptions.ARGUMENTS).difference(needed)) == []


@pytest.mark.parametrize('name', sorted(descriptions.LAYERS))
def test_a_description_explains_only_arguments_of_the_signature(name):
    assert sorted(set(descriptions.LAYERS[name].arguments).difference(arguments_of(name))) == []
