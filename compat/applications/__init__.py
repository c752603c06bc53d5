"""Keras 2's `keras.applications`: the networks of the package keras-applications, of the layers of compat.

In dialects that have the host's networks the names are the host's.
"""
import functools
import importlib

from compat import backend, layers, models, process, utils
from compat.errors import MissingPackageError
from compat.imports import host_exports


def keras_modules_injection(base_fun):
    """Returns a function of keras_applications that uses compat's ``backend``, ``layers``, ``models``, ``utils``.

    They are keyword arguments, and replace those of a call.
    Source: Keras 2.2.4 `keras.applications.keras_modules_injection`.
    """
    @functools.wraps(base_fun)
    def wrapper(*args, **kwargs):
        kwargs.update(backend=backend, layers=layers, models=models, utils=utils)
        return base_fun(*args, **kwargs)

    return wrapper


def _module(name):
    """Returns a module of keras_applications. Raises MissingPackageError where the package is not installed."""
    try:
        return importlib.import_module('keras_applications.' + name)
    except ModuleNotFoundError as error:
        if error.name != 'keras_applications':
            raise
        raise MissingPackageError(
            f'keras.applications.{name} needs the package keras-applications, which has the networks of Keras 2: pip '
            'install keras-applications==1.0.8, or "customlayers[applications]".') from error


def _function(path, name):
    if not process.dialect().keras2_applications:
        return host_exports.find(process.opened(), 'applications.' + path, name)

    def function(*args, **kwargs):
        return getattr(_module(path), name)(*args, **kwargs)

    function.__name__ = function.__qualname__ = name
    function.__module__ = f'compat.applications.{path}'
    function.__doc__ = f"""keras_applications.{path}.{name}, with the layers of compat.

    The arguments are those of Keras 2.2.4 `keras.applications.{path}.{name}`. Raises MissingPackageError where
    keras-applications is not installed.
    """
    return keras_modules_injection(function)


def functions_of(path, *names):
    """Returns the functions of a module of keras_applications, which is imported when one is called."""
    return [_function(path, name) for name in names]


DenseNet121, DenseNet169, DenseNet201 = functions_of('densenet', 'DenseNet121', 'DenseNet169', 'DenseNet201')
InceptionResNetV2, = functions_of('inception_resnet_v2', 'InceptionResNetV2')
InceptionV3, = functions_of('inception_v3', 'InceptionV3')
MobileNet, = functions_of('mobilenet', 'MobileNet')
MobileNetV2, = functions_of('mobilenet_v2', 'MobileNetV2')
NASNetLarge, NASNetMobile = functions_of('nasnet', 'NASNetLarge', 'NASNetMobile')
ResNet101, ResNet152 = functions_of('resnet', 'ResNet101', 'ResNet152')
ResNet50, = functions_of('resnet50', 'ResNet50')
ResNet50V2, ResNet101V2, ResNet152V2 = functions_of('resnet_v2', 'ResNet50V2', 'ResNet101V2', 'ResNet152V2')
VGG16, = functions_of('vgg16', 'VGG16')
VGG19, = functions_of('vgg19', 'VGG19')
Xception, = functions_of('xception', 'Xception')
