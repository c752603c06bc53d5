"""Keras 2's `keras.applications.resnet`."""
from compat.applications.imagenet_utils import decode_predictions, preprocess_input
from compat.networks.functions import network
from compat.networks.residual import resnet


@network
def ResNet50(include_top=True, weights='imagenet', input_tensor=None, input_shape=None, pooling=None, classes=1000,
             **kwargs):
    """Returns the residual network of 50 layers of He and others, https://arxiv.org/abs/1512.03385."""
    return resnet('resnet50', (3, 4, 6, 3), include_top, weights, input_tensor, input_shape, pooling, classes,
                  kwargs)


@network
def ResNet101(include_top=True, weights='imagenet', input_tensor=None, input_shape=None, pooling=None, classes=1000,
              **kwargs):
    """Returns the residual network of 101 layers of He and others, https://arxiv.org/abs/1512.03385."""
    return resnet('resnet101', (3, 4, 23, 3), include_top, weights, input_tensor, input_shape, pooling, classes,
                  kwargs)


@network
def ResNet152(include_top=True, weights='imagenet', input_tensor=None, input_shape=None, pooling=None, classes=1000,
              **kwargs):
    """Returns the residual network of 152 layers of He and others, https://arxiv.org/abs/1512.03385."""
    return resnet('resnet152', (3, 8, 36, 3), include_top, weights, input_tensor, input_shape, pooling, classes,
                  kwargs)
