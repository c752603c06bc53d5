"""The weights of a Keras 2 layer: adding, setting and counting them."""
import functools
import inspect
import warnings

import numpy as np

from compat import backend as K
from compat import initializers, process
from compat.base_layer import shapes
from compat.errors import user_stacklevel
from compat.symbolic import graph


def initializer_of(function):
    """Wraps a program's initializer function: it is called with the shape, and with the dtype where it has that."""
    has_dtype = 'dtype' in inspect.signature(function).parameters

    @functools.wraps(function)
    def initializer(shape, dtype=None, **kwargs):
        value = function(shape, dtype=dtype) if has_dtype else function(shape)
        return K.cast(K.get_value(value) if K.is_variable(value) else value, dtype or K.floatx())

    return initializer


def _computed(initializer):
    """Returns the initializer with the value of what it records: the host makes a variable of it."""
    if inspect.isclass(initializer):
        initializer = initializer()

    def compute(*args, **kwargs):
        return graph.values_now(initializer(*args, **kwargs))
    return compute


class WeightsMixin:
    """The weights of a Keras 2 layer, which the host stores."""

    _sets_some_weights = False  # whether set_weights takes another number of arrays

    @property
    def _built(self):
        """What Keras 2 stored ``built`` in."""
        return self.built

    @_built.setter
    def _built(self, built):
        self.built = built

    def _weight_arguments(self, args, kwargs):
        """Returns the arguments of add_weight by name, from Keras 2's order (name first) or Keras 1's (shape first)."""
        args = list(args)
        if args and isinstance(args[0], (tuple, list)) or type(args[0] if args else None).__name__ == 'TensorShape':
            kwargs['shape'] = args.pop(0)
            if args and isinstance(args[0], str):
                kwargs['name'] = args.pop(0)
            names = ['initializer'] if 'name' in kwargs else []
        else:
            names = ['name', 'shape', 'dtype', 'initializer', 'regularizer', 'trainable', 'constraint']
        if len(args) > len(names):
            raise TypeError(f'add_weight of layer {self.name} accepts (name, shape, dtype, initializer, regularizer, '
                            'trainable, constraint) or (shape, name); after these name its arguments. It got '
                            f'{len(args) - len(names)} more.')
        for name, value in zip(names, args):
            if name in kwargs:
                raise TypeError(f'add_weight of layer {self.name} got {name} twice, by position and by name.')
            kwargs[name] = value
        if kwargs.get('shape') is None and not self._is_builtin and not process.dialect().scalar_weights:
            raise TypeError('add_weight of layer {} needs a shape, as in add_weight(name={!r}, shape=(3, 4)); it got '
                            'none.'.format(self.name, kwargs.get('name') or 'kernel'))
        if kwargs.get('shape') is None:
            kwargs['shape'] = ()
        kwargs['shape'] = self._weight_shape(kwargs)
        if isinstance(kwargs.get('initializer'), str):
            kwargs['initializer'] = initializers.get(kwargs['initializer'])
        elif inspect.isroutine(kwargs.get('initializer')):
            kwargs['initializer'] = initializer_of(kwargs['initializer'])
        if callable(kwargs.get('initializer')):
            kwargs['initializer'] = _computed(kwargs['initializer'])
        return kwargs

    def _weight_shape(self, kwargs):
        shape = shapes.plain(kwargs['shape'])
        if not shapes.is_shape(shape) or any(dimension is None for dimension in shape):
            raise TypeError(f"add_weight of layer {self.name} got the shape {kwargs['shape']} for "
                            f"{kwargs.get('name')!r}: every dimension must be a number. Where the input shape has "
                            'None, give the input a size or use another axis.')
        return shape

    def set_weights(self, weights):
        """Sets the weights to arrays, in the order of ``get_weights()``; arrays of other dtypes are cast.

        Raises ValueError where the number of arrays or a shape does not fit; it names the weight and both shapes. A
        model sets the weights that it has arrays for, as in Keras 2, and warns.
        """
        variables = self._weights_in_order()
        values = [np.asarray(value) for value in weights]
        if len(values) != len(variables):
            message = 'set_weights of layer %s got %d arrays and the layer has %d weights: %s.' % (
                self.name, len(values), len(variables),
                ', '.join(f'{v.name} {shapes.plain(v.shape)}' for v in variables) or 'none')
            if not self._sets_some_weights:
                raise ValueError(message)
            warnings.warn(message + ' The first ones are set, as in Keras 2.', stacklevel=user_stacklevel())
        for variable, value in zip(variables, values):
            if shapes.plain(variable.shape) != value.shape:
                raise ValueError(f'set_weights of layer {self.name}: weight {variable.name} has shape '
                                 f'{shapes.plain(variable.shape)}, and the array for it has shape {value.shape}.')
        K.batch_set_value(list(zip(variables, values)))

    def get_weights(self):
        """Returns the current values of the weights, as a list of arrays."""
        return K.batch_get_value(self._weights_in_order())

    def _weights_in_order(self):
        return self.weights

    def count_params(self):
        """Returns the number of scalars in the weights. Raises RuntimeError where the layer is not built."""
        if not self.built:
            if type(self).__name__ != 'Sequential':
                raise RuntimeError(f"You tried to call `count_params` on {self.name}, but the layer isn't built. You "
                                   f"can build "
                                   f'it manually via: `{self.name}.build(batch_input_shape)`.')
            self.build()
        return int(sum(np.prod(shapes.plain(weight.shape), dtype='int64') for weight in self.weights))
