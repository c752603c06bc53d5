"""The update rules of Keras 2's optimizers (Keras 2.2.4 `keras.optimizers`), written once, in K.

A rule is ``rule(optimizer, step, parameter, gradient, *slots)``: it yields pairs of a variable, a slot or the
parameter, and its new value. All new values are computed from values before the step. ``get_updates`` records them as
updates for K.function; the optimizer of the adapter, with which hosts train, assigns them. What a rule computes with
beside operators is ``step.ops``: K, or what an adapter has in its place for the parameters of a model all together.
"""
from typing import Any, NamedTuple

from compat import backend as K
from compat import process
from compat.backend.tensors import as_tensor
from compat.symbolic.differentiated_loss import DifferentiatedLoss

_NO_GRADIENT = ('An operation has `None` for gradient: the loss does not depend on %s in a way that can be '
                'differentiated. Without a gradient are, for example, K.argmax, K.round and K.eval.')


def gradients_of(loss, params):
    """The gradients of ``loss`` with respect to each of ``params``. Raises ValueError where there is none."""
    gradients = K.gradients(loss, params)
    for parameter, gradient in zip(params, gradients):
        if gradient is None:
            raise ValueError(_NO_GRADIENT % getattr(parameter, 'name', parameter))
    return gradients


class GradientClippingMixin:
    """Gradients as tensors of the graph, clipped by ``clipnorm`` and ``clipvalue``."""

    def _clips_by(self, name):
        return getattr(self, name, None)

    def get_gradients(self, loss, params):
        """The gradients of ``loss`` with respect to each of ``params``, clipped as the optimizer clips.

        Raises ValueError where there is none (Keras 2.2.4 `Optimizer.get_gradients`).
        """
        gradients = gradients_of(loss, params)
        norm, bound = self._clips_by('clipnorm'), self._clips_by('clipvalue')
        if norm and norm > 0:
            total = K.sqrt(sum(K.sum(K.square(gradient)) for gradient in gradients))
            gradients = [K.switch(total >= norm, gradient * norm / total, gradient) for gradient in gradients]
        if bound and bound > 0:
            gradients = [K.clip(gradient, -bound, bound) for gradient in gradients]
        return gradients


def has_own_gradients(optimizer):
    """Whether the program overrides get_gradients, in a subclass or on the optimizer; not in dialects without it."""
    method = getattr(optimizer, 'get_gradients', None)
    return not process.dialect().eager and isinstance(optimizer, GradientClippingMixin) and (
        getattr(method, '__func__', None) is not GradientClippingMixin.get_gradients)


class Bound:
    """A bound of all gradients together, which an optimizer has where it was passed or set, as in Keras 2.

    The host has none: it would clip each gradient, or clip a second time.
    """

    def __set_name__(self, owner, name):
        self._name = name

    def __get__(self, optimizer, owner=None):
        if optimizer is None:
            return self
        bounds = optimizer.__dict__.get('_bounds')
        if bounds is None:  # the constructor of the host asks
            return None
        if self._name not in bounds:
            raise AttributeError(f'{type(optimizer).__name__} has no {self._name}: it was neither passed nor set.')
        return bounds[self._name]

    def __set__(self, optimizer, value):
        bounds = optimizer.__dict__.get('_bounds')
        if bounds is not None:
            bounds[self._name] = value
            return
        property_of_host = getattr(super(RecordsUpdatesMixin, type(optimizer)), self._name, None)
        if property_of_host is not None:
            property_of_host.__set__(optimizer, value)


class RecordsUpdatesMixin(GradientClippingMixin):
    """The steps of the optimizers of Keras, as gradients and updates: tensors of the graph."""

    if not process.dialect().clips_each_gradient:
        clipnorm = Bound()
        clipvalue = Bound()

    def _have_bounds(self, settings):
        """Let the optimizer have the bounds of these settings; in tf.keras its host has them by its constructor."""
        if not process.dialect().clips_each_gradient:
            self.__dict__['_bounds'] = {name: settings[name] for name in ('clipnorm', 'clipvalue')
                                        if settings.get(name) is not None}

    def _bounds_in_config(self):
        bounds = {name: self._clips_by(name) for name in ('clipnorm', 'clipvalue')}
        return {name: bound for name, bound in bounds.items() if bound is not None}

    @property
    def updates(self):
        """The updates of the last ``get_updates``; none before."""
        return self.__dict__.setdefault('_updates_of_keras2', [])

    @updates.setter
    def updates(self, updates):
        self.__dict__['_updates_of_keras2'] = updates

    clipnorm = Bound()
    clipvalue = Bound()

    def _gradients_of_program(self, gradients, params):
        """What the program's own get_gradients makes of the gradients that the host has computed."""
        params = list(params)
        changed = self.get_gradients(DifferentiatedLoss(gradients, params), params)
        return [as_tensor(gradient, like=parameter) for gradient, parameter in zip(changed, params)]

    def get_updates(self, *args, **kwargs):
        """The updates of one step: ``get_updates(loss, params)``, or (params, constraints, loss) as in Keras 1.

        They change the weights ``params`` so that ``loss``, a tensor of the graph, gets less, and the slots of the
        optimizer. Pass them to ``K.function(inputs, outputs, updates)``. Raises TypeError for other arguments.
        """
        loss, params = _loss_and_params(args, kwargs)
        gradients = self.get_gradients(loss, params)
        step = RecordedStep(self)
        self.updates = [K.update_add(self.iterations, 1)] + step.updates
        for parameter, gradient in zip(params, gradients):
            slots = [K.zeros(K.int_shape(parameter), dtype=K.dtype(parameter)) for _ in range(count_slots(self))]
            for variable, value in RULES[self._kind](self, step, parameter, gradient, *slots):
                constraint = getattr(parameter, 'constraint', None) if variable is parameter else None
                self.updates.append(K.update(variable, value if constraint is None else constraint(value)))
        return self.updates


def _loss_and_params(args, kwargs):
    named = dict(kwargs)
    names = ('params', 'constraints', 'loss') if len(args) + len(named) == 3 else ('loss', 'params')
    for name, value in zip(names, args):
        if name in named:
            raise TypeError(f'get_updates got {name} twice, by position and by name.')
        named[name] = value
    named.pop('constraints', None)
    if set(named) != {'loss', 'params'} or len(args) > 3:
        raise TypeError('get_updates takes (loss, params), or (params, constraints, loss), and got '
                        '{}.'.format(', '.join(sorted(map(str, named)) or ['nothing'])))
    return named['loss'], list(named['params'])


class Step(NamedTuple):
    """What the rules read of a step: its rate, its number from 1, and for Nadam the momenta of its schedule.

    ``momentum`` and ``next_momentum`` are those of this step and of the next, ``product`` that of all up to this one.
    ``ops`` has ``square``, ``sqrt``, ``abs`` and ``maximum`` of gradients and slots.
    """

    rate: Any
    number: Any
    momentum: Any = None
    next_momentum: Any = None
    product: Any = None
    ops: Any = K


class RecordedStep:
    """A step as tensors of the graph; ``updates`` are those of the schedule of Nadam, which has a variable."""

    ops = K

    def __init__(self, optimizer):
        past = K.cast(optimizer.iterations, K.floatx())
        self.number, self.updates = past + 1., []
        rate = optimizer.lr
        self.rate = K.identity(rate) if K.is_tensor(rate) else K.constant(float(rate))
        if optimizer.initial_decay > 0:
            self.rate = self.rate * (1. / (1. + optimizer.decay * past))
        if optimizer._kind == 'Nadam':
            self.momentum, self.next_momentum = nadam_momenta(optimizer, self.number)
            product = getattr(optimizer, 'm_schedule', None)
            product = K.variable(1.) if product is None else product
            self.product = product * self.momentum
            self.updates = [K.update(product, self.product)]


def sgd(optimizer, step, parameter, gradient, velocity=None):
    """Gradient descent, with momentum where there is a velocity."""
    if velocity is None:
        yield parameter, parameter - step.rate * gradient
        return
    momentum = _number(optimizer.momentum)
    new_velocity = momentum * velocity - step.rate * gradient
    yield velocity, new_velocity
    if optimizer.nesterov:
        yield parameter, parameter + momentum * new_velocity - step.rate * gradient
    else:
        yield parameter, parameter + new_velocity


def rmsprop(optimizer, step, parameter, gradient, mean):
    """The gradient over the root of a running mean of its square."""
    rho = _number(optimizer.rho)
    new_mean = rho * mean + (1. - rho) * step.ops.square(gradient)
    yield mean, new_mean
    yield parameter, parameter - step.rate * gradient / (step.ops.sqrt(new_mean) + optimizer.epsilon)


def adagrad(optimizer, step, parameter, gradient, total):
    """The gradient over the root of the sum of its squares."""
    new_total = total + step.ops.square(gradient)
    yield total, new_total
    yield parameter, parameter - step.rate * gradient / (step.ops.sqrt(new_total) + optimizer.epsilon)


def adadelta(optimizer, step, parameter, gradient, mean, changed):
    """The gradient by the ratio of running means of what was changed, and of gradients."""
    rho, epsilon = _number(optimizer.rho), optimizer.epsilon
    new_mean = rho * mean + (1. - rho) * step.ops.square(gradient)
    change = gradient * step.ops.sqrt(changed + epsilon) / step.ops.sqrt(new_mean + epsilon)
    yield mean, new_mean
    yield parameter, parameter - step.rate * change
    yield changed, rho * changed + (1. - rho) * step.ops.square(change)


def adam(optimizer, step, parameter, gradient, mean, square, greatest=None):
    """The running mean of the gradient over the root of that of its square, both without their bias to zero."""
    first, second = _number(optimizer.beta_1), _number(optimizer.beta_2)
    rate = step.rate * (K.sqrt(1. - _power(second, step.number)) /
                        (1. - _power(first, step.number)))
    new_mean = first * mean + (1. - first) * gradient
    scale = new_square = second * square + (1. - second) * step.ops.square(gradient)
    if greatest is not None:
        scale = step.ops.maximum(greatest, new_square)
        yield greatest, scale
    yield mean, new_mean
    yield square, new_square
    yield parameter, parameter - rate * new_mean / (step.ops.sqrt(scale) + optimizer.epsilon)


def adamax(optimizer, step, parameter, gradient, mean, greatest):
    """The running mean of the gradient over the greatest gradient, which fades."""
    first, second = _number(optimizer.beta_1), _number(optimizer.beta_2)
    rate = step.rate / (1. - _power(first, step.number))
    new_mean = first * mean + (1. - first) * gradient
    new_greatest = step.ops.maximum(second * greatest, step.ops.abs(gradient))
    yield mean, new_mean
    yield greatest, new_greatest
    yield parameter, parameter - rate * new_mean / (new_greatest + optimizer.epsilon)


def nadam(optimizer, step, parameter, gradient, mean, square):
    """Adam with Nesterov's momentum, which grows by a schedule."""
    first, second = _number(optimizer.beta_1), _number(optimizer.beta_2)
    new_mean = first * mean + (1. - first) * gradient
    new_square = second * square + (1. - second) * step.ops.square(gradient)
    ahead = ((1. - step.momentum) * gradient / (1. - step.product)
             + step.next_momentum * new_mean / (1. - step.product * step.next_momentum))
    scale = new_square / (1. - _power(second, step.number))
    yield mean, new_mean
    yield square, new_square
    yield parameter, parameter - step.rate * ahead / (step.ops.sqrt(scale) + optimizer.epsilon)


def nadam_momenta(optimizer, number):
    """The momenta of Nadam's schedule at the step of that number, from 1, and at the next one."""
    first, fade = _number(optimizer.beta_1), K.constant(0.96, dtype=K.dtype(number))
    return [first * (1. - 0.5 * K.pow(fade, at * optimizer.schedule_decay)) for at in (number, number + 1.)]


def _number(setting):
    """A setting as a number; the variable or tensor in which a host has it as it is."""
    return setting if K.is_tensor(setting) else float(setting)


def _power(setting, number):
    """A setting to the power of a number of steps."""
    return K.pow(setting if K.is_tensor(setting) else K.constant(setting, dtype=K.dtype(number)), number)


RULES = {'SGD': sgd, 'RMSprop': rmsprop, 'Adagrad': adagrad, 'Adadelta': adadelta, 'Adam': adam, 'Adamax': adamax,
         'Nadam': nadam}
# How many slots, variables of zeros in the shape of the parameter, a rule has for each parameter.
_SLOTS = {'SGD': 1, 'RMSprop': 1, 'Adagrad': 1, 'Adadelta': 2, 'Adam': 2, 'Adamax': 2, 'Nadam': 2}


def count_slots(optimizer):
    """How many slots the rule of the optimizer has for each parameter."""
    return _SLOTS[optimizer._kind] + bool(getattr(optimizer, 'amsgrad', False))
