"""Shapes as Keras 2 passes them to layers: tuples with None, lists of tuples for several tensors."""
import warnings

import numpy as np

from compat.errors import ShapeWarning


def _is_dimension(value):
    if value is None or isinstance(value, (int, np.integer)) or type(value).__name__ == 'Dimension':
        return True
    if isinstance(value, np.ndarray):
        return value.shape == ()
    return hasattr(value, '__index__') and not hasattr(value, 'shape')


def _dimension(value):
    value = getattr(value, 'value', value)
    return None if value is None else int(value)


def is_shape(value):
    """Whether the value is one shape: a flat sequence of dimensions, the empty one included."""
    if type(value).__name__ == 'TensorShape':
        return True
    return isinstance(value, (tuple, list)) and all(_is_dimension(dimension) for dimension in value)


def plain(value):
    """Returns the shape of a host as a tuple, several as a list of tuples, nested as they are."""
    if value is None:
        return None
    if type(value).__name__ == 'TensorShape' and value.rank is None:
        return None
    if is_shape(value):
        return tuple(_dimension(dimension) for dimension in value)
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    return value


def of(tensors):
    """Returns the static shape of a tensor, those of a list of tensors in a list."""
    if isinstance(tensors, (list, tuple)):
        return [of(tensor) for tensor in tensors]
    shape = getattr(tensors, 'shape', None)
    return plain(shape)


def warn_of(layer_name, declared, computed):
    """Warns where ``compute_output_shape`` has returned something that is no shape and not None."""
    if declared is not None:
        warnings.warn(f'compute_output_shape of layer {layer_name} returned {declared!r}, and its call computes '
                      f'{computed}. It must return a shape, a tuple, or a list of them for several outputs. The '
                      'computed shape is used for what follows.', ShapeWarning, stacklevel=2)


def of_outputs(layer_name, declared, computed):
    """Returns the shape of a layer's output, a list for several: what it says, completed by what ``call`` computes.

    As in Keras 2 a list is read output by output: its first shape where there is one output, and what is beyond the
    last output is not looked at. Where it has too few, or what is there is no shape, a ShapeWarning says so, and the
    computed shape is taken.
    """
    if isinstance(computed, list):
        if isinstance(declared, list) and len(declared) >= len(computed):
            return [of_outputs(layer_name, *pair) for pair in zip(declared, computed)]
        warn_of(layer_name, declared, computed)
        return computed
    if isinstance(declared, list) and declared and is_shape(declared[0]):
        declared = declared[0]
    if not (declared is None or is_shape(declared)):
        warn_of(layer_name, declared, computed)
        return computed
    return merged(layer_name, declared, computed)


def merged(layer_name, declared, computed):
    """Returns the output shape of a layer from the one of ``compute_output_shape`` and the one that ``call`` computes.

    The declared shape is believed, as in Keras 2; the computed one supplies the sizes that it leaves open. Where
    the two contradict each other a ShapeWarning names the layer and both.
    """
    if declared is None or computed is None:
        return computed if declared is None else declared
    if len(declared) == len(computed):
        shape = tuple(known if expected is None else expected for expected, known in zip(declared, computed))
        if all(known is None or known == size for known, size in zip(computed, shape)):
            return shape
    warnings.warn(f'compute_output_shape of layer {layer_name} says {declared}, and its call computes {computed}. What '
                  'it says is used for what follows, as in Keras 2; correct compute_output_shape to silence this.',
                  ShapeWarning, stacklevel=2)
    return tuple(declared)
