"""Layers without positions or steps of their own, by all their arguments: a script and a test.

These are the layers of the core, merging ones, noise, Embedding, BatchNormalization and activations.
A row is the text of a constructor and the shapes of the inputs without the batch.
"""
import functools
import json
from typing import NamedTuple, Tuple

import numpy as np

from spatial_cases import failure, sums_of

FLAT, SERIES, IMAGE, VIDEO = (6,), (5, 4), (4, 5, 3), (2, 4, 3, 5)
NAMES = ('Conv1D', 'Conv2D', 'GRU', 'GlobalAveragePooling2D', 'GlobalMaxPooling1D', 'LSTM', 'Lambda',
         'MaxPooling1D', 'SimpleRNN', 'TimeDistributed', 'AveragePooling2D',
         'ActivityRegularization', 'Activation', 'Add', 'AlphaDropout', 'Average', 'BatchNormalization', 'Concatenate',
         'Dense', 'Dot', 'Dropout', 'ELU', 'Embedding', 'Flatten', 'GaussianDropout',
         'GaussianNoise', 'LeakyReLU', 'Masking', 'Maximum', 'Minimum', 'Multiply',
         'PReLU', 'Permute', 'ReLU', 'RepeatVector', 'Reshape', 'Softmax', 'SpatialDropout1D', 'SpatialDropout2D',
         'SpatialDropout3D', 'Subtract', 'ThresholdedReLU')
THROUGH_TIME = ('LSTM(', 'GRU(', 'RNN(')
MODELS = ('Sequential(', 'functional(')
BATCH = 2


class Row(NamedTuple):
    """A constructor and its inputs; those that are masked are zeros in some steps, under Masking.

    ``random`` rows draw in training: what is asked is along which axes all values are the same. The batch size of
    ``fixed`` ones is known.
    """

    text: str
    shapes: Tuple
    masked: Tuple
    random: bool
    fixed: bool = False


def rows(texts, *shapes, **options):
    """Rows of these inputs."""
    masked = options.get('masked', ())
    return [Row(text, shapes, masked if isinstance(masked, tuple) else (masked,) * len(shapes),
                options.get('random', False), options.get('fixed', False)) for text in texts]


ACTIVATIONS = ('linear', 'relu', 'tanh', 'sigmoid', 'hard_sigmoid', 'exponential', 'elu', 'selu', 'softplus',
               'softsign')
OF_DENSE = ("activation='tanh'", 'use_bias=False', "kernel_initializer='ones'", "bias_initializer='ones'",
            "kernel_regularizer='l2'", "bias_regularizer='l1'", "activity_regularizer='l1_l2'",
            "kernel_constraint='max_norm'", "bias_constraint='non_neg'", "name='mine', trainable=False")
OF_NORMALIZATION = ('', 'momentum=0.5', 'epsilon=0.5', 'center=False', 'scale=False', 'center=False, scale=False',
                    "beta_initializer='ones'", "gamma_initializer='zeros'", "moving_mean_initializer='ones'",
                    "moving_variance_initializer='zeros'", "beta_regularizer='l2'", "gamma_regularizer='l1'",
                    "beta_constraint='non_neg'", "gamma_constraint='max_norm'", 'trainable=False', 'axis=1')
ELEMENTWISE = ('Add()', 'Multiply()', 'Average()', 'Maximum()', 'Minimum()', 'Subtract()')

GROUPS = {
    'core': (
        rows(['Dense(3, %s)' % one for one in OF_DENSE] + ['Dense(3)'], FLAT)
        + rows(["Dense(3, activation='softmax', use_bias=False)"], SERIES) + rows(['Dense(3)'], SERIES, masked=True)
        + rows(["Activation('%s')" % name for name in ACTIVATIONS], FLAT)
        + rows(["Activation('softmax')", 'Activation(K.tanh)'], SERIES, masked=True)
        + rows(['Flatten()', "Flatten(data_format='channels_first')"], IMAGE)
        + rows(["Flatten(data_format='channels_first')", "Flatten('channels_last')"], SERIES)
        + rows(['Reshape((3, 2))', 'Reshape((-1,))', 'Reshape([2, -1, 1])', 'Reshape((6,))'], FLAT)
        + rows(['Reshape((5, 12))'], IMAGE)
        + rows(['Permute((2, 1))', 'Permute([1, 2])'], SERIES) + rows(['Permute((3, 1, 2))'], IMAGE)
        + rows(['RepeatVector(1)', 'RepeatVector(3)'], FLAT)
        + rows(['ActivityRegularization()', 'ActivityRegularization(l1=0.5)', 'ActivityRegularization(l2=0.25)',
                'ActivityRegularization(0.5, 0.25)'], FLAT)
        + rows(['ActivityRegularization(l1=0.5)'], SERIES, masked=True)
        + rows(['Masking()', 'Masking(mask_value=0.5)'], SERIES)
    ),
    'noise': (
        rows(['Dropout(0.)', 'Dropout(0)', 'Dropout(1.)', 'Dropout(0, seed=1)', 'GaussianDropout(0.)',
              'GaussianDropout(1.)', 'AlphaDropout(0.)', 'AlphaDropout(1.)', 'GaussianNoise(0.)'], FLAT)
        + rows(['Dropout(0.)', 'GaussianNoise(0.)', 'AlphaDropout(0.)'], SERIES, masked=True)
        + rows(['SpatialDropout1D(0.)'], SERIES) + rows(["SpatialDropout2D(0., data_format='channels_first')"], IMAGE)
        + rows(['Dropout(0.5)', 'Dropout(0.5, noise_shape=(None, 1, None))', 'Dropout(0.5, (None, None, 1), seed=3)',
                'Dropout(0.5, noise_shape=[32, 1, 1])', 'SpatialDropout1D(0.5)', 'GaussianDropout(0.5)',
                'AlphaDropout(0.5)', 'AlphaDropout(0.5, noise_shape=(32, 1, 4), seed=3)', 'GaussianNoise(0.5)'],
               SERIES, random=True)
        + rows(['SpatialDropout1D(0.5)', 'GaussianDropout(0.5)', 'Dropout(0.25)'], SERIES, masked=True, random=True)
        + rows(['SpatialDropout2D(0.5)', "SpatialDropout2D(0.5, data_format='channels_first')"], IMAGE, random=True)
        + rows(['SpatialDropout3D(0.5)', "SpatialDropout3D(0.5, data_format='channels_first')"], VIDEO, random=True)
    ),
    'merge': (
        rows(ELEMENTWISE, FLAT, FLAT) + rows(ELEMENTWISE[:-1], SERIES, SERIES, SERIES, masked=(True, False, True))
        + rows(ELEMENTWISE, SERIES, (4,)) + rows(ELEMENTWISE[:2], (4,), SERIES)
        + rows(['Add()', 'Maximum()'], (5, 1), SERIES) + rows(['Multiply()'], (5, 1), (1, 4), masked=(True, False))
        + rows(['Average()'], IMAGE, (3,), (5, 3)) + rows(['Subtract()'], SERIES, SERIES, masked=True)
        + rows(['Concatenate()', 'Concatenate(axis=1)'], FLAT, FLAT, (6,))
        + rows(['Concatenate()', 'Concatenate(-2)', 'Concatenate(axis=1)', 'Concatenate(axis=2)', 'Concatenate(0)'],
               SERIES, SERIES, masked=(True, True))
        + rows(['Concatenate()', 'Concatenate(1)'], SERIES, SERIES, masked=(True, False))
        + rows(['Concatenate()'], SERIES, (5, 2)) + rows(['Concatenate(1)'], SERIES, (3, 4))
        + rows(['Dot(1)', 'Dot(-1)', 'Dot([1, 1], normalize=True)', 'Dot((1, 1))'], FLAT, FLAT)
        + rows(['Dot(1)', 'Dot(2)', 'Dot(axes=(1, 1), normalize=True)', 'Dot(-1, True)', 'Dot((2, 2))'], SERIES, SERIES)
        + rows(['Dot((2, 1))', 'Dot([-1, -2], normalize=True)'], (5, 4), (4, 3))
        + rows(['Dot((2, 1))'], SERIES, (4,)) + rows(['Dot((1, 2))'], (4,), SERIES)
        + rows(['Dot(2)'], SERIES, SERIES, masked=True)
    ),
    'embedding': (
        rows(['Embedding(5, 3)', "Embedding(5, 3, 'ones')", "Embedding(5, 3, embeddings_regularizer='l2')",
              "Embedding(5, 3, activity_regularizer='l1')", "Embedding(5, 3, embeddings_constraint='max_norm')",
              'Embedding(5, 3, mask_zero=True)', 'Embedding(5, 3, input_length=4)',
              'Embedding(5, 3, input_length=(4,))', 'Embedding(5, 3, mask_zero=True, input_length=4)',
              'Embedding(input_dim=5, output_dim=3, trainable=False)'], (4,))
        + rows(['Embedding(5, 3)', 'Embedding(5, 3, input_length=(2, 4))', 'Embedding(5, 3, input_length=(None, 4))',
                'Embedding(5, 3, mask_zero=True)'], (2, 4))
    ),
    'normalization': (
        rows(['BatchNormalization(%s)' % one for one in OF_NORMALIZATION], FLAT)
        + rows(['BatchNormalization()', 'BatchNormalization(1)', 'BatchNormalization(axis=2, scale=False)'], IMAGE)
        + rows(['BatchNormalization()', 'BatchNormalization(axis=1)', 'BatchNormalization(-2)'], SERIES)
        + rows(['BatchNormalization()', 'BatchNormalization(trainable=False)'], SERIES, masked=True)
        + rows(['BatchNormalization()', 'BatchNormalization(axis=1)'], VIDEO)
    ),
    'activations': (
        rows(['LeakyReLU()', 'LeakyReLU(alpha=0.75)', 'ELU()', 'ELU(alpha=0.5)', 'ThresholdedReLU()',
              'ThresholdedReLU(theta=0.25)', 'Softmax()', 'ReLU()', 'ReLU(max_value=0.5)', 'ReLU(negative_slope=0.25)',
              'ReLU(threshold=0.25)', 'ReLU(0.75, 0.5, 0.25)', 'ReLU(max_value=0.)', 'PReLU()',
              "PReLU(alpha_initializer='ones')", "PReLU(alpha_regularizer='l2')", "PReLU(alpha_constraint='non_neg')",
              'PReLU(shared_axes=1)', 'PReLU(trainable=False)'], FLAT)
        + rows(['PReLU()', 'PReLU(shared_axes=[1])', 'PReLU(shared_axes=(1, 2))', 'PReLU(shared_axes=[1, 2, 3])',
                'PReLU(shared_axes=3)', 'PReLU(shared_axes=[-1])',
                'Softmax(axis=1)', 'Softmax(-2)', 'Softmax(axis=3)'], IMAGE)
        + rows(['LeakyReLU()', 'PReLU(shared_axes=[1])', 'ELU()', 'ThresholdedReLU()', 'Softmax()', 'Softmax(axis=1)',
                'ReLU()'], SERIES, masked=True)
    ),
    'lambda': rows(['Lambda(lambda x: 2 * x)', 'Lambda(lambda x: x[:, :2], output_shape=(2,))'], FLAT),
}

# Arguments or inputs that are wrong: the class, the text of its arguments, the shapes of its inputs.
WRONG = (
    [('Dense', text, (FLAT,)) for text in (
        '', "'a'", '3.5', 'None', '[3]', "3, activation='rellu'", "3, kernel_initializer='x'", '3, bias_constraint=7',
        '3, colour=1', "3, kernel_regularizer='l3'", 'units=3, output_dim=4')]
    + [('Dense', '3', shapes) for shapes in ((FLAT, FLAT), ((),), ((None,),), ((4, None),))]
    + [('Activation', text, (FLAT,)) for text in ('', "'rellu'", '7', "'relu', 1")]
    + [('Dropout', text, (FLAT,)) for text in (
        '', "'a'", 'None', '-0.5', '1.5', '0.5, 3', "0.5, 'a'", '0.5, (1, 1, 1)', '0.5, (2, 4)', '0.5, (1,)',
        '0., (1, 1, 1)')]
    + [('Dropout', '0.5, (4, 1)', (SERIES,)), ('AlphaDropout', '0.5, 3', (FLAT,)), ('AlphaDropout', '0.5, (1, 1, 1)', (
        FLAT,))]
    + [('SpatialDropout1D', '0.5', (FLAT,)), ('SpatialDropout2D', '0.5', (SERIES,)), ('SpatialDropout3D', '0.5', (
        IMAGE,)), ('SpatialDropout2D', "0.5, 'first'", (IMAGE,)), ('SpatialDropout1D', "0.5, 'channels_first'", (
            SERIES,))]
    + [('Flatten', '', (FLAT,)), ('Flatten', '', ((None, 4),)), ('Flatten', "'first'", (IMAGE,))]
    + [('Reshape', text, (FLAT,)) for text in (
        '', '(4, 2)', '(-1, -1)', '3', '(-1, 4)', "('a',)", '(None, 3)', '(0, 3)', '(2., 3.)')]
    + [('Reshape', text, ((None, 3),)) for text in ('(-1, 6)', '(2, -1)', '(2, 6)')]
    + [('Permute', text, (SERIES,)) for text in ('', '2', '(1,)', '(2, 1, 3)', '(1, 3)', "'ab'", '(1., 2.)')]
    + [('RepeatVector', '2', (SERIES,)), ('RepeatVector', '', (FLAT,)), ('RepeatVector', "'a'", (FLAT,))]
    + [('Lambda', text, (FLAT,)) for text in ('', 'None', "lambda x: x, output_shape='a'", 'lambda: 1')]
    + [('ActivityRegularization', '0.1, 0.1, 0.1', (FLAT,)), ('ActivityRegularization', 'l3=1', (FLAT,)),
       ('Masking', '0., 1', (SERIES,)), ('GaussianNoise', '', (FLAT,)), ('GaussianDropout', "'a'", (FLAT,)),
       ('AlphaDropout', '', (FLAT,))]
    + [(name, '', shapes) for name in ('Add', 'Subtract', 'Multiply', 'Average', 'Maximum', 'Minimum', 'Concatenate')
       for shapes in ((FLAT,), (FLAT, (5,)), (SERIES, (3,)), (FLAT, FLAT, FLAT), (IMAGE, SERIES))]
    + [('Add', '2', (FLAT, FLAT)), ('Concatenate', "'a'", (FLAT, FLAT)), ('Concatenate', '3', (SERIES, SERIES)),
       ('Concatenate', '1', (SERIES, (5, 3))), ('Concatenate', '1, 2', (FLAT, FLAT))]
    + [('Dot', text, (FLAT, FLAT)) for text in ('', "'a'", '(1,)', '(1, 1, 1)', '(1, 1.5)', '2', 'None', '{1}')]
    + [('Dot', '1', (SERIES,)), ('Dot', '1', (FLAT,) * 3), ('Dot', '(1, 2)', (SERIES, SERIES))]
    + [('Embedding', text, ((4,),)) for text in (
        '', '5', "'a', 3", "5, 'a'", '5.5, 3', 'None, 3',
        '5, 3, input_length=3', '5, 3, input_length=(2, 4)', "5, 3, 'x'", '5, 3, colour=1',
        "5, 3, embeddings_constraint='x'")]
    + [('BatchNormalization', text, (SERIES,)) for text in (
        'axis=3', "axis='a'", 'axis=None', "beta_initializer='x'", 'mode=1', "gamma_regularizer='x'", 'colour=1')]
    + [('BatchNormalization', '', ((5, None),)), ('BatchNormalization', '', (SERIES, SERIES))]
    + [('PReLU', text, ((5, None),)) for text in ('', 'shared_axes=1', 'shared_axes=2')]
    + [('PReLU', 'shared_axes=%s' % text, (SERIES,)) for text in ('1.5', '[7]', "'a'", '[-7]', '0')]
    + [('LeakyReLU', "'a'", (FLAT,)), ('LeakyReLU', 'colour=1', (FLAT,)), ('PReLU', "'x'", (FLAT,)),
       ('ELU', 'None', (FLAT,)), ('ThresholdedReLU', "'a'", (FLAT,)), ('Softmax', '', ((),)),
       ('Softmax', 'axis=4', (SERIES,)), ('Softmax', "axis='a'", (FLAT,)), ('ReLU', 'max_value=-1.', (FLAT,)),
       ('ReLU', 'negative_slope=-1.', (FLAT,)), ('ReLU', "'a'", (FLAT,)), ('ReLU', 'threshold=-1.', (FLAT,))])


def make(row):
    """The layer of a row."""
    from compat import backend as K
    from compat import layers, models
    known = {name: getattr(layers, name) for name in NAMES if name + '(' in row.text}
    return eval(row.text, dict(known, K=K, Sequential=models.Sequential, functional=functional))  # noqa: S307


def functional(shape, *parts):
    """The functional model that calls these layers one after the other."""
    from compat import layers, models
    inputs = layers.Input(shape)
    return models.Model(inputs, functools.reduce(lambda tensor, layer: layer(tensor), parts, inputs))


def identity(row):
    """The name of a row in the stored table."""
    masked, batch = ' masked %s' % (row.masked,) if row.masked else '', ' of a known batch' if row.fixed else ''
    return '%s on %s%s%s' % (row.text, ' '.join(map(str, row.shapes)), masked, batch)


def numbers(place, sizes):
    """The same numbers for a place everywhere, between 0.1 and 1, with signs where they are no variances."""
    return np.random.RandomState(place).uniform(0.1, 1, sizes).astype('float32')


def data_of(row):
    """What the inputs of a row are given."""
    arrays = [2 * numbers(10 + place, (BATCH,) + shape) - 1.1 for place, shape in enumerate(row.shapes)]
    if 'Embedding' in row.text:
        return [np.floor(2.5 * (array + 1)) for array in arrays]
    for place, (array, masked) in enumerate(zip(arrays, row.masked)):
        if masked:
            array[0, 1 + place:3] = array[1, 4 - place:] = 0
    return arrays


def as_list(value):
    """The value in a list, unless it is one."""
    return list(value) if isinstance(value, (list, tuple)) else [value]


def without_names(value):
    """A config without what differs by the process or every layer has: names, code."""
    if isinstance(value, dict):
        return [[key, 'code' if key in ('function', 'output_shape') and 'function_type' in value and isinstance(
            one, (list, tuple)) and len(one) == 3 else without_names(one)] for key, one in value.items()
            if key not in ('name', 'trainable', 'dtype', 'batch_input_shape')]
    return [without_names(one) for one in value] if isinstance(value, (list, tuple)) else value


def plain(value):
    """The value as JSON has it: numbers of numpy as those of Python, tensors as that word."""
    return json.loads(json.dumps(value, default=lambda one: one.item() if hasattr(one, 'item') else 'tensor'))


def error_or(function):
    """What the function returns, or the class of its error."""
    try:
        return function()
    except Exception as error:  # noqa: BLE001, which one is what is asked
        return type(error).__name__


def single(values):
    """The value of a list of one, else the list."""
    return values[0] if len(values) == 1 else values


def unknown(shape):
    """The shape with only its last size."""
    return (None,) * (len(shape) - 1) + shape[-1:]


def constant(array):
    """The number that a weight has everywhere, or that it is drawn."""
    return float(array.flat[0]) if (array == array.flat[0]).all() else 'drawn'


def counted(layer, of, *inputs):
    """How many losses or updates there are: all, of no inputs, and of these."""
    return [len(getattr(layer, of))] + [len(getattr(layer, 'get_%s_for' % of)(one)) for one in (None,) + inputs]


def of_call(layer, of, inputs):
    """The losses or updates of a call, after those of no inputs."""
    get = getattr(layer, 'get_%s_for' % of)
    return list(get(None)) + list(get(single(inputs)))


def kind_of(value):
    return type(value).__name__


def known_of(row, layer, tensors, outputs):
    """What there is to know before anything is computed."""
    from compat import backend as K
    from compat import layers
    known = {'flags': [bool(layer.stateful), bool(layer.supports_masking), bool(layer.trainable), bool(layer.built)],
             'static': [K.int_shape(output) for output in outputs],
             'losses': counted(layer, 'losses', single(tensors)), 'updates': counted(layer, 'updates'),
             'masks': [mask is not None for mask in as_list(layer.output_mask)]}
    if not any(model in row.text for model in MODELS):  # whose configs are the host's
        known['config'] = without_names(error_or(layer.get_config))
    if isinstance(known.get('config'), list):
        again = error_or(lambda: type(layer).from_config(layer.get_config()).get_config())
        known['again'] = without_names(again) == known['config']
    shapes = [[(BATCH,) + shape for shape in row.shapes], [(None,) + unknown(shape) for shape in row.shapes]]
    known['shapes'] = [error_or(functools.partial(make(row).compute_output_shape, single(one))) for one in shapes]
    known['unknown'] = error_or(lambda: [K.int_shape(output) for output in as_list(make(row)(single([
        layers.Input(unknown(shape)) for shape in row.shapes])))])
    if isinstance(known['unknown'], str):
        known['unknown'] = 'refused'
    return known


def called(row):
    """The layer of a row, its inputs, what it is called on, its outputs, and what is known then."""
    from compat import layers
    inputs = [layers.Input(batch_shape=(BATCH if row.fixed else None,) + shape) for shape in row.shapes]
    tensors = [layers.Masking()(tensor) if masked else tensor
               for tensor, masked in zip(inputs, row.masked or (False,) * len(inputs))]
    layer = make(row)
    outputs = as_list(layer(single(tensors)))
    known = known_of(row, layer, tensors, outputs)
    return layer, inputs, tensors, outputs, known


def weights_of(layers):
    """What is known of the weights of each of the layers, which get numbers that are the same everywhere then."""
    from compat import backend as K
    weights = [weight for layer in layers for weight in layer.weights]
    arrays = dict(zip(map(id, weights), K.batch_get_value(weights)))
    K.batch_set_value([(weight, numbers(place, arrays[id(weight)].shape))
                       for layer in layers for place, weight in enumerate(layer.weights)])
    return [[[weight.name.split('/')[-1].split(':')[0], list(arrays[id(weight)].shape), constant(arrays[id(weight)]),
              any(weight is one for one in layer.trainable_weights), kind_of(getattr(weight, 'constraint', None))]
             for weight in layer.weights] for layer in layers]


def weighted(outputs, row):
    """A number to differentiate: the sum of all outputs, each of their numbers times one of its own."""
    from compat import backend as K
    return sum(K.sum(output * K.constant(numbers(20 + place, [BATCH if size is None else size for size in K.int_shape(
        output)]))) for place, output in enumerate(outputs))


def wanted_of(row, layer, inputs, tensors, outputs):
    """Names and tensors of what is computed of a row."""
    from compat import backend as K
    from compat import layers
    wanted = [('output', output) for output in outputs]
    # Hosts keep masks that no function computes; a layer is told them.
    told = layers.Lambda(lambda x, mask: K.cast(mask, 'float32'), output_shape=lambda shape: shape[:-1],
                         mask=lambda inputs, mask: None)
    wanted += [('mask', told(output)) for output, mask in zip(outputs, as_list(layer.output_mask)) if mask is not None]
    # Of a known batch Keras 2 counts penalties twice; here one of them has no number outside of training.
    kinds = [('loss', None)] + ([] if row.fixed else [('penalty', single(tensors))])
    wanted += [(name, K.constant(0.) + loss) for name, given in kinds for loss in layer.get_losses_for(given)]
    # Keras 2 gives the gradients of embeddings sparse; those through time take long to compile.
    if any(name in row.text for name in ('Embedding', 'Concatenate(0)') + THROUGH_TIME):
        return wanted
    sources = inputs + list(layer.trainable_weights)
    return wanted + [('gradient', gradient) for gradient in K.gradients(weighted(outputs, row), sources)]


def entry(value):
    """The shape of an array and three sums of random signs; None as it is."""
    return None if value is None else [list(np.shape(value)), sums_of(value)]


def table_of(group):
    """What is known and computed of these rows, by their names."""
    from compat import backend as K
    K.clear_session()
    table, inputs, data, wanted, updates, called_layers = {}, [], [], [], [], {}
    for row in group:
        if row.random:
            continue
        made = error_or(functools.partial(called, row))
        if isinstance(made, str):
            table[identity(row)] = {'error': made}
            continue
        layer, own_inputs, tensors, outputs, known = made
        table[identity(row)] = known
        inputs += own_inputs
        data += data_of(row)
        wanted += [(identity(row), name, tensor) for name, tensor in wanted_of(
            row, layer, own_inputs, tensors, outputs)]
        called_layers[identity(row)] = layer
        own_updates = of_call(layer, 'updates', tensors)
        updates += own_updates
        if own_updates:
            table[identity(row)]['after'] = None
    for name, weights in zip(called_layers, weights_of(list(called_layers.values()))):
        table[name]['weights'] = weights
    computed = [tensor for _, _, tensor in wanted if tensor is not None]
    function = K.function(inputs + [K.learning_phase()], computed) if computed else None
    for phase in (0, 1) if computed else ():
        values = iter(function(data + [phase]))
        for name, part, tensor in wanted:
            table[name].setdefault('phase %d' % phase, []).append(
                [part, entry(None if tensor is None else next(values))])
    if updates:
        K.function(inputs + [K.learning_phase()], [computed[0]], updates=updates)(data + [1])
        for name, layer in called_layers.items():
            if 'after' in table[name]:
                table[name]['after'] = [entry(array) for array in layer.get_weights()]
    table.update(drawn([row for row in group if row.random]))
    for entries in table.values():
        if entries.get('phase 0') == entries.get('phase 1'):
            entries.pop('phase 1', None)
    return plain(table)


def drawn(rows_of_noise):
    """What is known of layers that draw in training, and along which axes they draw the same for inputs of ones."""
    from compat import backend as K
    if not rows_of_noise:
        return {}
    made = [called(row) for row in rows_of_noise]
    inputs = [tensor for _, tensors, _, _, _ in made for tensor in tensors]
    function = K.function(inputs + [K.learning_phase()], [outputs[0] for _, _, _, outputs, _ in made])
    data = [np.ones((32,) + row.shapes[0], 'float32') for row in rows_of_noise]
    table, in_training, otherwise = {}, function(data + [1]), function(data + [0])
    for row, (_, _, _, _, known), array, unchanged in zip(rows_of_noise, made, in_training, otherwise):
        same = [bool(np.all(array == np.take(array, [0], axis=axis))) for axis in range(array.ndim)]
        table[identity(row)] = dict(known, same_along=same, identity=bool(np.all(unchanged == 1)))
    return table


def refused(wrong=WRONG):
    """{call: [where it raises, the class of the error]} of what is wrong."""
    return {'%s(%s) on %s' % (name, text, ' '.join(map(str, shapes))): failure(name, text, shapes)
            for name, text, shapes in wrong}


def same(one, other):
    """Whether two values are equal, sums but for their last digits."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, float) and isinstance(other, (int, float)):
        return abs(one - other) <= 1e-4 * abs(one) + 1e-4
    return one == other


def differences(expected, actual):
    """{part: (expected, actual)} of the parts of an entry that are not the same."""
    return {part: (expected.get(part), actual.get(part)) for part in sorted(set(expected) | set(actual))
            if not same(expected.get(part), actual.get(part))}
