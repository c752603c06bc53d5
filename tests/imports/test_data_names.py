"""Names around data that hosts do not publish: keras.datasets.cifar, iterators of images, applications' modules."""
import inspect
import pickle

import numpy as np
import pytest

import compat
from compat.applications import keras_modules_injection
from compat.datasets import cifar10, cifar100
from compat.datasets.cifar import load_batch
from compat.preprocessing import image


def test_functions_of_keras_applications_are_given_the_modules_of_keras():
    @keras_modules_injection
    def build(*args, **kwargs):
        return args, kwargs

    args, kwargs = build(1, weights=None, layers='mine')
    assert args == (1,) and sorted(kwargs) == ['backend', 'layers', 'models', 'utils', 'weights']
    for name in ('backend', 'layers', 'models', 'utils'):
        assert kwargs[name].__name__.rpartition('.')[2] == name
    assert kwargs['layers'].Flatten is compat.layers.Flatten and kwargs['models'].Model is compat.models.Model
    assert compat.applications.vgg16.keras_modules_injection is keras_modules_injection


def test_a_file_of_cifar_is_read(tmp_path):
    pixels = np.arange(2 * 3072, dtype='uint8').reshape((2, 3072))
    path = str(tmp_path / 'batch')
    with open(path, 'wb') as stream:
        pickle.dump({b'data': pixels, b'labels': [7, 3], b'fine_labels': [1, 2]}, stream, protocol=2)
    images, labels = load_batch(path)
    assert np.array_equal(images, pixels.reshape((2, 3, 32, 32))) and labels == [7, 3]
    assert load_batch(path, 'fine_labels')[1] == [1, 2]
    with pytest.raises(KeyError, match='coarse_labels'):
        load_batch(path, label_key='coarse_labels')
    assert cifar10.load_batch is load_batch is cifar100.load_batch


def test_images_of_a_data_frame_are_an_iterator_of_images():
    if not hasattr(image, 'DataFrameIterator'):
        return  # Keras 2.2.4
    assert issubclass(image.DataFrameIterator, image.Iterator)
    names = list(inspect.signature(image.DataFrameIterator.__init__).parameters)
    assert names[:6] == ['self', 'dataframe', 'directory', 'image_data_generator', 'x_col', 'y_col']
