"""Subclasses of every built-in layer that override what a layer has: rows for a script and a test.

Each class adds weights and an argument of its own, and computes further with what its base gave. All of them are in one
model, which is run and trained by a step.
"""
import numpy as np

from layer_table import BATCH, as_list, numbers, plain, same, single
from spatial_cases import sums_of
from updates_in_order import steps_in_order

FLAT, SERIES, IMAGE, VIDEO = (6,), (5, 4), (6, 5, 3), (4, 4, 4, 2)
ALL = {
    FLAT: ('Dense(3)', "Activation('tanh')", 'Dropout(0.)', 'RepeatVector(2)', 'Reshape((3, 2))',
           'ActivityRegularization(l2=0.25)', 'Lambda(double)', 'GaussianNoise(0.)', 'GaussianDropout(0.)',
           'AlphaDropout(0.)', 'BatchNormalization()', 'LeakyReLU()', 'PReLU()', 'ELU()', 'ThresholdedReLU()',
           'Softmax()', 'ReLU()'),
    SERIES: ('Masking()', 'Permute((2, 1))', 'SpatialDropout1D(0.)', 'Conv1D(2, 2)', 'SeparableConv1D(2, 2)',
             'LocallyConnected1D(2, 2)', 'UpSampling1D()', 'ZeroPadding1D()', 'Cropping1D()', 'MaxPooling1D()',
             'AveragePooling1D()', 'GlobalMaxPooling1D()', 'GlobalAveragePooling1D()', 'SimpleRNN(2)', 'GRU(2)',
             'LSTM(2, return_sequences=True)', 'RNN(LSTMCell(2))', 'TimeDistributed(Dense(2))',
             'Bidirectional(GRU(2))', 'Flatten()'),
    IMAGE: ('SpatialDropout2D(0.)', 'Conv2D(2, 2)', 'Conv2DTranspose(2, 2)', 'SeparableConv2D(2, 2)',
            'DepthwiseConv2D(2)', 'LocallyConnected2D(2, 2)', 'UpSampling2D()', 'ZeroPadding2D()', 'Cropping2D()',
            'MaxPooling2D()', 'AveragePooling2D()', 'GlobalMaxPooling2D()', 'GlobalAveragePooling2D()'),
    VIDEO: ('SpatialDropout3D(0.)', 'Conv3D(2, 2)', 'Conv3DTranspose(2, 2)', 'UpSampling3D()', 'ZeroPadding3D()',
            'Cropping3D()', 'MaxPooling3D()', 'AveragePooling3D()', 'GlobalMaxPooling3D()',
            'GlobalAveragePooling3D()', 'ConvLSTM2D(2, 2)'),
    'pair': ('Add()', 'Subtract()', 'Multiply()', 'Average()', 'Maximum()', 'Minimum()', 'Concatenate()', 'Dot(1)'),
    'words': ('Embedding(5, 2)',),
}
ROWS = [(text, kind) for kind, texts in ALL.items() for text in texts]
# One of each module, which has two outputs.
OF_TWO_OUTPUTS = ('Dense(3)', 'BatchNormalization()', 'Conv1D(2, 2)', 'MaxPooling1D()', 'GRU(2)',
                  'Add()', 'LeakyReLU()', 'GaussianNoise(0.)')
# Those that are trained by a step: what is trained of one layer depends on no other.
TRAINED = ('Dense(3) to 1', 'PReLU() to 1', 'Conv1D(2, 2) to 2', 'Embedding(5, 2) to 1')


def double(x):
    """The function of a Lambda."""
    return 2 * x


def overriding(base):
    """Returns a subclass of a layer that overrides all that layers have."""
    from compat import backend as K

    class Own(base):
        def __init__(self, *args, **kwargs):
            self.factor, self.count = kwargs.pop('factor', 0.5), kwargs.pop('count', 1)
            super().__init__(*args, **kwargs)

        @property
        def trainable_weights(self):
            return [weight for weight in super().trainable_weights if weight is not getattr(self, 'held', None)]

        @property
        def non_trainable_weights(self):
            held = [self.held] if hasattr(self, 'held') else []
            return super().non_trainable_weights + held

        def build(self, input_shape):
            super().build(input_shape)
            self.own = self.add_weight(name='own', shape=(1,), initializer='ones')
            self.held = self.add_weight(name='held', shape=(1,), initializer='zeros')
            self.built = True

        def call(self, inputs):
            outputs = super().call(inputs) * self.own + self.factor * self.held
            return [outputs * (1. + index) for index in range(self.count)] if self.count > 1 else outputs

        def compute_output_shape(self, input_shape):
            shape = super().compute_output_shape(input_shape)
            return [shape] * self.count if self.count > 1 else shape

        def compute_mask(self, inputs, mask=None):
            own = K.not_equal(as_list(inputs)[0], 0.25)
            return [None] + [own] * (self.count - 1) if self.count > 1 else own

        def get_config(self):
            return dict(super().get_config(), factor=self.factor, count=self.count)

    Own.__name__ = Own.__qualname__ = 'Own' + base.__name__
    return Own


def ending():
    """Returns a layer that hands on all its inputs without their masks, by which losses are weighted."""
    from compat.engine.base_layer import Layer

    class Ending(Layer):
        def call(self, inputs):
            return [tensor + 0. for tensor in inputs]

        def compute_output_shape(self, input_shape):
            return input_shape

        def compute_mask(self, inputs, mask=None):
            return [None] * len(inputs)

    return Ending


def classes():
    """The subclasses by their names."""
    from compat import layers
    names = {text.partition('(')[0] for text, _ in ROWS}
    return {'Own' + name: overriding(getattr(layers, name)) for name in sorted(names)}


def made(text, own, count):
    """The layer of a row."""
    from compat import layers
    name, _, arguments = text.partition('(')
    known = {inner: getattr(layers, inner) for inner in ('Dense', 'GRU', 'LSTMCell') if inner + '(' in arguments}
    number = '%s_%d' % (name.lower(), count)
    return eval('Own(%s' % arguments[:-1] + (', ' if arguments[:-1] else '') + 'count=count, name=number)',  # noqa: S307
                dict(known, Own=own['Own' + name], count=count, number=number, double=double))


def inputs_of(kind):
    """The inputs of a row, and what they are given."""
    from compat import layers
    shapes = {'pair': (FLAT, FLAT), 'words': ((4,),)}.get(kind, (kind,))
    arrays = [2 * numbers(10 + place, (BATCH,) + shape) - 1.1 for place, shape in enumerate(shapes)]
    arrays = [np.floor(2.5 * (array + 1)) for array in arrays] if kind == 'words' else arrays
    return [layers.Input(shape) for shape in shapes], arrays


def sums(arrays):
    """The shape of each array and three sums of random signs."""
    return [[list(np.shape(array)), sums_of(array)] for array in arrays]


def told_weights(layer):
    """The names and shapes of the weights of the layer, and whether they are trained."""
    from compat import backend as K
    return [[weight.name, list(K.int_shape(weight)), any(weight is one for one in layer.trainable_weights)]
            for weight in layer.weights]


def values_of(layer):
    """Pairs of the weights of the layer and what they are set to: the same numbers everywhere."""
    from compat import backend as K
    return [(weight, numbers(place, K.int_shape(weight))) for place, weight in enumerate(layer.weights)]


def table():
    """What is known and computed of each row, by its text."""
    from compat import backend as K
    from compat.models import Model
    K.clear_session()
    own, end, found, layers, inputs, data, outputs, values = classes(), ending(), {}, {}, {}, [], [], []
    for text, kind in ROWS:
        if kind not in inputs:
            inputs[kind], arrays = inputs_of(kind)
            data += arrays
        for count in (1, 2) if text in OF_TWO_OUTPUTS else (1,):
            layer, name = made(text, own, count), '%s to %d' % (text, count)
            tensors = as_list(layer(single(inputs[kind])))
            again = type(layer).from_config(layer.get_config())
            found[name] = {
                'shapes': [list(K.int_shape(tensor)) for tensor in tensors], 'weights': told_weights(layer),
                'masks': [mask is not None for mask in as_list(layer.output_mask)],
                'output shape': as_list(layer.output_shape), 'config': list(layer.get_config()),
                'again': [again.factor, again.count, list(again.get_config())]}
            layers[name] = layer
            values += values_of(layer)
            outputs.append((name, tensors))
    tensors = [tensor for _, each in outputs for tensor in each]
    model = Model([one for each in inputs.values() for one in each], end()(tensors))
    again = Model.from_config(model.get_config(), dict(own, double=double, Ending=end))
    found['model'] = {'names': [layer.name for layer in again.layers] == [layer.name for layer in model.layers],
                      'weights': [told[1:] for told in told_weights(again)] == [
                          told[1:] for told in told_weights(model)]}
    K.batch_set_value(values)
    computed = iter(model.predict(data))
    for name, each in outputs:
        found[name]['numbers'] = sums([next(computed) for _ in each])
        found[name]['get_weights'] = [list(array.shape) for array in layers[name].get_weights()]
    train(found, layers, dict(outputs), model.inputs, data)
    return plain(found)


def train(found, layers, outputs, inputs, data):
    """Adds to the entries what a step of training makes of the weights of some layers, and their losses."""
    from compat import backend as K
    from compat.models import Model
    from compat.optimizers import SGD
    tensors = [tensor for name in TRAINED for tensor in outputs[name]]
    model = Model(inputs, ending()()(tensors))
    model.compile(SGD(0.1), 'mse')
    with steps_in_order():
        losses = model.train_on_batch(data, [np.zeros((BATCH,) + K.int_shape(tensor)[1:]) for tensor in tensors])
    losses = iter(losses[1:])
    for name in TRAINED:
        found[name]['losses'] = [float(next(losses)) for _ in outputs[name]]
        found[name]['trained'] = sums(layers[name].get_weights())


def differences(expected, actual):
    """{part: (expected, actual)} of the parts of an entry that are not the same."""
    return {part: (expected.get(part), actual.get(part)) for part in sorted(set(expected) | set(actual))
            if not same(expected.get(part), actual.get(part))}
