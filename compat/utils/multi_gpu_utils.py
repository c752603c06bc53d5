"""Keras 2's `keras.utils.multi_gpu_utils`: a model whose batches are divided among several GPUs."""
import collections

from compat import backend as K
from compat.engine.training import Model
from compat.layers.core import Lambda
from compat.layers.merge import concatenate
from compat.models import clone_model
from compat.utils.generic_utils import to_list


def _get_available_devices():
    """Returns the devices of TensorFlow: '/cpu:0', '/gpu:0' ..."""
    import tensorflow
    return ['/cpu:0'] + ['/gpu:%d' % number for number in range(len(tensorflow.config.list_physical_devices('GPU')))]


def _normalize_device_name(name):
    """Returns the name of a device of TensorFlow in the form '/gpu:0'."""
    return '/' + ':'.join(name.lower().replace('/', '').split(':')[-2:])


def _target_ids(gpus, available):
    """Returns the indices of the requested GPUs. Raises ValueError for fewer than two, and for missing ones."""
    if not gpus:
        gpus = len([device for device in available if '/gpu:' in device])
    ids = list(gpus) if isinstance(gpus, (list, tuple)) else list(range(gpus))
    if len(ids) <= 1:
        raise ValueError('For multi-gpu usage to be effective, call `multi_gpu_model` with two GPUs or more. '
                         f'Received: `gpus={gpus}`')
    missing = [device for device in ['/cpu:0'] + ['/gpu:%d' % number for number in ids] if device not in available]
    if missing:
        raise ValueError('To call `multi_gpu_model` with `gpus={}`, {} should be available. This machine has: {}. Try '
                         'reducing `gpus`.'.format(gpus, ', '.join(missing), ', '.join(available)))
    return ids


def _part(data, i, parts):
    """Returns the part ``i`` of ``parts`` of the samples; the last one has the remainder."""
    step = K.shape(data)[0] // parts
    return data[step * i:] if i == parts - 1 else data[step * i:step * (i + 1)]


def _unique_names(names):
    """Yields the names, with a number where one is repeated."""
    counts, seen = collections.Counter(names), collections.Counter()
    for name in names:
        seen[name] += 1
        yield '%s_%d' % (name, seen[name]) if counts[name] > 1 else name


def multi_gpu_model(model, gpus=None, cpu_merge=True, cpu_relocation=False):
    """Returns a model with the weights of ``model`` that computes a part of each batch on each of several GPUs.

    Save ``model``, not the returned one.

    Args:
        model: the model.
        gpus: the number of GPUs, or a list of their indices. None is all.
        cpu_merge: whether the results are joined on the CPU, or on the first GPU.
        cpu_relocation: whether a clone of the model on the CPU is used.

    Raises:
        ValueError: there are fewer GPUs, or the framework is not TensorFlow.

    Source: Keras 2.2.4 `keras.utils.multi_gpu_model`.
    """
    if K.backend() != 'tensorflow':
        raise ValueError('`multi_gpu_model` is only available with the TensorFlow backend. Train on one device, or run '
                         'with KERAS_BACKEND=tensorflow.')
    ids = _target_ids(gpus, _get_available_devices())
    import tensorflow
    if cpu_relocation:
        with tensorflow.device('/cpu:0'):
            model = clone_model(model)
    parts = [[] for _ in model.outputs]
    for index, number in enumerate(ids):
        with tensorflow.device('/gpu:%d' % number):
            inputs = [Lambda(_part, output_shape=K.int_shape(tensor)[1:],
                             arguments={'i': index, 'parts': len(ids)})(tensor) for tensor in model.inputs]
            for part, output in zip(parts, to_list(model(inputs if len(inputs) > 1 else inputs[0]))):
                part.append(output)
    with tensorflow.device('/cpu:0' if cpu_merge else '/gpu:%d' % ids[0]):
        return Model(model.inputs, [concatenate(outputs, axis=0, name=name)
                                    for name, outputs in zip(_unique_names(model.output_names), parts)])
