"""Keras 2's `keras.callbacks`. What is not here is the host's, as History is."""
from compat import process as _process
from compat.training.callbacks.base import Callback, CallbackList, LambdaCallback  # noqa: F401
from compat.training.callbacks.base import host as _host
from compat.training.callbacks.checkpoint import ModelCheckpoint  # noqa: F401
from compat.training.callbacks.loggers import BaseLogger, CSVLogger, ProgbarLogger, RemoteMonitor, requests  # noqa: F401
from compat.training.callbacks.monitors import EarlyStopping, LearningRateScheduler  # noqa: F401
from compat.training.callbacks.monitors import ReduceLROnPlateau, TerminateOnNaN  # noqa: F401
from compat.training.callbacks.tensorboard import TensorBoard  # noqa: F401

if not _process.dialect().keras2_callbacks:  # in the dialect tf.keras these have arguments that Keras 2 had not
    CSVLogger = _host.CSVLogger
    CallbackList = _host.CallbackList
    EarlyStopping = _host.EarlyStopping
    LambdaCallback = _host.LambdaCallback
    RemoteMonitor = _host.RemoteMonitor
    TensorBoard = _host.TensorBoard
    TerminateOnNaN = _host.TerminateOnNaN
