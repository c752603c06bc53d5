"""Converters walk a model by its input and output layers, its layers and nodes by depth, and what a node joins."""
import pytest

from compat.layers import LSTM, Add, Dense, Input
from compat.models import Model, Sequential


@pytest.fixture
def model():
    a, b = Input((4, 2), name='a'), Input((3,), name='b')
    state = LSTM(3, name='lstm')(a, initial_state=[b, b])
    inner = Sequential([Dense(3, input_dim=3, name='dense')], name='inner')
    return Model([a, b], Add(name='add')([inner(state), b]))


def names(layers):
    return [layer.name for layer in layers]


def test_a_model_has_its_input_and_output_layers(model):
    assert names(model._input_layers) == ['a', 'b'] and names(model._output_layers) == ['add']
    assert [(layer.name, node, tensor) for layer, node, tensor in model._input_coordinates] == [
        ('a', 0, 0), ('b', 0, 0)]
    assert [(layer.name, node, tensor) for layer, node, tensor in model._output_coordinates] == [('add', 0, 0)]
    assert model._is_graph_network


def test_a_model_has_its_layers_by_depth(model):
    assert [(depth, sorted(names(layers))) for depth, layers in sorted(model._layers_by_depth.items())] == [
        (0, ['add']), (1, ['inner']), (2, ['lstm']), (3, ['a', 'b'])]


def test_a_model_has_its_nodes_by_depth(model):
    assert [(depth, sorted(names(node.outbound_layer for node in nodes)))
            for depth, nodes in sorted(model._nodes_by_depth.items())] == [
        (0, ['add']), (1, ['inner']), (2, ['lstm']), (3, ['a', 'b'])]
    assert len(model._network_nodes) == 5
    assert {'a_ib-0', 'b_ib-0', 'lstm_ib-0', 'add_ib-0'} < set(model._network_nodes)


# (layers that a node joins, node indices, tensor indices, input shapes, output shapes) of each layer's last node
JOINED = {
    'a': ([], [], [], [(None, 4, 2)], [(None, 4, 2)]), 'b': ([], [], [], [(None, 3)], [(None, 3)]),
    'lstm': (['a', 'b', 'b'], [0, 0, 0], [0, 0, 0], [(None, 4, 2), (None, 3), (None, 3)], [(None, 3)]),
    'inner': (['lstm'], [0], [0], [(None, 3)], [(None, 3)]),
    'add': (['inner', 'b'], [1, 0], [0, 0], [(None, 3), (None, 3)], [(None, 3)])}


@pytest.mark.parametrize('name', sorted(JOINED))
def test_a_node_says_what_it_joins(model, name):
    layer = model.get_layer(name)
    node = layer._inbound_nodes[-1]
    assert (names(node.inbound_layers), node.node_indices, node.tensor_indices, node.input_shapes,
            node.output_shapes) == JOINED[name]
    assert node.outbound_layer is layer and len(node.input_masks) == len(node.input_shapes)


def test_a_layer_has_the_nodes_that_follow_it(model):
    followed = {layer.name: sorted(names(node.outbound_layer for node in layer._outbound_nodes))
                for layer in model.layers}
    assert followed == {'a': ['lstm'], 'b': ['add', 'lstm', 'lstm'], 'lstm': ['inner'], 'inner': ['add'], 'add': []}


def test_a_sequential_has_them_too(model):
    inner = model.get_layer('inner')
    assert names(inner._output_layers) == ['dense'] and names(inner._input_layers) == ['dense_input']
    assert {depth: names(layers) for depth, layers in inner._layers_by_depth.items()} == {
        0: ['dense'], 1: ['dense_input']}


def test_a_model_that_is_none_of_a_graph_has_none():
    assert not Sequential([Dense(2)])._is_graph_network
    with pytest.raises(AttributeError):
        Sequential([Dense(2)])._layers_by_depth  # noqa: B018, the attribute is what is asked for
