"""The graph of a training, as Keras 2's ``compile`` made it: targets, weights, losses and metrics as tensors.

Functions of K compute them and perform a step: batches, weights, means and logs are those of Keras 2 then.
"""
import itertools
import warnings
from typing import Any, List, NamedTuple

import numpy as np

from compat import backend as K
from compat import adapters, losses, metrics, process
from compat.backend.functions import EvaluationFunction, StepFunction
from compat.engine import training_utils
from compat.base_layer.nest import as_list
from compat.base_layer.network_mixin import updated_layers
from compat.builtin_metrics.means import MeanMetricWrapper
from compat.errors import user_stacklevel
from compat.symbolic.context import context
from compat.optimizers import has_own_updates
from compat.training import compile_arguments, host_updates, metric_selection, objectives
from compat.training.inputs import input_names, input_tensors
from compat.training.loops import STEPS_IN_FLIGHT
from compat.utils.generic_utils import check_for_unexpected_keys

_nodes = adapters.area('graph')


def _by_output(given, names, default, what):
    """A list with one of ``given`` for each output, from a list or a dict by name. Raises ValueError, TypeError."""
    if given is None:
        return [default] * len(names)
    if isinstance(given, dict):
        unknown = sorted(set(given) - set(names))
        if unknown:
            raise ValueError(f'Unknown entry in {what} dictionary: "{unknown[0]}". Only expected the following keys: '
                             f'{names}')
        return [given.get(name, default) for name in names]
    if not isinstance(given, (list, tuple)):
        raise TypeError(f'`{what}` should be a list or a dict, and is {given!r}.')
    if len(given) != len(names):
        raise ValueError('`%s` has %d entries, and the model has the %d outputs %s: pass one for each.'
                         % (what, len(given), len(names), names))
    return list(given)


def check_outputs(model, spec):
    """Raises ValueError and TypeError where losses, their weights or metrics do not fit the outputs of a model."""
    names = list(model.output_names)
    if not (context.reads_file or any(compile_arguments.leaves(spec.loss)) or model._recorded_losses()):
        raise _without_loss(model)
    if isinstance(spec.loss, tuple) and not process.dialect().tuples_of_losses:
        raise ValueError(f'`loss` is a tuple, {spec.loss!r}: pass a list, with a loss for each of the outputs {names}.')
    if isinstance(spec.loss, (list, tuple)) or isinstance(spec.loss, dict) and 'class_name' not in spec.loss:
        _by_output(spec.loss, names, None, 'loss')
    if isinstance(spec.loss_weights, tuple):
        raise TypeError(f'`loss_weights` is a tuple, {spec.loss_weights!r}: pass a list or a dict, with a number for '
                        f'each of the outputs {names}.')
    _by_output(spec.loss_weights, names, 1., 'loss_weights')
    for what, given in (('metrics', spec.metrics), ('weighted_metrics', spec.weighted_metrics)):
        _check_metrics(what, given, names)


def _without_loss(model):
    return ValueError(f'The model {model.name} cannot be compiled because it has no loss to optimize.')


def _check_metrics(what, given, names):
    if not isinstance(given, (list, dict)):
        training_utils.collect_metrics(given, names)  # refuses what is none of these
    elif isinstance(given, dict) and not process.dialect().metrics_of_unknown_outputs:
        check_for_unexpected_keys(what, given, names)
    elif isinstance(given, list):
        _check_lists(what, given, names)
    for one in compile_arguments.leaves(given):
        if isinstance(one, str) and one not in metric_selection.KINDS:
            metrics.get(one)  # refuses a name that is none


def _check_lists(what, metrics, names):
    if any(isinstance(one, (list, tuple)) for one in metrics):
        if not process.dialect().lists_of_metrics and not context.reads_file:
            raise ValueError(f'`{what}` has a list in it, {metrics!r}: Keras 2.2 takes a list of the metrics of every '
                             f'output, or a dict with lists for those of the outputs {names}.')
        metric_selection.check_length(what, metrics, names)


def _losses_of_outputs(loss, names):
    if isinstance(loss, dict):
        for name in names:
            if name not in loss:
                warnings.warn(f'Output "{name}" missing from loss dictionary: it is not trained, and no targets are '
                              'expected for it.', stacklevel=user_stacklevel())
    given = _by_output(loss, names, None, 'loss') if isinstance(loss, (dict, list, tuple)) else [loss] * len(names)
    # Of an object of Keras 2.3 the function of samples: here the means are made.
    return [each.call if hasattr(each, 'reduction') else each for each in map(losses.get, given)]


def _metrics_of_outputs(metrics, names):
    """A list of metrics for each output: an object that counts has a count for each. Raises ValueError, TypeError."""
    training_utils.collect_metrics(metrics, names)  # refuses what is no list and no dict
    if isinstance(metrics, list):
        _check_lists('metrics', metrics, names)
    return compile_arguments.by_output(metrics, names)


class Number(NamedTuple):
    """A number of a step: one tensor has it of a batch, two have the sum and the count of a running mean."""

    name: str
    tensors: List
    layer: Any = None   # a metric that is a layer with states of its own


def _of_metric(name, function, y_true, y_pred, weights, mask):
    if hasattr(function, 'update_state'):
        return Number(name, [objectives.counted(function, y_true, y_pred, weights, mask)], function)
    if process.dialect().weights_that_count:
        has_states = getattr(function, 'stateful', False) and hasattr(function, 'reset_states')
        return Number(name, [objectives.mean(function, y_true, y_pred, weights, mask)],
                      function if has_states else None)
    return Number(name, objectives.sum_and_count(function, y_true, y_pred, weights, mask))


_RUNS = itertools.count(1)  # of all steps, to tell which one was the last


class GraphStep:
    """A step by a function of K, for the loop over batches: numbers of the batch, or means until they are reset."""

    in_flight = STEPS_IN_FLIGHT

    def __init__(self, function, metrics, phase, updated_layers, in_test_phase=False):
        self._function, self._metrics, self._phase, self._updated_layers = function, metrics, phase, updated_layers
        self._in_test_phase, self.ran = in_test_phase, 0
        self.reset_states()

    def reset_states(self):
        """Start the means anew."""
        self._sums = [np.zeros(len(metric.tensors)) for metric in self._metrics]

    def means(self):
        """{name: (the sum, the count)} of the metrics that are means over batches."""
        return {metric.name: tuple(sums) for metric, sums in zip(self._metrics, self._sums) if len(sums) == 2}

    def __call__(self, inputs):
        return self.numbers(self.begin(inputs))

    def begin(self, inputs):
        """Run the step, and return what ``numbers`` takes, without waiting for it.

        The learning phase comes last; a program that calls the function of a model without dropout leaves it away.
        """
        if len(inputs) < len(self._function.inputs):
            inputs = list(inputs) + [self._phase]
        if self._in_test_phase:
            inputs = list(inputs[:-1]) + [0.]
        with context.scope(updated_layers=self._updated_layers, trains_in_test_phase=self._in_test_phase):
            return self._function.begin(inputs)

    def numbers(self, values):
        """The numbers of a step that was begun; of several in the order of the steps."""
        self.ran = next(_RUNS)
        values = iter(values)
        results = [np.asarray(next(values)).mean()]
        for place, metric in enumerate(self._metrics):
            numbers = np.array([float(np.asarray(next(values)).mean()) for _ in metric.tensors])
            if len(numbers) == 1:
                results.append(numbers[0])
                continue
            self._sums[place] += numbers
            total, count = self._sums[place]
            results.append(total / count if count else 0.)
        return [float(value) for value in results]


class TrainingGraph:
    """The tensors of what ``compile`` was passed for a functional model, and the functions of K made of them.

    What a program appends to ``metrics_names`` and ``metrics_tensors`` before a step is made is returned by it, too.

    Raises ValueError and TypeError for arguments that do not fit the outputs of the model.
    """

    def __init__(self, model, optimizer, loss=None, metrics=None, loss_weights=None, sample_weight_mode=None,
                 weighted_metrics=None, target_tensors=None, weights=None, **function_arguments):
        self.model, self.optimizer = model, optimizer
        self.names, self.outputs = list(model.output_names), as_list(model.outputs)
        self.function_arguments = function_arguments
        self.loss_functions = _losses_of_outputs(loss, self.names)
        self._make_targets(target_tensors)
        self._make_sample_weights(sample_weight_mode)
        self._masks = [_nodes.mask_of(output) for output in self.outputs]
        self._metrics, self.metrics_names, self._objects = [], ['loss'], {}
        self.total_loss = self._total(_by_output(loss_weights, self.names, 1., 'loss_weights'))
        prefix = 'weighted_' if process.dialect().short_metric_names else ''
        for place, (plain, weighted) in enumerate(zip(_metrics_of_outputs(metrics, self.names),
                                                      _metrics_of_outputs(weighted_metrics, self.names))):
            self._add_metrics(place, plain, None, '')
            self._add_metrics(place, weighted, self.sample_weights[place], prefix)
        # The tensors of the metrics, and of the losses of several outputs, in the order of metrics_names.
        self.metrics_tensors = [metric.tensors[0] if len(metric.tensors) == 1 else metric.tensors[0] / metric.tensors[1]
                                for metric in self._metrics]
        self.weights = list(model.trainable_weights if weights is None else weights)
        self._functions = {}

    # --- what is fed

    def _make_targets(self, given):
        if K.is_tensor(given):
            given = [given]
        given = _by_output(given, self.names, None, 'target_tensors')
        self.targets, self.fed_places = [], []
        for place, (output, name, loss, target) in enumerate(zip(self.outputs, self.names, self.loss_functions, given)):
            if loss is None:
                target = None
            elif target is None or K.is_placeholder(target):
                self.fed_places.append(place)
                if target is None:
                    target = K.placeholder(ndim=K.ndim(output), name=name + '_target', dtype=K.dtype(output))
            self.targets.append(target)

    def _make_sample_weights(self, modes):
        if isinstance(modes, dict):
            missing = [self.names[place] for place in self.fed_places if self.names[place] not in modes]
            if missing:
                raise ValueError(f'`sample_weight_mode` lacks the output {missing[0]!r}: it needs one for each of the '
                                 f'outputs {self.fed(self.names)}, None or "temporal".')
        elif not isinstance(modes, (list, tuple)):
            modes = [modes] * len(self.names)
        modes = ['temporal' if mode == 'temporal' else None
                 for mode in _by_output(modes, self.names, None, 'sample_weight_mode')]
        self.sample_weight_modes, self.sample_weights = [], []
        for place, (name, mode) in enumerate(zip(self.names, modes)):
            fed = place in self.fed_places
            self.sample_weight_modes.append(mode if fed else None)
            self.sample_weights.append(
                K.placeholder(ndim=2 if mode == 'temporal' else 1, name=name + '_sample_weights') if fed else None)

    def fed(self, values):
        """Those of the values, one for each output, whose outputs have targets that are passed."""
        return [values[place] for place in self.fed_places]

    def standardized(self, x, y=None, sample_weight=None, class_weight=None, check_lengths=True):
        """The arrays of inputs, targets and weights, in the order in which functions take them.

        Raises ValueError for arrays that do not fit the model.
        """
        model, names = self.model, self.fed(self.names)
        inputs = training_utils.standardize_input_data(
            x, input_names(model), [K.int_shape(tensor) for tensor in input_tensors(model)],
            check_batch_axis=False, exception_prefix='input')
        shapes = [_target_shape(loss, K.int_shape(output))
                  for loss, output in zip(self.fed(self.loss_functions), self.fed(self.outputs))]
        if y is None and names:
            raise ValueError(f'Targets are missing: the model {model.name} has losses for the outputs {names}.')
        targets = training_utils.standardize_input_data(y, names, shapes, check_batch_axis=False,
                                                        exception_prefix='target')
        weights = [training_utils.standardize_weights(target, *given) for target, *given in zip(
            targets, training_utils.standardize_sample_weights(sample_weight, names),
            training_utils.standardize_class_weights(class_weight, names), self.fed(self.sample_weight_modes))]
        if check_lengths:
            training_utils.check_array_length_consistency(inputs, targets or inputs, weights or inputs)
        training_utils.check_loss_and_target_compatibility(targets, self.fed(self.loss_functions), shapes)
        return inputs + targets + weights

    # --- what is computed

    def _total(self, loss_weights):
        total = None
        for place, (name, fn) in enumerate(zip(self.names, self.loss_functions)):
            if fn is None:
                continue
            loss = objectives.mean(fn, self.targets[place], self.outputs[place], self.sample_weights[place],
                                   self._masks[place])
            if len(self.names) > 1:
                of_batch = process.dialect().weights_that_count
                self._metrics.append(Number(name + '_loss', [loss] if of_batch else [loss, K.constant(1.)]))
                self.metrics_names.append(name + '_loss')
            loss = loss_weights[place] * loss
            total = loss if total is None else total + loss
        for loss in self.model._recorded_losses():
            total = loss if total is None else total + loss
        if total is None:
            raise _without_loss(self.model)
        return total

    def _add_metrics(self, place, given, weights, prefix):
        for one in given if self.loss_functions[place] is not None else ():
            name, function = self._named(one, place)
            name = base = (self.names[place] + '_' if len(self.names) > 1 else '') + prefix + name
            count = 0
            while name in self.metrics_names:
                count += 1
                name = '%s_%d' % (base, count)
            self.metrics_names.append(name)
            self._metrics.append(_of_metric(name, function, self.targets[place], self.outputs[place], weights,
                                          self._masks[place]))
            self._objects[name] = function

    def _named(self, metric, place):
        """(name, function) of a metric; accuracy and crossentropy by the loss and the shape of the output."""
        kind = metric_selection.KINDS.get(metric) if isinstance(metric, str) else None
        if kind is None:
            function = metrics.get(metric)
            name = metric if isinstance(metric, str) and not process.dialect().short_metric_names else getattr(
                function, 'name', None) or function.__name__
            return name, function
        name = {'accuracy': 'acc', 'crossentropy': 'ce'}[kind] if process.dialect().short_metric_names else metric
        return name, metric_selection.get_metric_function(metric, K.int_shape(self.outputs[place]),
                                                        self.loss_functions[place])

    def metric_objects(self):
        """The metrics as objects, as Keras 2.3 made them of functions, with the means of the step that was run last."""
        for name, function in self._objects.items():
            if not hasattr(function, 'update_state'):
                self._objects[name] = MeanMetricWrapper(function, name=name)
        ran = max(self._functions.values(), key=lambda step: step.ran, default=None)
        for name, (total, count) in ran.means().items() if ran is not None else ():
            if name in self._objects:
                K.batch_set_value([(self._objects[name].total, total), (self._objects[name].count, count)])
        return list(self._objects.values())

    def _appended_numbers(self):
        """The metrics that a program has appended: names and tensors."""
        own = len(self._metrics)
        return [Number(name, [tensor])
                for name, tensor in zip(self.metrics_names[own + 1:], self.metrics_tensors[own:])]

    @property
    def stateful_metrics(self):
        """The metrics that are layers with states of their own."""
        return [metric.layer for metric in self._metrics if metric.layer is not None]

    @property
    def running(self):
        """The names of those numbers that go on from batch to batch."""
        return [metric.name for metric in self._metrics if metric.layer is not None or len(metric.tensors) > 1]

    def metrics_updates(self):
        """The updates of the metrics that are layers with states."""
        return [update for layer in self.stateful_metrics if not hasattr(layer, 'update_state')
                for update in layer.updates]

    def function(self, kind):
        """The step that returns the numbers ``metrics_names`` of a list of arrays, and with 'train' changes weights."""
        if kind not in self._functions:
            placeholders = input_tensors(self.model) + self.fed(self.targets) + self.fed(self.sample_weights)
            updates = self.metrics_updates()
            if kind == 'train':
                updates = self.model._updates_of_program() + self._updates() + updates
            numbers = self._metrics + self._appended_numbers()
            outputs = [self.total_loss] + [tensor for metric in numbers for tensor in metric.tensors]
            phase = K.learning_phase()
            placeholders += [] if isinstance(phase, int) else [phase]  # a number where K.set_learning_phase fixed it
            function = StepFunction if kind == 'train' else EvaluationFunction
            step = function(placeholders, outputs, updates, name=kind + '_function', **self.function_arguments)
            in_test_phase = kind == 'train' and not isinstance(phase, int) and self._hides_phase()
            self._functions[kind] = GraphStep(step, numbers, float(kind == 'train'), self._updated_layers(),
                                              in_test_phase)
        return self._functions[kind]

    def _hides_phase(self):
        # Keras 2 fed the phase to models that say they depend on it, and a wrapper may not say so of its layer.
        return not self.model.uses_learning_phase and any(
            layer.__dict__.get('_hides_phase') for layer in self.model._flatten_layers())

    def _updated_layers(self):
        # A flag that is changed later does not count, as in Keras 2, where the updates are in the function then.
        layers = updated_layers(self.model)
        return layers if self.model._is_updated() else dict.fromkeys(layers, False)

    def _updates(self):
        if has_own_updates(self.optimizer):
            return list(self.optimizer.get_updates(params=self.weights, loss=self.total_loss))
        updates = host_updates.updates(self.optimizer, self.total_loss, self.weights)
        if hasattr(type(self.optimizer), 'updates'):
            self.optimizer.updates = updates
        return list(updates)

    def reset_states(self):
        """Start the means of all metrics anew."""
        for metric in self.stateful_metrics + list(self._functions.values()):
            metric.reset_states()

    def check_trainable(self):
        """Warn where other weights are trainable than when the model was compiled, which are those that are trained."""
        if len(self.model.trainable_weights) != len(self.weights):
            warnings.warn('Discrepancy between trainable weights and collected trainable weights, did you set '
                          '`model.trainable` without calling `model.compile` after ?', stacklevel=user_stacklevel())


def _target_shape(loss, shape):
    """The shape that the targets of a loss of Keras should have; None for losses of the program's own."""
    if loss is losses.sparse_categorical_crossentropy:
        if K.image_data_format() == 'channels_first' and len(shape) in (4, 5):
            return (shape[0], 1) + shape[2:]
        return shape[:-1] + (1,)
    return shape if getattr(losses, getattr(loss, '__name__', ''), None) is loss else None
