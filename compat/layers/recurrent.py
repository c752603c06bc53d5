"""Keras 2's `keras.layers.recurrent`: recurrent layers and their cells."""
from compat import adapters
from compat.builtin_layers.builtin import builtin

_kept = adapters.area('layers').RECURRENT

GRU = builtin('GRU', *_kept)
GRUCell = builtin('GRUCell')
LSTM = builtin('LSTM', *_kept)
LSTMCell = builtin('LSTMCell')
RNN = builtin('RNN', *_kept)
SimpleRNN = builtin('SimpleRNN', *_kept)
SimpleRNNCell = builtin('SimpleRNNCell')
StackedRNNCells = builtin('StackedRNNCells', *adapters.area('layers').STACKED_CELLS)
