"""Keras 2's `keras.applications.resnet50`."""
from compat.applications import functions_of

decode_predictions, preprocess_input = functions_of('resnet50', 'decode_predictions', 'preprocess_input')
