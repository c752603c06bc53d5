"""Keras 2's `keras.layers.merge`: layers that merge several tensors, as classes and as functions."""
import functools
import operator

from compat import adapters
from compat import backend as K
from compat.builtin_layers.arguments import integer
from compat.builtin_layers.registration import builtin_layer
from compat.engine.base_layer import Layer


class _Merge(Layer):
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
        _check_masks(self, inputs, mask)
        masks = [K.expand_dims(one, 0) for one in mask if one is not None]
        return K.all(K.concatenate(masks, axis=0), axis=0, keepdims=False) if masks else None


def _masks_of(inputs, mask):
    """The masks of the inputs: Keras 3.0 to 3.3 hand over none for a list."""
    if mask is None and isinstance(inputs, (list, tuple)) and not adapters.current().masks_of_lists:
        return [getattr(tensor, '_keras_mask', None) for tensor in inputs]
    return mask


def _check_masks(layer, inputs, mask):
    for name, value in (('mask', mask), ('inputs', inputs)):
        if not isinstance(value, (list, tuple)):
            raise ValueError(f'`{name}` should be a list.')
    if len(mask) != len(inputs):
        raise ValueError('The lists `inputs` and `mask` should have the same length. Layer %s has %d and %d.'
                         % (layer.name, len(inputs), len(mask)))


@builtin_layer
class Add(_Merge):
    def _merge_function(self, inputs):
        return functools.reduce(operator.add, inputs)


@builtin_layer
class Subtract(_Merge):
    def build(self, input_shape):
        """Checks the shapes. Raises ValueError where there are not two."""
        super().build(input_shape)
        if len(input_shape) != 2:
            raise ValueError(f'A `Subtract` layer should be called on exactly 2 inputs, and {self.name} was called on '
                             f'{len(input_shape)}.')

    def _merge_function(self, inputs):
        if len(inputs) != 2:
            raise ValueError(f'A `Subtract` layer should be called on exactly 2 inputs, and {self.name} was called on '
                             f'{len(inputs)}.')
        return inputs[0] - inputs[1]


@builtin_layer
class Multiply(_Merge):
    def _merge_function(self, inputs):
        return functools.reduce(operator.mul, inputs)


@builtin_layer
class Average(_Merge):
    def _merge_function(self, inputs):
        return functools.reduce(operator.add, inputs) / len(inputs)


@builtin_layer
class Maximum(_Merge):
    def _merge_function(self, inputs):
        return functools.reduce(K.maximum, inputs)


@builtin_layer
class Minimum(_Merge):
    def _merge_function(self, inputs):
        return functools.reduce(K.minimum, inputs)


@builtin_layer
class Concatenate(_Merge):
    def __init__(self, axis=-1, **kwargs):
        super().__init__(**kwargs)
        self.axis = integer(axis)

    def build(self, input_shape):
        """Checks the shapes. Raises ValueError for less than two, and where they differ beside the axis."""
        if not isinstance(input_shape, list) or len(input_shape) < 2:
            raise ValueError(f'A `Concatenate` layer should be called on a list of at least 2 inputs. {self.name} was '
                             f'called on inputs of the shape {input_shape}.')
        others = set()
        for shape in input_shape:
            if shape is not None:
                sizes = list(shape)
                del sizes[self.axis]
                others.add(tuple(sizes))
        if len(others) > 1:
            raise ValueError('A `Concatenate` layer requires inputs with matching shapes except for the concat axis. '
                             f'Got inputs shapes: {input_shape}')
        self.built = True

    def call(self, inputs):
        """Returns the inputs, one after another along the axis."""
        if not isinstance(inputs, (list, tuple)):
            raise ValueError(f'A merge layer should be called on a list of inputs. Layer {self.name} was called on '
                             'one.')
        return self._merge_function(list(inputs))

    def _merge_function(self, inputs):
        return K.concatenate(inputs, axis=self.axis)

    def compute_output_shape(self, input_shape):
        """Returns the shape of the first input, with the sum of the sizes of all along the axis."""
        if not isinstance(input_shape, list):
            raise ValueError(f'A `Concatenate` layer should be called on a list of inputs, and {self.name} was called '
                             f'on an input of the shape {input_shape}.')
        sizes = [shape[self.axis] for shape in input_shape]
        shape = list(input_shape[0])
        shape[self.axis] = None if None in sizes else sum(sizes)
        return tuple(shape)

    def compute_mask(self, inputs, mask=None):
        """Returns the masks, concatenated; along the last axis their conjunction. None where no input has one."""
        mask = _masks_of(inputs, mask)
        if mask is None:
            return None
        _check_masks(self, inputs, mask)
        if all(one is None for one in mask):
            return None
        masks = [K.ones_like(tensor, dtype='bool') if one is None
                 else K.expand_dims(one) if K.ndim(one) < K.ndim(tensor) else one for tensor, one in zip(inputs, mask)]
        return K.all(K.concatenate(masks, axis=self.axis), axis=-1, keepdims=False)

    def get_config(self):
        """Returns the arguments of the constructor."""
        return dict(super().get_config(), axis=self.axis)


@builtin_layer
class Dot(_Merge):
    def __init__(self, axes, normalize=False, **kwargs):
        super().__init__(**kwargs)
        is_pair = isinstance(axes, (list, tuple))
        axes = type(axes)(map(integer, axes)) if is_pair else integer(axes)
        if not is_pair and not isinstance(axes, int):
            raise TypeError(f'Invalid type for `axes` - should be a list or an int, and is {axes!r} in {self.name}.')
        if is_pair and len(axes) != 2:
            raise ValueError(f'Invalid format for `axes` - should contain two elements, and is {axes} in {self.name}.')
        if is_pair and not all(isinstance(axis, int) for axis in axes):
            raise ValueError(f'Invalid format for `axes` - list elements should be "int", and are {axes} in '
                             f'{self.name}.')
        self.axes = axes
        self.normalize = normalize

    def _axes_of(self, ranks):
        """Returns the axis of each of the two inputs, counted from their start."""
        axes = [self.axes, self.axes] if isinstance(self.axes, int) else self.axes
        return [axis % rank if axis < 0 else axis for axis, rank in zip(axes, ranks)]

    def build(self, input_shape):
        """Checks the shapes. Raises ValueError for other than two, and where the sizes of the axes differ."""
        self._check_two(input_shape)
        first, second = input_shape
        if first is not None and second is not None:
            axes = self._axes_of([len(first), len(second)])
            if first[axes[0]] != second[axes[1]]:
                raise ValueError(f'Dimension incompatibility {first[axes[0]]} != {second[axes[1]]}. Layer shapes: '
                                 f'{first}, {second}')
        self.built = True

    def _check_two(self, input_shape):
        if not isinstance(input_shape, list) or len(input_shape) != 2:
            raise ValueError(f'A `Dot` layer should be called on a list of 2 inputs, and {self.name} was called on '
                             f'inputs of the shape {input_shape}.')

    def call(self, inputs):
        """Returns the dot product of the two inputs for each sample."""
        if not isinstance(inputs, (list, tuple)) or len(inputs) != 2:
            raise ValueError(f'A `Dot` layer should be called on exactly 2 inputs: {self.name}.')
        return self._merge_function(list(inputs))

    def _merge_function(self, inputs):
        axes = self._axes_of([K.ndim(tensor) for tensor in inputs])
        if self.normalize:
            inputs = [K.l2_normalize(tensor, axis=axis) for tensor, axis in zip(inputs, axes)]
        return K.batch_dot(*inputs, axes=axes)

    def compute_output_shape(self, input_shape):
        """Returns the sizes of both inputs without the axes and the batch of the second; (batch, 1) for vectors."""
        self._check_two(input_shape)
        first, second = map(list, input_shape)
        axes = self._axes_of([len(first), len(second)])
        del first[axes[0]], second[axes[1]]
        shape = first + second[1:]
        return tuple(shape) if len(shape) > 1 else (shape[0], 1)

    def compute_mask(self, inputs, mask=None):
        """Returns None."""
        return None

    def get_config(self):
        """Returns the arguments of the constructor."""
        return dict(super().get_config(), axes=self.axes, normalize=self.normalize)


# In the dialect tf.keras they are the host's.
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
