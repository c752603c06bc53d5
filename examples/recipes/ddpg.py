"""How does an agent learn to act with continuous actions?

Deep deterministic policy gradient (Lillicrap et al. 2015, arXiv:1509.02971): the actor follows the gradient of the
critic with respect to the action, and targets for the critic come from slow copies of both networks. The agent pushes a
cart along a line until it rests in the middle.
"""
from __future__ import print_function

import numpy as np
from keras import backend as K
from keras.layers import Concatenate, Dense, Input
from keras.models import Model
from keras.optimizers import Adam

STATES, ACTIONS, DISCOUNT, TAU = 2, 1, 0.9, 0.05


def build_actor():
    state = Input(shape=(STATES,))
    x = Dense(24, activation='tanh')(state)
    return Model(state, Dense(ACTIONS, activation='tanh')(x))


def build_critic():
    state, action = Input(shape=(STATES,)), Input(shape=(ACTIONS,))
    x = Concatenate()([state, action])
    x = Dense(24, activation='elu')(x)
    return Model([state, action], Dense(1)(x))


def action_gradient_function(critic):
    """f([states, actions]) gives [gradient of the critic with respect to the actions]."""
    action_grads = K.gradients(critic.output, critic.input[1])
    return K.function([critic.input[0], critic.input[1]], action_grads)


def actor_train_function(actor, optimizer):
    """f([states, gradients of the actions]) takes one step up those gradients and gives [loss]."""
    action_gdts = K.placeholder(shape=(None, ACTIONS))
    loss = K.sum(actor.output * -action_gdts)
    updates = optimizer.get_updates(params=actor.trainable_weights, loss=loss)
    return K.function([actor.input, action_gdts], [loss], updates=updates)


def combined_train_function(actor, critic, optimizer):
    """f([states]) takes the actor one step up the critic and gives [loss]: actor and critic in one graph."""
    loss = -K.mean(critic([actor.input, actor.output]))
    updates = optimizer.get_updates(loss, actor.trainable_weights)
    return K.function([actor.input], [loss], updates=updates)


def weight_gradients(actor, critic):
    """f([states]) gives the gradients of the critic of the actor's actions with respect to the actor's weights."""
    combined = critic([actor.input, actor.output])
    return K.function([actor.input], K.gradients(combined, actor.trainable_weights))


def follow(model, target, tau=TAU):
    """The weights of the target go a little towards those of the model, by way of numpy."""
    weights, target_weights = model.get_weights(), target.get_weights()
    for i in range(len(weights)):
        target_weights[i] = tau * weights[i] + (1 - tau) * target_weights[i]
    target.set_weights(target_weights)


def follow_function(model, target, tau=TAU):
    """f([]) does the same in the graph. Keras 2.3 wants a function to have an output; before, [] would do."""
    updates = [K.update(t, tau * w + (1 - tau) * t) for w, t in zip(model.weights, target.weights)]
    return K.function([], [K.constant(0.)], updates=updates)


def push(states, actions):
    """The states after pushing, and the rewards."""
    place, speed = states[:, 0], states[:, 1]
    speed = 0.9 * speed + 0.3 * actions[:, 0]
    after = np.stack([np.clip(place + speed, -2, 2), speed], axis=1)
    return after, -np.square(after[:, 0]) - 0.1 * np.square(actions[:, 0])


def cost(act):
    """What ten pushes cost from places along the line."""
    states, total = np.stack([np.linspace(-1.5, 1.5, 15), np.zeros(15)], axis=1), 0.
    for _ in range(10):
        states, rewards = push(states, act([states])[0])
        total -= rewards.mean()
    return total


def main():
    np.random.seed(9)
    actor, critic = build_actor(), build_critic()
    for model in (actor, critic):
        # Small ones of numpy, the biases zero, so that every Keras learns the same.
        model.set_weights([np.random.normal(0, 0.5 / np.sqrt(len(weight)), weight.shape) * (weight.ndim > 1)
                           for weight in model.get_weights()])
    target_actor, target_critic = build_actor(), build_critic()
    target_actor.set_weights(actor.get_weights())
    target_critic.set_weights(critic.get_weights())
    critic.compile(optimizer=Adam(lr=0.01), loss='mse')
    act = K.function([actor.input], [actor.output])
    future_state = target_actor.input
    future_value = K.function([future_state], [target_critic([future_state, target_actor.output])])
    gradients_of_actions = action_gradient_function(critic)
    train_actor = actor_train_function(actor, Adam(lr=0.002))
    follow_actor, follow_critic = follow_function(actor, target_actor), follow_function(critic, target_critic)

    print('cost of ten pushes: %.2f' % cost(act))
    for _ in range(200):
        states = np.random.uniform(-1.5, 1.5, (64, STATES)) * [1., 0.5]
        actions = np.clip(act([states])[0] + np.random.normal(0, 0.5, (64, ACTIONS)), -1, 1)
        after, rewards = push(states, actions)
        critic.train_on_batch([states, actions], rewards + DISCOUNT * future_value([after])[0][:, 0])
        action_gdts = gradients_of_actions([states, act([states])[0]])[0]
        train_actor([states, action_gdts / len(states)])
        follow_actor([])
        follow_critic([])
    print('after training: %.2f' % cost(act))


if __name__ == '__main__':
    main()
