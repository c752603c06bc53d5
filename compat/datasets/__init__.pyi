# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from compat.datasets import boston_housing, cifar, cifar10, cifar100, fashion_mnist, imdb, mnist, reuters

__all__ = ['boston_housing', 'cifar', 'cifar10', 'cifar100', 'fashion_mnist', 'imdb', 'mnist', 'reuters']

