"""Prices of houses (Keras 2.2.4 `keras.datasets.boston_housing`)."""
import numpy as np

from compat import process
from compat.data_preparation import datasets
from compat.imports import host_exports
from compat.utils.data_utils import get_file

_HASH = 'f553886a1f8d56431e820c5b82552d9d95cfcb96d1e678153f8839538947dff5'


def load_data(path='boston_housing.npz', test_split=.2, seed=113):
    """Returns ((x_train, y_train), (x_test, y_test)): 13 numbers of a town, and the price of its houses.

    Args:
        path: file in the cache.
        test_split: share of the samples that is for tests, below 1.
        seed: of the order.

    Raises:
        AssertionError: ``test_split`` is no such share.

    Source: Keras 2.2.4 `keras.datasets.boston_housing.load_data`.
    """
    if not 0 <= test_split < 1:
        raise AssertionError(f'test_split is a share from 0 to below 1, not {test_split}.')
    with np.load(get_file(path, datasets.ORIGIN + 'boston_housing.npz', file_hash=_HASH)) as file:
        x, y = datasets.shuffled(datasets.generator_of(seed), file['x'], file['y'])
    index = int(len(x) * (1 - test_split))
    return (x[:index], y[:index]), (x[index:], y[index:])


if not process.dialect().keras2_preprocessing:
    load_data = host_exports.find(process.opened(), 'datasets.boston_housing', 'load_data')
