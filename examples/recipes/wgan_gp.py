"""How does a generator learn from a critic whose slope is kept near 1?

WGAN-GP (Gulrajani et al. 2017, arXiv:1704.00028): the loss of the critic contains the norm of its gradient between real
and generated points, so that training differentiates a gradient. The graph is built by hand, and K.function trains.
"""
from __future__ import print_function

import numpy as np
from keras import backend as K
from keras.layers import Dense, Input
from keras.layers.advanced_activations import LeakyReLU
from keras.models import Sequential
from keras.optimizers import Adam

NOISE, POINT, PENALTY = 4, (2,), 10.


def build_generator():
    generator = Sequential()
    generator.add(Dense(24, activation='tanh', input_shape=(NOISE,)))
    generator.add(Dense(POINT[0]))
    return generator


def build_critic():
    critic = Sequential()
    critic.add(Dense(32, input_shape=POINT))
    critic.add(LeakyReLU(0.2))
    critic.add(Dense(32, activation='tanh'))
    critic.add(Dense(1))
    return critic


def critic_train_function(generator, critic, optimizer, penalty=PENALTY):
    """f([real, noise, epsilon]) takes one step and gives [score of real minus that of generated, penalty]."""
    shape = K.int_shape(critic.input)[1:]
    real = Input(shape=shape)
    noise = Input(shape=(NOISE,))
    fake = generator(noise)
    epsilon = K.placeholder(shape=(None,) + (1,) * len(shape))
    mixed = Input(shape=shape, tensor=epsilon * real + (1 - epsilon) * fake)

    loss_real = K.mean(critic(real))
    loss_fake = K.mean(critic(fake))
    grad_mixed = K.gradients(critic(mixed), [mixed])[0]
    norm_grad_mixed = K.sqrt(K.sum(K.square(grad_mixed), axis=list(range(1, len(shape) + 1))))
    grad_penalty = K.mean(K.square(norm_grad_mixed - 1))
    loss = loss_fake - loss_real + penalty * grad_penalty
    updates = optimizer.get_updates(critic.trainable_weights, [], loss)
    return K.function([real, noise, epsilon], [loss_real - loss_fake, grad_penalty], updates)


def generator_train_function(generator, critic, optimizer):
    """f([noise]) takes one step and gives [loss]."""
    noise = Input(shape=(NOISE,))
    loss = -K.mean(critic(generator(noise)))
    updates = optimizer.get_updates(loss=loss, params=generator.trainable_weights)
    return K.function([noise], [loss], updates)


def real_points(number):
    """Points on a ring."""
    angles = np.random.uniform(0, 2 * np.pi, number)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1) + np.random.normal(0, 0.05, (number, 2))


def main():
    np.random.seed(10)
    generator, critic = build_generator(), build_critic()
    train_critic = critic_train_function(generator, critic, Adam(lr=0.005, beta_1=0.5, beta_2=0.9))
    train_generator = generator_train_function(generator, critic, Adam(lr=0.005, beta_1=0.5, beta_2=0.9))
    for step in range(81):
        for _ in range(3):
            noise, epsilon = np.random.normal(size=(64, NOISE)), np.random.uniform(size=(64, 1))
            distance, penalty = train_critic([real_points(64), noise, epsilon])
        train_generator([np.random.normal(size=(64, NOISE))])
        if step % 20 == 0:
            radii = np.linalg.norm(generator.predict(np.random.normal(size=(500, NOISE))), axis=1)
            print('step %3d: distance %.3f, penalty %.3f, radius %.2f, of the ring 1.00' % (
                step, distance, penalty, radii.mean()))


if __name__ == '__main__':
    main()
