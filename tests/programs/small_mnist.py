"""Runs the program that its argument names with digits of scikit-learn, enlarged, for those of MNIST.

What the program downloads is replaced before it starts, in the format of ``keras.datasets.mnist.load_data``.
"""
import runpy
import sys

import keras
import numpy as np
from sklearn.datasets import load_digits

TRAIN, TEST = 300, 60


def load_data(path='mnist.npz'):
    """((images, labels) to train, the same to test): images (samples, 28, 28) and labels (samples,) in uint8."""
    digits = load_digits()
    pixels = np.repeat(np.repeat(digits.images[:TRAIN + TEST], 3, axis=1), 3, axis=2)
    images = np.pad(pixels * 255 / 16, [(0, 0), (2, 2), (2, 2)], mode='constant').astype('uint8')
    labels = digits.target[:TRAIN + TEST].astype('uint8')
    return (images[:TRAIN], labels[:TRAIN]), (images[TRAIN:], labels[TRAIN:])


keras.datasets.mnist.load_data = load_data
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name='__main__')
