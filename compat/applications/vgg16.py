"""Keras 2's `keras.applications.vgg16`."""
from compat.applications import functions_of

decode_predictions, preprocess_input = functions_of('vgg16', 'decode_predictions', 'preprocess_input')
