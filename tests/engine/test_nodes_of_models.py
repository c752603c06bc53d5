"""A model has a node from its construction, that of its own inputs and outputs; each call of it adds one."""
import numpy as np
import pytest

from compat import backend as K
from compat.engine.network import Network
from compat.layers import LSTM, Add, Dense, Embedding, Input
from compat.models import Model, Sequential, clone_model

KINDS = ['functional', 'network', 'sequential', 'nested']


def inner_of(kind):
    dense = Dense(3, input_shape=(2,), name='dense')
    if kind == 'sequential':
        return Sequential([dense], name='inner'), dense
    x = Input((2,))
    model = (Network if kind == 'network' else Model)(x, dense(x), name='inner')
    if kind == 'nested':
        model = Model(x, model(x), name='outer')
    return model, dense


@pytest.mark.parametrize('kind', KINDS)
def test_a_model_has_one_node_more_than_calls(kind):
    model, dense = inner_of(kind)
    of_dense = len(dense._inbound_nodes)
    own = model._inbound_nodes[0]
    assert own.outbound_layer is model
    assert own.inbound_layers == own.node_indices == own.tensor_indices == []
    assert own.input_tensors == model.inputs and own.output_tensors == model.outputs
    assert own.input_shapes == [(None, 2)] and own.output_shapes == [(None, 3)]
    assert model.input is model.inputs[0] and model.output is model.outputs[0]
    symbols = [Input((2,)), Input((2,))]
    results = [model(symbol) for symbol in symbols]
    assert len(model._inbound_nodes) == 3
    for place, (symbol, result) in enumerate(zip([model.inputs[0]] + symbols, [model.outputs[0]] + results)):
        assert model.get_input_at(place) is symbol and model.get_output_at(place) is result
        assert model.get_input_shape_at(place) == (None, 2) and model.get_output_shape_at(place) == (None, 3)
    assert [result._keras_history[1] for result in results] == [1, 2]
    assert all(result._keras_history[0] is model for result in results)
    assert [model._inbound_nodes[place].outbound_layer for place in (1, 2)] == [model, model]
    assert len(dense._inbound_nodes) == of_dense
    assert model.input_shape == (None, 2) and model.output_shape == (None, 3)
    for name in ('input', 'output', 'input_mask', 'output_mask'):
        with pytest.raises(AttributeError, match='multiple inbound nodes'):
            getattr(model, name)
    with pytest.raises(ValueError):
        model.get_output_at(3)


def shared():
    """A model of two outputs, called twice within another, the second time on the first of what it returned."""
    x = Input((2,), name='x')
    twin = Model(x, [Dense(2, name='one')(x), Dense(2, name='other')(x)], name='twin')
    z = Input((2,), name='z')
    once = twin(z)
    again = twin(once[1])
    return twin, Model(z, Add(name='add')([once[0], again[1], z]), name='whole')


def joined(model, name):
    node = model.get_layer(name)._inbound_nodes[-1]
    return [layer.name for layer in node.inbound_layers], node.node_indices, node.tensor_indices


def test_a_node_counts_the_nodes_of_the_models_that_it_joins():
    twin, whole = shared()
    assert joined(whole, 'add') == (['twin', 'twin', 'z'], [1, 2, 0], [0, 1, 0])
    assert joined(whole, 'twin') == (['twin'], [1], [1])
    assert {name for name in whole._network_nodes if name.startswith(('twin', 'add'))} == {
        'twin_ib-1', 'twin_ib-2', 'add_ib-0'}
    assert [layer.name for layer in whole._layers_by_depth[0]] == ['add']
    assert twin._inbound_nodes[0] not in sum(whole._nodes_by_depth.values(), [])


def same(model, other):
    x = np.arange(4.).reshape(2, 2)
    other.set_weights(model.get_weights())
    np.testing.assert_allclose(other.predict(x), model.predict(x), rtol=1e-5)


@pytest.mark.parametrize('again', [
    lambda model: Model.from_config(model.get_config()), clone_model,
    lambda model: Model.from_config(Model.from_config(model.get_config()).get_config())])
def test_a_model_that_is_made_again_has_the_same_nodes(again):
    twin, whole = shared()
    other = again(whole)
    same(whole, other)
    assert joined(other, 'add') == joined(whole, 'add') and joined(other, 'twin') == joined(whole, 'twin')
    assert other.get_layer('twin').get_output_at(1)[1] is other.get_layer('twin').get_input_at(2)
    assert len(other.get_layer('twin')._inbound_nodes) == 3 == len(twin._inbound_nodes)


def test_a_model_whose_output_is_that_of_another_is_made_again():
    inner, _ = inner_of('sequential')
    functional, _ = inner_of('nested')
    for model in (inner, functional):
        z = Input((2,))
        whole = Model(z, model(z))
        same(whole, Model.from_config(whole.get_config()))
        assert whole.outputs[0]._keras_history[1] == 1


def test_a_sequential_has_its_node_when_it_knows_its_input():
    model = Sequential([Dense(3)])
    assert len(model._inbound_nodes) == 0
    y = model(Input((2,)))
    assert len(model._inbound_nodes) == 2 and y._keras_history[1] == 1
    model = Sequential([Dense(3, input_shape=(2,))])
    model.add(Dense(4))
    assert len(model._inbound_nodes) == 1 and K.int_shape(model.get_output_at(0)) == (None, 4)


def test_shapes_of_calls_that_differ_are_asked_for_by_node():
    x = Input((None, 2))
    model = Model(x, Dense(3)(x))
    model(Input((5, 2)))
    assert model.get_output_shape_at(0) == (None, None, 3) and model.get_output_shape_at(1) == (None, 5, 3)
    with pytest.raises(AttributeError, match='different output shapes'):
        model.output_shape  # noqa: B018, the attribute is what is asked for


def test_a_mask_is_no_input_of_the_layer_that_takes_it():
    x = Embedding(7, 2, mask_zero=True)(Input((5,)))
    layer = LSTM(3)
    layer(x)
    assert layer.input is x and layer.input_shape == (None, 5, 2)
    assert K.int_shape(layer.input_mask) == (None, 5)
    assert [type(each) for each in layer._inbound_nodes[0].inbound_layers] == [Embedding]
