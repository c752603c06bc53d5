"""TimeDistributed around layers and models: shapes, masks, numbers, gradients, losses and updates of the oracle."""
import numpy as np
import pytest

import compat
import layer_table
import pages
import wrapper_table
from compat import backend as K
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


class Counting(layers.SimpleRNN):
    """A recurrent layer that adds an update on its inputs and one on none."""

    def build(self, input_shape):
        super().build(input_shape)
        self.count = self.add_weight(name='count', shape=(), initializer='zeros', trainable=False)

    def call(self, inputs, **options):
        self.add_update(K.update_add(self.count, K.constant(1.)))
        self.add_update(K.update_add(self.count, K.sum(inputs)), inputs=inputs)
        return super().call(inputs, **options)


def test_the_layers_within_a_wrapper_have_the_updates_of_their_calls():
    steps = layers.Input((4, 3))
    both, norm = layers.Bidirectional(Counting(2)), layers.TimeDistributed(layers.BatchNormalization())
    model = Model(steps, layers.add([both(steps), layers.GlobalMaxPooling1D()(norm(layers.Dense(4)(steps)))]))
    assert [len(each.updates) for each in (both, both.forward_layer, both.backward_layer, both.layer)] == [4, 2, 2, 2]
    assert (len(both.get_updates_for(steps)), len(both.get_updates_for(None))) == (2, 2)
    assert (len(norm.updates), len(norm.layer.updates), len(model.updates)) == (2, 2, 6)
    assert (both.supports_masking, both.forward_layer.supports_masking, norm.supports_masking) == (False, True, True)


def test_a_wrapper_of_a_layer_that_is_built_uses_its_weights_as_in_keras_2():
    """TimeDistributed has them; Bidirectional makes new ones, and its forward layer has the old ones beside."""
    vectors, steps = layers.Input((3,)), layers.Input((4, 3))
    dense, recurrent = layers.Dense(2), layers.SimpleRNN(2)
    dense(vectors), recurrent(steps)
    kernel = recurrent.weights[0]
    distributed, both = layers.TimeDistributed(dense), layers.Bidirectional(recurrent)
    distributed(steps), both(steps)
    assert [one is other for one, other in zip(distributed.weights, dense.weights)] == [True, True]
    assert both.weights[0] is kernel and (len(both.weights), len(recurrent.weights)) == (9, 6)
    assert both.forward_layer.cell is recurrent.cell and both.layer is recurrent
