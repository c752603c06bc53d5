"""What tf.keras's layers call differently than Keras 2's, or lack."""
import contextlib

from compat import process
from compat.base_layer import shapes
from compat.base_layer.nest import as_list, flatten
from compat.builtin_layers import states as rnn_states
from compat.adapters.keras3.layers import Change
from compat.builtin_layers.stacked_cells import FlatStates, stack_cells


class _CellKnowsConstants:
    """A recurrent layer whose cell is built for the constants too: tf.keras builds it for the steps only."""

    def build(self, input_shape):
        """Build the cell for the inputs of a step, and the constants beside them where there are some."""
        if self._num_constants and not getattr(self.cell, 'built', True):
            sequence = shapes.plain(input_shape)
            sequence = sequence[0] if isinstance(sequence, list) else sequence
            self.cell.build([sequence[:1] + sequence[2:]] + [shapes.plain(spec.shape) for spec in self.constants_spec])
            self.cell.built = True
        super().build(input_shape)


def _once(draw):
    """The function that returns what ``draw`` returned when it was first called."""
    drawn = []

    def recall(*args, **kwargs):
        if not drawn:
            drawn.append(draw(*args, **kwargs))
        return drawn[0]

    return recall


@contextlib.contextmanager
def _drawing_once(cell):
    """While this lasts, a cell, or the cells in it, drop at all steps what they drop at the first."""
    drawing = [(each, name) for each in [cell] + list(getattr(cell, 'cells', []))
               for name in ('get_dropout_mask_for_cell', 'get_recurrent_dropout_mask_for_cell') if hasattr(each, name)]
    for each, name in drawing:
        # Not by setattr: the layer does not track it.
        each.__dict__[name] = _once(getattr(each, name))
    try:
        yield
    finally:
        for each, name in drawing:
            each.__dict__.pop(name, None)


class _DropsTheSame:
    """A recurrent layer whose cell drops the same at all steps: in compiled loops, that of tf.keras draws at each."""

    def call(self, inputs, mask=None, training=None, initial_state=None, constants=None):
        """What the host's layer computes."""
        options = {} if constants is None else {'constants': constants}
        with _drawing_once(self.cell):
            return super().call(inputs, mask=mask, training=training, initial_state=initial_state,
                                                   **options)


class _MaskedAsInKeras2:
    """A recurrent layer that goes through masked steps by K.rnn where tf.keras computes other outputs."""

    def call(self, inputs, mask=None, training=None, initial_state=None, constants=None):
        """The last output, or those of all steps, and the states if asked."""
        mask = flatten(mask)[0]
        given = initial_state is not None or isinstance(inputs, list) and len(inputs) > 1
        if not rnn_states.masks_differently(self, mask, given):
            options = {} if constants is None else {'constants': constants}
            return super().call(inputs, mask=mask, training=training,
                                                       initial_state=initial_state, **options)
        inputs, initial_state, constants = self._process_inputs(inputs, initial_state, constants)
        for cell in [self.cell] + list(getattr(self.cell, 'cells', [])):
            self._maybe_reset_cell_dropout_mask(cell)
        # The first call draws what the cell drops at all steps.
        rnn_states.step_of(self, training, constants)(inputs[:, 0], as_list(initial_state) + as_list(constants or []))
        last, outputs, states = rnn_states.run_steps(self, inputs, initial_state, mask, training, constants)
        if self.stateful:
            self.add_update([old.assign(new) for old, new in zip(flatten(self.states), states)])
        output = outputs if self.return_sequences else last
        return [output] + states if self.return_state else output


class _MayLackBias:
    """A layer of a kernel: some hosts ask for the bias where a subclass that has none made none."""

    bias = None


KERNEL = (_MayLackBias,)
NO_CHANGE = Change()
CHANGES = {}
CONFIG_NAMES = {}
CONFIG_KEYS = ('name', 'trainable', 'dtype', 'batch_input_shape')
# What constructors of the host take among their other arguments.
CONFIG_MORE = dict.fromkeys(('GRU', 'GRUCell', 'LSTM', 'LSTMCell'), ('implementation',))
ADAPTED = {'RNN': stack_cells}
STACKED_CELLS = (FlatStates,) if process.dialect().keras2_recurrent_layers else ()
STATES_TRACKED = ()
RECURRENT = (_CellKnowsConstants, _DropsTheSame, _MaskedAsInKeras2) if process.dialect().keras2_recurrent_layers else ()
CONVOLUTIONAL_RECURRENT = (_DropsTheSame,) if process.dialect().keras2_recurrent_layers else ()
BOTH_DIRECTIONS = ()
CLOSED = ()
EMBEDDINGS = ()
PENALTY_OF_ACTIVITY = '_activity_regularizer'
