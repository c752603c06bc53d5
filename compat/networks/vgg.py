"""The networks of Simonyan and Zisserman: blocks of convolutions of three by three."""
from compat.layers import Conv2D, Dense, Flatten, MaxPooling2D
from compat.networks.image_network import ImageNetwork

FILTERS = (64, 128, 256, 512, 512)


def vgg(name, convolutions, files, include_top, weights, input_tensor, input_shape, pooling, classes, modules):
    """Returns a network with so many convolutions in each block; the other arguments are those of ImageNetwork."""
    network = ImageNetwork(include_top, weights, input_tensor, input_shape, pooling, classes, modules,
                           default_size=224, min_size=32)
    x = network.images
    for block, (count, filters) in enumerate(zip(convolutions, FILTERS), 1):
        for number in range(1, count + 1):
            x = Conv2D(filters, (3, 3), activation='relu', padding='same', name=f'block{block}_conv{number}')(x)
        x = MaxPooling2D((2, 2), strides=(2, 2), name=f'block{block}_pool')(x)
    if include_top:
        x = Flatten(name='flatten')(x)
        for dense in ('fc1', 'fc2'):
            x = Dense(4096, activation='relu', name=dense)(x)
        x = Dense(classes, activation='softmax', name='predictions')(x)
    else:
        x = network.pool(x)
    return network.model(x, name, files)
