"""Transforms of single images: affine ones, channel shifts, brightness, as Keras 2 had them.

The numbers are those of keras-preprocessing 1.1.2, which Keras 2.2.4 and 2.3.1 compute with: tx moves along rows and ty
along columns, the centre is that of a grid that begins at 1, and brightness first spreads the values over 0 to 255.
tf.keras and Keras 3 exchanged the axes, moved the centre and retain the range of values.
"""
import numpy as np

from compat.data_preparation import images

try:
    from scipy import ndimage
except ImportError:  # only affine transforms need it
    ndimage = None

try:
    from PIL import ImageEnhance
except ImportError:  # only changes of brightness need it
    ImageEnhance = None


def flip_axis(x, axis):
    """Returns x in reverse order along an axis (Keras 2.1.6 `keras.preprocessing.image.flip_axis`)."""
    return np.flip(np.asarray(x), axis)


def transform_matrix_offset_center(matrix, x, y):
    """Returns the matrix of a transform around the centre of an image of x rows and y columns.

    Source: keras-preprocessing 1.1.2 `transform_matrix_offset_center`: the centre of n is n / 2 + 0.5.
    """
    there, back = np.eye(3), np.eye(3)
    there[:2, 2] = x / 2. + .5, y / 2. + .5
    back[:2, 2] = -there[:2, 2]
    return there.dot(matrix).dot(back)


def apply_transform(x, transform_matrix, channel_axis=0, fill_mode='nearest', cval=0., order=1):
    """Returns an image transformed by a matrix of homogeneous coordinates (row, column, 1).

    Source: Keras 2.1.6 `keras.preprocessing.image.apply_transform`.
    """
    if ndimage is None:
        raise ImportError('Images are transformed by SciPy, which is not installed: pip install scipy')
    channels = [ndimage.affine_transform(channel, transform_matrix[:2, :2], transform_matrix[:2, 2], order=order,
                                         mode=fill_mode, cval=cval) for channel in np.rollaxis(x, channel_axis, 0)]
    return np.rollaxis(np.stack(channels, axis=0), 0, channel_axis + 1)


def apply_affine_transform(x, theta=0, tx=0, ty=0, shear=0, zx=1, zy=1, row_axis=0, col_axis=1, channel_axis=2,
                           fill_mode='nearest', cval=0., order=1):
    """Returns an image rotated, then shifted, sheared and zoomed.

    Args:
        x: array of rank 3, one image.
        theta: angle of the rotation, in degrees.
        tx, ty: shifts along rows and along columns, in pixels.
        shear: angle of the shear, in degrees.
        zx, zy: zoom of rows and of columns.
        row_axis, col_axis, channel_axis: the axes of x.
        fill_mode: what is outside the image: ``'constant'``, ``'nearest'``, ``'reflect'`` or ``'wrap'``.
        cval: the value outside, where ``fill_mode`` is ``'constant'``.
        order: order of the spline that interpolates.

    Raises:
        ImportError: SciPy is not installed.

    Source: keras-preprocessing 1.1.2 `apply_affine_transform`.
    """
    parts = []
    if theta:
        angle = np.deg2rad(theta)
        parts.append([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]])
    if tx or ty:
        parts.append([[1, 0, tx], [0, 1, ty], [0, 0, 1]])
    if shear:
        angle = np.deg2rad(shear)
        parts.append([[1, -np.sin(angle), 0], [0, np.cos(angle), 0], [0, 0, 1]])
    if zx != 1 or zy != 1:
        parts.append(np.diag([zx, zy, 1]))
    if not parts:
        return x
    matrix = np.array(parts[0])
    for part in parts[1:]:
        matrix = matrix.dot(part)
    matrix = transform_matrix_offset_center(matrix, x.shape[row_axis], x.shape[col_axis])
    return apply_transform(x, matrix, channel_axis, fill_mode, cval, order)


def random_rotation(x, rg, row_axis=1, col_axis=2, channel_axis=0, fill_mode='nearest', cval=0.,
                    interpolation_order=1):
    """Returns an image rotated by a random angle between -rg and rg degrees.

    As in Keras 2, only ``channel_axis`` counts: rows and columns are the first two axes.
    Source: keras-preprocessing 1.1.2 `random_rotation`.
    """
    theta = np.random.uniform(-rg, rg)
    return apply_affine_transform(x, theta=theta, channel_axis=channel_axis, fill_mode=fill_mode, cval=cval,
                                  order=interpolation_order)


def random_shift(x, wrg, hrg, row_axis=1, col_axis=2, channel_axis=0, fill_mode='nearest', cval=0.,
                 interpolation_order=1):
    """Returns an image shifted by random shares of up to ``wrg`` of its width and ``hrg`` of its height.

    As in Keras 2, ``row_axis`` and ``col_axis`` count for the sizes, and the shifts are around the first two axes.
    Source: keras-preprocessing 1.1.2 `random_shift`.
    """
    tx = np.random.uniform(-hrg, hrg) * x.shape[row_axis]
    ty = np.random.uniform(-wrg, wrg) * x.shape[col_axis]
    return apply_affine_transform(x, tx=tx, ty=ty, channel_axis=channel_axis, fill_mode=fill_mode, cval=cval,
                                  order=interpolation_order)


def random_shear(x, intensity, row_axis=1, col_axis=2, channel_axis=0, fill_mode='nearest', cval=0.,
                 interpolation_order=1):
    """Returns an image sheared by a random angle between -intensity and intensity degrees.

    As in Keras 2, only ``channel_axis`` counts: rows and columns are the first two axes.
    Source: keras-preprocessing 1.1.2 `random_shear`.
    """
    shear = np.random.uniform(-intensity, intensity)
    return apply_affine_transform(x, shear=shear, channel_axis=channel_axis, fill_mode=fill_mode, cval=cval,
                                  order=interpolation_order)


def random_zoom(x, zoom_range, row_axis=1, col_axis=2, channel_axis=0, fill_mode='nearest', cval=0.,
                interpolation_order=1):
    """Returns an image zoomed by two random numbers of a range (least, greatest), of rows and of columns.

    As in Keras 2, only ``channel_axis`` counts: rows and columns are the first two axes.
    Source: keras-preprocessing 1.1.2 `random_zoom`.
    """
    if len(zoom_range) != 2:
        raise ValueError(f'zoom_range is two numbers, the least and the greatest zoom, not {zoom_range!r}.')
    zx, zy = (1, 1) if zoom_range[0] == 1 and zoom_range[1] == 1 else np.random.uniform(*zoom_range, size=2)
    return apply_affine_transform(x, zx=zx, zy=zy, channel_axis=channel_axis, fill_mode=fill_mode, cval=cval,
                                  order=interpolation_order)


def apply_channel_shift(x, intensity, channel_axis=0):
    """Returns x + intensity, within the range of x (keras-preprocessing 1.1.2 `apply_channel_shift`)."""
    return np.clip(x + intensity, np.min(x), np.max(x))


def random_channel_shift(x, intensity_range, channel_axis=0):
    """Returns x shifted by a random number between -intensity_range and intensity_range, within its range.

    Source: keras-preprocessing 1.1.2 `random_channel_shift`.
    """
    return apply_channel_shift(x, np.random.uniform(-intensity_range, intensity_range), channel_axis)


def apply_brightness_shift(x, brightness):
    """Returns an image of another brightness, as floats between 0 and 255.

    As in Keras 2, the values are spread over 0 to 255 first, whatever their range was, and are whole numbers.
    Source: keras-preprocessing 1.1.2 `apply_brightness_shift`.
    """
    if ImageEnhance is None:
        raise ImportError('Brightness is changed by Pillow, which is not installed: pip install pillow')
    picture = images.array_to_img(x, 'channels_last', dtype='float32')
    return images.img_to_array(ImageEnhance.Brightness(picture).enhance(brightness), 'channels_last', 'float32')


def random_brightness(x, brightness_range):
    """Returns an image of a random brightness of a range (least, greatest).

    Source: keras-preprocessing 1.1.2 `random_brightness`.
    """
    if len(brightness_range) != 2:
        raise ValueError(f'brightness_range is two numbers, the least and the greatest, not {brightness_range!r}.')
    return apply_brightness_shift(x, np.random.uniform(*brightness_range))
