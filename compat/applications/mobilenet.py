"""Keras 2's `keras.applications.mobilenet`."""
from compat.applications import functions_of

decode_predictions, preprocess_input = functions_of('mobilenet', 'decode_predictions', 'preprocess_input')
