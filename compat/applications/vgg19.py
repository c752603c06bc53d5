"""Keras 2's `keras.applications.vgg19`."""
from compat.applications import functions_of

decode_predictions, preprocess_input = functions_of('vgg19', 'decode_predictions', 'preprocess_input')
