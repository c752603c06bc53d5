"""How sharp is the minimum that a network has found?

The largest eigenvalue of the Hessian of the loss tells. Nobody can store the Hessian of a network, but its product with
a vector is the gradient of (gradient times vector) (Pearlmutter 1994), and power iteration asks for no more.
"""
from __future__ import print_function

import numpy as np
from keras import backend as K
from keras.layers import Dense
from keras.models import Sequential
from keras.optimizers import SGD


def build_model():
    model = Sequential()
    model.add(Dense(8, activation='tanh', input_dim=3))
    model.add(Dense(1))
    return model


def hessian_vector_function(model):
    """f([x, y, one vector for each weight]) gives the product of the Hessian and those vectors, weight by weight."""
    weights = model.trainable_weights
    target = K.placeholder(shape=(None, 1))
    vectors = [K.placeholder(shape=K.int_shape(weight)) for weight in weights]
    loss = K.mean(K.square(model.output - target))
    grads = K.gradients(loss, weights)
    product = sum([K.sum(grad * vector) for grad, vector in zip(grads, vectors)])
    return K.function([model.input, target] + vectors, K.gradients(product, weights))


def largest_eigenvalue(hessian_vector, x, y, vectors, iterations=20):
    for _ in range(iterations):
        length = np.sqrt(sum(np.sum(np.square(vector)) for vector in vectors))
        vectors = [vector / length for vector in vectors]
        products = hessian_vector([x, y] + vectors)
        eigenvalue = sum(np.sum(vector * product) for vector, product in zip(vectors, products))
        vectors = products
    return eigenvalue


def polynomial_derivatives(coefficients, order):
    """f([]) gives the polynomial of a variable and its derivatives up to that order, and the variable."""
    x = K.variable(np.linspace(-1., 1.5, 7), name='x')
    value = sum([coefficient * K.pow(x, power) for power, coefficient in enumerate(coefficients)])
    outputs = [value]
    for _ in range(order):
        outputs.append(K.gradients(outputs[-1], x)[0])
    return K.function([], outputs), x


def main():
    np.random.seed(11)
    x = np.random.normal(size=(64, 3))
    y = np.tanh(x[:, :1] - 2. * x[:, 1:2] * x[:, 2:])
    model = build_model()
    model.compile(loss='mse', optimizer=SGD(lr=0.1))
    hessian_vector = hessian_vector_function(model)
    start = [np.random.normal(size=K.int_shape(weight)) for weight in model.trainable_weights]
    for _ in range(3):
        loss = model.evaluate(x, y, verbose=0)
        print('loss %.4f, sharpness %.2f' % (loss, largest_eigenvalue(hessian_vector, x, y, start)))
        model.fit(x, y, batch_size=16, epochs=20, verbose=0)

    derivatives, variable = polynomial_derivatives([1., -2., 0., 3.], 3)
    K.set_value(variable, np.full(7, 2.))
    print('1 - 2x + 3x^3 at 2, and its derivatives:', [float(value[0]) for value in derivatives([])])


if __name__ == '__main__':
    main()
