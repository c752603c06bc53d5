"""The names of Keras 2 that compat takes from the host as they are: the data, and how they are found there."""
import importlib

# Where the host has the names of a module path of Keras 2, first to last. Paths below a row follow it.
PASSED = {
    'applications': ('applications',),
    'applications.mobilenetv2': ('applications.mobilenet_v2',),
    'applications.resnet50': ('applications.resnet50', 'applications.resnet'),
    'callbacks': ('callbacks',),
    'datasets': ('datasets',),
    'losses': ('losses',),
    'metrics': ('metrics',),
    'preprocessing': ('preprocessing',),
    'utils.data_utils': ('utils',),
    'wrappers': ('wrappers',),
}
# Keras 3 keeps what it only carries on for tf.keras, such as ImageDataGenerator and Tokenizer, in a package of its own.
CARRIED_ON = {'keras3': '_tf_keras.keras'}


def places(path):
    """The paths inside the host that may have the names of a module path of Keras 2."""
    if path in PASSED:
        return PASSED[path]
    parent, _, last = path.rpartition('.')
    return tuple(f'{place}.{last}' for place in places(parent)) if parent else ()


def find(host, path, name):
    """What the host has for the name of a module path of Keras 2, or None."""
    for place in places(path):
        for module in _modules(host, place):
            if hasattr(module, name):
                return getattr(module, name)
    return None


def _modules(host, place):
    module = host.keras
    for part in place.split('.'):
        module = getattr(module, part, None)
    if module is not None:
        yield module
    if host.family in CARRIED_ON:
        full = f'{host.keras.__name__}.{CARRIED_ON[host.family]}.{place}'
        try:
            yield importlib.import_module(full)
        except ModuleNotFoundError as error:
            if not full.startswith(error.name or ''):
                raise
