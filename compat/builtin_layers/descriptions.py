"""What the built-in layers compute and what their arguments mean: the texts that ``help`` shows.

Arguments that many layers have are described once, in ARGUMENTS; a layer's own description comes first. The arguments
and their defaults themselves are those of signatures.json.
"""
import textwrap
from typing import Dict, NamedTuple

WIDTH = 88

ARGUMENTS = {
    'activation': 'function applied to the output: a name of keras.activations or a function of one tensor. None is '
                  'the identity.',
    'activity_regularizer': 'regularizer of the output: a name or a function from the output to a scalar, which is '
                            'added to the loss.',
    'bias_constraint': 'constraint of the bias: a name, or a function from the weight to its new value, which is '
                       'called after each update.',
    'bias_initializer': 'initializer of the bias: a name, or a function from a shape to values.',
    'bias_regularizer': 'regularizer of the bias: a name, or a function from the weight to a scalar, which is added '
                        'to the loss.',
    'data_format': '"channels_last" (the channels are the last axis) or "channels_first" (they follow the batch). '
                   'None is K.image_data_format().',
    'depth_multiplier': 'positive integer, the number of outputs of the depthwise convolution for each channel.',
    'depthwise_constraint': 'constraint of the depthwise kernel.',
    'depthwise_initializer': 'initializer of the depthwise kernel.',
    'depthwise_regularizer': 'regularizer of the depthwise kernel.',
    'dilation_rate': 'positive integer, or one for each spatial axis: the distance of neighbouring kernel positions. '
                     'Only one of strides and dilation_rate may differ from 1.',
    'dropout': 'float between 0 and 1, the share of the inputs that is dropped in training.',
    'filters': 'positive integer, the number of channels of the output.',
    'go_backwards': 'whether the steps are taken in reverse order; sequences are returned in that order, too.',
    'implementation': '1 computes each gate by products of its own, 2 all gates in one product. The result is the '
                      'same.',
    'kernel_constraint': 'constraint of the kernel: a name, or a function from the weight to its new value, which is '
                         'called after each update.',
    'kernel_initializer': 'initializer of the kernel: a name, or a function from a shape to values.',
    'kernel_regularizer': 'regularizer of the kernel: a name, or a function from the weight to a scalar, which is '
                          'added to the loss.',
    'kernel_size': 'positive integer, or one for each spatial axis: the size of the kernel.',
    'noise_shape': 'tuple of integers, the shape of the mask: where it has 1 the same mask is used along the axis. '
                   'None is the shape of the input.',
    'output_padding': 'non-negative integer, or one for each spatial axis, smaller than the stride: what is added to '
                      'the size of the output. None takes the smallest size that has this input.',
    'padding': '"valid" (no padding) or "same" (zeros are added so that the output has the size of the input divided '
               'by the stride).',
    'pointwise_constraint': 'constraint of the pointwise kernel.',
    'pointwise_initializer': 'initializer of the pointwise kernel.',
    'pointwise_regularizer': 'regularizer of the pointwise kernel.',
    'pool_size': 'positive integer, or one for each spatial axis: the size of the window.',
    'rate': 'float between 0 and 1, the share of the inputs that is dropped in training.',
    'recurrent_activation': 'function of the gates: a name of keras.activations or a function of one tensor.',
    'recurrent_constraint': 'constraint of the recurrent kernel.',
    'recurrent_dropout': 'float between 0 and 1, the share of the state that is dropped in training.',
    'recurrent_initializer': 'initializer of the recurrent kernel, which is applied to the state.',
    'recurrent_regularizer': 'regularizer of the recurrent kernel.',
    'reset_after': 'whether the reset gate is applied after the product with the recurrent kernel (as cuDNN does, with '
                   'two biases) or before it.',
    'return_sequences': 'whether the outputs of all steps are returned, or the last one only.',
    'return_state': 'whether the last states are returned after the output, in a list.',
    'seed': 'integer that makes the random numbers repeatable. None draws a seed from numpy.',
    'stateful': 'whether the last states of a batch are the first ones of the next. The batch size must be known then '
                '(batch_input_shape).',
    'strides': 'positive integer, or one for each spatial axis: the distance of neighbouring windows.',
    'unit_forget_bias': 'whether the bias of the forget gate starts with 1.',
    'units': 'positive integer, the size of the last axis of the output.',
    'unroll': 'whether the steps are written out instead of computed in a loop, for short sequences.',
    'use_bias': 'whether a bias is added.',
}
KWARGS = ('arguments that every layer has: name, trainable, dtype, weights (a list of arrays), and for the first layer '
          'of a model input_shape (without the batch axis), batch_input_shape (with it) or batch_size.')


class Description(NamedTuple):
    """The text of a layer: what it computes, its shapes, its own meaning of arguments, the errors it raises."""

    summary: str
    inputs: str
    outputs: str
    arguments: Dict[str, str] = {}
    raises: Dict[str, str] = {}


ANY = 'any'
SAME = 'that of the input'
STEPS = '(batch, steps, channels)'
IMAGES = '(batch, rows, columns, channels); with "channels_first" (batch, channels, rows, columns)'
VOLUMES = '(batch, depth, rows, columns, channels); with "channels_first" the channels follow the batch'
SEQUENCES = '(batch, steps, features), and with initial states a list of it and of these'
STATES = ('(batch, units); with return_sequences (batch, steps, units); with return_state a list of it and of the last '
          'states, each (batch, units)')
OUTPUTS = {
    1: '(batch, new_steps, filters)',
    2: '(batch, new_rows, new_columns, filters), with "channels_first" the filters follow the batch',
    3: '(batch, new_depth, new_rows, new_columns, filters), with "channels_first" the filters follow the batch'}
INPUTS = {1: STEPS, 2: IMAGES, 3: VOLUMES}
AXES = {1: 'one axis', 2: 'two axes', 3: 'three axes'}
ONE_RANK = {'ValueError': 'the input has another number of axes, or its channels are not known; strides and '
                          'dilation_rate both differ from 1.'}
MERGED = 'a list of at least two tensors of one shape, up to axes of size 1'
AT_LEAST_TWO = {'ValueError': 'there are fewer than two inputs, or their shapes do not fit.'}


def _convolution(rank, **arguments):
    return Description(
        f'Convolution of the input with a learned kernel over {AXES[rank]}: activation(convolution(input, kernel) + '
        'bias). The kernel has the shape kernel_size + (channels, filters).', INPUTS[rank], OUTPUTS[rank], arguments,
        ONE_RANK)


def _transposed(rank):
    return Description(
        f'Transposed convolution over {AXES[rank]}, the gradient of a convolution with respect to its input: it makes '
        'the spatial axes larger by the strides. The kernel has the shape kernel_size + (filters, channels).',
        INPUTS[rank], OUTPUTS[rank], {}, ONE_RANK)


def _separable(rank):
    return Description(
        f'Separable convolution over {AXES[rank]}: each channel is convolved with depth_multiplier kernels of its own, '
        'then a pointwise convolution mixes all of these into the filters.', INPUTS[rank], OUTPUTS[rank], {}, ONE_RANK)


def _locally_connected(rank):
    return Description(
        f'A convolution over {AXES[rank]} with a kernel and a bias of its own for each output position. The kernel has '
        'the shape (positions, window * channels, filters).', INPUTS[rank] + '. All sizes but the batch are known',
        OUTPUTS[rank], {'padding': '"valid" only.', 'data_format': '"channels_last" or "channels_first".' if rank == 2
                        else 'None or "channels_last".'},
        {'ValueError': 'padding is not "valid", or a size of the input is not known.'})


def _pooling(what, rank):
    return Description(
        f'{what} of each window over {AXES[rank]}, for each channel.', INPUTS[rank],
        OUTPUTS[rank].replace('filters', 'channels'), {'strides': 'the distance of neighbouring windows: a positive '
                                                       'integer, or one for each spatial axis. None is pool_size.'})


def _global_pooling(what, rank):
    return Description(f'{what} over all positions of {AXES[rank]}, for each channel.', INPUTS[rank],
                       '(batch, channels)')


def _recurrent(summary, cell=False):
    if cell:
        return Description(
            f'One step of {summary} `call(inputs, states)` returns the output and the list of the new states. '
            'A cell is an argument of RNN.', '(batch, features), and a list of states (batch, units)',
            '(batch, units), and a list of states (batch, units)')
    return Description(
        f'{summary[0].upper()}{summary[1:]} It goes through the steps of a sequence. A call takes `mask` (batch, '
        'steps), `training` and `initial_state`, a list of tensors (batch, units).', SEQUENCES, STATES, {},
        {'ValueError': 'stateful=True without a known batch size.'})


SIMPLE_RNN = ('a fully connected recurrent layer: output = activation(dot(input, kernel) + dot(last output, '
              'recurrent_kernel) + bias).')
GRU = ('a gated recurrent unit with an update and a reset gate (Cho et al. 2014, arXiv 1406.1078). Kernel, recurrent '
       'kernel and bias hold the parts for update, reset and candidate side by side.')
LSTM = ('a long short-term memory with input, forget and output gate and a carry (Hochreiter and Schmidhuber 1997). '
        'Kernel, recurrent kernel and bias hold the parts for input, forget, carry and output side by side. The states '
        'are the output and the carry.')
CONV_LSTM = ('a convolutional LSTM (Shi et al. 2015, arXiv 1506.04214): an LSTM whose products with the kernels are '
             'convolutions of images.')
CUDNN = ' It has the layout of weights that cuDNN has, and computes with the framework on every device.'

LAYERS = {
    'Activation': Description('Applies an activation function to each value.', ANY, SAME,
                              {'activation': 'a name of keras.activations or a function of one tensor.'}),
    'ActivityRegularization': Description('Returns the input, and adds the penalty l1 * sum(abs(x)) + l2 * '
                                          'sum(square(x)) of it to the loss.', ANY, SAME,
                                          {'l1': 'non-negative float, the factor of the absolute values.',
                                           'l2': 'non-negative float, the factor of the squares.'}),
    'Add': Description('The sum of the inputs.', MERGED, SAME, {}, AT_LEAST_TWO),
    'AlphaDropout': Description('Alpha dropout (Klambauer et al. 2017, arXiv 1706.02515): in training some values are '
                                'set to the negative saturation value of selu, and the result is scaled so that mean '
                                'and variance stay.', ANY, SAME),
    'Average': Description('The mean of the inputs.', MERGED, SAME, {}, AT_LEAST_TWO),
    'AveragePooling1D': _pooling('The mean', 1),
    'AveragePooling2D': _pooling('The mean', 2),
    'AveragePooling3D': _pooling('The mean', 3),
    'BatchNormalization': Description(
        'Batch normalization (Ioffe and Szegedy 2015, arXiv 1502.03167): gamma * (x - mean) / sqrt(variance + epsilon) '
        '+ beta. In training mean and variance are those of the batch, over all axes but `axis`, and move the moving '
        'averages; in prediction they are the moving averages.', ANY, SAME,
        {'axis': 'integer, the axis with the features, 1 after a convolution with "channels_first".',
         'momentum': 'float, the share of the moving averages that stays at each update.',
         'epsilon': 'small float that is added to the variance.',
         'center': 'whether beta is added.', 'scale': 'whether the result is multiplied by gamma.',
         'beta_initializer': 'initializer of beta.', 'gamma_initializer': 'initializer of gamma.',
         'moving_mean_initializer': 'initializer of the moving mean.',
         'moving_variance_initializer': 'initializer of the moving variance.',
         'beta_regularizer': 'regularizer of beta.', 'gamma_regularizer': 'regularizer of gamma.',
         'beta_constraint': 'constraint of beta.', 'gamma_constraint': 'constraint of gamma.'},
        {'ValueError': 'the size of the axis is not known.'}),
    'Bidirectional': Description(
        'A recurrent layer on a sequence and a copy of it on the reversed sequence, with the outputs merged.',
        '(batch, steps, features)', 'that of the layer; twice its last axis where the outputs are concatenated; a list '
        'of two with merge_mode None',
        {'layer': 'a recurrent layer.',
         'merge_mode': 'how the two outputs are merged: "sum", "mul", "concat", "ave", or None for a list.',
         'weights': 'list of arrays, the first values of the weights of both layers.'},
        {'ValueError': 'merge_mode is unknown.'}),
    'Concatenate': Description('The inputs joined along an axis.', 'a list of at least two tensors whose shapes differ '
                               'along the axis only', 'that of an input, with the sum of the sizes along the axis',
                               {'axis': 'integer, the axis; the batch counts as 0.'}, AT_LEAST_TWO),
    'Conv1D': _convolution(1, padding='"valid", "same", or "causal" (padded at the front, so that no output depends on '
                           'a later input).', data_format='"channels_last" or "channels_first".'),
    'Conv2D': _convolution(2),
    'Conv2DTranspose': _transposed(2),
    'Conv3D': _convolution(3),
    'Conv3DTranspose': _transposed(3),
    'ConvLSTM2D': Description(
        CONV_LSTM[0].upper() + CONV_LSTM[1:], '(batch, steps, rows, columns, channels); with "channels_first" (batch, '
        'steps, channels, rows, columns)', '(batch, new_rows, new_columns, filters); with return_sequences (batch, '
        'steps, new_rows, new_columns, filters)', {}, {'TypeError': 'unroll=True.'}),
    'ConvLSTM2DCell': Description(
        f'One step of {CONV_LSTM} `call(inputs, states)` returns the output and the two new states. With dropout and '
        'recurrent_dropout a mask is drawn for each gate, the same at all steps of a ConvRNN2D.',
        IMAGES + ', and a list of two states', 'with filters as channels, and a list of two states'),
    'ConvRNN2D': Description(
        'A convolutional cell at each step of a sequence of images.',
        '(batch, steps, rows, columns, channels), the channels where the data_format of the cell says',
        '(batch, new_rows, new_columns, filters); with return_sequences those of all steps; with return_state a list '
        'of that and the last states',
        {'cell': 'an object with call(inputs, states), state_size, and as ConvLSTM2DCell filters, kernel_size, '
                 'strides, padding, dilation_rate, data_format, kernel_shape and input_conv.',
         'unroll': 'False; such layers always compute in a loop.'},
        {'TypeError': 'there are several cells, or unroll=True.'}),
    'Cropping1D': Description('Removes steps at both ends.', STEPS, '(batch, remaining_steps, channels)',
                              {'cropping': 'integer, or a pair: how many steps at the start and at the end.'}),
    'Cropping2D': Description('Removes rows and columns at the borders.', IMAGES, 'the same, with fewer rows and '
                              'columns', {'cropping': 'integer, two integers (rows, columns), or ((top, bottom), '
                                          '(left, right)).'}),
    'Cropping3D': Description('Removes positions at both ends of three axes.', VOLUMES, 'the same, with smaller '
                              'spatial axes', {'cropping': 'integer, three integers, or three pairs of the numbers at '
                                               'the start and the end of an axis.'}),
    'CuDNNGRU': _recurrent(GRU + CUDNN),
    'CuDNNLSTM': _recurrent(LSTM + CUDNN),
    'Dense': Description('A fully connected layer: activation(dot(input, kernel) + bias). The kernel has the shape '
                         '(features, units).', '(batch, ..., features)', '(batch, ..., units)', {},
                         {'ValueError': 'the size of the last axis of the input is not known.'}),
    'DepthwiseConv2D': Description(
        'The first half of a separable convolution: each channel is convolved with depth_multiplier kernels of its '
        'own.', IMAGES, '(batch, new_rows, new_columns, channels * depth_multiplier), or with the channels after the '
        'batch', {}, ONE_RANK),
    'Dot': Description(
        'The dot product of two tensors along an axis of each, for each sample.', 'a list of two tensors (batch, ...)',
        'the axes of both without those of the product; (batch, 1) where none is left',
        {'axes': 'integer, or a pair: the axis of each input.',
         'normalize': 'whether both are divided by their norm along the axis, which makes cosines.'},
        {'ValueError': 'there are not two inputs, or the sizes of the axes differ.'}),
    'Dropout': Description('In training sets a share of the values to 0, and divides the others by 1 - rate '
                           '(Srivastava et al. 2014).', ANY, SAME),
    'ELU': Description('x where it is positive, else alpha * (exp(x) - 1) (Clevert et al. 2015, arXiv 1511.07289).',
                       ANY, SAME, {'alpha': 'float, the scale of the negative part.'}),
    'Embedding': Description(
        'Turns indices into vectors, the rows of a weight (input_dim, output_dim).', '(batch, input_length), integers '
        'from 0 to input_dim - 1', '(batch, input_length, output_dim)',
        {'input_dim': 'positive integer, the number of rows: the largest index plus 1.',
         'output_dim': 'positive integer, the size of a vector.',
         'embeddings_initializer': 'initializer of the weight.',
         'embeddings_regularizer': 'regularizer of the weight.',
         'embeddings_constraint': 'constraint of the weight.',
         'mask_zero': 'whether index 0 is padding, which following layers skip.',
         'input_length': 'the length of the sequences where it is constant, which Flatten and Dense need.'}),
    'Flatten': Description('Joins all axes but the batch into one.', '(batch, ...), all sizes but the batch known',
                           '(batch, product of the sizes)',
                           {'data_format': '"channels_first" moves the channels to the end before; None is '
                                           '"channels_last".'}, {'ValueError': 'a size is not known.'}),
    'GRU': _recurrent(GRU),
    'GRUCell': _recurrent(GRU, cell=True),
    'GaussianDropout': Description('In training multiplies by values of a normal distribution with mean 1 and standard '
                                   'deviation sqrt(rate / (1 - rate)) (Srivastava et al. 2014).', ANY, SAME),
    'GaussianNoise': Description('In training adds values of a normal distribution with mean 0.', ANY, SAME,
                                 {'stddev': 'float, the standard deviation.'}),
    'GlobalAveragePooling1D': _global_pooling('The mean', 1),
    'GlobalAveragePooling2D': _global_pooling('The mean', 2),
    'GlobalAveragePooling3D': _global_pooling('The mean', 3),
    'GlobalMaxPooling1D': _global_pooling('The largest value', 1),
    'GlobalMaxPooling2D': _global_pooling('The largest value', 2),
    'GlobalMaxPooling3D': _global_pooling('The largest value', 3),
    'InputLayer': Description(
        'The layer that an input of a model comes from.', 'none', 'batch_input_shape',
        {'input_shape': 'tuple, the shape without the batch axis.',
         'batch_size': 'integer or None, the size of the batch axis, with input_shape.',
         'batch_input_shape': 'tuple, the shape with the batch axis.',
         'dtype': 'name of the dtype of the tensor. None is K.floatx().',
         'input_tensor': 'a tensor that is the input, instead of a new placeholder.',
         'sparse': 'whether the placeholder is sparse.', 'name': 'name of the layer.'},
        {'ValueError': 'both or neither of input_shape and batch_input_shape are passed.'}),
    'LSTM': _recurrent(LSTM),
    'LSTMCell': _recurrent(LSTM, cell=True),
    'Lambda': Description(
        'Applies a function to the input.', ANY, 'that of what the function returns, or output_shape',
        {'function': 'function of the input tensor (or the list of them), which may take `mask` and `training`.',
         'output_shape': 'tuple without the batch axis, or a function from the input shape to the output shape.',
         'mask': 'a mask, or a function from inputs and mask to the mask of the output.',
         'arguments': 'dict of further arguments of the function.'}),
    'LeakyReLU': Description('x where it is positive, else alpha * x.', ANY, SAME,
                             {'alpha': 'float, the slope of the negative part.'}),
    'LocallyConnected1D': _locally_connected(1),
    'LocallyConnected2D': _locally_connected(2),
    'Masking': Description('Masks the steps at which all features equal mask_value; following layers skip them.',
                           '(batch, steps, features)', SAME, {'mask_value': 'float, the value.'}),
    'MaxPooling1D': _pooling('The largest value', 1),
    'MaxPooling2D': _pooling('The largest value', 2),
    'MaxPooling3D': _pooling('The largest value', 3),
    'Maximum': Description('The largest of the inputs, for each value.', MERGED, SAME, {}, AT_LEAST_TWO),
    'Minimum': Description('The smallest of the inputs, for each value.', MERGED, SAME, {}, AT_LEAST_TWO),
    'Multiply': Description('The product of the inputs.', MERGED, SAME, {}, AT_LEAST_TWO),
    'PReLU': Description(
        'x where it is positive, else alpha * x with a learned alpha of the shape of a sample (He et al. 2015, arXiv '
        '1502.01852).', ANY, SAME,
        {'alpha_initializer': 'initializer of alpha.', 'alpha_regularizer': 'regularizer of alpha.',
         'alpha_constraint': 'constraint of alpha.',
         'shared_axes': 'integer or list of integers, the axes along which alpha is the same: [1, 2] for images.'}),
    'Permute': Description('Reorders the axes of each sample.', '(batch, ...)', 'the sizes in the new order',
                           {'dims': 'tuple, the axes of the input in the new order. The first axis after the batch '
                                    'is 1.'}),
    'RNN': Description(
        'A cell at each step of a sequence. A call takes `mask` (batch, steps), `training`, `initial_state` and '
        '`constants`, lists of tensors.', SEQUENCES, STATES,
        {'cell': 'an object with call(inputs, states), which returns the output and the list of the new states, and '
                 'state_size, an integer or several; or a list of such cells, which are stacked.'},
        {'ValueError': 'the cell lacks call or state_size; stateful=True without a known batch size.'}),
    'ReLU': Description(
        'x from threshold up to max_value, negative_slope * (x - threshold) below the threshold.', ANY, SAME,
        {'max_value': 'non-negative float, the largest output. None is no limit.',
         'negative_slope': 'non-negative float, the slope below the threshold.',
         'threshold': 'float, where the positive part starts.'}, {'ValueError': 'max_value or negative_slope is '
                                                                  'negative.'}),
    'RepeatVector': Description('Repeats each sample n times.', '(batch, features)', '(batch, n, features)',
                                {'n': 'positive integer.'}),
    'Reshape': Description('Gives each sample another shape.', '(batch, ...)', '(batch,) + target_shape',
                           {'target_shape': 'tuple without the batch axis; -1 is what is left.'},
                           {'ValueError': 'the number of values differs.'}),
    'SeparableConv1D': _separable(1),
    'SeparableConv2D': _separable(2),
    'SimpleRNN': _recurrent(SIMPLE_RNN),
    'SimpleRNNCell': _recurrent(SIMPLE_RNN, cell=True),
    'Softmax': Description('exp(x) / sum(exp(x)) along an axis.', ANY, SAME, {'axis': 'integer, the axis.'}),
    'SpatialDropout1D': Description('Dropout of whole channels of sequences (Tompson et al. 2014, arXiv 1411.4280).',
                                    STEPS, SAME),
    'SpatialDropout2D': Description('Dropout of whole channels of images (Tompson et al. 2014, arXiv 1411.4280).',
                                    IMAGES, SAME),
    'SpatialDropout3D': Description('Dropout of whole channels of volumes (Tompson et al. 2014, arXiv 1411.4280).',
                                    VOLUMES, SAME),
    'StackedRNNCells': Description(
        'Several cells as one: the output of a cell is the input of the next. The states are those of all cells in one '
        'list.', '(batch, features), and a list of states', 'the output of the last cell, and a list of states',
        {'cells': 'list of cells.'}, {'ValueError': 'a cell lacks call or state_size.'}),
    'Subtract': Description('The first input minus the second.', 'a list of two tensors of one shape', SAME, {},
                            {'ValueError': 'there are not two inputs.'}),
    'ThresholdedReLU': Description('x where it is larger than theta, else 0 (Konda et al. 2014, arXiv 1402.3337).', ANY,
                                   SAME, {'theta': 'non-negative float, the threshold.'}),
    'TimeDistributed': Description(
        'A layer at each step of a sequence, with the same weights.', '(batch, steps, ...)', '(batch, steps, ...) with '
        'the output of the layer at each step', {'layer': 'the layer.'}),
    'UpSampling1D': Description('Repeats each step.', STEPS, '(batch, size * steps, channels)',
                                {'size': 'integer, how often.'}),
    'UpSampling2D': Description(
        'Makes images larger.', IMAGES, 'the same, with rows and columns multiplied by size',
        {'size': 'integer, or two: the factors of rows and columns.',
         'interpolation': '"nearest" repeats pixels; "bilinear" interpolates between them, with the corners aligned.'},
        {'ValueError': 'the interpolation is unknown.'}),
    'UpSampling3D': Description('Repeats the positions of three axes.', VOLUMES, 'the same, with the spatial axes '
                                'multiplied by size', {'size': 'integer, or three: the factors.'}),
    'Wrapper': Description('The base of layers that wrap a layer.', 'that of the subclass', 'that of the subclass',
                           {'layer': 'the layer that is wrapped.'}),
    'ZeroPadding1D': Description('Adds zeros at both ends.', STEPS, '(batch, padded_steps, channels)',
                                 {'padding': 'integer, or a pair: how many at the start and at the end.'}),
    'ZeroPadding2D': Description('Adds rows and columns of zeros at the borders.', IMAGES, 'the same, with more rows '
                                 'and columns', {'padding': 'integer, two integers (rows, columns), or ((top, bottom), '
                                                 '(left, right)).'}),
    'ZeroPadding3D': Description('Adds zeros at both ends of three axes.', VOLUMES, 'the same, with larger spatial '
                                 'axes', {'padding': 'integer, three integers, or three pairs of the numbers at the '
                                          'start and the end of an axis.'}),
}


def _paragraph(text, indent):
    return textwrap.fill(text, WIDTH, initial_indent=' ' * indent, subsequent_indent=' ' * (indent + 4))


def document(name, arguments, source):
    """Returns the docstring of a layer.

    Args:
        name: the name of the layer in LAYERS.
        arguments: pairs of the name of an argument and its default as text, None for an argument without one.
        source: where Keras 2 has the layer, ``Keras 2.2.4 `keras.layers.Dense```.

    Returns:
        The text: what the layer computes, Args, shapes, Raises, source.
    """
    layer = LAYERS[name]
    lines = [textwrap.fill(layer.summary, WIDTH), '', 'Args:']
    for argument, default in arguments:
        text = layer.arguments.get(argument) or ARGUMENTS[argument]
        lines.append(_paragraph(f'{argument}: {text}' + ('' if default is None else f' Default: {default}.'), 4))
    lines += [_paragraph(f'**kwargs: {KWARGS}', 4), '', 'Input shape:', _paragraph(layer.inputs + '.', 4), '',
              'Output shape:', _paragraph(layer.outputs + '.', 4)]
    if layer.raises:
        lines += ['', 'Raises:'] + [_paragraph(f'{error}: {text}', 4) for error, text in layer.raises.items()]
    return '\n'.join(lines + ['', f'Source: {source}.', ''])
