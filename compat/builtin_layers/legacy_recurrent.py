"""The bases of recurrent layers before Keras 2.1, which had no cells (Keras 2.2.4 `keras.legacy.layers`)."""
from compat import backend as K
from compat.engine.base_layer import InputSpec
from compat.builtin_layers.recurrence import Recurrence
from compat.utils import conv_utils


class Recurrent(Recurrence):
    """The base of recurrent layers that define one step of a sequence (batch, steps, features).

    A subclass has ``units``, the size of its output and of each state; sets ``states`` to a list with None for each
    state, in ``build``; and defines ``step(inputs, states)``, which returns (output, new states). The states are
    followed by the list of ``get_constants(inputs, training)``, and the steps are those of ``preprocess_input(inputs,
    training)``.

    Args:
        return_sequences: whether the outputs of all steps are returned, or the last one only.
        return_state: whether the last states are returned after the output, in a list.
        go_backwards: whether the steps are taken in reverse order.
        stateful: whether the last states of a batch are the first ones of the next.
        unroll: whether the steps are written out instead of computed in a loop.
        implementation: stored for the subclass.

    Source: Keras 2.2.4 `keras.legacy.layers.Recurrent`.
    """

    def __init__(self, return_sequences=False, return_state=False, go_backwards=False, stateful=False, unroll=False,
                 implementation=0, **kwargs):
        super().__init__(return_sequences=return_sequences, return_state=return_state, go_backwards=go_backwards,
                         stateful=stateful, **kwargs)
        self.unroll = unroll
        self.implementation = implementation
        self.dropout = self.recurrent_dropout = 0

    @Recurrence.states.getter
    def states(self):
        """None for each state, as a subclass sets it; in a stateful layer the variables of the states."""
        if self._states is None:
            raise AttributeError(f'Layer {self.name} has no attribute states. A subclass of Recurrent sets it in '
                                 'build: to [None, None] where it has two.')
        return self._states

    def _state_sizes(self):
        return [self.units for _ in self.states]

    def _set_state_spec(self, initial_state):
        """Does nothing: a subclass sets ``state_spec`` in ``build``."""

    def step(self, inputs, states):
        """Returns (output, new states) of one step; subclasses define it."""
        raise NotImplementedError(f'Layer {self.name} is a subclass of Recurrent that does not define step(inputs, '
                                  'states), which returns (output, new states).')

    def get_constants(self, inputs, training=None):
        """Returns the list of what each step gets after the states: empty; a subclass overrides it."""
        return []

    def preprocess_input(self, inputs, training=None):
        """Returns the sequence of the steps: the inputs; a subclass overrides it."""
        return inputs

    def call(self, inputs, mask=None, training=None, initial_state=None):
        """Returns the last output, or those of all steps, and with ``return_state`` the states."""
        return super().call(inputs, mask=mask, training=training, initial_state=initial_state)

    def _run(self, inputs, initial_state, mask, training, constants, from_zeros):
        return K.rnn(self.step, self.preprocess_input(inputs, training=None), initial_state,
                     go_backwards=self.go_backwards, mask=mask, constants=self.get_constants(inputs, training=None),
                     unroll=self.unroll, input_length=K.int_shape(inputs)[1])

    def compute_output_shape(self, input_shape):
        """Returns (batch, time, units) or (batch, units), and with ``return_state`` the shapes of the states."""
        if isinstance(input_shape, list):
            input_shape = input_shape[0]
        output = input_shape[:2 if self.return_sequences else 1] + (self.units,)
        return [output] + [(input_shape[0], self.units) for _ in self.states] if self.return_state else output

    def get_config(self):
        """Returns the arguments of the constructor."""
        return dict(super().get_config(), unroll=self.unroll, implementation=self.implementation)


class ConvRecurrent2D(Recurrent):
    """The base of convolutional recurrent layers that define one step of (batch, steps, rows, columns, channels).

    A subclass defines ``get_initial_state`` and ``step``, and ``reset_states`` if it may be stateful.

    Args:
        filters: positive integer, the number of channels of the output.
        kernel_size: positive integer, or two: the size of the kernel.
        strides: positive integer, or two: the distance of neighbouring windows.
        padding: "valid" or "same".
        data_format: "channels_last" or "channels_first" (the channels precede the rows). None is
            K.image_data_format().
        dilation_rate: positive integer, or two: the distance of neighbouring kernel positions.
        return_sequences: whether the outputs of all steps are returned, or the last one only.
        go_backwards: whether the steps are taken in reverse order.
        stateful: whether the last states of a batch are the first ones of the next.

    Source: Keras 2.2.4 `keras.legacy.layers.ConvRecurrent2D`.
    """

    def __init__(self, filters, kernel_size, strides=(1, 1), padding='valid', data_format=None, dilation_rate=(1, 1),
                 return_sequences=False, go_backwards=False, stateful=False, **kwargs):
        super().__init__(return_sequences=return_sequences, go_backwards=go_backwards,
                                              stateful=stateful, **kwargs)
        self.filters = filters
        self.kernel_size = conv_utils.normalize_tuple(kernel_size, 2, 'kernel_size')
        self.strides = conv_utils.normalize_tuple(strides, 2, 'strides')
        self.padding = conv_utils.normalize_padding(padding)
        self.data_format = K.normalize_data_format(data_format)
        self.dilation_rate = conv_utils.normalize_tuple(dilation_rate, 2, 'dilation_rate')
        self.input_spec = [InputSpec(ndim=5)]

    def compute_output_shape(self, input_shape):
        """Returns the shape of the output, and with ``return_state`` those of two states."""
        if isinstance(input_shape, list):
            input_shape = input_shape[0]
        first = 3 if self.data_format == 'channels_first' else 2
        spatial = tuple(conv_utils.conv_output_length(length, size, self.padding, stride, dilation)
                        for length, size, stride, dilation in zip(input_shape[first:first + 2], self.kernel_size,
                                                                  self.strides, self.dilation_rate))
        step = (self.filters,) + spatial if first == 3 else spatial + (self.filters,)
        output = input_shape[:2 if self.return_sequences else 1] + step
        return [output] + 2 * [input_shape[:1] + step] if self.return_state else output

    def get_config(self):
        """Returns the arguments of the constructor."""
        config = super().get_config()
        for name in ('filters', 'kernel_size', 'strides', 'padding', 'data_format', 'dilation_rate'):
            config[name] = getattr(self, name)
        return config
