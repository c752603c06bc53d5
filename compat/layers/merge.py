"""Keras 2's `keras.layers.merge`: layers that merge several tensors, as classes and as functions."""
from compat.layers.stock import stock

Add = stock('Add')
Subtract = stock('Subtract')
Multiply = stock('Multiply')
Average = stock('Average')
Maximum = stock('Maximum')
Minimum = stock('Minimum')
Concatenate = stock('Concatenate')
Dot = stock('Dot')


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
