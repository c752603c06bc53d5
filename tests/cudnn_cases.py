"""Layers of cuDNN with weights in its layout, and the plain layers that compute the same, for a script and a test."""
import numpy as np

CASES = [
    ('CuDNNGRU', {}),
    ('CuDNNGRU', {'return_sequences': True, 'go_backwards': True}),
    ('CuDNNGRU', {'return_sequences': True, 'return_state': True}),
    ('CuDNNLSTM', {}),
    ('CuDNNLSTM', {'return_sequences': True, 'go_backwards': True}),
    ('CuDNNLSTM', {'return_sequences': True, 'return_state': True}),
]
PLAIN = {'CuDNNGRU': ('GRU', {'recurrent_activation': 'sigmoid', 'reset_after': True}),
         'CuDNNLSTM': ('LSTM', {'recurrent_activation': 'sigmoid'})}
GATES = {'CuDNNGRU': 3, 'CuDNNLSTM': 4}
UNITS, WIDTH = 3, 5
SERIES = np.random.RandomState(8).uniform(-1, 1, (2, 4, WIDTH)).astype('float32')


def identity(index):
    """The name of a case among the tests and in the stored file."""
    name, options = CASES[index]
    return '%d %s %s' % (index, name, ' '.join(sorted(options)))


def weights(name):
    """The kernel, the recurrent kernel and the biases, in the layout of cuDNN."""
    random, width = np.random.RandomState(GATES[name]), GATES[name] * UNITS
    return [random.uniform(-1, 1, shape).astype('float32') for shape in ((WIDTH, width), (UNITS, width), (2 * width,))]


def plain(kind, **options):
    """The plain layer that computes what the layer of cuDNN does."""
    from compat import layers
    plain_name, fixed = PLAIN[kind]
    return getattr(layers, plain_name)(UNITS, **dict(fixed, **options))


def predicted(make, values):
    """What one model of the layers of all cases gives for SERIES, as a dict: by the case and the place of the output.

    ``make(name, **options)`` gives a layer, ``values(layer, name)`` its weights.
    """
    from compat import layers
    from compat.models import Model
    inputs, outputs, names = layers.Input(SERIES.shape[1:]), [], []
    for index, (name, options) in enumerate(CASES):
        layer = make(name, **options)
        given = layer(inputs)
        given = list(given) if isinstance(given, (list, tuple)) else [given]
        layer.set_weights(values(layer, name))
        outputs += given
        names += ['%s: %d' % (identity(index), place) for place in range(len(given))]
    return dict(zip(names, Model(inputs, outputs).predict(SERIES)))
