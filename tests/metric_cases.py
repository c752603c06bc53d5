"""Metric objects of Keras 2.3, shared by the golden script and the test: what they tell of two batches."""
import re

import numpy as np

from compat import backend as K
from compat import metrics
from compat.layers import Activation, Dense, Embedding, Input, Lambda
from compat.models import Model, Sequential
from compat.optimizers import SGD

RANDOM = np.random.RandomState(0)
TRUE, PRED = (RANDOM.uniform(-1, 1, (2, 4, 5)).astype('float32') for _ in range(2))
SHARES = RANDOM.uniform(0.05, 1, (2, 4, 5)).astype('float32')
SHARES /= SHARES.sum(-1, keepdims=True)
LABELS = np.array([[1, 4, 0, 1], [2, 2, 3, 0]])
ONE_HOT = np.eye(5, dtype='float32')[LABELS]
BINARY = (TRUE > 0).astype('float32')
SURE = RANDOM.uniform(0, 1, (2, 4, 5)).astype('float32')
WEIGHTS = np.array([1., 0.5, 0., 2.], 'float32')

VALUES, NUMBERS, CLASSES, SPARSE, YES = ((PRED,), (TRUE, PRED), (ONE_HOT, SHARES), (LABELS[..., None], SHARES),
                                         (BINARY, SURE))

# Targets of steps, (batches, samples, steps, ...), and those of one axis, or one more than the predictions have.
STEPS = (RANDOM.uniform(-1, 1, (2, 4, 2, 5)), RANDOM.uniform(-1, 1, (2, 4, 2, 5)))
STEP_SHARES = RANDOM.uniform(0.05, 1, (2, 4, 2, 5))
STEP_SHARES /= STEP_SHARES.sum(-1, keepdims=True)
STEP_LABELS = RANDOM.randint(0, 5, (2, 4, 2))
STEP_CLASSES, STEP_SPARSE = (np.eye(5)[STEP_LABELS], STEP_SHARES), (STEP_LABELS[..., None], STEP_SHARES)
STEP_YES = ((STEPS[0] > 0) * 1., STEP_SHARES)
FLAT = (TRUE[..., 0], PRED[..., 0])
COLUMN = (TRUE[..., 0], PRED[..., :1])
FLAT_YES = (BINARY[..., 0], SURE[..., 0])

# Class name and arguments: the batches that it is told.
CASES = {
    'Sum': ({}, VALUES), 'Mean': ({}, VALUES), 'MeanSquaredError': ({}, NUMBERS), 'MeanAbsoluteError': ({}, NUMBERS),
    'MeanAbsolutePercentageError': ({}, NUMBERS), 'MeanSquaredLogarithmicError': ({}, (SURE, SHARES)),
    'RootMeanSquaredError': ({}, NUMBERS), 'Hinge': ({}, (2 * BINARY - 1, PRED)),
    'SquaredHinge': ({}, (2 * BINARY - 1, PRED)), 'CategoricalHinge': ({}, CLASSES), 'LogCoshError': ({}, NUMBERS),
    'Poisson': ({}, CLASSES), 'KLDivergence': ({}, (SHARES[::-1], SHARES)), 'CosineSimilarity': ({}, NUMBERS),
    'Accuracy': ({}, (BINARY, BINARY[::-1])),
    'BinaryAccuracy': ({}, YES), 'BinaryAccuracy/threshold': ({'threshold': 0.3}, YES),
    'CategoricalAccuracy': ({}, CLASSES), 'SparseCategoricalAccuracy': ({}, SPARSE),
    'TopKCategoricalAccuracy': ({'k': 2}, CLASSES), 'SparseTopKCategoricalAccuracy': ({'k': 2}, SPARSE),
    'BinaryCrossentropy': ({}, YES), 'BinaryCrossentropy/smooth': ({'label_smoothing': 0.2}, YES),
    'BinaryCrossentropy/logits': ({'from_logits': True}, (BINARY, PRED)),
    'CategoricalCrossentropy': ({}, CLASSES), 'CategoricalCrossentropy/smooth': ({'label_smoothing': 0.2}, CLASSES),
    'CategoricalCrossentropy/logits': ({'from_logits': True}, (ONE_HOT, PRED)),
    'SparseCategoricalCrossentropy': ({}, SPARSE),
    'TruePositives': ({}, YES), 'TrueNegatives': ({}, YES), 'FalsePositives': ({}, YES), 'FalseNegatives': ({}, YES),
    'TruePositives/several': ({'thresholds': [0.2, 0.7]}, YES), 'FalseNegatives/one': ({'thresholds': 0.8}, YES),
    'Precision': ({}, YES), 'Precision/thresholds': ({'thresholds': [0.2, 0.7]}, YES),
    'Precision/top': ({'top_k': 2}, YES), 'Precision/class': ({'class_id': 1}, YES), 'Recall': ({}, YES),
    'Recall/threshold': ({'thresholds': 0.7}, YES), 'Recall/top': ({'top_k': 2}, YES),
    'Recall/class': ({'class_id': 1}, YES), 'AUC': ({}, YES), 'AUC/few': ({'num_thresholds': 5}, YES),
    'AUC/PR': ({'curve': 'PR'}, YES), 'AUC/majoring': ({'num_thresholds': 9, 'summation_method': 'majoring'}, YES),
    'AUC/minoring': ({'curve': 'PR', 'num_thresholds': 9, 'summation_method': 'minoring'}, YES),
    'AUC/thresholds': ({'thresholds': [0.2, 0.5]}, YES),
    'SensitivityAtSpecificity': ({'specificity': 0.4}, YES),
    'SpecificityAtSensitivity': ({'sensitivity': 0.4, 'num_thresholds': 7}, YES),
    'Sum/steps': ({}, STEPS[:1]), 'Mean/steps': ({}, STEPS[:1]), 'Mean/flat': ({}, FLAT[:1]),
    'MeanSquaredError/steps': ({}, STEPS),
    'RootMeanSquaredError/steps': ({}, STEPS), 'RootMeanSquaredError/column': ({}, COLUMN),
    'CosineSimilarity/steps': ({}, STEPS), 'CategoricalAccuracy/steps': ({}, STEP_CLASSES),
    'CategoricalCrossentropy/steps': ({}, STEP_CLASSES),
    'CategoricalCrossentropy/smooth steps': ({'label_smoothing': 0.2}, STEP_CLASSES),
    'SparseCategoricalAccuracy/steps': ({}, STEP_SPARSE), 'SparseCategoricalAccuracy/flat': ({}, (LABELS, SHARES)),
    'SparseCategoricalCrossentropy/steps': ({}, STEP_SPARSE), 'BinaryAccuracy/steps': ({}, STEP_YES),
    'SparseCategoricalCrossentropy/flat': ({}, (LABELS, SHARES)), 'BinaryCrossentropy/steps': ({}, STEP_YES),
    'TruePositives/flat': ({}, FLAT_YES), 'Precision/flat': ({}, FLAT_YES),
    'AUC/flat': ({}, FLAT_YES), 'Accuracy/steps': ({}, STEP_YES[:1] * 2),
}


def run(case):
    """What it tells after a batch, after another with weights, and after one more when it was reset."""
    arguments, batches = CASES[case]
    metric, told = getattr(metrics, case.partition('/')[0])(**arguments), []
    for number, weights in ((0, None), (1, None if 'class_id' in arguments else WEIGHTS), (1, None)):
        arrays = [K.constant(batch[number]) for batch in batches]
        if len(told) == 2:
            metric.reset_states()
        value = metric(*arrays) if weights is None else metric(*arrays, sample_weight=K.constant(weights))
        told.append(np.ravel(K.eval(value)).tolist())
    return told


# Arguments of the classes that cannot be made without, or of which defaults make long lists.
ARGUMENTS = {'AUC': {'num_thresholds': 4}, 'SensitivityAtSpecificity': {'specificity': 0.5, 'num_thresholds': 4},
             'SpecificityAtSensitivity': {'sensitivity': 0.5, 'num_thresholds': 1}, 'Reduce': {
                 'reduction': 'weighted_mean', 'name': 'mine'}}
CLASSES_OF_METRICS = sorted({case.partition('/')[0] for case in CASES}.union(ARGUMENTS))


def described(name):
    """Name, config and weights of the first object of a class, and how many of the weights training changes."""
    K.reset_uids()
    metric = getattr(metrics, name)(**ARGUMENTS.get(name, {}))
    # TensorFlow 1 numbers all weights of one name.
    weights = [[re.sub('(_[0-9]+)?:0$', '', weight.name), list(K.int_shape(weight)), K.dtype(weight)]
               for weight in metric.weights]
    return {'name': metric.name, 'config': metric.get_config(), 'keys': list(metric.get_config()), 'weights': weights,
            'trainable': len(metric.trainable_weights), 'stateful': metric.stateful}


def _objects():
    return [metrics.MeanAbsoluteError(name='error'), metrics.AUC(num_thresholds=5, name='area')]


class Scaled(Model):
    """A model that no graph trains."""

    def __init__(self):
        super().__init__(name='scaled')
        self.scale = Activation('sigmoid')

    def call(self, inputs):
        return self.scale(inputs * 2.)


def trained():
    """What models tell of metric objects: masked steps, weights, several outputs and batches, validation, resets."""
    steps = Sequential([Embedding(5, 1, mask_zero=True, input_length=4, embeddings_initializer='ones'),
                        Lambda(lambda x: x * 1., mask=lambda inputs, mask: mask)])
    steps.compile('sgd', 'mse', metrics=_objects() + [metrics.RootMeanSquaredError(name='root')],
                  weighted_metrics=[metrics.MeanSquaredError(name='weighted')])
    x, y = np.array([[1, 2, 0, 0], [1, 2, 3, 0], [4, 0, 0, 0]]), BINARY[0, :3, :4, None] * 0.75
    inputs = Input((5,))
    two = Model(inputs, [Activation('sigmoid', name='one')(inputs), Dense(
        5, kernel_initializer='ones', activation='sigmoid', name='other')(inputs)])
    two.compile(SGD(lr=0.), 'mse', metrics=_objects())
    K.set_value(two.get_layer('other').weights[0], np.eye(5) / 2)
    on_batch = two.test_on_batch(PRED[0], [BINARY[0], BINARY[1]])
    history = two.fit(PRED[0], [BINARY[0], BINARY[1]], 3, 2, 0, validation_data=(PRED[1], [BINARY[1], BINARY[0]]),
                      shuffle=False).history
    called = Scaled()
    called.compile('sgd', 'mse', metrics=_objects())
    names = sorted(name for name in history if not name.endswith('loss'))
    weights = np.array([1., 2., 0.5])
    return {'names': names, 'numbers': [[float('%.7g' % number) for number in numbers] for numbers in [
        steps.evaluate(x, y, 2, 0)[1:], steps.evaluate(x, y, 2, 0, weights)[1:],
        on_batch[3:], called.evaluate(PRED[0], BINARY[0], 4, 0)[1:]] + [history[name] for name in names]]}
