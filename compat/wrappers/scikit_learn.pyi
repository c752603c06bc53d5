# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any

from compat import losses
from compat.callbacks import History
from compat.engine.sequential import Sequential
from compat.utils.generic_utils import has_arg, to_list
from compat.utils.np_utils import to_categorical

__all__ = ['BaseWrapper', 'KerasClassifier', 'KerasRegressor', 'Sequential', 'copy', 'has_arg', 'losses', 'np',
           'to_categorical', 'to_list', 'types']

class BaseWrapper:
    build_fn: Any
    model: Any
    sk_params: Any
    def __init__(self, build_fn: Any = None, **sk_params: Any) -> None: ...
    def check_params(self, params: Any) -> Any: ...
    def filter_sk_params(self, fn: Any, override: Any = None) -> Any: ...
    def fit(self, x: Any, y: Any, **kwargs: Any) -> History: ...
    def get_params(self, **params: Any) -> Any: ...
    def set_params(self, **params: Any) -> None: ...


class KerasClassifier(BaseWrapper):
    classes_: Any
    n_classes_: Any
    def fit(self, x: Any, y: Any, sample_weight: Any = None, **kwargs: Any) -> History: ...
    def predict(self, x: Any, **kwargs: Any) -> Any: ...
    def predict_proba(self, x: Any, **kwargs: Any) -> Any: ...
    def score(self, x: Any, y: Any, **kwargs: Any) -> Any: ...


class KerasRegressor(BaseWrapper):
    def predict(self, x: Any, **kwargs: Any) -> Any: ...
    def score(self, x: Any, y: Any, **kwargs: Any) -> Any: ...

copy: Any
np: Any
types: Any
