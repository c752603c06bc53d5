# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any

from compat.engine.training import Model
from compat.layers.wrappers import Wrapper

__all__ = ['Model', 'Wrapper', 'add_edge', 'is_model', 'is_wrapped_model', 'model_to_dot', 'os', 'plot_model', 'pydot']

def add_edge(dot: Any, src: Any, dst: Any) -> Any: ...
def is_model(layer: Any) -> Any: ...
def is_wrapped_model(layer: Any) -> Any: ...
def model_to_dot(model: Any, show_shapes: Any = False, show_layer_names: Any = True, rankdir: Any = 'TB',
        expand_nested: Any = False, dpi: Any = 96, subgraph: Any = False) -> Any: ...
def plot_model(model: Any, to_file: Any = 'model.png', show_shapes: Any = False, show_layer_names: Any = True,
        rankdir: Any = 'TB', expand_nested: Any = False, dpi: Any = 96) -> None: ...
pydot: Any
os: Any
