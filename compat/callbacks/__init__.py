"""Keras 2's `keras.callbacks`. What is not here is the host's, as History is."""
from compat import process as _process
from compat.training.callbacks.base import Callback, CallbackList, LambdaCallback  # noqa: F401
from compat.training.callbacks.base import host as _host
from compat.training.callbacks.checkpoint import ModelCheckpoint  # noqa: F401
from compat.training.callbacks.loggers import BaseLogger, CSVLogger, ProgbarLogger, RemoteMonitor, requests  # noqa: F401
from compat.training.callbacks.monitors import EarlyStopping, LearningRateScheduler  # noqa: F401
from compat.training.callbacks.monitors import ReduceLROnPlateau, TerminateOnNaN  # noqa: F401
from compat.training.callbacks.tensorboard import TensorBoard  # noqa: F401

# In the dialect tf.keras these take arguments that Keras 2 had not.
_OF_HOST = ('CSVLogger', 'CallbackList', 'EarlyStopping', 'LambdaCallback', 'RemoteMonitor', 'TensorBoard',
            'TerminateOnNaN')
if not _process.dialect().keras2_callbacks:
    globals().update((_name, getattr(_host, _name)) for _name in _OF_HOST)
