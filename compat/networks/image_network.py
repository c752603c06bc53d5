"""A network on images while it is put together: what those of keras.applications begin and end with."""
import os

from compat import backend as K
from compat import utils
from compat.applications.imagenet_utils import _obtain_input_shape
from compat.layers import Dense, GlobalAveragePooling2D, GlobalMaxPooling2D, Input
from compat.models import Model
from compat.networks.functions import check_modules

# What fchollet and others published for the networks of Keras.
RELEASES = 'https://github.com/fchollet/deep-learning-models/releases/download/'


class WeightsFile:
    """A file of weights of ImageNet.

    Args:
        origin: its URL.
        md5: the MD5 sum of the file; None where nobody published it.
        name: its name in the cache; None for that in the URL.
    """

    def __init__(self, origin, md5=None, name=None):
        self.origin, self.md5 = origin, md5
        self.name = name or origin.rpartition('/')[2]

    def download(self):
        """Returns the path of the file in the cache, to which it is downloaded."""
        of_hash = {} if self.md5 is None else {'file_hash': self.md5}
        return utils.get_file(self.name, self.origin, cache_subdir='models', **of_hash)


class ImageNetwork:
    """A network on images, whose arguments are checked as Keras 2 did.

    Args:
        include_top, weights, input_tensor, input_shape, pooling, classes: those of the networks.
        modules: the ``**kwargs`` of a network.
        default_size, min_size: the rows and columns of its images: its own number, and the least.
        needs_sizes: whether they must be known; None for networks that need them for their classifier.

    Attributes:
        images: the tensor that it begins with.
        input_shape: the shape of an image.

    Raises:
        TypeError: ``modules`` has another name than those of the modules.
        ValueError: weights, classes or input_shape do not fit.
    """

    def __init__(self, include_top, weights, input_tensor, input_shape, pooling, classes, modules, default_size,
                 min_size, needs_sizes=None):
        check_modules(modules)
        if not (weights is None or weights == 'imagenet' or os.path.exists(weights)):
            raise ValueError("`weights` should be either None, 'imagenet' or the path of a file that exists; it is "
                             f'{weights!r}.')
        if weights == 'imagenet' and include_top and classes != 1000:
            raise ValueError(f"With weights='imagenet' and include_top=True `classes` should be 1000; it is {classes}.")
        self.include_top, self.weights, self.pooling, self.classes = include_top, weights, pooling, classes
        self.input_shape = _obtain_input_shape(
            input_shape, default_size, min_size, K.image_data_format(),
            include_top if needs_sizes is None else needs_sizes, weights)
        if input_tensor is not None and K.is_keras_tensor(input_tensor):
            self.images, self._inputs = input_tensor, utils.get_source_inputs(input_tensor)
        else:
            self.images = self._inputs = Input(shape=self.input_shape, tensor=input_tensor)

    @property
    def sizes(self):
        """The rows and columns of the images; None for those that are not known."""
        return self.input_shape[1:] if K.image_data_format() == 'channels_first' else self.input_shape[:2]

    def end(self, x, classifier, average='avg_pool', names=(None, None)):
        """Adds the classifier, pooled features and one Dense, or what ``pool`` adds.

        Args:
            x: tensor of the last features.
            classifier: name of the Dense.
            average: name of the pooling before it.
            names: those of the pooling without a classifier.
        """
        if not self.include_top:
            return self.pool(x, *names)
        x = GlobalAveragePooling2D(name=average)(x)
        return Dense(self.classes, activation='softmax', name=classifier)(x)

    def pool(self, x, average=None, maximum=None):
        """Adds the pooling that was asked for, by layers of these names, or nothing."""
        if self.pooling == 'avg':
            return GlobalAveragePooling2D(name=average)(x)
        return GlobalMaxPooling2D(name=maximum)(x) if self.pooling == 'max' else x

    def model(self, x, name, files):
        """Returns the model of that name which ends with x, with its weights.

        Args:
            files: two WeightsFile of ImageNet, that of the whole network and that without its classifier.
        """
        model = Model(self._inputs, x, name=name)
        if self.weights == 'imagenet':
            model.load_weights(files[0 if self.include_top else 1].download())
        elif self.weights is not None:
            model.load_weights(self.weights)
        return model


def channel_axis(last=3):
    """The axis of the channels by the configuration: 1, or ``last``, which is 3 or -1 as the network had it."""
    return 1 if K.image_data_format() == 'channels_first' else last


def chain(x, *layers):
    """Calls one layer after the other, each on what the one before it returned."""
    for layer in layers:
        x = layer(x)
    return x


def padding_before_stride(x, kernel_size):
    """The padding by which a convolution of stride 2 is centred as one with ``'same'`` is in TensorFlow.

    Args:
        x: tensor of images.
        kernel_size: integer, or two.

    Returns:
        ((top, bottom), (left, right)).
    """
    sizes = K.int_shape(x)[2:4] if K.image_data_format() == 'channels_first' else K.int_shape(x)[1:3]
    kernel = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    even = (1, 1) if sizes[0] is None else [1 - size % 2 for size in sizes]
    return tuple((size // 2 - less, size // 2) for size, less in zip(kernel, even))
