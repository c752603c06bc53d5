"""Keras 2's `keras.applications.inception_v3`."""
from compat.applications import functions_of

decode_predictions, preprocess_input = functions_of('inception_v3', 'decode_predictions', 'preprocess_input')
