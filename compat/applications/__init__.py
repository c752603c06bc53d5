"""Keras 2's `keras.applications`: its networks, made of the layers of compat.

In the dialect tf.keras they are the host's.
"""
import functools
import importlib
import importlib.util

from compat import backend, layers, models, process, utils
from compat.applications.densenet import DenseNet121, DenseNet169, DenseNet201
from compat.applications.inception_resnet_v2 import InceptionResNetV2
from compat.applications.inception_v3 import InceptionV3
from compat.applications.mobilenet import MobileNet
from compat.applications.mobilenet_v2 import MobileNetV2
from compat.applications.nasnet import NASNetLarge, NASNetMobile
from compat.applications.resnet import ResNet101, ResNet152
from compat.applications.resnet50 import ResNet50
from compat.applications.resnet_v2 import ResNet50V2, ResNet101V2, ResNet152V2
from compat.applications.vgg16 import VGG16
from compat.applications.vgg19 import VGG19
from compat.applications.xception import Xception

_MODULES = {'backend': backend, 'layers': layers, 'models': models, 'utils': utils}


def keras_modules_injection(base_fun):
    """Returns a function of keras_applications that uses compat's ``backend``, ``layers``, ``models``, ``utils``.

    It gets them as arguments of these names. Source: Keras 2.2.4 `keras.applications.keras_modules_injection`.
    """
    @functools.wraps(base_fun)
    def wrapper(*args, **kwargs):
        kwargs.update(_MODULES)
        return base_fun(*args, **kwargs)

    return wrapper


def _set_modules():
    """Sets compat's modules in those of keras_applications, for programs that import that package themselves.

    Its networks are given them, but its blocks find them there.
    """
    if importlib.util.find_spec('keras_applications') is None:
        return
    package = importlib.import_module('keras_applications')
    for name, module in _MODULES.items():
        setattr(package, f'_KERAS_{name.upper()}', module)
    for own in vars(package).values():
        if 'keras_utils' in getattr(own, '__dict__', ()):
            own.backend, own.layers, own.models, own.keras_utils = backend, layers, models, utils


if process.dialect().keras2_applications:
    _set_modules()
