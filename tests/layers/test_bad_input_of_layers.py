"""What layers are given in error: the class of the error, and what it says of the fault."""
import numpy as np
import pytest

from compat import layers
from compat.engine.base_layer import Layer
from compat.layers import (LSTM, RNN, Activation, Add, BatchNormalization, Bidirectional, Concatenate, Conv1D, Conv2D,
                           Conv2DTranspose, ConvLSTM2D, Cropping1D, Dense, DepthwiseConv2D, Dot, Dropout, Embedding,
                           Flatten, GaussianDropout, GlobalMaxPooling2D, Input, LeakyReLU, LocallyConnected1D,
                           LocallyConnected2D, LSTMCell, Masking, MaxPooling1D, MaxPooling2D, Multiply, Permute, PReLU,
                           ReLU, RepeatVector, Reshape, SeparableConv2D, SpatialDropout1D, Subtract, UpSampling2D,
                           ZeroPadding2D)
from compat.models import Model, Sequential


def on(*shape):
    return Input(shape)


def built(layer, *shape):
    layer(on(*shape))
    return layer


ONES = np.ones
UNKNOWN = [lambda **given: Dense(3, **given), lambda **given: Conv2D(3, 3, **given), lambda **given: LSTM(3, **given),
           lambda **given: Bidirectional(LSTM(3), **given), lambda **given: Embedding(3, 2, **given), Add, Flatten,
           lambda **given: Activation('relu', **given), Masking, PReLU, LeakyReLU, BatchNormalization, MaxPooling2D,
           lambda **given: SpatialDropout1D(0.2, **given), lambda **given: LocallyConnected1D(2, 2, **given),
           lambda **given: ConvLSTM2D(2, 2, **given), lambda **given: LSTMCell(3, **given), Layer]

# The message, as a pattern; what is done, each of which raises ValueError with it.
REFUSED = [
    ('expected ndim=4, found ndim=2', lambda: Conv2D(3, 3)(on(5)), lambda: MaxPooling2D()(on(5)),
     lambda: GlobalMaxPooling2D()(on(5)), lambda: Conv2DTranspose(3, 3)(on(5)), lambda: DepthwiseConv2D(3)(on(5)),
     lambda: SeparableConv2D(2, 2)(on(5)), lambda: LocallyConnected2D(2, 2)(on(5))),
    ('expected ndim=3, found ndim=4', lambda: Conv1D(3, 3)(on(5, 5, 2)), lambda: LSTM(3)(on(5, 5, 2)),
     lambda: Cropping1D()(on(5, 5, 2))),
    ('expected ndim=3, found ndim=2', lambda: Bidirectional(LSTM(3))(on(5)), lambda: Permute((2, 1))(on(5))),
    ('expected ndim=2, found ndim=3', lambda: RepeatVector(3)(on(5, 2))),
    ('expected min_ndim=3, found ndim=2', lambda: Flatten()(on(5))),
    ('not fully defined.*None', lambda: Flatten()(on(4, None))),
    ('channel dimension of the inputs.* should be defined. Found `None`', lambda: Conv2D(3, 2)(on(4, 4, None)),
     lambda: Conv2D(3, 2, data_format='channels_first')(on(None, 4, 4)), lambda: Conv1D(3, 2)(on(4, None)),
     lambda: SeparableConv2D(3, 2)(on(4, 4, None)), lambda: DepthwiseConv2D(3)(on(4, 4, None)),
     lambda: Conv2DTranspose(3, 2)(on(4, 4, None))),
    ('(?i)defined|number|need a size', lambda: BatchNormalization()(on(4, None)),
     lambda: LocallyConnected1D(3, 2)(on(4, None))),
    ('axis -?1 of input shape to have value 4', lambda: built(Dense(3), 4)(on(5)),
     lambda: built(BatchNormalization(), 4)(on(5)), lambda: built(Conv1D(2, 2), 4, 4)(on(4, 3))),
    ('should be called on', lambda: Add()(on(4)), lambda: Add()([on(4)]), lambda: Concatenate()(on(4)),
     lambda: Concatenate()([on(4)]), lambda: Subtract()([on(4)] * 3), lambda: Subtract()([on(4)]),
     lambda: Dot(1)([on(4)] * 3), lambda: Dot(1)(on(4))),
    (r'shapes.*\(4,\).*\(5,\)', lambda: Add()([on(4), on(5)]), lambda: Subtract()([on(4), on(5)])),
    (r'shapes.*\(4, 3\).*\(5, 3\)', lambda: Multiply()([on(4, 3), on(5, 3)])),
    (r'matching shapes.*\(None, 4, 3\), \(None, 5, 2\)', lambda: Concatenate()([on(4, 3), on(5, 2)])),
    ('4.* != 5', lambda: Dot(1)([on(4), on(5)])),
    ('two elements', lambda: Dot((1, 2, 3)), lambda: ZeroPadding2D((1, 2, 3))),
    ('(?s)stateful.*batch size', lambda: LSTM(3, stateful=True)(on(4, 3)),
     lambda: Sequential([LSTM(3, stateful=True, input_shape=(4, 3))]),
     lambda: RNN(LSTMCell(3), stateful=True)(on(4, 3))),
    ('(?i)unroll', lambda: LSTM(3, unroll=True)(on(None, 3))),
    ('initial.state', lambda: LSTM(3)(on(4, 3), initial_state=[on(4), on(4)]),
     lambda: LSTM(3)(on(4, 3), initial_state=[on(3)])),
    (r'(?s)2 weights|length 1.*expecting 2', lambda: built(Dense(3), 4).set_weights([ONES((4, 3))]),
     lambda: Sequential([Dense(3, input_shape=(4,), weights=[ONES((4, 3))])])),
    (r'(?s)\(4, 3\).*\(3, 4\)', lambda: built(Dense(3), 4).set_weights([ONES((3, 4)), ONES(3)]),
     lambda: Sequential([Dense(3, input_shape=(4,), weights=[ONES((3, 4)), ONES(3)])])),
    (r'(?s)\(3, 2\).*\(2, 3\)', lambda: Sequential([Embedding(3, 2, input_length=3, weights=[ONES((2, 3))])])),
    ('Unknown activation function:rellu', lambda: Dense(3, activation='rellu'), lambda: Activation('rellu'),
     lambda: LSTM(3, recurrent_activation='rellu')),
    ('Unknown initializer: glorot', lambda: Dense(3, kernel_initializer='glorot')),
    ('Unknown regularizer: l3', lambda: Dense(3, kernel_regularizer='l3')),
    ('Unknown constraint: maximum', lambda: Dense(3, kernel_constraint='maximum')),
    ('`padding` argument must be.*smae', lambda: Conv2D(3, 3, padding='smae'),
     lambda: MaxPooling2D(3, padding='smae'), lambda: MaxPooling1D(3, padding='smae')),
    ('(?i)causal', lambda: Conv2D(3, 3, padding='causal')(on(5, 5, 2))),
    ('`data_format` argument must be one of.*channels', lambda: Conv2D(3, 3, data_format='channels'),
     lambda: MaxPooling2D(3, data_format='channels'), lambda: Flatten(data_format='channels'),
     lambda: ZeroPadding2D(data_format='channels')),
    ('`kernel_size` argument must be a tuple of 2 integers', lambda: Conv2D(3, (3, 3, 3))),
    ('strides > 1.*dilation_rate > 1', lambda: Conv2D(3, 3, strides=2, dilation_rate=2)(on(9, 9, 1))),
    ('total size', lambda: Reshape((3, 4))(on(5)), lambda: Reshape((3, -1))(on(5))),
    ('unknown dimension', lambda: Reshape((-1, -1))(on(5))),
    ('(?i)merge mode', lambda: Bidirectional(LSTM(3), merge_mode='avg')),
    ('`cell` should have a `call` method', lambda: RNN(3)),
    ('"input_length".* is 3, but received input has shape', lambda: Embedding(5, 2, input_length=3)(on(4)),
     lambda: Embedding(5, 2, input_length=3)(on(3, 4))),
    ('interpolation.*nearest.*bilinear', lambda: UpSampling2D(interpolation='cubic')),
    ('(?s)tensor|input', lambda: Dense(3)('a'), lambda: Dense(3)(None), lambda: LSTM(3)('a'),
     lambda: Add()(['a', 'b'])),
    ('negative', lambda: ReLU(max_value=-1), lambda: ReLU(negative_slope=-1)),
]


@pytest.mark.parametrize('pattern, done', [(row[0], row[1:]) for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_does_not_fit_is_a_value_error_that_names_it(pattern, done):
    for attempt in done:
        with pytest.raises(ValueError, match=pattern):
            attempt()


# The layers that slide a window over axes, by the number of these.
SLIDING = [('Conv1D', 1), ('Conv2D', 2), ('Conv3D', 3), ('SeparableConv1D', 1), ('SeparableConv2D', 2),
           ('MaxPooling1D', 1), ('MaxPooling2D', 2), ('MaxPooling3D', 3), ('AveragePooling1D', 1),
           ('AveragePooling2D', 2), ('AveragePooling3D', 3)]


@pytest.mark.parametrize('name, rank', SLIDING)
def test_strides_and_windows_without_a_size_are_a_value_error(name, rank):
    pools = 'Pooling' in name
    for options in [{'strides': 0}, {'strides': -1}] + [{'pool_size': 0}] * pools:
        layer = getattr(layers, name)(*([] if pools else [2, 2]), **options)
        with pytest.raises(ValueError):
            layer(on(*[4] * rank + [2]))


@pytest.mark.parametrize('name, rank', [('UpSampling1D', 1), ('UpSampling3D', 3)])
def test_nothing_repeated_no_times_is_a_value_error(name, rank):
    for size in (0, -1):
        with pytest.raises(ValueError):
            getattr(layers, name)((size,) * rank if rank > 1 else size)(on(*[4] * rank + [2]))


def test_an_argument_that_no_layer_has_is_a_type_error_that_names_it():
    for make in UNKNOWN:
        with pytest.raises(TypeError, match='Keyword argument not understood:.*colour'):
            make(colour='red')


@pytest.mark.difference('messages')
def test_the_nearest_right_argument_is_named():
    for make, wrong, right in ((UNKNOWN[0], 'activatoin', 'activation'), (UNKNOWN[2], 'return_sequence',
                               'return_sequences'), (Layer, 'input_shpae', 'input_shape'),
                               (UNKNOWN[1], 'kernal_initializer', 'kernel_initializer')):
        with pytest.raises(TypeError, match="%r.*Did you mean %r" % (wrong, right)):
            make(**{wrong: None})


def test_an_argument_of_a_subclass_is_no_fault():
    class Named(Dense):
        def __init__(self, units, colour=None, **kwargs):
            self.colour = colour
            super().__init__(units, **kwargs)

    assert Named(3, colour='red', use_bias=False).colour == 'red'
    with pytest.raises(TypeError, match='shade'):
        Named(3, shade='red')


def test_only_layers_that_have_a_regularizer_of_their_output_take_one():
    for make in (lambda **given: RNN(LSTMCell(3), **given), lambda **given: Bidirectional(LSTM(3), **given), Flatten,
                 lambda **given: Dropout(0.2, **given), MaxPooling2D, Add):
        with pytest.raises(TypeError, match='activity_regularizer'):
            make(activity_regularizer='l1_l2')
    assert LSTM(3, activity_regularizer='l1_l2').activity_regularizer is not None


def test_the_type_of_axes_and_a_missing_or_extra_argument_are_type_errors():
    for attempt in (lambda: Dot('a'), Dense, lambda: Flatten(1, 2, 3, 4)):
        with pytest.raises(TypeError):
            attempt()


def test_words_of_padding_may_be_in_capitals_and_shares_that_are_none_drop_nothing():
    inputs = Input((4, 2))
    x = np.random.RandomState(0).rand(2, 4, 2)
    model = Model(inputs, [MaxPooling1D(2, padding='SAME')(inputs), Dropout(1.)(inputs), GaussianDropout(1.)(inputs)])
    assert model.output_shape[0] == (None, 2, 2)
    dropping = Sequential([Dropout(1., input_shape=(4, 2))])
    dropping.compile('sgd', 'mse')
    assert dropping.train_on_batch(x, x) == pytest.approx(0, abs=1e-6)


@pytest.mark.difference('declared-shape')
@pytest.mark.parametrize('returned', [3, 'a'])
def test_a_compute_output_shape_that_returns_no_shape_warns(returned):
    from compat.errors import ShapeWarning

    class Wrong(Layer):
        def call(self, x):
            return x

        def compute_output_shape(self, input_shape):
            return returned

    with pytest.warns(ShapeWarning, match='wrong returned'):
        assert Wrong(name='wrong')(Input((4,)))._keras_shape == (None, 4)


class LooksUp(Model):
    """A model with a call of its own, which hosts run."""

    def __init__(self):
        super().__init__()
        self.embedding = Embedding(3, 2)

    def call(self, inputs):
        return self.embedding(inputs)


@pytest.mark.difference('indices-in-host-models')
@pytest.mark.parametrize('index', [3, -1])
def test_a_model_with_a_call_of_its_own_refuses_an_index_without_a_row(index):
    model = LooksUp()
    model.compile('sgd', 'mse')
    model.predict(np.array([[0, 2]]))
    with pytest.raises(Exception, match='index|indices'):
        model.predict(np.array([[0, index]]))


@pytest.mark.parametrize('index', [3, -1])
def test_an_index_that_an_embedding_has_no_row_for_is_refused(index):
    model = Sequential([Embedding(3, 2, input_length=2), Flatten(), Dense(1)])
    model.compile('sgd', 'mse')
    model.train_on_batch(np.array([[0, 2]]), np.ones((1, 1)))
    wrong = np.array([[0, index]])
    for call in (lambda: model.predict(wrong), lambda: model.train_on_batch(wrong, np.ones((1, 1)))):
        with pytest.raises(Exception, match='index|indices'):
            call()
    assert model.predict(np.array([[0, 2]])).shape == (1, 1)


class Two(Layer):
    """A layer of two outputs."""

    def call(self, inputs):
        return [inputs * 1., inputs * 2.]

    def compute_output_shape(self, input_shape):
        return [input_shape, input_shape]


def two_outputs():
    x = Input((3,))
    return Model(x, [Dense(1)(x), Dense(2)(x)])


# {name: (the layers of a Sequential, the error)}
SEVERAL_OUTPUTS = {
    'first': (lambda: [Two(input_shape=(3,)), Dense(2)], ValueError),
    'last': (lambda: [Dense(2, input_shape=(3,)), Two()], TypeError),
    'between': (lambda: [Dense(2, input_shape=(3,)), Two(), Dense(1)], TypeError),
    'first LSTM': (lambda: [LSTM(2, input_shape=(3, 4), return_state=True)], ValueError),
    'last LSTM': (lambda: [Dense(3, input_shape=(3, 4)), LSTM(2, return_state=True)], TypeError),
    'wrapper': (lambda: [Dense(3, input_shape=(3, 4)), Bidirectional(LSTM(2, return_state=True))], TypeError),
    'model': (lambda: [Dense(3, input_shape=(3,)), two_outputs()], TypeError),
}


@pytest.mark.parametrize('added', [False, True], ids=['list', 'add'])
@pytest.mark.parametrize('name', sorted(SEVERAL_OUTPUTS))
def test_a_sequential_refuses_layers_of_several_outputs(name, added):
    make, error = SEVERAL_OUTPUTS[name]
    with pytest.raises(error, match='single output tensor|has one output'):
        if added:
            model = Sequential()
            for layer in make():
                model.add(layer)
        else:
            Sequential(make())


@pytest.mark.parametrize('stateful', [False, True])
@pytest.mark.parametrize('kernel, dilation, size', [(9, 1, 8), (3, 1, 2), (3, 4, 6), (3, 1, 1)], ids=str)
def test_a_window_that_does_not_fit_is_refused_by_a_recurrent_convolution(stateful, kernel, dilation, size):
    layer = ConvLSTM2D(2, kernel, dilation_rate=dilation, stateful=stateful, batch_input_shape=(2, 3, size, size, 1))
    with pytest.raises(ValueError):
        Sequential([layer])
