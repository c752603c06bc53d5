"""The argument dtype of layers: in Keras 2.2 that of the input of a first layer, of no other layer."""
import pytest

from compat import backend as K
from compat import process
from compat.layers import (LSTM, Activation, Add, BatchNormalization, Bidirectional, Conv1D, Dense, Dropout, Embedding,
                           Flatten, Input, Lambda, MaxPooling1D, PReLU, Reshape, TimeDistributed)
from compat.models import Sequential

LAYERS = {
    'Dense': lambda **options: Dense(2, **options), 'Conv1D': lambda **options: Conv1D(2, 2, **options),
    'LSTM': lambda **options: LSTM(2, **options), 'BatchNormalization': BatchNormalization,
    'Dropout': lambda **options: Dropout(0.5, **options), 'Activation': lambda **options: Activation('relu', **options),
    'Flatten': Flatten, 'Lambda': lambda **options: Lambda(lambda x: 2 * x, **options), 'PReLU': PReLU,
    'MaxPooling1D': MaxPooling1D, 'Reshape': lambda **options: Reshape((2, 3), **options), 'Add': Add,
    'TimeDistributed': lambda **options: TimeDistributed(Dense(2), **options),
    'Bidirectional': lambda **options: Bidirectional(LSTM(2), **options),
}


@pytest.mark.parametrize('name', sorted(LAYERS))
@pytest.mark.parametrize('argument', ['dtype', 'input_dtype'])
def test_a_layer_without_an_input_shape_computes_in_the_dtype_of_what_it_is_called_on(name, argument):
    layer = LAYERS[name](**{argument: 'float16'})
    ignored = process.dialect().layers_ignore_dtype
    assert ('dtype' in layer.get_config()) == (not ignored)
    if ignored:
        x = Input((3, 2))
        outputs = layer([x, x] if name == 'Add' else x)
        assert {K.dtype(tensor) for tensor in [outputs] + layer.weights} == {'float32'}


def test_a_first_layer_has_the_dtype_of_its_input():
    for layer in (Flatten(input_shape=(3, 2), dtype='int32'), Activation('relu', input_shape=(3,), dtype='int32')):
        model = Sequential([layer])
        assert K.dtype(model.input) == K.dtype(model.output) == layer.get_config()['dtype'] == 'int32'
    assert K.dtype(Sequential([Embedding(5, 2, input_length=3)]).output) == 'float32'
