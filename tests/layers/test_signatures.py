"""Layers, initializers, regularizers, constraints, activations: each is there, with the signature of Keras 2.

docs/layers.rst is the page of them, and the one list of those that are not built.
"""
import functools
import importlib
import inspect

import compat
import make_host_layers
import make_layers_page as page
import pages
import pytest
from compat import process
from compat.imports import lazy_modules as namespace

SIGNATURES = pages.golden('signatures.json')[compat.__version__]
OFFERED = namespace.NAMES[compat.__version__]
PATHS = sorted(path for path in OFFERED if path in SIGNATURES or path.partition('.')[0] == 'layers')
# Keras 2.3 hides the arguments of Wrapper behind a decorator; compat's Layer passes its arguments on.
HIDDEN = {'Wrapper': '(layer, **kwargs)', 'Layer': '(*args, **kwargs)'}
# The host's own, which have more arguments after those of Keras 2.
LONGER = ('InputLayer', 'InputSpec')


def home_of(path, name):
    """(module path, name) of where Keras 2 had it; an alias is where what it stands for is."""
    home = OFFERED[path][name]
    where, own_name = (path, name) if home == '.' else home.split(':')
    signature = SIGNATURES.get(where, {}).get(own_name, '')
    return (where, signature[1:]) if signature.startswith('=') else (where, own_name)


def look_up(path, name):
    return getattr(importlib.import_module(namespace.full(path)), name)


def signature_of(value):
    """The signature; of a class that of its constructor, which older Pythons hide where the host has __new__ too."""
    if inspect.isclass(value) and value.__init__ is not object.__init__:
        value = functools.partial(value.__init__, None)
    return str(inspect.signature(value))


@pytest.mark.parametrize('path', sorted(SIGNATURES))
def test_a_function_or_class_has_the_signature_of_keras_2(path):
    differ = {}
    for name, expected in SIGNATURES[path].items():
        value = look_up(path, name)
        if expected.startswith('=') or namespace.is_unbuilt(value):
            continue
        signature = signature_of(value)
        same = (signature[:-1].startswith(expected[:-1]) if name in LONGER
                else signature in (expected, HIDDEN.get(name, expected)))
        if not same:
            differ[name] = (signature, expected)
    assert differ == {}


@pytest.mark.parametrize('path', PATHS)
def test_a_name_is_the_same_object_under_every_module_path_of_keras_2(path):
    homes = {name: home_of(path, name) for name, home in OFFERED[path].items()
             if not home.startswith('=') and not home.endswith(':')}
    homes = {name: home for name, home in homes.items() if home[1] in SIGNATURES.get(home[0], ())}
    assert homes
    assert [name for name, home in homes.items() if look_up(path, name) is not look_up(*home)] == []
    assert [name for name in homes if name in SIGNATURES.get(path, ()) and not callable(look_up(path, name))] == []


def test_what_is_not_built_is_what_the_page_says():
    names = {(path, name) for path in set(SIGNATURES).intersection(page.paths()) for name in SIGNATURES[path]}
    unbuilt = {home for home in names if namespace.is_unbuilt(look_up(*home))}
    assert unbuilt == page.unbuilt(process.opened().host) & names


def test_the_layers_that_the_host_lacks_are_those_that_the_page_reads():
    host = process.opened()
    assert (host.family == 'keras2') == (host.host.name not in page.host_layers())
    if host.family != 'keras2':
        assert make_host_layers.missing(host.keras.layers) == page.host_layers()[host.host.name]
