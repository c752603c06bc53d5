"""keras.utils.vis_utils: the graphs that pictures of models are drawn from. A small pydot stands for the real one."""
import sys
import types

import pytest

import compat
from compat import process
from compat.layers import LSTM, Bidirectional, Dense, Input, TimeDistributed, add
from compat.models import Model, Sequential
from compat.utils import plot_model, vis_utils


class Named:
    """A node of the graph."""

    def __init__(self, name, label=None):
        self.name, self.label = name, label

    def get_name(self):
        return self.name


class Graph:
    """What vis_utils asks of pydot's graphs."""

    written = None

    def __init__(self, graph_name=None, **attributes):
        self.attributes = attributes
        self.nodes, self.edges, self.clusters = [], [], []

    @staticmethod
    def create(graph):
        assert isinstance(graph, Graph)

    def set(self, name, value):
        self.attributes[name] = value

    def set_node_defaults(self, **attributes):
        self.attributes.update(attributes)

    def add_node(self, node):
        self.nodes.append(node)

    def get_node(self, name):
        return [node for node in self.nodes if node.name == name]

    def get_nodes(self):
        return self.nodes

    def add_edge(self, edge):
        self.edges.append(edge)

    def get_edge(self, src, dst):
        return [edge for edge in self.edges if edge == (src, dst)]

    def add_subgraph(self, cluster):
        self.clusters.append(cluster)

    def write(self, path, format):
        Graph.written = path, format

    def labels(self):
        """The labels by name of node, those of clusters too."""
        actual = {node.name: node.label for node in self.nodes}
        for cluster in self.clusters:
            actual.update(cluster.labels())
        return actual

    def drawn(self):
        """The pairs of labels that edges connect, those of clusters too."""
        labels = self.labels()
        actual = [(labels[source], labels[target]) for source, target in self.edges]
        return sorted(actual + [pair for cluster in self.clusters for pair in cluster.drawn()])


@pytest.fixture
def pydot(monkeypatch):
    module = types.SimpleNamespace(Dot=Graph, Cluster=Graph, Node=Named, Edge=lambda source, target: (source, target))
    monkeypatch.setitem(vis_utils.model_to_dot.__globals__, 'pydot', module)
    return module


def two_ways():
    x = Input((4,), name='x')
    left = Dense(3, name='left')(x)
    return Model(x, add([left, Dense(3, name='right')(x)], name='sum'))


def test_each_layer_is_a_node_and_each_tensor_between_two_an_edge(pydot):
    graph = vis_utils.model_to_dot(two_ways(), rankdir='LR')
    assert sorted(graph.labels().values()) == ['left: Dense', 'right: Dense', 'sum: Add', 'x: InputLayer']
    assert graph.drawn() == [('left: Dense', 'sum: Add'), ('right: Dense', 'sum: Add'),
                             ('x: InputLayer', 'left: Dense'), ('x: InputLayer', 'right: Dense')]
    assert graph.attributes['rankdir'] == 'LR' and graph.attributes['shape'] == 'record'
    assert graph.attributes['concentrate'] is True


def test_calls_outside_of_the_model_are_not_drawn(pydot):
    dense = Dense(3, name='dense')
    dense(Input((4,), name='other'))
    x = Input((4,), name='x')
    assert vis_utils.model_to_dot(Model(x, dense(x))).drawn() == [('x: InputLayer', 'dense: Dense')]


def test_names_can_be_left_out_and_shapes_shown(pydot):
    graph = vis_utils.model_to_dot(two_ways(), show_shapes=True, show_layer_names=False)
    assert sorted(graph.labels().values()) == [
        'Add\n|{input:|output:}|{{[(None, 3), (None, 3)]}|{(None, 3)}}',
        'Dense\n|{input:|output:}|{{(None, 4)}|{(None, 3)}}',
        'Dense\n|{input:|output:}|{{(None, 4)}|{(None, 3)}}',
        'InputLayer\n|{input:|output:}|{{(None, 4)}|{(None, 4)}}']


def test_shapes_of_several_calls_are_multiple(pydot):
    dense, x, y = Dense(2), Input((3, 4)), Input((5, 4))
    graph = vis_utils.model_to_dot(Model([x, y], [dense(x), dense(y)]), show_shapes=True, show_layer_names=False)
    assert 'Dense\n|{input:|output:}|{{multiple}|{multiple}}' in graph.labels().values()


def test_a_sequential_is_a_chain(pydot):
    graph = vis_utils.model_to_dot(Sequential([Dense(3, input_shape=(4,), name='a'), Dense(2, name='b')]))
    assert {'a: Dense', 'b: Dense'} <= set(graph.labels().values())
    names = {label: name for name, label in graph.labels().items()}
    assert len(graph.edges) == 2 and (names['a: Dense'], names['b: Dense']) in graph.edges


def test_a_wrapper_is_drawn_with_the_layer_in_it(pydot):
    x = Input((3, 4), name='x')
    both = Bidirectional(LSTM(2, return_sequences=True, name='lstm'), name='both')(x)
    model = Model(x, TimeDistributed(Dense(2, name='dense'), name='each')(both))
    assert vis_utils.model_to_dot(model).drawn() == [
        ('both(lstm): Bidirectional(LSTM)', 'each(dense): TimeDistributed(Dense)'),
        ('x: InputLayer', 'both(lstm): Bidirectional(LSTM)')]
    assert sorted(vis_utils.model_to_dot(model, show_layer_names=False).labels().values()) == [
        'Bidirectional(LSTM)', 'InputLayer', 'TimeDistributed(Dense)']


def nested():
    a = Input((4,), name='a')
    inner = Model(a, Dense(4, name='dense')(a), name='inner')
    x, series = Input((4,), name='x'), Input((3, 4), name='series')
    return Model([x, series], [Dense(2, name='out')(inner(x)), TimeDistributed(inner, name='each')(series)])


def test_a_model_in_the_model_is_one_node(pydot):
    assert vis_utils.model_to_dot(nested()).drawn() == [
        ('inner: Model', 'out: Dense'), ('series: InputLayer', 'each(inner): TimeDistributed(Model)'),
        ('x: InputLayer', 'inner: Model')]


def there():
    """Whether models in the model can be drawn layer by layer: as of Keras 2.3.1, and with compat everywhere."""
    known = (process.opened().family, compat.__version__) != ('keras2', '2.2.4')
    assert hasattr(vis_utils, 'is_wrapped_model') == known
    return known


def test_models_in_the_model_are_drawn_layer_by_layer(pydot):
    if there():
        graph = vis_utils.model_to_dot(nested(), expand_nested=True, dpi=60)
        assert graph.drawn() == [
            ('a: InputLayer', 'dense: Dense'), ('a: InputLayer', 'dense: Dense'), ('dense: Dense', 'out: Dense'),
            ('each: TimeDistributed', 'a: InputLayer'), ('series: InputLayer', 'each: TimeDistributed'),
            ('x: InputLayer', 'a: InputLayer')]
        assert [cluster.attributes['label'] for cluster in graph.clusters] == ['inner', 'inner']
        assert graph.attributes['dpi'] == 60


def test_a_model_is_a_cluster_on_demand(pydot):
    if there():
        cluster = vis_utils.model_to_dot(two_ways(), subgraph=True)
        assert cluster.attributes['style'] == 'dashed' and 'rankdir' not in cluster.attributes
        assert len(cluster.nodes) == len(cluster.edges) == 4


def test_models_and_wrapped_models_are_distinguished_from_layers():
    if there():
        layers = [two_ways(), Sequential([Dense(2, input_shape=(4,))]), Dense(3), TimeDistributed(Dense(2)),
                  TimeDistributed(two_ways())]
        assert [vis_utils.is_model(layer) for layer in layers] == [True, True, False, False, False]
        assert [vis_utils.is_wrapped_model(layer) for layer in layers] == [False, False, False, False, True]


def test_an_edge_is_added_once(pydot):
    if there():
        graph = Graph()
        for _ in range(2):
            vis_utils.add_edge(graph, 'a', 'b')
        assert graph.edges == [('a', 'b')]


@pytest.mark.parametrize('path, written', [('model.png', 'png'), ('model', 'png'), ('a.b/model.svg', 'svg')])
def test_a_picture_is_written_in_the_format_of_its_ending(pydot, monkeypatch, path, written):
    display = types.SimpleNamespace(Image=lambda filename: 'image of ' + filename)
    monkeypatch.setitem(sys.modules, 'IPython', types.SimpleNamespace(display=display))
    shown = plot_model(two_ways(), path)
    assert Graph.written == (path, written)
    assert shown == (None if compat.__version__ == '2.2.4' else 'image of ' + path)
    assert plot_model(two_ways(), 'model.pdf', True, False, 'LR') is None


def test_without_pydot_or_graphviz_the_errors_say_what_to_install(pydot, monkeypatch):
    def create(graph):
        raise OSError('no dot')

    monkeypatch.setattr(Graph, 'create', staticmethod(create))
    with pytest.raises(OSError, match='install GraphViz|Install GraphViz'):
        plot_model(two_ways())
    monkeypatch.setitem(vis_utils.model_to_dot.__globals__, 'pydot', None)
    for draw in (plot_model, vis_utils.model_to_dot):
        with pytest.raises(ImportError, match='pip install pydot'):
            draw(two_ways())
