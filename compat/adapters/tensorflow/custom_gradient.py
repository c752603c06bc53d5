"""Gradients of TensorFlow 2 for functions that say their own, for every host that computes with it."""
import tensorflow as tf

__all__ = ['with_gradients']


def with_gradients(forward, backward):
    @tf.custom_gradient
    def run(*tensors):
        return forward(*tensors), lambda upstream: tuple(backward(tensors, upstream))
    return run
