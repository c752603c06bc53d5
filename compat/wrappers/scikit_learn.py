"""Keras 2's `keras.wrappers.scikit_learn`: models as estimators of scikit-learn, which need not be installed."""
import copy
import types

import numpy as np

from compat import losses, process
from compat.engine.sequential import Sequential
from compat.utils.generic_utils import has_arg, to_list
from compat.utils.np_utils import to_categorical

# Which axes of length one the predictions of a regressor lose.
_WITHOUT_AXES = np.squeeze if process.dialect().regressor_squeezes_all_axes else (
    lambda values: np.squeeze(values, axis=-1) if values.shape[-1] == 1 else values)


class BaseWrapper:
    """The base of the wrappers KerasClassifier and KerasRegressor (Keras 2.2.4).

    Args:
        build_fn: function or callable object that returns a compiled model. None calls the subclass.
        **sk_params: arguments of build_fn and of fit, predict and evaluate.

    Raises:
        ValueError: an argument is none of these.
    """

    _kind = None

    def __init__(self, build_fn=None, **sk_params):
        self.build_fn = build_fn
        self.sk_params = sk_params
        self.check_params(sk_params)

    def _builder(self):
        """Returns the callable that makes the model, and the function with its signature."""
        if self.build_fn is None:
            return self.__call__, self.__call__
        if isinstance(self.build_fn, (types.FunctionType, types.MethodType)):
            return self.build_fn, self.build_fn
        return self.build_fn, self.build_fn.__call__

    def check_params(self, params):
        """Raises ValueError for a name that is no argument of build_fn, fit, predict, predict_classes and evaluate."""
        functions = [Sequential.fit, Sequential.predict, Sequential.predict_classes, Sequential.evaluate,
                  self._builder()[1]]
        for name in params:
            if name != 'nb_epoch' and not any(has_arg(function, name) for function in functions):
                raise ValueError(f'{name} is not a legal parameter: neither the function that builds the model nor '
                                 'fit, predict, predict_classes and evaluate have an argument of that name.')

    def get_params(self, **params):
        """Returns the parameters, with ``build_fn``."""
        return dict(copy.deepcopy(self.sk_params), build_fn=self.build_fn)

    def set_params(self, **params):
        """Sets parameters and returns the wrapper. Raises ValueError for one that ``check_params`` refuses."""
        self.check_params(params)
        self.sk_params.update(params)
        return self

    @property
    def _estimator_type(self):
        """The kind of a fitted estimator, which scikit-learn before 1.6 reads here."""
        return self._kind if self.__sklearn_is_fitted__() else None

    def __sklearn_tags__(self):
        """What scikit-learn, from 1.6 on, asks each estimator for.

        An estimator of Keras 2 was of no kind, and is so until it is fitted: scikit-learn cuts its folds in order, as
        it did then, and not by classes. A fitted one says its kind, without which no scorer asks it for probabilities.
        """
        from sklearn import utils  # a program that asks has it
        kind = self._estimator_type
        return utils.Tags(estimator_type=kind, target_tags=utils.TargetTags(required=True),
                          classifier_tags=utils.ClassifierTags() if kind == 'classifier' else None,
                          regressor_tags=utils.RegressorTags() if kind == 'regressor' else None)

    def __sklearn_is_fitted__(self):
        """Whether there is a trained model."""
        return hasattr(self, 'model')

    def fit(self, x, y, **kwargs):
        """Builds a new model and trains it; ``kwargs`` are arguments of ``Sequential.fit``. Returns the History."""
        build, function = self._builder()
        self.model = build(**self.filter_sk_params(function))
        settings = copy.deepcopy(self.filter_sk_params(Sequential.fit))
        settings.update(kwargs)
        return self.model.fit(x, self._as_targets(y), **settings)

    def _as_targets(self, y):
        """Returns class indices as one-hot rows, where the loss needs these."""
        rows = losses.is_categorical_crossentropy(self.model.loss)
        return to_categorical(y) if rows and len(np.shape(y)) != 2 else y

    def filter_sk_params(self, fn, override=None):
        """Returns the parameters that the function has, updated by ``override``."""
        arguments = {name: value for name, value in self.sk_params.items() if has_arg(fn, name)}
        arguments.update(override or {})
        return arguments


class KerasClassifier(BaseWrapper):
    """A model as a classifier of scikit-learn (Keras 2.2.4)."""

    _kind = 'classifier'

    def fit(self, x, y, sample_weight=None, **kwargs):
        """Builds a new model and trains it on ``y``: labels of any kind, or one-hot rows. Returns the History.

        Raises ValueError for another shape of ``y``.
        """
        y = np.array(y)
        if y.ndim == 2 and y.shape[1] > 1:
            self.classes_ = np.arange(y.shape[1])
        elif y.ndim == 1 or y.ndim == 2 and y.shape[1] == 1:
            self.classes_ = np.unique(y)
            y = np.searchsorted(self.classes_, y)
        else:
            raise ValueError(f'Invalid shape for y: {y.shape}. It is (samples,), (samples, 1) or (samples, classes).')
        self.n_classes_ = len(self.classes_)
        if sample_weight is not None:
            kwargs['sample_weight'] = sample_weight
        return super().fit(x, y, **kwargs)

    def predict(self, x, **kwargs):
        """Returns the label of each sample."""
        outputs = self.model.predict(x, **self.filter_sk_params(Sequential.predict_classes, kwargs))
        classes = outputs.argmax(axis=-1) if outputs.shape[-1] > 1 else (outputs > 0.5).astype('int32')
        return self.classes_[classes]

    def predict_proba(self, x, **kwargs):
        """Returns the probabilities (samples, classes), of both classes where the model has one output."""
        outputs = self.model.predict(x, **self.filter_sk_params(Sequential.predict_proba, kwargs))
        return np.hstack([1 - outputs, outputs]) if outputs.shape[1] == 1 else outputs

    def score(self, x, y, **kwargs):
        """Returns the accuracy on the samples and labels. Raises ValueError for a model without this metric."""
        y = self._as_targets(np.searchsorted(self.classes_, y))
        outputs = to_list(self.model.evaluate(x, y, **self.filter_sk_params(Sequential.evaluate, kwargs)))
        for name, output in zip(self.model.metrics_names, outputs):
            if name in ('acc', 'accuracy'):
                return output
        raise ValueError('The model is not configured to compute accuracy. You should pass `metrics=["accuracy"]` to '
                         'the `model.compile()` method.')


class KerasRegressor(BaseWrapper):
    """A model as a regressor of scikit-learn (Keras 2.2.4)."""

    _kind = 'regressor'

    def predict(self, x, **kwargs):
        """Returns the prediction of each sample, without the axis of a single output."""
        outputs = np.asarray(self.model.predict(x, **self.filter_sk_params(Sequential.predict, kwargs)))
        return _WITHOUT_AXES(outputs)

    def score(self, x, y, **kwargs):
        """Returns the negative loss on the samples and targets: more is better."""
        loss = self.model.evaluate(x, y, **self.filter_sk_params(Sequential.evaluate, kwargs))
        return -(loss[0] if isinstance(loss, list) else loss)
