"""The residual networks of He and others that Keras 2.3 has beside ResNet50, and their second version.

Each is a table: how many blocks its four stages have. In the second version activations come before convolutions.
"""
from compat.layers import Activation, Add, BatchNormalization, Conv2D, MaxPooling2D, ZeroPadding2D
from compat.networks.image_network import ImageNetwork, WeightsFile, chain, channel_axis

_RELEASE = 'https://github.com/keras-team/keras-applications/releases/download/resnet/'
# Network: the MD5 sums of its weights of ImageNet, with and without the classifier.
_SUMS = {
    'resnet50': ('2cb95161c43110f7111970584f804107', '4d473c1dd8becc155b73f8504c6f6626'),
    'resnet101': ('f1aeb4b969a6efcfb50fad2f0c20cfc5', '88cf7a10940856eca736dc7b7e228a21'),
    'resnet152': ('100835be76be38e30d865e96f2aaae62', 'ee4c566cf9a93f14d82f913c2dc6dd0c'),
    'resnet50v2': ('3ef43a0b657b3be2300d5770ece849e0', 'fac2f116257151a9d068a22e544a4917'),
    'resnet101v2': ('6343647c601c52e1368623803854d971', 'c0ed64b8031c3730f411d2eb4eea35b5'),
    'resnet152v2': ('a49b44d1979771252814e80f8ec446f9', 'ed17cf2e0169df9d443503ef94b23b33'),
}
_FILTERS = (64, 128, 256, 512)


def resnet(name, blocks, include_top, weights, input_tensor, input_shape, pooling, classes, modules):
    """Returns a network with so many blocks in each stage; the other arguments are those of ImageNetwork."""
    network = _network(include_top, weights, input_tensor, input_shape, pooling, classes, modules)
    x = _first_convolution(network.images)
    x = chain(x, _normalization('conv1_bn'), Activation('relu', name='conv1_relu'))
    x = _first_pooling(x)
    for stage, (filters, count) in enumerate(zip(_FILTERS, blocks), 2):
        for number in range(1, count + 1):
            stride = 2 if number == 1 and stage > 2 else 1
            x = _block(x, filters, stride, number == 1, f'conv{stage}_block{number}')
    return _model(network, x, name)


def resnet_v2(name, blocks, include_top, weights, input_tensor, input_shape, pooling, classes, modules):
    """Returns a network of the second version; the arguments are those of resnet."""
    network = _network(include_top, weights, input_tensor, input_shape, pooling, classes, modules)
    x = _first_pooling(_first_convolution(network.images))
    for stage, (filters, count) in enumerate(zip(_FILTERS, blocks), 2):
        for number in range(1, count + 1):
            stride = 2 if number == count and stage < 5 else 1
            x = _block_v2(x, filters, stride, number == 1, f'conv{stage}_block{number}')
    x = chain(x, _normalization('post_bn'), Activation('relu', name='post_relu'))
    return _model(network, x, name)


def _network(*arguments):
    return ImageNetwork(*arguments, default_size=224, min_size=32)


def _first_convolution(x):
    return chain(x, ZeroPadding2D(padding=((3, 3), (3, 3)), name='conv1_pad'),
                 Conv2D(64, 7, strides=2, name='conv1_conv'))


def _first_pooling(x):
    return chain(x, ZeroPadding2D(padding=((1, 1), (1, 1)), name='pool1_pad'),
                 MaxPooling2D(3, strides=2, name='pool1_pool'))


def _block(x, filters, stride, has_convolution, name):
    """A block, whose input goes through a convolution of its own where it says so."""
    shortcut = x
    if has_convolution:
        shortcut = chain(x, Conv2D(4 * filters, 1, strides=stride, name=name + '_0_conv'),
                         _normalization(name + '_0_bn'))
    x = chain(x, Conv2D(filters, 1, strides=stride, name=name + '_1_conv'), _normalization(name + '_1_bn'),
              Activation('relu', name=name + '_1_relu'),
              Conv2D(filters, 3, padding='same', name=name + '_2_conv'), _normalization(name + '_2_bn'),
              Activation('relu', name=name + '_2_relu'),
              Conv2D(4 * filters, 1, name=name + '_3_conv'), _normalization(name + '_3_bn'))
    x = Add(name=name + '_add')([shortcut, x])
    return Activation('relu', name=name + '_out')(x)


def _block_v2(x, filters, stride, has_convolution, name):
    active = chain(x, _normalization(name + '_preact_bn'), Activation('relu', name=name + '_preact_relu'))
    shortcut = x
    if has_convolution:
        shortcut = Conv2D(4 * filters, 1, strides=stride, name=name + '_0_conv')(active)
    elif stride > 1:
        shortcut = MaxPooling2D(1, strides=stride)(x)
    x = chain(active, Conv2D(filters, 1, use_bias=False, name=name + '_1_conv'), _normalization(name + '_1_bn'),
              Activation('relu', name=name + '_1_relu'),
              ZeroPadding2D(padding=((1, 1), (1, 1)), name=name + '_2_pad'),
              Conv2D(filters, 3, strides=stride, use_bias=False, name=name + '_2_conv'), _normalization(name + '_2_bn'),
              Activation('relu', name=name + '_2_relu'), Conv2D(4 * filters, 1, name=name + '_3_conv'))
    return Add(name=name + '_out')([shortcut, x])


def _normalization(name):
    return BatchNormalization(axis=channel_axis(), epsilon=1.001e-5, name=name)


def _model(network, x, name):
    x = network.end(x, 'probs', names=('avg_pool', 'max_pool'))
    origin = f'{_RELEASE}{name}_weights_tf_dim_ordering_tf_kernels'
    with_top, without_top = _SUMS[name]
    return network.model(x, name, (WeightsFile(origin + '.h5', with_top),
                                   WeightsFile(origin + '_notop.h5', without_top)))
