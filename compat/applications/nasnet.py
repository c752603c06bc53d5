"""Keras 2's `keras.applications.nasnet`."""
from compat.applications import functions_of

decode_predictions, preprocess_input = functions_of('nasnet', 'decode_predictions', 'preprocess_input')
