"""Small models of all layers, each as a function of a Keras: of its layers, regularizers and constraints.

The functions are passed the released Keras, and then compat. Input and Model are compat's in both.
"""
from compat import backend as K
from compat.layers import Input
from compat.models import Model

MODELS = {}


def model(function):
    """Puts a function that returns a model among MODELS."""
    MODELS[function.__name__] = function
    return function


def chain(*shape, batch=None, dtype=None):
    """Puts a function that returns a chain of layers, for inputs of the shape, among MODELS."""
    def decorate(function):
        def build(keras):
            inputs = outputs = Input(batch_shape=(batch,) + shape, dtype=dtype)
            for layer in function(keras.layers, keras):
                outputs = layer(outputs)
            return Model(inputs, outputs)

        MODELS[function.__name__] = build
        return function
    return decorate


# --- core

@chain(5)
def dense(layers, keras):
    return [layers.Dense(4, activation='tanh'), layers.Dense(3, use_bias=False), layers.Activation('softmax')]


@chain(2, 5)
def dense_of_steps(layers, keras):
    return [layers.Dense(4, activation='sigmoid'), layers.Reshape((4, -1)), layers.Permute((2, 1)), layers.Flatten(),
            layers.RepeatVector(2)]


@chain(6)
def penalised(layers, keras):
    return [layers.Dense(4, kernel_regularizer=keras.regularizers.l2(0.1), bias_regularizer='l1',
                         kernel_constraint=keras.constraints.max_norm(0.5), bias_constraint='non_neg',
                         activity_regularizer=keras.regularizers.l1_l2(0.01, 0.02)),
            layers.ActivityRegularization(l1=0.1, l2=0.2),
            layers.Dense(2, kernel_constraint=keras.constraints.MinMaxNorm(0.2, 0.8, rate=0.5))]


@chain(4, 3)
def lambdas(layers, keras):
    return [layers.Lambda(lambda x: x ** 2, output_shape=lambda shape: shape),
            layers.Lambda(lambda x, factor: factor * x, arguments={'factor': 3.}), layers.Dense(2)]


@chain(6)
def activations(layers, keras):
    return [layers.Dense(4, activation=name) for name in (
        'elu', 'selu', 'softplus', 'softsign', 'relu', 'hard_sigmoid', 'exponential', 'linear')]


@chain(4, 6)
def noise(layers, keras):
    """Without noise in the test phase; in training only those that drop nothing."""
    return [layers.Dense(4), layers.GaussianNoise(0.), layers.Dropout(0.), layers.GaussianDropout(0.),
            layers.AlphaDropout(0.), layers.SpatialDropout1D(0.)]


@chain(6)
def noise_of_tests(layers, keras):
    dense = layers.Dense(4)
    dense.trainable = False
    return [dense, layers.GaussianNoise(1.), layers.Dropout(0.5), layers.GaussianDropout(0.3), layers.AlphaDropout(0.3)]


@chain(6, 4, 2)
def advanced_activations(layers, keras):
    return [layers.PReLU(shared_axes=[1, 2]), layers.PReLU(shared_axes=[1]), layers.PReLU(alpha_regularizer='l2'),
            layers.LeakyReLU(0.2), layers.ELU(0.5), layers.ThresholdedReLU(0.1), layers.Softmax(axis=1),
            layers.ReLU(0.4, negative_slope=0.1, threshold=0.05)]


# --- convolution

@chain(8, 3)
def convolution_1d(layers, keras):
    return [layers.Conv1D(4, 3, activation='tanh', padding='causal', dilation_rate=2), layers.ZeroPadding1D((1, 2)),
            layers.Conv1D(3, 3, strides=2, padding='same'), layers.UpSampling1D(2), layers.Cropping1D(1),
            layers.SeparableConv1D(3, 3, depth_multiplier=2), layers.LocallyConnected1D(2, 2, strides=2)]


@chain(8, 9, 2)
def convolution_2d(layers, keras):
    return [layers.Conv2D(4, (3, 2), strides=(1, 2), padding='same', activation='relu'),
            layers.BatchNormalization(epsilon=0.1, momentum=0.5), layers.ZeroPadding2D(((1, 0), (0, 2))),
            layers.Conv2D(3, 2, dilation_rate=2, use_bias=False), layers.Cropping2D(1),
            layers.UpSampling2D((2, 1)), layers.UpSampling2D((1, 2), interpolation='bilinear')]


@chain(7, 8, 2)
def depthwise(layers, keras):
    return [layers.DepthwiseConv2D(3, depth_multiplier=2, padding='same', depthwise_regularizer='l2'),
            layers.SeparableConv2D(3, (3, 2), strides=2, depth_multiplier=2, activation='tanh'),
            layers.LocallyConnected2D(2, 2)]


@chain(5, 4, 2)
def transposed(layers, keras):
    return [layers.Conv2DTranspose(3, 3, strides=2, padding='same', activation='tanh'),
            layers.Conv2DTranspose(2, (2, 3), strides=2, output_padding=1)]


@chain(5, 4, 4, 2)
def convolution_3d(layers, keras):
    return [layers.ZeroPadding3D(1), layers.Conv3D(3, 3, activation='tanh'),
            layers.Cropping3D(((1, 0), (0, 1), (0, 0))),
            layers.UpSampling3D(2), layers.Conv3DTranspose(2, 2, strides=2),
            layers.MaxPooling3D(2), layers.AveragePooling3D(2, padding='same')]


@chain(2, 6, 7)
def channels_first_pooling(layers, keras):
    """Of layers that a CPU computes with the channels in front."""
    return [layers.ZeroPadding2D(1, data_format='channels_first'), layers.UpSampling2D(2, data_format='channels_first'),
            layers.Cropping2D(1, data_format='channels_first'), layers.Dense(4),
            layers.BatchNormalization(axis=1, epsilon=0.1), layers.GlobalAveragePooling2D('channels_first')]


@chain(9, 7, 3)
def pooling_2d(layers, keras):
    return [layers.Dense(3), layers.MaxPooling2D(3, strides=1),
            layers.AveragePooling2D((2, 3), strides=1, padding='same'), layers.GlobalMaxPooling2D()]


@chain(9, 3)
def pooling_1d(layers, keras):
    return [layers.Dense(3), layers.MaxPooling1D(3, strides=1), layers.AveragePooling1D(2, padding='same'),
            layers.GlobalAveragePooling1D()]


@model
def global_pooling(keras):
    layers = keras.layers
    x, y = Input((4, 3)), Input((2, 3, 4, 3))
    space = layers.Dense(3)(y)
    return Model([x, y], [layers.GlobalMaxPooling1D()(layers.Dense(3)(x)), layers.GlobalAveragePooling3D()(space),
                          layers.GlobalMaxPooling3D()(space)])


@chain(4, 3)
def normalised_steps(layers, keras):
    return [layers.Dense(3), layers.BatchNormalization(center=False, beta_regularizer='l2', epsilon=0.1),
            layers.BatchNormalization(scale=False, momentum=0.8, epsilon=0.1),
            layers.BatchNormalization(gamma_regularizer='l2', beta_constraint='non_neg', axis=1, epsilon=0.1)]


@chain(4)
def frozen_normalisation(layers, keras):
    normalisation = layers.BatchNormalization(epsilon=0.1)
    normalisation.trainable = False
    return [layers.Dense(3), normalisation, layers.Dense(2)]


# --- recurrent

@chain(None, 3)
def lstm(layers, keras):
    return [layers.LSTM(4, return_sequences=True, recurrent_regularizer='l2'),
            layers.LSTM(3, implementation=2, recurrent_activation='sigmoid', unit_forget_bias=False,
                        go_backwards=True, return_sequences=True), layers.LSTM(2, unroll=False, use_bias=False)]


@chain(4, 3)
def gru(layers, keras):
    return [layers.GRU(3, implementation=2, go_backwards=True, unroll=True, return_sequences=True),
            layers.GRU(4, return_sequences=True), layers.GRU(3, reset_after=True, return_sequences=True),
            layers.GRU(2, reset_after=True, implementation=2)]


@chain(4, 3)
def simple_rnn(layers, keras):
    return [layers.SimpleRNN(3, go_backwards=True, return_sequences=True, unroll=True),
            layers.SimpleRNN(4, return_sequences=True, activation='relu', activity_regularizer='l2'),
            layers.SimpleRNN(2)]


@chain(4, 3)
def cells(layers, keras):
    return [layers.RNN([layers.LSTMCell(3), layers.GRUCell(2)], return_sequences=True),
            layers.RNN(layers.SimpleRNNCell(2), return_sequences=True),
            layers.RNN(layers.StackedRNNCells([layers.SimpleRNNCell(2), layers.LSTMCell(3)]))]


@chain(5, 3)
def masked_steps(layers, keras):
    return [layers.Masking(0.), layers.LSTM(4, return_sequences=True), layers.GRU(3, return_sequences=True),
            layers.SimpleRNN(2)]


@chain(4, 3)
def masked_unrolled(layers, keras):
    return [layers.Masking(0.), layers.LSTM(4, return_sequences=True, unroll=True),
            layers.GRU(3, return_sequences=True, unroll=True, go_backwards=True), layers.SimpleRNN(2, unroll=True)]


@chain(5, 3, batch=3)
def stateful(layers, keras):
    return [layers.LSTM(4, stateful=True, return_sequences=True), layers.GRU(3, stateful=True, return_sequences=True),
            layers.SimpleRNN(2, stateful=True, go_backwards=True)]


@model
def states(keras):
    x, h, c = Input((4, 3)), Input((3,)), Input((3,))
    outputs = keras.layers.LSTM(3, return_state=True, return_sequences=True)(x, initial_state=[h, c])
    last = keras.layers.GRU(3, return_state=True)(outputs[0], initial_state=outputs[1])
    return Model([x, h, c], outputs + last)


@model
def attended(keras):
    """A cell that gets a constant beside its inputs."""
    class Cell(keras.layers.Layer):
        state_size = 3

        def build(self, input_shape):
            size, constant = input_shape[0][-1], input_shape[1][-1]
            self.kernel = self.add_weight(name='kernel', shape=(size, 3), initializer='zeros')
            self.attention = self.add_weight(name='attention', shape=(constant, 3), initializer='zeros')
            self.built = True

        def call(self, inputs, states, constants):
            output = K.tanh(K.dot(inputs, self.kernel) + states[0] * K.dot(constants[0], self.attention))
            return output, [output]

    x, constant = Input((4, 3)), Input((2,))
    return Model([x, constant], keras.layers.RNN(Cell(), return_sequences=True)(x, constants=constant))


@chain(3, 5, 6, 2)
def convolutional_lstm(layers, keras):
    return [layers.ConvLSTM2D(3, (3, 2), padding='same', return_sequences=True),
            layers.ConvLSTM2D(2, 2, strides=2, recurrent_activation='sigmoid', go_backwards=True)]


@chain(3, 5, 5, 2, batch=3)
def stateful_convolutional_lstm(layers, keras):
    return [layers.ConvLSTM2D(3, 3, stateful=True, kernel_regularizer='l2')]


# --- wrappers

@model
def bidirectional_modes(keras):
    layers, x = keras.layers, Input((4, 3))
    outputs = layers.Bidirectional(layers.LSTM(2, return_sequences=True), merge_mode=None)(x)
    for mode in ('sum', 'mul', 'ave', 'concat'):
        rnn = layers.SimpleRNN(2, return_sequences=mode == 'concat')
        outputs.append(layers.Bidirectional(rnn, merge_mode=mode)(x))
    return Model(x, outputs)


@chain(5, 3)
def bidirectional_masked(layers, keras):
    return [layers.Masking(0.), layers.Bidirectional(layers.GRU(3, return_sequences=True)),
            layers.Bidirectional(layers.SimpleRNN(2, return_sequences=True), merge_mode='sum'),
            layers.TimeDistributed(layers.Dense(2))]


@model
def bidirectional_states(keras):
    x, forward, backward = Input((4, 3)), Input((2,)), Input((2,))
    layer = keras.layers.Bidirectional(keras.layers.GRU(2, return_state=True, return_sequences=True))
    return Model([x, forward, backward], layer(x, initial_state=[forward, backward]))


@chain(5, 3, batch=3)
def bidirectional_stateful(layers, keras):
    return [layers.Bidirectional(layers.LSTM(3, stateful=True, kernel_regularizer='l2'))]


@chain(3, 6, 5, 2)
def each_step(layers, keras):
    return [layers.TimeDistributed(layers.Conv2D(3, 2, activation='tanh')),
            layers.TimeDistributed(layers.BatchNormalization(epsilon=0.1)),
            layers.TimeDistributed(layers.MaxPooling2D()), layers.TimeDistributed(layers.Flatten()),
            layers.TimeDistributed(layers.Dense(2, kernel_regularizer='l2')),
            layers.TimeDistributed(layers.Dropout(0.))]


@model
def model_each_step(keras):
    x, steps = Input((4,)), Input((3, 4))
    inner = Model(x, keras.layers.Dense(2)(keras.layers.BatchNormalization(epsilon=0.1)(keras.layers.Dense(3)(x))))
    return Model(steps, keras.layers.TimeDistributed(inner)(steps))


@chain(5, batch=3, dtype='int32')
def embedded_each_step(layers, keras):
    return [layers.Embedding(8, 3, mask_zero=True), layers.TimeDistributed(layers.Dense(3)),
            layers.TimeDistributed(layers.Activation('tanh')), layers.LSTM(2)]


# --- merging, embedding

@model
def merged(keras):
    layers = keras.layers
    x, y = Input((4, 3)), Input((4, 3))
    a, b = layers.Dense(3)(x), layers.Dense(3)(y)
    both = [layers.Add()([a, b]), layers.Subtract()([a, b]), layers.Multiply()([a, b]), layers.Average()([a, b]),
            layers.Maximum()([a, b]), layers.Minimum()([a, b]), layers.Dot(axes=1)([a, b]),
            layers.Dot(axes=(1, 1), normalize=True)([a, b])]
    return Model([x, y], layers.Concatenate(axis=1)(both))


@model
def merged_functions(keras):
    layers = keras.layers
    x, y = Input((4, 3)), Input((3,))
    wide = layers.RepeatVector(4)(layers.Dense(3)(y))
    total = layers.add([x, layers.multiply([x, wide]), wide])
    return Model([x, y], [layers.concatenate([total, layers.average([x, wide])]), layers.dot([x, y], axes=(2, 1)),
                          layers.add([layers.Dense(3)(x), y])])


@model
def merged_masked(keras):
    layers = keras.layers
    x, y = Input((5, 3)), Input((5, 3))
    masked = layers.Masking(0.)(x)
    a, b = layers.LSTM(3, return_sequences=True)(masked), layers.Dense(3)(y)
    long = layers.Concatenate(axis=1)([a, masked])
    wide = layers.Concatenate()([a, layers.Masking(0.)(y), b])
    return Model([x, y], [layers.SimpleRNN(2)(merged) for merged in (layers.Add()([a, b]), long, wide)])


@chain(5, dtype='int32')
def embedded(layers, keras):
    return [layers.Embedding(8, 3, embeddings_regularizer='l2', embeddings_constraint='max_norm'),
            layers.SpatialDropout1D(0.), layers.Flatten(), layers.Dense(2)]


@chain(5, dtype='int32')
def embedded_with_mask(layers, keras):
    return [layers.Embedding(8, 3, mask_zero=True), layers.Dropout(0.), layers.GRU(3, return_sequences=True),
            layers.SimpleRNN(2)]


@model
def shared(keras):
    x, y = Input((4,)), Input((4,))
    dense = keras.layers.Dense(4, activation='tanh', activity_regularizer='l2')
    return Model([x, y], keras.layers.Dense(1)(keras.layers.concatenate([dense(x), dense(dense(y))])))
