# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any

from compat import backend as K
from compat.losses import (BinaryCrossentropy, CategoricalCrossentropy, CategoricalHinge, Hinge, Huber, KLD,
    KLDivergence, LogCosh, Loss, LossFunctionWrapper, MAE, MAPE, MSE, MSLE, MeanAbsoluteError,
    MeanAbsolutePercentageError, MeanSquaredError, MeanSquaredLogarithmicError, Poisson, SparseCategoricalCrossentropy,
    SquaredHinge, binary_crossentropy, categorical_crossentropy, categorical_hinge, cosine, cosine_proximity,
    cosine_similarity, deserialize, get, hinge, huber_loss, is_categorical_crossentropy, kld,
    kullback_leibler_divergence, logcosh, mae, mape, mean_absolute_error, mean_absolute_percentage_error,
    mean_squared_error, mean_squared_logarithmic_error, mse, msle, poisson, serialize, sparse_categorical_crossentropy,
    squared_hinge)
from compat.utils import losses_utils
from compat.utils.generic_utils import deserialize_keras_object, serialize_keras_object

__all__ = ['BinaryCrossentropy', 'CategoricalCrossentropy', 'CategoricalHinge', 'Hinge', 'Huber', 'K', 'KLD',
           'KLDivergence', 'LogCosh', 'Loss', 'LossFunctionWrapper', 'MAE', 'MAPE', 'MSE', 'MSLE', 'MeanAbsoluteError',
           'MeanAbsolutePercentageError', 'MeanSquaredError', 'MeanSquaredLogarithmicError', 'Poisson',
           'SparseCategoricalCrossentropy', 'SquaredHinge', 'abc', 'binary_crossentropy', 'categorical_crossentropy',
           'categorical_hinge', 'cosine', 'cosine_proximity', 'cosine_similarity', 'deserialize',
           'deserialize_keras_object', 'get', 'hinge', 'huber_loss', 'is_categorical_crossentropy', 'kld',
           'kullback_leibler_divergence', 'logcosh', 'losses_utils', 'mae', 'mape', 'mean_absolute_error',
           'mean_absolute_percentage_error', 'mean_squared_error', 'mean_squared_logarithmic_error', 'mse', 'msle',
           'poisson', 'serialize', 'serialize_keras_object', 'six', 'sparse_categorical_crossentropy', 'squared_hinge']

abc: Any
six: Any
