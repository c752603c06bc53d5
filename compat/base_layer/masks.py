"""The masks of a Keras 2 layer: which it takes, and which its outputs have."""
from compat import backend as K
from compat import process
from compat.base_layer.nest import all_none, unpack_singleton
from compat.base_layer.nodes import masks
from compat.symbolic import nest


class MasksMixin:
    """What a Keras 2 layer does with masks."""

    def compute_mask(self, inputs, mask=None):
        """Returns the mask of the output: the input's for layers that support masking, else None.

        Raises TypeError where a layer that does not support masking gets a mask (Keras 2.2.4 `Layer.compute_mask`).
        """
        if not self.supports_masking:
            if not all_none(mask):
                raise TypeError(f'Layer {self.name} does not support masking, but was passed an input_mask: {mask}. '
                                'Set supports_masking = True in it, or override compute_mask.')
            return None
        return mask

    compute_mask._is_default = True

    def _without_masks_of(self, inputs, outputs):
        """Returns the outputs, copied where they are inputs, whose masks may not be those of the outputs.

        A tensor has one mask, and ``compute_mask`` says which the output has.
        """
        if self._is_builtin or self.supports_masking and getattr(self.compute_mask, '_is_default', False):
            return outputs
        own = nest.flatten_lists(inputs)
        leaves = [K.identity(leaf) if any(leaf is tensor for tensor in own) else leaf
                  for leaf in nest.flatten_lists(outputs)]
        return nest.pack_lists(outputs, iter(leaves))

    def _refuse_masks(self, tensors):
        """Raises TypeError for a mask that the layer would lose, as Keras 2 does; tf.keras drops it."""
        if self._is_builtin or self.supports_masking or not process.dialect().refuses_lost_masks:
            return
        if getattr(self.compute_mask, '_is_default', False) and not all_none(masks(tensors)):
            self.assert_input_compatibility(tensors)  # first, as in Keras 2
            self.compute_mask(unpack_singleton(tensors), unpack_singleton(masks(tensors)))

    def _sets_masks_unsupported(self):
        """Whether the layer computes masks by a method of its own, though it says that it does not support them.

        Hosts ask such a layer for no mask; Keras 2 asked every layer.
        """
        return not self.supports_masking and not getattr(self.compute_mask, '_is_default', False)
