# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any, Dict, List

from compat import backend as K
from compat.callbacks import callbacks, tensorboard_v1, tensorboard_v2
from compat.engine.training_utils import standardize_input_data
from compat.utils.generic_utils import Progbar

__all__ = ['BaseLogger', 'CSVLogger', 'Callback', 'CallbackList', 'EarlyStopping', 'History', 'Iterable', 'K',
           'LambdaCallback', 'LearningRateScheduler', 'ModelCheckpoint', 'OrderedDict', 'Progbar', 'ProgbarLogger',
           'ReduceLROnPlateau', 'RemoteMonitor', 'TensorBoard', 'TerminateOnNaN', 'callbacks', 'csv', 'deque', 'io',
           'json', 'np', 'os', 'requests', 'six', 'standardize_input_data', 'sys', 'tensorboard_v1', 'tensorboard_v2',
           'time', 'warnings']

class BaseLogger(Callback):
    seen: Any
    stateful_metrics: Any
    totals: Any
    def __init__(self, stateful_metrics: Any = None) -> None: ...


class CSVLogger(Callback):
    append: Any
    append_header: Any
    csv_file: Any
    file_flags: Any
    filename: Any
    keys: Any
    sep: Any
    writer: Any
    def __init__(self, filename: Any, separator: Any = ',', append: Any = False) -> None: ...


class Callback:
    model: Any
    params: Any
    validation_data: Any
    def __init__(self) -> None: ...
    def on_batch_begin(self, batch: Any, logs: Any = None) -> Any: ...
    def on_batch_end(self, batch: Any, logs: Any = None) -> Any: ...
    def on_epoch_begin(self, epoch: Any, logs: Any = None) -> Any: ...
    def on_epoch_end(self, epoch: Any, logs: Any = None) -> Any: ...
    def on_predict_batch_begin(self, batch: Any, logs: Any = None) -> Any: ...
    def on_predict_batch_end(self, batch: Any, logs: Any = None) -> Any: ...
    def on_predict_begin(self, logs: Any = None) -> Any: ...
    def on_predict_end(self, logs: Any = None) -> Any: ...
    def on_test_batch_begin(self, batch: Any, logs: Any = None) -> Any: ...
    def on_test_batch_end(self, batch: Any, logs: Any = None) -> Any: ...
    def on_test_begin(self, logs: Any = None) -> Any: ...
    def on_test_end(self, logs: Any = None) -> Any: ...
    def on_train_batch_begin(self, batch: Any, logs: Any = None) -> Any: ...
    def on_train_batch_end(self, batch: Any, logs: Any = None) -> Any: ...
    def on_train_begin(self, logs: Any = None) -> Any: ...
    def on_train_end(self, logs: Any = None) -> Any: ...
    def set_model(self, model: Any) -> None: ...
    def set_params(self, params: Any) -> None: ...


class CallbackList:
    callbacks: Any
    model: Any
    params: Any
    queue_length: Any
    def __init__(self, callbacks: Any = None, queue_length: Any = 10) -> None: ...
    def __iter__(self) -> Any: ...
    def append(self, callback: Any) -> Any: ...
    def on_batch_begin(self, batch: Any, logs: Any = None) -> Any: ...
    def on_batch_end(self, batch: Any, logs: Any = None) -> Any: ...
    def on_epoch_begin(self, epoch: Any, logs: Any = None) -> Any: ...
    def on_epoch_end(self, epoch: Any, logs: Any = None) -> Any: ...
    def on_predict_batch_begin(self, batch: Any, logs: Any = None) -> Any: ...
    def on_predict_batch_end(self, batch: Any, logs: Any = None) -> Any: ...
    def on_predict_begin(self, logs: Any = None) -> Any: ...
    def on_predict_end(self, logs: Any = None) -> Any: ...
    def on_test_batch_begin(self, batch: Any, logs: Any = None) -> Any: ...
    def on_test_batch_end(self, batch: Any, logs: Any = None) -> Any: ...
    def on_test_begin(self, logs: Any = None) -> Any: ...
    def on_test_end(self, logs: Any = None) -> Any: ...
    def on_train_batch_begin(self, batch: Any, logs: Any = None) -> Any: ...
    def on_train_batch_end(self, batch: Any, logs: Any = None) -> Any: ...
    def on_train_begin(self, logs: Any = None) -> Any: ...
    def on_train_end(self, logs: Any = None) -> Any: ...
    def set_model(self, model: Any) -> None: ...
    def set_params(self, params: Any) -> None: ...


class EarlyStopping(Callback):
    baseline: Any
    best: Any
    best_weights: Any
    min_delta: Any
    monitor: Any
    monitor_op: Any
    patience: Any
    restore_best_weights: Any
    stopped_epoch: Any
    verbose: Any
    wait: Any
    def __init__(self, monitor: Any = 'val_loss', min_delta: Any = 0, patience: Any = 0, verbose: Any = 0,
            mode: Any = 'auto', baseline: Any = None, restore_best_weights: bool = False) -> None: ...
    def get_monitor_value(self, logs: Any) -> Any: ...


class History(Callback):
    epoch: Any
    history: Dict[str, List[Any]]


class LambdaCallback(Callback):
    def __init__(self, on_epoch_begin: Any = None, on_epoch_end: Any = None, on_batch_begin: Any = None,
            on_batch_end: Any = None, on_train_begin: Any = None, on_train_end: Any = None, **kwargs: Any) -> None: ...


class LearningRateScheduler(Callback):
    schedule: Any
    verbose: Any
    def __init__(self, schedule: Any, verbose: Any = 0) -> None: ...


class ModelCheckpoint(Callback):
    best: Any
    epochs_since_last_save: Any
    filepath: Any
    monitor: Any
    monitor_op: Any
    period: Any
    save_best_only: Any
    save_weights_only: Any
    verbose: Any
    def __init__(self, filepath: Any, monitor: Any = 'val_loss', verbose: Any = 0, save_best_only: bool = False,
            save_weights_only: bool = False, mode: Any = 'auto', period: Any = 1) -> None: ...


class ProgbarLogger(Callback):
    epochs: Any
    log_values: Any
    progbar: Any
    seen: Any
    stateful_metrics: Any
    target: Any
    use_steps: Any
    verbose: Any
    def __init__(self, count_mode: Any = 'samples', stateful_metrics: Any = None) -> None: ...


class ReduceLROnPlateau(Callback):
    best: Any
    cooldown: Any
    cooldown_counter: Any
    factor: Any
    min_delta: Any
    min_lr: Any
    mode: Any
    monitor: Any
    monitor_op: Any
    patience: Any
    verbose: Any
    wait: Any
    def __init__(self, monitor: Any = 'val_loss', factor: Any = 0.1, patience: Any = 10, verbose: Any = 0,
            mode: Any = 'auto', min_delta: Any = 0.0001, cooldown: Any = 0, min_lr: Any = 0, **kwargs: Any) -> None: ...
    def in_cooldown(self) -> Any: ...


class RemoteMonitor(Callback):
    field: Any
    headers: Any
    path: Any
    root: Any
    send_as_json: Any
    def __init__(self, root: Any = 'http://localhost:9000', path: Any = '/publish/epoch/end/', field: Any = 'data',
            headers: Any = None, send_as_json: Any = False) -> None: ...


class TensorBoard(Callback):
    assign_embeddings: Any
    batch_id: Any
    batch_size: Any
    embeddings_data: Any
    embeddings_freq: Any
    embeddings_layer_names: Any
    embeddings_metadata: Any
    histogram_freq: Any
    log_dir: Any
    merged: Any
    samples_seen: Any
    samples_seen_at_last_write: Any
    saver: Any
    sess: Any
    step: Any
    update_freq: Any
    write_grads: Any
    write_graph: Any
    write_images: Any
    writer: Any
    def __init__(self, log_dir: Any = './logs', histogram_freq: Any = 0, batch_size: Any = 32, write_graph: bool = True,
            write_grads: Any = False, write_images: Any = False, embeddings_freq: Any = 0,
            embeddings_layer_names: Any = None, embeddings_metadata: Any = None, embeddings_data: Any = None,
            update_freq: Any = 'epoch', **kwargs: Any) -> None: ...


class TerminateOnNaN(Callback): ...
requests: Any
Iterable: Any
OrderedDict: Any
csv: Any
deque: Any
io: Any
json: Any
np: Any
os: Any
six: Any
sys: Any
time: Any
warnings: Any
