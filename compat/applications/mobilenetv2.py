"""Keras 2's `keras.applications.mobilenetv2`."""
from compat.applications.mobilenet_v2 import MobileNetV2, decode_predictions, preprocess_input
