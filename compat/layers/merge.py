"""Keras 2's `keras.layers.merge`: layers that merge several tensors, as classes and as functions."""
import abc
import functools
import operator

from compat import backend as K
from compat import adapters, process
from compat.engine.base_layer import Layer
from compat.builtin_layers.checked_inputs import SeveralInputsMixin
from compat.builtin_layers.builtin import builtin


class _Merge(Layer, metaclass=abc.ABCMeta):
    """The base of layers of several tensors of one shape, or of shapes that broadcast (Keras 2.2.4 `_Merge`).

    A subclass defines ``_merge_function(inputs)``, which gets the list of tensors, of equal rank: axes after the batch
    are added to those of lower rank. Raises ValueError for inputs that are no list of at least two, and for shapes that
    do not fit.
    """

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.supports_masking = True

    def _merge_function(self, inputs):
        raise NotImplementedError(f'Layer {self.name} merges nothing: its class {type(self).__name__} is to define '
                                  '_merge_function(inputs).')

    def _compute_elemwise_op_output_shape(self, shape1, shape2):
        """Returns the shape of an elementwise operation of two shapes, aligned at their ends; None if not known."""
        if shape1 is None or shape2 is None:
            return None
        longer, shorter = sorted((tuple(shape1), tuple(shape2)), key=len, reverse=True)
        start = len(longer) - len(shorter)
        merged = list(longer[:start])
        for one, other in zip(longer[start:], shorter):
            if None not in (one, other) and 1 not in (one, other) and one != other:
                raise ValueError(f'Operands could not be broadcast together with shapes {longer} {shorter}')
            merged.append(None if one is None or other is None else other if one == 1 else one)
        return tuple(merged)

    def build(self, input_shape):
        """Checks the shapes."""
        if not isinstance(input_shape, list):
            raise ValueError(f'A merge layer should be called on a list of inputs. Layer {self.name} was called on '
                             'one.')
        if len(input_shape) < 2:
            raise ValueError('A merge layer should be called on a list of at least 2 inputs. Got %d inputs.'
                             % len(input_shape))
        self._merged_shape(input_shape)
        self.built = True

    def call(self, inputs):
        """Returns the merged tensor."""
        if not isinstance(inputs, (list, tuple)):
            raise ValueError(f'A merge layer should be called on a list of inputs. Layer {self.name} was called on '
                             'one.')
        rank = max(map(K.ndim, inputs))
        broadcast = []
        for tensor in inputs:
            for _ in range(rank - K.ndim(tensor)):
                tensor = K.expand_dims(tensor, 1)
            broadcast.append(tensor)
        return self._merge_function(broadcast)

    def _merged_shape(self, input_shape):
        batches = {shape[0] for shape in input_shape if shape is not None} - {None}
        if len(batches) > 1:
            raise ValueError('Can not merge tensors with different batch sizes. Got tensors with shapes: '
                             f'{input_shape}')
        merged = None if input_shape[0] is None else input_shape[0][1:]
        for shape in input_shape[1:]:
            merged = self._compute_elemwise_op_output_shape(merged, None if shape is None else shape[1:])
        return None if merged is None else (batches.pop() if batches else None,) + merged

    def compute_output_shape(self, input_shape):
        """Returns the shape that the inputs are broadcast to."""
        return self._merged_shape(input_shape)

    def compute_mask(self, inputs, mask=None):
        """Returns the conjunction of the masks; None without any."""
        mask = _masks_of(inputs, mask)
        if mask is None:
            return None
        for name, value in (('mask', mask), ('inputs', inputs)):
            if not isinstance(value, (list, tuple)):
                raise ValueError(f'`{name}` should be a list.')
        if len(mask) != len(inputs):
            raise ValueError('The lists `inputs` and `mask` should have the same length. Layer %s has %d and %d.'
                             % (self.name, len(inputs), len(mask)))
        masks = [K.expand_dims(one, 0) for one in mask if one is not None]
        return K.all(K.concatenate(masks, axis=0), axis=0, keepdims=False) if masks else None


def _masks_of(inputs, mask):
    """The masks of the inputs: Keras 3.0 to 3.3 hand over none for a list."""
    if mask is None and isinstance(inputs, (list, tuple)) and not adapters.current().masks_of_lists:
        return [getattr(tensor, '_keras_mask', None) for tensor in inputs]
    return mask


class _AllMasksMixin(SeveralInputsMixin):
    """A mixin whose output mask is the conjunction of those of the inputs; that of hosts is the disjunction."""

    compute_mask = _Merge.compute_mask


class _ConcatenatedMasksMixin(SeveralInputsMixin):
    """A mixin for Concatenate: the masks are concatenated; along the last axis it is their conjunction."""

    def compute_mask(self, inputs, mask=None):
        """Returns the mask of the output; None where no input has one."""
        mask = _masks_of(inputs, mask)
        if mask is None or all(one is None for one in mask):
            return None
        masks = [K.ones_like(tensor, dtype='bool') if one is None
                 else K.expand_dims(one) if K.ndim(one) < K.ndim(tensor) else one for tensor, one in zip(inputs, mask)]
        return K.all(K.concatenate(masks, axis=self.axis), axis=-1, keepdims=False)


class _SumMixin:
    """A mixin that adds by the operator of tensors: Keras 3 on TensorFlow adds some tensors as a bias."""

    def _merge_function(self, inputs):
        return functools.reduce(operator.add, inputs)


class _MeanMixin(_SumMixin):
    """A mixin that computes the mean."""

    def _merge_function(self, inputs):
        return super()._merge_function(inputs) / len(inputs)


_of_all, _concatenated = (
    ((_AllMasksMixin,), (_ConcatenatedMasksMixin,)) if process.dialect().merge_masks_are_combined else ((), ()))
Add = builtin('Add', _SumMixin, *_of_all)
Subtract = builtin('Subtract', *_of_all)
Multiply = builtin('Multiply', *_of_all)
Average = builtin('Average', _MeanMixin, *_of_all)
Maximum = builtin('Maximum', *_of_all)
Minimum = builtin('Minimum', *_of_all)
Concatenate = builtin('Concatenate', *_concatenated)
Dot = builtin('Dot')

for _layer in (Add, Subtract, Multiply, Average, Maximum, Minimum, Concatenate, Dot):
    _Merge.register(_layer)


def add(inputs, **kwargs):
    """Returns the sum of the inputs, by a new layer Add.

    Args:
        inputs: list of at least two tensors of one shape, up to axes of size 1.
        **kwargs: arguments of the layer.

    Source: Keras 2.2.4 `keras.layers.add`.
    """
    return Add(**kwargs)(inputs)


def subtract(inputs, **kwargs):
    """Returns the first input minus the second, by a new layer Subtract.

    Args:
        inputs: list of two tensors of one shape.
        **kwargs: arguments of the layer.

    Source: Keras 2.2.4 `keras.layers.subtract`.
    """
    return Subtract(**kwargs)(inputs)


def multiply(inputs, **kwargs):
    """Returns the product of the inputs, by a new layer Multiply.

    Args:
        inputs: list of at least two tensors of one shape, up to axes of size 1.
        **kwargs: arguments of the layer.

    Source: Keras 2.2.4 `keras.layers.multiply`.
    """
    return Multiply(**kwargs)(inputs)


def average(inputs, **kwargs):
    """Returns the mean of the inputs, by a new layer Average.

    Args:
        inputs: list of at least two tensors of one shape, up to axes of size 1.
        **kwargs: arguments of the layer.

    Source: Keras 2.2.4 `keras.layers.average`.
    """
    return Average(**kwargs)(inputs)


def maximum(inputs, **kwargs):
    """Returns the largest of the inputs, for each value, by a new layer Maximum.

    Args:
        inputs: list of at least two tensors of one shape, up to axes of size 1.
        **kwargs: arguments of the layer.

    Source: Keras 2.2.4 `keras.layers.maximum`.
    """
    return Maximum(**kwargs)(inputs)


def minimum(inputs, **kwargs):
    """Returns the smallest of the inputs, for each value, by a new layer Minimum.

    Args:
        inputs: list of at least two tensors of one shape, up to axes of size 1.
        **kwargs: arguments of the layer.

    Source: Keras 2.2.4 `keras.layers.minimum`.
    """
    return Minimum(**kwargs)(inputs)


def concatenate(inputs, axis=-1, **kwargs):
    """Returns the inputs, joined along an axis, by a new layer Concatenate.

    Args:
        inputs: list of at least two tensors whose shapes differ along the axis only.
        axis: integer, the axis; the batch counts as 0.
        **kwargs: arguments of the layer.

    Source: Keras 2.2.4 `keras.layers.concatenate`.
    """
    return Concatenate(axis=axis, **kwargs)(inputs)


def dot(inputs, axes, normalize=False, **kwargs):
    """Returns the dot product of two tensors along an axis of each, for each sample, by a new layer Dot.

    Args:
        inputs: list of two tensors (batch, ...).
        axes: integer, or a pair: the axis of each input.
        normalize: whether both are divided by their norm along the axis.
        **kwargs: arguments of the layer.

    Source: Keras 2.2.4 `keras.layers.dot`.
    """
    return Dot(axes=axes, normalize=normalize, **kwargs)(inputs)
