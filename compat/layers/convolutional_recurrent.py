"""Keras 2's `keras.layers.convolutional_recurrent`: convolutional recurrent layers and their cell."""
from compat import backend as K
from compat import activations, regularizers
from compat.builtin_layers.convolved_steps import ConvolvesByK
from compat.builtin_layers.recurrence import NO_BATCH_SIZE, unit_forget_initializer
from compat.builtin_layers.registration import builtin_layer
from compat.engine.base_layer import InputSpec
from compat.layers.recurrent import (RNN, BaseRNN, OwnCellMixin, _Cell, _checked_cell, _dropped, _GateWeight, _of_cell)
from compat.legacy import interfaces
from compat.utils import conv_utils

UNROLLED = "Unrolling isn't possible with convolutional RNNs: %s goes through time in a loop. Leave unroll=True out."
_SIZES = ('filters', 'kernel_size', 'strides', 'padding', 'data_format', 'dilation_rate')
_OPTIONS = (
    'activation', 'recurrent_activation', 'use_bias', 'kernel_initializer', 'recurrent_initializer', 'bias_initializer',
    'unit_forget_bias', 'kernel_regularizer', 'recurrent_regularizer', 'bias_regularizer', 'kernel_constraint',
    'recurrent_constraint', 'bias_constraint', 'dropout', 'recurrent_dropout')


@builtin_layer
class ConvRNN2D(BaseRNN):
    def __init__(self, cell, return_sequences=False, return_state=False, go_backwards=False, stateful=False,
                 unroll=False, **kwargs):
        if unroll:
            raise TypeError(UNROLLED % type(self).__name__)
        if isinstance(cell, (list, tuple)):
            raise TypeError('ConvRNN2D cannot stack convolutional cells, and got %d. Stack layers, all but the '
                            'last with return_sequences=True.' % len(cell))
        super().__init__(_checked_cell(cell, 'ConvRNN2D'), return_sequences, return_state, go_backwards, stateful,
                         **kwargs)
        self.input_spec = [InputSpec(ndim=5)]

    def _state_axis(self):
        return 1 if self.cell.data_format == 'channels_first' else 3

    def _step_shape(self, step_shape, channels):
        """Returns the shape of a state or an output of so many channels, for the shape of a step."""
        cell, is_first = self.cell, self._state_axis() == 1
        first = 2 if is_first else 1
        spatial = tuple(conv_utils.conv_output_length(length, kernel, cell.padding, stride, dilation)
                        for length, kernel, stride, dilation in zip(step_shape[first:first + 2], cell.kernel_size,
                                                                    cell.strides, cell.dilation_rate))
        return (step_shape[0],) + ((channels,) + spatial if is_first else spatial + (channels,))

    def _state_shapes(self):
        shape = tuple(self.input_spec[0].shape or ())
        state_shapes = [self._step_shape(shape[:1] + shape[2:], size) for size in self._state_sizes()
                        ] if shape else []
        if not shape or None in state_shapes[0]:
            raise ValueError(NO_BATCH_SIZE % (self.name, shape) + ' The same holds for rows and columns.')
        if min(state_shapes[0][1:]) < 1:
            raise ValueError(f'The window of {self.name}, {self.cell.kernel_size} with dilation '
                             f'{self.cell.dilation_rate}, is larger than the steps of its input of shape {shape}.')
        return state_shapes

    def compute_output_shape(self, input_shape):
        """Returns the shape of the output, and with ``return_state`` those of the states."""
        if isinstance(input_shape, list):
            input_shape = input_shape[0]
        step = self._step_shape(input_shape[:1] + input_shape[2:], self.cell.filters)
        output = step[:1] + (input_shape[1],) + step[1:] if self.return_sequences else step
        return [output] + [step for _ in self._state_sizes()] if self.return_state else output

    def get_initial_state(self, inputs):
        """Returns the states before the first step: zeros, of the shape of an output of the cell."""
        kernel = K.zeros(tuple(self.cell.kernel_shape)[:-1] + (self.cell.filters,))
        zeros = self.cell.input_conv(K.zeros_like(inputs[:, 0]), kernel, padding=self.cell.padding)
        return [zeros for _ in self._state_sizes()]


RNN.register(ConvRNN2D)


@builtin_layer
class ConvLSTM2DCell(ConvolvesByK, _Cell):
    _gates = 'ifco'
    _config = _SIZES + _OPTIONS

    def __init__(self, filters, kernel_size, strides=(1, 1), padding='valid', data_format=None, dilation_rate=(1, 1),
                 activation='tanh', recurrent_activation='hard_sigmoid', use_bias=True,
                 kernel_initializer='glorot_uniform', recurrent_initializer='orthogonal', bias_initializer='zeros',
                 unit_forget_bias=True, kernel_regularizer=None, recurrent_regularizer=None, bias_regularizer=None,
                 kernel_constraint=None, recurrent_constraint=None, bias_constraint=None, dropout=0.,
                 recurrent_dropout=0., **kwargs):
        super().__init__(
            filters, activation, use_bias, kernel_initializer, recurrent_initializer, bias_initializer,
            kernel_regularizer, recurrent_regularizer, bias_regularizer, kernel_constraint, recurrent_constraint,
            bias_constraint, dropout, recurrent_dropout, **kwargs)
        self.filters = self._width
        self.kernel_size = conv_utils.normalize_tuple(kernel_size, 2, 'kernel_size')
        self.strides = conv_utils.normalize_tuple(strides, 2, 'strides')
        self.padding = conv_utils.normalize_padding(padding)
        self.data_format = K.normalize_data_format(data_format)
        self.dilation_rate = conv_utils.normalize_tuple(dilation_rate, 2, 'dilation_rate')
        self.recurrent_activation = activations.get(recurrent_activation)
        self.unit_forget_bias = unit_forget_bias
        self.state_size = (self.filters, self.filters)

    kernel_i, kernel_f, kernel_c, kernel_o = [_GateWeight('kernel', gate) for gate in range(4)]
    recurrent_kernel_i, recurrent_kernel_f, recurrent_kernel_c, recurrent_kernel_o = [
        _GateWeight('recurrent_kernel', gate) for gate in range(4)]
    bias_i, bias_f, bias_c, bias_o = [_GateWeight('bias', gate) for gate in range(4)]

    def build(self, input_shape):
        """Makes kernels (rows, columns, channels or filters, 4 * filters) and a bias: input, forget, carry, output."""
        channels = input_shape[1 if self.data_format == 'channels_first' else -1]
        if channels is None:
            raise ValueError(f'The channel dimension of the inputs should be defined. Found `None`: {self.name} has a '
                             f'weight for each channel, and inputs of shape {input_shape}.')
        width = len(self._gates) * self.filters
        self.kernel_shape = self.kernel_size + (channels, width)
        self._add_weights(self.kernel_shape, self.kernel_size + (self.filters, width))

    def _bias_initializer(self):
        if not self.unit_forget_bias:
            return self.bias_initializer
        return unit_forget_initializer(self.bias_initializer, self.filters, 1, 2)

    def call(self, inputs, states, training=None):
        """Returns (output, [output, carry]) of one step, for the states [output, carry] of the step before."""
        before, carry = states[0], states[1]
        input_masks, state_masks = self._masks(inputs, carry, training)
        if self._by_gates():
            sums = [self.input_conv(_dropped(inputs, input_masks, gate), getattr(self, 'kernel_' + name),
                                    getattr(self, 'bias_' + name), padding=self.padding)
                    + self.recurrent_conv(_dropped(before, state_masks, gate),
                                          getattr(self, 'recurrent_kernel_' + name))
                    for gate, name in enumerate(self._gates)]
        else:
            together = (self.input_conv(inputs, self.kernel, self.bias, padding=self.padding)
                        + self.recurrent_conv(before, self.recurrent_kernel))
            sums = [self._channels(together, gate) for gate in range(4)]
        carry = (self.recurrent_activation(sums[1]) * carry
                 + self.recurrent_activation(sums[0]) * self.activation(sums[2]))
        output = self.recurrent_activation(sums[3]) * self.activation(carry)
        return output, [output, carry]

    def _channels(self, sums, gate):
        """Returns the channels of a gate."""
        if self.data_format == 'channels_last':
            return self._part(sums, gate)
        return sums[:, gate * self.filters:(gate + 1) * self.filters]


@builtin_layer
class ConvLSTM2D(OwnCellMixin, ConvRNN2D):
    @interfaces.legacy_convlstm2d_support
    def __init__(self, filters, kernel_size, strides=(1, 1), padding='valid', data_format=None, dilation_rate=(1, 1),
                 activation='tanh', recurrent_activation='hard_sigmoid', use_bias=True,
                 kernel_initializer='glorot_uniform', recurrent_initializer='orthogonal', bias_initializer='zeros',
                 unit_forget_bias=True, kernel_regularizer=None, recurrent_regularizer=None, bias_regularizer=None,
                 activity_regularizer=None, kernel_constraint=None, recurrent_constraint=None, bias_constraint=None,
                 return_sequences=False, go_backwards=False, stateful=False, dropout=0., recurrent_dropout=0.,
                 **kwargs):
        cell = ConvLSTM2DCell(
            filters, kernel_size, strides=strides, padding=padding, data_format=data_format,
            dilation_rate=dilation_rate, activation=activation, recurrent_activation=recurrent_activation,
            use_bias=use_bias, kernel_initializer=kernel_initializer, recurrent_initializer=recurrent_initializer,
            bias_initializer=bias_initializer, unit_forget_bias=unit_forget_bias,
            kernel_regularizer=kernel_regularizer, recurrent_regularizer=recurrent_regularizer,
            bias_regularizer=bias_regularizer, kernel_constraint=kernel_constraint,
            recurrent_constraint=recurrent_constraint, bias_constraint=bias_constraint, dropout=dropout,
            recurrent_dropout=recurrent_dropout)
        super().__init__(cell, return_sequences=return_sequences, go_backwards=go_backwards, stateful=stateful,
                         **kwargs)
        self.activity_regularizer = regularizers.get(activity_regularizer)

    (filters, kernel_size, strides, padding, data_format, dilation_rate, activation, recurrent_activation, use_bias,
     kernel_initializer, recurrent_initializer, bias_initializer, unit_forget_bias, kernel_regularizer,
     recurrent_regularizer, bias_regularizer, kernel_constraint, recurrent_constraint, bias_constraint, dropout,
     recurrent_dropout) = map(_of_cell, _SIZES + _OPTIONS)
