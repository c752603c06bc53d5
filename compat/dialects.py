"""The table of dialects: whose names, defaults and behaviour count. compat.process has the choice of one."""
from typing import NamedTuple

from compat.errors import UnknownDialectError


class Dialect(NamedTuple):
    """One dialect of Keras 2."""

    name: str
    version: str              # what keras.__version__ tells
    names: str                # the table of names.json that it star-imports
    offers_host_names: bool   # names beyond Keras 2 are the host's own
    first_uid: int            # the number of the first layer of a class: dense_1, or dense
    tracks_attributes: bool   # a layer set as an attribute of a layer counts among its weights
    scalar_weights: bool      # add_weight without a shape makes a scalar, and is no error
    short_metric_names: bool  # 'accuracy' is logged as 'acc'
    eager: bool               # K on variables outside a layer computes at once
    nested_functions: bool    # K.function takes single tensors and nests, and not only lists
    empty_shape_is_none: bool  # K.placeholder(shape=(), ndim=2) has two axes
    loss_of_last_batch: bool  # evaluate_generator's loss is that of its last batch
    weights_that_count: bool  # weighted and masked means are over those weights and steps that are not zero
    last_number_fills: bool   # K.constant([1, 2], shape=(3,)) is 1, 2, 2, and no error


DIALECTS = {dialect.name: dialect for dialect in (
    Dialect('keras-2.2', '2.2.4', '2.2.4', offers_host_names=False, first_uid=1, tracks_attributes=False,
            scalar_weights=False, short_metric_names=True, eager=False, nested_functions=False,
            empty_shape_is_none=True, loss_of_last_batch=False, weights_that_count=True,
            last_number_fills=True),
    Dialect('keras-2.3', '2.3.1', '2.3.1', offers_host_names=False, first_uid=1, tracks_attributes=True,
            scalar_weights=True, short_metric_names=False, eager=False, nested_functions=True,
            empty_shape_is_none=False, loss_of_last_batch=True, weights_that_count=False,
            last_number_fills=False),
    Dialect('tf.keras', '2.15.0', '2.3.1', offers_host_names=True, first_uid=0, tracks_attributes=True,
            scalar_weights=True, short_metric_names=False, eager=True, nested_functions=True,
            empty_shape_is_none=False, loss_of_last_batch=False, weights_that_count=False,
            last_number_fills=False),
)}
DEFAULT = 'keras-2.2'


def by_name(name):
    """The dialect of that name. Raises UnknownDialectError."""
    if name not in DIALECTS:
        raise UnknownDialectError('{!r} is no dialect. The dialects are {}; set COMPAT_DIALECT, '
                                  'compat.configure(dialect=...) or --dialect to one of them.'.format(
                                      name, ', '.join(sorted(DIALECTS))))
    return DIALECTS[name]
