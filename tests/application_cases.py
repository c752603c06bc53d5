"""Networks of keras.applications, small enough for tests: what a script stores of them, and tests compare."""
import hashlib
import importlib

import numpy as np

from compat import applications
from compat import backend as K
from compat.applications import keras_modules_injection

SMALLEST = (32, 32, 3)
# Network: its module and arguments. These are made on every host.
SMALL = {
    'MobileNet': ('mobilenet', {'input_shape': SMALLEST, 'alpha': .25, 'classes': 10}),
    'ResNet50': ('resnet50', {'input_shape': SMALLEST, 'include_top': False, 'pooling': 'avg'}),
    'DenseNet': ('densenet', {'blocks': [1, 2, 1, 1], 'input_shape': SMALLEST, 'classes': 10}),
}
# One of each other kind; those that are left out are the same code with more blocks.
LARGE = {
    'InceptionResNetV2': ('inception_resnet_v2', {'input_shape': (75, 75, 3), 'include_top': False}),
    'InceptionV3': ('inception_v3', {'input_shape': (75, 75, 3), 'classes': 10}),
    'MobileNetV2': ('mobilenet_v2', {'input_shape': SMALLEST, 'classes': 10}),
    'NASNet': ('nasnet', {'num_blocks': 1, 'penultimate_filters': 288, 'stem_block_filters': 8, 'skip_reduction': False,
                          'input_shape': SMALLEST, 'include_top': False, 'pooling': 'avg'}),
    'ResNet50V2': ('resnet_v2', {'input_shape': SMALLEST, 'classes': 10}),
    'ResNet101': ('resnet', {'input_shape': SMALLEST, 'include_top': False}),
    'VGG16': ('vgg16', {'input_shape': SMALLEST, 'include_top': False, 'pooling': 'max'}),
    'VGG19': ('vgg19', {'input_shape': SMALLEST, 'classes': 10}),
    'Xception': ('xception', {'input_shape': (71, 71, 3), 'include_top': False, 'pooling': 'avg'}),
}
CASES = {**SMALL, **LARGE}
# Functions of keras-applications of which Keras has networks of more blocks: DenseNet121, NASNetMobile and their kin.
OF_BLOCKS = ('DenseNet', 'NASNet')
# The modules that have preprocess_input in Keras 2.2.4, and those that came with 2.3.
MODULES = ('densenet', 'imagenet_utils', 'inception_resnet_v2', 'inception_v3', 'mobilenet', 'mobilenet_v2', 'nasnet',
           'resnet50', 'vgg16', 'vgg19', 'xception', 'resnet', 'resnet_v2')


def module_of(name):
    """A module of compat.applications."""
    return importlib.import_module('compat.applications.' + name)


def is_there(name):
    """Whether Keras of this version has the network, or the module."""
    return hasattr(module_of(name), 'preprocess_input') if name in MODULES else (
        name in OF_BLOCKS or hasattr(applications, name))


def network(name, **arguments):
    """The network of a case, with the weights that its initializers draw and layers that are numbered from 1."""
    module, own = CASES[name]
    K.clear_session()
    make = function_of_blocks(module, name) if name in OF_BLOCKS else getattr(module_of(module), name)
    return make(weights=None, **{**own, **arguments})


def function_of_blocks(module, name):
    """One of OF_BLOCKS, with the layers of compat."""
    return keras_modules_injection(getattr(getattr(module_of(module), module), name))


def digest(values):
    """A few letters that stand for a list."""
    return hashlib.sha256(repr(values).encode()).hexdigest()[:16]


def described(model, names_in_full):
    """What files of weights depend on: names of layers and weights, shapes in order. In short, or with all names."""
    names = [layer.name for layer in model.layers]
    weights = [weight for layer in model.layers for weight in layer.weights]
    return {
        'model': model.name,
        'layers': names if names_in_full else [len(names), digest(names)] + names[1:6] + names[-2:],
        'weights': [len(weights), digest([weight.name for weight in weights])],
        'shapes': digest([tuple(map(int, K.int_shape(weight))) for weight in weights]),
        'parameters': int(model.count_params()),
        'output_shape': list(model.output_shape),
    }


def set_weights(model):
    """Gives the weights values that depend on their place and shape only, of such sizes that outputs stay small."""
    values = []
    for number, weight in enumerate(weight for layer in model.layers for weight in layer.weights):
        shape = tuple(map(int, K.int_shape(weight)))
        value = np.random.RandomState(number).uniform(-1., 1., shape)
        if len(shape) == 1:
            one = weight.name.split('/')[-1] in ('gamma:0', 'moving_variance:0')
            values.append(.1 * value + one)
        else:  # an output of a kernel depends on as many inputs; those of a depthwise kernel are of one channel
            inputs = np.prod(shape[:2] if shape[-1] == 1 else shape[:-1])
            values.append(value * (np.sqrt(4.5 / inputs) if len(shape) == 4 else .01))
    model.set_weights(values)


def images(shape=SMALLEST, count=2):
    """Images of random colours from 0 to 255."""
    return np.random.RandomState(5).uniform(0., 255., (count,) + shape).astype('float32')


def predicted(name, model):
    """What the network computes with the weights of ``set_weights`` for images that its module has preprocessed."""
    set_weights(model)
    return model.predict(module_of(CASES[name][0]).preprocess_input(images()))[:, :16].tolist()


def preprocessed(module):
    """What preprocess_input returns for arrays of both dtypes, and what it makes of the array that it is passed."""
    preprocess = module_of(module).preprocess_input
    batch, integers = images((2, 2, 3)), np.arange(24, dtype='uint8').reshape((2, 2, 2, 3))
    return {'batch': preprocess(batch).tolist(), 'passed': batch.tolist(), 'integers': preprocess(integers).tolist(),
            'one image': preprocess(images((1, 2, 3))[0]).tolist()}


def preprocessed_otherwise():
    """What imagenet_utils makes of images by its other arguments."""
    preprocess = module_of('imagenet_utils').preprocess_input
    results = {}
    for mode in ('caffe', 'tf', 'torch'):
        for data_format, shape in (('channels_last', (1, 2, 3)), ('channels_first', (3, 1, 2))):
            results[f'{mode} {data_format}'] = preprocess(images(shape), data_format=data_format, mode=mode).tolist()
    return results


def losses_of_frozen():
    """The losses of two steps with a frozen DenseNet below a new layer, and the loss of a test after them.

    Batch normalization that is frozen normalises by the batch all the same while Keras 2 trains.
    """
    from compat.layers import Dense
    from compat.models import Model
    base = network('DenseNet', include_top=False, pooling='avg')
    set_weights(base)
    for layer in base.layers:
        layer.trainable = False
    head = Dense(1, kernel_initializer='ones', name='head')
    model = Model(base.input, head(base.output))
    model.compile('sgd', 'mse')
    head.set_weights([np.full((base.output_shape[-1], 1), .01, 'float32'), np.zeros(1, 'float32')])
    x, y = images() / 255., np.ones((2, 1), 'float32')
    return [float(model.train_on_batch(x, y)) for _ in range(2)] + [float(model.test_on_batch(x, y))]
