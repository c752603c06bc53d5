"""What Keras 3's layers call differently than Keras 2's, or lack."""
from typing import Dict, NamedTuple, Tuple


class Change(NamedTuple):
    """How the arguments of a layer of Keras 2 become the host's."""

    renamed: Dict[str, str] = {}
    dropped: Tuple[str, ...] = ()       # arguments that choose between ways to the same numbers
    refused: Dict[str, str] = {}        # arguments that the host cannot honour, and why


NO_CHANGE = Change()
_ANY_WAY = Change(dropped=('implementation',))
CHANGES = {
    'LeakyReLU': Change(renamed={'alpha': 'negative_slope'}),
    'SimpleRNN': _ANY_WAY,
    'GRU': _ANY_WAY,
    'GRUCell': _ANY_WAY,
    'LSTM': _ANY_WAY,
    'LSTMCell': _ANY_WAY,
}


def _embedding(arguments):
    """``input_length`` tells the shape of the input; Keras 3 has no such argument."""
    length = arguments.pop('input_length', None)
    if 'input_shape' not in arguments and 'batch_input_shape' not in arguments:
        lengths = tuple(length) if isinstance(length, (list, tuple)) else (length,)
        arguments['input_shape'] = lengths


ADAPTED = {'Embedding': _embedding}


class _StatesAreVariables(object):
    """A recurrent layer whose states are among what a compiled step may change.

    Keras 3 does not track them, and jax, which takes and gives all that changes, loses them after each batch. They are
    no weights.
    """

    @property
    def variables(self):
        states = getattr(self, 'states', None) if self.stateful else None
        states = [state for state in (states or ()) if state is not None]
        return super(_StatesAreVariables, self).variables + states


STATES_KEPT = (_StatesAreVariables,)


class _AveragesAreVariables(object):
    """BatchNormalization with what its moving averages keep besides among what a compiled step may change."""

    @property
    def variables(self):
        moving = [getattr(self, name, None) for name in ('moving_mean', 'moving_variance')]
        return super(_AveragesAreVariables, self).variables + [
            variable for average in moving for variable in getattr(average, '_moving_average', ())]


AVERAGES_KEPT = (_AveragesAreVariables,)


class _TakesKeras2Arguments(object):
    """A layer whose constructor in Keras 3 takes nothing that every layer takes: the shape of the input, trainable."""

    def __init__(self, *args, **kwargs):
        settings = self._take_arguments(kwargs, ())
        trainable = kwargs.pop('trainable', True)
        super(_TakesKeras2Arguments, self).__init__(*args, **kwargs)
        self._use_settings(settings)
        self.trainable = trainable


CLOSED = (_TakesKeras2Arguments,)
