"""Keras 2's `keras.layers.recurrent`: recurrent layers and their cells."""
from compat import adapters
from compat.builtin_layers.builtin import stock

_kept = adapters.area('layers').RECURRENT

GRU = stock('GRU', *_kept)
GRUCell = stock('GRUCell')
LSTM = stock('LSTM', *_kept)
LSTMCell = stock('LSTMCell')
RNN = stock('RNN', *_kept)
SimpleRNN = stock('SimpleRNN', *_kept)
SimpleRNNCell = stock('SimpleRNNCell')
StackedRNNCells = stock('StackedRNNCells', *adapters.area('layers').STACKED_CELLS)
