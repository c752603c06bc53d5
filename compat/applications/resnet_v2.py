"""Keras 2's `keras.applications.resnet_v2`."""
from compat.applications import imagenet_utils
from compat.applications.imagenet_utils import decode_predictions
from compat.networks.functions import network, of_dialect
from compat.networks.residual import resnet_v2


@network
def ResNet50V2(include_top=True, weights='imagenet', input_tensor=None, input_shape=None, pooling=None, classes=1000,
               **kwargs):
    """Returns the residual network of 50 layers of He and others: its second version, https://arxiv.org/abs/1603.05027."""
    return resnet_v2('resnet50v2', (3, 4, 6, 3), include_top, weights, input_tensor, input_shape, pooling, classes,
                     kwargs)


@network
def ResNet101V2(include_top=True, weights='imagenet', input_tensor=None, input_shape=None, pooling=None, classes=1000,
                **kwargs):
    """Returns the residual network of 101 layers of He and others: its second version, https://arxiv.org/abs/1603.05027."""
    return resnet_v2('resnet101v2', (3, 4, 23, 3), include_top, weights, input_tensor, input_shape, pooling, classes,
                     kwargs)


@network
def ResNet152V2(include_top=True, weights='imagenet', input_tensor=None, input_shape=None, pooling=None, classes=1000,
                **kwargs):
    """Returns the residual network of 152 layers of He and others: its second version, https://arxiv.org/abs/1603.05027."""
    return resnet_v2('resnet152v2', (3, 8, 36, 3), include_top, weights, input_tensor, input_shape, pooling, classes,
                     kwargs)


@of_dialect
def preprocess_input(x, **kwargs):
    """Returns images between -1 and 1.

    Source: keras-applications 1.0.8 `resnet_v2.preprocess_input`.
    """
    return imagenet_utils.preprocess_input(x, mode='tf', **kwargs)
