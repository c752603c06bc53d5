"""Preprocessing of images (Keras 2.3.1 `keras.preprocessing.image`); the names that hosts publish are theirs."""
import sys

from compat import process
from compat.imports import host_exports

# Hosts do not publish it; it is in the module of ImageDataGenerator.
DataFrameIterator = sys.modules[
    host_exports.find(process.opened(), 'preprocessing.image', 'ImageDataGenerator').__module__].DataFrameIterator
