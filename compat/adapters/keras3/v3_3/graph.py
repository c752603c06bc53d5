"""The graph of Keras 3.0 to 3.3."""
from compat.adapters.keras3 import graph as keras3


class GraphOp(keras3.GraphOp):
    """A call of K as an operation. The host hides the error of a call behind one of its own before 3.4."""

    def inferred_specs(self, *symbols):
        """What the host finds by running the call, or the error that the call raised."""
        try:
            return super().inferred_specs(*symbols)
        except RuntimeError as error:
            if isinstance(error.__context__, (TypeError, ValueError)):
                raise error.__context__ from None
            raise
