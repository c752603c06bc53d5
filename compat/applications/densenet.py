"""Keras 2's `keras.applications.densenet`."""
from compat.applications import functions_of

decode_predictions, preprocess_input = functions_of('densenet', 'decode_predictions', 'preprocess_input')
