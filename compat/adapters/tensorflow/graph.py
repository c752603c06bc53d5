"""The graph world on TensorFlow 2, for every host that computes with it: conversion, gradients, compilation."""
import contextlib

import numpy as np
import tensorflow as tf
from tensorflow.python.types.core import Tensor as AnyTensor

from compat import adapters
from compat.symbolic import phase
from compat.adapters.tensorflow.functions import refuse_conversion
from compat.errors import UnsupportedError

control_dependencies = tf.control_dependencies


class ActsAsTensor(AnyTensor):
    """What TensorFlow's own functions take for a tensor: its value at that moment, where it is computed."""

    shape = dtype = None  # which are set, and not those of the class

    def __tf_tensor__(self, dtype=None, name=None):
        refuse_conversion(self)
        return tf.convert_to_tensor(self.now(), dtype)


tf.register_tensor_conversion_function(
    ActsAsTensor, lambda value, dtype=None, name=None, as_ref=False: value.__tf_tensor__(dtype))


def seeds(seed):
    """A generator for a call that draws random numbers; without a seed, from one that numpy draws."""
    return tf.random.Generator.from_seed(int(np.random.randint(10e6)) if seed is None else seed)


def gradient(evaluation, losses, watched):
    """The gradients of the sum of the losses with respect to the watched tensors, in a graph."""
    return _gradients([evaluation.value(loss) for loss in losses], [evaluation.known(tensor) for tensor in watched],
                      'zero')


def gradients_now(losses, wanted):
    """The gradients of tensors in the graph that TensorFlow builds. Raises UnsupportedError where it builds none."""
    return _gradients(losses, wanted, 'none')


def _gradients(losses, wanted, unconnected):
    if tf.executing_eagerly():
        raise UnsupportedError('K.gradients of tensors that TensorFlow has computed already needs their graph, and in '
                               'eager execution there is none. Take the gradients of symbols, '
                               'K.gradients(model.output, model.input), or do not ask for run_eagerly.')
    return [tf.convert_to_tensor(gradient) if isinstance(gradient, tf.IndexedSlices) else gradient
            for gradient in tf.gradients(losses, wanted, unconnected_gradients=unconnected)]


def overriding_gradients(overrides):
    """A context in which operations of these types get the registered gradients of these names."""
    if tf.executing_eagerly():  # what is computed at once has no gradients
        return contextlib.nullcontext()
    return tf.compat.v1.get_default_graph().gradient_override_map(overrides)


def give_members(tensor, members):
    """Let a tensor have the members of the symbol that it stands for."""
    if hasattr(tensor, '__dict__'):
        vars(tensor).update(members)


def sparse_feed(value, dtype):
    """A sparse tensor of TensorFlow from one of scipy, from (indices, values, shape), or from a dense array."""
    if isinstance(value, tf.SparseTensor):
        return value
    if isinstance(value, np.ndarray):
        return tf.sparse.from_dense(value.astype(dtype))
    if hasattr(value, 'tocoo'):
        value = value.tocoo()
        indices = np.stack([value.row, value.col], 1)
        return tf.sparse.reorder(tf.SparseTensor(indices.astype('int64'), value.data.astype(dtype), value.shape))
    indices, values, shape = value
    return tf.SparseTensor(np.asarray(indices, 'int64'), np.asarray(values, dtype), shape)


class Compiled:
    """A program as a function of TensorFlow, traced once for each learning phase.

    ``shapes`` are those of what is fed, where they are not those of the placeholders.
    """

    def __init__(self, program, shapes):
        self._program = program
        host = adapters.area('ops')
        make = {True: tf.SparseTensorSpec, False: tf.TensorSpec}
        shapes = shapes or [host.static_shape(tensor) for tensor in program.inputs]
        self._signature = [make[host.is_sparse(tensor)](shape, host.dtype_name(tensor))
                           for tensor, shape in zip(program.inputs, shapes)]
        self._traced = {}

    def __call__(self, feeds, training):
        if training not in self._traced:
            self._traced[training] = self._trace(training)
        return [_dense(value).numpy() for value in self._traced[training](*map(_tensor, feeds))]

    def _trace(self, training):
        def step(*feeds):
            with phase.execution_scope:
                return self.step(feeds, training)
        return tf.function(step, input_signature=self._signature, autograph=False).get_concrete_function()


def _dense(value):
    return tf.sparse.to_dense(value) if isinstance(value, tf.SparseTensor) else value


def _tensor(feed):
    return feed if isinstance(feed, tf.SparseTensor) else tf.constant(feed)
