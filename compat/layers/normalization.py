"""Keras 2's `keras.layers.normalization`: BatchNormalization."""
from compat import backend as K
from compat.builtin_layers.arguments import integer, objects_config, set_objects
from compat.builtin_layers.registration import builtin_layer
from compat.engine.base_layer import InputSpec, Layer
from compat.legacy import interfaces
from compat.symbolic import phase as learning_phase


@builtin_layer
class BatchNormalization(Layer):
    @interfaces.legacy_batchnorm_support
    def __init__(self, axis=-1, momentum=0.99, epsilon=1e-3, center=True, scale=True, beta_initializer='zeros',
                 gamma_initializer='ones', moving_mean_initializer='zeros', moving_variance_initializer='ones',
                 beta_regularizer=None, gamma_regularizer=None, beta_constraint=None, gamma_constraint=None, **kwargs):
        super().__init__(**kwargs)
        self.supports_masking = True
        # Files of tf.keras have a list of one axis.
        self.axis = integer(axis[0] if isinstance(axis, (list, tuple)) and len(axis) == 1 else axis)
        self.momentum = momentum
        self.epsilon = epsilon
        self.center = center
        self.scale = scale
        set_objects(self, beta_initializer=beta_initializer, gamma_initializer=gamma_initializer,
                    moving_mean_initializer=moving_mean_initializer,
                    moving_variance_initializer=moving_variance_initializer, beta_regularizer=beta_regularizer,
                    gamma_regularizer=gamma_regularizer, beta_constraint=beta_constraint,
                    gamma_constraint=gamma_constraint)

    def build(self, input_shape):
        """Makes gamma, beta, and the moving mean and variance, each of the size of the axis."""
        size = input_shape[self.axis]
        if size is None:
            raise ValueError(f'Axis {self.axis} of input tensor should have a defined dimension but the layer '
                             f'{self.name} received an input with shape {input_shape}.')
        self.input_spec = InputSpec(ndim=len(input_shape), axes={self.axis: size})
        self.gamma = self._weight_of('gamma', size) if self.scale else None
        self.beta = self._weight_of('beta', size) if self.center else None
        self.moving_mean = self._weight_of('moving_mean', size)
        self.moving_variance = self._weight_of('moving_variance', size)
        self.built = True

    def _weight_of(self, name, size):
        regularizer, constraint = [getattr(self, name + kind, None) for kind in ('_regularizer', '_constraint')]
        return self.add_weight(shape=(size,), name=name, initializer=getattr(self, name + '_initializer'),
                               regularizer=regularizer, constraint=constraint,
                               trainable=not name.startswith('moving'))

    def call(self, inputs, training=None):
        """Returns the normalised inputs: by the statistics of the batch in training, else by the moving averages.

        A frozen layer normalises by the batch in training, too, without updates. Masks have no effect.
        """
        phase = self._phase_of_call(training)
        if phase == 0:
            return self._normalize_by_averages(inputs)
        others = [axis for axis in range(K.ndim(inputs)) if axis != self.axis % K.ndim(inputs)]
        normalized, mean, variance = K.normalize_batch_in_training(
            inputs, self.gamma, self.beta, others, epsilon=self.epsilon)
        count = K.cast(K.prod(K.stack([K.shape(inputs)[axis] for axis in others])), K.dtype(variance))
        # The variance of the batch as an estimate of that of all data.
        variance = variance * (count / (count - (1. + self.epsilon)))
        self.add_update([K.moving_average_update(self.moving_mean, mean, self.momentum),
                         K.moving_average_update(self.moving_variance, variance, self.momentum)], inputs)
        if phase == 1:
            return normalized
        return K.in_train_phase(normalized, lambda: self._normalize_by_averages(inputs), training=training)

    def _computes_as_declared(self, inputs, **options):
        return not options and inputs.dtype == self.compute_dtype

    def _add_as_declared(self, inputs):
        self._phase_of_call(None)
        learning_phase.note_dependence()
        self._remember('updates', [K.moving_average_update(average, average, self.momentum)
                                   for average in (self.moving_mean, self.moving_variance)], inputs)

    def _normalize_by_averages(self, inputs):
        weights = [self.moving_mean, self.moving_variance, self.beta, self.gamma]
        if self.axis % K.ndim(inputs) != K.ndim(inputs) - 1:
            shape = [1] * K.ndim(inputs)
            shape[self.axis] = K.int_shape(inputs)[self.axis]
            weights = [None if weight is None else K.reshape(weight, shape) for weight in weights]
        return K.batch_normalization(inputs, *weights, axis=self.axis, epsilon=self.epsilon)

    def compute_output_shape(self, input_shape):
        """Returns the shape of the input."""
        return input_shape

    def get_config(self):
        """Returns the arguments of the constructor."""
        return dict(super().get_config(), axis=self.axis, momentum=self.momentum, epsilon=self.epsilon,
                    center=self.center, scale=self.scale, **objects_config(
                        self, 'beta_initializer', 'gamma_initializer', 'moving_mean_initializer',
                        'moving_variance_initializer', 'beta_regularizer', 'gamma_regularizer', 'beta_constraint',
                        'gamma_constraint'))
