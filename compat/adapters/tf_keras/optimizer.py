"""Keras 2's optimizers on tf.keras and tf_keras: its own optimizers of the first kind, whose rules are Keras 2's."""
import numpy as np
import tensorflow as tf

from compat import process
from compat.symbolic import operators, phase
from compat.training import optimizer_arguments as _settings
from compat.training.update_rules import RecordsUpdatesMixin

# tf.keras 2.11 moved them to ``legacy`` and put others in their place.
host = getattr(process.opened().keras.optimizers, 'legacy', process.opened().keras.optimizers)
MODULE = 'keras.optimizers.legacy' if hasattr(process.opened().keras.optimizers, 'legacy') else 'keras.optimizers'

_PASSED = {
    'SGD': ('momentum', 'nesterov', 'decay'), 'RMSprop': ('rho', 'epsilon', 'decay'),
    'Adagrad': ('epsilon', 'decay', 'initial_accumulator_value'), 'Adadelta': ('rho', 'epsilon', 'decay'),
    'Adam': ('beta_1', 'beta_2', 'epsilon', 'decay', 'amsgrad'), 'Adamax': ('beta_1', 'beta_2', 'epsilon', 'decay'),
    'Nadam': ('beta_1', 'beta_2', 'epsilon', 'schedule_decay'),
}
_FIXED = {'Adagrad': {'initial_accumulator_value': 0.}}


class Keras2OptimizerMixin(RecordsUpdatesMixin):
    """What all of Keras 2's optimizers share: dense gradients, clipped together, and Keras 2's config."""

    _kind = None

    def __init__(self, *args, **kwargs):
        settings = _settings.bound(self._kind, args, kwargs)
        passed = dict(_FIXED.get(self._kind, {}))
        passed.update((name, settings[name]) for name in _PASSED[self._kind] if name in settings)
        self._clipping = {name: settings[name] for name in ('clipnorm', 'clipvalue') if settings.get(name) is not None}
        if _settings.CLIPS_EACH_GRADIENT:
            passed.update(self._clipping)
        super().__init__(learning_rate=settings['learning_rate'],
                                      name=settings.get('name') or self._kind, **passed)
        self.initial_decay = settings.get('decay', 0.)
        if 'schedule_decay' in settings:
            self.schedule_decay = settings['schedule_decay']

    def add_weight(self, *args, **kwargs):
        """A variable of the optimizer; what is computed from it outside of a step is recorded, as in Keras 2."""
        return operators.as_recording(super().add_weight(*args, **kwargs))

    def apply_gradients(self, grads_and_vars, *args, **kwargs):
        """Change the variables by their gradients, clipped by ``clipnorm``, then ``clipvalue``, as in Keras 2."""
        pairs = list(grads_and_vars)
        gradients = [None if gradient is None else tf.convert_to_tensor(gradient) for gradient, _ in pairs]
        if not _settings.CLIPS_EACH_GRADIENT:
            gradients = clipped(gradients, self._clipping.get('clipnorm'), self._clipping.get('clipvalue'))
        with phase.execution_scope:
            return super().apply_gradients(
                [(gradient, variable) for gradient, (_, variable) in zip(gradients, pairs)], *args, **kwargs)

    def get_config(self):
        """The settings under Keras 2's names; under the host's inside ``settings.for_files()``."""
        if _settings.writing_a_file():
            return super().get_config()
        config = dict(self._clipping)
        for name in _settings.names(self._kind):
            hyper = 'learning_rate' if name == _settings.RATE else name
            config[name] = self._serialize_hyperparameter(hyper) if hyper in self._hyper else getattr(self, name)
        return config

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """An optimizer of that config."""
        return cls(**config)

    def as_builtin(self):
        """The host's own optimizer that is nearest to this one: what a file can say to a plain host."""
        return getattr(host, self._kind).from_config(super().get_config())


def tracks_weights_of(optimizer, params):
    """True: the optimizer has weights for each parameter; it makes them where it has none yet."""
    make = getattr(optimizer, '_create_all_weights', None) or optimizer.build
    make(params)
    return True


def set_weights_of_keras2(optimizer, params, weights):
    """Give the optimizer of these parameters the weights that Keras 2 had. Raises ValueError for others.

    Keras 2 had more behind those of the host, and in some no count of steps.
    """
    tracks_weights_of(optimizer, params)
    count = len(optimizer.weights)
    weights = [np.array(0)] * (len(weights) == count - 1) + list(weights)
    optimizer.set_weights([np.reshape(value, tuple(own.shape)) if np.size(value) == 1 else value
                           for own, value in zip(optimizer.weights, weights[:count])])


def apply(optimizer, pairs):
    """Let the optimizer change parameters, of pairs (gradient, parameter)."""
    optimizer.apply_gradients(pairs)


def clipped(gradients, norm, value):
    """The gradients, scaled by what the norm of all is above ``norm``, then cut at ``value``; None leaves them."""
    present = [gradient for gradient in gradients if gradient is not None]
    if norm and norm > 0:
        total = tf.sqrt(tf.add_n([tf.cast(tf.reduce_sum(tf.square(gradient)), 'float32') for gradient in present]))
        scale = tf.where(total >= norm, norm / total, tf.ones_like(total))
        gradients = [None if gradient is None else gradient * tf.cast(scale, gradient.dtype)
                     for gradient in gradients]
    if value and value > 0:
        gradients = [None if gradient is None else tf.clip_by_value(gradient, -value, value) for gradient in gradients]
    return gradients


def bases(kind):
    """The classes that Keras 2's optimizer of that name is made of."""
    return (Keras2OptimizerMixin, getattr(host, kind))


class DelegatesSteps(host.Optimizer):
    """An optimizer whose steps are those of one of TensorFlow 1, ``self.optimizer``."""

    def __init__(self, optimizer):
        super().__init__(name=type(self).__name__)
        self.optimizer = optimizer

    def apply_gradients(self, grads_and_vars, *args, **kwargs):
        """Let TensorFlow's optimizer change the variables."""
        self.optimizer.apply_gradients(list(grads_and_vars))
        return self.iterations.assign_add(1)
