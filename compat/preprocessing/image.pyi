# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any, Optional

from compat import backend, utils
from compat.callbacks import History
from compat.utils import generic_utils
from compat.utils.data_utils import Sequence

__all__ = ['DataFrameIterator', 'DirectoryIterator', 'ImageDataGenerator', 'Iterator', 'NumpyArrayIterator',
           'apply_affine_transform', 'apply_brightness_shift', 'apply_channel_shift', 'array_to_img', 'backend',
           'generic_utils', 'image', 'img_to_array', 'inspect', 'load_img', 'random_brightness', 'random_channel_shift',
           'random_rotation', 'random_shear', 'random_shift', 'random_zoom', 'save_img', 'utils']

class DataFrameIterator(Iterator):
    @property
    def allowed_class_modes(self) -> Any: ...
    class_indices: Any
    class_mode: Any
    classes: Any
    color_mode: Any
    data_format: Any
    directory: Any
    dtype: Any
    filenames: Any
    @property
    def filepaths(self) -> Any: ...
    image_data_generator: Any
    image_shape: Any
    interpolation: Any
    @property
    def labels(self) -> Any: ...
    @property
    def sample_weight(self) -> Any: ...
    samples: Any
    save_format: Any
    save_prefix: Any
    save_to_dir: Any
    split: Any
    subset: Any
    target_size: Any
    def __init__(self, dataframe: Any, directory: Any = None, image_data_generator: Any = None, x_col: Any = 'filename',
            y_col: Any = 'class', weight_col: Any = None, target_size: Any = (256, 256), color_mode: Any = 'rgb',
            classes: Any = None, class_mode: Any = 'categorical', batch_size: Any = 32, shuffle: Any = True,
            seed: Any = None, data_format: Optional[str] = 'channels_last', save_to_dir: Any = None,
            save_prefix: Any = '', save_format: Any = 'png', subset: Any = None, interpolation: Any = 'nearest',
            dtype: Any = 'float32', validate_filenames: Any = True) -> None: ...
    def get_classes(self, df: Any, y_col: Any) -> Any: ...
    def set_processing_attrs(self, image_data_generator: Any, target_size: Any, color_mode: Any,
            data_format: Optional[str], save_to_dir: Any, save_prefix: Any, save_format: Any, subset: Any,
            interpolation: Any) -> Any: ...


class DirectoryIterator(Iterator):
    @property
    def allowed_class_modes(self) -> Any: ...
    class_indices: Any
    class_mode: Any
    classes: Any
    color_mode: Any
    data_format: Any
    directory: Any
    dtype: Any
    filenames: Any
    @property
    def filepaths(self) -> Any: ...
    image_data_generator: Any
    image_shape: Any
    interpolation: Any
    @property
    def labels(self) -> Any: ...
    num_classes: Any
    @property
    def sample_weight(self) -> Any: ...
    samples: Any
    save_format: Any
    save_prefix: Any
    save_to_dir: Any
    split: Any
    subset: Any
    target_size: Any
    def __init__(self, directory: Any, image_data_generator: Any, target_size: Any = (256, 256),
            color_mode: Any = 'rgb', classes: Any = None, class_mode: Any = 'categorical', batch_size: Any = 32,
            shuffle: Any = True, seed: Any = None, data_format: Optional[str] = None, save_to_dir: Any = None,
            save_prefix: Any = '', save_format: Any = 'png', follow_links: Any = False, subset: Any = None,
            interpolation: Any = 'nearest', dtype: Any = None) -> None: ...
    def set_processing_attrs(self, image_data_generator: Any, target_size: Any, color_mode: Any,
            data_format: Optional[str], save_to_dir: Any, save_prefix: Any, save_format: Any, subset: Any,
            interpolation: Any) -> Any: ...


class ImageDataGenerator:
    brightness_range: Any
    channel_axis: Any
    channel_shift_range: Any
    col_axis: Any
    cval: Any
    data_format: Any
    dtype: Any
    featurewise_center: Any
    featurewise_std_normalization: Any
    fill_mode: Any
    height_shift_range: Any
    horizontal_flip: Any
    interpolation_order: Any
    mean: Any
    preprocessing_function: Any
    principal_components: Any
    rescale: Any
    rotation_range: Any
    row_axis: Any
    samplewise_center: Any
    samplewise_std_normalization: Any
    shear_range: Any
    std: Any
    vertical_flip: Any
    width_shift_range: Any
    zca_epsilon: Any
    zca_whitening: Any
    zoom_range: Any
    def __init__(self, featurewise_center: Any = False, samplewise_center: Any = False,
            featurewise_std_normalization: Any = False, samplewise_std_normalization: Any = False,
            zca_whitening: Any = False, zca_epsilon: Any = 1e-06, rotation_range: Any = 0, width_shift_range: Any = 0.0,
            height_shift_range: Any = 0.0, brightness_range: Any = None, shear_range: Any = 0.0, zoom_range: Any = 0.0,
            channel_shift_range: Any = 0.0, fill_mode: Any = 'nearest', cval: Any = 0.0, horizontal_flip: Any = False,
            vertical_flip: Any = False, rescale: Any = None, preprocessing_function: Any = None,
            data_format: Optional[str] = None, validation_split: Any = 0.0, dtype: Any = None, *,
            interpolation_order: Any = 1) -> None: ...
    def apply_transform(self, x: Any, transform_parameters: Any) -> Any: ...
    def fit(self, x: Any, augment: Any = False, rounds: Any = 1, seed: Any = None) -> History: ...
    def flow(self, x: Any, y: Any = None, batch_size: Any = 32, shuffle: Any = True, sample_weight: Any = None,
            seed: Any = None, save_to_dir: Any = None, save_prefix: Any = '', save_format: Any = 'png',
            subset: Any = None) -> Any: ...
    def flow_from_dataframe(self, dataframe: Any, directory: Any = None, x_col: Any = 'filename', y_col: Any = 'class',
            weight_col: Any = None, target_size: Any = (256, 256), color_mode: Any = 'rgb', classes: Any = None,
            class_mode: Any = 'categorical', batch_size: Any = 32, shuffle: Any = True, seed: Any = None,
            save_to_dir: Any = None, save_prefix: Any = '', save_format: Any = 'png', subset: Any = None,
            interpolation: Any = 'nearest', validate_filenames: Any = True, **kwargs: Any) -> Any: ...
    def flow_from_directory(self, directory: Any, target_size: Any = (256, 256), color_mode: Any = 'rgb',
            classes: Any = None, class_mode: Any = 'categorical', batch_size: Any = 32, shuffle: Any = True,
            seed: Any = None, save_to_dir: Any = None, save_prefix: Any = '', save_format: Any = 'png',
            follow_links: Any = False, subset: Any = None, interpolation: Any = 'nearest') -> Any: ...
    def get_random_transform(self, img_shape: Any, seed: Any = None) -> Any: ...
    def random_transform(self, x: Any, seed: Any = None) -> Any: ...
    def standardize(self, x: Any) -> Any: ...


class Iterator(Sequence):
    batch_index: Any
    batch_size: Any
    index_array: Any
    index_generator: Any
    lock: Any
    n: Any
    seed: Any
    shuffle: Any
    total_batches_seen: Any
    @property
    def white_list_formats(self) -> Any: ...
    def __getitem__(self, idx: Any) -> Any: ...
    def __init__(self, n: Any, batch_size: Any, shuffle: Any, seed: Any) -> None: ...
    def __next__(self, *args: Any, **kwargs: Any) -> Any: ...
    def reset(self) -> Any: ...


class NumpyArrayIterator(Iterator):
    data_format: Any
    dtype: Any
    image_data_generator: Any
    sample_weight: Any
    save_format: Any
    save_prefix: Any
    save_to_dir: Any
    x: Any
    x_misc: Any
    y: Any
    def __init__(self, x: Any, y: Any, image_data_generator: Any, batch_size: Any = 32, shuffle: Any = False,
            sample_weight: Any = None, seed: Any = None, data_format: Optional[str] = None, save_to_dir: Any = None,
            save_prefix: Any = '', save_format: Any = 'png', subset: Any = None, dtype: Any = None) -> None: ...

def apply_affine_transform(x: Any, theta: Any = 0, tx: Any = 0, ty: Any = 0, shear: Any = 0, zx: Any = 1, zy: Any = 1,
        row_axis: Any = 0, col_axis: Any = 1, channel_axis: Any = 2, fill_mode: Any = 'nearest', cval: Any = 0.0,
        order: Any = 1) -> Any: ...
def apply_brightness_shift(x: Any, brightness: Any) -> Any: ...
def apply_channel_shift(x: Any, intensity: Any, channel_axis: Any = 0) -> Any: ...
def array_to_img(x: Any, data_format: Optional[str] = None, scale: bool = True, dtype: Any = None) -> Any: ...
def img_to_array(img: Any, data_format: Optional[str] = None, dtype: Any = None) -> Any: ...
def load_img(path: Any, grayscale: Any = False, color_mode: Any = 'rgb', target_size: Any = None,
        interpolation: Any = 'nearest') -> Any: ...
def random_brightness(x: Any, brightness_range: Any) -> Any: ...
def random_channel_shift(x: Any, intensity_range: Any, channel_axis: Any = 0) -> Any: ...
def random_rotation(x: Any, rg: Any, row_axis: Any = 1, col_axis: Any = 2, channel_axis: Any = 0,
        fill_mode: Any = 'nearest', cval: Any = 0.0, interpolation_order: Any = 1) -> Any: ...
def random_shear(x: Any, intensity: Any, row_axis: Any = 1, col_axis: Any = 2, channel_axis: Any = 0,
        fill_mode: Any = 'nearest', cval: Any = 0.0, interpolation_order: Any = 1) -> Any: ...
def random_shift(x: Any, wrg: Any, hrg: Any, row_axis: Any = 1, col_axis: Any = 2, channel_axis: Any = 0,
        fill_mode: Any = 'nearest', cval: Any = 0.0, interpolation_order: Any = 1) -> Any: ...
def random_zoom(x: Any, zoom_range: Any, row_axis: Any = 1, col_axis: Any = 2, channel_axis: Any = 0,
        fill_mode: Any = 'nearest', cval: Any = 0.0, interpolation_order: Any = 1) -> Any: ...
def save_img(path: Any, x: Any, data_format: Optional[str] = None, file_format: Any = None, scale: bool = True,
        **kwargs: Any) -> Any: ...
image: Any
inspect: Any
