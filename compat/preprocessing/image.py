"""Preprocessing of images (Keras 2.3.1 `keras.preprocessing.image`); in the dialect tf.keras it is the host's."""
import sys

from compat import process
from compat.data_preparation import image_iterators, image_transforms, images
from compat.imports import host_exports


def _functions_of(module, *names):
    """Returns names of a module of compat, or of the host's in dialects that have the host's."""
    if process.dialect().keras2_preprocessing:
        return [getattr(module, name) for name in names]
    # Hosts do not publish all of them; they are in the module of ImageDataGenerator.
    host = sys.modules[host_exports.find(process.opened(), 'preprocessing.image', 'ImageDataGenerator').__module__]
    return [host_exports.find(process.opened(), 'preprocessing.image', name) or getattr(host, name) for name in names]


(DataFrameIterator, DirectoryIterator, ImageDataGenerator, Iterator, NumpyArrayIterator) = _functions_of(
    image_iterators, 'DataFrameIterator', 'DirectoryIterator', 'ImageDataGenerator', 'Iterator', 'NumpyArrayIterator')
(apply_affine_transform, apply_brightness_shift, apply_channel_shift, random_brightness, random_channel_shift,
 random_rotation, random_shear, random_shift, random_zoom) = _functions_of(
    image_transforms, 'apply_affine_transform', 'apply_brightness_shift', 'apply_channel_shift', 'random_brightness',
    'random_channel_shift', 'random_rotation', 'random_shear', 'random_shift', 'random_zoom')
(array_to_img, img_to_array, load_img, save_img) = _functions_of(
    images, 'array_to_img', 'img_to_array', 'load_img', 'save_img')

# What Keras 2.1.6 had beside them.
apply_transform, flip_axis = image_transforms.apply_transform, image_transforms.flip_axis
transform_matrix_offset_center = image_transforms.transform_matrix_offset_center
list_pictures = images.list_pictures
_iter_valid_files, _count_valid_files_in_directory, _list_valid_filenames_in_directory = (
    images.iter_valid_files, images.count_valid_files_in_directory, images.list_valid_filenames_in_directory)
