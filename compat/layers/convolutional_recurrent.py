"""Keras 2's `keras.layers.convolutional_recurrent`: convolutional recurrent layers and their cell."""
import abc
import contextlib
import functools

from compat import activations, adapters, constraints, initializers, process, regularizers
from compat import backend as K
from compat.engine.base_layer import InputSpec, Layer
from compat.builtin_layers.recurrence import Recurrence, unit_forget_initializer
from compat.layers import deserialize
from compat.layers.recurrent import RNN
from compat.builtin_layers.builtin import builtin
from compat.builtin_layers.signatures import documented
from compat.utils import conv_utils
from compat.utils.generic_utils import has_arg


UNROLLED = "Unrolling isn't possible with convolutional RNNs: %s goes through time in a loop. Leave unroll=True out."


class _KConvolutionMixin:
    """A mixin for ConvLSTM2D: K convolves with "channels_first", where TensorFlow has no gradients on many CPUs.

    Raises TypeError for ``unroll``.
    """

    def __init__(self, *args, **kwargs):
        if kwargs.get('unroll') and process.dialect().conv_lstm_refuses_unroll:
            raise TypeError(UNROLLED % 'ConvLSTM2D')
        super().__init__(*args, **kwargs)
        if self.cell.data_format == 'channels_first':
            for name in ('input_conv', 'recurrent_conv'):
                setattr(self.cell, name, functools.partial(getattr(ConvLSTM2DCell, name), self.cell))


ConvLSTM2D = builtin('ConvLSTM2D', _KConvolutionMixin, *adapters.area('layers').CONVOLUTIONAL_RECURRENT)

# The arguments of the cell in the order of its config, and the module whose ``get`` makes the value, or None.
ARGUMENTS = (
    ('filters', None), ('kernel_size', None), ('strides', None), ('padding', None), ('data_format', None),
    ('dilation_rate', None), ('activation', activations), ('recurrent_activation', activations), ('use_bias', None),
    ('kernel_initializer', initializers), ('recurrent_initializer', initializers), ('bias_initializer', initializers),
    ('unit_forget_bias', None), ('kernel_regularizer', regularizers), ('recurrent_regularizer', regularizers),
    ('bias_regularizer', regularizers), ('kernel_constraint', constraints), ('recurrent_constraint', constraints),
    ('bias_constraint', constraints), ('dropout', None), ('recurrent_dropout', None))
GATES = 4


@documented
class ConvLSTM2DCell(Layer):
    _dropout_mask = None
    _recurrent_dropout_mask = None

    def __init__(self, filters, kernel_size, strides=(1, 1), padding='valid', data_format=None, dilation_rate=(1, 1),
                 activation='tanh', recurrent_activation='hard_sigmoid', use_bias=True,
                 kernel_initializer='glorot_uniform', recurrent_initializer='orthogonal', bias_initializer='zeros',
                 unit_forget_bias=True, kernel_regularizer=None, recurrent_regularizer=None, bias_regularizer=None,
                 kernel_constraint=None, recurrent_constraint=None, bias_constraint=None, dropout=0.,
                 recurrent_dropout=0., **kwargs):
        options = dict(locals())
        super().__init__(**kwargs)
        for name in ('kernel_size', 'strides', 'dilation_rate'):
            options[name] = conv_utils.normalize_tuple(options[name], 2, name)
        for name in ('dropout', 'recurrent_dropout'):
            options[name] = min(1., max(0., options[name]))
        options['padding'] = conv_utils.normalize_padding(padding)
        options['data_format'] = K.normalize_data_format(data_format)
        for name, module in ARGUMENTS:
            setattr(self, name, options[name] if module is None else module.get(options[name]))
        self.state_size = (filters, filters)

    def build(self, input_shape):
        """Makes kernels (rows, columns, channels or filters, 4 * filters) and a bias: input, forget, carry, output."""
        channels = input_shape[1 if self.data_format == 'channels_first' else -1]
        if channels is None:
            raise ValueError(f'The channel dimension of the inputs should be defined. Found `None`: {self.name} has a '
                             f'weight for each channel, and inputs of shape {input_shape}.')
        width = GATES * self.filters
        self.kernel_shape = self.kernel_size + (channels, width)
        self.kernel = self.add_weight(shape=self.kernel_shape, name='kernel', initializer=self.kernel_initializer,
                                      regularizer=self.kernel_regularizer, constraint=self.kernel_constraint)
        self.recurrent_kernel = self.add_weight(shape=self.kernel_size + (self.filters, width),
                                                name='recurrent_kernel', initializer=self.recurrent_initializer,
                                                regularizer=self.recurrent_regularizer,
                                                constraint=self.recurrent_constraint)
        self.bias = None
        if self.use_bias:
            initializer = self.bias_initializer
            self.bias = self.add_weight(shape=(width,), name='bias', regularizer=self.bias_regularizer,
                                        constraint=self.bias_constraint,
                                        initializer=unit_forget_initializer(initializer, self.filters, 1, 2)
                                        if self.unit_forget_bias else initializer)
        self.built = True

    def _draw_masks(self, like, rate, training):
        """Returns the dropout masks of ``like`` for each gate; None without dropout."""
        if not 0 < rate < 1:
            return None
        ones = K.ones_like(like)
        return [K.in_train_phase(lambda: K.dropout(ones, rate), ones, training=training) for _ in range(GATES)]

    @contextlib.contextmanager
    def dropout_scope(self, inputs, states, training=None):
        """A scope in which all steps have the same dropout masks, for inputs and states of these shapes."""
        masks = self.__dict__
        masks['_dropout_mask'] = self._draw_masks(inputs, self.dropout, training)
        masks['_recurrent_dropout_mask'] = self._draw_masks(states[1], self.recurrent_dropout, training)
        try:
            yield
        finally:
            masks['_dropout_mask'] = masks['_recurrent_dropout_mask'] = None

    def call(self, inputs, states, training=None):
        """Returns (output, [output, carry]) of one step, for the states [output, carry] of the step before."""
        before, carry = states[0], states[1]
        input_masks = self._dropout_mask or self._draw_masks(inputs, self.dropout, training)
        state_masks = self._recurrent_dropout_mask or self._draw_masks(carry, self.recurrent_dropout, training)
        if input_masks is None and state_masks is None:
            sums = self.input_conv(inputs, self.kernel, self.bias, padding=self.padding)
            sums = sums + self.recurrent_conv(before, self.recurrent_kernel)
            gates = [self._part(sums, gate, self._channel_axis()) for gate in range(GATES)]
        else:
            gates = [self._gate(gate, inputs if input_masks is None else inputs * input_masks[gate],
                                before if state_masks is None else before * state_masks[gate])
                     for gate in range(GATES)]
        carry = (self.recurrent_activation(gates[1]) * carry
                 + self.recurrent_activation(gates[0]) * self.activation(gates[2]))
        output = self.recurrent_activation(gates[3]) * self.activation(carry)
        return output, [output, carry]

    def _channel_axis(self):
        return 1 if self.data_format == 'channels_first' else -1

    def _part(self, values, gate, axis=-1):
        """Returns the part of a gate on the axis."""
        part = slice(gate * self.filters, (gate + 1) * self.filters)
        return values[:, part] if axis == 1 else values[..., part]

    def _gate(self, gate, inputs, before):
        bias = None if self.bias is None else self._part(self.bias, gate)
        return (self.input_conv(inputs, self._part(self.kernel, gate), bias, padding=self.padding)
                + self.recurrent_conv(before, self._part(self.recurrent_kernel, gate)))

    def input_conv(self, x, w, b=None, padding='valid'):
        """Returns the convolution of the inputs of a step with the kernel ``w``, plus the bias ``b``."""
        convolved = K.conv2d(x, w, strides=self.strides, padding=padding, data_format=self.data_format,
                             dilation_rate=self.dilation_rate)
        return convolved if b is None else K.bias_add(convolved, b, data_format=self.data_format)

    def recurrent_conv(self, x, w):
        """Returns the convolution of the output of the step before with the kernel ``w``, of the same size."""
        return K.conv2d(x, w, strides=(1, 1), padding='same', data_format=self.data_format)

    def get_config(self):
        """Returns the arguments of the constructor."""
        config = super().get_config()
        for name, module in ARGUMENTS:
            value = getattr(self, name)
            config[name] = value if module is None else module.serialize(value)
        return config


@documented
class ConvRNN2D(Recurrence, metaclass=abc.ABCMeta):
    _takes_constants = True

    def __init__(self, cell, return_sequences=False, return_state=False, go_backwards=False, stateful=False,
                 unroll=False, **kwargs):
        if unroll:
            raise TypeError(UNROLLED % 'ConvRNN2D')
        if isinstance(cell, (list, tuple)):
            raise TypeError('ConvRNN2D cannot stack convolutional cells, and got %d. Stack layers, all but the '
                            'last with return_sequences=True.' % len(cell))
        for needed in ('call', 'state_size'):
            if not hasattr(cell, needed):
                raise ValueError('`cell` should have a `call` method and a `state_size`, an integer or one for each '
                                 f'state. ConvRNN2D was passed {cell!r}, which has no {needed}.')
        super().__init__(return_sequences=return_sequences, return_state=return_state,
                                        go_backwards=go_backwards, stateful=stateful, **kwargs)
        # By the host's own __setattr__, so that it tracks the cell: compat's leaves inner layers untracked.
        adapters.area('layer').HostLayer.__setattr__(self, 'cell', cell)
        self.unroll = unroll
        self.input_spec = [InputSpec(ndim=5)]

    def _spatial_axis(self):
        """Returns the first of the two spatial axes of a step."""
        return 2 if self.cell.data_format == 'channels_first' else 1

    def _step_shape(self, step_shape, size):
        """Returns the shape of a state or an output of that many channels, for the shape of a step."""
        cell, first = self.cell, self._spatial_axis()
        spatial = tuple(conv_utils.conv_output_length(length, kernel, cell.padding, stride, dilation)
                        for length, kernel, stride, dilation in zip(step_shape[first:first + 2], cell.kernel_size,
                                                                    cell.strides, cell.dilation_rate))
        return step_shape[:1] + (spatial + (size,) if first == 1 else (size,) + spatial)

    def _state_shape(self, size):
        shape = tuple(self.input_spec[0].shape)
        return self._step_shape(shape[:1] + shape[2:], size)

    def _state_channels(self):
        return 3 if self._spatial_axis() == 1 else 1

    def compute_output_shape(self, input_shape):
        """Returns the shape of the output, and with ``return_state`` those of the states."""
        if isinstance(input_shape, list):
            input_shape = input_shape[0]
        step_shape = input_shape[:1] + input_shape[2:]
        output = self._step_shape(step_shape, self.cell.filters)
        if self.return_sequences:
            output = output[:1] + (input_shape[1],) + output[1:]
        states = [self._step_shape(step_shape, self.cell.filters) for _ in self._state_sizes()]
        return [output] + states if self.return_state else output

    def build(self, input_shape):
        """Builds the cell for the inputs of a step, followed by the constants.

        Raises ValueError for constants where the cell has no such argument.
        """
        constants = input_shape[-self._num_constants:] if self._num_constants else []
        if constants and not has_arg(self.cell.call, 'constants'):
            raise ValueError(f'RNN cell does not support constants: the call of {self.cell!r} has no such argument, '
                             f'and layer {self.name} was called with some.')
        if isinstance(input_shape, list):
            input_shape = input_shape[0]
        if isinstance(self.cell, Layer):
            step_shape = input_shape[:1] + input_shape[2:]
            self.cell.build([step_shape] + constants if constants else step_shape)
        self._build_states(input_shape)
        self.built = True

    def get_initial_state(self, inputs):
        """Returns the states before the first step: zeros, of the shape of an output of the cell."""
        kernel = K.zeros(tuple(self.cell.kernel_shape)[:-1] + (self.cell.filters,))
        zeros = self.cell.input_conv(K.zeros_like(inputs[:, 0]), kernel, padding=self.cell.padding)
        return [zeros for _ in self._state_sizes()]

    def call(self, inputs, mask=None, training=None, initial_state=None, constants=None):
        """Returns the last output, or those of all steps, and with ``return_state`` the states."""
        inputs, initial_state, constants = self._split(inputs, initial_state, constants)
        options = {'training': training} if has_arg(self.cell.call, 'training') else {}

        def step(x, states):
            if not constants:
                return self.cell.call(x, states, **options)
            return self.cell.call(x, states[:-len(constants)], constants=states[-len(constants):], **options)

        with contextlib.ExitStack() as stack:
            if hasattr(self.cell, 'dropout_scope'):
                stack.enter_context(self.cell.dropout_scope(inputs[:, 0], initial_state, **options))
            return self._run(step, inputs, initial_state, mask, constants)

    @property
    def trainable_weights(self):
        """The trainable weights of the cell; none where the layer is frozen."""
        return self.cell.trainable_weights if self.trainable and isinstance(self.cell, Layer) else []

    @property
    def non_trainable_weights(self):
        """The other weights of the cell; all where the layer is frozen."""
        if not isinstance(self.cell, Layer):
            return []
        return self.cell.non_trainable_weights if self.trainable else self.cell.weights

    @property
    def weights(self):
        """The weights of the cell."""
        return self.trainable_weights + self.non_trainable_weights

    def get_config(self):
        """Returns the arguments of the constructor, the cell as a config."""
        config = dict(super().get_config(), unroll=self.unroll)
        if self._num_constants is not None:
            config['num_constants'] = self._num_constants
        config['cell'] = {'class_name': type(self.cell).__name__, 'config': self.cell.get_config()}
        return config

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """Returns the layer of a config; ``custom_objects`` has the program's own classes of cells by name."""
        config = dict(config)
        constants = config.pop('num_constants', None)
        layer = cls(deserialize(config.pop('cell'), custom_objects=custom_objects), **config)
        layer._num_constants = constants
        return layer


RNN.register(ConvRNN2D)
ConvRNN2D.register(ConvLSTM2D)
