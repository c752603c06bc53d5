"""Inputs that stand for other tensors, as calls in the graph of the host's symbols."""


class Fed:
    """The call of an Input that stands for another tensor."""

    primitive = 'input'

    def __init__(self, node, tensor):
        self.key = id(node)
        self.operands = [tensor]

    def results(self, evaluation):
        """Returns the value of that tensor in an evaluation."""
        return evaluation.value(self.operands[0])
