"""keras.wrappers.scikit_learn: models as estimators; with scikit-learn's own tools, and without."""
import copy

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.metrics import log_loss
from sklearn.model_selection import GridSearchCV, cross_val_predict, cross_val_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

import compat
from compat.layers import Dense
from compat.models import Sequential
from compat.wrappers.scikit_learn import BaseWrapper, KerasClassifier, KerasRegressor
from training_runs import filled, numbers

X = numbers(16, 3)


def built(outputs=1, loss='binary_crossentropy', activation='sigmoid', metrics=('accuracy',)):
    model = filled(Sequential([Dense(outputs, activation=activation, input_shape=(3,))]))
    model.compile('sgd', loss, metrics=list(metrics))
    return model


def test_a_classifier_of_two_classes_knows_labels_probabilities_and_accuracy():
    labels = np.where(X[:, 0] > 0, 'yes', 'no')
    classifier = KerasClassifier(built, epochs=2, batch_size=4, verbose=0)
    history = classifier.fit(X, labels, verbose=0)
    assert len(history.history['loss']) == 2 and list(classifier.classes_) == ['no', 'yes']
    probabilities = classifier.predict_proba(X)
    assert probabilities.shape == (16, 2) and np.allclose(probabilities.sum(1), 1)
    predicted = classifier.predict(X)
    assert set(np.ravel(predicted)) <= {'no', 'yes'}
    assert np.isclose(classifier.score(X, labels), np.mean(np.ravel(predicted) == labels), atol=1e-6)


class Recorded:
    """Stands for a model: stores the arguments of calls, and returns fixed results."""

    metrics_names = ['loss', 'acc']

    def __init__(self, outputs=3, loss='categorical_crossentropy'):
        self.outputs, self.loss, self.calls = outputs, loss, []

    def fit(self, x, y, **kwargs):
        self.calls.append((y, kwargs))

    def predict(self, x, **kwargs):
        return numbers(len(x), self.outputs)

    def evaluate(self, x, y, **kwargs):
        self.calls.append((y, kwargs))
        return [0.5, 0.25]


def recorded(outputs=3):
    return Recorded(outputs)


class Undecided(Recorded):
    """Finds all classes alike, as many as it was trained on."""

    def fit(self, x, y, **kwargs):
        self.outputs = y.shape[1]

    def predict(self, x, **kwargs):
        return np.full((len(x), self.outputs), 1 / self.outputs)


def undecided():
    return Undecided()


class Builds:
    """Builds by being called, and by a method."""

    def __call__(self, outputs=3):
        return Recorded(outputs)

    def build(self, outputs=3):
        return Recorded(outputs)

    def __deepcopy__(self, memo):
        return self


class Derived(KerasClassifier):
    def __call__(self, outputs=3):
        return Recorded(outputs)


def test_a_classifier_of_more_classes_accepts_indices_or_one_hot_rows():
    classes = np.arange(16) % 3 + 4
    for y in (classes, classes[:, None], np.eye(3)[classes - 4]):
        classifier = KerasClassifier(recorded, outputs=3, batch_size=8)
        classifier.fit(X, y, epochs=1, sample_weight=np.ones(16))
        trained, settings = classifier.model.calls[0]
        if y.shape != (16, 1):  # Keras 2 leaves an axis there that its loss refuses
            np.testing.assert_array_equal(trained, np.eye(3)[classes - 4])
        assert settings['batch_size'] == 8 and settings['epochs'] == 1 and len(settings['sample_weight']) == 16
        assert classifier.n_classes_ == 3
        np.testing.assert_array_equal(classifier.predict_proba(X), numbers(16, 3))
        np.testing.assert_array_equal(classifier.predict(X), classifier.classes_[numbers(16, 3).argmax(1)])
    classifier = KerasClassifier(recorded)
    classifier.fit(X, classes)
    assert classifier.score(X, classes) == 0.25
    np.testing.assert_array_equal(classifier.model.calls[1][0], np.eye(3)[classes - 4])
    classifier.model.metrics_names = ['loss', 'mae']
    with pytest.raises(ValueError, match='accuracy'):
        classifier.score(X, classes)
    with pytest.raises(ValueError, match='Invalid shape for y'):
        classifier.fit(X, np.zeros((16, 2, 2)))


def test_a_regressor_predicts_and_scores_by_its_loss():
    class Mine(KerasRegressor):
        def __call__(self, outputs=1):
            return Recorded(outputs, 'mse')

    regressor = Mine(verbose=0, outputs=1)
    regressor.fit(X, numbers(16))
    assert regressor.score(X, numbers(16)) == -0.5 and regressor.model.calls[1][1] == {'verbose': 0}
    np.testing.assert_array_equal(regressor.predict(X), numbers(16, 1)[:, 0])


def test_parameters_are_those_of_what_is_called():
    estimator = KerasClassifier(built, outputs=2, epochs=3)
    assert estimator.get_params() == {'build_fn': built, 'outputs': 2, 'epochs': 3}
    assert estimator.set_params(epochs=5, nb_epoch=2) is estimator and estimator.sk_params['epochs'] == 5
    assert estimator.filter_sk_params(built) == {'outputs': 2}
    assert estimator.filter_sk_params(built, {'loss': 'mse'}) == {'outputs': 2, 'loss': 'mse'}
    for refused in (lambda: KerasClassifier(built, units=3), lambda: estimator.set_params(units=3)):
        with pytest.raises(ValueError, match='units is not a legal parameter'):
            refused()
    assert issubclass(KerasClassifier, BaseWrapper) and compat.wrappers.scikit_learn.BaseWrapper is BaseWrapper


BUILDS = Builds()
ESTIMATORS = {
    'a classifier of a function': lambda: KerasClassifier(recorded, outputs=3),
    'a classifier of a callable object': lambda: KerasClassifier(BUILDS, outputs=3),
    'a classifier of a method': lambda: KerasClassifier(BUILDS.build, outputs=3),
    'a classifier that builds itself': lambda: Derived(outputs=3),
    'a regressor': lambda: KerasRegressor(recorded, outputs=1)}


@pytest.mark.parametrize('name', sorted(ESTIMATORS))
def test_the_tools_of_scikit_learn_take_estimators(name):
    estimator = ESTIMATORS[name]()
    y, score = (numbers(16), -0.5) if name == 'a regressor' else (np.arange(16) % 3, 0.25)
    for again in (clone(estimator), copy.deepcopy(estimator)):
        assert type(again) is type(estimator) and not hasattr(again, 'model')
        assert again.get_params().keys() == estimator.get_params(deep=False).keys()
    assert cross_val_score(estimator, X, y, cv=2, error_score='raise').tolist() == [score, score]
    search = GridSearchCV(estimator, {'batch_size': [8, 4]}, cv=2, error_score='raise').fit(X, y)
    assert search.best_params_ == {'batch_size': 8} and search.best_score_ == score
    np.testing.assert_array_equal(search.predict(X), search.best_estimator_.predict(X))
    pipeline = Pipeline([('scaled', StandardScaler()), ('model', estimator)]).fit(X, y, model__epochs=2)
    assert estimator.model.calls[0][1] == {'epochs': 2} and pipeline.score(X, y) == score
    np.testing.assert_array_equal(pipeline.predict(X), estimator.predict(X))


def test_folds_are_cut_in_order_as_of_an_estimator_of_no_kind():
    predicted = cross_val_predict(KerasClassifier(undecided), X, np.repeat([4, 5, 6, 7], 4), cv=2)
    np.testing.assert_array_equal(predicted, np.repeat([6, 4], 8))  # the first class that each trained on


def test_scorers_ask_a_fitted_classifier_for_probabilities():
    y = np.arange(16) % 3
    scores = cross_val_score(KerasClassifier(undecided), X, y, cv=2, scoring='neg_log_loss', error_score='raise')
    np.testing.assert_allclose(scores, [-log_loss(part, np.full((8, 3), 1 / 3)) for part in (y[:8], y[8:])])
