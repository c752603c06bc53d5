"""Keras 2's `keras.layers.recurrent`: recurrent layers and their cells.

A cell is one step: ``call(inputs, states)`` returns (output, new states), and ``state_size`` is the size of its state,
or those of its states. RNN goes through the steps of a sequence with it.
"""
import contextlib
import warnings

import numpy as np

from compat import activations, adapters, process, regularizers
from compat import backend as K
from compat.backend.tensors import as_tensor, is_tensor, is_variable
from compat.builtin_layers import recurrent_passes
from compat.builtin_layers.arguments import integer, is_builtin_activation, objects_config, set_objects
from compat.builtin_layers.recurrence import Recurrence, _standardize_args, unit_forget_initializer  # noqa: F401
from compat.builtin_layers.registration import builtin_layer
from compat.engine.base_layer import Layer
from compat.files.layer_configs import deserialize, serialize
from compat.legacy import interfaces
from compat.symbolic import phase
from compat.usage import warn_of_keras_1
from compat.utils.generic_utils import has_arg

_dialect = process.dialect()
_ops = adapters.area('ops')

def _sizes(state_size):
    """Returns the sizes of the states in a list."""
    return list(state_size) if hasattr(state_size, '__len__') else [state_size]


def _output_size(cell):
    """Returns the size of the output of a cell: of its first state, where the cell does not say."""
    size = getattr(cell, 'output_size', None)
    return _sizes(cell.state_size)[0] if size is None else size


@builtin_layer
class StackedRNNCells(Layer):
    _tracks_layers = True

    def __init__(self, cells, **kwargs):
        for cell in cells:
            for needed in ('call', 'state_size'):
                if not hasattr(cell, needed):
                    raise ValueError(f'All cells must have a `{needed}`: `call` is a method, `state_size` an integer '
                                     f'or one for each state. StackedRNNCells was passed {cell!r} in {cells!r}.')
        self.reverse_state_order = kwargs.pop('reverse_state_order', False)
        if self.reverse_state_order:
            warnings.warn('StackedRNNCells with reverse_state_order=True has the states of the last cell first. Leave '
                          'it out, and use the states in the order of the cells.', stacklevel=3)
        super().__init__(**kwargs)
        self.cells = cells

    def _in_order_of_states(self, parts):
        """Returns a list with a part for each cell in the order of the states."""
        return list(parts)[::-1] if self.reverse_state_order else list(parts)

    @property
    def state_size(self):
        """The sizes of the states of all cells, as a tuple."""
        return tuple(size for cell in self._in_order_of_states(self.cells) for size in _sizes(cell.state_size))

    @property
    def output_size(self):
        """The size of the output of the last cell."""
        return _output_size(self.cells[-1])

    def call(self, inputs, states, constants=None, **kwargs):
        """Returns the output of the last cell and the new states of all cells."""
        remaining, by_cell = list(states), []
        for cell in self._in_order_of_states(self.cells):
            count = len(_sizes(cell.state_size))
            by_cell.append(remaining[:count])
            remaining = remaining[count:]
        after = []
        for cell, own_states in zip(self.cells, self._in_order_of_states(by_cell)):
            options = {name: value for name, value in kwargs.items() if has_arg(cell.call, name, accept_all=True)}
            if has_arg(cell.call, 'constants'):
                options['constants'] = constants
            with contextlib.nullcontext() if cell is self.cells[-1] else phase.unnoted_dependence():
                inputs, own_states = cell.call(inputs, own_states, **options)
            after.append(list(own_states))
        return inputs, [state for own_states in self._in_order_of_states(after) for state in own_states]

    def build(self, input_shape):
        """Builds each cell for the output of the one before, and cells with constants for the shapes of these, too."""
        constants_shape = []
        if isinstance(input_shape, list):
            input_shape, constants_shape = input_shape[0], input_shape[1:]
        for cell in self.cells:
            if isinstance(cell, Layer):
                takes_constants = has_arg(cell.call, 'constants')
                cell.build([input_shape] + constants_shape if takes_constants else input_shape)
            input_shape = (input_shape[0], _output_size(cell))
        self.built = True

    def _layers_among_cells(self):
        return [cell for cell in self.cells if isinstance(cell, Layer)]

    def get_config(self):
        """Returns the arguments of the constructor, the cells as configs."""
        return dict(super().get_config(), cells=[serialize(cell) for cell in self.cells])

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """Returns the cells of a config."""
        config = dict(config)
        cells = [deserialize(cell, custom_objects) for cell in config.pop('cells')]
        return cls(cells, **config)

    @property
    def trainable_weights(self):
        """The trainable weights of the cells; none where they are frozen together."""
        if not self.trainable:
            return []
        return [weight for cell in self._layers_among_cells() for weight in cell.trainable_weights]

    @property
    def non_trainable_weights(self):
        """The other weights of the cells; all, the trainable ones first, where they are frozen together."""
        cells = self._layers_among_cells()
        others = [weight for cell in cells for weight in cell.non_trainable_weights]
        if self.trainable:
            return others
        return [weight for cell in cells for weight in cell.trainable_weights] + others

    def _weights_in_order(self):
        return [weight for cell in self._layers_among_cells() for weight in cell.weights]

    def get_losses_for(self, inputs=None):
        """Returns the losses of the cells that depend on these inputs; for None the unconditional ones."""
        return [loss for cell in self._layers_among_cells() for loss in cell.get_losses_for(inputs)]


class _RNN(Recurrence):
    """What RNN and ConvRNN2D have in common, in each dialect: a cell that goes through the steps."""

    _tracks_layers = True

    def __init__(self, cell, return_sequences=False, return_state=False, go_backwards=False, stateful=False,
                 unroll=False, **kwargs):
        super().__init__(return_sequences, return_state, go_backwards, stateful, **kwargs)
        self.cell = cell
        self.unroll = unroll

    def _state_sizes(self):
        return _sizes(self.cell.state_size)

    def compute_output_shape(self, input_shape):
        """Returns (batch, steps, size) or (batch, size), and with ``return_state`` the shapes of the states."""
        if isinstance(input_shape, list):
            input_shape = input_shape[0]
        output = tuple(input_shape[:2 if self.return_sequences else 1]) + (_output_size(self.cell),)
        if not self.return_state:
            return output
        return [output] + [(input_shape[0], size) for size in self._state_sizes()]

    def build(self, input_shape):
        """Builds the cell for the inputs of a step, followed by the constants, and makes the states if stateful.

        Raises ValueError for states that do not fit the cell, and where a stateful layer has no batch size.
        """
        if isinstance(input_shape, list):
            input_shape = input_shape[0]
        if isinstance(self.cell, Layer):
            constants_shape = [tuple(spec.shape) for spec in self.constants_spec or []]
            if constants_shape:
                self._refuse_constants()
            step_shape = (input_shape[0],) + tuple(input_shape[2:])
            self.cell.build([step_shape] + constants_shape if constants_shape else step_shape)
        self._build_states(input_shape)
        self.built = True

    def _refuse_constants(self):
        """Raises ValueError where the cell has no constants."""
        if not has_arg(self.cell.call, 'constants'):
            raise ValueError(f'RNN cell does not support constants: the call of {self.cell!r} has no such argument, '
                             f'and layer {self.name} was called with some.')

    def _note_phase(self):
        # Keras 2.2 asked the output of the last cell only whether it depends on the phase.
        if _drops(_cells(self.cell)[-1] if _dialect.phase_of_last_cell else self.cell):
            phase.note_dependence()
        elif '_added' in self.__dict__:
            self.__dict__['_hides_phase'] = True

    def _run(self, inputs, initial_state, mask, training, constants, from_zeros):
        """Returns (last output, outputs, last states) of the cell at each step."""
        if training is None and _drops(self.cell):
            self._note_phase()
        if self._passes(mask, training, constants, from_zeros):
            return self._pass(inputs, initial_state, mask, training)
        options = {}
        if has_arg(self.cell.call, 'training'):
            # Known here: cells of programs mark what depends on the phase where it is not, as loops do not let them.
            options['training'] = phase.learning_phase() if training is None else training
        constants = constants or []
        if constants:
            self._refuse_constants()

        def step(inputs, states):
            states = list(states)
            if constants:
                options['constants'] = states[-len(constants):]
                states = states[:-len(constants)]
            return self.cell.call(inputs, states, **options)

        with _forgetting(self.cell):
            if not self.unroll and _remembers(self.cell):
                # As Keras 2's K.rnn did: what a cell stores in its first call, as dropout masks, holds for all steps.
                step(inputs[:, -1 if self.go_backwards else 0], initial_state + constants)
            return K.rnn(step, inputs, initial_state, constants=constants, go_backwards=self.go_backwards, mask=mask,
                         unroll=self.unroll, input_length=K.int_shape(inputs)[1])

    def _computes_as_declared(self, inputs, mask=None, **options):
        cell = self.cell
        if options or self.stateful or type(cell) not in (SimpleRNNCell, GRUCell, LSTMCell) or _drops(cell):
            return False
        known = [is_builtin_activation(getattr(cell, name, None)) for name in ('activation', 'recurrent_activation')]
        return (all(known) and (mask is None or len(mask.shape) == 2) and len(inputs.shape) == 3
                and inputs.dtype == self.compute_dtype)

    def _passes(self, mask, training, constants, from_zeros):
        """Whether the framework's pass computes what K.rnn does, of a cell that is exactly one of the three."""
        if constants or not phase.is_executing() or type(self.cell) not in (SimpleRNNCell, GRUCell, LSTMCell):
            return False
        # What a masked step before the first other one returns is the first state in Keras 2.2, without unroll.
        masks_same = mask is None or from_zeros or _dialect.masked_step_repeats_state and not self.unroll
        return masks_same and self.cell._passes(training)

    def _pass(self, inputs, initial_state, mask, training):
        if mask is not None:
            mask = K.cast(mask, 'bool')
            while K.ndim(mask) > 2:
                mask = K.squeeze(mask, K.ndim(mask) - 1)
        if self.go_backwards:
            inputs, mask = K.reverse(inputs, 1), None if mask is None else K.reverse(mask, 1)
        with _forgetting(self.cell):
            products = self.cell._products(inputs, initial_state, training)
        states = [as_tensor(state) for state in initial_state]
        outputs, states = _ops.recurrent_pass(self.cell._step(), products, mask, states)
        return states[0], outputs, states

    # --- weights, losses and configs

    @property
    def trainable(self):
        """Whether the weights are trained: a flag of the layer alone, in Keras 2, which its cell does not have."""
        return Layer.trainable.fget(self)

    @trainable.setter
    def trainable(self, value):
        if process.dialect().models_freeze_layers:
            Layer.trainable.fset(self, value)
        else:
            self._trainable = value

    def get_config(self):
        """Returns the arguments of the constructor, the cell as a config."""
        config = super().get_config()
        config['unroll'] = self.unroll
        if self._num_constants is not None:
            config['num_constants'] = self._num_constants
        config['cell'] = serialize(self.cell)
        return config

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """Returns the layer of a config; ``custom_objects`` has classes of cells that it names."""
        config = dict(config)
        num_constants = config.pop('num_constants', None)
        layer = cls(deserialize(config.pop('cell'), custom_objects), **config)
        layer._num_constants = num_constants
        return layer

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
        """The weights of the cell; in Keras 2 those that a subclass makes for itself are none of the layer."""
        return self.trainable_weights + self.non_trainable_weights

    def get_losses_for(self, inputs=None):
        """Returns the losses of the cell and the layer that depend on these inputs; for None the unconditional ones."""
        losses = self._remembered(self._added_losses, inputs)
        if isinstance(self.cell, Layer):
            return self.cell.get_losses_for(inputs) + losses
        return losses


@builtin_layer
class RNN(_RNN):
    def __init__(self, cell, return_sequences=False, return_state=False, go_backwards=False, stateful=False,
                 unroll=False, **kwargs):
        if isinstance(cell, (list, tuple)):
            cell = StackedRNNCells(cell)
        super().__init__(_checked_cell(cell, 'RNN'), return_sequences, return_state, go_backwards, stateful, unroll,
                         **kwargs)


def _checked_cell(cell, layer_name):
    """Returns a cell. Raises ValueError for what is none."""
    for needed, kind in (('call', 'method'), ('state_size', 'attribute')):
        if not hasattr(cell, needed):
            raise ValueError(f'`cell` should have a `{needed}` {kind}: a cell has call(inputs, states), and '
                             f'state_size, an integer or one for each state. The {layer_name} was passed: {cell!r}')
    return cell


def _cells(cell):
    """Returns a cell and the cells that it consists of."""
    return [cell] + [inner for part in getattr(cell, 'cells', ()) for inner in _cells(part)]


def _drops(cell):
    """Whether a cell, or one that it consists of, drops inputs or states in training."""
    return any(getattr(each, share, 0) for each in _cells(cell) for share in ('dropout', 'recurrent_dropout'))


def _remembers(cell):
    """Whether the first call of a cell may store something for those that follow: dropout, or what a program wrote."""
    known = (SimpleRNNCell, GRUCell, LSTMCell, StackedRNNCells)
    return _drops(cell) or any(type(each) not in known for each in _cells(cell))


@contextlib.contextmanager
def _forgetting(cell):
    """A scope at whose end the cells have no tensors as attributes that had none before: what the first step stored."""
    before = [(vars(each), dict(vars(each))) for each in _cells(cell) if hasattr(each, '__dict__')]
    try:
        yield
    finally:
        for attributes, stored in before:
            for name, value in list(attributes.items()):
                if stored.get(name) is None and _has_tensors(value):
                    if name in stored:
                        attributes[name] = None
                    else:
                        del attributes[name]


def _has_tensors(value):
    values = value if isinstance(value, (list, tuple)) else [value]
    return any(is_tensor(each) and not is_variable(each) for each in values)


# --- The three cells, and the layers of them

# The arguments of cells and their layers in the order of configs.
_ARGUMENTS = (
    'units', 'filters', 'kernel_size', 'strides', 'padding', 'data_format', 'dilation_rate', 'activation',
    'recurrent_activation', 'use_bias', 'kernel_initializer', 'recurrent_initializer', 'bias_initializer',
    'unit_forget_bias', 'kernel_regularizer', 'recurrent_regularizer', 'bias_regularizer', 'activity_regularizer',
    'kernel_constraint', 'recurrent_constraint', 'bias_constraint', 'dropout', 'recurrent_dropout', 'implementation',
    'reset_after')
_OBJECTS = ('activation', '_initializer', '_regularizer', '_constraint')    # the ends of their names


def _config_of(layer, names):
    """Returns the config of these arguments of a layer, in the order of Keras 2."""
    config = {}
    for name in _ARGUMENTS:
        if name in names:
            config.update(objects_config(layer, name) if name.endswith(_OBJECTS) else {name: getattr(layer, name)})
    return config


class _GateWeight:
    """The part of a weight that one gate has, unless a program has set another tensor as the attribute."""

    def __init__(self, weight, gate):
        self.weight, self.gate = weight, gate

    def __get__(self, cell, owner=None):
        return self if cell is None else cell._part(getattr(cell, self.weight), self.gate)


class _Cell(Layer):
    """The base of the cells: their arguments, weights and dropout masks."""

    _gates = ''
    _config = ()        # the arguments

    def __init__(self, width, activation, use_bias, kernel_initializer, recurrent_initializer, bias_initializer,
                 kernel_regularizer, recurrent_regularizer, bias_regularizer, kernel_constraint, recurrent_constraint,
                 bias_constraint, dropout, recurrent_dropout, **kwargs):
        super().__init__(**kwargs)
        self._width = integer(width)
        self.use_bias = use_bias
        set_objects(self, activation=activation, kernel_initializer=kernel_initializer,
                    recurrent_initializer=recurrent_initializer, bias_initializer=bias_initializer,
                    kernel_regularizer=kernel_regularizer, recurrent_regularizer=recurrent_regularizer,
                    bias_regularizer=bias_regularizer, kernel_constraint=kernel_constraint,
                    recurrent_constraint=recurrent_constraint, bias_constraint=bias_constraint)
        self.dropout = min(1., max(0., dropout))
        self.recurrent_dropout = min(1., max(0., recurrent_dropout))
        self._dropout_mask = None
        self._recurrent_dropout_mask = None

    def _add_weights(self, kernel_shape, recurrent_kernel_shape):
        """Makes the kernel, the recurrent kernel and the bias, each with the gates on its last axis."""
        self.kernel = self.add_weight(shape=kernel_shape, name='kernel', initializer=self.kernel_initializer,
                                      regularizer=self.kernel_regularizer, constraint=self.kernel_constraint)
        self.recurrent_kernel = self.add_weight(shape=recurrent_kernel_shape, name='recurrent_kernel',
                                                initializer=self._recurrent_initializer(),
                                                regularizer=self.recurrent_regularizer,
                                                constraint=self.recurrent_constraint)
        self.bias = None
        if self.use_bias:
            self.bias = self.add_weight(shape=self._bias_shape(), name='bias', initializer=self._bias_initializer(),
                                        regularizer=self.bias_regularizer, constraint=self.bias_constraint)
        self.built = True

    def _recurrent_initializer(self):
        return self.recurrent_initializer

    def _bias_shape(self):
        return (len(self._gates) * self._width,)

    def _bias_initializer(self):
        return self.bias_initializer

    def _part(self, weight, gate):
        """Returns the part of a weight, or of sums, that a gate has on the last axis; of None it is None."""
        return None if weight is None else weight[..., gate * self._width:(gate + 1) * self._width]

    def _masks(self, inputs, state, training):
        """Returns the dropout masks of the inputs and of the state, None for none; at each step the same.

        They are a list with one for each gate, and of a cell of one gate a tensor.
        """
        count = len(self._gates)
        if 0 < self.dropout < 1 and self._dropout_mask is None:
            self._dropout_mask = _generate_dropout_mask(K.ones_like(inputs), self.dropout, training, count)
        if 0 < self.recurrent_dropout < 1 and self._recurrent_dropout_mask is None:
            self._recurrent_dropout_mask = _generate_dropout_mask(K.ones_like(state), self.recurrent_dropout,
                                                                  training, count)
        return self._dropout_mask, self._recurrent_dropout_mask

    def _has_own_gates(self):
        """Whether a program has set the weight of a gate."""
        attributes = self.__dict__
        return any(kind + gate in attributes for kind in ('kernel_', 'recurrent_kernel_', 'bias_', 'input_bias_',
                                                          'recurrent_bias_') for gate in self._gates)

    def _by_gates(self):
        """Whether each gate multiplies by itself: they drop different values, or a program has set their weights."""
        drops = self._dropout_mask is not None or self._recurrent_dropout_mask is not None
        return self._has_own_gates() or drops and getattr(self, 'implementation', 1) == 1

    def get_config(self):
        """Returns the arguments of the constructor."""
        return dict(super().get_config(), **_config_of(self, self._config))


_CELL_ARGUMENTS = (
    'units', 'activation', 'use_bias', 'kernel_initializer', 'recurrent_initializer', 'bias_initializer',
    'kernel_regularizer', 'recurrent_regularizer', 'bias_regularizer', 'kernel_constraint', 'recurrent_constraint',
    'bias_constraint', 'dropout', 'recurrent_dropout')
_GRU_ARGUMENTS = ('recurrent_activation', 'implementation', 'reset_after')
_LSTM_ARGUMENTS = ('recurrent_activation', 'unit_forget_bias', 'implementation')


class _DenseCell(_Cell):
    """The base of the three cells that multiply by matrices."""

    _config = _CELL_ARGUMENTS

    def __init__(self, units, *args, **kwargs):
        super().__init__(units, *args, **kwargs)
        self.units = self._width
        self.state_size = self.units
        self.output_size = self.units

    def build(self, input_shape):
        """Makes the kernel (features, gates * units), the recurrent kernel (units, gates * units) and the bias."""
        width = len(self._gates) * self.units
        self._add_weights((input_shape[-1], width), (self.units, width))

    # --- the pass over all steps

    def _passes(self, training):
        """Whether the pass computes this cell: no gate has a weight of its own, and no state is dropped."""
        drops = 0 < self.recurrent_dropout < 1 and _may_train(training)
        return not drops and not self._has_own_gates()

    def _products(self, inputs, states, training):
        """Returns the products of the inputs (batch, steps, features) with the kernel, plus the bias."""
        masks = None
        if 0 < self.dropout < 1 and _may_train(training):
            masks = self._masks(inputs[:, 0], states[0], training)[0]
            masks = [K.expand_dims(mask, 1) for mask in (masks if isinstance(masks, list) else [masks])]
        if masks is None or len(masks) == 1 or self.implementation != 1:
            products = K.dot(_dropped(inputs, masks, 0), self.kernel)
        else:
            products = K.concatenate([K.dot(inputs * masks[gate], self._part(self.kernel, gate))
                                      for gate in range(len(self._gates))], axis=-1)
        return _plus_bias(products, self._input_bias())

    def _input_bias(self):
        return self.bias

    def _recurrent_initializer(self):
        if type(self.recurrent_initializer).__name__ == 'Identity' and _dialect.identity_of_each_gate:
            return _identities
        return self.recurrent_initializer


def _identities(shape, gain=1., dtype=None):
    """Returns the identity for each gate, side by side (Keras 2.3.1)."""
    return gain * np.concatenate([np.identity(shape[0])] * (shape[1] // shape[0]), axis=1)


def _may_train(training):
    """Whether a running call may be one of training: its phase is not known to be 0."""
    value = phase.learning_phase() if training is None else training
    return not (isinstance(value, (bool, int)) and not value)


def _dropped(x, masks, gate):
    return x if masks is None else x * masks[gate]


def _plus_bias(x, bias):
    return x if bias is None else K.bias_add(x, bias, data_format='channels_last')


@builtin_layer
class SimpleRNNCell(_DenseCell):
    _gates = 'h'

    def __init__(self, units, activation='tanh', use_bias=True, kernel_initializer='glorot_uniform',
                 recurrent_initializer='orthogonal', bias_initializer='zeros', kernel_regularizer=None,
                 recurrent_regularizer=None, bias_regularizer=None, kernel_constraint=None, recurrent_constraint=None,
                 bias_constraint=None, dropout=0., recurrent_dropout=0., **kwargs):
        super().__init__(
            units, activation, use_bias, kernel_initializer, recurrent_initializer, bias_initializer,
            kernel_regularizer, recurrent_regularizer, bias_regularizer, kernel_constraint, recurrent_constraint,
            bias_constraint, dropout, recurrent_dropout, **kwargs)

    def call(self, inputs, states, training=None):
        """Returns (output, [output]) of one step, for the output of the step before."""
        input_mask, state_mask = self._masks(inputs, states[0], training)
        before = states[0]
        if input_mask is not None:
            inputs = inputs * input_mask
        if state_mask is not None:
            before = before * state_mask
        output = _plus_bias(K.dot(inputs, self.kernel), self.bias) + K.dot(before, self.recurrent_kernel)
        if self.activation is not None:
            output = self.activation(output)
        return output, [output]

    def _step(self):
        return recurrent_passes.simple_step(as_tensor(self.recurrent_kernel), self.activation)


@builtin_layer
class GRUCell(_DenseCell):
    _gates = 'zrh'
    _config = _CELL_ARGUMENTS + _GRU_ARGUMENTS

    def __init__(self, units, activation='tanh', recurrent_activation=_dialect.recurrent_activation, use_bias=True,
                 kernel_initializer='glorot_uniform', recurrent_initializer='orthogonal', bias_initializer='zeros',
                 kernel_regularizer=None, recurrent_regularizer=None, bias_regularizer=None, kernel_constraint=None,
                 recurrent_constraint=None, bias_constraint=None, dropout=0., recurrent_dropout=0.,
                 implementation=_dialect.recurrent_implementation, reset_after=False, **kwargs):
        super().__init__(
            units, activation, use_bias, kernel_initializer, recurrent_initializer, bias_initializer,
            kernel_regularizer, recurrent_regularizer, bias_regularizer, kernel_constraint, recurrent_constraint,
            bias_constraint, dropout, recurrent_dropout, **kwargs)
        self.recurrent_activation = activations.get(recurrent_activation)
        self.implementation = implementation
        self.reset_after = reset_after

    kernel_z, kernel_r, kernel_h = [_GateWeight('kernel', gate) for gate in range(3)]
    recurrent_kernel_z, recurrent_kernel_r, recurrent_kernel_h = [
        _GateWeight('recurrent_kernel', gate) for gate in range(3)]
    input_bias_z, input_bias_r, input_bias_h = [_GateWeight('input_bias', gate) for gate in range(3)]
    recurrent_bias_z, recurrent_bias_r, recurrent_bias_h = [_GateWeight('recurrent_bias', gate) for gate in range(3)]

    def _bias_shape(self):
        return (2, 3 * self.units) if self.reset_after else (3 * self.units,)

    @property
    def input_bias(self):
        """The bias of the product with the inputs; None without."""
        return self.bias[0] if self.reset_after and self.bias is not None else self.bias

    @property
    def recurrent_bias(self):
        """The bias of the product with the state; None without, and where the reset gate comes before it."""
        return self.bias[1] if self.reset_after and self.bias is not None else None

    def call(self, inputs, states, training=None):
        """Returns (output, [output]) of one step, for the output of the step before."""
        before = states[0]
        input_masks, state_masks = self._masks(inputs, before, training)
        if self._by_gates():
            sums = self._sums_by_gates(inputs, input_masks)
            dropped = [_dropped(before, state_masks, gate) for gate in range(3)]
        else:
            inputs, before = _dropped(inputs, input_masks, 0), _dropped(before, state_masks, 0)
            together = _plus_bias(K.dot(inputs, self.kernel), self.input_bias)
            sums = [self._part(together, gate) for gate in range(3)]
            dropped = [before] * 3
        output = self._gated(sums, before, dropped)
        return output, [output]

    def _input_bias(self):
        return self.input_bias

    def _step(self):
        bias = self.recurrent_bias
        return recurrent_passes.gru_step(as_tensor(self.recurrent_kernel), None if bias is None else as_tensor(bias),
                                         self.activation, self.recurrent_activation, self.reset_after)

    def _sums_by_gates(self, inputs, masks):
        return [_plus_bias(K.dot(_dropped(inputs, masks, gate), getattr(self, 'kernel_' + name)),
                           getattr(self, 'input_bias_' + name)) for gate, name in enumerate(self._gates)]

    def _gated(self, sums, before, dropped):
        """Returns the new state for the sums of the inputs of each gate, and the state as each gate gets it."""
        products = [_plus_bias(K.dot(dropped[gate], getattr(self, 'recurrent_kernel_' + name)),
                               getattr(self, 'recurrent_bias_' + name))
                    for gate, name in enumerate(self._gates) if self.reset_after or name != 'h']
        update = self.recurrent_activation(sums[0] + products[0])
        reset = self.recurrent_activation(sums[1] + products[1])
        if self.reset_after:
            new = reset * products[2]
        else:
            new = K.dot(reset * dropped[2], self.recurrent_kernel_h)
        return update * before + (1. - update) * self.activation(sums[2] + new)


@builtin_layer
class LSTMCell(_DenseCell):
    _gates = 'ifco'
    _config = _CELL_ARGUMENTS + _LSTM_ARGUMENTS

    def __init__(self, units, activation='tanh', recurrent_activation=_dialect.recurrent_activation, use_bias=True,
                 kernel_initializer='glorot_uniform', recurrent_initializer='orthogonal', bias_initializer='zeros',
                 unit_forget_bias=True, kernel_regularizer=None, recurrent_regularizer=None, bias_regularizer=None,
                 kernel_constraint=None, recurrent_constraint=None, bias_constraint=None, dropout=0.,
                 recurrent_dropout=0., implementation=_dialect.recurrent_implementation, **kwargs):
        super().__init__(
            units, activation, use_bias, kernel_initializer, recurrent_initializer, bias_initializer,
            kernel_regularizer, recurrent_regularizer, bias_regularizer, kernel_constraint, recurrent_constraint,
            bias_constraint, dropout, recurrent_dropout, **kwargs)
        self.recurrent_activation = activations.get(recurrent_activation)
        self.unit_forget_bias = unit_forget_bias
        self.implementation = implementation
        self.state_size = (self.units, self.units)

    kernel_i, kernel_f, kernel_c, kernel_o = [_GateWeight('kernel', gate) for gate in range(4)]
    recurrent_kernel_i, recurrent_kernel_f, recurrent_kernel_c, recurrent_kernel_o = [
        _GateWeight('recurrent_kernel', gate) for gate in range(4)]
    bias_i, bias_f, bias_c, bias_o = [_GateWeight('bias', gate) for gate in range(4)]

    def _bias_initializer(self):
        if not self.unit_forget_bias:
            return self.bias_initializer
        return unit_forget_initializer(self.bias_initializer, self.units, 1, 2)

    def call(self, inputs, states, training=None):
        """Returns (output, [output, carry]) of one step, for the states [output, carry] of the step before."""
        before, carry = states[0], states[1]
        input_masks, state_masks = self._masks(inputs, before, training)
        if self._by_gates():
            sums = [_plus_bias(K.dot(_dropped(inputs, input_masks, gate), getattr(self, 'kernel_' + name)),
                               getattr(self, 'bias_' + name))
                    + K.dot(_dropped(before, state_masks, gate), getattr(self, 'recurrent_kernel_' + name))
                    for gate, name in enumerate(self._gates)]
        else:
            together = K.dot(_dropped(inputs, input_masks, 0), self.kernel)
            together = together + K.dot(_dropped(before, state_masks, 0), self.recurrent_kernel)
            together = _plus_bias(together, self.bias)
            sums = [self._part(together, gate) for gate in range(4)]
        carry = (self.recurrent_activation(sums[1]) * carry
                 + self.recurrent_activation(sums[0]) * self.activation(sums[2]))
        output = self.recurrent_activation(sums[3]) * self.activation(carry)
        return output, [output, carry]

    def _step(self):
        return recurrent_passes.lstm_step(as_tensor(self.recurrent_kernel), self.activation, self.recurrent_activation)


def _of_cell(name):
    """Returns the property of a layer that is an attribute of its cell."""
    return property(lambda layer: getattr(layer.cell, name), doc=f'`{name}` of the cell.')


class OwnCellMixin:
    """A mixin for layers that make their cell, and have its arguments in the place of it."""

    def call(self, inputs, mask=None, training=None, initial_state=None):
        """Returns the last output, or those of all steps, and with ``return_state`` the states."""
        self.cell._dropout_mask = None
        self.cell._recurrent_dropout_mask = None
        return super().call(inputs, mask=mask, training=training, initial_state=initial_state)

    def get_config(self):
        """Returns the arguments of the constructor."""
        config = super().get_config()
        del config['cell']
        config.update(_config_of(self, self.cell._config + ('activity_regularizer',)))
        return config

    @classmethod
    def from_config(cls, config):
        """Returns the layer of a config."""
        return cls(**config)


# The base of the layers of a cell; in the dialect tf.keras RNN is the host's.
BaseRNN = RNN if _dialect.keras2_recurrent_layers else _RNN


class _LayerOfCell(OwnCellMixin, BaseRNN):
    """The base of the three layers that have a cell of their own."""

    (units, activation, use_bias, kernel_initializer, recurrent_initializer, bias_initializer, kernel_regularizer,
     recurrent_regularizer, bias_regularizer, kernel_constraint, recurrent_constraint, bias_constraint, dropout,
     recurrent_dropout) = map(_of_cell, _CELL_ARGUMENTS)


@builtin_layer
class SimpleRNN(_LayerOfCell):
    @interfaces.legacy_recurrent_support
    def __init__(self, units, activation='tanh', use_bias=True, kernel_initializer='glorot_uniform',
                 recurrent_initializer='orthogonal', bias_initializer='zeros', kernel_regularizer=None,
                 recurrent_regularizer=None, bias_regularizer=None, activity_regularizer=None, kernel_constraint=None,
                 recurrent_constraint=None, bias_constraint=None, dropout=0., recurrent_dropout=0.,
                 return_sequences=False, return_state=False, go_backwards=False, stateful=False, unroll=False,
                 **kwargs):
        if 'implementation' in kwargs:
            kwargs.pop('implementation')
            warn_of_keras_1('SimpleRNN has no argument `implementation` any more. Leave it out.', stacklevel=3)
        cell = SimpleRNNCell(
            units, activation=activation, use_bias=use_bias, kernel_initializer=kernel_initializer,
            recurrent_initializer=recurrent_initializer, bias_initializer=bias_initializer,
            kernel_regularizer=kernel_regularizer, recurrent_regularizer=recurrent_regularizer,
            bias_regularizer=bias_regularizer, kernel_constraint=kernel_constraint,
            recurrent_constraint=recurrent_constraint, bias_constraint=bias_constraint, dropout=dropout,
            recurrent_dropout=recurrent_dropout)
        super().__init__(cell, return_sequences=return_sequences, return_state=return_state, go_backwards=go_backwards,
                         stateful=stateful, unroll=unroll, **kwargs)
        self.activity_regularizer = regularizers.get(activity_regularizer)

    @classmethod
    def from_config(cls, config):
        """Returns the layer of a config."""
        return cls(**{name: value for name, value in config.items() if name != 'implementation'})


def _known_implementation(config):
    """Returns the config with 1 in the place of 0 as the implementation, which Keras 1 had."""
    return dict(config, implementation=1) if config.get('implementation') == 0 else config


def _warn_of_implementation(implementation):
    if implementation == 0:
        warn_of_keras_1('`implementation=0` has been deprecated, and is `implementation=1` now. Update the call '
                        'of the layer.', stacklevel=4)


@builtin_layer
class GRU(_LayerOfCell):
    @interfaces.legacy_recurrent_support
    def __init__(self, units, activation='tanh', recurrent_activation=_dialect.recurrent_activation, use_bias=True,
                 kernel_initializer='glorot_uniform', recurrent_initializer='orthogonal', bias_initializer='zeros',
                 kernel_regularizer=None, recurrent_regularizer=None, bias_regularizer=None, activity_regularizer=None,
                 kernel_constraint=None, recurrent_constraint=None, bias_constraint=None, dropout=0.,
                 recurrent_dropout=0., implementation=_dialect.recurrent_implementation, return_sequences=False,
                 return_state=False, go_backwards=False, stateful=False, unroll=False, reset_after=False, **kwargs):
        _warn_of_implementation(implementation)
        cell = GRUCell(
            units, activation=activation, recurrent_activation=recurrent_activation, use_bias=use_bias,
            kernel_initializer=kernel_initializer, recurrent_initializer=recurrent_initializer,
            bias_initializer=bias_initializer, kernel_regularizer=kernel_regularizer,
            recurrent_regularizer=recurrent_regularizer, bias_regularizer=bias_regularizer,
            kernel_constraint=kernel_constraint, recurrent_constraint=recurrent_constraint,
            bias_constraint=bias_constraint, dropout=dropout, recurrent_dropout=recurrent_dropout,
            implementation=implementation, reset_after=reset_after)
        super().__init__(cell, return_sequences=return_sequences, return_state=return_state, go_backwards=go_backwards,
                         stateful=stateful, unroll=unroll, **kwargs)
        self.activity_regularizer = regularizers.get(activity_regularizer)

    recurrent_activation, implementation, reset_after = map(_of_cell, _GRU_ARGUMENTS)

    @classmethod
    def from_config(cls, config):
        """Returns the layer of a config."""
        return cls(**_known_implementation(config))


@builtin_layer
class LSTM(_LayerOfCell):
    @interfaces.legacy_recurrent_support
    def __init__(self, units, activation='tanh', recurrent_activation=_dialect.recurrent_activation, use_bias=True,
                 kernel_initializer='glorot_uniform', recurrent_initializer='orthogonal', bias_initializer='zeros',
                 unit_forget_bias=True, kernel_regularizer=None, recurrent_regularizer=None, bias_regularizer=None,
                 activity_regularizer=None, kernel_constraint=None, recurrent_constraint=None, bias_constraint=None,
                 dropout=0., recurrent_dropout=0., implementation=_dialect.recurrent_implementation,
                 return_sequences=False, return_state=False, go_backwards=False, stateful=False, unroll=False,
                 **kwargs):
        _warn_of_implementation(implementation)
        cell = LSTMCell(
            units, activation=activation, recurrent_activation=recurrent_activation, use_bias=use_bias,
            kernel_initializer=kernel_initializer, recurrent_initializer=recurrent_initializer,
            unit_forget_bias=unit_forget_bias, bias_initializer=bias_initializer,
            kernel_regularizer=kernel_regularizer, recurrent_regularizer=recurrent_regularizer,
            bias_regularizer=bias_regularizer, kernel_constraint=kernel_constraint,
            recurrent_constraint=recurrent_constraint, bias_constraint=bias_constraint, dropout=dropout,
            recurrent_dropout=recurrent_dropout, implementation=implementation)
        super().__init__(cell, return_sequences=return_sequences, return_state=return_state, go_backwards=go_backwards,
                         stateful=stateful, unroll=unroll, **kwargs)
        self.activity_regularizer = regularizers.get(activity_regularizer)

    recurrent_activation, unit_forget_bias, implementation = map(_of_cell, _LSTM_ARGUMENTS)

    @classmethod
    def from_config(cls, config):
        """Returns the layer of a config."""
        return cls(**_known_implementation(config))


# --- Helpers that programs import

def _generate_dropout_mask(ones, rate, training=None, count=1):
    """Returns a dropout mask, or a list of ``count`` ones: in training that drops a share of ones, else the ones."""
    masks = [K.in_train_phase(lambda: K.dropout(ones, rate), ones, training=training) for _ in range(count)]
    return masks if count > 1 else masks[0]
