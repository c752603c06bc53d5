"""Shared layers and models with penalties and updates, and how many of these Keras 2 counts for each of them.

A case returns rows: the name of a layer or model, the numbers of its losses and updates, of those on no inputs, and for
each of its calls those on its inputs. What a layer adds on no inputs counts anew with each call of a model that has it
in Keras 2, which no case asks for.
"""


def _counts(**things):
    """Returns the numbers of losses and updates of layers and models, and of those on no inputs and on each call's."""
    rows = []
    for name, thing in sorted(things.items()):
        rows.append([name, len(thing.losses), len(thing.updates), len(thing.get_losses_for(None)),
                     len(thing.get_updates_for(None))] + [
            [len(thing.get_losses_for(node.input_tensors)), len(thing.get_updates_for(node.input_tensors))]
            for node in thing._inbound_nodes])
    return rows


def _adding(keras, adds_on_none=False):
    class Adding(keras.layers.Layer):
        """A layer that adds losses and updates on its inputs, and perhaps on none."""

        def build(self, input_shape):
            self.count = self.add_weight(name='count', shape=(), initializer='zeros', trainable=False)
            self.built = True

        def call(self, inputs):
            K = keras.backend
            self.add_loss(K.sum(inputs), inputs=inputs)
            self.add_update(K.update_add(self.count, K.sum(inputs)), inputs=inputs)
            if adds_on_none:
                self.add_loss(K.sum(self.count))
                self.add_update(K.update_add(self.count, K.constant(1.)))
            return 2. * inputs
    return Adding()


def _inputs(keras, count=2):
    return [keras.layers.Input((3,)) for _ in range(count)]


def _layer_called(make):
    def called_twice(keras):
        layer, (x, z) = make(keras), _inputs(keras)
        one, two = layer(x), layer(z)
        other = layer(one)
        model, of_one = keras.models.Model([x, z], [one, two]), keras.models.Model(x, one)
        chain = keras.models.Model(x, other)
        return _counts(layer=layer, model=model, of_one=of_one, chain=chain)
    return called_twice


def _nested(make, sequential):
    def nested(keras):
        x, z = _inputs(keras)
        if sequential:
            inner = keras.models.Sequential([keras.layers.Activation('relu', input_shape=(3,)), make(keras)])
        else:
            y = keras.layers.Input((3,))
            inner = keras.models.Model(y, make(keras)(y))
        rows = _counts(inner=inner)
        one, two = inner(x), inner(z)
        outer = keras.models.Model([x, z], keras.layers.add([one, two]))
        of_one = keras.models.Model(x, one)
        chain = keras.models.Model(x, inner(one))
        deep = keras.models.Model(z, of_one(z))
        return rows + _counts(inner=inner, outer=outer, of_one=of_one, chain=chain, deep=deep,
                              layer=inner.layers[-1])
    return nested


def _same_symbol(make):
    def same_symbol(keras):
        x, y = _inputs(keras)
        inner = keras.models.Model(y, make(keras)(y))
        outer = keras.models.Model(x, keras.layers.add([inner(x), inner(x)]))
        return _counts(inner=inner, outer=outer, layer=inner.layers[-1])
    return same_symbol


def _layer_on_same_symbol(make):
    def same_symbol(keras):
        x, = _inputs(keras, 1)
        layer = make(keras)
        outer = keras.models.Model(x, keras.layers.add([layer(x), layer(x)]))
        return _counts(outer=outer, layer=layer)
    return same_symbol


def _frozen(make):
    def frozen(keras):
        x, y = _inputs(keras)
        inner = keras.models.Model(y, make(keras)(y))
        outer = keras.models.Model(x, inner(x))
        inner.layers[-1].trainable = False
        rows = _counts(inner=inner, outer=outer, layer=inner.layers[-1])
        inner.layers[-1].trainable, inner.trainable = True, False
        return rows + _counts(inner=inner, outer=outer, layer=inner.layers[-1])
    return frozen


def _step_by_step(keras):
    x = keras.layers.Input(batch_shape=(2, 4, 3))
    layer = keras.layers.TimeDistributed(keras.layers.BatchNormalization())
    model = keras.models.Model(x, layer(x))
    return [[len(model.updates), len(layer.get_updates_for(x)), len(layer.get_updates_for(None))]]


def _with_states(name):
    def with_states(keras):
        # The counts for the sequence alone, and for it with its states, which are inputs of the call in Keras 2.
        rows = []
        for stateful in (False, True):
            x, states = keras.layers.Input(batch_shape=(2, 4, 3)), [
                keras.layers.Input(batch_shape=(2, 2)) for _ in range(1 if name in ('GRU', 'SimpleRNN') else 2)]
            layer = keras.layers.GRU if name == 'Bidirectional' else getattr(keras.layers, name)
            layer = layer(2, kernel_regularizer='l1', activity_regularizer='l2', stateful=stateful)
            if name == 'Bidirectional':
                layer = keras.layers.Bidirectional(layer)
            model = keras.models.Model([x] + states, layer(x, initial_state=states))
            rows.append([len(model.losses), len(model.updates), len(layer.updates)] + [
                len(counted(inputs)) for counted in (layer.get_losses_for, layer.get_updates_for)
                for inputs in (x, [x] + states)])
        return rows
    return with_states


LAYERS = {
    'weight penalty': lambda keras: keras.layers.Dense(3, kernel_regularizer='l2'),
    'activity penalty': lambda keras: keras.layers.Dense(3, activity_regularizer='l1'),
    'both penalties': lambda keras: keras.layers.Dense(3, kernel_regularizer='l2', activity_regularizer='l1'),
    'BatchNormalization': lambda keras: keras.layers.BatchNormalization(),
    'BatchNormalization with penalty': lambda keras: keras.layers.BatchNormalization(gamma_regularizer='l2'),
    'adding': _adding,
}
SHAPES = {
    'layer called twice': _layer_called,
    'layer called on the same symbol': _layer_on_same_symbol,
    'nested Sequential': lambda make: _nested(make, True),
    'nested model': lambda make: _nested(make, False),
    'nested on the same symbol': _same_symbol,
    'frozen': _frozen,
}
CASES = {f'{shape}, adding on no inputs': SHAPES[shape](lambda keras: _adding(keras, True))
         for shape in list(SHAPES)[:2]}
CASES.update({f'{shape}, {layer}': SHAPES[shape](LAYERS[layer]) for shape in SHAPES for layer in LAYERS})
CASES['TimeDistributed of a known batch'] = _step_by_step
CASES.update({f'initial states, {name}': _with_states(name) for name in ('GRU', 'LSTM', 'SimpleRNN', 'Bidirectional')})
