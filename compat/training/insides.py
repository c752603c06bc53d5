"""What a compiled model of Keras 2 had within it: programs make training functions of their own of it."""
from compat import backend as K
from compat.engine import training_utils
from compat.training.inputs import input_names, input_tensors


def _fed(name):
    return lambda graph: graph.fed(getattr(graph, name))


# What a compiled model has, by name, of its TrainingGraph.
OF_COMPILED = {
    'loss_functions': lambda graph: list(graph.loss_functions),
    'sample_weight_modes': lambda graph: list(graph.sample_weight_modes),
    'metrics_updates': lambda graph: graph.metrics_updates(),
    '_function_kwargs': lambda graph: graph.function_arguments,
    '_feed_targets': _fed('targets'),
    '_feed_outputs': _fed('outputs'),
    '_feed_output_names': _fed('names'),
    '_feed_output_shapes': lambda graph: [K.int_shape(output) for output in graph.fed(graph.outputs)],
    '_feed_loss_fns': _fed('loss_functions'),
    '_feed_sample_weights': _fed('sample_weights'),
    '_feed_sample_weight_modes': _fed('sample_weight_modes'),
}
# The arguments of compile that a compiled model has as attributes.
OF_COMPILE = ('loss_weights', 'sample_weight_mode', 'weighted_metrics')
# What any model has that knows its inputs.
OF_INPUTS = {
    '_feed_inputs': input_tensors,
    '_feed_input_names': input_names,
    '_feed_input_shapes': lambda model: [K.int_shape(tensor) for tensor in input_tensors(model)],
}


class HasTrainingInsidesMixin:
    """Answers for the private attributes and methods of Keras 2.2.4's `Model`, where the host has them not."""

    def __getattr__(self, name):
        if name == '_is_compiled':
            return self._trainer_state.spec is not None
        if name in OF_COMPILED and self._trainer_state.spec is not None:
            return OF_COMPILED[name](self._graph_of_training(name))
        if name in OF_COMPILE and self._trainer_state.spec is not None:
            return getattr(self._trainer_state.spec, name)
        if name in OF_INPUTS and getattr(self, 'inputs', None):
            return OF_INPUTS[name](self)
        return super().__getattr__(name)

    def _uses_dynamic_learning_phase(self):
        """Returns whether the functions of the model take the learning phase."""
        return self.uses_learning_phase and not isinstance(K.learning_phase(), int)

    def _check_trainable_weights_consistency(self):
        """Warns where other weights are trainable than when the model was compiled."""
        if self._trainer_state.weights is not None:
            self._graph_of_training('_collected_trainable_weights').check_trainable()

    def _standardize_user_data(self, x, y=None, sample_weight=None, class_weight=None, check_array_lengths=True,
                               batch_size=None):
        """Returns the arrays of inputs, of targets and of weights as three lists, as functions take them.

        Raises ValueError for arrays that do not fit the model.
        """
        self._build_on(x)
        if y is None:
            return training_utils.standardize_input_data(
                x, self._feed_input_names, self._feed_input_shapes, check_batch_axis=False,
                exception_prefix='input'), [], []
        graph = self._graph_of_training('_standardize_user_data')
        arrays = graph.standardized(x, y, sample_weight, class_weight, check_lengths=check_array_lengths)
        inputs, targets = len(self._feed_inputs), len(graph.fed(graph.names))
        return arrays[:inputs], arrays[inputs:inputs + targets], arrays[inputs + targets:]
