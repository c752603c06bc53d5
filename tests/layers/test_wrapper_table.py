"""TimeDistributed around layers and models: shapes, masks, numbers, gradients, losses and updates of the oracle."""
import numpy as np
import pytest

import compat
import layer_table
import pages
import wrapper_table
from compat import layers
from compat.models import Model

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


def test_a_wrapped_functional_model_is_called_model_in_configs_and_is_made_of_them():
    inputs, steps = layers.Input((3,)), layers.Input((4, 3))
    wrapped = Model(inputs, layers.Dense(2)(inputs))
    assert layers.serialize(wrapped)['class_name'] == 'Model'
    layer = layers.TimeDistributed(wrapped)
    model = Model(steps, layer(steps))
    config = layer.get_config()
    assert config['layer']['class_name'] == 'Model'
    again = layers.TimeDistributed.from_config(config)
    other = Model(steps, again(steps))
    other.set_weights(model.get_weights())
    x = np.random.RandomState(0).rand(2, 4, 3)
    np.testing.assert_allclose(other.predict(x), model.predict(x), rtol=1e-5)
