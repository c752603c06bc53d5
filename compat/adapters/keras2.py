"""What compat adds to real Keras 2, where compat passes its names through.

``convolution_op`` came with Keras 2.7 and an Input as the first element of a Sequential with Keras 2.2 of tf.keras.
Programs that use them and are run on Keras 2 itself get them by subclasses, which carry the names of the real
classes: what is saved loads with no compat, as the real ones.
"""
import abc

from compat.imports import real_modules
from compat.builtin_layers.convolution_op import ConvolutionOp


def real(name):
    """The module of real Keras 2 of that name, whatever ``keras`` is in sys.modules."""
    return real_modules.real_module(name)


class StandsFor(abc.ABCMeta):
    """Makes a class that stands for its last base, one of Keras 2: instances of that one count as its own.

    Keras makes such instances by itself: what it loads, its transposed convolutions and its applications. It is an
    ABCMeta so that a program may have abstract layers.
    """

    def __instancecheck__(cls, instance):
        return cls.__subclasscheck__(type(instance))

    def __subclasscheck__(cls, subclass):
        if 'stands_for' in vars(cls):
            return issubclass(subclass, cls.stands_for)
        return super().__subclasscheck__(subclass)


def _standing_for(real_class, *additions, **attributes):
    attributes.update(stands_for=real_class, __doc__=real_class.__doc__, __module__=__name__)
    return StandsFor(real_class.__name__, additions + (real_class,), attributes)


class _FirstInput:
    """Lets the first element of a Sequential be what Input returns."""

    def add(self, layer):
        """Add a layer on top of the stack; the first may be an Input, which stands for its InputLayer."""
        made_by = getattr(layer, '_keras_history', None)
        if made_by is not None and not self.layers and isinstance(made_by[0], _InputLayer):
            layer = made_by[0]
            # Keras 2 leaves the InputLayer out of the config, and reads the shape from there when it loads.
            self._build_input_shape = layer.batch_input_shape
        super().add(layer)


_convolutional = real('keras.layers.convolutional')
_InputLayer = real('keras.engine.input_layer').InputLayer
Conv1D = _standing_for(_convolutional.Conv1D, ConvolutionOp)
Conv2D = _standing_for(_convolutional.Conv2D, ConvolutionOp)
Conv3D = _standing_for(_convolutional.Conv3D, ConvolutionOp)
Sequential = _standing_for(real('keras.engine.sequential').Sequential, _FirstInput)

# Module path: what stands there instead of Keras's own.
ADDITIONS = {
    'layers.convolutional': {'Conv1D': Conv1D, 'Convolution1D': Conv1D, 'Conv2D': Conv2D, 'Convolution2D': Conv2D,
                             'Conv3D': Conv3D, 'Convolution3D': Conv3D},
    'engine.sequential': {'Sequential': Sequential},
}
ADDITIONS['layers'] = ADDITIONS['layers.convolutional']
ADDITIONS[''] = ADDITIONS['models'] = ADDITIONS['wrappers.scikit_learn'] = ADDITIONS['engine.sequential']
