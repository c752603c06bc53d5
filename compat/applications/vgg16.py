"""Keras 2's `keras.applications.vgg16`."""
from compat.applications.imagenet_utils import decode_predictions, preprocess_input
from compat.networks.functions import network
from compat.networks.image_network import RELEASES, WeightsFile
from compat.networks.vgg import vgg

WEIGHTS_PATH = RELEASES + 'v0.1/vgg16_weights_tf_dim_ordering_tf_kernels.h5'
WEIGHTS_PATH_NO_TOP = RELEASES + 'v0.1/vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5'
_FILES = (WeightsFile(WEIGHTS_PATH, '64373286793e3c8b2b4e3219cbf3544b'),
          WeightsFile(WEIGHTS_PATH_NO_TOP, '6d6bbae143d832006294945121d1f1fc'))


@network
def VGG16(include_top=True, weights='imagenet', input_tensor=None, input_shape=None, pooling=None, classes=1000,
          **kwargs):
    """Returns the network of 16 layers with weights of Simonyan and Zisserman, https://arxiv.org/abs/1409.1556."""
    return vgg('vgg16', (2, 2, 3, 3, 3), _FILES, include_top, weights, input_tensor, input_shape, pooling, classes,
               kwargs)
