"""Models of the layers of the released Keras 2, executed on K and Layer, and of those of compat: the same numbers."""
import models_of_all_layers
import numpy as np
import pytest
import released
from training_runs import filled, numbers

import compat
from compat import backend as K
from compat import process

CLASSES = 8
# TensorFlow takes most of a minute or two to write the gradients of loops, and jax to compile them. The layers are the
# same calls of K on each framework, of which torch differentiates those of both; what the others do of ours is compared
# to an oracle.
NOT_DIFFERENTIATED = process.choose().framework != 'torch'
# Models that are evaluated alone: training is by chance, or of another phase. The released TimeDistributed does not say
# of a model that it depends on the phase, for which Keras 2 asked it; here its call is seen to read the phase (row
# phase-of-products). What ours trains is compared to the oracle in layers/test_wrapper_table.py.
UNTRAINED = ('noise_of_tests', 'model_each_step')


def arrays(model):
    """Inputs of a model: six samples, some of whose last steps are zeros, or the numbers of classes."""
    for place, tensor in enumerate(model.inputs):
        shape = (6,) + tuple(4 if size is None else size for size in K.int_shape(tensor)[1:])
        if 'int' in K.dtype(tensor):
            values = np.random.RandomState(place).randint(CLASSES, size=shape)
        else:
            values = numbers(*shape, seed=place)
        if len(shape) in (2, 3):
            values[::2, -2:] = 0
        yield values


def targets(model):
    """Targets for what a model predicts of the arrays."""
    return [numbers(6, *[5 if size is None else size for size in K.int_shape(output)[1:]], seed=place, low=0.)
            for place, output in enumerate(model.outputs)]


def is_recurrent(layer):
    return hasattr(layer, 'cell') or hasattr(layer, 'forward_layer')


def as_list(value):
    return value if isinstance(value, list) else [value]


def is_ours(layer):
    """Whether our layer of the name derives from Layer alone: the host's have weights and configs of other names."""
    name = type(layer).__name__
    host_class = getattr(process.opened().keras.layers, name, None)
    return host_class is not None and not issubclass(getattr(compat.layers, name, host_class), host_class)


def results(keras, name):
    """What a model of the layers is and computes, by name."""
    K.reset_uids()
    model = models_of_all_layers.MODELS[name](keras)
    yield 'weights', [(K.int_shape(weight), weight.name if is_ours(layer) else None)
                      for layer in model.layers for weight in layer.weights]
    yield 'trained', [K.int_shape(weight) for weight in model.trainable_weights]
    yield 'shapes', [layer.output_shape for layer in model.layers]
    yield 'configs', [list(layer.get_config()) for layer in model.layers if is_ours(layer)]
    filled(model)
    x = list(arrays(model))
    y = targets(model)
    model.compile(compat.optimizers.SGD(0.05), 'mse')
    if name in UNTRAINED:
        yield 'evaluated', model.evaluate(x, y, batch_size=3, verbose=0)
        return
    recurrent = any(is_recurrent(layer) for layer in model.layers)
    run = model.test_on_batch if recurrent and NOT_DIFFERENTIATED else model.train_on_batch
    yield 'batches', [run([value[:3] for value in x], [value[:3] for value in y]) for _ in range(3)]
    yield 'trained weights', model.get_weights()
    if not recurrent:  # passes are the same in each phase
        yield 'predicted by the trained', as_list(model.predict(x, batch_size=3))


# The rows that say of models where their released classes do not work: TimeDistributed asks in its call whether the
# size of the batch is known.
ROWS = dict.fromkeys(['each_step', 'model_each_step', 'bidirectional_masked'], 'sizes-within-layers')


def cases():
    for name in sorted(models_of_all_layers.MODELS):
        marks = [pytest.mark.difference(ROWS[name], run=False)] if name in ROWS else []
        yield pytest.param(name, marks=marks)


@pytest.mark.parametrize('name', cases())
def test_a_model_of_our_layers_computes_what_one_of_the_released_layers_does(name):
    own, original = [list(results(keras, name)) for keras in (compat, released.load())]
    for (part, values), (_, expected) in zip(own, original):
        if part in ('weights', 'trained', 'shapes', 'configs'):
            assert values == expected, part
            continue
        values, expected = as_list(values), as_list(expected)
        assert len(values) == len(expected)
        for value, number in zip(values, expected):
            np.testing.assert_allclose(value, number, 1e-4, 1e-5, err_msg=part)
