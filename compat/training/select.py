"""Which trainer a model has, chosen once, from facts: the model, the arguments of compile, the dialect, the adapter."""
import collections
import threading
from typing import NamedTuple

from compat import adapters, differences, process
from compat import backend as K
from compat.errors import NotBuiltError
from compat.optimizers import has_own_updates
from compat.training.compile_arguments import leaves
from compat.training.graph_trainer import GraphTrainer
from compat.training.host_trainer import OVERRIDDEN_METHODS, HostTrainer, overrides

_models = adapters.area('model')
_log, _lock = collections.deque(maxlen=1000), threading.Lock()


class SelectedTrainer(NamedTuple):
    """A trainer that was selected in this process: the name of the model, of the class, and the reason."""

    model: str
    trainer: str
    reason: str


def trainer_log():
    """The trainers that were selected in this process, in order: (model, trainer, reason) each, the last 1000."""
    with _lock:
        return list(_log)


def graph_only(model, spec):
    """What only a graph can train, in words: it was asked for, and no host has it. None where nothing is."""
    if spec.target_tensors is not None:
        return 'target_tensors are tensors of the graph'
    if spec.sample_weight_mode is not None:
        return 'sample_weight_mode is given, and hosts weigh samples only'
    if has_own_updates(spec.optimizer):
        return f'the steps of the optimizer {type(spec.optimizer).__name__} are the updates of its get_updates'
    if model._symbolic_losses():
        return 'losses were added to the model as symbols'
    return None


def host_only(model, spec):
    """What only the host can train, in words; None where nothing is."""
    # from_serialized is what tf.keras passes for the arguments that it has read from a file.
    passed = sorted(set(spec.host_arguments) - {'from_serialized'})
    if passed:
        return f'compile got {", ".join(passed)}, which Keras 2 has not'
    for one in leaves(spec.loss) + leaves(spec.metrics) + leaves(spec.weighted_metrics):
        if hasattr(one, 'reduction') and not hasattr(one, 'update_state'):
            return f'the loss {type(one).__name__} is an object that reduces by itself'
        if isinstance(one, dict):
            return f'{one["class_name"]} is the config of an object'
    overridden = overrides(model, OVERRIDDEN_METHODS)
    if overridden:
        return f'the program overrides {overridden}'
    if any(getattr(layer, '_metrics', None) for layer in model._flatten_layers()):
        return 'a layer has metrics of its own'
    others = sorted({K.dtype(weight) for weight in model.trainable_weights} - {K.floatx()})
    if others:
        return f'weights are {", ".join(others)}, and floatx is {K.floatx()}'
    if _models.is_distributed():
        return 'the host shares the work among devices'
    return None


def select_trainer(model, spec):
    """(the class of the trainer, the reason) for a model that is compiled by ``spec``; nothing is run for it.

    Raises NotBuiltError where only a graph can train, and the model is not functional, or does not know its inputs yet.
    """
    wanted = graph_only(model, spec)
    if wanted:
        if not getattr(model, 'inputs', None):
            raise NotBuiltError(
                'compile was passed what needs a functional model, Model(inputs, outputs): target_tensors, '
                'sample_weight_mode, symbolic losses or an optimizer of your own with get_updates. Model {} is '
                'none{}.'.format(model.name, ' before it knows its input shape' if hasattr(model, 'add') else ''))
        return GraphTrainer, f'by the graph: {wanted}'
    if process.dialect().eager:
        return HostTrainer, f'by the host: it is the training of the dialect {process.dialect().name}'
    refused = host_only(model, spec)
    if refused:
        return HostTrainer, f'by the host: {refused}'
    if not getattr(model, 'inputs', None):
        return HostTrainer, 'by the host: the model is not functional, its call has to be run'
    return GraphTrainer, 'by the graph: the model is functional, and all that compile got is of Keras 2'


def is_undecided(model):
    """Whether it is not known yet if the model is functional: a Sequential that does not know its input shape."""
    return not getattr(model, 'inputs', None) and hasattr(model, 'add')


def use(model, trainer):
    """Let the trainer train the model from now on, and report it."""
    model._trainer_state.trainer = trainer
    with _lock:
        _log.append(SelectedTrainer(model.name, type(trainer).__name__, trainer.reason))


def trainer_for(model):
    """The trainer of a compiled model, selected now where it was not yet.

    Warns where the host trains, and numbers are not those of Keras 2.
    """
    state = model._trainer_state
    if state.trainer is None:
        cls, reason = select_trainer(model, state.spec)
        trainer = cls(model, state.spec, reason)
        if cls is GraphTrainer:
            trainer.allow_host()
        elif not process.dialect().eager:
            differences.warn('trained-by-hosts', f'Model {model.name} is trained {reason}')
        use(model, trainer)
    return state.trainer
