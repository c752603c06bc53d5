"""Keras 2's `keras.applications.mobilenet`."""
from compat import backend as K
from compat.applications import functions_of

decode_predictions, preprocess_input = functions_of('mobilenet', 'decode_predictions', 'preprocess_input')


def relu6(x):
    """Returns x with what is below 0 set to 0, and what is above 6 to 6.

    Models of MobileNet that older versions saved name it. Source: Keras 2.1.6 `keras.applications.mobilenet.relu6`.
    """
    return K.relu(x, max_value=6)
