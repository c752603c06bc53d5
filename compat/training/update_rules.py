"""Steps of Keras 2's optimizers as updates: what ``get_updates`` describes, for K.function to perform.

The rules are those of Keras 2.2.4 `keras.optimizers`. All that a step reads is from before it.
"""
from compat import backend as K

_NO_GRADIENT = ('An operation has `None` for gradient: the loss does not depend on %s in a way that can be '
                'differentiated. Without a gradient are, for example, K.argmax, K.round and K.eval.')


def gradients_of(loss, params):
    """The gradients of ``loss`` with respect to each of ``params``. Raises ValueError where there is none."""
    gradients = K.gradients(loss, params)
    for parameter, gradient in zip(params, gradients):
        if gradient is None:
            raise ValueError(_NO_GRADIENT % getattr(parameter, 'name', parameter))
    return gradients


class ClipsGradients:
    """Gives gradients as tensors of the graph, clipped by ``clipnorm`` and ``clipvalue``."""

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


class RecordsUpdatesMixin(ClipsGradients):
    """What all of Keras 2's optimizers tell of their steps: gradients and updates, as tensors of the graph."""

    def _clips_by(self, name):
        return self._given.get(name)

    def get_updates(self, *args, **kwargs):
        """The updates of one step: ``get_updates(loss, params)``, or (params, constraints, loss) as in Keras 1.

        They change the weights ``params`` so that ``loss``, a tensor of the graph, gets less, and what the optimizer
        keeps beside. Give them to ``K.function(inputs, outputs, updates)``. Raises TypeError for other arguments.
        """
        loss, params = _loss_and_params(args, kwargs)
        gradients = self.get_gradients(loss, params)
        step = Step(self, len(params))
        self.updates = [K.update_add(self.iterations, 1)]
        self.updates.extend(RULES[self._kind](self, step, params, gradients))
        return self.updates


def _loss_and_params(args, kwargs):
    given = dict(kwargs)
    names = ('params', 'constraints', 'loss') if len(args) + len(given) == 3 else ('loss', 'params')
    for name, value in zip(names, args):
        if name in given:
            raise TypeError(f'get_updates got {name} twice, by place and by name.')
        given[name] = value
    given.pop('constraints', None)
    if set(given) != {'loss', 'params'} or len(args) > 3:
        raise TypeError('get_updates takes (loss, params), or (params, constraints, loss), and got '
                        '{}.'.format(', '.join(sorted(map(str, given)) or ['nothing'])))
    return given['loss'], list(given['params'])


class Step:
    """What the rules of a step share: its number, and the rate after its decay."""

    def __init__(self, optimizer, count):
        self.past = K.cast(optimizer.iterations, K.floatx())
        self.number = self.past + 1.
        rate = optimizer.lr
        self.rate = K.identity(rate) if K.is_tensor(rate) else K.constant(float(rate))
        if optimizer.initial_decay > 0:
            self.rate = self.rate * (1. / (1. + optimizer.decay * self.past))


def _beside(params):
    """A variable of zeros in the shape of each parameter."""
    return [K.zeros(K.int_shape(parameter), dtype=K.dtype(parameter)) for parameter in params]


def _becomes(parameter, value):
    """The update of a parameter, under its constraint."""
    constraint = getattr(parameter, 'constraint', None)
    return K.update(parameter, value if constraint is None else constraint(value))


def sgd(optimizer, step, params, gradients):
    """Gradient descent with momentum."""
    momentum = _number(optimizer.momentum)
    for parameter, gradient, velocity in zip(params, gradients, _beside(params)):
        following = momentum * velocity - step.rate * gradient
        yield K.update(velocity, following)
        if optimizer.nesterov:
            yield _becomes(parameter, parameter + momentum * following - step.rate * gradient)
        else:
            yield _becomes(parameter, parameter + following)


def rmsprop(optimizer, step, params, gradients):
    """The gradient over the root of a running mean of its square."""
    rho = _number(optimizer.rho)
    for parameter, gradient, mean in zip(params, gradients, _beside(params)):
        following = rho * mean + (1. - rho) * K.square(gradient)
        yield K.update(mean, following)
        yield _becomes(parameter, parameter - step.rate * gradient / (K.sqrt(following) + optimizer.epsilon))


def adagrad(optimizer, step, params, gradients):
    """The gradient over the root of the sum of its squares."""
    for parameter, gradient, total in zip(params, gradients, _beside(params)):
        following = total + K.square(gradient)
        yield K.update(total, following)
        yield _becomes(parameter, parameter - step.rate * gradient / (K.sqrt(following) + optimizer.epsilon))


def adadelta(optimizer, step, params, gradients):
    """The gradient by the ratio of running means of what was changed, and of gradients."""
    rho, epsilon = _number(optimizer.rho), optimizer.epsilon
    for parameter, gradient, mean, changed in zip(params, gradients, _beside(params), _beside(params)):
        following = rho * mean + (1. - rho) * K.square(gradient)
        yield K.update(mean, following)
        change = gradient * K.sqrt(changed + epsilon) / K.sqrt(following + epsilon)
        yield _becomes(parameter, parameter - step.rate * change)
        yield K.update(changed, rho * changed + (1. - rho) * K.square(change))


def adam(optimizer, step, params, gradients):
    """The running mean of the gradient over the root of that of its square, both without their bias to zero."""
    first, second = _number(optimizer.beta_1), _number(optimizer.beta_2)
    rate = step.rate * (K.sqrt(1. - K.pow(K.constant(second), step.number)) /
                        (1. - K.pow(K.constant(first), step.number)))
    greatest = _beside(params) if optimizer.amsgrad else [None] * len(params)
    for parameter, gradient, mean, square, most in zip(params, gradients, _beside(params), _beside(params), greatest):
        new_mean = first * mean + (1. - first) * gradient
        new_square = second * square + (1. - second) * K.square(gradient)
        scale = new_square
        if most is not None:
            scale = K.maximum(most, new_square)
            yield K.update(most, scale)
        yield K.update(mean, new_mean)
        yield K.update(square, new_square)
        yield _becomes(parameter, parameter - rate * new_mean / (K.sqrt(scale) + optimizer.epsilon))


def adamax(optimizer, step, params, gradients):
    """The running mean of the gradient over the greatest gradient, which fades."""
    first, second = _number(optimizer.beta_1), _number(optimizer.beta_2)
    rate = step.rate / (1. - K.pow(K.constant(first), step.number))
    for parameter, gradient, mean, most in zip(params, gradients, _beside(params), _beside(params)):
        new_mean = first * mean + (1. - first) * gradient
        new_most = K.maximum(second * most, K.abs(gradient))
        yield K.update(mean, new_mean)
        yield K.update(most, new_most)
        yield _becomes(parameter, parameter - rate * new_mean / (new_most + optimizer.epsilon))


def nadam(optimizer, step, params, gradients):
    """Adam with Nesterov's momentum, which grows by a schedule."""
    first, second = _number(optimizer.beta_1), _number(optimizer.beta_2)
    fade = K.constant(0.96)
    momentum = first * (1. - 0.5 * K.pow(fade, step.number * optimizer.schedule_decay))
    next_momentum = first * (1. - 0.5 * K.pow(fade, (step.number + 1.) * optimizer.schedule_decay))
    product = K.variable(1.)
    new_product = product * momentum
    yield K.update(product, new_product)
    for parameter, gradient, mean, square in zip(params, gradients, _beside(params), _beside(params)):
        new_mean = first * mean + (1. - first) * gradient
        new_square = second * square + (1. - second) * K.square(gradient)
        yield K.update(mean, new_mean)
        yield K.update(square, new_square)
        ahead = ((1. - momentum) * gradient / (1. - new_product)
                 + next_momentum * new_mean / (1. - new_product * next_momentum))
        scale = new_square / (1. - K.pow(K.constant(second), step.number))
        yield _becomes(parameter, parameter - step.rate * ahead / (K.sqrt(scale) + optimizer.epsilon))


def _number(setting):
    """A setting as a number: hosts may keep it in a variable."""
    return float(K.get_value(setting)) if K.is_tensor(setting) else float(setting)


RULES = {'SGD': sgd, 'RMSprop': rmsprop, 'Adagrad': adagrad, 'Adadelta': adadelta, 'Adam': adam, 'Adamax': adamax,
         'Nadam': nadam}
