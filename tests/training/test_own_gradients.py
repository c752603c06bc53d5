"""get_gradients of an optimizer that a program overrides, in a subclass or on the optimizer, is what training uses."""
import numpy as np
import pytest

from compat import backend as K
from compat import layers, models, optimizers

OPTIMIZERS = ['SGD', 'RMSprop', 'Adagrad', 'Adadelta', 'Adam', 'Adamax', 'Nadam']
X, Y = np.linspace(-1., 1., 12).reshape(4, 3), np.linspace(0., 2., 8).reshape(4, 2)


def in_subclass(kind, change, **arguments):
    class Changed(getattr(optimizers, kind)):
        def get_gradients(self, loss, params):
            return change(super().get_gradients(loss, params), params)

    return Changed(**arguments)


def on_instance(kind, change, **arguments):
    optimizer = getattr(optimizers, kind)(**arguments)
    former = optimizer.get_gradients
    optimizer.get_gradients = lambda loss, params: change(former(loss, params), params)
    return optimizer


class Subclassed(models.Model):
    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(2, kernel_initializer='ones')

    def call(self, inputs):
        return self.dense(inputs)


def functional():
    return models.Sequential([layers.Dense(2, input_dim=3, kernel_initializer='ones')])


def step(model, optimizer, **arguments):
    """How the weights, a kernel of ones and a bias of zeros, change in a step."""
    model.compile(optimizer, 'mse', **arguments)
    model.train_on_batch(X, Y)
    kernel, bias = model.get_weights()
    return kernel - 1., bias


@pytest.mark.filterwarnings('ignore::compat.errors.DifferenceWarning')
@pytest.mark.parametrize('make', [functional, Subclassed])
@pytest.mark.parametrize('override', [in_subclass, on_instance])
class TestEveryTrainer:
    @pytest.mark.parametrize('kind', OPTIMIZERS)
    def test_zeros_change_nothing(self, make, override, kind):
        kernel, bias = step(make(), override(kind, lambda gradients, params: [K.zeros_like(p) for p in params]))
        assert not kernel.any() and not bias.any()

    def test_signs_change_by_the_rate(self, make, override):
        kernel, bias = step(make(), override('SGD', lambda gradients, params: [K.sign(g) for g in gradients], lr=.25))
        np.testing.assert_allclose(abs(kernel), .25, rtol=1e-6)
        np.testing.assert_allclose(abs(bias), .25, rtol=1e-6)

    def test_masked_weights_stay(self, make, override):
        mask = np.array([[1., 0.], [0., 1.], [1., 1.]])
        kernel, _ = step(make(), override('Adam', lambda gradients, params: [
            g * K.constant(mask) if K.ndim(g) == 2 else g for g in gradients]))
        np.testing.assert_array_equal(kernel != 0., mask != 0.)

    def test_centred_gradients_leave_the_mean(self, make, override):
        kernel, _ = step(make(), override('SGD', lambda gradients, params: [
            g - K.mean(g, axis=0, keepdims=True) if K.ndim(g) == 2 else g for g in gradients], lr=.5))
        np.testing.assert_allclose(kernel.mean(axis=0), 0., atol=1e-6)
        assert abs(kernel).max() > .01

    def test_what_follows_the_clipping_is_not_clipped_again(self, make, override):
        moved = step(make(), override('SGD', lambda gradients, params: [3. * g for g in gradients], lr=1., clipnorm=.1))
        np.testing.assert_allclose(np.sqrt(sum(np.square(each).sum() for each in moved)), .3, rtol=1e-5)

    def test_values_are_clipped_once(self, make, override):
        kernel, _ = step(make(), override('SGD', lambda gradients, params: [3. * g for g in gradients], lr=1.,
                                          clipvalue=.01))
        np.testing.assert_allclose(abs(kernel).max(), .03, rtol=1e-5)


# Not those whose rule reads the count of steps: TensorFlow 1 counts while they read.
@pytest.mark.parametrize('override', [in_subclass, on_instance])
@pytest.mark.parametrize('kind', ['SGD', 'RMSprop', 'Adagrad', 'Adadelta'])
def test_changed_gradients_are_those_of_a_changed_loss(kind, override):
    changed = step(functional(), override(kind, lambda gradients, params: [7. * g for g in gradients]))
    loss = step(functional(), getattr(optimizers, kind)(), loss_weights=[7.])
    for one, other in zip(changed, loss):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-7)


@pytest.mark.filterwarnings('ignore::compat.errors.DifferenceWarning')
@pytest.mark.parametrize('make', [functional, Subclassed])
def test_gradients_may_be_computed_anew(make):
    class OfItsOwn(optimizers.SGD):
        def get_gradients(self, loss, params):
            return [2. * g for g in K.gradients(loss, params)]

    plain = step(make(), optimizers.SGD(lr=.1))
    for one, other in zip(step(make(), OfItsOwn(lr=.1)), plain):
        np.testing.assert_allclose(one, 2. * other, rtol=1e-5)


def test_gradients_set_on_the_optimizer_of_a_compiled_model():
    model = functional()
    model.compile('sgd', 'mse')
    model.optimizer.get_gradients = lambda loss, params: [K.zeros_like(p) for p in params]
    model.fit(X, Y, epochs=2, verbose=0)
    np.testing.assert_array_equal(model.get_weights()[0], 1.)


@pytest.mark.parametrize('override', [in_subclass, on_instance])
def test_one_optimizer_of_two_models(override):
    optimizer = override('Adam', lambda gradients, params: [K.zeros_like(p) for p in params])
    for _ in range(2):
        kernel, _ = step(functional(), optimizer)
        assert not kernel.any()
