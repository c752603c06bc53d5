"""Keras 2's `keras.applications.imagenet_utils`."""
from compat.applications import functions_of

decode_predictions, preprocess_input = functions_of('imagenet_utils', 'decode_predictions', 'preprocess_input')
