"""Keras 2's `keras.applications.vgg19`."""
from compat.applications.imagenet_utils import decode_predictions, preprocess_input
from compat.networks.functions import network
from compat.networks.image_network import RELEASES, WeightsFile
from compat.networks.vgg import vgg

WEIGHTS_PATH = RELEASES + 'v0.1/vgg19_weights_tf_dim_ordering_tf_kernels.h5'
WEIGHTS_PATH_NO_TOP = RELEASES + 'v0.1/vgg19_weights_tf_dim_ordering_tf_kernels_notop.h5'
_FILES = (WeightsFile(WEIGHTS_PATH, 'cbe5617147190e668d6c5d5026f83318'),
          WeightsFile(WEIGHTS_PATH_NO_TOP, '253f8cb515780f3b799900260a226db6'))


@network
def VGG19(include_top=True, weights='imagenet', input_tensor=None, input_shape=None, pooling=None, classes=1000,
          **kwargs):
    """Returns the network of 19 layers with weights of Simonyan and Zisserman, https://arxiv.org/abs/1409.1556."""
    return vgg('vgg19', (2, 2, 4, 4, 4), _FILES, include_top, weights, input_tensor, input_shape, pooling, classes,
               kwargs)
