"""What a layer has for weights where the host is Keras 3."""
import contextlib

import numpy as np

from compat import process
from compat.symbolic import operators
from compat.adapters.keras3.tensors import name_variable, name_variables, variable_scope
from compat.backend.updates import variables_of

keras = process.opened().keras


class Keras2WeightsMixin:
    """The weights of a layer, and the variables that the host has to see; the one Layer of the process has it first."""

    @contextlib.contextmanager
    def _naming(self):
        # Models have no part in the names: Keras 2 makes the weights of the layers first.
        with contextlib.nullcontext() if isinstance(self, keras.models.Model) else variable_scope(self.name):
            yield
            name_variables(self.weights)

    def add_weight(self, *args, **kwargs):
        """Make a weight: ``add_weight(name, shape, dtype=None, initializer=None, regularizer=None, trainable=True,
        constraint=None)``, or shape first as in Keras 1.

        Raises TypeError without a shape, and for a shape with None in it.
        """
        arguments = self._weight_arguments(args, kwargs)
        variable = name_variable(super().add_weight(**arguments), arguments.get('name') or 'Variable')
        variable.in_a_layer = True
        return operators.as_recording(variable)

    @property
    def trainable_weights(self):
        """The weights that training changes; none when the layer is frozen."""
        self._mark_appended_weights()
        if not type(self)._tracks_own_weights:
            return super().trainable_weights
        return self._trainable_variables if self.trainable else []

    @trainable_weights.setter
    def trainable_weights(self, weights):
        self._trainable_variables[:] = weights

    @property
    def non_trainable_weights(self):
        """The weights that training leaves alone; all of them when the layer is frozen."""
        self._mark_appended_weights()
        if not type(self)._tracks_own_weights:
            return super().non_trainable_weights
        if not self.trainable:
            return self._trainable_variables + self._non_trainable_variables
        return self._non_trainable_variables

    @non_trainable_weights.setter
    def non_trainable_weights(self, weights):
        self._non_trainable_variables[:] = weights
        if not type(self)._tracks_own_weights:
            # The host asks the variables, of which those that were set as attributes say that they are trained.
            for weight in weights:
                weight.trainable = False

    @property
    def _trainable_weights(self):
        return self._trainable_variables

    @_trainable_weights.setter
    def _trainable_weights(self, weights):
        self._trainable_variables[:] = weights

    @property
    def _non_trainable_weights(self):
        return self._non_trainable_variables

    @_non_trainable_weights.setter
    def _non_trainable_weights(self, weights):
        self._non_trainable_variables[:] = weights

    def _mark_appended_weights(self):
        # What a program appends to the list says of itself that it is trained, and the host's models ask it; another
        # layer may have it among those that are.
        for variable in self._non_trainable_variables:
            if not getattr(variable, 'in_a_layer', False) and not any(
                    variable is tracked for tracked in self._trainable_variables):
                variable.in_a_layer, variable.trainable = True, False

    @property
    def weights(self):
        """All weights, the trainable ones first."""
        if not type(self)._tracks_own_weights:
            self._mark_appended_weights()
            return super().weights
        return self.trainable_weights + self.non_trainable_weights

    @property
    def variables(self):
        """The weights, the variables that the call reads or updates besides, and the states of random generators."""
        states = self._stored_states()
        if type(self)._tracks_own_weights:
            self._mark_appended_weights()
            for variable in self._trainable_variables:
                variable.in_a_layer = True
                if variable.trainable != self.trainable:
                    variable.trainable = self.trainable
            variables = self._trainable_variables + self._non_trainable_variables
            # Those of the layers that it reports, as the cell of a recurrent layer: a call of a wrapper runs it.
            variables += [weight for weight in self.weights if not any(weight is other for other in variables)]
        elif states or '_read_variables' in self.__dict__:
            variables = super().variables
        else:
            return super().variables
        changed = [variable for update, _ in self._added_updates for variable in variables_of(update)]
        for variable in self.__dict__.get('_read_variables', []) + changed + states:
            if not any(variable is other for other in variables):
                if not getattr(variable, 'in_a_layer', False):
                    # A variable of K that no layer has among its weights is read, not trained.
                    variable.trainable = False
                variables.append(variable)
        return variables + self._random_states()

    def _random_states(self):
        """States of generators of layers that the layer does not track: a framework must see them to advance them."""
        states = [generator.state for generator in self._seed_generators]
        pending = list(self.__dict__.values())
        while pending:
            value = pending.pop()
            if isinstance(value, keras.layers.Layer):
                weights = {id(weight) for weight in value.weights}
                states.extend(variable for variable in value.variables if id(variable) not in weights)
            elif isinstance(value, (list, tuple)) and len(value) < 1000:
                pending.extend(item for item in value if isinstance(item, keras.layers.Layer))
        return states

    def _seed_source(self):
        """Where the layer's random numbers come from: a generator whose state is among its variables."""
        generator = self.__dict__.get('_own_seeds')
        if generator is None:
            seed = self.__dict__.get('_noise_seed')
            generator = keras.random.SeedGenerator(int(np.random.randint(2 ** 31)) if seed is None else seed)
            self.__dict__['_own_seeds'] = generator
            self._seed_generators.append(generator)
        return generator
