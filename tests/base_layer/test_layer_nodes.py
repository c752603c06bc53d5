"""The calls of a Keras 2 layer on symbols: its nodes, and the masks that go along."""
import numpy as np
import pytest

from compat import backend as K
from compat.engine.base_layer import Layer
from compat.layers import (
    LSTM, BatchNormalization, Bidirectional, Dense, Embedding, Input, Lambda, Masking, TimeDistributed)
from compat.models import Model
from small_layers import Scale


def test_nodes_report_inputs_outputs_and_shapes_of_every_call():
    a, b = Input((3,)), Input((3,))
    layer = Dense(2)
    first, second = layer(a), layer(b)
    assert layer.get_input_at(0) is a and layer.get_input_at(1) is b
    assert layer.get_output_at(0) is first and layer.get_output_at(1) is second
    assert layer.get_input_shape_at(1) == (None, 3)
    assert layer.get_output_shape_at(1) == (None, 2)
    assert layer.input_shape == (None, 3) and layer.output_shape == (None, 2)
    with pytest.raises(AttributeError, match='multiple inbound nodes'):
        layer.input
    with pytest.raises(AttributeError, match='multiple inbound nodes'):
        layer.output
    with pytest.raises(ValueError, match='only 2 inbound nodes'):
        layer.get_output_at(2)


def test_a_layer_that_was_never_called_has_no_input_or_output():
    layer = Dense(2)
    for name in ('input', 'output', 'input_shape', 'output_shape', 'input_mask', 'output_mask'):
        with pytest.raises(AttributeError):
            getattr(layer, name)
    with pytest.raises(RuntimeError, match='never been called'):
        layer.get_input_at(0)


def test_input_shape_needs_calls_that_agree():
    layer = Scale()
    layer(Input((3, 3)))
    layer(Input((4, 3)))
    with pytest.raises(AttributeError, match='different input shapes'):
        layer.input_shape


def test_inbound_and_outbound_nodes_are_linked():
    x = Input((3,))
    first, second = Dense(4), Dense(2)
    hidden = first(x)
    second(hidden)
    node = second._inbound_nodes[0]
    assert first._outbound_nodes[0] is node
    assert node.outbound_layer is second
    assert node.inbound_layers[0] is first if isinstance(node.inbound_layers, list) else node.inbound_layers is first
    assert node.node_indices == [0] and node.tensor_indices == [0]
    assert node.input_tensors[0] is hidden
    assert node.input_shapes == [(None, 4)] and node.output_shapes == [(None, 2)]
    assert node.input_masks == [None] and node.output_masks == [None]
    assert node.get_config()['outbound_layer'] == second.name


def test_symbols_carry_their_shape_and_history():
    x = Input((3,))
    layer = Dense(2)
    y = layer(x)
    assert x._keras_shape == (None, 3)
    assert y._keras_shape == (None, 2)
    origin, node_index, tensor_index = y._keras_history
    assert origin is layer and (node_index, tensor_index) == (0, 0)
    assert y._uses_learning_phase in (False, True)


def test_the_mask_reaches_call_and_goes_on_when_masking_is_supported():
    class Masked(Layer):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self.supports_masking = True

        def call(self, x, mask=None):
            assert mask is not None
            return x * K.expand_dims(K.cast(mask, K.floatx()), -1)

    tokens = Input((4,), dtype='int32')
    embedding = Embedding(5, 3, mask_zero=True, weights=[np.ones((5, 3))])
    layer = Masked()
    output = layer(embedding(tokens))
    assert layer.input_mask is not None and layer.output_mask is not None
    assert layer.get_input_mask_at(0) is not None and layer.get_output_mask_at(0) is not None
    result = Model(tokens, output).predict(np.array([[1, 0, 2, 0]]))
    assert result[0, :, 0].tolist() == [1, 0, 1, 0]


def test_a_layer_that_does_not_support_masking_refuses_a_mask():
    tokens = Input((4,), dtype='int32')
    with pytest.raises(TypeError, match='does not support masking'):
        Scale()(Embedding(5, 3, mask_zero=True)(tokens))
    assert Scale().compute_mask(None, None) is None


def test_compute_mask_decides_what_goes_on():
    class Dropping(Layer):
        def call(self, x, mask=None):
            return K.sum(x, axis=1)

        def compute_mask(self, inputs, mask=None):
            return None

        def compute_output_shape(self, input_shape):
            return input_shape[:1] + input_shape[2:]

    layer = Dropping()
    layer(Embedding(5, 3, mask_zero=True)(Input((4,), dtype='int32')))
    assert layer.output_mask is None


def test_several_inputs_without_masks_pass_no_mask_to_call():
    class Two(Layer):
        def call(self, x, mask=None):
            assert mask is None
            return x[0] + x[1]

        def compute_output_shape(self, input_shape):
            return input_shape[0]

    a, b = Input((3,)), Input((3,))
    model = Model([a, b], Two()([a, b]))
    assert model.predict([np.ones((2, 3)), np.ones((2, 3))]).tolist() == [[2] * 3] * 2


@pytest.mark.parametrize('make, updates', [
    (lambda: LSTM(2, stateful=True), 2), (lambda: Bidirectional(LSTM(2, stateful=True)), 4),
    (lambda: TimeDistributed(BatchNormalization()), 2), (lambda: Lambda(lambda x, mask=None: x), 0)],
    ids=['LSTM', 'Bidirectional', 'TimeDistributed', 'Lambda'])
def test_a_mask_is_no_input_of_the_call_that_gets_it(make, updates):
    layer = make()
    size = None if isinstance(layer, TimeDistributed) else 2
    inputs = Input(batch_shape=(size, 4, 3))
    masked = Masking()(inputs)
    model = Model(inputs, layer(masked))
    node = layer._inbound_nodes[0]
    assert layer.input is masked and layer.input_shape == (size, 4, 3)
    assert (len(node.input_shapes), len(node.input_masks), len(node.inbound_layers)) == (1, 1, 1)
    assert (len(layer.get_updates_for(masked)), len(model.updates)) == (updates, updates)
