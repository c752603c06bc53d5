"""Keras 2's `keras.engine.training`: Model."""
import copy
import json
import os
import tempfile
import warnings

from compat import backend as K
from compat import adapters, process, usage
from compat.engine import saving
from compat.engine.base_layer import Layer
from compat.training.model_mixin import TrainableModelMixin
from compat.training.recorded_losses import RecordedLossesMixin
from compat.base_layer import model_masks
from compat.base_layer.nest import as_list, unpack_singleton
from compat.base_layer.nodes import ModelNode, has_own_node
from compat.base_layer.pickling import HostNamedType
from compat.files import model_configs, weights as weight_files
from compat.files.known_objects import known_objects_scope, unknown_layers, with_texts
from compat.training.optimizer_arguments import for_files
from compat.symbolic import graph, phase
from compat.symbolic.context import context
from compat.utils import layer_utils
from compat.utils.generic_utils import unknown_name
from compat.errors import DifferenceWarning

_layer_adapter = adapters.area('layer')
_models = adapters.area('model')


def _is_functional(args, kwargs):
    """Whether the arguments are those of a functional model: inputs and outputs, or Keras 1's input and output."""
    inputs, outputs = [name in kwargs or name + 's' in kwargs for name in ('input', 'output')]
    return len(args) >= 2 or len(args) == 1 and outputs or inputs and outputs


def _network_name(cls, name):
    if name or not process.dialect().numbers_first_layer:
        return name
    prefix = 'model' if cls is Functional else cls.__name__.lower()
    return '%s_%d' % (prefix, K.get_uid(prefix))


def _make_functional(cls):
    """Let a user's subclass of Model that turned out to be functional derive from Functional."""
    if cls is Model:
        return Functional
    if issubclass(cls, Model):
        cls.__bases__ = tuple(_make_functional(base) for base in cls.__bases__)
    return cls


def with_known_classes(from_config, config, custom_objects):
    """What the host makes of the config while the classes of Keras that it names are compat's.

    Raises ValueError, as Keras 2, for a layer that nobody knows; hosts raise errors of all kinds.
    """
    with known_objects_scope(custom_objects) as known, _models.loading_scope():
        # Looked for before, as Keras 3 takes configs apart.
        unknown = unknown_layers(config['layers'] if 'layers' in config else config, known)
        if 'layers' in config:
            config = dict(config, layers=with_texts(config['layers'], known))
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


def _compiled_again(rebuild, arguments, spec):
    """The model that was not built, compiled with what the pickled one was."""
    model = rebuild(*arguments)
    passed = dict(spec._asdict(), optimizer=copy.deepcopy(spec.optimizer), **spec.host_arguments)
    del passed['host_arguments']
    model.compile(**passed)
    return model


# Arguments of compile that hosts write to each file, with the values that no program has passed.
DEFAULTS_IN_FILES = {'run_eagerly': (None, False), 'steps_per_execution': (None, 1),
                     'jit_compile': (None, False, True, 'auto')}


class Model(TrainableModelMixin, RecordedLossesMixin, _models.WritesWeights, _layer_adapter.Keras2ModelMixin,
            _layer_adapter.HostModel, Layer, metaclass=HostNamedType, builtin=True):
    """A model: functional, ``Model(inputs, outputs)``, or a subclass with its own ``call`` (Keras 2.2.4 `Model`)."""

    _counts_attributes = True
    _sets_some_weights = not process.dialect().eager

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
        has_none = has_own_node(self) or not getattr(self, 'inputs', None)
        return self._inbound_nodes if has_none else [ModelNode(self)] + list(self._inbound_nodes)

    def compute_mask(self, inputs, mask=None):
        """The masks of the outputs for inputs with these masks; None for a model with a ``call`` of its own.

        Raises TypeError where a layer gets a mask that it does not support (Keras 2.2.4 `Network.compute_mask`).
        """
        if process.dialect().eager:
            return super().compute_mask(inputs, mask)
        if not getattr(self, 'inputs', None):
            return None
        if not any(each is not None for each in as_list(mask)) and not model_masks.arise_in(self):
            masks = [None for _ in self.outputs]
        elif phase.is_executing() and not any(map(graph.is_symbolic, as_list(inputs))):
            with self._adding_nothing_for(self):
                masks = [_layer_adapter.mask_of(output) for output in as_list(self.call(inputs, mask=mask))]
        else:
            masks = model_masks.masks_of_outputs(self, inputs, mask)
        return unpack_singleton(masks)

    compute_mask._is_default = True  # hosts compute the masks in the call

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """The model, with new weights, of what ``get_config`` returned."""
        if cls is Model and 'input_layers' in config:
            return Functional.from_config(config, custom_objects)
        return with_known_classes(super().from_config, config, custom_objects)

    def save(self, *args, **kwargs):
        """Write the model, its weights and its optimizer to a file that the plain host can load too."""
        with for_files():
            return super().save(*args, **kwargs)

    def load_weights(self, filepath, *args, **kwargs):
        """Set the weights to those of a file, of the layers at the same places or, ``by_name``, of the same names.

        With ``by_name`` and ``skip_mismatch`` weights of another shape are left out; with ``reshape`` kernels of the
        same size are reshaped. Keras 2.2.4 ``load_weights``, with the arguments in its order.
        """
        if process.dialect().eager:
            return super().load_weights(filepath, *args, **kwargs)  # what tells whether all of a checkpoint was read
        _, named = weight_files.named_arguments(filepath, args, kwargs)
        reshape = named.pop('reshape', False)
        if reshape or named.get('by_name') and named.get('skip_mismatch'):  # some hosts log what they leave out
            return weight_files.load_file(filepath, self.layers, reshape=reshape, **named)
        return super().load_weights(filepath, **named)

    def get_compile_config(self):
        """What the model was compiled with; nothing for clones and JSON, which in Keras 2 knew nothing of training."""
        return None if context.leaves_out_training else super().get_compile_config()

    def compile_from_config(self, config):
        """Compile as a file says; hosts leave that to models that have a ``compile`` of their own."""
        if not config:
            return
        rest = {name: value for name, value in config.items() if name != 'optimizer'}
        settings = _layer_adapter.keras.saving.deserialize_keras_object(rest)
        if isinstance(config.get('optimizer'), dict):
            # Without the name that it was registered by, under which a loading host knows compat's own class.
            settings['optimizer'] = _layer_adapter.keras.optimizers.deserialize(
                {name: config['optimizer'][name] for name in ('class_name', 'config')})
        self.compile(**{name: value for name, value in settings.items()
                        if value not in DEFAULTS_IN_FILES.get(name, ())})
        if self.built and hasattr(self.optimizer, 'build'):
            self.optimizer.build(self.trainable_variables)

    def __reduce__(self):
        """A built model is pickled and copied as the file that it saves itself to.

        Raises NotImplementedError for a subclassed model without a get_config of its own, as Keras 2.
        """
        if not process.dialect().eager and type(self).get_config is Model.get_config and type(self) is not Model:
            raise NotImplementedError(f'Model {self.name} of class {type(self).__name__} is subclassed, and is made by '
                                      'code that a pickle does not have. Store its get_weights() or save_weights().')
        if not self.built:
            reduced, spec = super().__reduce__(), self._trainer_state.spec
            return reduced if spec is None else (_compiled_again, reduced[:2] + (spec,))
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, 'model.keras')
            with usage.paused(), warnings.catch_warnings():
                warnings.simplefilter('ignore', DifferenceWarning)  # compat reads it, and no plain host
                self.save(path)
            with open(path, 'rb') as stream:
                return _unpickled, (stream.read(),)

    def __deepcopy__(self, memo):
        """The model again, with weights of its own."""
        rebuild, arguments = self.__reduce__()[:2]
        memo[id(self)] = rebuild(*arguments)
        return memo[id(self)]

    def to_json(self, **kwargs):
        """The model without its weights, as JSON, which names the version of Keras and the backend."""
        with for_files(), context.scope(leaves_out_training=True):
            text = super().to_json(**kwargs)
        config = json.loads(text)
        if 'backend' in config and process.dialect().eager:
            return text
        return json.dumps(dict(config, keras_version=process.dialect().version, backend=K.backend()), **kwargs)

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
        if not self.built:
            raise ValueError('This model has not yet been built. Build the model first by calling build() or calling '
                             'fit() with some data. Or specify input_shape or batch_input_shape in the first layer for '
                             'automatic build.')
        return layer_utils.print_summary(self, line_length=line_length, positions=positions, print_fn=print_fn)


class ComputesMasksMixin:
    """A functional model or a Sequential, whose masks the host computes in calls, and compat for the program."""

    def compute_mask(self, inputs, mask=None):
        """The masks of the outputs for inputs with these masks. Raises TypeError as a call does."""
        if phase.is_executing() or process.dialect().eager:
            return super().compute_mask(inputs, mask)
        return Model.compute_mask(self, inputs, mask)

    compute_mask._is_default = getattr(_models.HostFunctional.compute_mask, '_is_default', False)


class Functional(ComputesMasksMixin, _models.HostFunctional, Model, builtin=True):
    """A functional model; what ``Model(inputs, outputs)`` makes."""

    add_loss = RecordedLossesMixin.add_loss  # and not the host's, which may refuse

    def __init__(self, inputs=None, outputs=None, name=None, **kwargs):
        if 'input' in kwargs or 'output' in kwargs:
            for keyword, other in ('input', inputs), ('output', outputs):
                if keyword in kwargs and other is not None:
                    raise TypeError(f'Model was passed `{keyword}` and `{keyword}s`, which are the same argument: pass '
                                    f'`{keyword}s` only.')
            inputs, outputs = kwargs.pop('input', inputs), kwargs.pop('output', outputs)
            usage.warn_of_keras_1(f'Update your `Model` call to the Keras 2 API: `Model(inputs={inputs}, '
                                  f'outputs={outputs})`', stacklevel=2)
        unknown = sorted(set(kwargs) - {'trainable'})  # which hosts pass when they make a model of a config
        if unknown:
            raise TypeError(f'Model takes `inputs`, `outputs` and `name`, and was passed {", ".join(unknown)} as well.')
        super().__init__(inputs, outputs, name=_network_name(type(self), name), **kwargs)

    def get_config(self):
        """What makes the model again, with new weights: the configs of its layers, and how they are joined."""
        config = super().get_config()
        if 'input_layers' in config and model_configs.are_keras2s():
            return model_configs.of_functional(self, config)
        return config

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """The model, with new weights, of what ``get_config`` returned."""
        config = model_configs.for_host(config) if 'input_layers' in config else config
        return with_known_classes(super().from_config, config, custom_objects)


# Hosts distinguish functional models from subclassed ones by the arguments of their constructors.
Functional.__init__.__signature__ = _models.FUNCTIONAL_SIGNATURE
_models.name_as_host(Model, Functional)
