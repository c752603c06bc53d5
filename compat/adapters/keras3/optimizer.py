"""Keras 2's optimizers on Keras 3: its Optimizer, with the rules of Keras 2 and the state of its own classes."""
import numpy as np

from compat import process
from compat.symbolic import operators, phase
from compat.symbolic.context import context
from compat.training import optimizer_arguments as _settings
from compat.training import update_rules
from compat.training.optimizer_settings import SettingsMixin, in_config
from compat.training.update_rules import RecordsUpdatesMixin
from compat.adapters.keras3.tensors import name_variable

keras = process.opened().keras
ops = keras.ops
host = keras.optimizers
MODULE = 'keras.optimizers'
schedules = keras.optimizers.schedules

# The settings that Keras 3's optimizer of that name has, too; the others are Keras 2's alone.
_SETTINGS = {
    'SGD': ('momentum', 'nesterov'), 'RMSprop': ('rho', 'epsilon'), 'Adagrad': ('epsilon', 'initial_accumulator_value'),
    'Adadelta': ('rho', 'epsilon'), 'Adam': ('beta_1', 'beta_2', 'epsilon', 'amsgrad'),
    'Adamax': ('beta_1', 'beta_2', 'epsilon'), 'Nadam': ('beta_1', 'beta_2', 'epsilon'),
}
# The lists of slots that Keras 3's optimizer of that name makes, in the order of Keras 2's weights.
_SLOTS = {'SGD': ('momentums',), 'RMSprop': ('_velocities',), 'Adagrad': ('_accumulators',),
          'Adadelta': ('_accumulated_grads', '_accumulated_delta_vars'),
          'Adam': ('_momentums', '_velocities', '_velocity_hats'), 'Adamax': ('_m', '_u'),
          'Nadam': ('_momentums', '_velocities')}


def _as_rate(rate):
    """A number, or the host's schedule as it is."""
    return rate if isinstance(rate, schedules.LearningRateSchedule) or callable(rate) else float(rate)


class SettingsOfStep:
    """The settings of an optimizer as its rule reads them in a step: variables as tensors of one dtype."""

    def __init__(self, optimizer, dtype):
        self._optimizer = optimizer
        for name, value in vars(optimizer)['_settings'].items():
            setattr(self, name, ops.cast(value.value, dtype) if hasattr(value, 'assign') else value)

    def __getattr__(self, name):
        return getattr(self._optimizer, name)


class Keras2Optimizer(SettingsMixin, RecordsUpdatesMixin, host.Optimizer):
    """What all of Keras 2's optimizers share: the rule, decay per update, the clipping of all gradients together."""

    _kind = None
    schedule_decay = None
    initial_accumulator_value = 0.

    def __init__(self, *args, **kwargs):
        settings = _settings.bound(self._kind, args, kwargs)
        bounds = {name: settings.get(name) for name in ('clipnorm', 'clipvalue')}
        super().__init__(learning_rate=_as_rate(settings['learning_rate']), name=settings.get('name'),
                         **(bounds if _settings.CLIPS_EACH_GRADIENT else {}))
        self._have_bounds(settings)
        # What is computed from these outside of a step is recorded, as in Keras 2.
        for variable in (self._learning_rate, self.iterations):
            operators.as_recording(variable)
        self._have_settings(settings)
        if _settings.ARE_VARIABLES:
            name_variable(self.iterations, f'{type(self).__name__}/iterations')
            if hasattr(self._learning_rate, 'assign'):
                name_variable(self._learning_rate, f'{type(self).__name__}/{_settings.RATE}')
        for name in _SETTINGS[self._kind] + ('schedule_decay',):
            if name in settings and name not in self.__dict__['_settings']:
                setattr(self, name, settings[name])
        self.initial_decay = float(settings.get('decay', 0.))

    def build(self, variables):
        """Make the slots of these parameters: those of Keras 3's own class, in the order in which files have them."""
        if self.built:
            return
        variables = list(variables)
        super().build(variables)
        # The host may be tracing a step, where no variable has a value.
        passed = self.__dict__['_passed_settings']
        momentum = {'momentum': 0.5} if self._kind == 'SGD' and _settings.has_slots('momentum', passed) else {}
        builtin = self._builtin_with(0., dict(passed, **momentum))
        builtin.build(variables)
        for variable in builtin.variables:
            if variable is not builtin.iterations and variable is not builtin._learning_rate:
                is_product = variable is getattr(builtin, '_u_product', None)
                self._track_variable(self.__dict__.get('m_schedule', variable) if is_product else
                                     operators.as_recording(variable))
        for name in _SLOTS[self._kind]:
            setattr(self, name, getattr(builtin, name, []))
        if self._kind == 'Nadam':
            self._u_product = self.__dict__.get('m_schedule', builtin._u_product)

    @property
    def variables(self):
        """The variables that steps read or change; inside ``settings.for_files()`` those that the host's class has."""
        settings = self._setting_variables()
        known = set(map(id, settings))
        variables = [variable for variable in super().variables if id(variable) not in known]
        if not _settings.writing_a_file():
            return variables + settings
        if self._kind == 'SGD' and not self._number_of('momentum'):
            velocities = set(map(id, getattr(self, 'momentums', ())))
            return [variable for variable in variables if id(variable) not in velocities]
        return variables

    def save_own_variables(self, store):
        """Store the variables that the host's class has."""
        with _settings.for_files():
            super().save_own_variables(store)

    def load_own_variables(self, store):
        """Set the variables that the host's class has."""
        with _settings.for_files():
            super().load_own_variables(store)

    def _slot_lists(self):
        return [slots for slots in (getattr(self, name) for name in _SLOTS[self._kind]) if slots]

    @property
    def lr(self):
        """The learning rate, a variable (Keras 2's name of it)."""
        return self.learning_rate

    @lr.setter
    def lr(self, value):
        self.learning_rate = value

    @property
    def weights(self):
        """The count of the steps, where it is among them, and the slots of the parameters (Keras 2's order)."""
        return [weight for weight in self._weights_of_keras2() if hasattr(weight, 'assign')]

    def _weights_of_keras2(self):
        """The weights, and zeros for those that Keras 2 had and this host does without; none before the first step."""
        if not self.built:
            return []
        found = [self.iterations] if self._kind in _settings.COUNTS_AMONG_WEIGHTS else []
        if self._kind in _settings.SCHEDULES_AMONG_WEIGHTS:
            found.append(self._u_product)
        for slot in _SLOTS[self._kind]:
            variables = getattr(self, slot, None)
            if not variables:
                # Adam had one number for each parameter there, SGD what it would need with momentum.
                variables = [np.zeros((1,) if slot == '_velocity_hats' else tuple(parameter.shape), parameter.dtype)
                        for parameter in self._trainable_variables]
            found.extend(variables or ())
        return found

    def get_weights(self):
        """The values of the weights of the optimizer, in Keras 2's order."""
        return [ops.convert_to_numpy(weight) if hasattr(weight, 'assign') else weight
                for weight in self._weights_of_keras2()]

    def set_weights(self, weights):
        """Set the weights. Raises ValueError for more or fewer arrays, and for one of another shape."""
        own = self._weights_of_keras2()
        if self._kind in _settings.MAY_LACK and len(weights) == len(own) - 1:
            place, value = _settings.MAY_LACK[self._kind]
            weights = list(weights[:place]) + [np.array(value)] + list(weights[place:])
        if len(weights) != len(own):
            raise ValueError('The optimizer has %d weights, and was given %d. It has them once the model has trained a '
                             'step, or after model._make_train_function().' % (len(own), len(weights)))
        for variable, value in zip(own, weights):
            if tuple(variable.shape) != np.shape(value):
                raise ValueError(f'Optimizer weight shape {tuple(variable.shape)} not compatible with provided weight '
                                 f'shape {np.shape(value)}.')
        for variable, value in zip(own, weights):
            if hasattr(variable, 'assign'):
                variable.assign(value)

    def apply(self, grads, trainable_variables=None):
        """Change the variables by their gradients, clipped by ``clipnorm`` first as Keras 2 does."""
        with phase.execution_scope:
            if context.gradients_are_final:
                return super().apply(grads, trainable_variables)
            if update_rules.has_own_gradients(self):
                grads = self._gradients_of_program(
                    grads, self._trainable_variables if trainable_variables is None else trainable_variables)
                with context.scope(gradients_are_final=True):
                    return super().apply(grads, trainable_variables)
            norm = None if _settings.CLIPS_EACH_GRADIENT else self._clips_by('clipnorm')
            return super().apply(clipped_together(grads, norm), trainable_variables)

    def _clip_gradients(self, grads):
        if context.gradients_are_final:
            return grads
        if _settings.CLIPS_EACH_GRADIENT:
            return super()._clip_gradients(grads)
        bound = self._clips_by('clipvalue')
        if not bound or bound <= 0:
            return grads
        return [None if gradient is None else ops.clip(gradient, -bound, bound) for gradient in grads]

    def _backend_update_step(self, grads, trainable_variables, learning_rate):
        """Change all variables; the rate falls with the number of updates."""
        try:
            if self.initial_decay > 0:
                dtype = keras.backend.floatx()
                learning_rate = learning_rate / (1. + self._of_step(dtype).decay * ops.cast(self.iterations, dtype))
            if self._kind == 'Nadam':
                momentum, _ = self._momenta(self._u_product.dtype)
                self.assign(self._u_product, self._u_product * momentum)
            self._update_all(grads, trainable_variables, learning_rate)
        finally:
            self.__dict__.pop('_settings_of_step', None)

    def _of_step(self, dtype):
        """The settings of the running step: each variable is read once for all parameters of a dtype."""
        known = self.__dict__.setdefault('_settings_of_step', {})
        if dtype not in known:
            known[dtype] = SettingsOfStep(self, dtype)
        return known[dtype]

    def _update_all(self, grads, trainable_variables, learning_rate):
        super()._backend_update_step(grads, trainable_variables, learning_rate)

    def update_step(self, gradient, variable, learning_rate):
        """Change one variable by the rule."""
        if hasattr(gradient, 'dense_shape'):  # the rows of an Embedding that a batch touched, on tensorflow
            gradient = ops.add(gradient, ops.zeros_like(variable))
        gradient = ops.cast(ops.convert_to_tensor(gradient), variable.dtype)
        index = self._get_variable_index(variable)
        slots = [slots[index] for slots in self._slot_lists()]
        step = self._step(ops.cast(learning_rate, variable.dtype), variable.dtype)
        for changed, value in update_rules.RULES[self._kind](
                self._of_step(variable.dtype), step, variable, gradient, *slots):
            self.assign(changed, value)

    def _step(self, learning_rate, dtype):
        step = update_rules.Step(learning_rate, ops.cast(self.iterations + 1, dtype))
        if self._kind != 'Nadam':
            return step
        # Keras 2's schedule of the momentum falls by ``schedule_decay``, Keras 3's by one.
        momentum, next_momentum = self._momenta(dtype)
        return step._replace(momentum=momentum, next_momentum=next_momentum,
                             product=ops.cast(self._u_product, dtype))

    def _momenta(self, dtype):
        return update_rules.nadam_momenta(self._of_step(dtype), ops.cast(self.iterations + 1, dtype))

    def get_config(self):
        """The settings under Keras 2's names; under the host's inside ``settings.for_files()``."""
        if _settings.writing_a_file():
            return self.as_builtin().get_config()
        config = self._bounds_in_config()
        for name in _settings.names(self._kind):
            config[name] = self._rate() if name == _settings.RATE else in_config(getattr(self, name))
        return config

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """An optimizer of that config."""
        return cls(**config)

    def _rate(self):
        rate = self._learning_rate
        return float(ops.convert_to_numpy(rate)) if hasattr(rate, 'assign') else rate

    def as_builtin(self):
        """The host's own optimizer that is nearest to this one: what a file can say to a plain host."""
        rate = self._rate()
        if self.initial_decay > 0 and isinstance(rate, float):
            rate = schedules.InverseTimeDecay(rate, decay_steps=1, decay_rate=self._number_of('decay'))
        return self._builtin_with(rate, {name: self._number_of(name) for name in _SETTINGS[self._kind]})

    def _builtin_with(self, rate, settings):
        passed = {name: settings[name] if name in settings else getattr(self, name) for name in _SETTINGS[self._kind]}
        norm, bound = self._clips_by('clipnorm'), self._clips_by('clipvalue')
        clip = {'clipnorm': norm} if _settings.CLIPS_EACH_GRADIENT else {
            'global_clipnorm': norm if bound is None else None}
        return getattr(host, self._kind)(learning_rate=rate, name=self.name, clipvalue=bound, **clip, **passed)


def settings_of_builtin(optimizer):
    """The settings of an optimizer of Keras 2 that is saved as this one of the host's own, as far as it has them."""
    kind, config, rate = type(optimizer).__name__, optimizer.get_config(), optimizer._learning_rate
    known = _settings.signature(kind).parameters
    settings = {name: config[name] for name in _SETTINGS[kind] if name in known}
    settings.update(name=config['name'], clipvalue=config['clipvalue'])
    settings['clipnorm'] = config['clipnorm' if _settings.CLIPS_EACH_GRADIENT else 'global_clipnorm']
    if isinstance(rate, schedules.InverseTimeDecay):
        settings['decay'], rate = rate.decay_rate, rate.initial_learning_rate
    return dict(settings, learning_rate=float(ops.convert_to_numpy(rate)) if hasattr(rate, 'assign') else rate)


def tracks_weights_of(optimizer, params):
    """Whether the optimizer has weights for these parameters; it makes them where it has none yet."""
    if not optimizer.built:
        optimizer.build(params)
    known = set(map(id, optimizer._trainable_variables))
    return all(id(parameter) in known for parameter in params)


def set_weights_of_keras2(optimizer, params, weights):
    """Give the optimizer of these parameters the weights that Keras 2 had. Raises ValueError for others."""
    tracks_weights_of(optimizer, params)
    optimizer.set_weights(weights)


def apply(optimizer, pairs):
    """Let the optimizer change parameters, of pairs (gradient, parameter)."""
    gradients, params = zip(*pairs)
    optimizer.apply(list(gradients), list(params))


def clipped_together(gradients, norm):
    """The gradients, each scaled by what the norm of all of them is above ``norm``; None leaves them."""
    if not norm or norm <= 0:
        return gradients
    dense = [None if gradient is None else ops.convert_to_tensor(gradient) for gradient in gradients]
    total = ops.sqrt(sum(ops.sum(ops.square(gradient)) for gradient in dense if gradient is not None))
    scale = ops.where(total >= norm, norm / ops.maximum(total, 1e-30), ops.ones_like(total))
    return [None if gradient is None else gradient * ops.cast(scale, gradient.dtype) for gradient in dense]


class DelegatesSteps(host.Optimizer):
    """An optimizer whose steps are those of one of TensorFlow 1, ``self.optimizer``."""

    def __init__(self, optimizer):
        super().__init__(learning_rate=0., name=type(self).__name__)
        self.optimizer = optimizer

    def apply(self, grads, trainable_variables=None):
        """Let TensorFlow's optimizer change the variables."""
        variables = list(self._trainable_variables if trainable_variables is None else trainable_variables)
        if not self.built:
            self.build(variables)
        self.optimizer.apply_gradients([(gradient, variable.value) for gradient, variable in zip(grads, variables)])
        self.iterations.assign_add(1)
