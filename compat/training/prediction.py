"""Prediction as Keras 2 did it: a function of K returns the outputs of a functional model, batch by batch.

Hosts make a pipeline of the data at each call of predict, which costs small models some hundred times their own work.
They predict batches of what is not functional, and in calls that Keras 2 had not.
"""
import numpy as np

from compat import backend as K
from compat import adapters, process
from compat.backend.functions import EvaluationFunction
from compat.base_layer.nest import as_list, unpack_singleton
from compat.engine import training_arrays, training_utils
from compat.training.graph_trainer import are_arrays, check_batches_of_states, step_of
from compat.training.host_trainer import overrides
from compat.training.inputs import input_names, input_tensors
from compat.training.loops import STEPS_IN_FLIGHT

_layer_adapter = adapters.area('layer')
_models = adapters.area('model')

# What a program overrides to predict in the way of a newer host.
_OVERRIDDEN_METHODS = ('predict_step', 'make_predict_function')


class HostPredictor:
    """Predicts by the methods of the host's model."""

    @staticmethod
    def predict(model, x, **arguments):
        """The outputs for the inputs, in batches."""
        with model._trainer_state.host_scope(model):
            return _layer_adapter.HostModel.predict(model, x, **arguments)

    @staticmethod
    def predict_on_batch(model, x, **arguments):
        """The outputs for one batch."""
        with model._trainer_state.host_scope(model):
            return _layer_adapter.HostModel.predict_on_batch(model, _models.batch_of(model, x), **arguments)

    @staticmethod
    def make_function(model):
        """Nothing: the host makes its function by itself."""


class BatchPredictor(HostPredictor):
    """Predicts a batch by the methods of the host's model, and joins the rows of batches as Keras 2 did."""

    @staticmethod
    def predict(model, x, batch_size=None, verbose=0, steps=None, **others):
        """The outputs for the inputs, in batches. Raises ValueError for outputs that have not a row for each sample."""
        arrays = [getattr(array, 'values', array) for array in as_list(x)]  # tables of pandas have them
        if others or not are_arrays(x) or not all(isinstance(array, np.ndarray) for array in arrays):
            return HostPredictor.predict(model, x, batch_size=batch_size, verbose=verbose, steps=steps, **others)
        batch_size = 32 if batch_size is None and steps is None else batch_size
        training_utils.check_array_length_consistency(arrays, arrays, arrays)
        structures = []

        def outputs(batch):
            values = HostPredictor.predict_on_batch(model, batch if isinstance(x, list) else batch[0])
            structures[:] = [values]
            return _leaves(values)

        joined = iter(as_list(training_arrays.predict_loop(model, outputs, arrays, batch_size, verbose, steps)))
        return unpack_singleton(_packed(structures[0], joined))


def _leaves(values):
    """The arrays of nested lists, tuples and dicts, in order."""
    if isinstance(values, (list, tuple, dict)):
        values = values.values() if isinstance(values, dict) else values
        return [leaf for value in values for leaf in _leaves(value)]
    return [np.asarray(values, K.floatx()) if type(values) is float else values]  # hosts' numbers without an axis


def _packed(structure, leaves):
    """The leaves, an iterator, in lists and dicts as in the structure."""
    if isinstance(structure, dict):
        return {name: _packed(value, leaves) for name, value in structure.items()}
    if isinstance(structure, (list, tuple)):
        return [_packed(value, leaves) for value in structure]
    return next(leaves)


class PredictStep:
    """The function of K of a prediction, for the loop over batches."""

    in_flight = STEPS_IN_FLIGHT

    def __init__(self, function):
        self._function = function

    def __call__(self, arrays):
        return self._function(arrays)

    def begin(self, arrays):
        """Run a batch, without waiting for it."""
        return self._function.begin(arrays)

    @staticmethod
    def numbers(values):
        """The outputs, as a list."""
        return as_list(values)


class GraphPredictor:
    """The outputs of a model by a function of K, which is made once, as in Keras 2, until the model is compiled."""

    def __init__(self, model):
        phase = K.learning_phase()
        # The phase is a number where K.set_learning_phase fixed it.
        inputs = input_tensors(model) + ([] if isinstance(phase, int) else [phase])
        self._step = PredictStep(EvaluationFunction(inputs, as_list(model.outputs), name='predict_function'))

    def make_function(self, model):
        """Let the model have the function of a prediction, where the program has set none."""
        if model._trainer_state.function_of(model, 'predict') is None:
            model.predict_function = self._step

    @staticmethod
    def _step_of(model):
        """The step of the function that the model has then: a program may set it, or how it is made."""
        model._make_predict_function()
        return step_of(model, model.predict_function)

    @staticmethod
    def _arrays(model, x):
        """The arrays of the inputs in their order. Raises ValueError for what does not fit the model."""
        arrays = training_utils.standardize_input_data(
            x, input_names(model), [K.int_shape(tensor) for tensor in input_tensors(model)],
            check_batch_axis=False, exception_prefix='input')
        training_utils.check_array_length_consistency(arrays, arrays, arrays)
        return arrays

    def predict(self, model, x, batch_size, verbose, steps, **others):
        """The outputs for the inputs, in batches. Raises ValueError for data that do not fit the model."""
        if others or not are_arrays(x):
            return HostPredictor.predict(model, x, batch_size=batch_size, verbose=verbose, steps=steps, **others)
        arrays = self._arrays(model, x)
        batch_size = 32 if batch_size is None and steps is None else batch_size
        if batch_size and arrays and arrays[0].shape[0] > batch_size:
            check_batches_of_states(model, arrays, batch_size)
        _models.bring_up_to_date(model)
        return training_arrays.predict_loop(model, self._step_of(model), arrays + [0.], batch_size, verbose, steps)

    def predict_on_batch(self, model, x, **others):
        """The outputs for one batch."""
        if others or not are_arrays(x):
            return HostPredictor.predict_on_batch(model, x, **others)
        arrays = self._arrays(model, x)
        _models.bring_up_to_date(model)
        return unpack_singleton(as_list(self._step_of(model)(arrays + [0.])))


def select_predictor(model):
    """The class of what predicts for a model, from facts: the graph where nothing of it is in the way of a host."""
    if process.dialect().eager or overrides(model, _OVERRIDDEN_METHODS) or _models.is_distributed():
        return HostPredictor
    if not getattr(model, 'inputs', None) or any(K.dtype(weight) != K.floatx() for weight in model.weights):
        return BatchPredictor
    return GraphPredictor


def predictor_for(model):
    """What predicts for a model, selected when it is first asked for a model that knows its inputs."""
    state = model._trainer_state
    if state.predictor is None:
        cls = select_predictor(model)
        if not getattr(model, 'inputs', None):
            return cls()  # a Sequential may learn its input shape from other data
        state.predictor = cls(model) if cls is GraphPredictor else cls()
    return state.predictor
