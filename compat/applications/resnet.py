"""Keras 2's `keras.applications.resnet`."""
from compat.applications import functions_of

decode_predictions, preprocess_input, ResNet50 = functions_of(
    'resnet', 'decode_predictions', 'preprocess_input', 'ResNet50')
