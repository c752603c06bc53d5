"""Objects of Keras 2 of each kind whose attributes are listed on Keras 2.2.4, private ones too, and looked up here."""
import numpy as np


def objects(keras):
    """Returns the objects by the words for their kinds."""
    x = keras.layers.Input((3,), name='x')
    layer = keras.layers.Dense(2, name='layer')
    model = keras.models.Model(x, layer(x))
    compiled = keras.models.Model(x, keras.layers.Dense(2)(x))
    compiled.compile(keras.optimizers.SGD(0.1), 'mse', metrics=['mae'])
    callback = keras.callbacks.Callback()
    compiled.fit(np.ones((2, 3)), np.ones((2, 2)), verbose=0, callbacks=[callback])
    compiled.predict(np.ones((2, 3)))
    compiled.test_on_batch(np.ones((2, 3)), np.ones((2, 2)))
    sequential = keras.models.Sequential([keras.layers.Dense(2, input_shape=(3,))])
    return {
        'layer': layer,
        'input layer': x._keras_history[0],
        'layer without calls': keras.layers.Layer(),
        'model': model,
        'compiled model': compiled,
        'Sequential': sequential,
        'Sequential without input shape': keras.models.Sequential([keras.layers.Dense(2)]),
        'optimizer': keras.optimizers.SGD(0.1),
        'optimizer in use': compiled.optimizer,
        'callback': keras.callbacks.Callback(),
        'callback in use': callback,
        'node': layer._inbound_nodes[0],
    }


def attributes(thing):
    """Returns the names of the attributes of an object, those of methods with (), but for special ones."""
    names = []
    for name in dir(thing):
        if not name.startswith('__'):
            try:
                names.append(name + '()' * callable(getattr(thing, name)))
            except AttributeError:  # a property that the object has not yet
                continue
    return names
