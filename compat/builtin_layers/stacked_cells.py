"""Several cells as one, with states and constants as in Keras 2's `keras.layers.StackedRNNCells`."""
import warnings

from compat import backend as K
from compat.base_layer import shapes
from compat.engine.base_layer import Layer
from compat.base_layer.nest import as_list, flatten
from compat.base_layer.pickling import find_by_name
from compat.utils.generic_utils import has_arg


class FlatStates:
    """A mixin for the host's StackedRNNCells: the states of all cells in one list, constants for cells with constants.

    Hosts have a list of states for each cell, and Keras 3 has no constants of several cells.
    """

    def __init__(self, cells, reverse_state_order=False, **kwargs):
        super().__init__(cells, **kwargs)
        self.reverse_state_order = reverse_state_order
        if self.reverse_state_order:
            warnings.warn('StackedRNNCells with reverse_state_order=True has the states of the last cell first. Leave '
                          'it out, and use the states in the order of the cells.', stacklevel=3)

    def in_order_of_states(self, parts):
        """Returns a list with a part for each cell in the order of the states."""
        return list(parts)[::-1] if self.reverse_state_order else list(parts)

    @property
    def state_size(self):
        """The sizes of the states of all cells, as a tuple."""
        return tuple(size for cell in self.in_order_of_states(self.cells) for size in as_list(cell.state_size))

    def drops(self):
        """Whether some cell has dropout of its inputs or its states."""
        return any(getattr(cell, share, 0) for cell in self.cells for share in ('dropout', 'recurrent_dropout'))

    def get_initial_state(self, *args, **kwargs):
        """Returns the states before the first step, in one list."""
        return flatten(super().get_initial_state(*args, **kwargs))

    def build(self, input_shape):
        """Builds each cell for the output of the one before, and cells with constants for the shapes of these, too."""
        shape = shapes.plain(input_shape)
        step, constants = (shape[0], shape[1:]) if isinstance(shape, list) else (shape, [])
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
        """Returns the output of the last cell and the new states of all cells."""
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
        return inputs, flatten(self.in_order_of_states(after))


def stack_cells(arguments):
    """Replaces several cells in the arguments of a recurrent layer by one StackedRNNCells of them."""
    if isinstance(arguments.get('cell'), (list, tuple)):
        arguments['cell'] = find_by_name('compat.layers.recurrent', 'StackedRNNCells')(list(arguments['cell']))
