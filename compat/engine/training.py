"""Keras 2's `keras.engine.training`: Model."""
import functools
import inspect
import os
import tempfile
import warnings

from compat import backend as K
from compat import adapters, process
from compat.backend.functions import OF_SESSIONS
from compat.engine import saving, training_generator
from compat.training import compile_arguments as compiling
from compat.training import graph_trainer as graph_trainer
from compat.engine.base_layer import Layer
from compat.training.graph_models import Described
from compat.base_layer.nodes import ModelNode
from compat.base_layer.pickling import HostNamedType
from compat.files.known_objects import known_objects_scope, unknown_layers
from compat.legacy import interfaces
from compat.training.optimizer_arguments import for_files
from compat.utils.generic_utils import unknown_name

_layer_adapter = adapters.area('layer')
_models = adapters.area('model')


def _is_functional(args, kwargs):
    """Whether the arguments are those of a model of symbols: inputs and outputs, or Keras 1's input and output."""
    inputs, outputs = [name in kwargs or name + 's' in kwargs for name in ('input', 'output')]
    return len(args) >= 2 or len(args) == 1 and outputs or inputs and outputs


def _network_name(cls, name):
    if name or not process.dialect().numbers_first_layer:
        return name
    prefix = 'model' if cls is Functional else cls.__name__.lower()
    return '%s_%d' % (prefix, K.get_uid(prefix))


def _make_functional(cls):
    """Let a user's subclass of Model that turned out to be a model of symbols derive from Functional."""
    if cls is Model:
        return Functional
    if issubclass(cls, Model):
        cls.__bases__ = tuple(_make_functional(base) for base in cls.__bases__)
    return cls


def _begins_anew(method):
    """Whether the host's method forgets the metrics of the batches before, as Keras 2's; Keras 3.0 gives running means.

    Such a method calls reset_metrics, and doing that once more would cost a tenth of a small model's step. One that has
    an argument of that name does so at its end, which leaves what evaluate has counted.
    """
    code = inspect.unwrap(method).__code__
    return 'reset_metrics' in code.co_names and 'reset_metrics' not in code.co_varnames


_TRAIN_BEGINS_ANEW, _TEST_BEGINS_ANEW = [_begins_anew(getattr(_layer_adapter.HostModel, name))
                                         for name in ('train_on_batch', 'test_on_batch')]


# What fit takes in Keras 2 and beside the arguments of its signature here.
_OF_FIT = ('validation_freq', 'max_queue_size', 'workers', 'use_multiprocessing')


def _plain(results):
    """The numbers that a host returns from a step: one as it is, several as a list."""
    if isinstance(results, (list, tuple)):
        return results[0] if len(results) == 1 else list(results)
    return results


def with_known_classes(from_config, config, custom_objects):
    """What the host makes of the config while the classes of Keras that it names are compat's.

    Raises ValueError, as Keras 2, for a layer that nobody knows; hosts raise errors of all kinds.
    """
    with known_objects_scope(custom_objects) as known:
        # Looked for before, as Keras 3 takes configs apart.
        unknown = unknown_layers(config['layers'] if 'layers' in config else config, known)
        try:
            return from_config(config, custom_objects=known)
        except TypeError as error:
            if not unknown:
                raise
            raise unknown_name('layer', ': ', unknown[0]) from error


def _unpickled(content):
    """The model of a file with that content."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'model.keras')
        with open(path, 'wb') as stream:
            stream.write(content)
        return saving.load_model(path)


class Model(Described, _layer_adapter.Keras2ModelMixin, _layer_adapter.HostModel, Layer, metaclass=HostNamedType,
            builtin=True):
    """A model: of symbols, ``Model(inputs, outputs)``, or a subclass with its own ``call`` (Keras 2.2.4 `Model`)."""

    _counts_attributes = True

    def __new__(cls, *args, **kwargs):
        if cls is Model and _is_functional(args, kwargs):
            return Functional.__new__(Functional, *args, **kwargs)
        return super().__new__(cls)

    def __init__(self, *args, **kwargs):
        if _is_functional(args, kwargs) and not isinstance(self, Functional):
            _make_functional(type(self))
            Functional.__init__(self, *args, **kwargs)
            return
        kwargs['name'] = _network_name(type(self), kwargs.get('name'))
        super().__init__(*args, **kwargs)

    def _nodes_of_keras2(self):
        own = [ModelNode(self)] if getattr(self, 'inputs', None) else []
        return own + list(self._inbound_nodes)

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """The model, with new weights, of what ``get_config`` gave."""
        if cls is Model and 'input_layers' in config:
            return Functional.from_config(config, custom_objects)
        return with_known_classes(super().from_config, config, custom_objects)

    @property
    def _collected_trainable_weights(self):
        """The weights that training changes: those that were trainable when the model was compiled. They can be set."""
        weights = self.__dict__.get('_weights_at_compile')
        if weights is None:
            raise AttributeError('{!r} object has no attribute {!r}: it has not been compiled, or not been built '
                                 'then.'.format(type(self).__name__, '_collected_trainable_weights'))
        return weights

    @_collected_trainable_weights.setter
    def _collected_trainable_weights(self, weights):
        self.__dict__['_weights_at_compile'] = list(weights)
        if self.__dict__.get('_graph_trainer') is not None:
            self.__dict__['_graph_trainer'].weights = list(weights)

    def compile(self, optimizer='rmsprop', loss=None, metrics=None, loss_weights=None, sample_weight_mode=None,
                weighted_metrics=None, target_tensors=None, **kwargs):
        """Say how to train: the optimizer, the losses and the metrics, by name or as objects.

        Losses of single outputs, their weights, metrics and ``sample_weight_mode`` ('temporal' for weights of steps)
        are lists or dicts by output; ``target_tensors`` are tensors to be taken for the targets. Raises ValueError and
        TypeError for what does not fit the outputs.
        """
        from compat import optimizers
        optimizer = optimizers.get(optimizer)
        for name in ('_graph_trainer', '_optional_graph_trainer', '_may_use_graph', '_graph_predictor'):
            self.__dict__[name] = None
        self.__dict__['_weights_at_compile'] = list(self.trainable_weights) if self.built else None
        self.__dict__['_compile_arguments'] = dict(
            loss=loss, metrics=metrics, loss_weights=loss_weights, sample_weight_mode=sample_weight_mode,
            weighted_metrics=weighted_metrics, target_tensors=target_tensors)
        if graph_trainer.needed(self, optimizer, sample_weight_mode, target_tensors):
            of_functions = {name: kwargs.pop(name) for name in OF_SESSIONS if name in kwargs}
            described = self._describe(optimizer, **dict(self.__dict__['_compile_arguments'], **of_functions))
            # The host is told what it can take: it writes that to files.
            own = optimizers.has_own_updates(optimizer)
            self._compile_for_host('sgd' if own else optimizer, loss, graph_trainer.plain(metrics), loss_weights,
                                   graph_trainer.plain(weighted_metrics), **kwargs)
            self._use_graph_trainer(described)
            return
        self._compile_for_host(optimizer, loss, metrics, loss_weights, weighted_metrics, **kwargs)
        self.__dict__['_may_use_graph'] = not kwargs and graph_trainer.possible(
            self, loss, (metrics, weighted_metrics))

    def _compile_for_host(self, optimizer, loss, metrics, loss_weights, weighted_metrics, **kwargs):
        outputs = getattr(self, 'output_names', None)
        if outputs and len(outputs) > 1:
            metrics, weighted_metrics = [compiling.by_output(given, outputs) for given in (metrics, weighted_metrics)]
        # Not by name: Keras 2's function is not always the host's, and plain Keras 3 reads no short names in .h5 files.
        super().compile(optimizer=optimizer, loss=compiling.each(compiling.loss, loss),
                                   metrics=compiling.each(compiling.metric, metrics), loss_weights=loss_weights,
                                   weighted_metrics=compiling.each(compiling.metric, weighted_metrics), **kwargs)
        self._logged_names = compiling.names(outputs or [self.name], loss, metrics, weighted_metrics)
        # Not as an attribute: the host would take the layers for the model's own.
        self.__dict__['_compiled_flags'] = _models.TrainableFlags(self)

    @property
    def metrics_names(self):
        """The names of what ``evaluate`` and ``train_on_batch`` give, in order: 'loss' and those of the metrics."""
        names = getattr(self, '_logged_names', None)
        return super().metrics_names if names is None else list(names)

    def _in_order(self, results):
        """The numbers of a host's dict as ``metrics_names`` has them: one as it is, several as a list."""
        names = self.metrics_names
        if not set(names) == set(results):
            # Metrics that layers or the program have added, or that the host does not give.
            names = [name for name in names if name in results] + [name for name in results if name not in names]
            self._logged_names = tuple(names)
        return results[names[0]] if len(names) == 1 else [results[name] for name in names]

    def _steps(self, run, kwargs):
        """What a step gives: in Keras 2's order, or as a dict where the program asks for it."""
        if kwargs.get('return_dict') or getattr(self, '_logged_names', None) is None:
            return _plain(run(**kwargs))
        return self._in_order(run(return_dict=True, **{name: value for name, value in kwargs.items()
                                                       if name != 'return_dict'}))

    def save(self, *args, **kwargs):
        """Write the model, its weights and its optimizer to a file that the plain host can load too."""
        with for_files():
            return super().save(*args, **kwargs)

    def compile_from_config(self, config):
        """Compile as a file says; hosts leave that to models that have a ``compile`` of their own."""
        rest = {name: value for name, value in config.items() if name != 'optimizer'}
        settings = _layer_adapter.keras.saving.deserialize_keras_object(rest)
        if isinstance(config.get('optimizer'), dict):
            # Without the name that it was registered by, under which a loading host is told of compat's own class.
            settings['optimizer'] = _layer_adapter.keras.optimizers.deserialize(
                {name: config['optimizer'][name] for name in ('class_name', 'config')})
        self.compile(**settings)
        if self.built and hasattr(self.optimizer, 'build'):
            self.optimizer.build(self.trainable_variables)

    def __reduce__(self):
        """A built model is pickled and copied as the file that it saves itself to."""
        if not self.built:
            return super().__reduce__()
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, 'model.keras')
            self.save(path)
            with open(path, 'rb') as stream:
                return _unpickled, (stream.read(),)

    def __deepcopy__(self, memo):
        """The model again, with weights of its own."""
        rebuild, arguments = self.__reduce__()[:2]
        memo[id(self)] = rebuild(*arguments)
        return memo[id(self)]

    def to_json(self, **kwargs):
        """The model without its weights, as JSON."""
        with for_files():
            return super().to_json(**kwargs)

    def predict(self, x, batch_size=None, verbose=0, steps=None, **kwargs):
        """The outputs for the inputs, in batches (of 32 by default), as arrays."""
        prediction = self._prediction(kwargs, x)
        if prediction is not None:
            found = self._predict_graph(prediction, x, batch_size, verbose, steps)
            if found is not None:
                return found
        return super().predict(x, batch_size=batch_size, verbose=verbose, steps=steps, **kwargs)

    def fit(self, x=None, y=None, batch_size=None, epochs=1, verbose=1, callbacks=None, validation_split=0.,
            validation_data=None, shuffle=True, class_weight=None, sample_weight=None, initial_epoch=0,
            steps_per_epoch=None, validation_steps=None, **kwargs):
        """Train for a number of epochs over the data; gives the History of the losses and metrics of each epoch.

        Keras 1's ``nb_epoch`` is taken for ``epochs``. The batch size is 32 by default. Raises TypeError for arguments
        that neither Keras 2 nor the host has.
        """
        adapters.require('training')
        epochs = compiling.epochs_of(epochs, kwargs)
        others = [name for name in kwargs if name not in _OF_FIT] or (
            validation_data is not None and not isinstance(validation_data, (list, tuple)))
        described = self._graph_trainer_for(others, x, y, sample_weight, *(validation_data or ()))
        if described is not None:
            return self._fit_graph(described, x, y, batch_size, epochs, verbose, callbacks, validation_split,
                                       validation_data, shuffle, class_weight, sample_weight, initial_epoch,
                                       steps_per_epoch, validation_steps, **kwargs)
        with _models.trainable_as_compiled(self):
            return super().fit(
                x, y, batch_size=batch_size, epochs=epochs, verbose=verbose, callbacks=callbacks,
                validation_split=validation_split, validation_data=validation_data, shuffle=shuffle,
                class_weight=class_weight, sample_weight=sample_weight, initial_epoch=initial_epoch,
                steps_per_epoch=steps_per_epoch, validation_steps=validation_steps, **kwargs)

    def evaluate(self, x=None, y=None, batch_size=None, verbose=1, sample_weight=None, steps=None, **kwargs):
        """The loss over the data, in batches; with the metrics in a list where there are any, as ``metrics_names``."""
        described = self._graph_trainer_for(kwargs, x, y, sample_weight)
        if described is not None:
            return self._evaluate_graph(described, x, y, batch_size, verbose, sample_weight, steps, **kwargs)
        return self._steps(functools.partial(super().evaluate, x, y, batch_size=batch_size, verbose=verbose,
                                             sample_weight=sample_weight, steps=steps), kwargs)

    def train_on_batch(self, x, y=None, sample_weight=None, class_weight=None, **kwargs):
        """One update of the weights from one batch; its loss, with the metrics in a list where there are any."""
        adapters.require('training')
        described = self._graph_trainer_for(kwargs.keys() - {'reset_metrics'}, x, y, sample_weight)
        if described is not None:
            return self._run_graph(described, 'train', x, y, sample_weight, class_weight, **kwargs)
        x = _models.batch_of(self, x)
        if not _TRAIN_BEGINS_ANEW:
            self.reset_metrics()
        run = functools.partial(super().train_on_batch, x, y, sample_weight=sample_weight,
                                class_weight=class_weight)
        with _models.trainable_as_compiled(self):
            return self._steps(run, kwargs)

    def predict_on_batch(self, x, **kwargs):
        """The outputs for one batch."""
        prediction = self._prediction(kwargs, x)
        if prediction is not None:
            found = self._predict_batch_graph(prediction, x)
            if found is not None:
                return found
        return super().predict_on_batch(_models.batch_of(self, x), **kwargs)

    def test_on_batch(self, x, y=None, sample_weight=None, **kwargs):
        """The loss on one batch, with the metrics in a list where there are any."""
        described = self._graph_trainer_for(kwargs.keys() - {'reset_metrics'}, x, y, sample_weight)
        if described is not None:
            return self._run_graph(described, 'test', x, y, sample_weight, **kwargs)
        x = _models.batch_of(self, x)
        if not _TEST_BEGINS_ANEW:
            self.reset_metrics()
        return self._steps(functools.partial(super().test_on_batch, x, y, sample_weight=sample_weight),
                           kwargs)

    @interfaces.legacy_generator_methods_support
    def fit_generator(self, generator, steps_per_epoch=None, epochs=1, verbose=1, callbacks=None, validation_data=None,
                      validation_steps=None, class_weight=None, max_queue_size=10, workers=1,
                      use_multiprocessing=False, shuffle=True, initial_epoch=0, validation_freq=1):
        """Train on the batches (x, y) or (x, y, sample_weight) of a generator; gives the History.

        See ``compat.engine.training_generator.fit_generator``.
        """
        adapters.require('training')
        return training_generator.fit_generator(
            self, generator, steps_per_epoch, epochs, verbose, callbacks, validation_data, validation_steps,
            class_weight, max_queue_size, workers, use_multiprocessing, shuffle, initial_epoch, validation_freq)

    @interfaces.legacy_generator_methods_support
    def evaluate_generator(self, generator, steps=None, max_queue_size=10, workers=1, use_multiprocessing=False,
                           verbose=0):
        """The loss over the batches of a generator, with the metrics in a list where there are any."""
        return training_generator.evaluate_generator(self, generator, steps, max_queue_size, workers,
                                                     use_multiprocessing, verbose)

    @interfaces.legacy_generator_methods_support
    def predict_generator(self, generator, steps=None, max_queue_size=10, workers=1, use_multiprocessing=False,
                          verbose=0):
        """The outputs for the inputs that a generator gives."""
        return training_generator.predict_generator(self, generator, steps, max_queue_size, workers,
                                                    use_multiprocessing, verbose)

    def reset_states(self):
        """Let the stateful layers of the model, those in models within it too, forget what they have seen."""
        for layer in self.layers:
            if hasattr(layer, 'reset_states') and getattr(layer, 'stateful', False):
                layer.reset_states()

    @property
    def stateful(self):
        """Whether the model has a stateful layer."""
        return any(getattr(layer, 'stateful', False) for layer in self.layers)

    def summary(self, line_length=None, positions=None, print_fn=None):
        """Print the layers, their output shapes, parameters and connections in Keras 2's columns.

        Raises ValueError for a model that is not built.
        """
        from compat.utils import layer_utils
        if not self.built:
            raise ValueError('This model has not yet been built. Build the model first by calling build() or calling '
                             'fit() with some data. Or specify input_shape or batch_input_shape in the first layer for '
                             'automatic build.')
        return layer_utils.print_summary(self, line_length=line_length, positions=positions, print_fn=print_fn)


class Functional(_models.HostFunctional, Model, builtin=True):
    """A model of symbols; what ``Model(inputs, outputs)`` makes."""

    add_loss = Described.add_loss  # and not the host's, which may refuse

    def __init__(self, inputs=None, outputs=None, name=None, **kwargs):
        if 'input' in kwargs or 'output' in kwargs:
            inputs, outputs = kwargs.pop('input', inputs), kwargs.pop('output', outputs)
            warnings.warn(f'Update your `Model` call to the Keras 2 API: `Model(inputs={inputs}, '
                          f'outputs={outputs})`', stacklevel=2)
        super().__init__(inputs, outputs, name=_network_name(type(self), name), **kwargs)

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """The model, with new weights, of what ``get_config`` gave."""
        return with_known_classes(super().from_config, config, custom_objects)


# Hosts tell functional models from subclassed ones by the arguments of their constructors.
Functional.__init__.__signature__ = _models.FUNCTIONAL_SIGNATURE
_models.name_as_host(Model, Functional)
