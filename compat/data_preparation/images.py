"""Pictures as arrays: reading, writing and conversion, as Keras 2 had them (keras-preprocessing 1.1.2)."""
import io
import os
import warnings

import numpy as np

from compat import backend as K

try:
    from PIL import Image
except ImportError:  # only pictures need it
    Image = None

_DATA_FORMATS = ('channels_first', 'channels_last')
# color_mode: (modes of Pillow that stay as they are, the mode that others are converted to).
_COLOR_MODES = {'grayscale': (('L', 'I;16', 'I'), 'L'), 'rgba': (('RGBA',), 'RGBA'), 'rgb': (('RGB',), 'RGB')}
_INTERPOLATIONS = ('nearest', 'bilinear', 'bicubic', 'hamming', 'box', 'lanczos')


def _pillow(function):
    if Image is None:
        raise ImportError(f'{function} needs Pillow, which is not installed: pip install pillow')
    return Image


def _checked_data_format(data_format):
    data_format = K.image_data_format() if data_format is None else data_format
    if data_format not in _DATA_FORMATS:
        raise ValueError(f'Invalid data_format: {data_format!r}; it is one of {", ".join(_DATA_FORMATS)}.')
    return data_format


def array_to_img(x, data_format=None, scale=True, dtype=None):
    """Returns the picture of an array of one image.

    Args:
        x: array of rank 3, with 1 (grey), 3 (RGB) or 4 (RGBA) channels.
        data_format: ``'channels_first'``, ``'channels_last'``, or None for K.image_data_format().
        scale: whether the least value becomes 0 and the greatest 255.
        dtype: what is computed with; None for K.floatx().

    Raises:
        ValueError: x is of another rank, or has another number of channels.
        ImportError: Pillow is not installed.

    Source: Keras 2.2.4 `keras.preprocessing.image.array_to_img`.
    """
    pillow = _pillow('array_to_img')
    x = np.asarray(x, dtype=K.floatx() if dtype is None else dtype)
    if x.ndim != 3:
        raise ValueError(f'array_to_img takes one image, of rank 3, not {x.shape}.')
    if _checked_data_format(data_format) == 'channels_first':
        x = x.transpose(1, 2, 0)
    if scale:
        x = x - x.min()
        greatest = x.max()
        x = (x / greatest if greatest else x) * 255
    channels = x.shape[2]
    if channels in (3, 4):
        return pillow.fromarray(np.ascontiguousarray(x.astype('uint8')))
    if channels != 1:
        raise ValueError(f'Unsupported channel number: {channels}; an image has 1, 3 or 4 channels.')
    return pillow.fromarray(np.ascontiguousarray(x[:, :, 0].astype('int32' if x.max() > 255 else 'uint8')))


def img_to_array(img, data_format=None, dtype=None):
    """Returns the array of rank 3 of a picture.

    Source: Keras 2.2.4 `keras.preprocessing.image.img_to_array`.
    """
    data_format = _checked_data_format(data_format)
    x = np.asarray(img, dtype=K.floatx() if dtype is None else dtype)
    if x.ndim not in (2, 3):
        raise ValueError(f'img_to_array takes pictures of rank 2 or 3, not {x.shape}.')
    x = x[:, :, np.newaxis] if x.ndim == 2 else x
    return x.transpose(2, 0, 1) if data_format == 'channels_first' else x


def save_img(path, x, data_format=None, file_format=None, scale=True, **kwargs):
    """Writes an array of one image as a picture, to a path or file object; ``kwargs`` are Pillow's for ``save``.

    Source: Keras 2.2.4 `keras.preprocessing.image.save_img`.
    """
    picture = array_to_img(x, data_format=data_format, scale=scale)
    if picture.mode == 'RGBA' and file_format in ('jpg', 'jpeg'):
        warnings.warn('JPEG has no transparency: the picture is written as RGB.', stacklevel=2)
        picture = picture.convert('RGB')
    picture.save(path, format=file_format, **kwargs)


def load_img(path, grayscale=False, color_mode='rgb', target_size=None, interpolation='nearest'):
    """Reads a picture.

    Args:
        path: the file.
        grayscale: deprecated for ``color_mode='grayscale'``.
        color_mode: ``'grayscale'``, ``'rgb'`` or ``'rgba'``.
        target_size: (height, width) to resize to, or None.
        interpolation: how it is resized: nearest, bilinear, bicubic, hamming, box or lanczos.

    Returns:
        The picture, of Pillow.

    Raises:
        ValueError: unknown ``color_mode`` or ``interpolation``.
        ImportError: Pillow is not installed.

    Source: keras-preprocessing 1.1.2 `load_img`, which Keras 2.2.4 has as `keras.preprocessing.image.load_img`.
    """
    if grayscale is True:
        warnings.warn('grayscale=True was renamed: write color_mode="grayscale".', stacklevel=2)
        color_mode = 'grayscale'
    pillow = _pillow('load_img')
    with open(path, 'rb') as stream:
        picture = pillow.open(io.BytesIO(stream.read()))
    if color_mode not in _COLOR_MODES:
        raise ValueError(f'color_mode is one of {", ".join(_COLOR_MODES)}, not {color_mode!r}.')
    as_they_are, other = _COLOR_MODES[color_mode]
    if picture.mode not in as_they_are:
        picture = picture.convert(other)
    if target_size is None or picture.size == (target_size[1], target_size[0]):
        return picture
    if interpolation not in _INTERPOLATIONS:
        raise ValueError(f'interpolation is one of {", ".join(_INTERPOLATIONS)}, not {interpolation!r}.')
    return picture.resize((target_size[1], target_size[0]), getattr(pillow, interpolation.upper()))


def list_pictures(directory, ext='jpg|jpeg|bmp|png|ppm'):
    """Returns the paths of the pictures below a folder (Keras 2.1.6 `keras.preprocessing.image.list_pictures`).

    Args:
        directory: the folder.
        ext: extensions, separated by ``|`` or in a tuple.
    """
    extensions = tuple('.' + name for name in (ext.split('|') if isinstance(ext, str) else ext))
    return [os.path.join(folder, name) for folder, _, names in os.walk(directory) for name in names
            if name.lower().endswith(extensions)]


def iter_valid_files(directory, white_list_formats, follow_links):
    """Yields (folder, name) of each file below a folder that has one of the extensions, in order (Keras 2.1.6).

    Args:
        directory: the folder.
        white_list_formats: extensions, without the point.
        follow_links: whether folders are looked into that links lead to.
    """
    for folder, _, names in sorted(os.walk(directory, followlinks=follow_links), key=lambda found: found[0]):
        for name in sorted(names):
            for extension in white_list_formats:
                if name.lower().endswith('.' + extension):
                    yield folder, name


def _share_of_files(directory, white_list_formats, split, follow_links):
    files = list(iter_valid_files(directory, white_list_formats, follow_links))
    return files[int(split[0] * len(files)):int(split[1] * len(files))] if split else files


def count_valid_files_in_directory(directory, white_list_formats, split, follow_links):
    """Returns the number of files with one of the extensions (Keras 2.1.6).

    ``split``, as (0.2, 1.), counts that share of them. The other arguments are those of ``iter_valid_files``.
    """
    return len(_share_of_files(directory, white_list_formats, split, follow_links))


def list_valid_filenames_in_directory(directory, white_list_formats, split, class_indices, follow_links):
    """Returns the classes of files with one of the extensions, and their paths from the folder above (Keras 2.1.6).

    ``class_indices`` has the class of each name of a folder. The other arguments are those of
    ``count_valid_files_in_directory``.
    """
    files = _share_of_files(directory, white_list_formats, split, follow_links)
    name = os.path.basename(directory)
    paths = [os.path.join(name, os.path.relpath(os.path.join(folder, file), directory)) for folder, file in files]
    return [class_indices[name]] * len(paths), paths
