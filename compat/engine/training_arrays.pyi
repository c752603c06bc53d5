# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any

from compat import backend as K, callbacks as cbks
from compat.engine.training_utils import batch_shuffle, check_num_samples, make_batches, should_run_validation
from compat.utils.generic_utils import Progbar, slice_arrays, to_list, unpack_singleton

__all__ = ['K', 'Progbar', 'batch_shuffle', 'cbks', 'check_num_samples', 'fit_loop', 'issparse', 'make_batches', 'np',
           'predict_loop', 'should_run_validation', 'slice_arrays', 'test_loop', 'to_list', 'unpack_singleton']

def fit_loop(model: Any, f: Any, ins: Any, out_labels: Any = None, batch_size: Any = None, epochs: Any = 100,
        verbose: Any = 1, callbacks: Any = None, val_f: Any = None, val_ins: Any = None, shuffle: Any = True,
        callback_metrics: Any = None, initial_epoch: Any = 0, steps_per_epoch: Any = None,
        validation_steps: Any = None) -> Any: ...
def predict_loop(model: Any, f: Any, ins: Any, batch_size: Any = 32, verbose: Any = 0, steps: Any = None,
        callbacks: Any = None) -> Any: ...
def test_loop(model: Any, f: Any, ins: Any, batch_size: Any = None, verbose: Any = 0, steps: Any = None,
        callbacks: Any = None) -> Any: ...
issparse: Any
np: Any
