"""What the programs of examples/recipes/ compute from given weights, shared by the golden script and the test.

The programs say ``from keras import ...``, which compat answers. A case gives the numbers of one recipe by name, each a
name and an array.
"""
import importlib.util
import os

import numpy as np

import compat
from compat import backend as K
from compat import optimizers
from compat.layers import Conv2D, Dense, Flatten
from compat.models import Sequential
from updates_in_order import updates_in_order

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, 'examples', 'recipes')
PROGRAMS = sorted(name[:-len('.py')] for name in os.listdir(FOLDER) if name.endswith('.py'))


def program(name):
    """The module of that program, to which ``keras`` is compat."""
    spec = importlib.util.spec_from_file_location('recipe_' + name, os.path.join(FOLDER, name + '.py'))
    module = importlib.util.module_from_spec(spec)
    compat.install()
    try:
        spec.loader.exec_module(module)
    finally:
        compat.uninstall()
    return module


def fill(model, seed):
    """Give the weights of the model, and of the models in it, numbers of that seed. Returns the model."""
    draw = np.random.RandomState(seed)
    for layer in layers_of(model):
        shapes = [np.shape(weight) for weight in layer.get_weights()]
        if len(shapes) == 4:  # BatchNormalization
            weights = [draw.uniform(0.5, 1.5, shape) for shape in shapes]
        else:
            weights = [draw.normal(0., 0.1 if len(shape) == 1 else np.sqrt(2. / np.prod(shape[:-1])), shape)
                       for shape in shapes]
        layer.set_weights(weights)
    return model


def layers_of(model):
    for layer in model.layers:
        if hasattr(layer, 'layers'):
            yield from layers_of(layer)
        else:
            yield layer


def numbered(name, values):
    return [('%s %d' % (name, index), value) for index, value in enumerate(values)]


def noise(*shape, **seed):
    """Numbers of a normal distribution."""
    return np.random.RandomState(seed.get('seed', 0)).normal(size=shape)


def images(number, size, seed=0):
    return np.random.RandomState(seed).uniform(size=(number, size, size, 3))


def one_hot(labels, number):
    return np.eye(number)[labels]


def layer_outputs():
    recipe = program('layer_outputs')
    model, batch = fill(recipe.build_sequential(), 1), images(3, recipe.SIZE)
    every = recipe.outputs_of_all(model)
    yield 'one layer in phase 0', recipe.output_of_layer(model, 3)([batch, 0])[0]
    yield 'one layer in phase 1', recipe.output_of_layer(model, 3)([batch, 1])[0]
    for pair in numbered('all in phase 0.', every([batch, 0.])):
        yield pair
    # What Dropout drops, and what comes after it, is drawn anew at every call.
    for pair in numbered('all in phase 1.', every([batch, 1.])[:7]):
        yield pair
    first, second = recipe.halves(model, 3)
    half, = first([batch, 1])
    yield 'second half', second([half / 2, 0])[0]


def nested_layer_outputs():
    recipe = program('layer_outputs')
    model, body = recipe.build_nested()
    fill(model, 2)
    pictures, measures = images(3, recipe.SIZE), noise(3, 2)
    inside = K.function([body.get_input_at(0), K.learning_phase()], [body.get_layer('norm').output])
    whole = K.function(model.inputs + [K.learning_phase()],
                       [body.get_output_at(1), model.get_layer('hidden').output, model.outputs[0]])
    called = K.function([model.inputs[0], K.learning_phase()], [body(model.inputs[0])])
    for phase in 0, 1:
        yield 'inside, %d' % phase, inside([pictures, phase])[0]
        yield from numbered('whole, %d' % phase, whole([pictures, measures, phase]))
        yield 'called, %d' % phase, called([pictures, phase])[0]


def saliency():
    recipe = program('saliency')
    model, batch = fill(recipe.build_model(), 3), images(3, recipe.SIZE)
    for index in 0, 2:
        score, grads = recipe.gradient_function(model, index)([batch])
        yield 'score %d' % index, score
        yield 'gradient %d' % index, grads
        yield 'map %d' % index, recipe.saliency_map(grads)
    yield from numbered('normalized', recipe.normalized_gradient_function(model, 1)([batch, 0]))


def grad_cam():
    recipe = program('grad_cam')
    model, batch = fill(recipe.build_model(), 4), images(2, recipe.SIZE)
    for name in 'block1_conv', recipe.LAST:
        pooled, maps = recipe.cam_function(model, 1, name)([batch])
        yield 'gradients of ' + name, pooled
        yield 'maps of ' + name, maps
    yield 'heat of the prediction', recipe.heatmap(model, batch[1:])
    yield 'heat of a class', recipe.heatmap(model, batch[1:], 0)


def activation_maximization():
    recipe = program('activation_maximization')
    model = fill(recipe.build_model(), 5)
    for layer, index, step in ('conv1', 2, 0.1), ('conv2', 3, 0.05):
        start = images(1, recipe.SIZE) * 0.2 + 0.4
        image, losses = recipe.ascend(recipe.iterate_function(model, layer, index), start, steps=5, step=step)
        yield 'image of ' + layer, image
        yield 'losses of ' + layer, losses
        yield 'bytes of ' + layer, recipe.deprocess_image(image[0]).astype('float32')


def deep_dream():
    recipe = program('deep_dream')
    K.set_learning_phase(0)
    model = fill(recipe.build_model(), 6)
    yield 'one layer', recipe.dream_function(model, {'mixed2': 1.})([images(1, 14)])[1]
    image, losses = recipe.deep_dream(model, images(1, 20) * 2 - 1, octaves=2, iterations=3)
    yield 'image', image
    yield 'losses', losses


def style_transfer():
    recipe = program('style_transfer')
    shape = (1, recipe.ROWS, recipe.COLS, 3)
    base, style = noise(*shape), noise(*shape, seed=1)
    model, outputs = recipe.build(base, style)
    fill(model, 7)
    for seed in 2, 3:
        yield from numbered('at %d' % seed, outputs([noise(*shape, seed=seed)]))
    evaluator = recipe.Evaluator(outputs)
    x = base.flatten() / 2
    yield 'loss for scipy', evaluator.loss(x)
    yield 'gradient for scipy', evaluator.grads(x)
    yield 'found', recipe.transfer(outputs, base, iterations=2, maxfun=6)[1]


def trained(train, batches, models, between=None):
    """What each call of a training function gives, and the weights after it."""
    for step, batch in enumerate(batches):
        for pair in numbered('step %d gives' % step, train(batch)):
            yield pair
        for number, model in enumerate(models):
            for pair in numbered('step %d weights of %d,' % (step, number), model.get_weights()):
                yield pair
        if between is not None:
            between()


def steps_of_a_walk(number=3, size=8):
    recipe = program('actor_critic')
    draw = np.random.RandomState(8)
    for _ in range(number):
        states = recipe.look(draw.randint(recipe.LENGTH, size=size), draw.choice([-1, 1], size=size))
        yield states, one_hot(draw.randint(recipe.ACTIONS, size=size), recipe.ACTIONS), draw.normal(size=size)


def actor(optimizer, between=None):
    recipe = program('actor_critic')
    model = fill(recipe.build_actor(), 9)
    train = recipe.actor_train_function(model, optimizer)
    return trained(train, map(list, steps_of_a_walk()), [model], between)


def actor_annealed():
    optimizer = optimizers.Adam(lr=0.02)
    return actor(optimizer, lambda: K.set_value(optimizer.lr, K.get_value(optimizer.lr) * 0.3))


def critic(optimizer):
    recipe = program('actor_critic')
    model = fill(recipe.build_critic(), 10)
    train = recipe.critic_train_function(model, optimizer)
    return trained(train, [[states, returns] for states, _, returns in steps_of_a_walk()], [model])


def shared(optimizer):
    recipe = program('actor_critic')
    model = fill(recipe.build_shared(), 11)
    return trained(recipe.shared_train_function(model, optimizer), map(list, steps_of_a_walk()), [model])


def ddpg_networks():
    recipe = program('ddpg')
    return recipe, fill(recipe.build_actor(), 12), fill(recipe.build_critic(), 13)


def ddpg_gradients():
    recipe, actor, critic = ddpg_networks()
    states, actions = noise(6, recipe.STATES), noise(6, recipe.ACTIONS, seed=1)
    yield 'of actions', recipe.action_gradient_function(critic)([states, actions])[0]
    yield from numbered('of weights', recipe.weight_gradients(actor, critic)([states]))


def ddpg_by_action_gradients():
    recipe, actor, critic = ddpg_networks()
    train = recipe.actor_train_function(actor, optimizers.Adam(lr=0.01, clipnorm=1.))
    batches = [[noise(6, recipe.STATES, seed=seed), noise(6, recipe.ACTIONS, seed=seed + 9)] for seed in range(3)]
    return trained(train, batches, [actor])


def ddpg_combined():
    recipe, actor, critic = ddpg_networks()
    train = recipe.combined_train_function(actor, critic, optimizers.SGD(lr=0.1, momentum=0.9))
    return trained(train, [[noise(6, recipe.STATES, seed=seed)] for seed in range(3)], [actor, critic])


def ddpg_targets():
    recipe, actor, _ = ddpg_networks()
    by_numpy, by_graph = fill(recipe.build_actor(), 14), fill(recipe.build_actor(), 14)
    follow = recipe.follow_function(actor, by_graph, 0.2)
    for step in range(2):
        recipe.follow(actor, by_numpy, 0.2)
        follow([])
        for pair in numbered('by numpy, step %d,' % step, by_numpy.get_weights()):
            yield pair
        for pair in numbered('by the graph, step %d,' % step, by_graph.get_weights()):
            yield pair


def wgan_gp():
    recipe = program('wgan_gp')
    generator, critic = fill(recipe.build_generator(), 15), fill(recipe.build_critic(), 16)
    train = recipe.critic_train_function(generator, critic, optimizers.Adam(lr=0.01, beta_1=0.5, beta_2=0.9))
    batches = [[noise(8, 2, seed=seed), noise(8, recipe.NOISE, seed=seed + 9), images(8, 1, seed)[:, 0, 0, :1]]
               for seed in range(3)]
    yield from trained(train, batches, [critic])
    train = recipe.generator_train_function(generator, critic, optimizers.RMSprop(lr=0.01))
    for name, value in trained(train, [batch[1:2] for batch in batches], [generator]):
        yield 'generator ' + name, value


def wgan_gp_of_images():
    recipe = program('wgan_gp')
    generator = fill(Sequential([Dense(6 * 6 * 3, input_shape=(recipe.NOISE,)), compat.layers.Reshape((6, 6, 3))]), 17)
    critic = fill(Sequential([Conv2D(4, 3, strides=2, activation='elu', padding='same', input_shape=(6, 6, 3)),
                              Flatten(), Dense(1)]), 18)
    train = recipe.critic_train_function(generator, critic, optimizers.SGD(lr=0.01, clipnorm=10.))
    batches = [[noise(5, 6, 6, 3, seed=seed), noise(5, recipe.NOISE, seed=seed + 9), images(5, 1, seed)[..., :1]]
               for seed in range(3)]
    return trained(train, batches, [critic])


def sharpness():
    recipe = program('sharpness')
    model = fill(recipe.build_model(), 19)
    product = recipe.hessian_vector_function(model)
    x, y = noise(7, 3), noise(7, 1, seed=1)
    vectors = [noise(*weight.shape, seed=2) for weight in model.get_weights()]
    yield from numbered('product', product([x, y] + vectors))
    yield 'eigenvalue', recipe.largest_eigenvalue(product, x, y, vectors, iterations=5)


def polynomial():
    recipe = program('sharpness')
    derivatives, x = recipe.polynomial_derivatives([1., -2., 0.5, 3., 0.7], 3)
    for pair in numbered('at first', derivatives([])):
        yield pair
    K.set_value(x, np.linspace(-2., 2., 8)[1:])
    for pair in numbered('of other numbers', derivatives([])):
        yield pair


CASES = {
    'layer_outputs': layer_outputs,
    'nested_layer_outputs': nested_layer_outputs,
    'saliency': saliency,
    'grad_cam': grad_cam,
    'activation_maximization': activation_maximization,
    'deep_dream': deep_dream,
    'style_transfer': style_transfer,
    'actor Adam clipnorm': lambda: actor(optimizers.Adam(lr=0.02, clipnorm=0.5)),
    'actor RMSprop': lambda: actor(optimizers.RMSprop(lr=0.01)),
    'actor SGD': lambda: actor(optimizers.SGD(lr=0.05)),
    'actor annealed': actor_annealed,
    'critic RMSprop': lambda: critic(optimizers.RMSprop(lr=0.01, epsilon=1e-6)),
    'critic SGD nesterov': lambda: critic(optimizers.SGD(lr=0.05, momentum=0.9, nesterov=True)),
    'critic Adam decay': lambda: critic(optimizers.Adam(lr=0.02, decay=0.1, clipvalue=0.3)),
    'critic amsgrad': lambda: critic(optimizers.Adam(lr=0.02, amsgrad=True)),
    'shared RMSprop': lambda: shared(optimizers.RMSprop(lr=0.01, rho=0.99, clipnorm=40.)),
    'shared Adagrad': lambda: shared(optimizers.Adagrad(lr=0.05, clipnorm=40.)),
    'ddpg_gradients': ddpg_gradients,
    'ddpg_by_action_gradients': ddpg_by_action_gradients,
    'ddpg_combined': ddpg_combined,
    'ddpg_targets': ddpg_targets,
    'wgan_gp': wgan_gp,
    'wgan_gp_of_images': wgan_gp_of_images,
    'sharpness': sharpness,
    'polynomial': polynomial,
}


# What real Keras 2 computes now and then from weights that it is changing.
RACING = [name for name in CASES if name.split()[0] in ('actor', 'critic', 'shared', 'ddpg_by_action_gradients',
                                                        'ddpg_combined', 'wgan_gp')]


def run(name):
    """The numbers of a case, by name, as arrays of float32."""
    if name in RACING:
        with updates_in_order():
            return as_arrays(CASES[name]())
    return as_arrays(CASES[name]())


def as_arrays(parts):
    return {part: np.asarray(value, 'float32') for part, value in parts}
