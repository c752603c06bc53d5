"""Pictures of models (Keras 2.2.4 and 2.3.1 `keras.utils.vis_utils`); they need pydot and GraphViz."""
import os

from compat import process
from compat.engine.training import Model
from compat.files.known_objects import class_name
from compat.layers.wrappers import Bidirectional, TimeDistributed, Wrapper
from compat.utils.layer_utils import inputs_of, nodes_in, reported_shape

try:
    import pydot
except ImportError:
    pydot = None

_GIVES_PICTURE = process.dialect().plot_model_returns_picture


def is_model(layer):
    """Whether the layer is a model (Keras 2.3.1 `keras.utils.vis_utils.is_model`)."""
    return isinstance(layer, Model)


def is_wrapped_model(layer):
    """Whether the layer wraps a model (Keras 2.3.1 `keras.utils.vis_utils.is_wrapped_model`)."""
    return is_model(_wrapped(layer))


def add_edge(dot, src, dst):
    """Connects two nodes of the graph, unless they are connected (Keras 2.3.1 `keras.utils.vis_utils.add_edge`)."""
    if not dot.get_edge(src, dst):
        dot.add_edge(pydot.Edge(src, dst))


def _wrapped(layer):
    """Returns the layer inside a wrapper, None for other layers. Keras 3 has two copies for a Bidirectional."""
    if not isinstance(layer, (Wrapper, TimeDistributed, Bidirectional)):
        return None
    return getattr(layer, 'layer', None) or layer.forward_layer


def _check_pydot():
    """Raises ImportError where pydot is not installed, OSError where it cannot run GraphViz."""
    if pydot is None:
        raise ImportError('Failed to import `pydot`, which draws models. Install it, for example with `pip install '
                          'pydot`, and GraphViz (https://www.graphviz.org/) beside it; model.summary() needs neither.')
    try:
        pydot.Dot.create(pydot.Dot())
    except OSError as error:
        raise OSError('`pydot` failed to call GraphViz. Install GraphViz (https://www.graphviz.org/) and see that its '
                      'programs are on the PATH.') from error


def model_to_dot(model, show_shapes=False, show_layer_names=True, rankdir='TB', expand_nested=False, dpi=96,
                 subgraph=False):
    """Returns the model as a ``pydot.Dot``: a node for each layer, an edge for each tensor between two layers.

    Args:
        model: the model.
        show_shapes: whether the nodes have the shapes.
        show_layer_names: whether the nodes have the names of the layers.
        rankdir: 'TB' draws from top to bottom, 'LR' from left to right.
        expand_nested: whether a model in the model is drawn layer by layer, in a ``pydot.Cluster``.
        dpi: dots per inch.
        subgraph: whether a ``pydot.Cluster`` is returned.

    Raises:
        ImportError: pydot is not installed.
        OSError: GraphViz is not installed.

    Source: Keras 2.3.1 `keras.utils.model_to_dot`.
    """
    _check_pydot()
    return _Drawing(show_shapes, show_layer_names, expand_nested).graph(model, rankdir, dpi, subgraph)


class _Drawing:
    """Draws a model, and the models in it."""

    def __init__(self, show_shapes, show_layer_names, expand_nested):
        self.show_shapes = show_shapes
        self.show_layer_names = show_layer_names
        self.expand_nested = expand_nested
        # Id of a layer: the names of the nodes that edges to it and from it are drawn to and from.
        self.entries, self.exits = {}, {}

    def graph(self, model, rankdir, dpi, subgraph):
        """Returns the graph of the model, or its cluster."""
        if subgraph:
            return self._cluster(model)
        dot = pydot.Dot()
        dot.set('rankdir', rankdir)
        dot.set('concentrate', True)
        dot.set('dpi', dpi)
        dot.set_node_defaults(shape='record')
        self._fill(dot, model)
        return dot

    def _cluster(self, model):
        dot = pydot.Cluster(style='dashed', graph_name=model.name)
        dot.set('label', model.name)
        dot.set('labeljust', 'l')
        self._fill(dot, model)
        return dot

    def _fill(self, dot, model):
        layers = _layers(model)
        for layer in layers:
            self._draw(dot, layer)
        for source, layer in _edges(model, layers):
            ends = self.exits[id(source)], self.entries[id(layer)]
            if self.expand_nested and (is_model(source) or is_model(layer)):
                add_edge(dot, *ends)
            else:
                dot.add_edge(pydot.Edge(*ends))

    def _draw(self, dot, layer):
        """Draws a layer: as a node, as a cluster of its layers, or, for the wrapper of a model, as both."""
        name = str(id(layer))
        self.entries[id(layer)] = self.exits[id(layer)] = name
        expanded = self.expand_nested and (is_model(layer) or is_wrapped_model(layer))
        inner = layer if is_model(layer) else _wrapped(layer)
        if not expanded or inner is not layer:
            dot.add_node(pydot.Node(name, label=self._label(layer, None if expanded else _wrapped(layer))))
        if expanded:
            dot.add_subgraph(self._cluster(inner))
            layers = _layers(inner)
            first, last = self.entries[id(layers[0])], self.exits[id(layers[-1])]
            if inner is not layer:
                dot.add_edge(pydot.Edge(name, first))
            else:
                self.entries[id(layer)] = first
            self.exits[id(layer)] = last

    def _label(self, layer, inner):
        name, kind = layer.name, class_name(layer)
        if inner is not None:
            name = '{}({})'.format(name, inner.name[len('forward_'):] if inner.name.startswith(
                'forward_') else inner.name)
            kind = f'{kind}({class_name(inner)})'
        label = f'{name}: {kind}' if self.show_layer_names else kind
        if not self.show_shapes:
            return label
        return '{}\n|{{input:|output:}}|{{{{{}}}|{{{}}}}}'.format(label, reported_shape(layer, 'input'), reported_shape(
            layer))


def _layers(model):
    """Returns the layers of a model, with the input layer that Sequential does not list."""
    layers = list(model.layers)
    source = getattr(model.inputs[0], '_keras_history', None) if getattr(model, 'inputs', None) else None
    if source is not None and type(model).__name__ == 'Sequential' and source[0] not in layers:
        layers.insert(0, source[0])
    return layers


def _edges(model, layers):
    """Returns the pairs of layers of a model that are connected by a tensor, one for each tensor."""
    if type(model).__name__ == 'Sequential':
        return list(zip(layers, layers[1:]))
    inside = {id(node) for nodes in nodes_in(model) for node in nodes}
    return [(tensor._keras_history[0], layer) for layer in layers for node in layer._inbound_nodes
            if id(node) in inside for tensor in inputs_of(node)]


def plot_model(model, to_file='model.png', show_shapes=False, show_layer_names=True, rankdir='TB',
               expand_nested=False, dpi=96):
    """Writes a picture of the model to a file.

    Args:
        model: the model.
        to_file: path of the file; its ending is the format, png without one.
        show_shapes: whether the nodes have the shapes.
        show_layer_names: whether the nodes have the names of the layers.
        rankdir: 'TB' draws from top to bottom, 'LR' from left to right.
        expand_nested: whether a model in the model is drawn layer by layer.
        dpi: dots per inch.

    Returns:
        None; from Keras 2.3 on the picture for a notebook, where IPython is installed and the file no pdf.

    Raises:
        ImportError: pydot is not installed.
        OSError: GraphViz is not installed.

    Source: Keras 2.2.4 and 2.3.1 `keras.utils.plot_model`.
    """
    dot = model_to_dot(model, show_shapes, show_layer_names, rankdir, expand_nested, dpi)
    file_format = os.path.splitext(to_file)[1][1:] or 'png'
    dot.write(to_file, format=file_format)
    if not _GIVES_PICTURE or file_format == 'pdf':
        return None
    try:
        from IPython import display
    except ImportError:
        return None
    return display.Image(filename=to_file)
