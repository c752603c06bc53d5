"""The names of Keras 2 that compat delegates to the host: the table, and the look-up."""
import importlib

# Where the host has the names of a module path of Keras 2, first to last. Paths below a row follow it.
HOST_PATHS = {
    'applications': ('applications',),
    'callbacks': ('callbacks',),
    'datasets': ('datasets',),
    'losses': ('losses',),
    'metrics': ('metrics',),
    'preprocessing': ('preprocessing',),
    'utils.data_utils': ('utils',),
    'wrappers': ('wrappers',),
}
# Keras 3 has what it retains for tf.keras only, such as ImageDataGenerator and Tokenizer, in a namespace of its own.
LEGACY_NAMESPACES = {'keras3': '_tf_keras.keras'}


def host_paths(path):
    """The paths inside the host that may have the names of a module path of Keras 2."""
    if path in HOST_PATHS:
        return HOST_PATHS[path]
    parent, _, last = path.rpartition('.')
    return tuple(f'{host_path}.{last}' for host_path in host_paths(parent)) if parent else ()


def find(host, path, name):
    """What the host has for the name of a module path of Keras 2, or None."""
    for host_path in host_paths(path):
        for module in _modules(host, host_path):
            if hasattr(module, name):
                return getattr(module, name)
    return None


def _modules(host, host_path):
    module = host.keras
    for part in host_path.split('.'):
        module = getattr(module, part, None)
    if module is not None:
        yield module
    if host.family in LEGACY_NAMESPACES:
        full = f'{host.keras.__name__}.{LEGACY_NAMESPACES[host.family]}.{host_path}'
        try:
            yield importlib.import_module(full)
        except ModuleNotFoundError as error:
            if not full.startswith(error.name or ''):
                raise
