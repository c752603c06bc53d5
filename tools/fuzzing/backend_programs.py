"""Makes programs of K expressions: functions on variables and placeholders, their gradients and updates."""

import re

from fuzzing.specification import NONE, TENSOR, Call, Program, array, code, name

# What a function is called with and how many axes it gives: 0 as many as x has, -1 one fewer, 1 one more; None ends.
ANY = {
    'K.abs(x)': 0,
    'K.square(x)': 0,
    'K.exp(x)': 0,
    'K.log(K.abs(x) + 0.1)': 0,
    'K.sqrt(K.abs(x) + 0.1)': 0,
    'K.sign(x)': 0,
    'K.pow(x, 2)': 0,
    'K.pow(K.abs(x) + 0.1, 1.5)': 0,
    'K.round(x * 3)': 0,
    'K.clip(x, -0.5, 0.4)': 0,
    'K.sin(x)': 0,
    'K.cos(x)': 0,
    'K.tanh(x)': 0,
    'K.sigmoid(x)': 0,
    'K.hard_sigmoid(x * 3)': 0,
    'K.softplus(x)': 0,
    'K.softsign(x)': 0,
    'K.elu(x, 0.7)': 0,
    'K.relu(x, alpha=0.1)': 0,
    'K.relu(x, max_value=0.5)': 0,
    'K.relu(x, alpha=0.2, max_value=0.6, threshold=0.1)': 0,
    'K.softmax(x)': 0,
    'K.softmax(x, axis=0)': 0,
    'K.l2_normalize(x, axis=-1)': 0,
    'K.l2_normalize(x)': 0,
    'K.maximum(x, 0.1)': 0,
    'K.minimum(x, -x)': 0,
    'K.maximum(x, x * 0.5)': 0,
    'K.cumsum(x, axis=-1)': 0,
    'K.cumprod(x, axis=0)': 0,
    'K.reverse(x, 0)': 0,
    'K.reverse(x, [-1])': 0,
    'K.identity(x)': 0,
    'K.stop_gradient(x) * x': 0,
    'K.zeros_like(x) + x': 0,
    'K.ones_like(x) * x': 0,
    'x + 1': 0,
    'x * x - 0.5': 0,
    '1. / (x * x + 1)': 0,
    '-x': 0,
    'x ** 2': 0,
    '2 - x': 0,
    'x / 3': 0,
    'K.transpose(x)': 0,
    'K.cast(K.greater(x, 0.), "float32") * x': 0,
    'K.switch(K.greater(x, 0.), x, x * 0.1)': 0,
    'K.cast(K.less_equal(x, 0.2), K.floatx())': 0,
    'K.cast(K.less(x, 0.1), K.floatx())': 0,
    'K.cast(K.equal(x, x), "float32")': 0,
    'K.cast(K.not_equal(x, 0.), "float32")': 0,
    'K.in_train_phase(x, 2 * x, training=0)': 0,
    'K.in_test_phase(x, 2 * x, training=0)': 0,
    'K.in_train_phase(x, 2 * x)': 0,
    'K.concatenate([x, x * 2])': 0,
    'K.concatenate([x, x], axis=0)': 0,
    'K.repeat_elements(x, 2, axis=0)': 0,
    'K.dropout(x, 0.)': 0,
    'K.map_fn(lambda a: a * 2, x)': 0,
    'K.normalize_batch_in_training(x, K.ones((4,)), K.zeros((4,)), [0])[0]': 0,
    'K.batch_normalization(x, 0.1, 2., 0.5, 1.5)': 0,
    'K.tile(x, 2)': None,
    'K.gather(x, K.constant([1, 0, 1], dtype="int32"))': 0,
    'K.print_tensor(x, "")': 0,
    'K.update(K.variable(np.zeros(2)), K.ones((2,)))': None,
    'K.slice(x, [0] * K.ndim(x), [1] * K.ndim(x))': 0,
    'K.sum(x)': None,
    'K.mean(x)': None,
    'K.prod(x)': None,
    'K.max(x)': None,
    'K.min(x)': None,
    'K.std(x)': None,
    'K.var(x)': None,
    'K.logsumexp(x)': None,
    'K.any(x > 0)': None,
    'K.all(K.greater_equal(x, -2.))': None,
    'K.sum(x, axis=-1)': -1,
    'K.sum(x, axis=0)': -1,
    'K.mean(x, axis=0)': -1,
    'K.mean(x, axis=-1, keepdims=True)': 0,
    'K.max(x, axis=-1)': -1,
    'K.min(x, axis=0, keepdims=True)': 0,
    'K.prod(x, axis=-1)': -1,
    'K.std(x, axis=-1)': -1,
    'K.var(x, axis=0)': -1,
    'K.logsumexp(x, axis=-1)': -1,
    'K.argmax(x)': None,
    'K.argmin(x, axis=0)': None,
    'K.expand_dims(x)': 1,
    'K.expand_dims(x, 0)': 1,
    'K.expand_dims(x, axis=1)': 1,
    'K.flatten(x)': None,
    'K.batch_flatten(x)': None,
    'K.reshape(x, (-1,))': None,
    'K.reshape(x, (-1, K.int_shape(x)[-1]))': None,
    'K.stack([x, x], axis=0)': 1,
    'K.stack([x, -x], axis=-1)': 1,
    'K.squeeze(K.expand_dims(x, 1), 1)': 0,
    'K.shape(x)': None,
    'K.one_hot(K.cast(x > 0, "int32"), 3)': 1,
    'x[0]': -1,
    'x[..., 0]': -1,
    'x[1:]': 0,
    'x[:, None]': None,
    'K.cast(x, "float64")': None,
    'K.foldl(lambda a, b: a + b, x)': -1,
    'K.foldr(lambda a, b: a - b, x)': -1,
    'K.count_params(K.variable(np.ones((2, 3))))': None,
    'K.binary_crossentropy(K.sigmoid(x), K.sigmoid(-x))': 0,
    'K.binary_crossentropy(K.sigmoid(x), x, from_logits=True)': 0,
    'K.categorical_crossentropy(K.softmax(x), K.softmax(-x))': -1,
    'K.categorical_crossentropy(K.softmax(-x), x, from_logits=True)': -1,
    'K.random_uniform(K.shape(x), 0.5, 0.5)': 0,
    'K.bias_add(x, K.constant([1., 2., 3., 4.]))': 0,
}
BY_RANK = {
    2: [
        'K.dot(x, K.constant(np.ones((4, 3))))',
        'K.dot(x, K.transpose(x))',
        'K.batch_dot(x, x, axes=1)',
        'K.repeat(x, 3)',
        'K.eye(3)',
        'K.in_top_k(x, K.constant([1, 0, 2], dtype="int32"), 2)',
        'K.bias_add(x, K.constant([1., 2., 3., 4.]))',
        'K.tile(x, [2, 1])',
        'K.permute_dimensions(x, (1, 0))',
        'K.sparse_categorical_crossentropy(K.constant([1, 0, 2]), K.softmax(x))',
        'K.moving_average_update(K.variable(np.ones(4)), K.mean(x, axis=0), 0.9)',
    ],
    3: [
        'K.dot(x, K.constant(np.ones((4, 3))))',
        'K.batch_dot(x, x, axes=2)',
        'K.batch_dot(x, x, axes=(1, 1))',
        'K.temporal_padding(x)',
        'K.permute_dimensions(x, (0, 2, 1))',
        'K.sum(x, axis=[0, -1])',
        'K.mean(x, axis=(1, 2), keepdims=True)',
        'K.conv1d(x, K.constant(np.ones((2, 4, 3)) * 0.3))',
        'K.conv1d(x, K.constant(np.ones((2, 4, 3)) * 0.3), strides=2, padding="same")',
        'K.conv1d(x, K.constant(np.ones((2, 4, 1))), padding="causal", dilation_rate=2)',
        'K.rnn(lambda a, s: (a + s[0], [a + s[0]]), x, [K.zeros((3, 4))])[1]',
        'K.rnn(lambda a, s: (a * 0.5 + s[0], [a]), x, [K.zeros((3, 4))], go_backwards=True, unroll=True)[0]',
        'K.rnn(lambda a, s: (a * s[0], [a + s[0]]), x, [K.ones((3, 4))], mask=K.greater(x[:, :, 0], 0.), '
        'input_length=5)[1]',
        'K.bias_add(x, K.constant(np.ones((4,))))',
        'K.separable_conv1d(x, K.constant(np.ones((2, 4, 1))), K.constant(np.ones((1, 4, 2))))',
        'K.local_conv1d(x, K.constant(np.ones((4, 8, 2))), (2,), (1,))',
    ],
    4: [
        'K.conv2d(x, K.constant(np.ones((2, 2, 4, 3)) * 0.2))',
        'K.conv2d(x, K.constant(np.ones((2, 1, 4, 3)) * 0.2), strides=(2, 2), padding="same")',
        'K.pool2d(x, (2, 2))',
        'K.pool2d(x, (2, 2), (2, 2), "same", pool_mode="avg")',
        'K.spatial_2d_padding(x)',
        'K.resize_images(x, 2, 2, "channels_last")',
        'K.resize_images(x, 2, 2, "channels_last", interpolation="bilinear")',
        'K.depthwise_conv2d(x, K.constant(np.ones((2, 2, 4, 1))))',
        'K.separable_conv2d(x, K.constant(np.ones((2, 2, 4, 1))), K.constant(np.ones((1, 1, 4, 2))))',
        'K.pool2d(x, (2, 1), data_format="channels_first")',
        'K.conv2d_transpose(x, K.constant(np.ones((2, 2, 3, 4)) * 0.2), (3, 10, 10, 3), strides=(2, 2))',
        'K.batch_dot(x, x, axes=(3, 3))',
        'K.local_conv2d(x, K.constant(np.ones((16, 16, 2))), (2, 2), (1, 1), (4, 4))',
        'K.batch_flatten(x)',
    ],
    5: [
        'K.conv3d(x, K.constant(np.ones((2, 2, 2, 4, 2)) * 0.1))',
        'K.pool3d(x, (2, 2, 2))',
        'K.pool3d(x, (2, 1, 2), padding="same", pool_mode="avg")',
        'K.spatial_3d_padding(x)',
        'K.resize_volumes(x, 2, 1, 2, "channels_last")',
        'K.conv3d_transpose(x, K.constant(np.ones((2, 2, 2, 3, 4)) * 0.1), (3, 6, 6, 6, 3), strides=(1, 1, 1), '
        'padding="valid")',
    ],
}
# What says something of K, of x, or of numbers that are the same whatever is drawn.
FACTS = [
    'K.is_keras_tensor(x)',
    'K.is_placeholder(x)',
    'K.is_sparse(x)',
    'K.is_tensor(x)',
    'K.dtype(x)',
    'K.ndim(x)',
    'K.int_shape(x)',
    'K.floatx()',
    'K.epsilon()',
    'K.image_data_format()',
    'K.image_dim_ordering()',
    'K.backend()',
    'K.normalize_data_format(None)',
    'K.get_uid("fuzz")',
    'K.cast_to_floatx(np.arange(3))',
    'K.eval(K.arange(2, 9, 3))',
    'K.eval(K.arange(4, dtype="float32"))',
    'K.eval(K.eye(3))',
    'K.eval(K.zeros((2, 2)))',
    'K.eval(K.ones((1, 3), dtype="int32"))',
    'K.eval(K.random_normal((2, 2), 1., 0.))',
    'K.eval(K.truncated_normal((2,), 2., 0.))',
    'K.eval(K.random_binomial((2, 2), p=1.))',
    'K.eval(K.random_normal_variable((2,), 1., 0.))',
    'K.eval(K.random_uniform_variable((2,), 0.5, 0.5))',
    'K.batch_get_value([K.variable(1.), K.variable(np.ones(2))])',
    'K.batch_set_value([(K.variable(1.), 2.)])',
    'K.set_value(K.variable(np.ones(2)), np.zeros(2))',
    'K.get_variable_shape(K.zeros((2, 3)))',
    'K.eval(K.constant(3, shape=(2,)))',
    'K.eval(K.to_dense(K.ones((2,))))',
    'K.count_params(K.zeros((2, 3)))',
    'K.eval(K.ctc_batch_cost(K.constant([[0, 1]]), K.softmax(K.constant(np.arange(15.).reshape((1, 5, 3)))), '
    'K.constant([[5]]), K.constant([[2]])))',
    'K.get_value(K.ctc_decode(K.softmax(K.constant(np.arange(15.).reshape((1, 5, 3)) % 4)), K.constant([5]))[0][0])',
    'K.eval(K.to_dense(K.ctc_label_dense_to_sparse(K.constant([[1, 2, 0]], dtype="int32"), K.constant([2], '
    'dtype="int32"))))',
    'K.eval(K.in_train_phase(K.constant(1.), K.constant(2.), training=True))',
    'K.set_learning_phase(0)',
    'K.reset_uids()',
    'K.eval(K.switch(K.constant(True), K.constant(1.), K.constant(2.)))',
    'K.eval(K.any(K.constant([True, False])))',
    '[K.set_epsilon(1e-3), K.epsilon(), K.set_epsilon(1e-7), K.epsilon()]',
    '[K.set_floatx("float64"), K.floatx(), K.dtype(K.ones((2,))), K.dtype(K.placeholder((2,))), '
    'K.set_floatx("float32"), K.floatx()]',
    '[K.set_image_data_format("channels_first"), K.image_data_format(), K.normalize_data_format(None), '
    'K.set_image_data_format("channels_last"), K.image_data_format()]',
    '[K.set_image_dim_ordering("th"), K.image_dim_ordering(), K.set_image_dim_ordering("tf"), K.image_data_format()]',
    'K.set_epsilon("1")',
    'K.set_floatx("int32")',
    'K.set_image_data_format("last")',
    'K.manual_variable_initialization(False)',
    'K.set_session(K.get_session())',
    'K.clear_session()',
]
# What has no gradient, or none with respect to x.
NO_GRADIENT = (
    r'arg(max|min)|K\.shape\(x\d+\)$|any|K\.all|cast|equal|count|one_hot|eye|in_top|update|sparse|random|foldl|foldr'
)
SIZES = {1: (4,), 2: (3, 4), 3: (3, 5, 4), 4: (3, 5, 5, 4), 5: (3, 5, 5, 5, 4)}


def specification(draw, identity):
    """A program of K: an operand, functions of it, then what K.function computes, gradients and updates."""
    program = Program(identity)
    rank = draw.choice([1, 2, 2, 2, 3, 3, 3, 4, 4, 5])
    value = array(draw.choice(['normal', 'positive']), draw.randrange(1000), SIZES[rank])
    fed = draw.random() < 0.6
    if fed:
        how = draw.choice(
            [
                Call('K.placeholder', SIZES[rank]),
                Call('K.placeholder', ndim=rank),
                Call('layers.Input', SIZES[rank][1:]),
                Call('K.placeholder', shape=(None,) + SIZES[rank][1:]),
            ]
        )
        x = first = program.do('x', how, TENSOR)
    else:
        x = first = program.do('x', Call('K.variable', value), TENSOR)
    symbols = [x]
    fresh, axes = True, rank
    for _ in range(draw.choice([1, 2, 2, 3, 4])):
        choices = sorted(ANY) if axes else []
        # The functions of one number of axes need the sizes of the operand.
        text = draw.choice(BY_RANK[axes]) if fresh and axes in BY_RANK and draw.random() < 0.4 else draw.choice(choices)
        change = ANY.get(text)
        if text in ('x[:, None]', 'K.expand_dims(x, axis=1)') and axes < 2:
            continue
        x = program.do('x', code(_with(text, x)), TENSOR)
        symbols.append(x)
        if change is None:
            break
        fresh = (
            fresh
            and change == 0
            and not any(each in text for each in ('keepdims', 'transpose', 'concat', 'repeat', 'slice', '[1:]'))
        )
        axes += change
        if axes == 0:
            break
    if x == first:
        x = program.do('x', code(x + ' * 2'), TENSOR)
        symbols.append(x)
    outputs = [name(each) for each in symbols[-2:] if each != first] if draw.random() < 0.5 else [name(x)]
    if draw.random() < (
        0.02 if any(re.search(NO_GRADIENT, each['do'].get('code', '')) for each in program.statements) else 0.6
    ):
        loss = program.do(
            'loss',
            code(_with(draw.choice(['K.sum(x)', 'K.mean(K.square(x))', 'x', 'K.sum(x ** 2, axis=-1)']), x)),
            TENSOR,
        )
        gradients = program.do(
            'gradients', Call('K.gradients', name(loss), draw.choice([name(first), [name(first)]])), TENSOR
        )
        outputs.append(code(gradients + '[0]'))
        if draw.random() < 0.25:
            second = program.do('gradients', code('K.gradients(K.sum(%s[0] * 0.5), [%s])' % (gradients, first)), TENSOR)
            outputs.append(code(second + '[0]'))
    kw = {}
    state = None
    if draw.random() < 0.3:
        state = program.do('state', Call('K.variable', 1.5), TENSOR)
        kw['updates'] = (
            [code('(%s, %s * 0.5 + K.mean(K.cast(%s, "float32")))' % (state, state, x))]
            if draw.random() < 0.5
            else [
                code(
                    'K.%s(%s, K.mean(K.cast(%s, "float32")))'
                    % (draw.choice(['update', 'update_add', 'update_sub']), state, x)
                )
            ]
        )
    given = [name(first)] if fed else []
    if draw.random() < 0.3:
        given.append(Call('K.learning_phase'))
    function = program.do('function', Call('K.function', given, outputs, **kw), NONE)
    feeds = ([value] if fed else []) + ([draw.choice([0, 1])] if len(given) > fed else [])
    for _ in range(draw.choice([1, 1, 2])):
        program.do('computed', Call('$' + function, feeds))
    if state:
        program.do('value', Call('K.get_value', name(state)))
    if draw.random() < 0.5:
        program.do('fact', code(_with(draw.choice(FACTS), draw.choice([x, first]))))
    if not fed:
        program.do('value', Call('K.eval', name(x)))
    return program.specification()


def _with(text, x):
    """The text of an expression with another name for x."""
    return re.sub(r'\bx\b', x, text)
