"""The callbacks of a training that begins."""
from compat.training.callbacks.base import CallbackList, host
from compat.training.callbacks.loggers import ProgbarLogger


def callback_model(model):
    """The model that the callbacks of a training have, and whose ``stop_training`` ends it.

    That is the attribute of this name where the program has set it, as those that train copies of a model did.
    """
    return getattr(model, 'callback_model', None) or model


def begin_training(model, callbacks, count_mode, stateful_metrics=(), **params):
    """The callbacks of a training of the model as one, told that it begins.

    The bar comes first, where ``params`` have it shown, and the model's new History last, so that it has what the
    program's callbacks add to the logs. ``count_mode`` is what the bar counts, 'samples' or 'steps'.
    """
    model.history = host.History()
    shown = [ProgbarLogger(count_mode, stateful_metrics=stateful_metrics)] if params['verbose'] else []
    listed = CallbackList(shown + list(callbacks or []) + [model.history])
    seen = callback_model(model)
    listed.set_model(seen)
    listed.set_params(params)
    listed.on_train_begin()
    seen.stop_training = False  # what a callback has set as training began does not count
    return listed
