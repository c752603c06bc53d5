"""Reductions and comparisons of keras.backend.numpy_backend: numpy arrays in and out.

Source: Keras 2.3.1 ``keras.backend.numpy_backend``, which checked Keras's frameworks with it.
"""
import numpy as np


def _named(function, name, doc):
    function.__name__ = function.__qualname__ = name
    function.__doc__ = doc
    return function


def _reduction(name, compute, doc):
    def reduced(x, axis=None, keepdims=False):
        return compute(x, axis=tuple(axis) if isinstance(axis, list) else axis, keepdims=keepdims)

    return _named(reduced, name, f'Computes {doc} of ``x`` along an axis, along several, or of all where it is None.')


def _along(name, compute, default, doc):
    def along(x, axis=default):
        return compute(x, axis=axis)

    return _named(along, name, f'Computes {doc} of ``x`` along an axis.')


def _of_two(name, compute, doc):
    def of_two(x, y):
        return compute(x, y)

    return _named(of_two, name, f'Computes {doc}, element by element.')


def _log_of_sum_of_exponentials(x, axis, keepdims):
    largest = np.max(x, axis=axis, keepdims=True)
    largest = np.where(np.isfinite(largest), largest, np.zeros_like(largest))
    with np.errstate(divide='ignore'):
        summed = np.log(np.sum(np.exp(x - largest), axis=axis, keepdims=keepdims))
    return summed + (largest if keepdims else largest.reshape(summed.shape))


max = _reduction('max', np.max, 'the greatest element')
min = _reduction('min', np.min, 'the smallest element')
mean = _reduction('mean', np.mean, 'the mean')
var = _reduction('var', np.var, 'the variance')
std = _reduction('std', np.std, 'the standard deviation')
sum = _reduction('sum', np.sum, 'the sum')
prod = _reduction('prod', np.prod, 'the product')
any = _reduction('any', np.any, 'whether any element is true,')
all = _reduction('all', np.all, 'whether all elements are true,')
logsumexp = _reduction('logsumexp', _log_of_sum_of_exponentials, 'the logarithm of the sum of the exponentials')

cumsum = _along('cumsum', np.cumsum, 0, 'the running sum')
cumprod = _along('cumprod', np.cumprod, 0, 'the running product')
argmax = _along('argmax', np.argmax, -1, 'the index of the greatest element')
argmin = _along('argmin', np.argmin, -1, 'the index of the smallest element')

equal = _of_two('equal', np.equal, '``x == y``')
not_equal = _of_two('not_equal', np.not_equal, '``x != y``')
greater = _of_two('greater', np.greater, '``x > y``')
greater_equal = _of_two('greater_equal', np.greater_equal, '``x >= y``')
less = _of_two('less', np.less, '``x < y``')
less_equal = _of_two('less_equal', np.less_equal, '``x <= y``')
maximum = _of_two('maximum', np.maximum, 'the greater of two arrays')
minimum = _of_two('minimum', np.minimum, 'the smaller of two arrays')
