"""Keras 2's `keras.applications`: the networks of the package keras-applications, of the layers of compat.

In the dialect tf.keras they are the host's.
"""
import functools
import importlib
import importlib.util

from compat import backend, layers, models, process, utils
from compat.imports import host_exports, lazy_modules, packages

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
    """Sets compat's modules in those of keras_applications, whose blocks find them there before a network is made."""
    if importlib.util.find_spec('keras_applications') is None:
        return
    package = importlib.import_module('keras_applications')
    for name, module in _MODULES.items():
        setattr(package, f'_KERAS_{name.upper()}', module)
    for own in vars(package).values():
        if 'keras_utils' in getattr(own, '__dict__', ()):
            own.backend, own.layers, own.models, own.keras_utils = backend, layers, models, utils


def _function(path, name):
    if not process.dialect().keras2_applications:
        function = host_exports.find(process.opened(), 'applications.' + path, name)
        return lazy_modules.unbuilt('applications.' + path, name) if function is None else function

    def function(*args, **kwargs):
        module = packages.import_module('keras_applications.' + path, f'keras.applications.{path}.{name}')
        return getattr(module, name)(*args, **kwargs)

    function.__name__ = function.__qualname__ = name
    function.__module__ = f'compat.applications.{path}'
    function.__doc__ = f"""keras_applications.{path}.{name}, with the layers of compat.

    Raises MissingPackageError where keras-applications is not installed.

    Source: Keras 2.2.4 `keras.applications.{path}.{name}`.
    """
    return keras_modules_injection(function)


def functions_of(path, *names):
    """Returns functions of a module of keras_applications, or of the host's module in dialects that have the host's."""
    return [_function(path, name) for name in names]


if process.dialect().keras2_applications:
    _set_modules()

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
