"""ImageDataGenerator and its iterators as Keras 2 had them, on those of the host.

The host's draw the same random numbers in the same order, and read, list and split the same files. What is computed
from the numbers, and Keras 2's attributes and methods, are here.
"""
import sys
import warnings

import numpy as np

from compat import backend as K
from compat import process
from compat.data_preparation import image_transforms
from compat.imports import host_exports

# Hosts do not publish all of them; they are in the module of ImageDataGenerator.
_host = sys.modules[
    host_exports.find(process.opened(), 'preprocessing.image', 'ImageDataGenerator').__module__]
_UNFITTED = ('ImageDataGenerator({}=True) needs numbers of the whole data, which only fit computes: images are left as '
             'they are. Call fit(images) before.')
# Options of flow_from_dataframe that have no effect any more.
_WITHOUT_EFFECT = {
    'has_ext': 'has_ext has no effect: the data frame names files as they are called, with their endings.',
    'sort': 'sort has no effect: where shuffle is False, the order of the data frame counts.',
    'drop_duplicates': 'drop_duplicates has no effect: call dataframe.drop_duplicates() before.',
}


class Iterator(_host.Iterator):
    """Base of the iterators over batches of images (Keras 2.2.4 `keras.preprocessing.image.Iterator`).

    Args:
        n: number of samples.
        batch_size: size of a batch.
        shuffle: whether each pass has an order of its own.
        seed: seed of the order and of the transforms.
    """

    def __init__(self, n, batch_size, shuffle, seed):
        super().__init__(n, batch_size, shuffle, seed)

    def __next__(self, *args, **kwargs):
        return self.next(*args, **kwargs)

    def next(self):
        """Returns the next batch."""
        with self.lock:
            index_array = next(self.index_generator)
        return self._get_batches_of_transformed_samples(index_array)


class NumpyArrayIterator(_host.NumpyArrayIterator, Iterator):
    """Iterator over the images of an array (Keras 2.2.4 `keras.preprocessing.image.NumpyArrayIterator`).

    The arguments are those of ImageDataGenerator.flow.
    """

    def __init__(self, x, y, image_data_generator, batch_size=32, shuffle=False, sample_weight=None, seed=None,
                 data_format=None, save_to_dir=None, save_prefix='', save_format='png', subset=None, dtype=None):
        super().__init__(
            x, y, image_data_generator, batch_size=batch_size, shuffle=shuffle, sample_weight=sample_weight, seed=seed,
            data_format=data_format or K.image_data_format(), save_to_dir=save_to_dir, save_prefix=save_prefix,
            save_format=save_format, subset=subset, dtype=dtype or K.floatx())


class DirectoryIterator(_host.DirectoryIterator, Iterator):
    """Iterator over the pictures below a folder (Keras 2.2.4 `keras.preprocessing.image.DirectoryIterator`).

    The arguments are those of ImageDataGenerator.flow_from_directory.
    """

    def __init__(self, directory, image_data_generator, target_size=(256, 256), color_mode='rgb', classes=None,
                 class_mode='categorical', batch_size=32, shuffle=True, seed=None, data_format=None, save_to_dir=None,
                 save_prefix='', save_format='png', follow_links=False, subset=None, interpolation='nearest',
                 dtype=None):
        super().__init__(
            directory, image_data_generator, target_size=target_size, color_mode=color_mode, classes=classes,
            class_mode=class_mode, batch_size=batch_size, shuffle=shuffle, seed=seed,
            data_format=data_format or K.image_data_format(), save_to_dir=save_to_dir, save_prefix=save_prefix,
            save_format=save_format, follow_links=follow_links, subset=subset, interpolation=interpolation,
            dtype=dtype or K.floatx())


class DataFrameIterator(_host.DataFrameIterator, Iterator):
    """Iterator over the pictures that a data frame names (Keras 2.3.1 `keras.preprocessing.image.DataFrameIterator`).

    The arguments are those of ImageDataGenerator.flow_from_dataframe.
    """

    def __init__(self, dataframe, directory=None, image_data_generator=None, x_col='filename', y_col='class',
                 weight_col=None, target_size=(256, 256), color_mode='rgb', classes=None, class_mode='categorical',
                 batch_size=32, shuffle=True, seed=None, data_format='channels_last', save_to_dir=None,
                 save_prefix='', save_format='png', subset=None, interpolation='nearest', dtype='float32',
                 validate_filenames=True):
        super().__init__(
            dataframe, directory, image_data_generator, x_col=x_col, y_col=y_col, weight_col=weight_col,
            target_size=target_size, color_mode=color_mode, classes=classes, class_mode=class_mode,
            batch_size=batch_size, shuffle=shuffle, seed=seed, data_format=data_format, save_to_dir=save_to_dir,
            save_prefix=save_prefix, save_format=save_format, subset=subset, interpolation=interpolation, dtype=dtype,
            validate_filenames=validate_filenames)


class ImageDataGenerator(_host.ImageDataGenerator):
    """Batches of images, transformed at random (Keras 2.2.4 `keras.preprocessing.image.ImageDataGenerator`).

    Args:
        featurewise_center, featurewise_std_normalization: whether the mean of the data that ``fit`` was given is
            subtracted, and whether images are divided by its deviation; of each channel.
        samplewise_center, samplewise_std_normalization: the same of each image.
        zca_whitening, zca_epsilon: whether images are whitened, and what is added to the eigenvalues.
        rotation_range: degrees.
        width_shift_range, height_shift_range: a share of the size below 1, pixels from 1, or a list of pixels to draw
            from, with either sign.
        brightness_range, zoom_range: (least, greatest); zoom_range may be one number, around 1.
        shear_range: degrees.
        channel_shift_range: what the channels are shifted by, at most.
        fill_mode, cval: what is outside the image: see apply_affine_transform.
        horizontal_flip, vertical_flip: whether images are flipped, half of the time.
        rescale: what images are multiplied by, or None.
        preprocessing_function: what is called with each image, after the transforms.
        data_format: ``'channels_first'``, ``'channels_last'``, or None for K.image_data_format().
        validation_split: share of the images that is for validation.
        interpolation_order: order of the spline of affine transforms.
        dtype: of the batches; None for K.floatx().
    """

    def __init__(self, featurewise_center=False, samplewise_center=False, featurewise_std_normalization=False,
                 samplewise_std_normalization=False, zca_whitening=False, zca_epsilon=1e-6, rotation_range=0,
                 width_shift_range=0., height_shift_range=0., brightness_range=None, shear_range=0., zoom_range=0.,
                 channel_shift_range=0., fill_mode='nearest', cval=0., horizontal_flip=False, vertical_flip=False,
                 rescale=None, preprocessing_function=None, data_format=None, validation_split=0.,
                 interpolation_order=1, dtype=None):
        super().__init__(
            featurewise_center=featurewise_center, samplewise_center=samplewise_center,
            featurewise_std_normalization=featurewise_std_normalization,
            samplewise_std_normalization=samplewise_std_normalization, zca_whitening=zca_whitening,
            zca_epsilon=zca_epsilon, rotation_range=rotation_range, width_shift_range=width_shift_range,
            height_shift_range=height_shift_range, brightness_range=brightness_range, shear_range=shear_range,
            zoom_range=zoom_range, channel_shift_range=channel_shift_range, fill_mode=fill_mode, cval=cval,
            horizontal_flip=horizontal_flip, vertical_flip=vertical_flip, rescale=rescale,
            preprocessing_function=preprocessing_function, data_format=data_format or K.image_data_format(),
            validation_split=validation_split, dtype=dtype or K.floatx())
        self.interpolation_order = interpolation_order
        self.principal_components = None

    def flow(self, x, y=None, batch_size=32, shuffle=True, sample_weight=None, seed=None, save_to_dir=None,
             save_prefix='', save_format='png', subset=None):
        """Returns the NumpyArrayIterator over the images x and labels y."""
        return NumpyArrayIterator(
            x, y, self, batch_size=batch_size, shuffle=shuffle, sample_weight=sample_weight, seed=seed,
            data_format=self.data_format, save_to_dir=save_to_dir, save_prefix=save_prefix, save_format=save_format,
            subset=subset, dtype=self.dtype)

    def flow_from_directory(self, directory, target_size=(256, 256), color_mode='rgb', classes=None,
                            class_mode='categorical', batch_size=32, shuffle=True, seed=None, save_to_dir=None,
                            save_prefix='', save_format='png', follow_links=False, subset=None,
                            interpolation='nearest'):
        """Returns the DirectoryIterator over the pictures below a folder, a folder for each class."""
        return DirectoryIterator(
            directory, self, target_size=target_size, color_mode=color_mode, classes=classes, class_mode=class_mode,
            data_format=self.data_format, batch_size=batch_size, shuffle=shuffle, seed=seed, save_to_dir=save_to_dir,
            save_prefix=save_prefix, save_format=save_format, follow_links=follow_links, subset=subset,
            interpolation=interpolation, dtype=self.dtype)

    def flow_from_dataframe(self, dataframe, directory=None, x_col='filename', y_col='class', weight_col=None,
                            target_size=(256, 256), color_mode='rgb', classes=None, class_mode='categorical',
                            batch_size=32, shuffle=True, seed=None, save_to_dir=None, save_prefix='',
                            save_format='png', subset=None, interpolation='nearest', validate_filenames=True,
                            **kwargs):
        """Returns the DataFrameIterator over the pictures that a data frame names."""
        for name in _WITHOUT_EFFECT:
            if name in kwargs:
                warnings.warn(_WITHOUT_EFFECT[name], DeprecationWarning, stacklevel=2)
        if class_mode == 'other':
            warnings.warn('class_mode="other" was renamed: write class_mode="raw".', DeprecationWarning, stacklevel=2)
            class_mode = 'raw'
        return DataFrameIterator(
            dataframe, directory, self, x_col=x_col, y_col=y_col, weight_col=weight_col, target_size=target_size,
            color_mode=color_mode, classes=classes, class_mode=class_mode, data_format=self.data_format,
            batch_size=batch_size, shuffle=shuffle, seed=seed, save_to_dir=save_to_dir, save_prefix=save_prefix,
            save_format=save_format, subset=subset, interpolation=interpolation,
            validate_filenames=validate_filenames, dtype=self.dtype)

    def apply_transform(self, x, transform_parameters):
        """Returns an image transformed.

        Args:
            x: array of rank 3.
            transform_parameters: dict that may have theta, tx, ty, shear, zx, zy (see apply_affine_transform),
                flip_horizontal, flip_vertical, channel_shift_intensity and brightness.
        """
        get = transform_parameters.get
        row_axis, col_axis, channel_axis = self.row_axis - 1, self.col_axis - 1, self.channel_axis - 1
        x = image_transforms.apply_affine_transform(
            x, get('theta', 0), get('tx', 0), get('ty', 0), get('shear', 0), get('zx', 1), get('zy', 1), row_axis,
            col_axis, channel_axis, self.fill_mode, self.cval, self.interpolation_order)
        if get('channel_shift_intensity') is not None:
            x = image_transforms.apply_channel_shift(x, get('channel_shift_intensity'), channel_axis)
        if get('flip_horizontal'):
            x = image_transforms.flip_axis(x, col_axis)
        if get('flip_vertical'):
            x = image_transforms.flip_axis(x, row_axis)
        if get('brightness') is not None:
            x = image_transforms.apply_brightness_shift(x, get('brightness'))
        return x

    def standardize(self, x):
        """Returns an image preprocessed, rescaled and normalised; x itself is changed, as in Keras 2."""
        if self.preprocessing_function:
            x = self.preprocessing_function(x)
        if self.rescale:
            x *= self.rescale
        if self.samplewise_center:
            x -= np.mean(x, keepdims=True)
        if self.samplewise_std_normalization:
            x /= np.std(x, keepdims=True) + 1e-6
        if self.featurewise_center and self._is_fitted(self.mean, 'featurewise_center'):
            x -= self.mean
        if self.featurewise_std_normalization and self._is_fitted(self.std, 'featurewise_std_normalization'):
            x /= self.std + 1e-6
        if self.zca_whitening and self._is_fitted(self.principal_components, 'zca_whitening'):
            x = np.reshape(np.reshape(x, (-1, np.prod(x.shape[-3:]))).dot(self.principal_components), x.shape)
        return x

    @staticmethod
    def _is_fitted(numbers, argument):
        if numbers is None:
            warnings.warn(_UNFITTED.format(argument), stacklevel=3)
        return numbers is not None

    def fit(self, x, augment=False, rounds=1, seed=None):
        """Computes the means, deviations and components that are of the whole data.

        Args:
            x: images, an array of rank 4.
            augment: whether they are of transformed images.
            rounds: how many transformed ones of each image.
            seed: seed of the transforms.
        """
        x = np.array(x, dtype=self.dtype)
        if x.ndim != 4:
            raise ValueError(f'ImageDataGenerator.fit takes images of rank 4, with an axis of samples, not {x.shape}.')
        if x.shape[self.channel_axis] not in (1, 3, 4):
            warnings.warn(f'ImageDataGenerator.fit got {x.shape[self.channel_axis]} channels, on axis '
                          f'{self.channel_axis} of {x.shape}, which is that of {self.data_format}; '
                          'pictures have 1, 3 or 4.', stacklevel=2)
        if seed is not None:
            np.random.seed(seed)
        if self.rescale:
            x *= self.rescale
        if augment:
            x = np.array([self.random_transform(image) for _ in range(rounds) for image in x], dtype=self.dtype)
        of_channels = [1, 1, 1]
        of_channels[self.channel_axis - 1] = x.shape[self.channel_axis]
        others = (0, self.row_axis, self.col_axis)
        if self.featurewise_center:
            self.mean = np.reshape(np.mean(x, axis=others), of_channels)
            x -= self.mean
        if self.featurewise_std_normalization:
            self.std = np.reshape(np.std(x, axis=others), of_channels)
            x /= self.std + 1e-6
        if self.zca_whitening:
            flat = np.reshape(x, (len(x), -1))
            vectors, values, _ = np.linalg.svd(flat.T.dot(flat) / len(flat))
            self.principal_components = (vectors / np.sqrt(values + self.zca_epsilon)).dot(vectors.T)
