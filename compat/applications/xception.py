"""Keras 2's `keras.applications.xception`."""
from compat.applications import functions_of

decode_predictions, preprocess_input = functions_of('xception', 'decode_predictions', 'preprocess_input')
