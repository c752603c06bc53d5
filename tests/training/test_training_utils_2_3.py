"""keras.engine.training_utils as Keras 2.3 has it: what compile and fit are told, as lists by output."""
import warnings

import numpy as np
import pytest

from compat import backend as K
from compat import losses, metrics
from compat.engine import training_utils
from compat.layers import Dense
from compat.models import Sequential
from compat.utils import Sequence

NAMES = ['a', 'b']

if hasattr(training_utils, 'get_loss_function'):  # which Keras 2.2.4 has not
    def test_arguments_that_a_generator_gives_itself_are_refused():
        training_utils.check_generator_arguments(None, None, 0.)
        for arguments in ({'y': 1}, {'sample_weight': 1}, {'validation_split': 0.1}):
            with pytest.raises(ValueError, match=list(arguments)[0]):
                training_utils.check_generator_arguments(**arguments)

    def test_generators_and_sequences_are_distinguished():
        class Batches(Sequence):
            def __len__(self):
                return 1

            def __getitem__(self, index):
                return np.zeros(1)

        class Says:
            use_sequence_api = True

        for given, sequence, either in ((Batches(), True, True), (Says(), True, True), ([1], False, False),
                                        ((x for x in ()), False, True), (np.zeros(3), False, False)):
            assert training_utils.is_sequence(given) == sequence
            assert training_utils.is_generator_or_sequence(given) == either

    def test_epochs_are_validated_by_a_number_or_a_collection():
        run = training_utils.should_run_validation
        assert [run(2, epoch) for epoch in range(4)] == [False, True, False, True]
        assert [run([1, 4], epoch) for epoch in range(4)] == [True, False, False, True]
        for invalid in (0, 1.5):
            with pytest.raises(ValueError, match='validation_freq'):
                run(invalid, 0)

    def test_a_loss_becomes_an_object():
        get = training_utils.get_loss_function
        assert get(None) is None
        loss = losses.Hinge()
        assert get(loss) is loss
        for given in ('mse', losses.mean_squared_error):
            made = get(given)
            assert isinstance(made, losses.LossFunctionWrapper) and made.fn is losses.mean_squared_error
            assert (made.name, made.reduction) == ('mean_squared_error', 'sum_over_batch_size')

    def test_losses_and_weights_are_listed_by_output():
        prepare, weigh = training_utils.prepare_loss_functions, training_utils.prepare_loss_weights

        def names(given):
            return [loss and loss.name for loss in prepare(given, NAMES)]

        assert names('mse') == names(losses.mse) == ['mean_squared_error'] * 2
        assert names(['mse', None]) == ['mean_squared_error', None]
        assert names({'b': 'mae', 'a': losses.Hinge()}) == ['hinge', 'mean_absolute_error']
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter('always')
            assert names({'b': 'mae'}) == [None, 'mean_absolute_error']
        assert any('missing from loss dictionary' in str(warning.message) for warning in caught)
        assert weigh(NAMES) == [1., 1.] and weigh(NAMES, {'b': 3.}) == [1., 3.] and weigh(NAMES, [2., 4.]) == [2., 4.]
        for function, given in ((prepare, (['mse'], NAMES)), (prepare, ({'c': 'mse'}, NAMES)),
                                (weigh, (NAMES, [1.])), (weigh, (NAMES, {'c': 1.}))):
            with pytest.raises(ValueError):
                function(*given)
        with pytest.raises(TypeError, match='loss_weights'):
            weigh(NAMES, 3.)

    def test_weights_of_samples_are_placeholders_by_output():
        def prepared(mode, skipped=()):
            weights, modes = training_utils.prepare_sample_weights(NAMES, mode, skipped)
            return [weight if weight is None else K.ndim(weight) for weight in weights], modes

        assert prepared(None) == ([1, 1], [None, None])
        assert prepared('temporal', [0]) == ([None, 2], [None, 'temporal'])
        assert prepared(['temporal', None]) == ([2, 1], ['temporal', None])
        assert prepared({'b': 'temporal'}, [0]) == ([None, 2], [None, 'temporal'])
        for mode in ({'c': None}, {'a': None}, [None]):
            with pytest.raises(ValueError):
                prepared(mode)
        weight, mode = training_utils.get_output_sample_weight_and_mode([], 'temporal', 'a', 0)
        assert K.ndim(weight) == 2 and mode == 'temporal'

    def test_metrics_are_named_and_chosen_by_the_loss_and_the_shape():
        name, find = training_utils.get_metric_name, training_utils.get_metric_function
        assert name('acc') == 'acc' and name(metrics.mse) == 'mean_squared_error'
        assert name(metrics.AUC(name='mine')) == 'mine'
        sparse = training_utils.get_loss_function('sparse_categorical_crossentropy')
        for kind in ('accuracy', 'crossentropy'):
            short = {'accuracy': 'acc', 'crossentropy': 'ce'}[kind]
            for shape, loss, family in (((None, 1), None, 'binary_'), ((None, 3), None, 'categorical_'),
                                        ((None, 3), sparse, 'sparse_categorical_'),
                                        ((None, 3), losses.SparseCategoricalCrossentropy(), 'sparse_categorical_'),
                                        ((None, 3), losses.BinaryCrossentropy(), 'binary_')):
                assert find(kind, shape, loss) is find(short, shape, loss) is getattr(metrics, family + kind)
        assert find('mse') is metrics.mse

    def test_metrics_are_objects_by_name_for_each_output():
        def collected(given):
            return training_utils.collect_per_output_metric_info(given, NAMES, [(None, 1), (None, 3)], [None, None])

        assert collected(None) == [{}, {}]
        auc = metrics.AUC(name='mine')
        first, second = collected(['acc', auc])
        assert list(first) == list(second) == ['acc', 'mine'] and first['mine'] is not second['mine']
        assert all(isinstance(metric, metrics.Metric) for metric in list(first.values()) + list(second.values()))
        assert collected({'b': auc}) == [{}, {'mine': auc}]
        assert [list(found) for found in collected([['acc', 'mse'], ['ce']])] == [['acc', 'mse'], ['ce']]
        with pytest.raises(TypeError, match='metrics'):
            collected('acc')
        for given in ({'c': 'acc'}, [['acc']]):
            with pytest.raises(ValueError):
                collected(given)

    def test_a_metric_counts_by_weights_and_where_the_mask_is():
        class Metric:
            def update_state(self, *values, **arguments):
                self.values, self.weights = values, arguments['sample_weight']
                return []

            def result(self):
                self.told = True

        values, weights, mask = K.constant([[1., 2.]]), K.constant([3.]), K.constant([[1., 0.]])
        for given, expected in (({}, None), ({'weights': weights}, [3.]), ({'mask': mask}, [[1., 0.]]),
                                ({'weights': weights, 'mask': mask}, [[3., 0.]])):
            metric = Metric()
            training_utils.call_metric_function(metric, values, values, **given)
            assert len(metric.values) == 2 and metric.told
            assert metric.weights is None if expected is None else K.eval(metric.weights).tolist() == expected
        training_utils.call_metric_function(metric, values)
        assert metric.values == (values,)

    def test_an_input_shape_is_not_known_to_keras_2_3():
        model = Sequential([Dense(2, batch_input_shape=(4, 3))])
        for layer in (model, model.layers[0]):
            assert training_utils.get_input_shape_and_dtype(layer) == (None, None)
            assert training_utils.get_static_batch_size(layer) is None
        with pytest.raises(ValueError, match='empty Model'):
            training_utils.get_static_batch_size(Sequential())
else:
    def test_keras_2_2_collects_metrics_in_lists():
        assert training_utils.collect_metrics(['acc'], NAMES) == [['acc'], ['acc']]
