"""What layers are made of again: configs, and what pickle and copy store."""
import sys

from compat import backend as K
from compat import process
from compat.files.pickled_layers import reduce_layer


class ConfigsMixin:
    """The configs of a layer of Keras 2, before the host's Layer."""

    def get_config(self):
        """Returns the arguments of the constructor: name, trainable, and the input shape and dtype that were passed."""
        if type(self)._builtin_layer is not None:
            return super().get_config()
        config = {'name': self.name, 'trainable': self.trainable}
        input_shape = getattr(self, 'batch_input_shape', None)
        if input_shape is not None:
            config['batch_input_shape'] = input_shape
        if input_shape is not None or self.dtype != K.floatx() or process.dialect().config_always_has_dtype:
            config['dtype'] = self.dtype
        return config

    @classmethod
    def from_config(cls, config):
        """Returns the layer of a config. Raises what the constructor raises: hosts raise a TypeError in its place."""
        handled = sys.exc_info()[1]  # by the caller, whom it does not concern
        try:
            return super().from_config(config)
        except TypeError as error:
            if error.__context__ in (None, handled):
                raise
            raise error.__context__ from error

    def __reduce__(self):
        """A layer is pickled and copied as its class, its config and its weights."""
        return reduce_layer(self)
