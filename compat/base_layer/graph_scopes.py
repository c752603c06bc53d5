"""What is entered around calls of layers on symbols: control_dependencies, and TensorFlow's gradient_override_map."""
import contextlib

from compat.errors import UnsupportedError
from compat.symbolic import graph
from compat.symbolic.context import context

_NOTHING = contextlib.nullcontext()


def note(layer):
    """Notes the gradients that the operations of a layer get that is called on symbols.

    Raises:
        UnsupportedError: the call is to wait for updates, or an earlier one was within another gradient_override_map.
    """
    if context.control_inputs:
        raise UnsupportedError(
            f'Layer {layer.name} is called on a symbol within control_dependencies, and calls of layers wait for no '
            f'updates here. Call it before, and use tf.identity of its output within; or pass the updates to '
            f'K.function: updates={list(context.control_inputs)}.')
    overrides = vars(layer).setdefault('_gradient_overrides', context.gradient_overrides)
    if overrides != context.gradient_overrides:
        raise UnsupportedError(
            f'Layer {layer.name} is called within gradient_override_map({context.gradient_overrides}), and was called '
            f'with {overrides}: here a layer has one for all of its calls. Make two layers with the same weights.')


def entered(layer):
    """Returns the context in which the call of a layer runs."""
    overrides = vars(layer).get('_gradient_overrides')
    return graph.nodes.overriding_gradients(overrides) if overrides else _NOTHING
