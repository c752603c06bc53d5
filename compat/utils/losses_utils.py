"""Weights, ranks and reductions of losses (Keras 2.3.1 `keras.utils.losses_utils`)."""
from compat import backend as K


class Reduction:
    """The reductions of weighted losses: none, their sum, or their sum divided by the number of values."""

    NONE = 'none'
    SUM = 'sum'
    SUM_OVER_BATCH_SIZE = 'sum_over_batch_size'

    @classmethod
    def all(cls):
        """Returns all reductions."""
        return cls.NONE, cls.SUM, cls.SUM_OVER_BATCH_SIZE

    @classmethod
    def validate(cls, key):
        """Raises ValueError for anything else."""
        if key not in cls.all():
            raise ValueError('Invalid Reduction Key {}. It is one of {}.'.format(key, ', '.join(cls.all())))


def squeeze_or_expand_dimensions(y_pred, y_true=None, sample_weight=None):
    """Returns (predictions, targets, weights) of matching ranks; without weights only the first two.

    Where the ranks of predictions and targets differ by one, the last axis of the higher one is removed if its size is
    1. Then a last axis is added to or removed from weights whose rank differs by one from that of the predictions.
    Source: Keras 2.3.1 `keras.utils.losses_utils.squeeze_or_expand_dimensions`.
    """
    if y_true is not None:
        more = K.ndim(y_pred) - K.ndim(y_true)
        if more == 1 and K.int_shape(y_pred)[-1] == 1:
            y_pred = K.squeeze(y_pred, -1)
        elif more == -1 and K.int_shape(y_true)[-1] == 1:
            y_true = K.squeeze(y_true, -1)
    if sample_weight is None:
        return y_pred, y_true
    rank, weights_rank = K.ndim(y_pred), K.ndim(sample_weight)
    if weights_rank:
        if (rank, weights_rank) == (0, 1):
            y_pred = K.expand_dims(y_pred, -1)
        elif weights_rank - rank == 1:
            sample_weight = K.squeeze(sample_weight, -1)
        elif rank - weights_rank == 1:
            sample_weight = K.expand_dims(sample_weight, -1)
    return y_pred, y_true, sample_weight


def reduce_weighted_loss(weighted_losses, reduction=Reduction.SUM_OVER_BATCH_SIZE):
    """Returns the reduction of weighted losses (Keras 2.3.1)."""
    if reduction == Reduction.NONE:
        return weighted_losses
    total = K.sum(weighted_losses)
    if reduction == Reduction.SUM_OVER_BATCH_SIZE:
        return total / K.sum(K.ones_like(weighted_losses))
    return total


def broadcast_weights(values, sample_weight):
    """Returns the weights broadcast to the shape of the values.

    Raises ValueError for weights of a higher rank, and for sizes that differ and are not 1. Source: Keras 2.3.1
    `keras.utils.losses_utils.broadcast_weights`.
    """
    shape, own_shape = K.int_shape(values), K.int_shape(sample_weight)
    if shape == own_shape:
        return sample_weight
    if len(own_shape) > len(shape) or any(own not in (1, None, size) and size is not None
                                          for own, size in zip(own_shape, shape)):
        raise ValueError(f'Incompatible shapes: `values` {shape} vs `sample_weight` {own_shape}')
    for axis in range(len(own_shape), len(shape)):
        sample_weight = K.expand_dims(sample_weight, axis)
    for axis, (own, size) in enumerate(zip(own_shape, shape)):
        if own == 1 and size not in (1, None):
            sample_weight = K.repeat_elements(sample_weight, size, axis)
    return sample_weight


def compute_weighted_loss(losses, sample_weight=None, reduction=Reduction.SUM_OVER_BATCH_SIZE, name=None):
    """Returns the reduced product of losses and weights, in the dtype of the losses.

    Weights are a scalar, or of a shape that broadcasts to that of the losses once the ranks match.
    Raises ValueError for other shapes, and for an unknown reduction. Source: Keras 2.3.1
    `keras.utils.losses_utils.compute_weighted_loss`.
    """
    Reduction.validate(reduction)
    with K.name_scope(name or 'weighted_loss'):
        dtype = K.dtype(losses)
        losses = K.cast(losses, K.floatx())
        if sample_weight is not None:
            sample_weight = K.cast(sample_weight if K.is_tensor(sample_weight) else K.constant(sample_weight),
                                   K.floatx())
            losses, _, sample_weight = squeeze_or_expand_dimensions(losses, None, sample_weight)
            losses = broadcast_weights(losses, sample_weight) * losses
        return K.cast(reduce_weighted_loss(losses, reduction), dtype)


def _num_elements(losses):
    """Returns the number of values of a tensor, in its dtype (Keras 2.3.1)."""
    return K.cast(K.size(losses), K.dtype(losses))
