"""Convolutional recurrent layers over the cell of Keras 2, for a script and a test."""
import numpy as np

CELLS = [
    {'padding': 'same'},
    {'strides': 2, 'activation': 'relu', 'recurrent_activation': 'sigmoid'},
    {'dilation_rate': (2, 1), 'use_bias': False},
    {'padding': 'same', 'data_format': 'channels_first', 'unit_forget_bias': False},
]
LAYERS = [{}, {'return_sequences': True, 'go_backwards': True}, {'return_state': True}, {'return_sequences': True}]
VIDEO = np.random.RandomState(5).uniform(-1, 1, (2, 3, 5, 6, 2)).astype('float32')
FILTERS, SIZE = 3, (3, 2)


def weights(shapes):
    """Weights of those shapes, the same everywhere."""
    random = np.random.RandomState(6)
    return [random.uniform(-0.5, 0.5, shape).astype('float32') for shape in shapes]


def given(index):
    """The inputs of a case."""
    return VIDEO.transpose((0, 1, 4, 2, 3)) if 'data_format' in CELLS[index] else VIDEO


def predicted(make):
    """What one model of the layers of all cases gives, as a dict: by the case and the place of the output.

    ``make(cell options, layer options)`` gives a layer.
    """
    from compat import layers
    from compat.models import Model
    inputs, outputs, names = [], [], []
    for index, (cell, options) in enumerate(zip(CELLS, LAYERS)):
        inputs.append(layers.Input(given(index).shape[1:]))
        layer = make(cell, options)
        made = layer(inputs[-1])
        made = list(made) if isinstance(made, (list, tuple)) else [made]
        layer.set_weights(weights([weight.shape for weight in layer.get_weights()]))
        outputs += made
        names += ['%d: %d' % (index, place) for place in range(len(made))]
    return dict(zip(names, Model(inputs, outputs).predict([given(index) for index in range(len(CELLS))])))


def over_a_cell(cell, options):
    """The layer that goes through time with the cell."""
    from compat.layers import ConvLSTM2DCell
    from compat.layers.convolutional_recurrent import ConvRNN2D
    return ConvRNN2D(ConvLSTM2DCell(FILTERS, SIZE, **cell), **options)
