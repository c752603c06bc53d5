"""keras.applications: its networks have the layers, weights and numbers that real Keras 2 gives them."""
import itertools
import json
import warnings

import application_cases as cases
import numpy as np
import paths
import pytest

import compat
from compat import backend as K
from compat import utils
from compat.applications import MobileNet, densenet, imagenet_utils, mobilenet
from compat.layers import BatchNormalization, Dense, GlobalAveragePooling2D, Input, InputLayer
from compat.models import Model

GOLDEN = json.loads((paths.GOLDEN / 'applications.json').read_text())


def check(described, outputs, expected):
    """Compares what a model is, and what it computes, with the table."""
    expected = dict(expected)
    numbers = expected.pop('outputs')
    assert described == expected
    for own, theirs in zip(outputs, numbers):
        assert np.allclose(own, theirs, rtol=1e-4, atol=1e-4 * np.abs(theirs).max())


def oracle(name):
    """What the oracle of this dialect has of that name: the table of 2.3.1 has what differs from that of 2.2.4."""
    if compat.__version__ in GOLDEN and name in GOLDEN[compat.__version__]:
        return GOLDEN[compat.__version__][name]
    return GOLDEN['2.2.4'].get(name) or GOLDEN['2.3.1'][name]


@pytest.mark.parametrize('name', cases.ON_EVERY_HOST)
def test_a_network_has_the_layers_weights_and_outputs_of_keras_2(name):
    model = cases.network(name)
    check(cases.described(model, True), cases.predicted(name, model), oracle(name))


def test_blocks_that_programs_call_have_the_layers_weights_and_outputs_of_keras_2():
    model = cases.blocks()
    check(cases.described_blocks(model), cases.outputs_of_blocks(model), oracle('blocks'))


@pytest.mark.parametrize('module', [name for name in cases.MODULES if cases.is_there(name)])
def test_images_are_preprocessed_as_each_network_expects_them(module):
    for name, expected in oracle('preprocess_input of ' + module).items():
        assert np.allclose(cases.preprocessed(module)[name], expected, rtol=1e-5, atol=1e-4), name


def test_images_are_preprocessed_in_three_ways_in_both_data_formats():
    results = cases.preprocessed_otherwise()
    assert sorted(results) == sorted(oracle('preprocess_input'))
    for name, expected in oracle('preprocess_input').items():
        assert np.allclose(results[name], expected, rtol=1e-5, atol=1e-4), name
    with pytest.raises(ValueError, match='Unknown data_format channels_middle'):
        imagenet_utils.preprocess_input(cases.images(), data_format='channels_middle')


def test_tensors_are_preprocessed_as_arrays_are():
    for module in (imagenet_utils, mobilenet):
        assert np.allclose(K.eval(module.preprocess_input(K.constant(cases.images()))),
                           module.preprocess_input(cases.images()), rtol=1e-5, atol=1e-4)


def test_batch_normalization_of_frozen_layers_normalises_by_the_batch_while_the_rest_is_trained():
    assert np.allclose(cases.losses_of_frozen(), oracle('losses of frozen'), rtol=1e-4)


@pytest.fixture
def downloads(monkeypatch):
    """What get_file is asked for, as {name of the file: (URL, keyword arguments)}, and in ``path`` what it returns."""
    class Downloads(dict):
        path = None

        def get_file(self, name, origin, **kwargs):
            self[name] = origin, kwargs
            return self.path

    found = Downloads()
    monkeypatch.setattr(utils, 'get_file', found.get_file)
    return found


def test_weights_of_imagenet_are_downloaded_and_loaded_by_order_and_files_load_by_name(tmp_path, downloads):
    arguments = {'input_shape': (128, 128, 3), 'alpha': .25, 'include_top': False}
    trained = MobileNet(weights=None, **arguments)
    weights = trained.get_weights()
    downloads.path = str(tmp_path / 'weights.h5')
    trained.save_weights(downloads.path)

    model = MobileNet(**arguments)  # weights='imagenet' is the default
    (name, (origin, others)), = downloads.items()
    assert name == 'mobilenet_2_5_128_tf_no_top.h5' and others == {'cache_subdir': 'models'}
    assert origin == 'https://github.com/fchollet/deep-learning-models/releases/download/v0.6/' + name
    assert model.name == 'mobilenet_0.25_128' and all(map(np.array_equal, model.get_weights(), weights))

    # A network of some of the layers and of others finds its own in the file.
    part = Model(model.input, Dense(3)(GlobalAveragePooling2D()(model.get_layer('conv_pw_2_relu').output)))
    part.set_weights([0 * value for value in part.get_weights()])
    part.load_weights(downloads.path, by_name=True)
    loaded = part.get_weights()
    assert all(map(np.array_equal, loaded[:-2], weights)) and not loaded[-2].any()


def test_predictions_are_decoded_by_the_names_of_the_classes(tmp_path, downloads, monkeypatch):
    downloads.path = str(tmp_path / 'classes.json')
    with open(downloads.path, 'w') as stream:
        json.dump({str(number): [f'n{number}', f'class {number}'] for number in range(1000)}, stream)
    home = imagenet_utils if hasattr(imagenet_utils, 'CLASS_INDEX') else imagenet_utils.imagenet_utils  # of Keras 2
    monkeypatch.setattr(home, 'CLASS_INDEX', None)
    scores = np.zeros((2, 1000))
    scores[0, [7, 70]], scores[1, 999] = [.75, .25], 1.
    first, second = mobilenet.decode_predictions(scores, top=2)
    assert first == [('n7', 'class 7', .75), ('n70', 'class 70', .25)] and second[0] == ('n999', 'class 999', 1.)
    (name, (origin, others)), = downloads.items()
    assert origin.endswith('/imagenet_class_index.json') and name == 'imagenet_class_index.json'
    assert others == {'cache_subdir': 'models', 'file_hash': 'c2c37ea517e94d9795004a39431a14cb'}
    with pytest.raises(ValueError, match='expects a batch of predictions'):
        densenet.decode_predictions(scores[:, :10])


def densenet_of_blocks(**arguments):
    """A DenseNet of four blocks."""
    return cases.function_of('densenet', 'DenseNet')([1, 1, 1, 1], **arguments)


def test_a_network_begins_with_the_tensor_and_the_file_of_weights_that_it_is_given(tmp_path):
    images = Input((32, 32, 3), name='images')
    model = densenet_of_blocks(weights=None, input_tensor=images, include_top=False)
    assert model.layers[0].name == 'images' and model.inputs[0] is images
    assert type(model.get_layer('conv1/bn')) is BatchNormalization
    model.save_weights(str(tmp_path / 'weights.h5'))
    other = densenet_of_blocks(weights=str(tmp_path / 'weights.h5'), input_shape=(32, 32, 3), include_top=False)
    assert all(map(np.array_equal, other.get_weights(), model.get_weights()))


def test_channels_come_first_where_keras_is_configured_so():
    K.set_image_data_format('channels_first')
    try:
        model = densenet_of_blocks(weights=None, input_shape=(3, 32, 32), include_top=False)
        assert model.output_shape == (None, 68, 1, 1) and model.get_layer('bn').axis == 1
    finally:
        K.set_image_data_format('channels_last')


@pytest.mark.parametrize('arguments, message', [
    ({'weights': 'of another'}, 'should be either'),
    ({'classes': 10}, 'classes. should be 1000'),
    ({'weights': None, 'input_shape': (31, 32, 3)}, 'at least 32x32; .*input_shape.*\\(31, 32, 3\\)'),
    ({'weights': None, 'input_shape': (None, 32, 3)}, 'static'),
])
def test_a_network_refuses(arguments, message):
    with pytest.raises(ValueError, match=message):
        MobileNet(**arguments)


@pytest.mark.parametrize('name, arguments, error', [
    ('DenseNet121', {'weights': None, 'input_shape': (31, 32, 3)}, ValueError),
    ('InceptionResNetV2', {'weights': None, 'input_shape': (75, 74, 3)}, ValueError),
    ('InceptionV3', {'include_top': False, 'input_shape': (75, 75)}, ValueError),
    ('MobileNet', {'alpha': .3}, ValueError),
    ('MobileNet', {'depth_multiplier': 2}, ValueError),
    ('MobileNetV2', {'alpha': .3}, ValueError),
    ('MobileNetV2', {'weights': None, 'input_tensor': np.ones((1, 32, 32, 3))}, ValueError),
    ('MobileNetV2', {'weights': None, 'input_tensor': (64, 64, 3), 'input_shape': (32, 32, 3)}, ValueError),
    ('NASNetMobile', {'include_top': False, 'input_shape': (None, None, 3)}, ValueError),
    ('ResNet50', {'classes': 10}, ValueError),
    ('VGG16', {'weights': 'of another'}, ValueError),
    ('VGG16', {'weights': None, 'include_tops': False}, TypeError),
    ('VGG19', {'include_top': False, 'input_shape': (32, 32, 1)}, ValueError),
    ('VGG19', {'input_shape': (32, 32, 3)}, ValueError),
    ('Xception', {'weights': None, 'input_shape': (70, 71, 3)}, ValueError),
])
def test_networks_refuse_what_they_refused_in_keras_2(name, arguments, error):
    if isinstance(arguments.get('input_tensor'), tuple):
        arguments = dict(arguments, input_tensor=Input(arguments['input_tensor']))
    with pytest.raises(error):
        getattr(compat.applications, name)(**arguments)


def test_a_network_takes_a_tensor_that_no_layer_made():
    images = K.placeholder((1, 32, 32, 3))
    combined = K.concatenate([K.variable(np.ones((1, 32, 32, 3))), images], axis=0)
    model = compat.applications.VGG16(weights=None, include_top=False, input_tensor=combined)
    assert type(model.layers[0]) is InputLayer and K.int_shape(model.output) == (None, None, None, 512)
    features, = K.function([images], [model.get_layer('block2_pool').output])([np.ones((1, 32, 32, 3))])
    assert features.shape == (2, 8, 8, 128) and np.allclose(features[0], features[1], atol=1e-6)


@pytest.mark.difference('names-before-2-2')
def test_names_that_the_modules_had_before_keras_2_2_are_there():
    from compat.applications import resnet50, vgg16
    from compat.applications.imagenet_utils import _obtain_input_shape, _preprocess_numpy_input
    from compat.applications.mobilenet import DepthwiseConv2D, relu6
    assert resnet50.K is K and resnet50.Model is Model and vgg16.layer_utils is utils.layer_utils
    assert vgg16.WEIGHTS_PATH.endswith('/vgg16_weights_tf_dim_ordering_tf_kernels.h5')
    assert DepthwiseConv2D is compat.layers.DepthwiseConv2D
    assert np.array_equal(K.eval(relu6(K.constant([-1., 5., 7.]))), [0., 5., 6.])
    assert _obtain_input_shape(None, 224, 48, 'channels_last', True) == (224, 224, 3)
    assert np.allclose(_preprocess_numpy_input(np.full((1, 1, 3), 255), 'channels_last', 'tf'), 1.)
    x = Input((8, 8, 4))
    model = Model(x, resnet50.conv_block(x, 3, [2, 2, 6], stage=2, block='a'))
    assert model.output_shape == (None, 4, 4, 6) and model.get_layer('res2a_branch1').filters == 6


@pytest.mark.difference('names-before-2-2')
def test_blocks_of_the_package_itself_make_layers_of_compat_whether_a_network_was_made_before_or_not():
    from keras_applications import densenet as original
    assert densenet.densenet is original and densenet.preprocess_input is not original.preprocess_input
    x = Input((8, 8, 4))
    model = Model(x, original.conv_block(x, 3, name='block'))
    assert model.output_shape == (None, 8, 8, 7) and type(model.get_layer('block_0_bn')) is BatchNormalization
    assert densenet.conv_block(x, 3, name='other') is not None


@pytest.mark.difference('names-before-2-2')
def test_shapes_of_inputs_are_taken_and_refused_as_in_keras_applications():
    from keras_applications import imagenet_utils as original

    from compat.applications import imagenet_utils as own
    from compat.applications import vgg16
    assert vgg16._obtain_input_shape is own._obtain_input_shape
    shapes = (None, (), (32, 32, 3), (3, 32, 32), (47, 60, 3), (None, None, 3), (60, 60, 1), (224, 224, 3),
              (3, 224, 224), (60, 60), (60, None, 3), (1, 60, 60), (60, 60, 5))

    def answer(function, *arguments):
        with warnings.catch_warnings(record=True) as issued:
            warnings.simplefilter('always')
            try:
                return function(*arguments), len(issued)
            except ValueError:
                return 'refused'

    for arguments in itertools.product(shapes, (224,), (48,), ('channels_last', 'channels_first'), (True, False),
                                       (None, 'imagenet', 'file.h5')):
        expected = answer(original._obtain_input_shape, *arguments)
        assert answer(own._obtain_input_shape, *arguments) == expected, arguments


@pytest.mark.difference('names-before-2-2')
@pytest.mark.parametrize('mode', ['tf', 'torch', 'caffe'])
@pytest.mark.parametrize('data_format', ['channels_last', 'channels_first'])
def test_images_are_preprocessed_as_in_keras_applications(mode, data_format):
    from keras_applications import imagenet_utils as original

    from compat.applications import imagenet_utils as own
    for images in (np.arange(54).reshape(2, 3, 3, 3), np.arange(27.).reshape(3, 3, 3)):
        expected = original._preprocess_numpy_input(images.copy(), data_format, mode, backend=K)
        got = own._preprocess_numpy_input(images.copy(), data_format, mode)
        assert got.dtype == expected.dtype and np.allclose(got, expected, rtol=1e-6)
