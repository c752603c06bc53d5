"""The page of layers is what the tables and the sources of compat say."""
import pathlib

import make_layers_page as page
from compat import differences, hosts
from compat.imports import lazy_modules as namespace


def test_the_page_of_layers_is_what_docs_make_layers_page_writes():
    assert pathlib.Path(page.PAGE).read_text() == page.page(), 'stale: PYTHONPATH=. python docs/make_layers_page.py'


def test_the_page_has_every_name_of_keras_2_for_layers_and_their_arguments():
    for names in namespace.NAMES.values():
        for path, is_supported in names.items():
            if path in page.paths() and 'engine' not in path:
                own = {name for name, home in is_supported.items() if home == '.' or home.startswith(path + ':')}
                assert own <= set(page.names(path)), path
    listed = {name for path in page.paths() for name in page.names(path)}
    assert {name for names in namespace.NAMES.values() for name in names['layers'] if name[:1].isupper()} - listed == {
        'K', 'AtrousConv1D', 'AtrousConv2D'} - listed


def test_a_name_is_of_the_host_of_compat_or_not_built():
    keras3, tf_keras = hosts.by_name('keras3'), hosts.by_name('tf_keras')
    assert page.origin('layers.local', 'LocallyConnected1D', keras3) == page.OWN
    assert page.origin('layers.local', 'LocallyConnected1D', tf_keras) == ''
    assert page.origin('layers.convolutional', 'Deconv2D', keras3) == ''
    assert page.origin('layers.core', 'NoSuchLayer', keras3) == page.UNBUILT


def test_a_difference_is_noted_for_the_layers_that_it_names():
    row = differences.by_id('bidirectional-masks-in-files')
    assert row in page.noted('layers.wrappers', 'Bidirectional')
    assert page.noted('initializers', 'zero') == page.noted('layers.core', 'Batch') == []
