"""Keras 2's `keras.layers.recurrent`: recurrent layers and their cells."""
from compat import hosts
from compat.layers.stock import stock

_kept = hosts.part('layers').RECURRENT

GRU = stock('GRU', *_kept)
GRUCell = stock('GRUCell')
LSTM = stock('LSTM', *_kept)
LSTMCell = stock('LSTMCell')
RNN = stock('RNN', *_kept)
SimpleRNN = stock('SimpleRNN', *_kept)
SimpleRNNCell = stock('SimpleRNNCell')
StackedRNNCells = stock('StackedRNNCells', *hosts.part('layers').STACKED_CELLS)
