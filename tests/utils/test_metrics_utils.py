"""keras.utils.losses_utils and metrics_utils of Keras 2.3, and the metrics that are built on them."""
import numpy as np
import pytest

from compat import backend as K
from compat import metrics
from compat.utils import generic_utils

if hasattr(metrics, 'Metric'):  # Keras 2.2.4 has none of this
    from compat.utils import losses_utils, metrics_utils
    from compat.utils.metrics_utils import AUCCurve, AUCSummationMethod, ConfusionMatrix
    VALUES = np.random.RandomState(0).rand(2, 3, 4)

    def shapes(*tensors):
        return [K.int_shape(tensor) for tensor in tensors]

    def zeros(*sizes):
        return K.zeros(sizes)

    def test_ranks_that_differ_by_one_are_made_equal():
        fit = losses_utils.squeeze_or_expand_dimensions
        assert shapes(*fit(zeros(4, 1), zeros(4))) == [(4,), (4,)]
        assert shapes(*fit(zeros(4), zeros(4, 1))) == [(4,), (4,)]
        assert shapes(*fit(zeros(4, 3), zeros(4))) == [(4, 3), (4,)]
        assert shapes(*fit(zeros(4, 1), zeros(4, 1), zeros(4))) == [(4, 1), (4, 1), (4, 1)]
        assert shapes(*fit(zeros(4, 1), zeros(4), zeros(4))) == [(4,), (4,), (4,)]
        values, weights = fit(zeros(4), sample_weight=zeros(4, 1))[::2]
        assert shapes(values, weights) == [(4,), (4,)]
        assert shapes(*fit(zeros(2, 3), zeros(2, 3), K.constant(2.)))[2] == ()

    def test_weights_are_broadcast_or_refused():
        values = K.constant(VALUES)
        for shape in ((2,), (2, 1), (2, 3), (2, 1, 4), (1, 3, 1)):
            weights = np.arange(np.prod(shape)).reshape(shape) + 1.
            full = K.eval(losses_utils.broadcast_weights(values, K.constant(weights)) * K.ones_like(values))
            assert np.array_equal(full, weights.reshape(shape + (1,) * (3 - len(shape))) * np.ones((2, 3, 4)))
        for shape in ((3,), (2, 3, 4, 1), (2, 2)):
            with pytest.raises(ValueError, match='Incompatible shapes'):
                losses_utils.broadcast_weights(values, zeros(*shape))

    def test_losses_are_weighted_and_reduced():
        compute, reduction = losses_utils.compute_weighted_loss, losses_utils.Reduction
        values, weights = K.constant(VALUES), K.constant([0., 2.])
        weighted = VALUES * np.reshape([0., 2.], (2, 1, 1))
        assert np.allclose(K.eval(compute(values)), VALUES.mean())
        assert np.allclose(K.eval(compute(values, 3.)), 3 * VALUES.mean())
        assert np.allclose(K.eval(compute(values, weights)), weighted.mean())
        assert np.allclose(K.eval(compute(values, weights, reduction.SUM)), weighted.sum(), rtol=1e-5)
        assert np.allclose(K.eval(compute(values, weights, reduction.NONE, name='mine')), weighted)
        assert np.allclose(K.eval(losses_utils.reduce_weighted_loss(values)), VALUES.mean())
        assert reduction.all() == ('none', 'sum', 'sum_over_batch_size')
        with pytest.raises(ValueError, match='Invalid Reduction Key'):
            compute(values, weights, 'mean')

    def test_the_largest_values_stay():
        x = np.array([[[0.1, 0.4, 0.3], [0.2, 0.2, 0.1]], [[0.9, 0.8, 0.7], [0.3, 0.3, 0.3]]])
        is_top = [[[0, 1, 1], [1, 1, 0]], [[1, 1, 0], [1, 1, 0]]]
        actual = K.eval(metrics_utils.filter_top_k(K.constant(x), 2))
        assert metrics_utils.NEG_INF == -1e10
        assert np.allclose(actual, np.where(is_top, x, metrics_utils.NEG_INF))

    def test_thresholds_are_a_list_of_numbers_between_0_and_1():
        parse = metrics_utils.parse_init_thresholds
        assert parse(None) == [0.5] and parse(None, 0.2) == [0.2] and parse(0.3) == [0.3] and parse([0, 1]) == [0, 1]
        for invalid in (-0.1, [0.5, 1.1], [None]):
            with pytest.raises(ValueError, match='Threshold values must be in'):
                parse(invalid)
        assert metrics_utils.to_list([1]) == [1] and metrics_utils.to_list((1,)) == [(1,)]

    def test_curves_and_summations_are_found_by_name():
        assert AUCCurve.from_str('pr') is AUCCurve.PR and AUCCurve.from_str('ROC') is AUCCurve.ROC
        assert AUCSummationMethod.from_str('Majoring') is AUCSummationMethod.MAJORING
        assert AUCSummationMethod('minoring') is AUCSummationMethod.MINORING
        for kind in (AUCCurve, AUCSummationMethod):
            with pytest.raises(ValueError, match='Invalid AUC'):
                kind.from_str('other')
        auc = metrics.AUC(curve=AUCCurve.PR, summation_method=AUCSummationMethod.MINORING)
        assert auc.curve is AUCCurve.PR and auc.summation_method is AUCSummationMethod.MINORING
        assert [one.value for one in ConfusionMatrix] == ['tp', 'fp', 'tn', 'fn']

    def counted(y_true, y_pred, thresholds, weights=None, **arguments):
        """What each variable counts, by a function that runs the updates twice."""
        size = len(thresholds) if isinstance(thresholds, list) else 1
        variables = {key: K.zeros((size,)) for key in ConfusionMatrix}
        tensors = [K.placeholder(shape=np.shape(array)) for array in (y_true, y_pred) + (weights or ())]
        updates = metrics_utils.update_confusion_matrix_variables(
            variables, *tensors[:2], thresholds=thresholds, sample_weight=tensors[2] if weights else None, **arguments)
        assert len(updates) == 4
        count = K.function(tensors, [tensors[1] * 1.], updates=updates)
        for _ in range(2):
            count(list((y_true, y_pred) + (weights or ())))
        return [K.get_value(variables[key]).tolist() for key in ConfusionMatrix]

    def expected(positive, above, weights=1.):
        return [float((2. * weights * both).sum()) for both in (
            positive & above, ~positive & above, ~positive & ~above, positive & ~above)]

    def test_predictions_are_counted_for_each_threshold():
        y_true, y_pred = np.round(VALUES[0]), VALUES[1]
        weights = np.array([0.5, 0., 2.])
        positive = y_true == 1
        actual = counted(y_true, y_pred, [0.2, 0.6], (weights,))
        for index, threshold in enumerate((0.2, 0.6)):
            assert np.allclose([numbers[index] for numbers in actual],
                               expected(positive, y_pred > threshold, weights[:, None]))
        assert np.allclose(np.ravel(counted(y_true, y_pred, 0.5)), expected(positive, y_pred > 0.5))
        top = y_pred >= np.sort(y_pred)[:, 2:3]
        assert np.allclose(np.ravel(counted(y_true, y_pred, metrics_utils.NEG_INF, top_k=2)), expected(positive, top))
        assert np.allclose(np.ravel(counted(y_true, y_pred, 0.5, class_id=1)),
                           expected(positive[:, 1], y_pred[:, 1] > 0.5))

    def test_only_variables_of_the_confusion_matrix_are_counted():
        update = metrics_utils.update_confusion_matrix_variables
        tensor = zeros(2, 3)
        assert update(None, tensor, tensor) is None
        assert len(update({ConfusionMatrix.FALSE_POSITIVES: zeros(1)}, tensor, tensor)) == 1
        with pytest.raises(ValueError, match='at least one valid confusion matrix'):
            update({'tp': zeros(1)}, tensor, tensor)
        with pytest.raises(ValueError, match='Invalid keys'):
            update({ConfusionMatrix.TRUE_POSITIVES: zeros(1), 'fp': zeros(1)}, tensor, tensor)

    def test_wrapped_methods_pass_updates_and_results_to_the_metric():
        class Metric:
            def __init__(self):
                self.updates = []

            def add_update(self, update):
                self.updates.append(update)

        metric = Metric()
        assert metrics_utils.update_state_wrapper(lambda a, b: [a, b])(metric, 1, b=2) == [1, 2]
        assert metric.updates == [[1, 2]]
        result = metrics_utils.result_wrapper(lambda x: x)(metric, K.constant([1., 2.]))
        assert metric._call_result is result and K.eval(result).tolist() == [1, 2]

    @pytest.mark.parametrize('reduction, first, second', [
        ('sum', VALUES.sum(), VALUES.sum() + 3 * VALUES[1].sum()),
        ('sum_over_batch_size', VALUES.mean(), (VALUES.sum() + 3 * VALUES[1].sum()) / 48),
        ('weighted_mean', VALUES.mean(), (VALUES.sum() + 3 * VALUES[1].sum()) / (24 + 3))])
    def test_reduce_counts_values_by_its_reduction(reduction, first, second):
        """The weight of a sample counts once where the ranks differ by two and more, not for each of its values."""
        metric = metrics.Reduce(reduction, 'mine')
        assert np.isclose(K.eval(metric(K.constant(VALUES))), first, rtol=1e-5)
        assert np.isclose(K.eval(metric(K.constant(VALUES), sample_weight=K.constant([0., 3.]))), second, rtol=1e-5)
        metric.reset_states()
        assert np.isclose(K.eval(metric(K.constant(VALUES))), first, rtol=1e-5) and metric.name == 'mine'

    def test_reduce_is_the_base_of_means_and_sums():
        for kind in (metrics.Mean, metrics.Sum, metrics.MeanMetricWrapper, metrics.MeanSquaredError):
            assert issubclass(kind, metrics.Reduce) and issubclass(kind, metrics.Metric)
        assert not issubclass(metrics.AUC, metrics.Reduce) and isinstance(metrics.Mean(), metrics.Reduce)
        with pytest.raises(NotImplementedError, match='not implemented'):
            metrics.Reduce('median', 'mine')(K.constant(VALUES))

    def test_a_metric_is_built_on_the_counts_for_all_thresholds():
        class Found(metrics.SensitivitySpecificityBase):
            def result(self):
                return self.true_positives / (self.true_positives + self.false_negatives)

        metric = Found(0.5, num_thresholds=3, name='found')
        assert metric.thresholds == [0., 0.5, 1.] and metric.value == 0.5
        y_true, y_pred = np.array([[1., 1.], [0., 1.]]), np.array([[0.3, 0.8], [0.6, 0.9]])
        for _ in range(2):
            assert np.allclose(K.eval(metric(K.constant(y_true), K.constant(y_pred))), [1, 2 / 3., 0])
        assert K.get_value(metric.true_negatives).tolist() == [0, 0, 2]
        metric.reset_states()
        assert K.get_value(metric.false_positives).tolist() == [0, 0, 0]
        for kind in (metrics.SensitivityAtSpecificity, metrics.SpecificityAtSensitivity):
            assert issubclass(kind, metrics.SensitivitySpecificityBase)
        with pytest.raises(ValueError, match='num_thresholds'):
            Found(0.5, num_thresholds=0)
else:
    def test_keras_2_2_has_no_metric_objects():
        assert not hasattr(generic_utils, 'check_for_unexpected_keys')
