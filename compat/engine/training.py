"""Keras 2's `keras.engine.training`: Model."""
import inspect
import os
import tempfile

from compat import backend as K
from compat import dialects, hosts
from compat.engine.base_layer import Layer
from compat.errors import NotBuiltError
from compat.update_rules.settings import for_files

_engine = hosts.part('engine')
_models = hosts.part('engine', 'models')
# Metrics that the host chooses by the loss or the shapes, and the names that Keras 2.2 logs them by.
BY_LOSS = {'accuracy': 'acc', 'acc': 'acc', 'crossentropy': 'crossentropy', 'ce': 'ce'}


def _is_functional(args, kwargs):
    """Whether the arguments are those of a model of symbols: inputs and outputs."""
    return len(args) >= 2 or len(args) == 1 and 'outputs' in kwargs or 'inputs' in kwargs and 'outputs' in kwargs


def _network_name(cls, name):
    if name or dialects.current().first_uid == 0:
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


def _each(convert, given):
    """What ``convert`` makes of a loss or metric, or of each in a list or dict of them as ``compile`` takes them."""
    if isinstance(given, dict) and 'class_name' not in given:
        return {output: _each(convert, value) for output, value in given.items()}
    if isinstance(given, (list, tuple)):
        return [_each(convert, value) for value in given]
    return convert(given)


def _metric(identifier):
    """The metric that logs the name of Keras 2.2: ``acc``, and the long names of the functions."""
    from compat import metrics
    if identifier in BY_LOSS:
        return BY_LOSS[identifier]
    return metrics.get(identifier) if isinstance(identifier, str) else identifier


def _begins_anew(method):
    """Whether the host's method forgets the metrics of the batches before, as Keras 2's; Keras 3.0 gives running means.

    Such a method calls reset_metrics, and doing that once more would cost a tenth of a small model's step.
    """
    return 'reset_metrics' in inspect.unwrap(method).__code__.co_names


_TRAIN_BEGINS_ANEW, _TEST_BEGINS_ANEW = [_begins_anew(getattr(_engine.HostModel, name))
                                         for name in ('train_on_batch', 'test_on_batch')]


def _plain(results):
    """The numbers that a host returns from a step: one as it is, several as a list."""
    if isinstance(results, (list, tuple)):
        return results[0] if len(results) == 1 else list(results)
    return results


def _with_known_classes(from_config, config, custom_objects):
    """What the host makes of the config while the classes of Keras that it names are compat's."""
    from compat.engine import saving
    with saving.telling(custom_objects) as known:
        return from_config(config, custom_objects=known)


def _unpickled(content):
    """The model of a file with that content."""
    from compat.engine import saving
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'model.keras')
        with open(path, 'wb') as stream:
            stream.write(content)
        return saving.load_model(path)


class Model(_engine.HostModel, Layer, stock=True):
    """A model: of symbols, ``Model(inputs, outputs)``, or a subclass with its own ``call`` (Keras 2.2.4 `Model`)."""

    def __new__(cls, *args, **kwargs):
        if cls is Model and _is_functional(args, kwargs):
            return Functional.__new__(Functional, *args, **kwargs)
        return super(Model, cls).__new__(cls)

    def __init__(self, *args, **kwargs):
        if _is_functional(args, kwargs) and not isinstance(self, Functional):
            _make_functional(type(self))
            Functional.__init__(self, *args, **kwargs)
            return
        kwargs['name'] = _network_name(type(self), kwargs.get('name'))
        super(Model, self).__init__(*args, **kwargs)

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """The model, with new weights, of what ``get_config`` gave."""
        if cls is Model and 'input_layers' in config:
            return Functional.from_config(config, custom_objects)
        return _with_known_classes(super(Model, cls).from_config, config, custom_objects)

    def compile(self, optimizer='rmsprop', loss=None, metrics=None, loss_weights=None, sample_weight_mode=None,
                weighted_metrics=None, target_tensors=None, **kwargs):
        """Say how to train: the optimizer, the losses and the metrics, by name or as objects.

        Raises NotBuiltError for ``target_tensors`` and ``sample_weight_mode``, which compat does not offer yet.
        """
        from compat import losses, optimizers
        for name, value in (('target_tensors', target_tensors), ('sample_weight_mode', sample_weight_mode)):
            if value is not None:
                raise NotBuiltError('compile(%s=...) is part of Keras 2 and compat does not offer it yet. Model %s can '
                                    'be compiled without it.' % (name, self.name))
        if dialects.current().short_metric_names:
            metrics, weighted_metrics = _each(_metric, metrics), _each(_metric, weighted_metrics)
        # Not by name: Keras 2's function is not always the host's, and plain Keras 3 reads no short names in .h5 files.
        super(Model, self).compile(optimizer=optimizers.get(optimizer), loss=_each(losses.for_host, loss),
                                   metrics=metrics, loss_weights=loss_weights, weighted_metrics=weighted_metrics,
                                   **kwargs)

    def save(self, *args, **kwargs):
        """Write the model, its weights and its optimizer to a file that the plain host can load too."""
        with for_files():
            return super(Model, self).save(*args, **kwargs)

    def compile_from_config(self, config):
        """Compile as a file says; hosts leave that to models that have a ``compile`` of their own."""
        rest = {name: value for name, value in config.items() if name != 'optimizer'}
        settings = _engine.keras.saving.deserialize_keras_object(rest)
        if isinstance(config.get('optimizer'), dict):
            # Without the name that it was registered by, under which a loading host is told of compat's own class.
            settings['optimizer'] = _engine.keras.optimizers.deserialize(
                {name: config['optimizer'][name] for name in ('class_name', 'config')})
        self.compile(**settings)
        if self.built and hasattr(self.optimizer, 'build'):
            self.optimizer.build(self.trainable_variables)

    def __reduce__(self):
        """A built model is pickled and copied as the file that it saves itself to."""
        if not self.built:
            return super(Model, self).__reduce__()
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
            return super(Model, self).to_json(**kwargs)

    def predict(self, x, batch_size=None, verbose=0, steps=None, **kwargs):
        """The outputs for the inputs, in batches (of 32 by default), as arrays."""
        return super(Model, self).predict(x, batch_size=batch_size, verbose=verbose, steps=steps, **kwargs)

    def train_on_batch(self, x, y=None, sample_weight=None, class_weight=None, **kwargs):
        """One update of the weights from one batch; its loss, with the metrics in a list where there are any."""
        if not _TRAIN_BEGINS_ANEW:
            self.reset_metrics()
        return _plain(super(Model, self).train_on_batch(x, y, sample_weight=sample_weight, class_weight=class_weight,
                                                        **kwargs))

    def test_on_batch(self, x, y=None, sample_weight=None, **kwargs):
        """The loss on one batch, with the metrics in a list where there are any."""
        if not _TEST_BEGINS_ANEW:
            self.reset_metrics()
        return _plain(super(Model, self).test_on_batch(x, y, sample_weight=sample_weight, **kwargs))

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


class Functional(_models.HostFunctional, Model, stock=True):
    """A model of symbols; what ``Model(inputs, outputs)`` makes."""

    def __init__(self, inputs, outputs, name=None, **kwargs):
        super(Functional, self).__init__(inputs, outputs, name=_network_name(type(self), name), **kwargs)

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """The model, with new weights, of what ``get_config`` gave."""
        return _with_known_classes(super(Functional, cls).from_config, config, custom_objects)


# Hosts tell functional models from subclassed ones by the arguments of their constructors.
Functional.__init__.__signature__ = _models.FUNCTIONAL_SIGNATURE
_models.name_as_host(Model, Functional)
