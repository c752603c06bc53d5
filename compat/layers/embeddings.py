"""Keras 2's `keras.layers.embeddings`: Embedding."""
from compat import adapters
from compat.base_layer import shapes
from compat.builtin_layers.checked_inputs import in_keras2_dialects
from compat.builtin_layers.builtin import builtin


class _CheckedLengthMixin:
    """A mixin for Embedding: the number of steps is ``input_length``, where that is a number."""

    def __call__(self, inputs, *args, **kwargs):
        """Returns the vectors. Raises ValueError for another number of steps."""
        lengths = getattr(self, 'input_length', None)
        if lengths is not None and hasattr(inputs, '_keras_history'):
            shape = shapes.of(inputs)
            wanted = tuple(lengths) if isinstance(lengths, (list, tuple)) else (lengths,)
            if len(wanted) != len(shape) - 1 or any(
                    None not in pair and pair[0] != pair[1] for pair in zip(wanted, shape[1:])):
                raise ValueError(f'"input_length" of {self.name} is {lengths}, but received input has shape {shape}')
        return super().__call__(inputs, *args, **kwargs)


Embedding = builtin('Embedding', *in_keras2_dialects(_CheckedLengthMixin) + adapters.area('layers').EMBEDDINGS)
