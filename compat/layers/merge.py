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
    """A base for layers of several tensors of one shape, or of shapes that broadcast (Keras 2.2.4 `_Merge`).

    A subclass defines ``_merge_function(inputs)``, which gets the list of tensors, of equal rank: those of a lower one
    get axes after the batch. Raises ValueError for inputs that are no list or too few, and for shapes that do not fit.
    """

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.supports_masking = True

    def _merge_function(self, inputs):
        raise NotImplementedError(f'Layer {self.name} merges nothing: its class {type(self).__name__} is to define '
                                  '_merge_function(inputs).')

    def _compute_elemwise_op_output_shape(self, shape1, shape2):
        """The shape of an elementwise operation of tensors of two shapes, aligned at their ends; None if not known."""
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
        """Check the shapes."""
        if not isinstance(input_shape, list):
            raise ValueError(f'A merge layer should be called on a list of inputs. Layer {self.name} was called on '
                             'one.')
        if len(input_shape) < 2:
            raise ValueError('A merge layer should be called on a list of at least 2 inputs. Got %d inputs.'
                             % len(input_shape))
        self._merged_shape(input_shape)
        self.built = True

    def call(self, inputs):
        """The tensors, merged."""
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
        """The shape that the inputs are broadcast to."""
        return self._merged_shape(input_shape)

    def compute_mask(self, inputs, mask=None):
        """Where all masks are set; None where there are none."""
        mask = _masks_of(inputs, mask)
        if mask is None:
            return None
        for name, value in (('mask', mask), ('inputs', inputs)):
            if not isinstance(value, (list, tuple)):
                raise ValueError(f'`{name}` should be a list.')
        if len(mask) != len(inputs):
            raise ValueError('The lists `inputs` and `mask` should have the same length. Layer %s has %d and %d.'
                             % (self.name, len(inputs), len(mask)))
        given = [K.expand_dims(one, 0) for one in mask if one is not None]
        return K.all(K.concatenate(given, axis=0), axis=0, keepdims=False) if given else None


def _masks_of(inputs, mask):
    """The masks of the inputs: Keras 3.0 to 3.3 hand over none for a list."""
    if mask is None and isinstance(inputs, (list, tuple)) and not adapters.current().masks_of_lists:
        return [getattr(tensor, '_keras_mask', None) for tensor in inputs]
    return mask


class _MasksOfAll(SeveralInputsMixin):
    """A step is there where no mask of the inputs leaves it out; hosts say where any of them lets it in."""

    compute_mask = _Merge.compute_mask


class _ConcatenatedMasks(SeveralInputsMixin):
    """A step is there where no mask leaves it out, and masks one after the other are one."""

    def compute_mask(self, inputs, mask=None):
        """The mask of the output; None where no input has one."""
        mask = _masks_of(inputs, mask)
        if mask is None or all(one is None for one in mask):
            return None
        masks = [K.ones_like(tensor, dtype='bool') if one is None
                 else K.expand_dims(one) if K.ndim(one) < K.ndim(tensor) else one for tensor, one in zip(inputs, mask)]
        return K.all(K.concatenate(masks, axis=self.axis), axis=-1, keepdims=False)


class _Sums:
    """Sums by the operator of tensors: that of Keras 3 on TensorFlow takes some tensors for biases of another axis."""

    def _merge_function(self, inputs):
        return functools.reduce(operator.add, inputs)


class _Means(_Sums):
    """Means of tensors."""

    def _merge_function(self, inputs):
        return super()._merge_function(inputs) / len(inputs)


_of_all, _concatenated = (
    ((_MasksOfAll,), (_ConcatenatedMasks,)) if process.dialect().merge_masks_are_combined else ((), ()))
Add = builtin('Add', _Sums, *_of_all)
Subtract = builtin('Subtract', *_of_all)
Multiply = builtin('Multiply', *_of_all)
Average = builtin('Average', _Means, *_of_all)
Maximum = builtin('Maximum', *_of_all)
Minimum = builtin('Minimum', *_of_all)
Concatenate = builtin('Concatenate', *_concatenated)
Dot = builtin('Dot')

for _layer in (Add, Subtract, Multiply, Average, Maximum, Minimum, Concatenate, Dot):
    _Merge.register(_layer)


def add(inputs, **kwargs):
    """The sum of a list of tensors of the same shape, as a layer called on them."""
    return Add(**kwargs)(inputs)


def subtract(inputs, **kwargs):
    """The difference of the two tensors of a list, as a layer called on them."""
    return Subtract(**kwargs)(inputs)


def multiply(inputs, **kwargs):
    """The elementwise product of a list of tensors, as a layer called on them."""
    return Multiply(**kwargs)(inputs)


def average(inputs, **kwargs):
    """The elementwise mean of a list of tensors, as a layer called on them."""
    return Average(**kwargs)(inputs)


def maximum(inputs, **kwargs):
    """The elementwise maximum of a list of tensors, as a layer called on them."""
    return Maximum(**kwargs)(inputs)


def minimum(inputs, **kwargs):
    """The elementwise minimum of a list of tensors, as a layer called on them."""
    return Minimum(**kwargs)(inputs)


def concatenate(inputs, axis=-1, **kwargs):
    """A list of tensors, one after the other along the axis, as a layer called on them."""
    return Concatenate(axis=axis, **kwargs)(inputs)


def dot(inputs, axes, normalize=False, **kwargs):
    """The product of the two tensors of a list over their axes, as a layer called on them."""
    return Dot(axes=axes, normalize=normalize, **kwargs)(inputs)
