"""Functions of keras.applications: their documentation, and whose they are in each dialect."""
import inspect

from compat import process
from compat.imports import host_exports, lazy_modules

# The arguments by which keras.applications passes the modules of Keras. These networks are made of compat's.
MODULES = ('backend', 'layers', 'models', 'utils')
# What the arguments of the networks mean, for the docstrings of all.
ARGUMENTS = {
    'include_top': 'whether the network ends with its classifier.',
    'weights': "``'imagenet'`` for the weights that were trained on ImageNet, which are downloaded, the path of a file "
               'of weights, or None for weights that the initializers draw.',
    'input_tensor': 'tensor that the network begins with, such as the value of ``Input``; None for a new one.',
    'input_shape': 'tuple of three integers, the shape of an image, in the order of ``K.image_data_format()``; None '
                   "for the network's own.",
    'pooling': "``'avg'`` or ``'max'`` for features that are pooled over all positions, None for those of each "
               'position; used without the classifier.',
    'classes': 'integer, how many classes the classifier has; 1000 with the weights of ImageNet.',
    'alpha': 'float, by which the number of filters of each layer is multiplied.',
    'depth_multiplier': 'integer, how many outputs a depthwise convolution has for each channel.',
    'dropout': 'float, the rate of the dropout before the classifier.',
    'blocks': 'list of integers, how many blocks of convolutions each stage has.',
    'penultimate_filters': 'integer, how many channels the last features have.',
    'num_blocks': 'integer, how many normal cells each stage has.',
    'stem_block_filters': 'integer, how many filters the first convolution has.',
    'skip_reduction': 'whether a normal cell after a reduction sees what came before it.',
    'filter_multiplier': 'integer, by which a reduction multiplies the number of filters.',
    'default_size': 'integer, the rows and columns of the images where input_shape is None; None for 331.',
}
_KWARGS = '        **kwargs: ``backend``, ``layers``, ``models`` and ``utils`` are taken, and not used.'


def network(function):
    """Decorates the function that makes a network: documents its arguments, and is the host's in some dialects."""
    documented(function)
    return of_dialect(function)


def documented(function):
    """Adds the arguments of a network, what it returns and what it raises to the docstring of its function."""
    module = function.__module__.rpartition('.')[2]
    rows = [f'        {name}: {ARGUMENTS[name]}' for name in inspect.signature(function).parameters
            if name in ARGUMENTS]
    function.__doc__ = '\n'.join([
        function.__doc__.rstrip(), '', '    Args:', *rows, _KWARGS, '', '    Returns:', '        A Model.', '',
        '    Raises:', '        ValueError: an argument does not fit the network or its weights.', '',
        f'    Source: keras-applications 1.0.8 `{module}.{function.__name__}`.', '    '])
    return function


def of_dialect(function):
    """Decorates a function of keras.applications; in dialects whose networks are the host's it is the host's."""
    if process.dialect().keras2_applications:
        return function
    path = function.__module__.partition('.')[2]
    hosts = host_exports.find(process.opened(), path, function.__name__)
    return lazy_modules.unbuilt(path, function.__name__) if hosts is None else hosts


def check_modules(modules):
    """Raises TypeError where the ``**kwargs`` of a function of keras.applications has another name than MODULES."""
    others = sorted(set(modules) - set(MODULES))
    if others:
        raise TypeError(f'A function of keras.applications has no argument {others[0]!r}.')
