"""What a model remembers of how it is trained: one object under one attribute, ``model._trainer_state``."""
import contextlib
from typing import Any, NamedTuple

from compat import process
from compat.symbolic.context import context
from compat.utils.generic_utils import get_custom_objects


# The attributes of a model that have the functions of its steps; a program may set them.
FUNCTIONS = ('train_function', 'test_function', 'predict_function')


class CompileSpec(NamedTuple):
    """The arguments of ``compile``, as the program passed them; ``host_arguments`` are those that Keras 2 has not."""

    optimizer: Any
    loss: Any = None
    metrics: Any = None
    loss_weights: Any = None
    sample_weight_mode: Any = None
    weighted_metrics: Any = None
    target_tensors: Any = None
    host_arguments: dict = {}


class TrainingState:
    """The state of the training of one model; everything is None before ``compile``, and anew after it.

    ``spec`` is the CompileSpec, ``trainer`` what select_trainer selected for it, ``weights`` those that were trainable
    at that moment, ``trainable_flags`` which layers were, ``metrics_names`` the names that the host logs.
    ``predictor`` is what predicts, compiled or not. ``host_runs`` is true while the host's own fit runs, which
    evaluates the model; ``in_host_scope`` while the host runs any step, and reads its own metrics of the model;
    ``host_functions`` are those of steps that the host has made. ``of_file`` is true where a file says how to train: a
    newer host may have written it. ``custom_objects`` are those that the names of ``compile`` stood for.
    """

    def __init__(self):
        self.spec = self.trainer = self.weights = self.trainable_flags = self.metrics_names = self.predictor = None
        self.host_runs, self.in_host_scope, self.host_functions = False, False, []
        self.of_file, self.custom_objects = context.reads_file, dict(get_custom_objects())

    @staticmethod
    def forget_functions(model):
        """Lets the model have no function of a step that compat made: the host would train by it."""
        for name in FUNCTIONS:
            if hasattr(getattr(model, name, None), 'in_flight'):
                setattr(model, name, None)

    @contextlib.contextmanager
    def host_scope(self, model, trains=False):
        """While it lasts, the host runs steps of the model, and may make functions of its own, which are noted.

        Only steps that train perform the updates of layers, except in the dialect tf.keras, in which any call does.
        """
        self.forget_functions(model)
        before = [getattr(model, name, None) for name in FUNCTIONS]
        frozen = context.updates_are_frozen or not trains and not process.dialect().eager
        outer, self.in_host_scope = self.in_host_scope, True
        try:
            with context.scope(updates_are_frozen=frozen):
                yield
        finally:
            self.in_host_scope = outer
            made = [getattr(model, name, None) for name in FUNCTIONS]
            self.host_functions += [function for function, old in zip(made, before)
                                    if function is not None and function is not old]

    def function_of(self, model, kind):
        """Returns the function of that kind that the model has from the program or from compat, or None."""
        function = getattr(model, kind + '_function', None)
        return None if any(function is one for one in self.host_functions) else function


class StateOfModel:
    """The attribute of models that has their TrainingState, made when it is first read."""

    def __set_name__(self, owner, name):
        self._name = name

    def __get__(self, model, owner=None):
        # In the __dict__: hosts track what is set as an attribute, before their own constructor has run too.
        return self if model is None else model.__dict__.setdefault(self._name, TrainingState())
