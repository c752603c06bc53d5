"""Keras 2's `keras.applications.mobilenetv2`."""
from compat.applications import functions_of

decode_predictions, preprocess_input = functions_of('mobilenet_v2', 'decode_predictions', 'preprocess_input')
