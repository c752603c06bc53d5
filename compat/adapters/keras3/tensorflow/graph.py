"""The graph world on Keras 3 with tensorflow."""
import tensorflow as tf

from compat.adapters.tensorflow import graph as tensorflow_graph
from compat.adapters.keras3.graph import Reads


class Compiled(tensorflow_graph.Compiled):
    """A program as a function of TensorFlow."""

    def step(self, feeds, training):
        """The outputs; assigns what the program updates and what random generators advanced to."""
        program = self._program
        variables = {id(variable): (variable, tf.convert_to_tensor(variable.value))
                     for variable in program.watched_variables}
        with Reads(list(variables.values()), collect_losses=True) as reads:
            outputs, operands = program.compute(feeds, training, variables)
        for variable, value in reads.advanced(program.updates_states):
            variable.assign(value)
        program.apply(operands)
        return outputs


compiled = Compiled
