"""Keras 2's optimizers on tf.keras and tf_keras: its Optimizer of the first kind, with the rules of Keras 2."""
import numpy as np
import tensorflow as tf

from compat import backend as K
from compat import process
from compat.symbolic import operators, phase
from compat.symbolic.context import context
from compat.training import optimizer_arguments as _settings
from compat.training import update_rules
from compat.training.optimizer_settings import number_of
from compat.training.update_rules import RecordsUpdatesMixin

# tf.keras 2.11 moved them to ``legacy`` and put others in their place.
host = getattr(process.opened().keras.optimizers, 'legacy', process.opened().keras.optimizers)
MODULE = 'keras.optimizers.legacy' if hasattr(process.opened().keras.optimizers, 'legacy') else 'keras.optimizers'

# The settings of the host's optimizer of that name: those in variables, and those that are attributes.
_IN_VARIABLES = {'SGD': ('momentum',), 'RMSprop': ('rho',), 'Adadelta': ('rho',), 'Adam': ('beta_1', 'beta_2'),
                 'Adamax': ('beta_1', 'beta_2'), 'Nadam': ('beta_1', 'beta_2')}
_ATTRIBUTES = {
    'SGD': ('nesterov',), 'RMSprop': ('epsilon',), 'Adagrad': ('epsilon', 'initial_accumulator_value'),
    'Adadelta': ('epsilon',), 'Adam': ('epsilon', 'amsgrad'), 'Adamax': ('epsilon',),
    'Nadam': ('epsilon', 'schedule_decay')}
# The slots, as the host's optimizer of that name has them in its files.
_SLOTS = {'SGD': ('momentum',), 'RMSprop': ('rms',), 'Adagrad': ('accumulator',),
          'Adadelta': ('accum_grad', 'accum_var'), 'Adam': ('m', 'v', 'vhat'), 'Adamax': ('m', 'v'),
          'Nadam': ('m', 'v')}


class _SettingsOfStep:
    """The settings of an optimizer as its rule reads them, in the dtype of the parameter."""

    def __init__(self, optimizer, dtype):
        self._optimizer, self._dtype = optimizer, dtype

    def __getattr__(self, name):
        value = getattr(self._optimizer, name)
        return tf.cast(value, self._dtype) if tf.is_tensor(value) or isinstance(value, tf.Variable) else value


class Keras2Optimizer(RecordsUpdatesMixin, host.Optimizer):
    """What all of Keras 2's optimizers share: the rule, dense gradients, clipped together, and Keras 2's config."""

    _kind = None
    _HAS_AGGREGATE_GRAD = True
    initial_accumulator_value = 0.

    def __init__(self, *args, **kwargs):
        settings = _settings.bound(self._kind, args, kwargs)
        bounds = {name: settings[name] for name in ('clipnorm', 'clipvalue') if settings.get(name) is not None}
        super().__init__(settings.get('name') or self._kind, decay=settings.get('decay', 0.),
                         **(bounds if _settings.CLIPS_EACH_GRADIENT else {}))
        self._have_bounds(settings)
        self._set_hyper('learning_rate', settings['learning_rate'])
        if 'decay' in settings or not _settings.ARE_VARIABLES:
            self._set_hyper('decay', self._initial_decay)
        for name in _ATTRIBUTES[self._kind] + _IN_VARIABLES.get(self._kind, ()):
            if name in settings and name not in self._in_variables():
                setattr(self, name, settings[name])
        for name in self._in_variables():
            self._set_hyper(name, settings[name])
        self.initial_decay = settings.get('decay', 0.)
        self._slots_of_rule = [name for name in _SLOTS[self._kind] if _settings.has_slots(name, settings)]
        self._momentum_cache = None
        self._passed = settings
        if _settings.ARE_VARIABLES:
            with tf.name_scope(type(self).__name__):
                self._create_hypers()
                if self._kind == 'Nadam':
                    self._momentum_cache = self._new_momentum_cache('m_schedule', tf.as_dtype(K.floatx()))

    @property
    def weights(self):
        """The count of the steps, and the slots; inside ``settings.for_files()`` those that the host's class has."""
        weights = super().weights
        if not _settings.writing_a_file() or self._kind != 'SGD' or self._number_of('momentum'):
            return weights
        return [weight for weight in weights if weight is self.iterations]

    def _create_slots(self, var_list):
        if self._kind == 'Nadam' and var_list:
            if self._momentum_cache is None:
                self._momentum_cache = self._new_momentum_cache('momentum_cache', var_list[0].dtype.base_dtype)
            if not any(self._momentum_cache is weight for weight in self._weights):
                self._weights.append(self._momentum_cache)
        for name in self._slots_of_rule:
            for variable in var_list:
                self.add_slot(variable, name, tf.constant_initializer(self.initial_accumulator_value))

    def _in_variables(self):
        """The names of the settings that are variables, beside the rate and its decay."""
        if not _settings.ARE_VARIABLES:
            return _IN_VARIABLES.get(self._kind, ())
        return [name for name in _settings.variables(self._kind) if name != 'decay']

    def _new_momentum_cache(self, name, dtype):
        return self.add_weight(name, shape=[], dtype=dtype, initializer='ones', trainable=False,
                               aggregation=tf.VariableAggregation.ONLY_FIRST_REPLICA)

    @property
    def m_schedule(self):
        """The product of the momenta of Nadam, a variable. Raises AttributeError for other optimizers."""
        if self._momentum_cache is None:
            raise AttributeError(f'{type(self).__name__} has no m_schedule: Nadam has.')
        return self._momentum_cache

    def _decayed_lr(self, var_dtype):
        """The rate of this step; the host reads no variable of the decay."""
        if not _settings.ARE_VARIABLES or self._initial_decay <= 0 or not isinstance(
                self._hyper['learning_rate'], tf.Variable):
            return super()._decayed_lr(var_dtype)
        steps = tf.cast(self.iterations, var_dtype)
        return self._get_hyper('learning_rate', var_dtype) / (1. + self._get_hyper('decay', var_dtype) * steps)

    def _prepare_local(self, var_device, var_dtype, apply_state):
        super()._prepare_local(var_device, var_dtype, apply_state)
        with phase.execution_scope:
            rate = apply_state[var_device, var_dtype]['lr_t']
            step = update_rules.Step(rate, tf.cast(self.iterations + 1, var_dtype))
            if self._kind == 'Nadam':
                settings = _SettingsOfStep(self, var_dtype)
                momentum, next_momentum = update_rules.nadam_momenta(settings, step.number)
                product = tf.cast(self._momentum_cache, var_dtype) * momentum
                if var_dtype == self._momentum_cache.dtype:
                    product = tf.identity(self._momentum_cache.assign(product))
                step = step._replace(momentum=momentum, next_momentum=next_momentum, product=product)
        apply_state[var_device, var_dtype]['step'] = step

    def _resource_apply_dense(self, grad, var, apply_state=None):
        dtype = var.dtype.base_dtype
        state = (apply_state or {}).get((var.device, dtype)) or self._fallback_apply_state(var.device, dtype)
        slots = [self.get_slot(var, name) for name in self._slots_of_rule]
        rule = update_rules.RULES[self._kind]
        with phase.execution_scope:
            return tf.group(*[changed.assign(value, use_locking=self._use_locking) for changed, value in rule(
                _SettingsOfStep(self, dtype), state['step'], var, grad, *slots)])

    def add_weight(self, *args, **kwargs):
        """A variable of the optimizer; what is computed from it outside of a step is recorded, as in Keras 2."""
        if args[:1] == ('learning_rate',):
            args = (_settings.RATE,) + args[1:]  # the name of the variable
        return operators.as_recording(super().add_weight(*args, **kwargs))

    def apply_gradients(self, grads_and_vars, *args, **kwargs):
        """Change the variables by their gradients, clipped by ``clipnorm``, then ``clipvalue``, as in Keras 2."""
        pairs = list(grads_and_vars)
        gradients = [None if gradient is None else tf.convert_to_tensor(gradient) for gradient, _ in pairs]
        if not context.gradients_are_final:
            gradients = self._changed_gradients(gradients, [variable for _, variable in pairs])
        with phase.execution_scope:
            return super().apply_gradients(
                [(gradient, variable) for gradient, (_, variable) in zip(gradients, pairs)], *args, **kwargs)

    def _changed_gradients(self, gradients, variables):
        """The gradients as the program's own get_gradients has them, or clipped as in Keras 2."""
        if update_rules.has_own_gradients(self):
            with phase.execution_scope:
                return self._gradients_of_program(gradients, variables)
        if _settings.CLIPS_EACH_GRADIENT:
            return gradients
        return clipped(gradients, self._clips_by('clipnorm'), self._clips_by('clipvalue'))

    def get_config(self):
        """The settings under Keras 2's names; under the host's inside ``settings.for_files()``."""
        if _settings.writing_a_file():
            return self.as_builtin().get_config()
        config = self._bounds_in_config()
        for name in _settings.names(self._kind):
            hyper = 'learning_rate' if name == _settings.RATE else name
            value = self._serialize_hyperparameter(hyper) if hyper in self._hyper else getattr(self, name)
            config[name] = float(value) if isinstance(value, np.floating) else value
        return config

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """An optimizer of that config."""
        return cls(**config)

    def set_weights(self, weights):
        """Set the weights. Keras 2.2's lack the count of steps in some, and in Adam have more behind those of the host.

        Raises ValueError for others.
        """
        own = len(self.weights)
        weights = [np.array(0)] * (len(weights) == own - 1) + list(weights)
        super().set_weights(weights[:own] if self._kind == 'Adam' and len(weights) == own // 2 * 3 + 1 else weights)

    def _number_of(self, name):
        """A setting as it was passed, or as what its variable has got since."""
        if name not in self._hyper:
            return getattr(self, name)
        return number_of(self._serialize_hyperparameter(name), self._passed.get(name))

    def as_builtin(self):
        """The host's own optimizer that is nearest to this one: what a file can say to a plain host."""
        settings = {name: self._number_of(name) for name in ('learning_rate',) + _IN_VARIABLES.get(self._kind, ())}
        settings.update((name, getattr(self, name)) for name in _ATTRIBUTES[self._kind])
        if self.initial_decay:
            settings['decay'] = self._number_of('decay')
        if _settings.CLIPS_EACH_GRADIENT:
            settings.update(self._bounds_in_config())
        return getattr(host, self._kind)(name=self._name, **settings)


def settings_of_builtin(optimizer):
    """None: the host's optimizers have ``lr``, ``get_weights`` and ``set_weights`` themselves."""


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


class DelegatesSteps(host.Optimizer):
    """An optimizer whose steps are those of one of TensorFlow 1, ``self.optimizer``."""

    def __init__(self, optimizer):
        super().__init__(name=type(self).__name__)
        self.optimizer = optimizer

    def apply_gradients(self, grads_and_vars, *args, **kwargs):
        """Let TensorFlow's optimizer change the variables."""
        self.optimizer.apply_gradients(list(grads_and_vars))
        return self.iterations.assign_add(1)
