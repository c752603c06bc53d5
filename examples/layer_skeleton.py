"""The three methods of a layer of one's own, build, call and compute_output_shape, in all the ways they are used.

With one input, with several inputs and outputs, with a mask, with a loss of the layer's own, shared between two
inputs, in a Sequential and in a functional model.
"""
from __future__ import print_function

import numpy as np
from keras import backend as K
from keras.engine.topology import InputSpec, Layer
from keras.layers import Dense, Embedding, Input, Masking
from keras.models import Model, Sequential


class Project(Layer):
    """One input: (batch, features) to (batch, output_dim)."""

    def __init__(self, output_dim, **kwargs):
        self.output_dim = output_dim  # before super().__init__(), as the documentation has it
        super(Project, self).__init__(**kwargs)

    def build(self, input_shape):
        self.kernel = self.add_weight(name='kernel', shape=(input_shape[1], self.output_dim),
                                      initializer='uniform', trainable=True)
        self.input_spec = InputSpec(ndim=2, axes={-1: input_shape[1]})
        super(Project, self).build(input_shape)

    def call(self, x):
        return K.dot(x, self.kernel)

    def compute_output_shape(self, input_shape):
        return (input_shape[0], self.output_dim)


class SumAndGap(Layer):
    """Two inputs and two outputs: the weighted sum (batch, features), and the mean gap (batch,) of the two."""

    def build(self, input_shape):
        assert isinstance(input_shape, list)
        left, right = input_shape
        assert left == right, (left, right)
        self.balance = self.add_weight(name='balance', shape=(left[-1],), initializer='ones')
        super(SumAndGap, self).build(input_shape)

    def call(self, inputs):
        assert isinstance(inputs, list)
        left, right = inputs
        return [left + self.balance * right, K.mean(K.abs(left - right), axis=-1)]

    def compute_output_shape(self, input_shape):
        left, right = input_shape
        return [left, left[:-1]]


class MaskedMean(Layer):
    """The mean over the steps that the mask lets through; the mask ends here."""

    def __init__(self, **kwargs):
        super(MaskedMean, self).__init__(**kwargs)
        self.supports_masking = True

    def call(self, inputs, mask=None):
        if mask is None:
            return K.mean(inputs, axis=1)
        weights = K.expand_dims(K.cast(mask, K.floatx()), axis=-1)
        return K.sum(inputs * weights, axis=1) / K.sum(weights, axis=1)

    def compute_mask(self, inputs, mask=None):
        return None

    def compute_output_shape(self, input_shape):
        return (input_shape[0], input_shape[2])


class Sparse(Layer):
    """Passes its input on, and asks for small numbers: a loss that depends on the input."""

    def __init__(self, rate, **kwargs):
        super(Sparse, self).__init__(**kwargs)
        self.rate = rate

    def call(self, inputs):
        self.add_loss(self.rate * K.mean(K.square(inputs)), inputs=inputs)
        return inputs

    def get_config(self):
        return dict(super(Sparse, self).get_config(), rate=self.rate)


np.random.seed(5)
rows = np.random.rand(8, 6)

# One input, in a Sequential: the shape is told to the first layer.
chain = Sequential()
chain.add(Project(4, input_shape=(6,), name='first'))
chain.add(Project(2))
assert [layer.built for layer in chain.layers] == [True, True]
assert chain.layers[0].input_shape == (None, 6) and chain.layers[0].output_shape == (None, 4)
first, second = chain.get_weights()
assert np.allclose(chain.predict(rows), rows.dot(first).dot(second), atol=1e-5)
print('chain:', chain.input_shape, '->', chain.output_shape, [weight.name for weight in chain.weights])

# Several inputs and outputs, and a layer that is used twice.
left, right = Input(shape=(6,)), Input(shape=(3,))
project, other = Project(5), Project(5)
total, gap = SumAndGap(name='meet')([project(left), other(right)])
model = Model([left, right], [total, gap])
inputs = [rows, np.random.rand(8, 3)]
results = model.predict(inputs)
assert [result.shape for result in results] == [(8, 5), (8,)]
assert model.get_layer('meet').input_shape == [(None, 5), (None, 5)]
assert model.get_layer('meet').output_shape == [(None, 5), (None,)]
one, two = inputs[0].dot(project.get_weights()[0]), inputs[1].dot(other.get_weights()[0])
assert np.allclose(results[0], one + two, atol=1e-5)
assert np.allclose(results[1], np.abs(one - two).mean(axis=-1), atol=1e-5)
print('meet:', [result.shape for result in results])

shared = Project(5)
again = Input(shape=(6,))
answers = shared(left), shared(again)
assert shared.get_output_at(0) is answers[0] and shared.get_output_at(1) is answers[1]
assert shared.get_input_at(1) is again and shared.get_output_shape_at(1) == (None, 5)
try:
    print(shared.output)
except AttributeError as error:
    print('shared:', error)
else:
    raise AssertionError('a layer with two nodes has no single output')
try:
    shared(right)
except ValueError as error:
    print('refused:', error)
else:
    raise AssertionError('three features for a kernel of six')

# Masks: from Embedding and from Masking, to a layer that uses them and ends them.
words = Input(shape=(None,), dtype='int32')
vectors = Embedding(10, 4, mask_zero=True, name='vectors')(words)
sentences = Model(words, MaskedMean()(vectors))
text = np.array([[3, 5, 0, 0], [1, 2, 9, 4]])
table = sentences.get_layer('vectors').get_weights()[0]
assert np.allclose(sentences.predict(text), [table[[3, 5]].mean(axis=0), table[[1, 2, 9, 4]].mean(axis=0)], atol=1e-5)
steps = np.random.rand(2, 5, 3)
steps[0, 3:] = 0
averages = Sequential([Masking(input_shape=(5, 3)), MaskedMean()]).predict(steps)
assert np.allclose(averages, [steps[0, :3].mean(axis=0), steps[1].mean(axis=0)], atol=1e-5)
print('masked:', averages.shape)

# A loss of the layer's own counts beside that of the model.
layer = Sparse(0.5)
data = Input(shape=(6,))
sparse = Model(data, Dense(1, name='score')(layer(data)))
assert len(layer.get_losses_for(data)) == 1 and not layer.get_losses_for(None)
sparse.compile('sgd', 'mse')
target = np.zeros((8, 1))
loss = sparse.evaluate(rows, target, batch_size=8, verbose=0)
assert np.allclose(loss, (sparse.predict(rows) ** 2).mean() + 0.5 * (rows ** 2).mean(), atol=1e-5), loss
assert Sparse.from_config(layer.get_config()).rate == 0.5
print('loss with the part of the layer: %.4f' % loss)
