"""What a layer has for weights where the host is tf.keras 2 or tf_keras."""
from compat.symbolic import operators


class Keras2WeightsMixin:
    """The weights of a layer; the one Layer of the process has it first."""

    def add_weight(self, *args, **kwargs):
        """Make a weight: ``add_weight(name, shape, dtype=None, initializer=None, regularizer=None, trainable=True,
        constraint=None)``, or shape first as in Keras 1.

        Raises TypeError without a shape, and for a shape with None in it.
        """
        return operators.as_recording(super().add_weight(**self._weight_arguments(args, kwargs)))

    @property
    def trainable_weights(self):
        """The weights that training changes; none when the layer is frozen."""
        if not type(self)._tracks_own_weights:
            return super().trainable_weights
        return self._trainable_weights if self.trainable else []

    @trainable_weights.setter
    def trainable_weights(self, weights):
        self._trainable_weights = list(weights)

    @property
    def non_trainable_weights(self):
        """The weights that training leaves alone; all of them when the layer is frozen."""
        if not type(self)._tracks_own_weights:
            return super().non_trainable_weights
        if not self.trainable:
            return self._trainable_weights + self._non_trainable_weights
        return self._non_trainable_weights

    @non_trainable_weights.setter
    def non_trainable_weights(self, weights):
        self._non_trainable_weights = list(weights)

    @property
    def weights(self):
        """All weights, the trainable ones first."""
        if not type(self)._tracks_own_weights:
            return super().weights
        return self.trainable_weights + self.non_trainable_weights
