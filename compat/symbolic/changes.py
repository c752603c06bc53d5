"""What an update is to those who only compute."""


class Change:
    """A change of variables that is made each time that it is applied; K.update and its kin return one.

    Where a value is asked for, it is made, and has that of the variable: as the operations of TensorFlow 1 had.
    """

    variable = None
    after = ()  # the updates that it waits for
    gives_values = True  # whether the new values of its variables are known to what waits for it

    @property
    def shape(self):
        """The shape of the variable."""
        return self.variable.shape

    @property
    def dtype(self):
        """The dtype of the variable."""
        return self.variable.dtype

    def apply(self, operand=None):
        """Makes the change, and returns the variable; ``operand`` is what it is made by, where that is computed."""
        raise NotImplementedError
