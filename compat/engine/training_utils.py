"""The data of a training as lists of arrays, with their lengths and shapes checked (Keras 2.2.4 `training_utils`)."""
import inspect
import warnings

import numpy as np

from compat import backend as K
from compat import losses
from compat.base_layer.nest import as_list
from compat.base_layer.network_mixin import Keras2NetworkMixin
from compat.training.metric_selection import (call_metric_function, check_length,  # noqa: F401, names of this path
                                              collect_per_output_metric_info, get_metric_function, get_metric_name)
from compat.utils.generic_utils import check_for_unexpected_keys


def standardize_single_array(x):
    """An array with the axis of samples and one more at least; None and tensors as they are.

    Raises ValueError for a tensor whose batch size is not known.
    """
    if x is None:
        return None
    if K.is_tensor(x):
        shape = K.int_shape(x)
        if shape is None or shape[0] is None:
            raise ValueError('A tensor that is given as data has a static batch size, and this one has the shape '
                             f'{shape}.')
        return x
    return np.expand_dims(x, 1) if x.ndim == 1 else x


def _without_pandas(data):
    return data.values if type(data).__name__ in ('DataFrame', 'Series') else data


def _listed(data, names):
    """The arrays of a list, a dict or a single one, in the order of the names."""
    if isinstance(data, dict):
        missing = [name for name in names if name not in data]
        if missing:
            raise ValueError(f'No data provided for "{missing[0]}". Need data for each key in: {names}')
        data = [data[name] for name in names]
    elif not isinstance(data, list):
        data = [data]
    elif data and isinstance(data[0], list):
        data = [np.asarray(item) for item in data]
    elif data and len(names) == 1 and isinstance(data[0], (float, int)):
        data = [np.asarray(data)]
    return [_without_pandas(item) for item in data]


def standardize_input_data(data, names, shapes=None, check_batch_axis=True, exception_prefix=''):
    """The arrays for each of the names, from an array, a list or a dict of them.

    ``shapes`` has a shape, with None for free sizes, or None for each name; without ``check_batch_axis`` the first size
    is free. Raises ValueError where arrays are missing, too many or of other shapes, TypeError for what is no array;
    ``exception_prefix`` says there what the data is.
    """
    what = f'Error when checking model {exception_prefix}: '
    if not names:
        if data is not None and hasattr(data, '__len__') and len(data):
            raise ValueError(f'{what}no data is expected, and {type(data).__name__} was given.')
        return []
    if data is None:
        return [None] * len(names)
    data = [standardize_single_array(item) if item is None or K.is_tensor(item) or hasattr(item, 'ndim') else item
            for item in _listed(data, names)]
    if len(data) != len(names):
        if data and hasattr(data[0], 'shape'):
            raise ValueError('%sthe model expects %d arrays, for %s, and %d were given, of the shapes %s.'
                             % (what, len(names), names, len(data), [getattr(item, 'shape', None) for item in data]))
        if len(names) > 1:
            raise ValueError('%sthe model expects a list of %d arrays, for %s, and got %s.'
                             % (what, len(names), names, str(data)[:200]))
        data = [np.asarray(data)]
    for name, item, shape in zip(names, data, shapes or [None] * len(names)):
        if item is not None and not hasattr(item, 'shape'):
            raise TypeError(f'{what}the data for {name} should be an array, and is {type(item).__name__}.')
        if shape is None or item is None or K.is_tensor(item):
            continue
        if item.ndim != len(shape):
            raise ValueError('Error when checking %s: expected %s to have %d dimensions, but got array with shape %s.'
                             % (exception_prefix, name, len(shape), item.shape))
        first = 0 if check_batch_axis else 1
        if any(wanted and wanted != size for size, wanted in zip(item.shape[first:], shape[first:])):
            raise ValueError(f'Error when checking {exception_prefix}: expected {name} to have shape '
                             f'{tuple(shape[first:])} but got array with shape {item.shape[first:]}.')
    return data


def standardize_sample_or_class_weights(x_weight, output_names, weight_type):
    """The weights for each of the outputs, from one for a single output, or a list or a dict of them by name.

    Raises ValueError for a list of another length, TypeError for anything else; ``weight_type`` says there which.
    """
    if x_weight is None or len(x_weight) == 0:
        return [None] * len(output_names)
    if len(output_names) == 1:
        if isinstance(x_weight, list) and len(x_weight) == 1:
            return x_weight
        if isinstance(x_weight, dict) and output_names[0] in x_weight:
            return [x_weight[output_names[0]]]
        return [x_weight]
    if isinstance(x_weight, list):
        if len(x_weight) != len(output_names):
            raise ValueError('`%s` has %d items, and the model has %d outputs: give one for each of %s.'
                             % (weight_type, len(x_weight), len(output_names), output_names))
        return x_weight
    if isinstance(x_weight, dict):
        return [x_weight.get(name) for name in output_names]
    raise TypeError(f'The model has several outputs, {output_names}, so `{weight_type}` should be a list or a dict, '
                    f'and is {type(x_weight).__name__}.')


def standardize_class_weights(class_weight, output_names):
    """``class_weight`` for each of the outputs; see ``standardize_sample_or_class_weights``."""
    return standardize_sample_or_class_weights(class_weight, output_names, 'class_weight')


def standardize_sample_weights(sample_weight, output_names):
    """``sample_weight`` for each of the outputs; see ``standardize_sample_or_class_weights``."""
    return standardize_sample_or_class_weights(sample_weight, output_names, 'sample_weight')


def check_array_length_consistency(inputs, targets, weights=None):
    """Raises ValueError where the arrays have different numbers of samples."""
    def lengths(arrays):
        return {0} if arrays is None else {0 if array is None else int(array.shape[0]) for array in arrays}

    found = [('input', lengths(inputs)), ('target', lengths(targets)), ('sample_weight', lengths(weights))]
    for (what, numbers), arrays in zip(found, (inputs, targets, weights)):
        if len(numbers) > 1:
            raise ValueError(f'All {what} arrays should have the same number of samples, and theirs are '
                             f'{[None if array is None else array.shape for array in arrays]}.')
    for (one, first), (other, second) in zip(found, found[1:]):
        if first and second and first != second:
            raise ValueError('There are %d samples in the %s arrays, and %d in the %s arrays.'
                             % (first.pop(), one, second.pop(), other))


def check_loss_and_target_compatibility(targets, loss_fns, output_shapes):
    """Raises ValueError for targets that their loss cannot be meant for: classes by number, or another shape."""
    of_one_shape = (losses.mean_squared_error, losses.binary_crossentropy, losses.categorical_crossentropy)
    for target, loss, shape in zip(targets, loss_fns, output_shapes):
        if target is None or loss is None or shape is None:
            continue
        if loss is losses.categorical_crossentropy and target.shape[-1] == 1:
            raise ValueError(f'The targets have the shape {target.shape}, and the loss categorical_crossentropy takes '
                             'one column for each class. Make them by keras.utils.to_categorical(y), or take the loss '
                             'sparse_categorical_crossentropy for numbers of classes.')
        if loss in of_one_shape and any(size is not None and size != given
                                        for given, size in zip(target.shape[1:], shape[1:])):
            raise ValueError(f'A target array with shape {target.shape} was passed for an output of shape '
                             f'{tuple(shape)} while using as loss `{loss.__name__}`, which takes targets of the shape '
                             'of the output.')


def collect_metrics(metrics, output_names):
    """A list of metrics for each output, from one list for all of them or a dict by name. Raises TypeError."""
    if not metrics:
        return [[] for _ in output_names]
    if isinstance(metrics, list):
        return [list(metrics) for _ in output_names]
    if isinstance(metrics, dict):
        return [as_list(metrics.get(name, [])) for name in output_names]
    raise TypeError(f'`metrics` should be a list or a dict, and is {metrics!r}.')


def batch_shuffle(index_array, batch_size):
    """The indices with their whole batches in another order; those of a last smaller batch stay at the end."""
    whole = len(index_array) // batch_size * batch_size
    batches = index_array[:whole].reshape((-1, batch_size))
    np.random.shuffle(batches)
    return np.append(batches.flatten(), index_array[whole:])


def make_batches(size, batch_size):
    """(start, end) of each batch of that many samples."""
    return [(start, min(size, start + batch_size)) for start in range(0, size, batch_size)]


def weighted_masked_objective(fn):
    """The objective ``fn(y_true, y_pred)`` as ``weighted(y_true, y_pred, weights, mask)``, a scalar; None for None.

    Steps that the mask leaves out do not count. ``weights`` have one number for each sample, or for each step, and the
    weighted sum is divided by how many of them are not zero.
    """
    if fn is None:
        return None

    def weighted(y_true, y_pred, weights, mask=None):
        score = fn(y_true, y_pred)
        if mask is not None:
            mask = K.cast(mask, K.floatx())
            score = score * mask / K.mean(mask)
        if weights is not None:
            score = K.mean(score, axis=list(range(K.ndim(weights), K.ndim(score))))
            score = score * weights / K.mean(K.cast(K.not_equal(weights, 0), K.floatx()))
        return K.mean(score)

    return weighted


def _of_classes(y, class_weight):
    if y.ndim > 2:
        raise ValueError('`class_weight` needs targets of two axes at most, (samples, classes), and these have the '
                         f'shape {y.shape}.')
    classes = np.argmax(y, axis=1) if y.shape[1] > 1 else np.reshape(y, y.shape[0])
    missing = set(classes.tolist()) - set(class_weight)
    if missing:
        raise ValueError(f'`class_weight` must contain all classes in the data, and lacks {sorted(missing)}.')
    return np.asarray([class_weight[each] for each in classes])


def standardize_weights(y, sample_weight=None, class_weight=None, sample_weight_mode=None):
    """The weights of the samples, or of their steps where the mode is 'temporal': those given, by class, or ones.

    Raises ValueError for another mode and for weights that do not fit the targets ``y``.
    """
    axes = {None: 1, 'temporal': 2}
    if sample_weight_mode not in axes:
        raise ValueError(f'"sample_weight_mode should be None or "temporal". Found: {sample_weight_mode}')
    if sample_weight_mode and y.ndim < 3:
        raise ValueError('sample_weight_mode="temporal" weighs the steps of targets of three axes and more, and these '
                         f'have the shape {y.shape}.')
    if sample_weight is not None:
        if sample_weight.ndim != axes[sample_weight_mode]:
            raise ValueError('Found a sample_weight array with shape {}. {}'.format(sample_weight.shape, (
                'With sample_weight_mode="temporal" it is a 2D array, (samples, steps).' if sample_weight_mode else
                'It is a 1D array, a number for each sample; weights of steps need compile(sample_weight_mode='
                '"temporal").')))
        if y.shape[:sample_weight.ndim] != sample_weight.shape:
            raise ValueError(f'Found a sample_weight array with shape {sample_weight.shape} for an input with shape '
                             f'{y.shape}.')
        if class_weight is not None:
            warnings.warn('Found both `sample_weight` and `class_weight`: `class_weight` argument will be ignored.',
                          stacklevel=2)
        return sample_weight
    if isinstance(class_weight, dict):
        return _of_classes(y, class_weight)
    return np.ones(y.shape[:axes[sample_weight_mode]], dtype=K.floatx())


def check_num_samples(ins, batch_size=None, steps=None, steps_name='steps'):
    """How many samples there are; None where ``steps`` says how many batches.

    Raises ValueError for both a batch size and steps, and for data that are tensors without steps.
    """
    if steps is not None and batch_size is not None:
        raise ValueError(f'If {steps_name} is set, the `batch_size` must be None.')
    if not ins or any(K.is_tensor(item) for item in ins):
        if steps is None:
            raise ValueError('Data that are tensors have no number of samples: say how many batches make an epoch by '
                             f'`{steps_name}`.')
        return None
    return int(ins[0].shape[0]) if hasattr(ins[0], 'shape') else None


def iter_sequence_infinite(seq):
    """The items of a Sequence, again and again."""
    while True:
        yield from seq


def check_generator_arguments(y=None, sample_weight=None, validation_split=None):
    """Raises ValueError for what a generator gives by itself, targets and weights, or cannot be: split."""
    for name, given, place in (('y', y, 'second'), ('sample_weight', sample_weight, 'third')):
        if given is not None:
            raise ValueError(f'`{name}` argument is not supported when data is a generator or Sequence instance: give '
                             f'it as the {place} element of what the generator gives.')
    if validation_split:
        raise ValueError('A generator cannot be split, so you cannot use `validation_split`: give another generator as '
                         '`validation_data`.')


def is_sequence(seq):
    """Whether it follows the Sequence API: by what it says of itself, or by having all of its methods."""
    return bool(getattr(seq, 'use_sequence_api', False)) or all(
        hasattr(seq, name) for name in ('__getitem__', '__len__', '__iter__', 'on_epoch_end'))


def is_generator_or_sequence(x):
    """Whether it is a generator or follows the Sequence API."""
    return inspect.isgenerator(x) or is_sequence(x)


def should_run_validation(validation_freq, epoch):
    """Whether the epoch of that number, from 0, is validated: each ``validation_freq``-th, or those of a collection.

    These are numbered from 1. Raises ValueError for numbers below 1 and what is no collection.
    """
    if isinstance(validation_freq, int):
        if validation_freq < 1:
            raise ValueError('`validation_freq` can not be less than 1, and is %d.' % validation_freq)
        return (epoch + 1) % validation_freq == 0
    if not hasattr(validation_freq, '__contains__'):
        raise ValueError('`validation_freq` must be an Integer or a collection of the numbers of epochs, and is '
                         f'{validation_freq!r}.')
    return epoch + 1 in validation_freq


def get_input_shape_and_dtype(layer):
    """(None, None): Keras 2.3 reads the shape and the dtype of an input from where its layers do not keep them.

    Raises ValueError for a model without layers, alone or as the first layer of a model.
    """
    while isinstance(layer, Keras2NetworkMixin):
        if not layer.layers:
            raise ValueError('An empty Model cannot be used as a Layer.')
        layer = layer.layers[0]
    return None, None


def get_static_batch_size(layer):
    """None, as ``get_input_shape_and_dtype`` returns no shape. Raises ValueError for a model without layers."""
    get_input_shape_and_dtype(layer)


def get_loss_function(loss):
    """The loss object of a loss as ``compile`` takes it; None for None, and callables without a name as they are."""
    if loss is None or isinstance(loss, losses.Loss):
        return loss
    if isinstance(loss, dict):
        loss = losses.get(loss)
        if isinstance(loss, losses.Loss):
            return loss
    if callable(loss) and not hasattr(loss, '__name__'):
        return loss
    function = losses.get(loss)
    return losses.LossFunctionWrapper(function, name=function.__name__)


def prepare_loss_functions(loss, output_names):
    """A loss object, or None, for each output, from a loss for all of them, or a list or a dict of them by name.

    Raises ValueError for names of no output, and for a list of another length.
    """
    if isinstance(loss, dict) and 'class_name' not in loss:
        check_for_unexpected_keys('loss', loss, output_names)
        for name in output_names:
            if name not in loss:
                warnings.warn(f'Output {name} missing from loss dictionary: it is not trained, and no targets are '
                              'expected for it.', stacklevel=2)
        return [get_loss_function(loss.get(name)) for name in output_names]
    if isinstance(loss, (list, tuple)):
        check_length('loss', loss, output_names)
        return [get_loss_function(each) for each in loss]
    return [get_loss_function(loss) for _ in output_names]


def prepare_loss_weights(output_names, loss_weights=None):
    """A number for each output, from a list, or a dict by name, where those that are missing are 1.

    Raises ValueError for names of no output and a list of another length, TypeError for anything else.
    """
    if loss_weights is None:
        return [1.] * len(output_names)
    if isinstance(loss_weights, dict):
        check_for_unexpected_keys('loss_weights', loss_weights, output_names)
        return [loss_weights.get(name, 1.) for name in output_names]
    if not isinstance(loss_weights, list):
        raise TypeError(f'Could not interpret loss_weights argument: {loss_weights} - expected a list or a dict.')
    check_length('loss_weights', loss_weights, output_names)
    return loss_weights


def get_output_sample_weight_and_mode(skip_target_weighing_indices, sample_weight_mode, output_name, output_index):
    """(placeholder, mode) of the weights of an output: of samples, or of steps where the mode is 'temporal'.

    (None, None) for outputs that are skipped.
    """
    if output_index in skip_target_weighing_indices:
        return None, None
    mode = 'temporal' if sample_weight_mode == 'temporal' else None
    return K.placeholder(shape=(None, None) if mode else (None,), name=output_name + '_sample_weights'), mode


def prepare_sample_weights(output_names, sample_weight_mode, skip_target_weighing_indices):
    """(placeholders, modes) of the weights of all outputs, from a mode for all, or a list or a dict of them by name.

    Raises ValueError for names of no output, outputs that are missing, and a list of another length.
    """
    modes = sample_weight_mode
    if isinstance(modes, dict):
        unknown = set(modes) - set(output_names)
        if unknown:
            raise ValueError(f'Unknown entry in sample_weight_mode dictionary: "{sorted(unknown)}". Only expected the '
                             f'following keys: {output_names}')
        missing = [name for place, name in enumerate(output_names)
                   if place not in skip_target_weighing_indices and name not in modes]
        if missing:
            raise ValueError(f'Output missing from sample_weight_modes dictionary: {missing[0]}')
        modes = [modes.get(name) for name in output_names]
    elif isinstance(modes, list):
        check_length('sample_weight_mode', modes, output_names)
    else:
        modes = [modes] * len(output_names)
    found = [get_output_sample_weight_and_mode(skip_target_weighing_indices, mode, name, place)
             for place, (name, mode) in enumerate(zip(output_names, modes))]
    return [weight for weight, _ in found], [mode for _, mode in found]
