"""Members of Keras 2's models that the hosts' models lack."""
import warnings

from compat import differences, process
from compat.symbolic.context import context
from compat.base_layer.insides import HasInsidesMixin
from compat.base_layer.model_calls import ModelCalls, repeated_calls
from compat.base_layer.nodes import input_tensors
from compat.files.formats import is_hdf5_by_default, readable_by_hosts, write_hdf5
from compat.files.groups import is_group, write_group


def updated_layers(model):
    """Returns whether training performs the updates of each layer of the model now, by the id of the layer."""
    return {id(layer): layer._is_updated() for layer in model._flatten_layers() if hasattr(layer, '_is_updated')}


class Keras2NetworkMixin(HasInsidesMixin):
    """Members of Keras 2.2.4's `keras.engine.network.Network`."""

    def to_yaml(self, **kwargs):
        """Returns the model without its weights as YAML that is JSON, too; ``kwargs`` are those of json.dumps."""
        return self.to_json(**kwargs)

    def save(self, filepath, overwrite=True, *args, **kwargs):
        """Writes the model to a file: HDF5 where its name does not end in .keras, as in Keras 2.

        ``filepath`` may be a group of h5py, or a dict.
        """
        write = super().save
        if is_group(filepath):
            write_group(lambda path: write(path, True, *args, **kwargs), filepath)
            return None
        if not is_hdf5_by_default(filepath, kwargs):
            return write(filepath, overwrite, *args, **kwargs)
        return write_hdf5(lambda path: write(path, True, *args, **kwargs), filepath, overwrite)

    def save_weights(self, filepath, overwrite=True, *args, **kwargs):
        """Writes the weights to a file of HDF5, whatever its name is, as in Keras 2."""
        write = super().save_weights
        if args or not is_hdf5_by_default(filepath, kwargs):
            return write(filepath, overwrite, *args, **kwargs)
        return write_hdf5(lambda path: self.save_weights(path, True, **kwargs), filepath, overwrite)

    def get_layer(self, name=None, index=None):
        """Returns the layer of that index, or of that name. Of both, the index counts (Keras 2.2.4 `get_layer`).

        Raises ValueError where there is no such layer, or neither is passed.
        """
        return super().get_layer(name=name if index is None else None, index=index)

    def load_weights(self, filepath, *args, **kwargs):
        """Sets the weights to those of a file: HDF5 of any name, or another format of the host."""
        with readable_by_hosts(filepath) as path:
            if path is not filepath:
                return self.load_weights(path, *args, **kwargs)
            return super().load_weights(filepath, *args, **kwargs)

    # --- what is trained

    @property
    def trainable(self):
        """Whether training changes the weights of the layers: a flag of the model alone, which its layers do not have.

        In the dialect tf.keras it is set on the layers, too.
        """
        return super().trainable

    @trainable.setter
    def trainable(self, value):
        if process.dialect().models_freeze_layers:
            super(Keras2NetworkMixin, type(self)).trainable.fset(self, value)
        else:
            self._trainable = value

    def _note_updated_layers(self):
        """Stores which layers are updated where the model is called on symbols: Keras 2 noted their updates then."""
        self.__dict__['_updated_at_call'] = updated_layers(self)
        if not getattr(self, 'inputs', None):
            return
        called_on = input_tensors(self._inbound_nodes[-1])
        for layer in self.layers:
            if isinstance(layer, Keras2NetworkMixin):
                continue  # it has nodes of its own calls
            layer.__dict__.setdefault('_calls_within_models', ModelCalls()).add(self, called_on)
        if self._counts_as_keras2():
            for layer in repeated_calls(self, called_on):
                if layer._adds():
                    differences.warn('additions-on-one-input', f'Model {self.name} is called on tensors on which its '
                                     f'layer {layer.name} was called already')

    def _calling_scope(self):
        if process.dialect().models_freeze_layers:
            return super()._calling_scope()
        within = None if context.updated_layers is None else self.__dict__.get('_updated_at_call')
        return context.scope(updates_are_frozen=not self._performs_updates(), updated_layers=within)

    def _weights_in_order(self):
        if process.dialect().eager:
            return self.weights
        seen = {}
        for layer in self.layers:
            seen.update((id(weight), weight) for weight in layer.weights)
        return list(seen.values())

    @property
    def uses_learning_phase(self):
        """Whether an output depends on the learning phase: that of no layer which was called with it as an argument."""
        outputs = getattr(self, 'outputs', None)
        if not outputs:
            return False
        return any(getattr(tensor, '_uses_learning_phase', False) for tensor in outputs)

    @property
    def state_updates(self):
        """The updates of the stateful layers."""
        with warnings.catch_warnings():
            warnings.simplefilter('ignore')  # tf.keras says that its own layers have none
            return [update for layer in self.layers if getattr(layer, 'stateful', False) for update in layer.updates]
