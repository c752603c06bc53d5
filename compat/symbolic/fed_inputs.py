"""Inputs that were made of other tensors, as calls in the graph of the host's symbols."""


class Fed:
    """What an Input was made of: another tensor."""

    primitive = 'input'

    def __init__(self, node, tensor):
        self.key = id(node)
        self.operands = [tensor]

    def results(self, evaluation):
        """Returns the value of that tensor in an evaluation."""
        return evaluation.value(self.operands[0])
