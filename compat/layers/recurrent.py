"""Keras 2's `keras.layers.recurrent`: recurrent layers and their cells."""
from compat.layers.stock import stock

GRU = stock('GRU')
GRUCell = stock('GRUCell')
LSTM = stock('LSTM')
LSTMCell = stock('LSTMCell')
RNN = stock('RNN')
SimpleRNN = stock('SimpleRNN')
SimpleRNNCell = stock('SimpleRNNCell')
StackedRNNCells = stock('StackedRNNCells')
