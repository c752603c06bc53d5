"""Keras 2's Callback, the list that drives several of them, and LambdaCallback."""
from compat import process
from compat.base_layer.named_objects import counting

host = process.opened().keras.callbacks


class Callback(host.Callback, metaclass=counting(host.Callback)):
    """What is called during training, with ``self.model``, ``self.params`` and ``self.validation_data`` (Keras 2.2.4).

    Subclasses define on_train_begin(logs), on_epoch_begin(epoch, logs), on_batch_begin(batch, logs) and their ends.
    """

    stands_for = (host.Callback,)

    validation_data = None
    _model = None

    def __init__(self):
        super().__init__()
        self.validation_data = None
        self.model = None

    @property
    def model(self):
        """The model that is trained; subclasses may set it too."""
        of_host = getattr(host.Callback, 'model', None)  # of Keras 3, which looks that the model is up to date
        return self._model if of_host is None else of_host.fget(self)

    @model.setter
    def model(self, model):
        self._model = model

    def set_model(self, model):
        """Set the model."""
        self.model = model

    def on_train_batch_begin(self, batch, logs=None):
        """What hosts call: ``on_batch_begin``, whatever it calls its arguments."""
        self.on_batch_begin(batch, logs)

    def on_train_batch_end(self, batch, logs=None):
        """What hosts call: ``on_batch_end``, whatever it calls its arguments."""
        self.on_batch_end(batch, logs)

    # Hosts look for it: no batch needs to be reported where a callback only has these.
    on_train_batch_begin._is_default = on_train_batch_end._is_default = True


class CallbackList:
    """Callbacks as one, for loops of one's own: each call goes to all of them, in order (Keras 2.2.4)."""

    def __init__(self, callbacks=None, queue_length=10):
        self.callbacks = list(callbacks or ())
        self.queue_length = queue_length
        self.params, self.model = {}, None

    def append(self, callback):
        """Put a callback at the end."""
        self.callbacks.append(callback)

    def set_params(self, params):
        """Set the parameters of the training on all callbacks."""
        self.params = params
        for callback in self.callbacks:
            callback.set_params(params)

    def set_model(self, model):
        """Set the model on all callbacks."""
        self.model = model
        for callback in self.callbacks:
            callback.set_model(model)

    def __iter__(self):
        return iter(self.callbacks)


def _calling(name):
    """A method that calls the one of that name of all callbacks."""
    older = name.replace('_train_batch_', '_batch_')

    def call(callbacks, *args):
        for callback in callbacks:
            (getattr(callback, name, None) or getattr(callback, older))(*args)

    def of_number(self, number, logs=None):
        call(self.callbacks, number, {} if logs is None else logs)

    def of_all(self, logs=None):
        call(self.callbacks, {} if logs is None else logs)

    method = of_number if 'batch' in name or 'epoch' in name else of_all
    method.__name__, method.__doc__ = name, f'Call {name} of all.'
    return method


for _name in [f'on_{_what}_{_end}' for _what in ('train', 'test', 'predict', 'epoch', 'train_batch', 'test_batch',
                                                       'predict_batch') for _end in ('begin', 'end')]:
    setattr(CallbackList, _name, _calling(_name))
# Callbacks answer to the longer name with what they have under the shorter one.
CallbackList.on_batch_begin = CallbackList.on_train_batch_begin
CallbackList.on_batch_end = CallbackList.on_train_batch_end


class LambdaCallback(Callback):
    """A callback made of functions: of (epoch, logs), (batch, logs) or (logs) (Keras 2.2.4).

    Other functions are taken by the name of the method that they become.
    """

    def __init__(self, on_epoch_begin=None, on_epoch_end=None, on_batch_begin=None, on_batch_end=None,
                 on_train_begin=None, on_train_end=None, **kwargs):
        super().__init__()
        functions = dict(kwargs, on_epoch_begin=on_epoch_begin, on_epoch_end=on_epoch_end,
                         on_batch_begin=on_batch_begin, on_batch_end=on_batch_end,
                         on_train_begin=on_train_begin, on_train_end=on_train_end)
        # The others stay the host's, which does not call them for each batch then.
        self.__dict__.update((name, function) for name, function in functions.items() if function is not None)
