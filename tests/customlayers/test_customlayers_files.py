"""Models with every layer of customlayers are saved, and loaded in a fresh process: passed by name, or registered."""
import os
import subprocess
import sys

import numpy as np
import pytest

import compat
import customlayers
from compat.layers import Concatenate, Dense, Flatten, Input
from compat.models import Model
from compat.utils import custom_object_scope, get_custom_objects
from customlayers import (Conv2DTiledKernel, CustomConv2D, DynamicConv1D, DynamicConv2D, DynamicConv3D, KernelPredictor,
                          StandardizedConv1D, StandardizedConv2D, StandardizedConv3D, TiedConv1D, TiedConv2D,
                          TiedConv3D, WeightedProduct)

LAYERS = sorted(name for name in customlayers.__all__ if isinstance(getattr(customlayers, name), type))
SPATIAL = {1: (9,), 2: (8, 7), 3: (5, 5, 5)}
# The first branches of the model of that rank; each has a dynamic convolution beside them.
BRANCHES = {
    1: lambda: [TiedConv1D(3, 'AABBA', padding='causal', dilation_rate=2, activation='tanh', name='tied'),
                StandardizedConv1D(3, 2, padding='causal', eps=1e-3, gain=True, name='standardized')],
    2: lambda: [TiedConv2D(3, '.AB/BBA', strides=(2, 1), padding='same', use_bias=False, name='tied',
                           kernel_initializer='he_normal', kernel_regularizer='l2', kernel_constraint='max_norm'),
                TiedConv2D(3, [[3, 1], [1, 3]], name='integers'),
                CustomConv2D(3, padding='same', use_bias=True, name='first_answer'),
                Conv2DTiledKernel(3, [1, 5], [5, 1], activation='relu', name='second_answer'),
                StandardizedConv2D(3, 3, gain=True, gain_regularizer='l2', dilation_rate=2, name='standardized')],
    3: lambda: [TiedConv3D(3, 'AB/BA//BA/AB', activity_regularizer='l1', bias_initializer='ones', name='tied'),
                StandardizedConv3D(2, 2, strides=2, padding='same', use_bias=False, name='standardized')]}
DYNAMIC = {
    1: lambda: (KernelPredictor(4, (3,), 2, name='predictor'), DynamicConv1D(4, 3, padding='causal', name='dynamic')),
    2: lambda: (KernelPredictor(4, (3, 2), 2, form='per_channel', use_bias=False, name='predictor'),
                DynamicConv2D(4, (3, 2), strides=2, padding='same', bias_regularizer='l2', name='dynamic')),
    3: lambda: (KernelPredictor(2, (2, 2, 2), 2, rank=1, name='predictor'),
                DynamicConv3D(2, 2, activation='relu', name='dynamic'))}
PASSED, REGISTERED = 'passed', 'registered'
# Each model is loaded from both kinds of files and in both ways, and each kind of files in both ways.
WAYS = {(rank, extension): PASSED if (rank + place) % 2 else REGISTERED
        for rank in SPATIAL for place, extension in enumerate(('h5', 'keras'))}
LOADER = """
import sys
import numpy as np
from compat import backend
from compat.models import load_model
from compat.utils import get_custom_objects
folder, ways, names = sys.argv[1], sys.argv[2].split(','), sys.argv[3].split(',')
import customlayers
from customlayers import TiedConv2D
known = get_custom_objects()
registered = {name: known.pop(name) for name in names}
passed_by_name = {name: getattr(customlayers, name) for name in names}
for way in ('passed', 'registered'):  # in this order: what is registered stays so
    known.update(registered if way == 'registered' else {})
    for file in [each.partition(' ')[2] for each in ways if each.startswith(way)]:
        backend.clear_session()  # the graph of Keras 2 would grow with each of them
        model = load_model(folder + '/' + file, custom_objects=passed_by_name if way == 'passed' else None)
        arrays = np.load(folder + '/' + file.partition('.')[0] + '.npz')
        np.savez('%s/%s.npz' % (folder, file), outputs=model.predict(arrays['x']),
                 loss=model.evaluate(arrays['x'], arrays['target'], verbose=0),
                 classes=[type(layer).__name__ for layer in model.layers])
"""


def drawn(shape, seed):
    return np.random.RandomState(seed).uniform(0.2, 1, shape).astype('float32')


def model_of(rank):
    """A model with every convolutional layer of that rank, a weighted product at its end."""
    inputs = Input(SPATIAL[rank] + (2,))
    outputs = [layer(inputs) for layer in BRANCHES[rank]()]
    predictor, dynamic = DYNAMIC[rank]()
    made = predictor(inputs)
    outputs.append(dynamic([inputs] + (made if isinstance(made, list) else [made])))
    features = Dense(3)(Concatenate()([Flatten()(output) for output in outputs]))
    model = Model(inputs, WeightedProduct([0.5, 2., -1.], name='product')(features))
    model.set_weights([drawn(weight.shape, seed) - 0.6 for seed, weight in enumerate(model.get_weights())])
    model.compile('sgd', 'mse')
    return model


@pytest.fixture(scope='module')
def saved(tmp_path_factory):
    """({file: what the model was in a fresh process}, {rank: what it was here})."""
    folder, here, files = tmp_path_factory.mktemp('models'), {}, {}
    for rank in SPATIAL:
        model = model_of(rank)
        x, target = drawn((3,) + SPATIAL[rank] + (2,), 50), drawn((3, 1), 51)
        np.savez(str(folder / ('%d.npz' % rank)), x=x, target=target)
        here[rank] = {'outputs': model.predict(x), 'loss': model.evaluate(x, target, verbose=0),
                      'classes': [type(layer).__name__ for layer in model.layers]}
        for extension in ('h5', 'keras'):
            file = '%d.%s' % (rank, extension)
            files[file] = WAYS[rank, extension] + ' ' + file
            model.save(str(folder / file))
    place = os.path.dirname(os.path.dirname(os.path.abspath(compat.__file__)))
    done = subprocess.run([sys.executable, '-c', LOADER, str(folder), ','.join(files.values()), ','.join(LAYERS)],
                          env=dict(os.environ, PYTHONPATH=place), capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr[-3000:]
    return {file: np.load(str(folder / (file + '.npz'))) for file in files}, here


def test_the_models_have_every_layer_of_the_package():
    actual = {type(layer).__name__ for rank in SPATIAL for layer in model_of(rank).layers}
    assert actual.issuperset(LAYERS) and len(LAYERS) == 13


@pytest.mark.parametrize('rank,extension', sorted(WAYS))
def test_a_fresh_process_loads_what_was_saved(saved, rank, extension):
    there, here = saved[0]['%d.%s' % (rank, extension)], saved[1][rank]
    assert sorted(there['classes']) == sorted(here['classes'])
    np.testing.assert_allclose(there['outputs'], here['outputs'], rtol=1e-4)
    np.testing.assert_allclose(there['loss'], here['loss'], rtol=1e-4)
    assert np.ptp(here['outputs']) > 0.01 * np.abs(here['outputs']).max()


def test_a_class_that_the_program_registered_under_the_name_stays():
    class CustomConv2D(compat.layers.Layer):
        """The program's own."""

    with custom_object_scope({'CustomConv2D': CustomConv2D}):
        customlayers._register_layers()
        assert get_custom_objects()['CustomConv2D'] is CustomConv2D
    assert get_custom_objects()['CustomConv2D'] is customlayers.CustomConv2D
