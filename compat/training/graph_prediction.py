"""Prediction as Keras 2 described it: a function of K gives the outputs of a model of symbols, batch by batch.

Hosts make a pipeline of the data at each call of predict, which costs small models some hundred times their own work.
"""
from compat import backend as K
from compat import adapters, process
from compat.backend.functions import StepFunction
from compat.engine import training_arrays, training_utils
from compat.training import compile_arguments as compiling, graph_trainer as graph_trainer
from compat.base_layer.nest import as_list, unpack_singleton

_models = adapters.area('model')

# What a program overrides to predict in the manner of a newer host.
_METHODS_OF_HOSTS = ('predict_step', 'make_predict_function')


class GraphPredictor:
    """The outputs of a model by a function of K, which is made once, as in Keras 2, until the model is compiled."""

    def __init__(self, model):
        self._model, self._ran = model, False
        phase = K.learning_phase()
        # The phase is a number where K.set_learning_phase fixed it.
        self._function = StepFunction(as_list(model.inputs) + ([] if isinstance(phase, int) else [phase]),
                                      as_list(model.outputs), name='predict_function')

    def arrays(self, x):
        """The arrays of the inputs in their order. Raises ValueError for what does not fit the model."""
        found = training_utils.standardize_input_data(
            x, list(self._model.input_names), [K.int_shape(tensor) for tensor in as_list(self._model.inputs)],
            check_batch_axis=False, exception_prefix='input')
        training_utils.check_array_length_consistency(found, found, found)
        return found

    def run(self, predict):
        """What ``predict`` gives of the function; None where the first run of it failed: then the host predicts.

        Layers and tensors of a host can be such that they run in the host's own functions only.
        """
        try:
            results = predict(self._function)
        except (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError):
            if self._ran:
                raise
            return None
        self._ran = True
        return results


def possible(model):
    """Whether the prediction of a model of symbols can be described: nothing of it is in the manner of a host."""
    own = [cls for cls in type(model).__mro__ if not compiling.is_builtin(cls)]
    return not (
        process.dialect().eager
        or any(name in vars(cls) for cls in own for name in _METHODS_OF_HOSTS)
        or any(K.dtype(weight) != K.floatx() for weight in model.weights)
        or _models.is_distributed())


class GraphPredictionMixin:
    """The manners of a model that predicts so where it can."""

    def _prediction(self, others, x):
        """The description of the prediction for these data, or None where the host predicts.

        The host predicts where the call has ``others``, arguments that Keras 2 had not, and from its own tensors.
        """
        if others or x is None or not graph_trainer.are_arrays(x):
            return None
        self._build_from(x)
        found = self.__dict__.get('_graph_predictor')
        if found is None and getattr(self, 'inputs', None):
            # Not as an attribute: the host would track what is in it.
            found = self.__dict__['_graph_predictor'] = GraphPredictor(self) if possible(self) else False
        return found or None

    def _build_from(self, x):
        """Let a Sequential that does not know its input shape learn it from the data."""
        if not self.built and hasattr(self, 'add') and hasattr(x, 'shape'):
            self.build((None,) + tuple(x.shape[1:]))

    def _predicted(self, prediction, predict):
        _models.bring_up_to_date(self)
        results = prediction.run(predict)
        if results is None:
            self.__dict__['_graph_predictor'] = False
        return results

    def _predict_graph(self, prediction, x, batch_size, verbose, steps):
        """What predict gives, or None where the host is to. Raises ValueError for data that do not fit the model."""
        arrays = prediction.arrays(x)
        batch_size = 32 if batch_size is None and steps is None else batch_size
        if self.stateful and batch_size and len(arrays[0]) > batch_size and len(arrays[0]) % batch_size:
            raise ValueError('A stateful model keeps a state for each sample of a batch, so the number of samples is a '
                             'multiple of the batch size: %s got %d samples, in batches of %d.'
                             % (self.name, len(arrays[0]), batch_size))
        training_utils.check_num_samples(arrays, batch_size, steps)
        return self._predicted(prediction, lambda function: training_arrays.predict_loop(
            self, function, arrays + [0.], batch_size, verbose, steps))

    def _predict_batch_graph(self, prediction, x):
        arrays = prediction.arrays(x)
        return self._predicted(prediction, lambda function: unpack_singleton(function(arrays + [0.])))
