"""Keras 2's `keras.layers.recurrent`: recurrent layers and their cells."""
from compat import adapters
from compat.builtin_layers.builtin import builtin

_mixins = adapters.area('layers').RECURRENT

GRU = builtin('GRU', *_mixins)
GRUCell = builtin('GRUCell')
LSTM = builtin('LSTM', *_mixins)
LSTMCell = builtin('LSTMCell')
RNN = builtin('RNN', *_mixins)
SimpleRNN = builtin('SimpleRNN', *_mixins)
SimpleRNNCell = builtin('SimpleRNNCell')
StackedRNNCells = builtin('StackedRNNCells', *adapters.area('layers').STACKED_CELLS)
