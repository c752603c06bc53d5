"""Several cells as one, with their states and constants as Keras 2's `keras.layers.StackedRNNCells` has them."""
import warnings

from compat import backend as K
from compat.base_layer import shapes
from compat.engine.base_layer import Layer
from compat.base_layer.nest import as_list, flat
from compat.utils.generic_utils import has_arg


class FlatStates:
    """The host's StackedRNNCells with the states of all cells in one list, and constants for those that take them.

    Hosts keep a list for each cell, and Keras 3 knows no constants of several cells.
    """

    def __init__(self, cells, reverse_state_order=False, **kwargs):
        super().__init__(cells, **kwargs)
        self.reverse_state_order = reverse_state_order
        if self.reverse_state_order:
            warnings.warn('StackedRNNCells with reverse_state_order=True has the states of the last cell first. Leave '
                          'it out, and take the states in the order of the cells.', stacklevel=3)

    def in_order_of_states(self, parts):
        return list(parts)[::-1] if self.reverse_state_order else list(parts)

    @property
    def state_size(self):
        """The sizes of the states of all cells, as a tuple."""
        return tuple(size for cell in self.in_order_of_states(self.cells) for size in as_list(cell.state_size))

    def drops(self):
        """Whether some cell drops a share of its inputs or its states in training."""
        return any(getattr(cell, share, 0) for cell in self.cells for share in ('dropout', 'recurrent_dropout'))

    def get_initial_state(self, *args, **kwargs):
        """The states before the first step, in one list."""
        return flat(super().get_initial_state(*args, **kwargs))

    def build(self, input_shape):
        """Build each cell for what the one before gives, and those that take constants for their shapes, too."""
        given = shapes.plain(input_shape)
        step, constants = (given[0], given[1:]) if isinstance(given, list) else (given, [])
        shape = step
        for cell in self.cells:
            if constants and isinstance(cell, Layer) and not cell.built and has_arg(cell.call, 'constants'):
                with K.name_scope(cell.name):
                    cell.build([shape] + constants)
                cell.built = True
            width = getattr(cell, 'output_size', None)
            shape = (shape[0], as_list(cell.state_size)[0] if width is None else width)
        super().build(step)

    def call(self, inputs, states, constants=None, training=None):
        """(output of the last cell, the states of all after it) for the states of all before."""
        remaining, by_cell = list(states), []
        for cell in self.in_order_of_states(self.cells):
            count = len(as_list(cell.state_size))
            by_cell.append(remaining[:count])
            remaining = remaining[count:]
        after = []
        for cell, own in zip(self.cells, self.in_order_of_states(by_cell)):
            options = {'constants': constants} if has_arg(cell.call, 'constants') else {}
            if has_arg(cell.call, 'training'):
                options['training'] = training
            inputs, own = cell.call(inputs, own, **options)
            after.append(as_list(own))
        return inputs, flat(self.in_order_of_states(after))


def stacked(arguments):
    """The cells in a list that a recurrent layer is made of, as one."""
    from compat.layers.recurrent import StackedRNNCells
    if isinstance(arguments.get('cell'), (list, tuple)):
        arguments['cell'] = StackedRNNCells(list(arguments['cell']))
