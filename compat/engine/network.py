"""Keras 2's `keras.engine.network`: Network, the base of Model in Keras 2."""
from compat.engine.training import Model as Network  # noqa: F401


def _make_node_key(layer_name, node_index):
    """Returns the key by which ``_network_nodes`` has a node."""
    return f'{layer_name}_ib-{node_index}'


def _map_graph_network(inputs, outputs):
    """Returns (keys of the nodes, nodes by depth, layers, layers by depth) between the tensors (Keras 2.2.4).

    Raises ValueError where the outputs do not depend on the inputs alone.
    """
    network = Network(inputs, outputs, name='mapped')
    return network._network_nodes, network._nodes_by_depth, list(network.layers), network._layers_by_depth
