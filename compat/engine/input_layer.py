"""Keras 2's `keras.engine.input_layer`: Input and InputLayer."""
from compat import backend as K
from compat import adapters, process
from compat.base_layer import shapes
from compat.backend.tensors import as_dtype, as_sparse
from compat.builtin_layers.signatures import documented
from compat.engine.base_layer import Layer
from compat.base_layer.nest import as_list
from compat.base_layer.pickling import HostNamedType
from compat.symbolic.context import context

_layer_adapter = adapters.area('layer')


def _input_name(name):
    if name or not process.dialect().numbers_first_layer:
        return name
    return 'input_%d' % K.get_uid('input')


# It derives from the host's beside our Layer. Hosts know by isinstance where a model begins: the Sequential of Keras 3
# and of tf.keras takes shape and inputs from its first layer where that is one, and would call any other on the inputs;
# the functional model of tf.keras finds the nodes of a file by it.
@documented
class InputLayer(_layer_adapter.HostInputLayer, Layer, metaclass=HostNamedType, builtin=True):
    def __init__(self, input_shape=None, batch_size=None, batch_input_shape=None, dtype=None, input_tensor=None,
                 sparse=False, name=None, **kwargs):
        batch_shape = kwargs.pop('batch_shape', None)  # of a config of Keras 3; a program sets the other one beside it
        batch_input_shape = batch_shape if batch_input_shape is None else batch_input_shape
        if input_shape is not None and batch_input_shape is not None:
            raise ValueError(f'InputLayer got both input_shape={input_shape} and '
                             f'batch_input_shape={batch_input_shape}; give only one of them.')
        if batch_input_shape is None and input_tensor is not None:
            batch_input_shape = shapes.of(input_tensor)
        if batch_input_shape is None:
            if input_shape is None:
                raise ValueError('InputLayer needs input_shape or batch_input_shape, and got neither.')
            batch_input_shape = (batch_size,) + tuple(input_shape)
        batch_input_shape = shapes.plain(tuple(batch_input_shape))
        fed_by = None
        if input_tensor is not None and not K.is_placeholder(input_tensor):
            dtype, fed_by, input_tensor = K.dtype(input_tensor), input_tensor, None
        _layer_adapter.start_input_layer(self, super().__init__, batch_input_shape,
                                  dtype=as_dtype(dtype or None), sparse=bool(sparse), input_tensor=input_tensor,
                                  name=_input_name(name), **kwargs)
        self.batch_input_shape = batch_input_shape
        self.supports_masking = True
        if sparse:
            for tensor in as_list(self._inbound_nodes[0].output_tensors):
                as_sparse(tensor)
        # What the input is computed from, which the inputs of hosts do not store.
        self.__dict__['_fed_by'] = fed_by
        self.__dict__['is_placeholder'] = fed_by is None
        if process.dialect().keras2_constructors:
            self.trainable = False
        _layer_adapter.annotate(self, {})

    def get_config(self):
        """The arguments that make the layer again; the host's own while a file is written."""
        config = super().get_config()
        if context.writes_file or not process.dialect().keras2_constructors:
            return config
        return {'batch_input_shape': self.batch_input_shape, 'dtype': config['dtype'], 'sparse': bool(config['sparse']),
                'name': config['name']}


_layer_adapter.name_builtin_layer(InputLayer)


def Input(shape=None, batch_shape=None, name=None, dtype=None, sparse=False, tensor=None):
    """Returns a symbolic tensor that is an input of models.

    Args:
        shape: tuple, the shape without the batch axis; None for an unknown size.
        batch_shape: tuple, the shape with the batch axis.
        name: name of the layer. None numbers it.
        dtype: name of the dtype. None is K.floatx().
        sparse: whether the tensor is sparse.
        tensor: a tensor that is the input, instead of a new placeholder.

    Returns:
        A symbolic tensor of that shape and dtype.

    Raises:
        AssertionError: none of shape, batch_shape and tensor is passed.

    Source: Keras 2.2.4 `keras.layers.Input`.
    """
    if shape is None and batch_shape is None and tensor is None:
        raise AssertionError('Please provide to Input either a `shape` or a `batch_shape` argument. Note that `shape` '
                             'does not include the batch dimension.')
    if shape is not None and batch_shape is None:
        batch_shape = (None,) + (tuple(shape) if isinstance(shape, (tuple, list)) else shapes.plain((shape,)))
    layer = InputLayer(batch_input_shape=batch_shape, name=name, dtype=dtype, sparse=sparse, input_tensor=tensor)
    return layer._inbound_nodes[0].output_tensors[0] if isinstance(
        layer._inbound_nodes[0].output_tensors, (list, tuple)) else layer._inbound_nodes[0].output_tensors
