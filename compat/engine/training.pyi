# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any

from compat import backend as K, losses, metrics as metrics_module, optimizers
from compat.callbacks import History
from compat.engine import training_arrays, training_generator, training_utils
from compat.engine.base_layer import Layer
from compat.engine.network import Network
from compat.engine.training_utils import (check_array_length_consistency, check_loss_and_target_compatibility,
    collect_metrics, standardize_class_weights, standardize_input_data, standardize_sample_weights, standardize_weights,
    weighted_masked_objective)
from compat.legacy import interfaces
from compat.utils import losses_utils
from compat.utils.generic_utils import slice_arrays, to_list, unpack_singleton

__all__ = ['K', 'Layer', 'Model', 'Network', 'check_array_length_consistency', 'check_loss_and_target_compatibility',
           'collect_metrics', 'collections', 'copy', 'interfaces', 'losses', 'losses_utils', 'metrics_module', 'np',
           'optimizers', 'slice_arrays', 'standardize_class_weights', 'standardize_input_data',
           'standardize_sample_weights', 'standardize_weights', 'to_list', 'training_arrays', 'training_generator',
           'training_utils', 'unpack_singleton', 'warnings', 'weighted_masked_objective']

class Model(Network):
    loss: Any
    loss_functions: Any
    loss_weights: Any
    loss_weights_list: Any
    metrics_names: Any
    metrics_tensors: Any
    metrics_updates: Any
    predict_function: Any
    sample_weight_mode: Any
    sample_weight_modes: Any
    sample_weights: Any
    skip_target_indices: Any
    stateful_metric_functions: Any
    stateful_metric_names: Any
    targets: Any
    test_function: Any
    total_loss: Any
    train_function: Any
    weighted_metrics: Any
    def compile(self, optimizer: Any, loss: Any = None, metrics: Any = None, loss_weights: Any = None,
            sample_weight_mode: Any = None, weighted_metrics: Any = None, target_tensors: Any = None,
            **kwargs: Any) -> None: ...
    def evaluate(self, x: Any = None, y: Any = None, batch_size: Any = None, verbose: Any = 1,
            sample_weight: Any = None, steps: Any = None, callbacks: Any = None, max_queue_size: Any = 10,
            workers: Any = 1, use_multiprocessing: bool = False) -> Any: ...
    def evaluate_generator(self, generator: Any, steps: Any = None, max_queue_size: Any = 10, workers: Any = 1,
            use_multiprocessing: bool = False, verbose: Any = 0, *, callbacks: Any = None) -> Any: ...
    def fit(self, x: Any = None, y: Any = None, batch_size: Any = None, epochs: Any = 1, verbose: Any = 1,
            callbacks: Any = None, validation_split: Any = 0.0, validation_data: Any = None, shuffle: Any = True,
            class_weight: Any = None, sample_weight: Any = None, initial_epoch: Any = 0, steps_per_epoch: Any = None,
            validation_steps: Any = None, validation_freq: Any = 1, max_queue_size: Any = 10, workers: Any = 1,
            use_multiprocessing: bool = False, **kwargs: Any) -> History: ...
    def fit_generator(self, generator: Any, steps_per_epoch: Any = None, epochs: Any = 1, verbose: Any = 1,
            callbacks: Any = None, validation_data: Any = None, validation_steps: Any = None, class_weight: Any = None,
            max_queue_size: Any = 10, workers: Any = 1, use_multiprocessing: bool = False, shuffle: Any = True,
            initial_epoch: Any = 0, *, validation_freq: Any = 1) -> History: ...
    def predict(self, x: Any, batch_size: Any = None, verbose: Any = 0, steps: Any = None, callbacks: Any = None,
            max_queue_size: Any = 10, workers: Any = 1, use_multiprocessing: bool = False) -> Any: ...
    def predict_generator(self, generator: Any, steps: Any = None, max_queue_size: Any = 10, workers: Any = 1,
            use_multiprocessing: bool = False, verbose: Any = 0, *, callbacks: Any = None) -> Any: ...
    def predict_on_batch(self, x: Any) -> Any: ...
    def reset_metrics(self) -> Any: ...
    def test_on_batch(self, x: Any, y: Any, sample_weight: Any = None, reset_metrics: Any = True) -> Any: ...
    def train_on_batch(self, x: Any, y: Any, sample_weight: Any = None, class_weight: Any = None,
            reset_metrics: Any = True) -> Any: ...

collections: Any
copy: Any
np: Any
warnings: Any
