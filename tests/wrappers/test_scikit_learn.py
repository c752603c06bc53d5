"""keras.wrappers.scikit_learn: models as estimators; with scikit-learn's own tools, and without."""
import numpy as np
import pytest

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
