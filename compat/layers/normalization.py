"""Keras 2's `keras.layers.normalization`: BatchNormalization."""
from compat import backend as K
from compat import adapters, process
from compat.base_layer import nodes
from compat.builtin_layers.builtin import builtin


class _StatisticsOfKeras2:
    """Trains as Keras 2 did: by the statistics of the batch, of which it keeps the moving averages that K keeps.

    A frozen layer too is trained by the statistics of the batch, and keeps none of them. Masks do not count.
    """

    def build(self, input_shape):
        """Make the weights, and what the moving averages keep besides."""
        super().build(input_shape)
        for moving in (self.moving_mean, self.moving_variance):
            K.moving_average_update(moving, moving, self.momentum)

    def call(self, inputs, training=None, mask=None):
        """The normalised inputs: by the statistics of the batch where it trains, else by the moving ones."""
        if not isinstance(training, (bool, int)) or not training:
            return super().call(inputs, training=False)
        outputs, updates = self._trained(inputs)
        if self.trainable:
            for update in updates:
                update.apply()
        return outputs

    def _trained(self, inputs):
        """The outputs by the statistics of the batch, and the updates of the moving ones."""
        rank = K.ndim(inputs)
        axis = self.axis[0] if isinstance(self.axis, (list, tuple)) else self.axis
        others = [place for place in range(rank) if place != axis % rank]
        gamma, beta = getattr(self, 'gamma', None), getattr(self, 'beta', None)  # Keras 3.0 sets them where they are
        outputs, mean, variance = K.normalize_batch_in_training(inputs, gamma, beta, others, self.epsilon)
        count = K.cast(K.prod(K.stack([K.shape(inputs)[place] for place in others])), K.dtype(variance))
        variance = variance * (count / (count - (1. + self.epsilon)))
        return outputs, [K.moving_average_update(moving, value, self.momentum)
                         for moving, value in ((self.moving_mean, mean), (self.moving_variance, variance))]

    def _updates_at(self, node):
        told = nodes.explicit_training(self, node)
        if isinstance(told, (bool, int)) and not told:
            return []
        if not self._is_builtin and not self.__dict__.get('_follows_phase'):
            return []  # its own call has not come here, or for the moving statistics
        return self._updates_on(nodes.input_tensors(node)[0])

    def _updates_on(self, inputs):
        return self._trained(inputs)[1]


# In the dialect tf.keras it is the host's.
BatchNormalization = builtin('BatchNormalization', *(
    (_StatisticsOfKeras2,) + adapters.area('layers').AVERAGES_STORED if process.dialect().first_uid else ()))
