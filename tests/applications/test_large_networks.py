"""One network of each other kind has the layers and weights that real Keras 2 gives it; it takes a minute."""
import json

import application_cases as cases
import paths
import pytest

GOLDEN = json.loads((paths.GOLDEN / 'applications.json').read_text())


@pytest.mark.parametrize('name', [name for name in cases.LARGE if cases.is_there(name)])
def test_a_large_network_has_the_layers_and_weights_of_keras_2(name):
    expected = GOLDEN['2.2.4' if name in GOLDEN['2.2.4'] else '2.3.1'][name]
    assert cases.described(cases.network(name), False) == expected
