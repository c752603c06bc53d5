# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any

from compat import backend as K, callbacks as cbks
from compat.engine.training_utils import is_sequence, iter_sequence_infinite, should_run_validation
from compat.utils.data_utils import GeneratorEnqueuer, OrderedEnqueuer, Sequence
from compat.utils.generic_utils import Progbar, to_list, unpack_singleton

__all__ = ['GeneratorEnqueuer', 'K', 'OrderedEnqueuer', 'Progbar', 'Sequence', 'cbks', 'evaluate_generator',
           'fit_generator', 'is_sequence', 'iter_sequence_infinite', 'np', 'predict_generator', 'should_run_validation',
           'to_list', 'unpack_singleton', 'warnings']

def evaluate_generator(model: Any, generator: Any, steps: Any = None, max_queue_size: Any = 10, workers: Any = 1,
        use_multiprocessing: bool = False, verbose: Any = 0, *, callbacks: Any = None) -> Any: ...
def fit_generator(model: Any, generator: Any, steps_per_epoch: Any = None, epochs: Any = 1, verbose: Any = 1,
        callbacks: Any = None, validation_data: Any = None, validation_steps: Any = None, class_weight: Any = None,
        max_queue_size: Any = 10, workers: Any = 1, use_multiprocessing: bool = False, shuffle: Any = True,
        initial_epoch: Any = 0, *, validation_freq: Any = 1) -> Any: ...
def predict_generator(model: Any, generator: Any, steps: Any = None, max_queue_size: Any = 10, workers: Any = 1,
        use_multiprocessing: bool = False, verbose: Any = 0, *, callbacks: Any = None) -> Any: ...
np: Any
warnings: Any
