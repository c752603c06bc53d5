"""Layers of Keras 1 that Keras 2 still has (Keras 2.2.4 `keras.legacy.layers`), written on K."""
import functools

from compat import activations, constraints, initializers, regularizers
from compat import backend as K
from compat.base_layer.nest import as_list
from compat.builtin_layers.arguments import integer
from compat.engine.base_layer import InputSpec, Layer
from compat.files.lambda_configs import dump_function
from compat.layers.convolutional import Conv1D, Conv2D
from compat.layers.core import Lambda, load_function
from compat.layers.merge import Dot, add, average, concatenate, maximum, multiply
from compat.usage import warn_of_keras_1
from compat.utils.generic_utils import has_arg
from compat.builtin_layers.legacy_recurrent import ConvRecurrent2D, Recurrent  # noqa: F401, names of this module in Keras 2

# The arguments of Keras 1 in the order that configs have, and what serializes some.
_SHARED = ('W_regularizer', 'b_regularizer', 'activity_regularizer', 'W_constraint', 'b_constraint', 'bias',
           'input_dim')
_SERIALIZED_BY = {'init': initializers, 'activation': activations, 'W_regularizer': regularizers,
                  'b_regularizer': regularizers, 'activity_regularizer': regularizers, 'W_constraint': constraints,
                  'b_constraint': constraints}


class _Dense(Layer):
    """The base of the two layers of (batch, features), with the arguments of Keras 1."""

    _arguments = _SHARED

    def _set_options(self, init, weights, W_regularizer, b_regularizer, activity_regularizer, W_constraint,
                     b_constraint, bias, input_dim):
        warn_of_keras_1(f'The layer {type(self).__name__} is of Keras 1: Keras 2 deprecated it.', stacklevel=3)
        self.init = initializers.get(init)
        self.W_regularizer, self.b_regularizer = regularizers.get(W_regularizer), regularizers.get(b_regularizer)
        self.activity_regularizer = regularizers.get(activity_regularizer)
        self.W_constraint, self.b_constraint = constraints.get(W_constraint), constraints.get(b_constraint)
        self.bias = bias
        self.initial_weights = weights
        self.input_dim = integer(input_dim)
        self.input_spec = InputSpec(ndim=2)

    def _finish(self, width):
        self.input_spec = InputSpec(shape=(None, width))
        if self.initial_weights is not None:
            self.set_weights(self.initial_weights)
            del self.initial_weights
        self.built = True

    def _kernel(self, shape):
        return self.add_weight(shape=shape, initializer=self.init, name='W', regularizer=self.W_regularizer,
                               constraint=self.W_constraint)

    def _bias(self, shape):
        return self.add_weight(shape=shape, initializer='zeros', name='b', regularizer=self.b_regularizer,
                               constraint=self.b_constraint) if self.bias else None

    def get_config(self):
        """Returns the arguments of the constructor."""
        config = super().get_config()
        for name in self._arguments:
            value = getattr(self, name)
            config[name] = _SERIALIZED_BY[name].serialize(value) if name in _SERIALIZED_BY else value
        return config


def _with_input_dim(kwargs, input_dim):
    return dict(kwargs, input_shape=(input_dim,)) if input_dim else kwargs


class MaxoutDense(_Dense):
    """The largest of ``nb_feature`` linear maps (Goodfellow et al. 2013, arXiv 1302.4389).

    The input is (batch, features), the output (batch, output_dim).

    Args:
        output_dim: positive integer, the size of the output.
        nb_feature: positive integer, the number of linear maps.
        init: initializer of the kernel.
        weights: list of arrays, the first values of the weights.
        W_regularizer: regularizer of the kernel.
        b_regularizer: regularizer of the bias.
        activity_regularizer: regularizer of the output.
        W_constraint: constraint of the kernel.
        b_constraint: constraint of the bias.
        bias: whether a bias is added.
        input_dim: the size of the input, for the first layer of a model.

    Source: Keras 2.2.4 `keras.legacy.layers.MaxoutDense`.
    """

    _arguments = ('output_dim', 'init', 'nb_feature') + _SHARED

    def __init__(self, output_dim, nb_feature=4, init='glorot_uniform', weights=None, W_regularizer=None,
                 b_regularizer=None, activity_regularizer=None, W_constraint=None, b_constraint=None, bias=True,
                 input_dim=None, **kwargs):
        super().__init__(**_with_input_dim(kwargs, input_dim))
        self.output_dim, self.nb_feature = integer(output_dim), integer(nb_feature)
        self._set_options(init, weights, W_regularizer, b_regularizer, activity_regularizer, W_constraint,
                          b_constraint, bias, input_dim)

    def build(self, input_shape):
        """Makes a kernel (nb_feature, features, output_dim), and a bias (nb_feature, output_dim)."""
        self.W = self._kernel((self.nb_feature, input_shape[1], self.output_dim))
        self.b = self._bias((self.nb_feature, self.output_dim))
        self._finish(input_shape[1])

    def compute_output_shape(self, input_shape):
        """Returns (batch, output_dim)."""
        return (input_shape[0], self.output_dim)

    def call(self, x):
        """Returns the largest of the maps for each output."""
        features = K.dot(x, self.W)
        return K.max(features + self.b if self.bias else features, axis=1)


class Highway(_Dense):
    """A dense layer whose output a gate mixes with its input (Srivastava et al. 2015, arXiv 1505.00387).

    Input and output are (batch, features).

    Args:
        init: initializer of the kernels.
        activation: function of the map. None is the identity.
        weights: list of arrays, the first values of the weights.
        W_regularizer: regularizer of the kernel.
        b_regularizer: regularizer of the bias.
        activity_regularizer: regularizer of the output.
        W_constraint: constraint of the kernel.
        b_constraint: constraint of the bias.
        bias: whether biases are added.
        input_dim: the size of the input, for the first layer of a model.

    Source: Keras 2.2.4 `keras.legacy.layers.Highway`.
    """

    _arguments = ('init', 'activation') + _SHARED

    def __init__(self, init='glorot_uniform', activation=None, weights=None, W_regularizer=None, b_regularizer=None,
                 activity_regularizer=None, W_constraint=None, b_constraint=None, bias=True, input_dim=None, **kwargs):
        if 'transform_bias' in kwargs:
            kwargs.pop('transform_bias')
            warn_of_keras_1('Highway has no argument transform_bias any more.', stacklevel=2)
        super().__init__(**_with_input_dim(kwargs, input_dim))
        self.activation = activations.get(activation)
        self._set_options(init, weights, W_regularizer, b_regularizer, activity_regularizer, W_constraint,
                          b_constraint, bias, input_dim)

    def build(self, input_shape):
        """Makes two kernels (features, features), of the layer and of the gate, and two biases."""
        width = input_shape[1]
        self.W = self._kernel((width, width))
        self.W_carry = self.add_weight(shape=(width, width), initializer=self.init, name='W_carry')
        self.b = self._bias((width,))
        self.b_carry = self.add_weight(shape=(width,), initializer='ones', name='b_carry') if self.bias else None
        self._finish(width)

    def call(self, x):
        """Returns gate * activation(map) + (1 - gate) * input."""
        gate, mapped = K.dot(x, self.W_carry), K.dot(x, self.W)
        if self.bias:
            gate, mapped = gate + self.b_carry, mapped + self.b
        share = activations.sigmoid(gate)
        return self.activation(mapped) * share + (1. - share) * x

    def compute_output_shape(self, input_shape):
        """Returns the shape of the input."""
        return input_shape


def _atrous(new, old, args, kwargs):
    kwargs['dilation_rate'] = kwargs.pop('atrous_rate', 1)
    warn_of_keras_1(f'The layer {old} is {new.__name__} with the argument dilation_rate.', stacklevel=3)
    return new(*args, **kwargs)


def AtrousConvolution1D(*args, **kwargs):
    """Conv1D with ``atrous_rate`` as its dilation rate (Keras 2.2.4 `keras.legacy.layers.AtrousConvolution1D`)."""
    return _atrous(Conv1D, 'AtrousConvolution1D', args, kwargs)


def AtrousConvolution2D(*args, **kwargs):
    """Conv2D with ``atrous_rate`` as its dilation rate (Keras 2.2.4 `keras.legacy.layers.AtrousConvolution2D`)."""
    return _atrous(Conv2D, 'AtrousConvolution2D', args, kwargs)


_MERGES = {'sum': add, 'mul': multiply, 'ave': average, 'max': maximum}


def _cosine_proximity(inputs, axes):
    first, second = inputs
    norms = K.sqrt(K.batch_dot(first, first, axes) * K.batch_dot(second, second, axes))
    return K.expand_dims(K.batch_dot(first, second, axes) / K.maximum(norms, K.epsilon()), 1)


def _sum(inputs):
    return functools.reduce(lambda first, second: first + second, inputs)


# What Merge computes of the inputs by each mode of one shape; the layer has the axes of the others.
_OF_ONE_SHAPE = {
    'sum': _sum,
    'ave': lambda inputs: _sum(inputs) / len(inputs),
    'mul': lambda inputs: functools.reduce(lambda first, second: first * second, inputs),
    'max': lambda inputs: functools.reduce(K.maximum, inputs),
}
_MODES = tuple(sorted(_OF_ONE_SHAPE)) + ('concat', 'cos', 'dot')


class Merge(Layer):
    """Merges a list of tensors by one of several modes; Keras 2.2 removed it.

    Args:
        layers: list of layers or models that were called once: the outputs of these are merged as the layer is made,
            and ``merge.output`` is the result. None: call the layer on a list of symbols.
        mode: ``'sum'``, ``'mul'``, ``'concat'``, ``'ave'``, ``'max'``, ``'dot'``, ``'cos'``, or a function of the list
            of tensors, which may have an argument ``mask``.
        concat_axis: the axis of ``'concat'``.
        dot_axes: an axis, or one of each input, of ``'dot'`` and ``'cos'``.
        output_shape: of a mode that is a function: the shape without the batch, or a function of the input shapes.
        output_mask: of a mode that is a function: the mask, or a function of the masks.
        arguments: dict of further arguments of a mode that is a function.
        node_indices: which call of each of the layers is meant.
        tensor_indices: which output of it.
        name: of the layer.

    Raises:
        ValueError: unknown mode, or shapes that do not go together.
        TypeError: it merges less than two.

    Source: Keras 2.1.6 `keras.legacy.layers.Merge`.
    """

    def __init__(self, layers=None, mode='sum', concat_axis=-1, dot_axes=-1, output_shape=None, output_mask=None,
                 arguments=None, node_indices=None, tensor_indices=None, name=None, **kwargs):
        warn_of_keras_1('The layer Merge was removed in Keras 2.2: call keras.layers.add, multiply, concatenate, '
                        'average, maximum or dot.', stacklevel=2)
        super().__init__(name=name, **kwargs)
        if not callable(mode) and mode not in _MODES:
            raise ValueError(f'Invalid merge mode: {mode!r}; it is one of {_MODES}, or a function.')
        self.mode, self.concat_axis, self.dot_axes = mode, concat_axis, dot_axes
        self._output_shape, self._output_mask = output_shape, output_mask
        self.arguments = dict(arguments or {})
        self.node_indices = node_indices
        self.supports_masking = True
        self.layers = layers
        self.merges_layers = bool(layers)
        if layers:
            self(_outputs_of(layers, node_indices, tensor_indices))

    def build(self, input_shape):
        """Checks the shapes. Raises ValueError where they do not go together, TypeError for less than two."""
        if not isinstance(input_shape, list) or len(input_shape) < 2:
            raise TypeError(f'Merge {self.name} merges a list of at least two tensors, and got one of the shape '
                            f'{input_shape}.')
        if self.mode in ('dot', 'cos'):
            self._check_axes(input_shape)
        elif self.mode == 'concat':
            rests = {tuple(shape[:axis] + shape[axis + 1:]) for shape in input_shape
                     for axis in [self.concat_axis % len(shape)]}
            if len(rests) > 1:
                raise ValueError(f'Merge {self.name} concatenates along the axis {self.concat_axis}, and the other '
                                 f'sizes of its inputs differ: {input_shape}.')
        elif self.mode in _OF_ONE_SHAPE and len(set(input_shape)) > 1:
            raise ValueError(f'Merge {self.name} by {self.mode!r} takes inputs of one shape, and theirs are '
                             f'{input_shape}.')
        super().build(input_shape)

    def _check_axes(self, input_shape):
        if len(input_shape) != 2:
            raise ValueError(f'Merge {self.name} by {self.mode!r} takes two inputs, and got {len(input_shape)}.')
        axes = self.dot_axes
        if isinstance(axes, int):
            axes = [axes % len(shape) for shape in input_shape] if axes < 0 else [axes] * 2
        if not isinstance(axes, (list, tuple)):
            raise TypeError(f'`dot_axes` of Merge {self.name} is an axis or a list of two, not {axes!r}.')
        if len(axes) != 2 or not all(isinstance(axis, int) for axis in axes):
            raise ValueError(f'`dot_axes` of Merge {self.name} is an axis or a list of two, not {axes!r}.')
        if input_shape[0][axes[0]] != input_shape[1][axes[1]]:
            raise ValueError(f'Merge {self.name} by {self.mode!r}: the axes {axes} of {input_shape} differ in size.')
        self.dot_axes = list(axes)

    def call(self, inputs, mask=None):
        """Returns the merged tensor."""
        if callable(self.mode):
            arguments = dict(self.arguments, mask=mask) if has_arg(self.mode, 'mask') else self.arguments
            return self.mode(inputs, **arguments)
        if self.mode == 'concat':
            return K.concatenate(inputs, axis=self.concat_axis)
        if self.mode in _OF_ONE_SHAPE:
            return _OF_ONE_SHAPE[self.mode](inputs)
        return (K.batch_dot(*inputs, axes=self.dot_axes) if self.mode == 'dot'
                else _cosine_proximity(inputs, self.dot_axes))

    def compute_output_shape(self, input_shape):
        """Returns the shape of the merged tensor. Raises ValueError for a function without ``output_shape``."""
        if callable(self.mode):
            if self._output_shape is None:
                raise ValueError(f'The mode of Merge {self.name} is a function: pass `output_shape`, the shape without '
                                 'the batch or a function of the input shapes.')
            if callable(self._output_shape):
                return self._output_shape(input_shape)
            return (input_shape[0][0],) + tuple(self._output_shape)
        if self.mode in _OF_ONE_SHAPE:
            return input_shape[0]
        if self.mode == 'concat':
            sizes = [shape[self.concat_axis] for shape in input_shape]
            shape = list(input_shape[0])
            shape[self.concat_axis] = None if None in sizes else sum(sizes)
            return tuple(shape)
        first, second = (tuple(shape[:axis] + shape[axis + 1:]) for shape, axis in zip(input_shape, self.dot_axes))
        shape = first + second[1:]
        shape = shape if len(shape) > 1 else shape + (1,)
        return shape if self.mode == 'dot' else shape[:1] + (1,) + shape[1:]

    def compute_mask(self, inputs, mask=None):
        """Returns the mask of the merged tensor."""
        if callable(self.mode):
            if mask is None or all(each is None for each in mask):
                return None
            return self._output_mask(mask) if callable(self._output_mask) else self._output_mask
        if self.mode in ('dot', 'cos') or mask is None or all(each is None for each in mask):
            return None
        if self.mode in _OF_ONE_SHAPE:
            return K.all(K.concatenate([K.expand_dims(each, 0) for each in mask if each is not None], axis=0), axis=0)
        masks = [K.ones_like(tensor, dtype='bool') if each is None
                 else K.expand_dims(each) if K.ndim(each) < K.ndim(tensor) else each
                 for tensor, each in zip(inputs, mask)]
        return K.all(K.concatenate(masks, axis=self.concat_axis), axis=-1)

    def get_config(self):
        """Returns the arguments of the constructor; functions are their code."""
        config = {'name': self.name, 'mode': self.mode, 'concat_axis': self.concat_axis, 'dot_axes': self.dot_axes,
                  'output_shape': self._output_shape, 'output_mask': self._output_mask, 'arguments': self.arguments}
        for name in ('mode', 'output_shape', 'output_mask'):
            config[name + '_type'] = 'raw'
            if callable(config[name]):
                config[name], config[name + '_type'] = dump_function(config[name])
        return config

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """Returns the layer of a config; ``custom_objects`` has functions that the config names."""
        config = dict(config)
        for name in ('mode', 'output_shape', 'output_mask'):
            config[name] = load_function(config.get(name), config.pop(name + '_type', 'raw'), name, custom_objects)
        return cls(**config)


def _outputs_of(layers, node_indices, tensor_indices):
    """Returns the outputs of calls of layers: of their first ones where no indices are passed."""
    if not isinstance(layers, (list, tuple)) or len(layers) < 2:
        raise TypeError(f'Merge merges a list of at least two layers, and got {layers!r}.')
    outputs = []
    for layer, node, tensor in zip(layers, node_indices or [0] * len(layers), tensor_indices or [0] * len(layers)):
        given = as_list(layer.outputs if getattr(layer, 'outputs', None) else layer.get_output_at(node))
        outputs.append(given[tensor])
    return outputs


def needs_legacy_support(model):
    """Whether the first layer of a model is a Merge (Keras 2.1.6 `keras.legacy.models`)."""
    return isinstance(model.layers[0], Merge)


def legacy_sequential_layers(model):
    """Returns the layers of a model, those that a first Merge merges in its place (Keras 2.1.6)."""
    first = model.layers[0].layers if model.layers and needs_legacy_support(model) else model.layers[:1]
    found = []
    for part in [part for layer in first for part in getattr(layer, 'layers', None) or [layer]] + model.layers[1:]:
        if not any(part is other for other in found):
            found.append(part)
    return found


def merge(inputs, mode='sum', concat_axis=-1, dot_axes=-1, output_shape=None, output_mask=None, node_indices=None,
          tensor_indices=None, name=None):
    """Merges symbols by one of several modes; Keras 2 replaced it by functions such as keras.layers.add.

    Args:
        inputs: list of symbols.
        mode: ``'sum'``, ``'mul'``, ``'concat'``, ``'ave'``, ``'max'``, ``'dot'``, ``'cos'``, or a function of the list.
        concat_axis: the axis of ``'concat'``.
        dot_axes: an axis, or one of each input, of ``'dot'`` and ``'cos'``.
        output_shape: of a mode that is a function: see Lambda.
        output_mask: the mask of a mode that is a function.
        node_indices, tensor_indices: not used: a symbol says which output of which call it is.
        name: of the layer.

    Raises:
        ValueError: unknown mode.

    Source: Keras 2.1.6 `keras.legacy.layers.merge`.
    """
    warn_of_keras_1('keras.layers.merge as a function was removed in Keras 2.2: call keras.layers.add, multiply, '
                    'concatenate, average, maximum or dot.', stacklevel=2)
    if callable(mode):
        return Lambda(mode, output_shape=output_shape, mask=output_mask, name=name)(inputs)
    if mode in _MERGES:
        return _MERGES[mode](inputs, name=name)
    if mode == 'concat':
        return concatenate(inputs, axis=concat_axis, name=name)
    if mode not in ('dot', 'cos'):
        raise ValueError(f'Invalid merge mode: {mode!r}; it is sum, mul, concat, ave, max, dot, cos, or a function.')
    if isinstance(dot_axes, int):
        dot_axes = [dot_axes % K.ndim(x) for x in inputs] if dot_axes < 0 else [dot_axes] * 2
    if mode == 'dot':
        return Dot(tuple(dot_axes), name=name)(inputs)
    return Lambda(_cosine_proximity, arguments={'axes': list(dot_axes)}, name=name)(inputs)
