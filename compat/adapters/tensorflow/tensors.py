"""Devices of TensorFlow 2, for every host that computes with it."""
import tensorflow as tf
from tensorflow.python.eager import context


def count_gpus():
    return len(tf.config.list_logical_devices('GPU'))


def current_device():
    """The tf.DeviceSpec of the innermost tf.device scope, or None: in a graph, what an operation of it would get."""
    name = context.context().device_name if tf.executing_eagerly() else tf.no_op().device
    return tf.DeviceSpec.from_string(name) if name else None
