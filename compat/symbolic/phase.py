"""The learning phase: 0 for test, 1 for training. A running layer has it; else it is what was set, else test."""
import contextlib
from typing import Iterator

from compat.symbolic.context import context

_set = None


@contextlib.contextmanager
def training_phase(value, seeds=None, layer=None):
    """While a layer runs: its phase ``value``, a bool, 0 or 1, a framework's tensor, or None where it was not passed.

    ``seeds`` is where the layer's random numbers come from on frameworks that need to know it (a Keras 3 SeedGenerator
    that the layer owns), or a function without arguments that gives it, called when it is first needed. ``layer`` is
    what runs, where it is a layer.
    """
    context.layers += ((value, seeds, layer),)
    try:
        yield
    finally:
        context.layers = context.layers[:-1]


def inside_a_layer():
    """Whether a layer is running in this thread."""
    return bool(context.layers)


class _ExecutionScope:
    """While it is entered, K computes at once in this thread: it is the host that computes, or an evaluation."""

    def __enter__(self):
        context.executions += 1

    def __exit__(self, *error):
        context.executions -= 1


execution_scope = _ExecutionScope()


def graph_scope():
    """While it is entered, K describes, as outside of running layers: what is made then has no value of its own."""
    return context.scope(executions=0, layers=())


def is_executing():
    """Whether K computes at once in this thread: a layer is running, or the host computes, or an evaluation."""
    return bool(context.executions or context.layers)


def outermost_layer():
    """The layer in whose call the other running ones run, or None."""
    return next((layer for _, _, layer in context.layers if layer is not None), None)


def seeds():
    """Where the innermost running layer that has them draws its random numbers from, or None."""
    for _, source, _ in reversed(context.layers):
        if source is not None:
            return source() if callable(source) and not hasattr(source, 'next') else source
    return None


def learning_phase():
    """The phase of the innermost running layer that was passed it, else the one that was set, else 0."""
    for value, _, _ in reversed(context.layers):
        if value is not None:
            return int(value) if isinstance(value, (bool, int)) else value
    return 0 if _set is None else _set


def note_dependence():
    """Notes that the call on symbols depends on the phase, which neither the program nor an argument has fixed."""
    explicit = any(isinstance(value, (bool, int)) for value, _, _ in context.layers)
    if context.phase_reads is not None and _set is None and not explicit:
        context.phase_reads.append(True)


def unnoted_dependence():
    """While it is entered, what depends on the phase is not noted: Keras 2 asked only the last of several cells."""
    return context.scope(phase_reads=None)


def set_learning_phase(value: int) -> None:
    """Fixes the learning phase outside of running layers.

    Args:
        value: 0 for test, 1 for training.

    Raises:
        ValueError: ``value`` is another one.

    Source: Keras 2.2.4 ``keras.backend.set_learning_phase``.
    """
    global _set
    if value not in (0, 1):
        raise ValueError(f'Expected learning phase to be 0 or 1, and got {value!r}.')
    _set = int(value)


@contextlib.contextmanager
def learning_phase_scope(value: int) -> Iterator[None]:
    """Fixes the learning phase while the context is entered.

    Args:
        value: 0 for test, 1 for training.

    Raises:
        ValueError: ``value`` is another one.

    Source: tf.keras 2.15 ``tf.keras.backend.learning_phase_scope``.
    """
    global _set
    before = _set
    set_learning_phase(value)
    try:
        yield
    finally:
        _set = before


def fixed():
    """The phase that set_learning_phase fixed, or None."""
    return _set


def reset():
    """Forget the phase that was set."""
    global _set
    _set = None
