"""What K costs: a call of it, K.function, and the recipes of old tutorials beside real Keras 2.

    python benchmarks/backend.py calls          each function beside keras.ops' own: microseconds more per call, and the
                                                operations of the compiled graphs (Keras 3)
    python benchmarks/backend.py function       K.function([model.input], [model.output]) beside the host's own compiled
                                                predict_function on the same model
    python benchmarks/backend.py recipes [--against PYTHON]
                                                the functions of Grad-CAM and of actor-critic: microseconds per call;
                                                with the python of an environment of Keras 2 beside the same functions
                                                there, the two processes in turn

Two things that are compared are timed in turn, block by block. Exits 1 when a goal is missed.
"""
import argparse
import functools
import importlib.util
import os
import sys

import numpy as np

import timing  # first: it puts the checkout on the path
from compat import backend as K
from compat import process
from compat.cli import report

CALL_GOAL = 3.
DRAW = np.random.RandomState(0)


def against(ours, theirs, number, repeats):
    """The microseconds per call of the blocks of two functions, (repeats, 2)."""
    for call in (ours, theirs):
        call()
        call()
    return timing.in_turn([functools.partial(timing.seconds, call, number) for call in (ours, theirs)], repeats) * 1e6


# Calls

def pairs():
    """(name, the function of K, that of keras.ops, arguments)."""
    ops = process.opened().keras.ops
    x, y = (ops.convert_to_tensor(DRAW.rand(8, 16).astype('float32')) for _ in range(2))
    image, kernel = (ops.convert_to_tensor(DRAW.rand(*shape).astype('float32'))
                     for shape in ((2, 8, 8, 3), (3, 3, 3, 4)))
    yield from ((name, getattr(K, name), getattr(ops, other), (x,)) for name, other in (
        ('abs', 'abs'), ('square', 'square'), ('sqrt', 'sqrt'), ('exp', 'exp'), ('log', 'log'), ('sign', 'sign'),
        ('tanh', 'tanh'), ('sigmoid', 'sigmoid'), ('softplus', 'softplus'), ('softsign', 'softsign'), ('relu', 'relu'),
        ('elu', 'elu'), ('sin', 'sin'), ('cos', 'cos'), ('softmax', 'softmax'), ('sum', 'sum'), ('mean', 'mean'),
        ('max', 'max'), ('min', 'min'), ('prod', 'prod'), ('std', 'std'), ('var', 'var'), ('transpose', 'transpose'),
        ('zeros_like', 'zeros_like'), ('ones_like', 'ones_like'), ('argmax', 'argmax'), ('logsumexp', 'logsumexp')))
    yield from ((name, getattr(K, name), getattr(ops, other), (x, y)) for name, other in (
        ('maximum', 'maximum'), ('minimum', 'minimum'), ('equal', 'equal'), ('greater', 'greater')))
    yield 'dot', K.dot, ops.matmul, (x, ops.transpose(y))
    yield 'clip', K.clip, ops.clip, (x, 0.2, 0.8)
    yield 'cast', K.cast, ops.cast, (x, 'int32')
    yield 'reshape', K.reshape, ops.reshape, (x, (16, 8))
    yield 'expand_dims', K.expand_dims, ops.expand_dims, (x, 1)
    yield 'concatenate', K.concatenate, ops.concatenate, ([x, y], 1)
    yield 'stack', K.stack, ops.stack, ([x, y], 1)
    yield 'gather', K.gather, lambda table, rows: ops.take(table, rows, axis=0), (x, ops.convert_to_tensor([1, 2]))
    yield 'conv2d', K.conv2d, lambda a, b: ops.conv(a, b, padding='valid'), (image, kernel)


def operations(function, args):
    """How many operations the framework compiles a call to, or None on a framework that compiles nothing."""
    framework = process.opened().framework
    tensors = [arg for arg in args if process.opened().keras.ops.is_tensor(arg)]

    def of_tensors(*given):
        given = iter(given)
        return function(*[next(given) if process.opened().keras.ops.is_tensor(arg) else arg for arg in args])

    if framework == 'jax':
        import jax
        text = str(jax.make_jaxpr(of_tensors)(*tensors))
        return text.count(' = ')
    if framework == 'tensorflow':
        import tensorflow as tf
        return len(tf.function(of_tensors).get_concrete_function(*tensors).graph.get_operations())
    return None


def calls(arguments):
    """Prints a row per function; whether the goals hold."""
    more, grown = [], []
    for name, ours, theirs, args in pairs():
        both = [functools.partial(call, *args) for call in (ours, theirs)]
        times = against(both[0], both[1], arguments.number, arguments.repeats)
        extra = float(np.median(times[:, 0] - times[:, 1]))
        counted = [operations(function, args) for function in (ours, theirs)]
        more.append(extra)
        if counted[0] is not None and counted[0] > counted[1]:
            grown.append(name)
        print('%-12s K %7.2f us  keras.ops %7.2f us  more %6.2f us  operations %s and %s'
              % ((name,) + tuple(np.median(times, axis=0)) + (extra,) + tuple(counted)), flush=True)
    print('median of all: %.2f us more (goal: at most %.0f); more operations than keras.ops: %s'
          % (np.median(more), CALL_GOAL, ', '.join(grown) or 'none'))
    return np.median(more) <= CALL_GOAL


# K.function

def function(arguments):
    """Prints the ratio to the host's compiled predict_function; whether it is at most 1."""
    from compat.layers import Conv2D, Dense, Flatten, Input
    from compat.models import Model
    image = Input((28, 28, 1))
    model = Model(image, Dense(10, activation='softmax')(Flatten()(Conv2D(16, 3, activation='relu')(image))))
    model.compile('sgd', 'mse')
    data = DRAW.rand(32, 28, 28, 1).astype('float32')
    model.make_predict_function()
    framework = process.opened().framework
    batch = process.opened().keras.ops.convert_to_tensor(data) if framework == 'torch' else data
    if framework == 'jax':
        state = [tuple([np.asarray(variable.value) for variable in kind] for kind in
                       (model.trainable_variables, model.non_trainable_variables))]

        def theirs():  # it takes the memory of the state, and gives it back
            outputs, state[0] = model.predict_function(state[0], iter([(data,)]))
            return np.asarray(outputs)
    elif framework == 'tensorflow':
        import tensorflow as tf
        batches = iter(tf.data.Dataset.from_tensors((data,)).repeat())
        whole = process.opened().family == 'keras3'

        def theirs():
            return np.asarray(model.predict_function([next(batches)] if whole else batches))
    else:
        def theirs():
            return np.asarray(model.predict_on_batch(batch))
    f = K.function([model.input], [model.output])
    np.testing.assert_allclose(f([data])[0], np.asarray(theirs()).reshape(32, 10), rtol=1e-4, atol=1e-6)
    times = against(lambda: f([data]), theirs, max(1, arguments.number // 20), arguments.repeats)
    ratio = float(np.median(times[:, 0] / times[:, 1]))
    print('K.function %.0f us  predict_function %.0f us  ratio %.2f (goal: at most 1.00)'
          % (tuple(np.median(times, axis=0)) + (ratio,)))
    return ratio <= 1.


# Recipes

def recipe(name):
    """A program of examples/recipes/ as a module to which keras is compat."""
    import compat
    compat.install()
    path = os.path.join(timing.ROOT, 'examples', 'recipes', name + '.py')
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def recipe_calls():
    """The calls of the recipes by name."""
    from compat.optimizers import Adam
    cam, critic = recipe('grad_cam'), recipe('actor_critic')
    heat = cam.cam_function(cam.build_model(), 1)
    image = DRAW.rand(1, cam.SIZE, cam.SIZE, 3)
    train_actor = critic.actor_train_function(critic.build_actor(), Adam(lr=0.01))
    train_critic = critic.critic_train_function(critic.build_critic(), Adam(lr=0.01))
    states = critic.look(DRAW.randint(critic.LENGTH, size=64), DRAW.choice([-1, 1], size=64))
    actions, returns = np.eye(critic.ACTIONS)[DRAW.randint(critic.ACTIONS, size=64)], DRAW.rand(64)
    return {'grad_cam': lambda: heat([image]), 'actor': lambda: train_actor([states, actions, returns]),
            'critic': lambda: train_critic([states, returns])}


def recipes(arguments):
    """Prints a row per recipe; whether each is at least as fast as in the other environment."""
    made, well = recipe_calls(), True
    other = timing.Process(arguments.against, __file__) if arguments.against else None
    number = max(1, arguments.number // 5)
    for name, call in sorted(made.items()):
        call()
        call()
        timers = [functools.partial(timing.seconds, call, number),
                  functools.partial(other.seconds, name, number) if other else lambda: np.nan]
        times = timing.in_turn(timers, arguments.repeats)
        ours, theirs = np.median(times, axis=0) * 1e6
        print('%-9s %7.0f us' % (name, ours) + (
            '  there %7.0f us  ratio %.2f (goal: at most 1.00)' % (theirs, ours / theirs) if other else ''), flush=True)
        well = well and not ours > theirs
    if other:
        other.stop()
    return well


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('what', choices=['calls', 'function', 'recipes', 'serve'])
    parser.add_argument('--against', help='the python of an environment of Keras 2')
    parser.add_argument('--number', type=int, default=1000, help='calls of a block')
    parser.add_argument('--repeats', type=int, default=15, help='blocks')
    arguments = parser.parse_args()
    process.opened()
    if arguments.what == 'serve':
        return timing.serve(recipe_calls())
    print('\n'.join(report.header()), flush=True)
    return 0 if {'calls': calls, 'function': function, 'recipes': recipes}[arguments.what](arguments) else 1


if __name__ == '__main__':
    sys.exit(main())
