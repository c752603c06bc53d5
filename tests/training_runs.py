"""Whole trainings in the words of old programs, shared by the golden script and the test: what each batch tells."""
import numpy as np

from compat import backend as K
from compat import losses
from compat.layers import LSTM, BatchNormalization, Conv2D, Dense, Embedding, Flatten, Input, Lambda, Layer, Masking
from compat.layers import MaxPooling2D, TimeDistributed, add, concatenate
from compat.models import Model, Sequential
from compat.optimizers import SGD, Adam, Optimizer, RMSprop
from updates_in_order import steps_in_order

STEPS = 20


def numbers(*shape, seed=0, low=-1., high=1.):
    """Numbers that are the same everywhere."""
    return np.random.RandomState(seed + sum(shape)).uniform(low, high, shape).astype('float32')


def classes(count, kinds, seed=0):
    """Rows of zeros with a one."""
    return np.eye(kinds, dtype='float32')[np.random.RandomState(seed).randint(kinds, size=count)]


def filled(model, scale=0.5):
    """The model with weights that are the same everywhere; those that begin as ones stay near them."""
    weights = [value + scale * numbers(*value.shape, seed=place) * (0.2 if value.ndim == 1 else 1.)
               for place, value in enumerate(np.ones_like(old) if old.ndim == 1 and (old == 1).all() else 0. * old
                                             for old in model.get_weights())]
    model.set_weights(weights)
    return model


def trained(model, x, y, rows=8, **more):
    """What train_on_batch gives for each batch, and what evaluate gives at the end."""
    def part(value, start):
        if isinstance(value, (list, tuple)):
            return [part(item, start) for item in value]
        if isinstance(value, dict):
            return {name: part(item, start) for name, item in value.items()}
        return None if value is None else value[start:start + rows]

    count = len(x[0] if isinstance(x, list) else x)
    starts = [step * rows % count for step in range(STEPS)]
    yield 'batches', [model.train_on_batch(part(x, start), part(y, start), **{
        name: value if name == 'class_weight' else part(value, start) for name, value in more.items()})
        for start in starts]
    more.pop('class_weight', None)
    yield 'end', model.evaluate(x, y, batch_size=rows, verbose=0, **more)


# --- models that every host trains by itself

def mlp():
    model = filled(Sequential([Dense(8, activation='relu', input_shape=(6,)), Dense(3, activation='softmax')]))
    model.compile(Adam(lr=0.01), 'categorical_crossentropy', metrics=['accuracy'])
    return trained(model, numbers(32, 6), classes(32, 3))


def cnn():
    model = filled(Sequential([Conv2D(4, 3, input_shape=(8, 8, 1)), BatchNormalization(epsilon=0.1, momentum=0.5),
                               MaxPooling2D(), Flatten(), Dense(1, activation='sigmoid')]))
    model.compile(SGD(lr=0.05, momentum=0.9), 'binary_crossentropy', metrics=['acc'])
    return trained(model, numbers(32, 8, 8, 1), classes(32, 2)[:, :1])


def normalised(shape, frozen=False, **settings):
    """A model whose BatchNormalization is trained, and what its averages become."""
    def run():
        normalization = BatchNormalization(input_shape=shape, **settings)
        normalization.trainable = not frozen
        model = filled(Sequential([normalization] + [Flatten()][:len(shape) - 1] + [Dense(2)]), 0.2)
        model.compile(SGD(lr=0.05), 'mse')
        x = 3 * numbers(24, *shape)
        yield from trained(model, x, numbers(24, 2))
        yield 'weights', np.concatenate([weight.ravel() for weight in model.get_weights()])
        yield 'predicted', model.predict(x)
    return run


def lstm():
    series = numbers(16, 5, 3)
    model = filled(Sequential([Masking(input_shape=(5, 3)), LSTM(4), Dense(2)]))
    model.compile(RMSprop(lr=0.01), 'mse')
    series[::2, 3:] = 0
    return trained(model, series, numbers(16, 2))


def siamese():
    left, right = Input((5,)), Input((5,))
    shared = Dense(4, activation='tanh')
    apart = Lambda(lambda pair: K.sqrt(K.sum(K.square(pair[0] - pair[1]), axis=1, keepdims=True) + 1e-3),
                   output_shape=(1,))([shared(left), shared(right)])
    model = filled(Model([left, right], apart))

    def contrastive(y_true, y_pred):
        return K.mean(y_true * K.square(y_pred) + (1 - y_true) * K.square(K.maximum(1 - y_pred, 0)))

    model.compile(Adam(lr=0.02), contrastive)
    return trained(model, [numbers(24, 5), numbers(24, 5, seed=1)], classes(24, 2)[:, :1])


def two_to_two():
    text, image = Input((4,), name='text'), Input((6,), name='image')
    merged = concatenate([Flatten()(Embedding(10, 3)(text)), Dense(4, activation='relu')(image)])
    model = filled(Model([text, image], [Dense(3, activation='softmax', name='kind')(merged),
                                         Dense(1, name='size')(merged)]))
    model.compile(Adam(lr=0.01), loss={'kind': 'categorical_crossentropy', 'size': 'mse'},
                  loss_weights={'kind': 1., 'size': 0.3}, metrics={'kind': 'accuracy'})
    words = np.random.RandomState(1).randint(10, size=(24, 4))
    return trained(model, [words, numbers(24, 6)], [classes(24, 3), numbers(24, 1)])


def gan():
    generator = filled(Sequential([Dense(6, activation='relu', input_shape=(3,)), Dense(2)]))
    critic = filled(Sequential([Dense(6, activation='relu', input_shape=(2,)), Dense(1, activation='sigmoid')]))
    critic.compile(SGD(lr=0.1), 'binary_crossentropy')
    critic.trainable = False
    noise = Input((3,))
    both = Model(noise, critic(generator(noise)))
    both.compile(SGD(lr=0.1), 'binary_crossentropy')
    told = []
    for step in range(STEPS):
        made = generator.predict(numbers(8, 3, seed=step))
        told.append([critic.train_on_batch(numbers(8, 2, seed=step) + 2, np.ones((8, 1))),
                     critic.train_on_batch(made, np.zeros((8, 1))),
                     both.train_on_batch(numbers(8, 3, seed=step + 100), np.ones((8, 1)))])
    yield 'batches', told
    yield 'made', generator.predict(numbers(5, 3))


# --- models whose training is described

def vae(compiled_with=None):
    x = Input((8,))
    hidden = Dense(6, activation='relu')(x)
    mean, log_var = Dense(2)(hidden), Dense(2)(hidden)
    code = Lambda(lambda pair: pair[0] + 0.1 * K.exp(0.5 * pair[1]))([mean, log_var])
    decoded = Dense(8, activation='sigmoid')(Dense(6, activation='relu')(code))
    model = filled(Model(x, decoded))
    reconstruction = 8 * losses.binary_crossentropy(x, decoded)
    divergence = -0.5 * K.sum(1 + log_var - K.square(mean) - K.exp(log_var), axis=-1)
    model.add_loss(K.mean(reconstruction + divergence))
    model.compile(optimizer=RMSprop(lr=0.01), loss=compiled_with)
    return trained(model, numbers(32, 8, low=0), None if compiled_with is None else numbers(32, 8, seed=1, low=0))


def vae_with_a_loss():
    return vae('mse')


def loss_of_a_layer():
    """A symbolic loss of the model beside one of a layer's call, penalties of weights and of activity."""
    class Divergence(Layer):
        def call(self, inputs):
            self.add_loss(0.1 * K.mean(K.square(inputs)), inputs=inputs)
            return inputs

    x = Input((5,))
    hidden = Divergence()(Dense(4, activation='tanh', kernel_regularizer='l2', activity_regularizer='l2')(x))
    output = BatchNormalization(epsilon=0.1, momentum=0.5)(Dense(3)(hidden))
    model = filled(Model(x, output))
    model.add_loss(K.mean(K.abs(output)))
    model.compile(SGD(lr=0.05), 'mse')
    return trained(model, numbers(24, 5), numbers(24, 3))


def target_tensors():
    x = Input((4,))
    target = K.placeholder(shape=(None, 2))
    model = filled(Model(x, Dense(2)(x)))
    model.compile(SGD(lr=0.1), 'mse', metrics=['mae'], target_tensors=[target])
    return trained(model, numbers(16, 4), numbers(16, 2))


def weighted_steps():
    weights = numbers(16, 5, low=0)
    weights[:, 4] = 0
    model = filled(Sequential([LSTM(4, return_sequences=True, input_shape=(5, 3)), TimeDistributed(Dense(2))]))
    model.compile(SGD(lr=0.1), 'mse', sample_weight_mode='temporal', metrics=['mae'], weighted_metrics=['mae'])
    return trained(model, numbers(16, 5, 3), numbers(16, 5, 2), sample_weight=weights)


def masked_steps():
    series = numbers(16, 5, 3)
    series[::2, 3:] = 0
    model = filled(Sequential([Masking(input_shape=(5, 3)), LSTM(4, return_sequences=True),
                               TimeDistributed(Dense(2, activation='softmax'))]))
    model.compile(SGD(lr=0.1), 'categorical_crossentropy', metrics=['acc'], sample_weight_mode='temporal')
    return trained(model, series, np.tile(classes(16, 2)[:, None], (1, 5, 1)),
                   sample_weight=np.ones((16, 5), 'float32'))


def weighted_samples_of_two():
    x = Input((4,))
    hidden = Dense(5, activation='tanh')(x)
    model = filled(Model(x, [Dense(2, name='a')(hidden), Dense(1, name='b', activation='sigmoid')(hidden)]))
    model.compile(SGD(lr=0.1), {'a': 'mse', 'b': 'binary_crossentropy'}, metrics={'b': ['accuracy']},
                  weighted_metrics={'a': ['mae']}, loss_weights=[0.5, 2.], sample_weight_mode={'a': None, 'b': None})
    weights = numbers(16, low=0)
    weights[::3] = 0
    return trained(model, numbers(16, 4), {'a': numbers(16, 2), 'b': classes(16, 2)[:, :1]},
                   sample_weight={'a': weights, 'b': weights[::-1]})


def by_class():
    model = filled(Sequential([Dense(3, activation='softmax', input_shape=(4,))]))
    model.compile(Momentum(lr=0.1), 'categorical_crossentropy', metrics=['accuracy'])
    return trained(model, numbers(16, 4), classes(16, 3), class_weight={0: 1., 1: 0.5, 2: 3.})


# --- optimizers of the program's own, in the words of Keras 2

class Momentum(Optimizer):
    """Gradient descent with momentum."""

    def __init__(self, lr=0.01, momentum=0.9, **kwargs):
        super().__init__(**kwargs)
        with K.name_scope(self.__class__.__name__):
            self.iterations = K.variable(0, dtype='int64', name='iterations')
            self.rate = K.variable(lr, name='lr')
            self.momentum = K.variable(momentum, name='momentum')

    def get_updates(self, loss, params):
        grads = self.get_gradients(loss, params)
        self.updates = [K.update_add(self.iterations, 1)]
        moments = [K.zeros(K.int_shape(p)) for p in params]
        self.weights = [self.iterations] + moments
        for p, g, m in zip(params, grads, moments):
            v = self.momentum * m - self.rate * g
            self.updates.append(K.update(m, v))
            new_p = p + v
            if getattr(p, 'constraint', None) is not None:
                new_p = p.constraint(new_p)
            self.updates.append(K.update(p, new_p))
        return self.updates

    def get_config(self):
        config = {'lr': float(K.get_value(self.rate)), 'momentum': float(K.get_value(self.momentum))}
        return dict(list(super().get_config().items()) + list(config.items()))


class Accumulates(Optimizer):
    """Gradient descent by the mean of the gradients of several batches."""

    def __init__(self, lr=0.01, every=4, **kwargs):
        super().__init__(**kwargs)
        self.rate = K.variable(lr)
        self.iterations = K.variable(0, dtype='int64')
        self.every = every

    def get_updates(self, loss, params):
        self.updates = [K.update_add(self.iterations, 1)]
        due = K.cast(K.equal(self.iterations % self.every, self.every - 1), K.floatx())
        for p, g in zip(params, self.get_gradients(loss, params)):
            kept = K.zeros(K.int_shape(p), dtype=K.dtype(p))
            total = kept + g
            self.updates.append((kept, (1. - due) * total))
            self.updates.append(K.update(p, p - due * self.rate * total / self.every))
        return self.updates


class Rectified(Optimizer):
    """Adam whose first steps are kept small by the variance of their scale (Liu et al., 2019)."""

    def __init__(self, lr=0.001, beta_1=0.9, beta_2=0.99, decay=0.01, **kwargs):
        super().__init__(**kwargs)
        self.iterations = K.variable(0, dtype='int64')
        self.rate, self.beta_1, self.beta_2, self.decay = [K.variable(each) for each in (lr, beta_1, beta_2, decay)]

    def get_updates(self, loss, params):
        grads = self.get_gradients(loss, params)
        self.updates = [K.update_add(self.iterations, 1)]
        lr = self.rate * (1. / (1. + self.decay * K.cast(self.iterations, K.dtype(self.decay))))
        t = K.cast(self.iterations, K.floatx()) + 1
        most = 2. / (1. - self.beta_2) - 1.
        power = K.pow(self.beta_2, t)
        length = most - 2. * t * power / (1. - power)
        scale = K.sqrt(K.maximum((length - 4) * (length - 2) * most, 0.) /
                       ((most - 4) * (most - 2) * K.maximum(length, 1e-3)))
        ms = [K.zeros(K.int_shape(p), dtype=K.dtype(p)) for p in params]
        vs = [K.zeros(K.int_shape(p), dtype=K.dtype(p)) for p in params]
        self.weights = [self.iterations] + ms + vs
        for p, g, m, v in zip(params, grads, ms, vs):
            m_t = self.beta_1 * m + (1. - self.beta_1) * g
            v_t = self.beta_2 * v + (1. - self.beta_2) * K.square(g)
            mean = m_t / (1. - K.pow(self.beta_1, t))
            step = K.switch(K.greater(length, 5.), scale * mean / (K.sqrt(v_t / (1. - power)) + K.epsilon()), mean)
            self.updates += [K.update(m, m_t), K.update(v, v_t), K.update(p, p - lr * step)]
        return self.updates


class LookAhead(Optimizer):
    """Goes half of the way to where another optimizer has led in several steps (Zhang et al., 2019)."""

    def __init__(self, inner, every=5, **kwargs):
        super().__init__(**kwargs)
        self.inner, self.every = inner, every

    @property
    def lr(self):
        return self.inner.lr

    def get_updates(self, loss, params):
        shapes = [K.int_shape(p) for p in params]
        slow = [K.zeros(shape) for shape in shapes]
        count = K.variable(0, dtype='int32')
        first, due = K.equal(count, 0), K.equal(count % self.every, self.every - 1)
        self.updates = [K.update_add(count, 1)]
        for p, g, s in zip(params, self.get_gradients(loss, params), slow):
            fast = p - self.inner.lr * g
            start = K.switch(first, p + K.zeros_like(p), s + K.zeros_like(s))
            middle = start + 0.5 * (fast - start)
            self.updates += [K.update(s, K.switch(due, middle, start)), K.update(p, K.switch(due, middle, fast))]
        return self.updates


class ByLayer(Optimizer):
    """Gradient descent with a rate of its own for weights whose name says so."""

    def __init__(self, lr=0.01, multipliers=None, **kwargs):
        super().__init__(**kwargs)
        self.rate = K.variable(lr)
        self.multipliers = multipliers or {}

    def get_updates(self, loss, params):
        self.updates = []
        for number, (p, g) in enumerate(zip(params, self.get_gradients(loss, params))):
            self.updates.append(K.update_sub(p, self.rate * self.multipliers.get(number, 1.) * g))
        return self.updates


def own(optimizer):
    """A model with a shared layer and a constraint, trained by the optimizer."""
    def run():
        x = Input((6,))
        dense = Dense(6, activation='tanh')
        hidden = add([dense(x), dense(dense(x))])
        model = filled(Model(x, Dense(2, kernel_constraint='max_norm')(hidden)))
        model.compile(optimizer(), 'mse')
        return trained(model, numbers(24, 6), numbers(24, 2))
    return run


RUNS = {
    'mlp': mlp, 'cnn': cnn, 'lstm': lstm, 'siamese': siamese, 'two_to_two': two_to_two, 'gan': gan,
    'vae': vae, 'vae_with_a_loss': vae_with_a_loss, 'loss_of_a_layer': loss_of_a_layer,
    'target_tensors': target_tensors, 'weighted_steps': weighted_steps, 'masked_steps': masked_steps,
    'normalised images': normalised((4, 3, 2)), 'normalised rows': normalised((5,), momentum=0.9),
    'normalised first axis': normalised((3, 4, 4), axis=1, epsilon=0.1),
    'normalised plainly': normalised((4, 3), scale=False, center=False),
    'normalised frozen': normalised((4, 3, 2), frozen=True),
    'weighted_samples_of_two': weighted_samples_of_two, 'by_class': by_class,
    'own momentum': own(lambda: Momentum(lr=0.05)), 'own clipnorm': own(lambda: Momentum(lr=0.05, clipnorm=0.1)),
    'own clipvalue': own(lambda: Momentum(lr=0.05, clipvalue=0.02)),
    'own accumulation': own(lambda: Accumulates(lr=0.2)), 'own rectified': own(lambda: Rectified(lr=0.01)),
    'own look-ahead': own(lambda: LookAhead(SGD(lr=0.1))),
    'own rates': own(lambda: ByLayer(0.1, {0: 0.1, 3: 0.})),
}


def run(name):
    """What a training tells, by name, as arrays."""
    with steps_in_order():
        return [(part, np.asarray(value, 'float64')) for part, value in RUNS[name]()]
