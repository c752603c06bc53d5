"""What programs write themselves: shapes of layers, cells, losses, metrics, callbacks and functions, by their names.

``make`` is given the function that imports a module of Keras, and returns them all in a dict. What is written here is
what old programs write; the printer shows the text of what a program uses.
"""


def make(module):
    K = module('backend')
    Layer = module('engine.base_layer').Layer
    InputSpec = module('engine.base_layer').InputSpec
    Callback = module('callbacks').Callback
    Regularizer = module('regularizers').Regularizer
    Constraint = module('constraints').Constraint
    Dense = module('layers').Dense
    Sequential = module('models').Sequential
    Model = module('models').Model

    class Scale(Layer):
        def build(self, input_shape):
            self.scale = self.add_weight(name='scale', shape=(input_shape[-1],), initializer='ones')
            super().build(input_shape)

        def call(self, inputs):
            return inputs * self.scale

    class OldScale(Layer):
        def __init__(self, output_dim=None, **kwargs):
            self.output_dim = output_dim
            super().__init__(**kwargs)

        def build(self, input_shape):
            self.W = self.add_weight((input_shape[-1],), initializer='one', name='%s_W' % self.name)
            self.trainable_weights = [self.W]

        def call(self, x, mask=None):
            return x * self.W + K.mean(x)

        def get_output_shape_for(self, input_shape):
            return input_shape

    class Projection(Layer):
        def __init__(self, units, activation=None, **kwargs):
            super().__init__(**kwargs)
            self.units = units
            self.activation = module('activations').get(activation)
            self.supports_masking = True

        def build(self, input_shape):
            self.kernel = self.add_weight(
                name='kernel',
                shape=(int(input_shape[-1]), self.units),
                initializer='glorot_uniform',
                trainable=True,
                regularizer=module('regularizers').l2(0.01),
            )
            self.bias = self.add_weight(shape=(self.units,), name='bias', initializer='zeros', trainable=False)
            self.input_spec = InputSpec(min_ndim=2, axes={-1: int(input_shape[-1])})
            self.built = True

        def call(self, inputs):
            return self.activation(K.bias_add(K.dot(inputs, self.kernel), self.bias))

        def compute_output_shape(self, input_shape):
            return tuple(input_shape[:-1]) + (self.units,)

        def get_config(self):
            config = {'units': self.units, 'activation': module('activations').serialize(self.activation)}
            return dict(list(super().get_config().items()) + list(config.items()))

    class Attention(Layer):
        def __init__(self, return_attention=False, **kwargs):
            self.return_attention = return_attention
            self.supports_masking = True
            super().__init__(**kwargs)

        def build(self, input_shape):
            self.w = self.add_weight(shape=(input_shape[-1], 1), initializer='uniform', name='w')
            super().build(input_shape)

        def call(self, x, mask=None):
            e = K.squeeze(K.tanh(K.dot(x, self.w)), axis=-1)
            a = K.exp(e)
            if mask is not None:
                a *= K.cast(mask, K.floatx())
            a /= K.cast(K.sum(a, axis=1, keepdims=True) + K.epsilon(), K.floatx())
            result = K.sum(x * K.expand_dims(a), axis=1)
            return [result, a] if self.return_attention else result

        def compute_mask(self, inputs, mask=None):
            return [None, None] if self.return_attention else None

        def compute_output_shape(self, input_shape):
            output = (input_shape[0], input_shape[-1])
            return [output, input_shape[:2]] if self.return_attention else output

        def get_config(self):
            config = super().get_config()
            config['return_attention'] = self.return_attention
            return config

    class TwoOutputs(Layer):
        def call(self, inputs):
            return [inputs + 1.0, K.sum(inputs, axis=-1, keepdims=True)]

        def compute_output_shape(self, input_shape):
            return [input_shape, tuple(input_shape[:-1]) + (1,)]

        def compute_mask(self, inputs, mask=None):
            return [mask, None]

    class PhaseScale(Layer):
        def call(self, inputs, training=None):
            return K.in_train_phase(inputs * 2.0, inputs, training=training)

    class LossAdder(Layer):
        def __init__(self, rate=0.1, **kwargs):
            super().__init__(**kwargs)
            self.rate = rate

        def call(self, inputs):
            self.add_loss(self.rate * K.sum(K.abs(inputs)), inputs=inputs)
            return inputs

        def get_config(self):
            return dict(super().get_config(), rate=self.rate)

    class Counter(Layer):
        def build(self, input_shape):
            self.count = self.add_weight(name='count', shape=(1,), initializer='zeros', trainable=False)
            super().build(input_shape)

        def call(self, inputs):
            self.add_update([K.update_add(self.count, K.ones((1,)))], inputs)
            return inputs + 0.0 * self.count

    class MovingMean(Layer):
        def build(self, input_shape):
            self.mean = self.add_weight(name='mean', shape=(input_shape[-1],), initializer='zeros', trainable=False)
            self.built = True

        def call(self, inputs, training=None):
            batch = K.mean(inputs, axis=list(range(K.ndim(inputs) - 1)))
            self.add_update([K.moving_average_update(self.mean, batch, 0.9)], inputs)
            return inputs - K.in_train_phase(batch, self.mean, training=training)

    class InnerDense(Layer):
        def __init__(self, units, **kwargs):
            super().__init__(**kwargs)
            self.units = units
            self.dense = Dense(units, activation='tanh')

        def build(self, input_shape):
            self.dense.build(input_shape)
            self._trainable_weights = self.dense.trainable_weights
            super().build(input_shape)

        def call(self, inputs):
            return self.dense(inputs)

        def compute_output_shape(self, input_shape):
            return self.dense.compute_output_shape(input_shape)

    class MaskMean(Layer):
        supports_masking = True

        def call(self, inputs, mask=None):
            if mask is None:
                return K.mean(inputs, axis=1)
            mask = K.expand_dims(K.cast(mask, 'float32'), -1)
            return K.sum(inputs * mask, axis=1) / K.maximum(K.sum(mask, axis=1), 1.0)

        def compute_mask(self, inputs, mask=None):
            return None

        def compute_output_shape(self, input_shape):
            return (input_shape[0],) + tuple(input_shape[2:])

    class PairSum(Layer):
        def build(self, input_shape):
            assert isinstance(input_shape, list)
            self.weight = self.add_weight(name='weight', shape=(len(input_shape),), initializer='ones')
            super().build(input_shape)

        def call(self, inputs):
            return sum(self.weight[i] * x for i, x in enumerate(inputs))

        def compute_output_shape(self, input_shape):
            return input_shape[0]

    class Square(Layer):
        def call(self, inputs, **kwargs):
            return K.square(inputs)

    class TanhDense(Dense):
        def call(self, inputs):
            return K.tanh(super().call(inputs))

    class MinimalCell(Layer):
        def __init__(self, units, **kwargs):
            self.units = units
            self.state_size = units
            super().__init__(**kwargs)

        def build(self, input_shape):
            self.kernel = self.add_weight(shape=(input_shape[-1], self.units), initializer='uniform', name='kernel')
            self.recurrent_kernel = self.add_weight(
                shape=(self.units, self.units), initializer='uniform', name='recurrent_kernel'
            )
            self.built = True

        def call(self, inputs, states):
            output = K.dot(inputs, self.kernel) + K.dot(states[0], self.recurrent_kernel)
            return output, [output]

        def get_config(self):
            return dict(super().get_config(), units=self.units)

    class TwoStateCell(Layer):
        def __init__(self, units, **kwargs):
            self.units = units
            self.state_size = (units, units)
            super().__init__(**kwargs)

        def build(self, input_shape):
            self.kernel = self.add_weight(shape=(input_shape[-1], self.units), initializer='uniform', name='kernel')
            super().build(input_shape)

        def call(self, inputs, states, training=None):
            h, c = states
            c = 0.5 * c + K.dot(inputs, self.kernel)
            h = K.tanh(c) + 0.1 * h
            return h, [h, c]

        def get_config(self):
            return dict(super().get_config(), units=self.units)

    class HalfL2(Regularizer):
        def __init__(self, rate=0.02):
            self.rate = rate

        def __call__(self, x):
            return 0.5 * self.rate * K.sum(K.square(x))

        def get_config(self):
            return {'rate': float(self.rate)}

    class Bounded(Constraint):
        def __init__(self, bound=0.3):
            self.bound = bound

        def __call__(self, w):
            return K.clip(w, -self.bound, self.bound)

        def get_config(self):
            return {'bound': self.bound}

    class Recorder(Callback):
        def __init__(self):
            super().__init__()
            self.seen = []

        def on_train_begin(self, logs=None):
            self.seen.append(('train', list(self.params), list(logs or {})))

        def on_epoch_begin(self, epoch, logs=None):
            self.seen.append(('epoch', epoch, list(logs or {})))

        def on_batch_begin(self, batch, logs=None):
            self.seen.append(('begin', batch, list(logs or {}), int((logs or {}).get('size', -1))))

        def on_batch_end(self, batch, logs=None):
            self.seen.append(('batch', batch, list(logs or {})))

        def on_epoch_end(self, epoch, logs=None):
            self.seen.append(('end', epoch, list(logs or {}), float(K.get_value(self.model.optimizer.lr))))

    def rmse(y_true, y_pred):
        return K.sqrt(K.mean(K.square(y_pred - y_true), axis=-1) + K.epsilon())

    def dice_loss(y_true, y_pred):
        intersection = K.sum(K.flatten(y_true) * K.flatten(y_pred))
        return 1.0 - (2.0 * intersection + 1.0) / (K.sum(y_true) + K.sum(y_pred) + 1.0)

    def weighted_mse(weight=2.0):
        def loss(y_true, y_pred):
            return K.mean(weight * K.square(y_true - y_pred), axis=-1)

        return loss

    def correlation(y_true, y_pred):
        x, y = y_true - K.mean(y_true), y_pred - K.mean(y_pred)
        return K.sum(x * y) / (K.sqrt(K.sum(K.square(x)) * K.sum(K.square(y))) + 1e-3)

    def recall(y_true, y_pred):
        positives = K.sum(K.round(K.clip(y_true * y_pred, 0, 1)))
        return positives / (K.sum(K.round(K.clip(y_true, 0, 1))) + K.epsilon())

    def initial(shape, dtype=None):
        return 0.1 * K.ones(shape, dtype=dtype)

    def leaky(x):
        return K.relu(x, alpha=0.2)

    def block(units):
        model = Sequential()
        model.add(Dense(units, activation='tanh', input_shape=(units,)))
        model.add(Dense(units))
        return model

    class SquaredModel(Model):
        def predict_squares(self, x):
            return self.predict(x) ** 2

    found = dict(locals())
    return {name: value for name, value in found.items() if name not in ('module', 'K', 'InputSpec')}
