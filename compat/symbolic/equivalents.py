"""The functions of K that do what TensorFlow's do, for errors of those that ask recorded tensors for their values."""
import sys

from compat.errors import RecordedTensorError

# The functions of TensorFlow that K has by the same name, and by another.
SAME_NAMES = (
    'abs', 'argmax', 'argmin', 'batch_normalization', 'bias_add', 'cast', 'conv1d', 'conv2d', 'conv3d', 'cos',
    'cumprod', 'cumsum', 'depthwise_conv2d', 'dropout', 'elu', 'equal', 'exp', 'expand_dims', 'eye', 'foldl',
    'foldr', 'gather', 'gradients', 'greater', 'greater_equal', 'identity', 'in_top_k', 'l2_normalize', 'less',
    'less_equal', 'log', 'map_fn', 'maximum', 'minimum', 'not_equal', 'one_hot', 'ones_like', 'pow', 'relu',
    'reshape', 'reverse', 'round', 'separable_conv2d', 'shape', 'sigmoid', 'sign', 'sin', 'softmax', 'softplus',
    'softsign', 'sqrt', 'square', 'squeeze', 'stack', 'stop_gradient', 'tanh', 'tile', 'zeros_like')
OTHER_NAMES = {
    'avg_pool': 'pool2d', 'clip_by_value': 'clip', 'concat': 'concatenate', 'cond': 'switch',
    'embedding_lookup': 'gather', 'matmul': 'dot', 'max_pool': 'pool2d', 'max_pool2d': 'pool2d',
    'reduce_all': 'all', 'reduce_any': 'any', 'reduce_logsumexp': 'logsumexp', 'reduce_max': 'max',
    'reduce_mean': 'mean', 'reduce_min': 'min', 'reduce_prod': 'prod', 'reduce_std': 'std', 'reduce_sum': 'sum',
    'reduce_variance': 'var', 'sigmoid_cross_entropy_with_logits': 'binary_crossentropy',
    'softmax_cross_entropy_with_logits': 'categorical_crossentropy',
    'sparse_softmax_cross_entropy_with_logits': 'sparse_categorical_crossentropy',
    'transpose': 'permute_dimensions', 'where': 'switch'}
EQUIVALENTS = dict({name: name for name in SAME_NAMES}, **OTHER_NAMES)


def _asking_functions():
    """Returns the names of the functions of TensorFlow that run around the caller's caller, the outermost first."""
    names, frame = [], sys._getframe(2)
    while frame is not None and not is_of_tensorflow(frame):
        frame = frame.f_back
    while frame is not None and is_of_tensorflow(frame):
        names.insert(0, frame.f_code.co_name)
        frame = frame.f_back
    return names


def is_of_tensorflow(frame):
    """Returns whether a frame of the stack runs code of TensorFlow."""
    return frame.f_globals.get('__name__', '').partition('.')[0] == 'tensorflow'


def recorded_tensor_error(tensor):
    """Returns the error that a function of TensorFlow, which cannot be recorded, gets for a tensor of the graph."""
    function = next((name for name in _asking_functions() if name in EQUIVALENTS), None)
    return RecordedTensorError(repr(tensor), function, EQUIVALENTS.get(function))


class RefusesTensorFlow:
    """A tensor of a graph that no function of TensorFlow can record, and none may take for the value of a moment."""

    def __tf_tensor__(self, dtype=None, name=None):
        raise recorded_tensor_error(self)
