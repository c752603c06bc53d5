# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any

from compat import backend as K
from compat.callbacks import (BaseLogger, CSVLogger, Callback, CallbackList, EarlyStopping, History, LambdaCallback,
    LearningRateScheduler, ModelCheckpoint, ProgbarLogger, ReduceLROnPlateau, RemoteMonitor, TerminateOnNaN, requests)
from compat.engine.training_utils import standardize_input_data
from compat.utils.generic_utils import Progbar

__all__ = ['BaseLogger', 'CSVLogger', 'Callback', 'CallbackList', 'EarlyStopping', 'History', 'Iterable', 'K',
           'LambdaCallback', 'LearningRateScheduler', 'ModelCheckpoint', 'OrderedDict', 'Progbar', 'ProgbarLogger',
           'ReduceLROnPlateau', 'RemoteMonitor', 'TerminateOnNaN', 'csv', 'defaultdict', 'deque', 'io', 'json', 'np',
           'os', 'requests', 'six', 'standardize_input_data', 'time', 'warnings']

Iterable: Any
OrderedDict: Any
csv: Any
defaultdict: Any
deque: Any
io: Any
json: Any
np: Any
os: Any
six: Any
time: Any
warnings: Any
