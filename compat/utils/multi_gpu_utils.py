"""Keras 2's `keras.utils.multi_gpu_utils`: a model whose batches are shared among several GPUs."""
import collections

from compat import backend as K
from compat.engine.training import Model
from compat.layers.core import Lambda
from compat.layers.merge import concatenate
from compat.models import clone_model
from compat.utils.generic_utils import to_list


def _get_available_devices():
    """The devices of TensorFlow: '/cpu:0', '/gpu:0' ..."""
    import tensorflow
    return ['/cpu:0'] + ['/gpu:%d' % number for number in range(len(tensorflow.config.list_physical_devices('GPU')))]


def _target_ids(gpus, available):
    """The numbers of the GPUs that are asked for. Raises ValueError for fewer than two, and for missing ones."""
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
    """The part ``i`` of ``parts`` of the samples; the last one has what is left over."""
    step = K.shape(data)[0] // parts
    return data[step * i:] if i == parts - 1 else data[step * i:step * (i + 1)]


def _different(names):
    """The names, with a number where one is there more than once."""
    counts, seen = collections.Counter(names), collections.Counter()
    for name in names:
        seen[name] += 1
        yield '%s_%d' % (name, seen[name]) if counts[name] > 1 else name


def multi_gpu_model(model, gpus=None, cpu_merge=True, cpu_relocation=False):
    """A model with the weights of ``model`` that computes a part of each batch on each of several GPUs.

    ``gpus`` is their number or a list of their numbers, all by default; results are joined on the CPU, or on the first
    GPU without ``cpu_merge``; ``cpu_relocation`` makes a new model on the CPU before. Raises ValueError where there are
    not so many, and on other frameworks than TensorFlow. Save ``model``, not the one that this gives.
    Keras 2.2.4 `keras.utils.multi_gpu_model`.
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
    for place, number in enumerate(ids):
        with tensorflow.device('/gpu:%d' % number):
            inputs = [Lambda(_part, output_shape=K.int_shape(tensor)[1:],
                             arguments={'i': place, 'parts': len(ids)})(tensor) for tensor in model.inputs]
            for found, output in zip(parts, to_list(model(inputs if len(inputs) > 1 else inputs[0]))):
                found.append(output)
    with tensorflow.device('/cpu:0' if cpu_merge else '/gpu:%d' % ids[0]):
        return Model(model.inputs, [concatenate(outputs, axis=0, name=name)
                                    for name, outputs in zip(_different(model.output_names), parts)])
