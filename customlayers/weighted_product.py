"""A layer that multiplies its weighted features: the product of x_i * w_i over the last axis."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict

import numpy as np

from compat import backend as K
from compat import constraints, initializers, regularizers
from compat.engine.base_layer import InputSpec, Layer

if TYPE_CHECKING:
    from customlayers.convolution import Shape


class WeightedProduct(Layer):
    """Computes ``prod_i(x_i * w_i)`` over the last axis.

    The weight ``w_vec``, of the shape (1, features), is saved with the model:

    =========  ==================  ===========================================
    ``w_vec``  ``allow_training``  the weight
    =========  ==================  ===========================================
    passed     False               constant, counted as non-trainable
    passed     True                trained from there
    None       True                trained from what ``initializer`` draws
    =========  ==================  ===========================================

    The gradient is exact where factors are zero: it is the product of the other factors, without a division.

    Args:
        w_vec: One number per feature: a sequence or array of the shape (features,) or (1, features), or None.
        allow_training: Whether the weight is trained.
        initializer: What the weight starts from where ``w_vec`` is None.
        regularizer: The regularizer of the weight.
        constraint: The constraint of the weight.
        **kwargs: The arguments of every layer.

    Input: (batch, ..., features), float.
    Output: (batch, ..., 1).

    Raises:
        ValueError: For neither ``w_vec`` nor ``allow_training``, for a ``w_vec`` that is not one row of finite numbers,
            and, when the layer is built, for another number of features.
    """

    def __init__(self, w_vec: Any = None, allow_training: bool = False, initializer: Any = 'uniform',
                 regularizer: Any = None, constraint: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if w_vec is None and not allow_training:
            raise ValueError(f'{type(self).__name__} has no weights to compute with: give w_vec, one number per '
                             'feature, or allow_training=True to learn them.')
        self.initial_w_vec = None if w_vec is None else _row(w_vec)
        self.allow_training = bool(allow_training)
        self.initializer = initializers.get(initializer)
        self.regularizer = regularizers.get(regularizer)
        self.constraint = constraints.get(constraint)
        self.input_spec = InputSpec(min_ndim=2)

    def build(self, input_shape: Shape) -> None:
        """Makes the weight for the features of the input."""
        features = input_shape[-1]
        if features is None:
            raise ValueError(f'{type(self).__name__} {self.name!r} multiplies the features of the last axis and needs '
                             f'to know how many there are; the shape of its input is {tuple(input_shape)}.')
        if self.initial_w_vec is not None and self.initial_w_vec.shape[1] != features:
            raise ValueError('%s %r was given a w_vec of %d numbers, and its input has %d features (shape %s).'
                             % (type(self).__name__, self.name, self.initial_w_vec.shape[1], features,
                                tuple(input_shape)))
        self.w_vec = self.add_weight(name='w_vec', shape=(1, features), initializer=self.initializer,
                                     regularizer=self.regularizer, constraint=self.constraint,
                                     trainable=self.allow_training)
        if self.initial_w_vec is not None:
            K.set_value(self.w_vec, self.initial_w_vec)
        self.input_spec = InputSpec(min_ndim=2, axes={-1: features})
        super().build(input_shape)

    def call(self, inputs: Any) -> Any:
        """Multiplies the weighted features: (batch, ..., features) to (batch, ..., 1)."""
        # The gradient of K.prod has no division in it on any framework: tests/customlayers/test_weighted_product.py.
        return K.prod(inputs * self.w_vec, axis=-1, keepdims=True)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Returns (batch, ..., 1)."""
        return tuple(input_shape[:-1]) + (1,)

    def get_config(self) -> Dict[str, Any]:
        """Returns the arguments that make the layer again."""
        config = super().get_config()
        config.update({
            'w_vec': None if self.initial_w_vec is None else self.initial_w_vec.tolist(),
            'allow_training': self.allow_training,
            'initializer': initializers.serialize(self.initializer),
            'regularizer': regularizers.serialize(self.regularizer),
            'constraint': constraints.serialize(self.constraint)})
        return config


def _row(w_vec):
    """Returns the numbers as an array of the shape (1, features)."""
    try:
        row = np.array(w_vec, dtype=K.floatx())
    except (TypeError, ValueError) as error:
        raise ValueError(f'w_vec must be one row of numbers, one per feature, and is {w_vec!r}.') from error
    if row.size == 0 or row.shape not in ((row.size,), (1, row.size)) or not np.isfinite(row).all():
        raise ValueError('w_vec must be one row of finite numbers, of the shape (features,) or (1, features), and is '
                         f'{w_vec!r} of the shape {row.shape}.')
    return row.reshape(1, -1)
