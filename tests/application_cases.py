"""Networks of keras.applications, small enough for tests: what a script stores of them, and tests compare."""
import hashlib
import importlib
import json
import re
from unittest import mock

import numpy as np

from compat import applications, layers, models, utils
from compat import backend as K
from compat.applications import keras_modules_injection
from compat.layers import Input
from compat.models import Model

SMALLEST = (32, 32, 3)
# Network: its module and arguments. Of these the outputs are stored, too.
SMALL = {
    'MobileNet': ('mobilenet', {'input_shape': SMALLEST, 'alpha': .25, 'classes': 10}),
    'ResNet50': ('resnet50', {'input_shape': SMALLEST, 'include_top': False, 'pooling': 'avg'}),
    'DenseNet': ('densenet', {'blocks': [1, 2, 1, 1], 'input_shape': SMALLEST, 'classes': 10}),
}
# The blocks of ResNet50 compute on every host (see blocks), and the whole on one.
ON_EVERY_HOST = ('MobileNet', 'DenseNet')
# One of each other kind; those that are left out are the same code with more blocks. Where the number of classes is
# ImageNet's their weights are those of ImageNet, which are asked for and not loaded.
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
# The same with other arguments; the network is the first word.
VARIED = {
    'MobileNet of two': ('mobilenet', {'input_shape': (3, 40, 32), 'alpha': .5, 'depth_multiplier': 2, 'dropout': .5,
                                       'include_top': False, 'pooling': 'max', 'data_format': 'channels_first'}),
    'MobileNet of ImageNet': ('mobilenet', {}),
    'MobileNetV2 of 1.4': ('mobilenet_v2', {'alpha': 1.4, 'include_top': False, 'input_shape': (96, 96, 3),
                                            'input_tensor': (96, 96, 3)}),
    'NASNet of pairs': ('nasnet', {'num_blocks': 2, 'penultimate_filters': 96, 'stem_block_filters': 8,
                                   'filter_multiplier': 2, 'input_shape': (33, 34, 3), 'classes': 3}),
    'ResNet50 of three': ('resnet50', {'input_shape': (3, 33, 34), 'classes': 3, 'data_format': 'channels_first'}),
    'VGG16 of maxima': ('vgg16', {'input_tensor': (None, None, 3), 'include_top': False}),
    'Xception of images': ('xception', {'input_tensor': (72, 71, 3), 'include_top': False, 'pooling': 'max'}),
}
CASES = {**SMALL, **LARGE, **VARIED}
# Functions of keras-applications of which Keras has networks of more blocks: DenseNet121, NASNetMobile and their kin.
OF_BLOCKS = ('DenseNet', 'NASNet')
# Networks that differ in the number of their blocks: their module, and the names of the last layers of blocks.
COUNTED = dict(
    {name: ('densenet', 'conv[0-9]_block[0-9]+_concat') for name in ('DenseNet121', 'DenseNet169', 'DenseNet201')},
    **{name: ('nasnet', 'stem_conv1|(normal|reduction)_concat_.*') for name in ('NASNetLarge', 'NASNetMobile')},
    **{name: ('resnet', 'conv[0-9]_block[0-9]+_out') for name in ('ResNet50', 'ResNet101', 'ResNet152')},
    **{name: ('resnet_v2', 'conv[0-9]_block[0-9]+_out') for name in ('ResNet50V2', 'ResNet101V2', 'ResNet152V2')})
# The modules that have preprocess_input in Keras 2.2.4, and those that came with 2.3.
MODULES = ('densenet', 'imagenet_utils', 'inception_resnet_v2', 'inception_v3', 'mobilenet', 'mobilenet_v2', 'nasnet',
           'resnet50', 'vgg16', 'vgg19', 'xception', 'resnet', 'resnet_v2')


def module_of(name):
    """A module of compat.applications."""
    return importlib.import_module('compat.applications.' + name)


def is_there(name):
    """Whether Keras of this version has the network, or the module."""
    network_name = name.split()[0]
    return hasattr(module_of(name), 'preprocess_input') if name in MODULES else (
        network_name in OF_BLOCKS or hasattr(applications, network_name))


def network(name, **arguments):
    """The network of a case, with the weights that its initializers draw and layers that are numbered from 1."""
    module, own = CASES[name]
    arguments = dict({'weights': None, **own}, **arguments)
    K.clear_session()
    if 'input_tensor' in arguments and isinstance(arguments['input_tensor'], tuple):
        arguments['input_tensor'] = Input(arguments['input_tensor'], name='images')
    K.set_image_data_format(arguments.pop('data_format', 'channels_last'))
    try:
        return function_of(module, name.split()[0])(**arguments)
    finally:
        K.set_image_data_format('channels_last')


def network_and_file(name):
    """The network of a case, and what it would download: [name, URL, MD5 sum], or None."""
    of_imagenet = name.split()[0] not in OF_BLOCKS and not {'classes', 'depth_multiplier'} & set(CASES[name][1])
    with mock.patch.object(utils, 'get_file') as get_file, mock.patch.object(Model, 'load_weights'):
        model = network(name, **({'weights': 'imagenet'} if of_imagenet else {}))
    if not of_imagenet:
        return model, None
    (file, origin), options = get_file.call_args
    return model, [file, origin, options.get('file_hash', options.get('md5_hash'))]


def function_of(module, name):
    """A function of a module of keras.applications; of keras_applications, where Keras 2.2 and 2.3 lack it."""
    own = module_of(module)
    if hasattr(own, name):
        return getattr(own, name)
    original = getattr(own, module)
    for attribute, value in (('backend', K), ('layers', layers), ('models', models), ('keras_utils', utils)):
        if hasattr(original, attribute):
            setattr(original, attribute, value)
    function = getattr(original, name)
    return keras_modules_injection(function) if name in OF_BLOCKS else function


def blocks():
    """A model of one input, whose outputs are those of the blocks that programs make networks of."""
    K.clear_session()
    x = Input((9, 9, 4))
    ends = [
        function_of('densenet', 'dense_block')(x, 1, name='dense'),
        function_of('densenet', 'transition_block')(x, .5, name='transition'),
        function_of('inception_v3', 'conv2d_bn')(x, 3, 1, 3, padding='valid', strides=(2, 1), name='inception'),
        function_of('mobilenet', '_conv_block')(x, 8, .5),
        function_of('mobilenet', '_depthwise_conv_block')(x, 8, .5, depth_multiplier=2, strides=(2, 2), block_id=2),
        function_of('mobilenet_v2', '_inverted_res_block')(
            x, expansion=2, stride=2, alpha=.5, filters=24, block_id=1),
        function_of('resnet50', 'conv_block')(x, 3, [2, 2, 6], stage=2, block='a'),
        function_of('resnet50', 'identity_block')(x, 3, [2, 2, 4], stage=2, block='b'),
    ]
    for block_type in ('block35', 'block8'):
        ends.append(function_of('inception_resnet_v2', 'inception_resnet_block')(
            x, scale=.2, block_type=block_type, block_idx=1, activation=None if block_type == 'block8' else 'relu'))
    y, previous = function_of('nasnet', '_reduction_a_cell')(x, None, 4, block_id='first')
    y, previous = function_of('nasnet', '_normal_a_cell')(y, previous, 6, block_id='second')
    return Model(x, ends + [y])


def described_blocks(model):
    """What ``described`` has of the blocks, but for the scopes of weights: on tf.keras there are none."""
    names = [f'{layer.name}/{weight.name.rpartition("/")[2]}' for layer in model.layers for weight in layer.weights]
    return dict(described(model, True), weights=[len(names), digest(names)])


def outputs_of_blocks(model):
    """Some numbers of what each block computes, with the weights of ``set_weights``."""
    set_weights(model)
    return [output.ravel()[:8].tolist() for output in model.predict(images((9, 9, 4)) / 255.)]


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
        'arguments': digest([arguments_of(layer) for layer in model.layers]),
        'weights': [len(weights), digest([weight.name for weight in weights])],
        'shapes': digest([tuple(map(int, K.int_shape(weight))) for weight in weights]),
        'parameters': int(model.count_params()),
        'output_shape': json.loads(json.dumps(model.output_shape)),
    }


def arguments_of(layer):
    """The class of a layer and its config, but for what depends on the version, or is code."""
    if type(layer).__name__ == 'InputLayer':
        return 'InputLayer'
    left_out = ('batch_input_shape', 'dtype', 'function', 'function_type', 'module', 'output_shape_module')
    config = {key: value for key, value in layer.get_config().items() if key not in left_out}
    return type(layer).__name__ + json.dumps(config, sort_keys=True, default=float)


def blocks_of(name):
    """The names of the last layers of a network's blocks, with their channels."""
    module, pattern = COUNTED[name]
    K.clear_session()
    model = function_of(module, name)(weights=None, include_top=False, input_shape=SMALLEST)
    return [[layer.name, layer.output_shape[-1]] for layer in model.layers if re.fullmatch(pattern, layer.name)]


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
