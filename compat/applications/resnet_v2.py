"""Keras 2's `keras.applications.resnet_v2`."""
from compat.applications import functions_of

decode_predictions, preprocess_input = functions_of('resnet_v2', 'decode_predictions', 'preprocess_input')
