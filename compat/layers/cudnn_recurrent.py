"""Keras 2's `keras.layers.cudnn_recurrent`: the recurrent layers of NVIDIA's cuDNN, here on every framework and device.

They compute what cuDNN computes: a GRU with reset_after=True, and an LSTM, both with the sigmoid as the recurrent
activation. Their weights have the layout of cuDNN, so that files of Keras 2 load.
"""
import collections

from compat import backend as K
from compat import constraints, initializers, regularizers
from compat.engine.base_layer import InputSpec, Layer
from compat.builtin_layers.recurrence import Recurrence, unit_forget_initializer
from compat.builtin_layers.registration import builtin_layer
from compat.layers.recurrent import RNN, BaseRNN
from compat.utils.generic_utils import to_list

_Cell = collections.namedtuple('cell', 'state_size')
_Cell.__qualname__ = '_Cell'  # by which pickle finds it here
SERIALIZED = ((initializers, ('kernel_initializer', 'recurrent_initializer', 'bias_initializer')),
              (regularizers, ('kernel_regularizer', 'recurrent_regularizer', 'bias_regularizer',
                              'activity_regularizer')),
              (constraints, ('kernel_constraint', 'recurrent_constraint', 'bias_constraint')))


class _CuDNNRNN(BaseRNN):
    """The base of CuDNNGRU and CuDNNLSTM: weights of several gates, one after the other."""

    _gates = None
    _own = ()       # arguments that only one of the two has

    def __init__(self, return_sequences=False, return_state=False, go_backwards=False, stateful=False, **kwargs):
        Recurrence.__init__(self, return_sequences, return_state, go_backwards, stateful, **kwargs)
        self.supports_masking = False

    trainable_weights, non_trainable_weights = Layer.trainable_weights, Layer.non_trainable_weights
    weights = Layer.weights
    get_losses_for = Layer.get_losses_for

    def _state_sizes(self):
        return to_list(self.cell.state_size, allow_tuple=True)

    def compute_output_shape(self, input_shape):
        """Returns (batch, steps, units) or (batch, units), and with ``return_state`` the shapes of the states."""
        if isinstance(input_shape, list):
            input_shape = input_shape[0]
        output = tuple(input_shape[:2 if self.return_sequences else 1]) + (self.units,)
        return [output] + [(input_shape[0], size) for size in self._state_sizes()] if self.return_state else output

    def _set_options(self, options):
        self.units = int(options['units'])
        for module, names in SERIALIZED:
            for name in names:
                setattr(self, name, module.get(options[name]))
        self.state_spec = [InputSpec(shape=(None, size)) for size in self._state_sizes()]

    def build(self, input_shape):
        """Makes kernel (features, gates * units), recurrent kernel (units, ...) and bias (2 * gates * units,)."""
        if isinstance(input_shape, list):
            input_shape = input_shape[0]
        self._build_states(input_shape)
        width = self._gates * self.units
        self.kernel = self.add_weight(shape=(input_shape[-1], width), name='kernel',
                                      initializer=self.kernel_initializer, regularizer=self.kernel_regularizer,
                                      constraint=self.kernel_constraint)
        self.recurrent_kernel = self.add_weight(shape=(self.units, width), name='recurrent_kernel',
                                                initializer=self.recurrent_initializer,
                                                regularizer=self.recurrent_regularizer,
                                                constraint=self.recurrent_constraint)
        self.bias = self.add_weight(shape=(2 * width,), name='bias', initializer=self._first_bias(),
                                    regularizer=self.bias_regularizer, constraint=self.bias_constraint)
        self.built = True

    def _first_bias(self):
        return self.bias_initializer

    def _gate(self, values, index):
        """Returns the part of one gate, or bias, on the last axis."""
        return values[..., index * self.units:(index + 1) * self.units]

    def _kernels(self):
        """Returns the kernels of inputs and of states for K.dot: cuDNN has those of each gate transposed."""
        features = K.int_shape(self.kernel)[0]
        gates = range(self._gates)
        return (K.concatenate([K.transpose(K.reshape(self._gate(self.kernel, gate), (self.units, features)))
                               for gate in gates], axis=-1),
                K.concatenate([K.transpose(self._gate(self.recurrent_kernel, gate)) for gate in gates], axis=-1))

    def call(self, inputs, mask=None, training=None, initial_state=None):
        """Returns the last output, or those of all steps, and the states. Raises ValueError for a mask."""
        if (mask[0] if isinstance(mask, (list, tuple)) else mask) is not None:
            raise ValueError(f'Masking is not supported for CuDNN RNNs. Layer {self.name} was passed a mask; '
                             f'{self._unmasked} computes the same and accepts a mask.')
        return Recurrence.call(self, inputs, training=training, initial_state=initial_state)

    def _run(self, inputs, initial_state, mask, training, constants, from_zeros):
        kernel, recurrent_kernel = self._kernels()
        width = self._gates * self.units
        products = K.bias_add(K.dot(inputs, kernel), self.bias[:width], data_format='channels_last')
        return K.rnn(self._step(recurrent_kernel, self.bias[width:]), products, initial_state,
                     go_backwards=self.go_backwards)

    def get_config(self):
        """Returns the arguments of the constructor."""
        config = dict(Recurrence.get_config(self), units=self.units)
        for module, names in SERIALIZED:
            config.update((name, module.serialize(getattr(self, name))) for name in names)
            if module is initializers:
                config.update((name, getattr(self, name)) for name in self._own)
        return config


    @classmethod
    def from_config(cls, config):
        """Returns the layer of a config."""
        return cls(**config)


RNN.register(_CuDNNRNN)


@builtin_layer
class CuDNNGRU(_CuDNNRNN):
    _gates = 3
    _unmasked = "GRU(reset_after=True, recurrent_activation='sigmoid')"

    def __init__(self, units, kernel_initializer='glorot_uniform', recurrent_initializer='orthogonal',
                 bias_initializer='zeros', kernel_regularizer=None, recurrent_regularizer=None, bias_regularizer=None,
                 activity_regularizer=None, kernel_constraint=None, recurrent_constraint=None, bias_constraint=None,
                 return_sequences=False, return_state=False, stateful=False, **kwargs):
        options = dict(locals())
        super().__init__(return_sequences=return_sequences, return_state=return_state,
                                       stateful=stateful, **kwargs)
        self._set_options(options)

    @property
    def cell(self):
        """An object with the size of the state."""
        return _Cell(self.units)

    def _step(self, recurrent_kernel, recurrent_bias):
        def step(x, states):
            before = states[0]
            h = K.bias_add(K.dot(before, recurrent_kernel), recurrent_bias)
            update = K.sigmoid(self._gate(x, 0) + self._gate(h, 0))
            reset = K.sigmoid(self._gate(x, 1) + self._gate(h, 1))
            new = K.tanh(self._gate(x, 2) + reset * self._gate(h, 2))
            after = update * before + (1. - update) * new
            return after, [after]

        return step


@builtin_layer
class CuDNNLSTM(_CuDNNRNN):
    _gates = 4
    _own = ('unit_forget_bias',)
    _unmasked = "LSTM(recurrent_activation='sigmoid')"

    def __init__(self, units, kernel_initializer='glorot_uniform', recurrent_initializer='orthogonal',
                 bias_initializer='zeros', unit_forget_bias=True, kernel_regularizer=None, recurrent_regularizer=None,
                 bias_regularizer=None, activity_regularizer=None, kernel_constraint=None, recurrent_constraint=None,
                 bias_constraint=None, return_sequences=False, return_state=False, stateful=False, **kwargs):
        options = dict(locals())
        super().__init__(return_sequences=return_sequences, return_state=return_state,
                                        stateful=stateful, **kwargs)
        self._set_options(options)
        self.unit_forget_bias = unit_forget_bias

    @property
    def cell(self):
        """An object with the sizes of the states."""
        return _Cell((self.units, self.units))

    def _first_bias(self):
        if not self.unit_forget_bias:
            return self.bias_initializer
        return unit_forget_initializer(self.bias_initializer, self.units, 5, 2)

    def _step(self, recurrent_kernel, recurrent_bias):
        def step(x, states):
            h, carry = states
            z = x + K.bias_add(K.dot(h, recurrent_kernel), recurrent_bias)
            carry = (K.sigmoid(self._gate(z, 1)) * carry
                     + K.sigmoid(self._gate(z, 0)) * K.tanh(self._gate(z, 2)))
            h = K.sigmoid(self._gate(z, 3)) * K.tanh(carry)
            return h, [h, carry]

        return step
