"""Keras 2's `keras.layers.normalization`: BatchNormalization."""
from compat import backend as K
from compat import adapters, process
from compat.base_layer import nodes
from compat.builtin_layers.builtin import builtin


class _Keras2StatisticsMixin:
    """A mixin that trains as Keras 2: by the statistics of the batch, which update the moving averages by K.

    A frozen layer normalises by the statistics of the batch in training, too, without updates. Masks have no effect.
    """

    def build(self, input_shape):
        """Makes the weights, and the variables of the moving averages."""
        super().build(input_shape)
        for moving in (self.moving_mean, self.moving_variance):
            K.moving_average_update(moving, moving, self.momentum)

    def call(self, inputs, training=None, mask=None):
        """Returns the normalised inputs: by the statistics of the batch in training, else by the moving averages."""
        if not isinstance(training, (bool, int)) or not training:
            return super().call(inputs, training=False)
        outputs, updates = self._normalize_batch(inputs)
        if self.trainable:
            for update in updates:
                update.apply()
        return outputs

    def _normalize_batch(self, inputs):
        """Returns the outputs by the statistics of the batch, and the updates of the moving averages."""
        rank = K.ndim(inputs)
        axis = self.axis[0] if isinstance(self.axis, (list, tuple)) else self.axis
        others = [index for index in range(rank) if index != axis % rank]
        # Keras 3.0 sets gamma and beta only where they are used.
        gamma, beta = getattr(self, 'gamma', None), getattr(self, 'beta', None)
        outputs, mean, variance = K.normalize_batch_in_training(inputs, gamma, beta, others, self.epsilon)
        count = K.cast(K.prod(K.stack([K.shape(inputs)[index] for index in others])), K.dtype(variance))
        variance = variance * (count / (count - (1. + self.epsilon)))
        return outputs, [K.moving_average_update(moving, value, self.momentum)
                         for moving, value in ((self.moving_mean, mean), (self.moving_variance, variance))]

    def _updates_at(self, node):
        training = nodes.explicit_training(self, node)
        if isinstance(training, (bool, int)) and not training:
            return []
        if not self._is_builtin and not self.__dict__.get('_follows_phase'):
            return []  # its own call has not called this one, or with training=False
        return self._updates_on(nodes.input_tensors(node)[0])

    def _updates_on(self, inputs):
        return self._normalize_batch(inputs)[1]


# In the dialect tf.keras the statistics are the host's.
BatchNormalization = builtin('BatchNormalization', *(
    (_Keras2StatisticsMixin,) + adapters.area('layers').AVERAGES_STORED
    if process.dialect().keras2_batch_normalization else ()))
