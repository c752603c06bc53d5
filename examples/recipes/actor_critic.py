"""How does an agent learn from rewards, with a loss that no compile() can express?

Advantage actor-critic: optimizer.get_updates(loss, params) describes one step of training, and K.function performs it
with what the agent lived through. The agent stands in a corridor; a sign tells at which end the treasure lies.
"""
from __future__ import print_function

import numpy as np
from keras import backend as K
from keras.layers import Dense, Input
from keras.models import Model, Sequential
from keras.optimizers import Adam, RMSprop

LENGTH, ACTIONS, DISCOUNT = 5, 2, 0.95


def build_actor():
    actor = Sequential()
    actor.add(Dense(16, activation='tanh', input_dim=LENGTH + 1))
    actor.add(Dense(ACTIONS, activation='softmax'))
    return actor


def build_critic():
    critic = Sequential()
    critic.add(Dense(16, activation='tanh', input_dim=LENGTH + 1))
    critic.add(Dense(1, activation='linear'))
    return critic


def build_shared():
    """Policy and value by one network, as A3C has them."""
    state = Input(shape=(LENGTH + 1,))
    shared = Dense(16, activation='tanh')(state)
    policy = Dense(ACTIONS, activation='softmax')(shared)
    value = Dense(1)(shared)
    return Model(inputs=state, outputs=[policy, value])


def actor_train_function(actor, optimizer):
    """f([states, actions, advantages]) takes one step and gives [loss]. The actions are one-hot."""
    action = K.placeholder(shape=(None, ACTIONS))
    advantages = K.placeholder(shape=(None,))
    policy = actor.output
    action_prob = K.sum(action * policy, axis=1)
    eligibility = K.log(action_prob + 1e-10) * K.stop_gradient(advantages)
    entropy = K.sum(policy * K.log(policy + 1e-10), axis=1)
    loss = 0.01 * K.sum(entropy) - K.sum(eligibility)
    updates = optimizer.get_updates(params=actor.trainable_weights, loss=loss)
    return K.function([actor.input, action, advantages], [loss], updates=updates)


def critic_train_function(critic, optimizer):
    """f([states, returns]) takes one step and gives [loss]."""
    discounted_reward = K.placeholder(shape=(None,))
    loss = K.mean(K.square(discounted_reward - K.flatten(critic.output)))
    updates = optimizer.get_updates(loss, critic.trainable_weights)
    return K.function([critic.input, discounted_reward], [loss], updates=updates)


def shared_train_function(model, optimizer):
    """f([states, actions, returns]) takes one step and gives [loss of the policy, loss of the value]."""
    action = K.placeholder(shape=(None, ACTIONS))
    returns = K.placeholder(shape=(None,))
    policy, value = model.output
    advantage = returns - K.squeeze(value, axis=-1)
    log_prob = K.log(K.sum(policy * action, axis=-1) + 1e-10)
    policy_loss = -K.mean(log_prob * K.stop_gradient(advantage))
    value_loss = K.mean(K.square(advantage))
    # The three arguments of Keras 1 and 2.0: parameters, constraints, loss.
    updates = optimizer.get_updates(model.trainable_weights, [], policy_loss + 0.5 * value_loss)
    return K.function([model.input, action, returns], [policy_loss, value_loss], updates=updates)


def look(places, sides):
    """What agents see: their cell, one-hot, and the sign."""
    return np.concatenate([np.eye(LENGTH)[places], sides[:, None]], axis=1)


def walk(act, number=16, length=8):
    """States, actions and returns of walks through the corridor, and the share of them that found the treasure."""
    places, sides = np.full(number, LENGTH // 2), np.random.choice([-1, 1], size=number)
    states, actions, rewards, walking = [], [], [], []
    for _ in range(length):
        states.append(look(places, sides))
        walking.append((places > 0) & (places < LENGTH - 1))
        right = np.random.random(number) < act([states[-1]])[0][:, 1]
        actions.append(np.eye(ACTIONS)[right.astype(int)])
        places = np.where(walking[-1], places + 2 * right - 1, places)
        rewards.append((walking[-1] & (places == np.where(sides > 0, LENGTH - 1, 0))).astype(float))
    returns = np.array(rewards)
    for step in reversed(range(length - 1)):
        returns[step] += DISCOUNT * returns[step + 1]
    walking = np.array(walking)
    return np.array(states)[walking], np.array(actions)[walking], returns[walking], np.sum(rewards) / number


def main():
    np.random.seed(8)
    actor, critic = build_actor(), build_critic()
    act = K.function([actor.input], [actor.output])
    estimate = K.function([critic.input], [critic.output])
    train_actor = actor_train_function(actor, Adam(lr=0.01))
    train_critic = critic_train_function(critic, RMSprop(lr=0.01))
    for step in range(41):
        states, actions, returns, found = walk(act)
        values = estimate([states])[0][:, 0]
        train_actor([states, actions, returns - values])
        loss = train_critic([states, returns])[0]
        if step % 10 == 0:
            print('step %2d: %3.0f%% found the treasure, loss of the critic %.3f' % (step, 100 * found, loss))


if __name__ == '__main__':
    main()
