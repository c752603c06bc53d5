"""The manners of a Keras 2 layer that are the same on every host: arguments, names, weights, nodes, losses.

The host families mix these into the one Layer class of the process (compat.engine.keras3, compat.engine.tf_keras).
"""
import contextlib
import functools
import inspect
import re
import threading

import numpy as np

from compat import backend as K
from compat import dialects
from compat.backend import phase
from compat.backend.updates import as_update
from compat.engine import shapes
from compat.errors import NotBuiltError

CONSTRUCTOR_ARGUMENTS = ('input_shape', 'batch_input_shape', 'batch_size', 'dtype', 'name', 'trainable', 'weights',
                         'input_dtype')


_NOTHING = contextlib.ExitStack()
_hosts_at_work = threading.local()


@contextlib.contextmanager
def first_node_answers():
    """While a host makes a model, ``layer.input`` and ``layer.output`` of shared layers are those of the first call."""
    _hosts_at_work.count = getattr(_hosts_at_work, 'count', 0) + 1
    try:
        yield
    finally:
        _hosts_at_work.count -= 1


def to_snake_case(name):
    """``Conv2DTranspose`` as ``conv2d_transpose``, as the names of layers are made."""
    words = re.sub('([a-z])([A-Z])', r'\1_\2', re.sub('(.)([A-Z][a-z0-9]+)', r'\1_\2', name)).lower()
    return 'private' + words if words.startswith('_') else words


def as_list(value):
    """A list as it is, a tuple as a list, anything else as a list of one."""
    if isinstance(value, (list, tuple)):
        return list(value)
    return [value]


def unpacked(values):
    """The only element of a list of one; longer lists as they are."""
    return values[0] if len(values) == 1 else values


def all_none(mask):
    """Whether no mask is there, in a mask or in a list of masks."""
    if isinstance(mask, (list, tuple)):
        return all(all_none(item) for item in mask)
    return mask is None


def running(function):
    """A layer's ``call`` that runs as in Keras 2.

    K knows the training phase while it runs, whether the function takes ``training`` or not, and the mask of several
    inputs without any mask is None.
    """
    signature = inspect.signature(function)
    parameters = list(signature.parameters.values())
    takes_training = 'training' in signature.parameters

    @functools.wraps(function)
    def call(self, *args, **kwargs):
        training = kwargs.get('training') if takes_training else kwargs.pop('training', None)
        if 'mask' in kwargs and all_none(kwargs['mask']):
            kwargs['mask'] = None
        added = self.__dict__.get('_added')
        outermost = added is not None and not self.__dict__.get('_running')
        if outermost:
            # Engines may trace a call twice to learn its shapes: what the last run adds is what counts.
            del added[:]
            self.__dict__['_running'] = True
        with phase.training_phase(training, self._seed_source), self._running_scope():
            try:
                return function(self, *args, **kwargs)
            except Exception as error:
                self.__dict__['_failure'] = error
                raise
            finally:
                if outermost:
                    self.__dict__['_running'] = False

    if not takes_training:
        place = next((index for index, parameter in enumerate(parameters) if parameter.kind in (
            parameter.VAR_POSITIONAL, parameter.KEYWORD_ONLY, parameter.VAR_KEYWORD)), len(parameters))
        kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
        if place < len(parameters) and parameters[place].kind is inspect.Parameter.VAR_POSITIONAL:
            place, kind = place + 1, inspect.Parameter.KEYWORD_ONLY
        parameters.insert(place, inspect.Parameter('training', kind, default=None))
        call.__signature__ = signature.replace(parameters=parameters)
    else:
        call.__signature__ = signature
    call.of_keras2 = True
    return call


def with_plain_shapes(function):
    """A layer's ``build`` or ``compute_output_shape`` that gets tuples with None, whatever the host passes."""
    @functools.wraps(function)
    def wrapped(self, *args, **kwargs):
        try:
            return function(self, *[shapes.plain(value) for value in args],
                            **{name: shapes.plain(value) for name, value in kwargs.items()})
        except Exception as error:
            self.__dict__['_failure'] = error
            raise

    wrapped.of_keras2 = True
    return wrapped


WRAPPED = {'call': running, 'build': with_plain_shapes, 'compute_output_shape': with_plain_shapes}


def wrap_methods(cls):
    """Wrap the methods that a class of the user's defines itself, so that they run as in Keras 2."""
    for name, wrap in WRAPPED.items():
        function = cls.__dict__.get(name)
        if inspect.isfunction(function) and not hasattr(function, 'of_keras2'):
            setattr(cls, name, cls._finish_method(name, wrap(function)))


def symbols(arguments, kind):
    """The symbolic tensors, of the host's class ``kind``, in positional or named arguments, in order."""
    found = []
    for value in arguments:
        if isinstance(value, (list, tuple)):
            found.extend(symbols(value, kind))
        elif isinstance(value, dict):
            found.extend(symbols(value.values(), kind))
        elif isinstance(value, kind):
            found.append(value)
    return found


def dress(layer, node_class):
    """Give the node of the layer's last call, and its tensors, what Keras 2's had."""
    node = layer._inbound_nodes[-1]
    node.__class__ = node_class
    uses_learning_phase = getattr(layer, 'uses_learning_phase', False) or any(
        getattr(tensor, '_uses_learning_phase', False) for tensor in node.input_tensors)
    for tensor in node.output_tensors:
        tensor._keras_shape = shapes.of(tensor)
        tensor._uses_learning_phase = uses_learning_phase


class NodeManners(object):
    """The attributes that Keras 2's nodes had. The host's node says its layer, its input and output tensors."""

    @property
    def outbound_layer(self):
        """The layer that was called."""
        return self.output_tensors[0]._keras_history[0]

    @property
    def inbound_layers(self):
        """The layers that the input tensors come from."""
        return [tensor._keras_history[0] for tensor in self.input_tensors]

    @property
    def node_indices(self):
        """For each input tensor, which call of its layer made it."""
        return [tensor._keras_history[1] for tensor in self.input_tensors]

    @property
    def tensor_indices(self):
        """For each input tensor, which output of that call it is."""
        return [tensor._keras_history[2] for tensor in self.input_tensors]

    @property
    def input_masks(self):
        """The masks of the input tensors."""
        return masks(self.input_tensors)

    @property
    def output_masks(self):
        """The masks of the output tensors."""
        return masks(self.output_tensors)

    @property
    def input_shapes(self):
        """The shapes of the input tensors, as tuples."""
        return shapes.of(self.input_tensors)

    @property
    def output_shapes(self):
        """The shapes of the output tensors, as tuples."""
        return shapes.of(self.output_tensors)

    def get_config(self):
        """The node in names and numbers."""
        return {'outbound_layer': self.outbound_layer.name,
                'inbound_layers': [layer.name for layer in self.inbound_layers],
                'node_indices': self.node_indices, 'tensor_indices': self.tensor_indices}


class Manners(object):
    """What every layer of compat has and the host's layers lack, in terms that do not depend on the host."""

    _stock_layer = None
    _keeps_own_weights = False
    _initial_weights = None
    _seed_source = None
    stateful = False

    def _running_scope(self):
        """What a host enters around each call."""
        return _NOTHING

    @staticmethod
    def _finish_method(name, function):
        """What a host needs done to a wrapped method."""
        return function

    def __init_subclass__(cls, stock=False, **kwargs):
        super(Manners, cls).__init_subclass__(**kwargs)
        if stock:
            cls._stock_layer = cls
            cls._keeps_own_weights = False
            return
        wrap_methods(cls)
        cls._keeps_own_weights = (not dialects.current().tracks_attributes and cls._stock_layer is None)

    @property
    def _is_stock(self):
        return type(self)._stock_layer is type(self)

    # --- the constructor's arguments

    def _take_arguments(self, kwargs, allowed):
        """Take Keras 2's constructor arguments out of ``kwargs``; what the host knows stays in it."""
        if not self._is_stock and type(self)._stock_layer is None:
            for name in kwargs:
                if name not in CONSTRUCTOR_ARGUMENTS and name not in allowed:
                    raise TypeError('Keyword argument not understood:', name)
        settings = {name: kwargs.pop(name) for name in ('weights', 'input_shape', 'batch_input_shape', 'batch_size',
                                                        'input_dtype') if name in kwargs}
        if kwargs.get('dtype') is None and settings.get('input_dtype') is not None:
            kwargs['dtype'] = settings['input_dtype']
        if not kwargs.get('name'):
            kwargs['name'] = self._next_name()
        return settings

    def _next_name(self):
        """The name of the next layer of this class, in the manner of the dialect; None leaves it to the host."""
        if dialects.current().first_uid == 0:
            return None
        prefix = type(self).__name__
        return '%s_%d' % (to_snake_case(prefix), K.get_uid(prefix))

    def _use_settings(self, settings):
        """Keep what the constructor was told about the input and the first weights."""
        self._initial_weights = settings.get('weights')
        shape = settings.get('batch_input_shape')
        if shape is None and settings.get('input_shape') is not None:
            shape = (settings.get('batch_size'),) + tuple(settings['input_shape'])
        if shape is not None:
            self.batch_input_shape = tuple(shape)

    def get_config(self):
        """The arguments that make the layer again: name, trainable, and what the constructor was told of the input."""
        if type(self)._stock_layer is not None:
            return super(Manners, self).get_config()
        config = {'name': self.name, 'trainable': self.trainable}
        told = getattr(self, 'batch_input_shape', None)
        if told is not None:
            config['batch_input_shape'] = told
        if told is not None or self.dtype != K.floatx() or dialects.current().name != 'keras-2.2':
            config['dtype'] = self.dtype
        return config

    # --- what a layer that defines nothing does

    def call(self, inputs, training=None):
        """Give the inputs back, as a Keras 2 layer without a ``call`` does."""
        return inputs

    def compute_output_shape(self, input_shape):
        """The shape of the input, unless a subclass knows better."""
        return input_shape

    compute_output_shape._is_default = True

    def _declared_shape(self, input_shape):
        """What the layer's own ``compute_output_shape`` says, or None where it has none."""
        if getattr(self.compute_output_shape, '_is_default', False):
            return None
        return shapes.plain(self.compute_output_shape(input_shape))

    def compute_mask(self, inputs, mask=None):
        """The mask of the output: the input's for layers that support masking, else none.

        Raises TypeError when a layer that does not support masking gets a mask (Keras 2.2.4 `Layer.compute_mask`).
        """
        if not self.supports_masking:
            if not all_none(mask):
                raise TypeError('Layer %s does not support masking, but was passed an input_mask: %s. Set '
                                'supports_masking = True in it, or override compute_mask.' % (self.name, mask))
            return None
        return mask

    compute_mask._is_default = True

    # --- weights

    def _weight_arguments(self, args, kwargs):
        """The arguments of add_weight by name, from Keras 2's order (name first) or Keras 1's (shape first)."""
        args = list(args)
        if args and isinstance(args[0], (tuple, list)) or type(args[0] if args else None).__name__ == 'TensorShape':
            kwargs['shape'] = args.pop(0)
            if args and isinstance(args[0], str):
                kwargs['name'] = args.pop(0)
            names = ['initializer'] if 'name' in kwargs else []
        else:
            names = ['name', 'shape', 'dtype', 'initializer', 'regularizer', 'trainable', 'constraint']
        if len(args) > len(names):
            raise TypeError('add_weight of layer %s takes (name, shape, dtype, initializer, regularizer, trainable, '
                            'constraint) or (shape, name); after these name its arguments. It got %s more.'
                            % (self.name, len(args) - len(names)))
        for name, value in zip(names, args):
            if name in kwargs:
                raise TypeError('add_weight of layer %s got %s twice, by place and by name.' % (self.name, name))
            kwargs[name] = value
        if kwargs.get('shape') is None and not self._is_stock and not dialects.current().scalar_weights:
            raise TypeError('add_weight of layer %s needs a shape, as in add_weight(name=%r, shape=(3, 4)); it got '
                            'none.' % (self.name, kwargs.get('name') or 'kernel'))
        if kwargs.get('shape') is None:
            kwargs['shape'] = ()
        kwargs['shape'] = self._weight_shape(kwargs)
        if isinstance(kwargs.get('initializer'), str):
            from compat import initializers
            kwargs['initializer'] = initializers.get(kwargs['initializer'])
        elif inspect.isroutine(kwargs.get('initializer')):
            kwargs['initializer'] = initializer_of(kwargs['initializer'])
        return kwargs

    def _weight_shape(self, kwargs):
        shape = shapes.plain(kwargs['shape'])
        if not shapes.is_shape(shape) or any(dimension is None for dimension in shape):
            raise ValueError('add_weight of layer %s got the shape %s for %r: every dimension must be a number. Where '
                             'the input shape has None, give the input a size or use another axis.'
                             % (self.name, kwargs['shape'], kwargs.get('name')))
        return shape

    def set_weights(self, weights):
        """Set the weights from arrays, in the order of ``get_weights()``; arrays of other dtypes are cast.

        Raises ValueError when the number of arrays or a shape does not fit, naming the weight and both shapes.
        """
        variables = self.weights
        values = [np.asarray(value) for value in weights]
        if len(values) != len(variables):
            raise ValueError('set_weights of layer %s got %d arrays and the layer has %d weights: %s.' % (
                self.name, len(values), len(variables),
                ', '.join('%s %s' % (v.name, shapes.plain(v.shape)) for v in variables) or 'none'))
        for variable, value in zip(variables, values):
            if shapes.plain(variable.shape) != value.shape:
                raise ValueError('set_weights of layer %s: weight %s has shape %s, and the array for it has shape %s.'
                                 % (self.name, variable.name, shapes.plain(variable.shape), value.shape))
        K.batch_set_value(list(zip(variables, values)))

    def get_weights(self):
        """The current values of the weights, as a list of arrays."""
        return K.batch_get_value(self.weights)

    def count_params(self):
        """The number of scalars in the weights. Raises RuntimeError when the layer is not built."""
        if not self.built:
            if type(self).__name__ != 'Sequential':
                raise RuntimeError("You tried to call `count_params` on %s, but the layer isn't built. You can build "
                                   'it manually via: `%s.build(batch_input_shape)`.' % (self.name, self.name))
            self.build()
        return int(sum(np.prod(shapes.plain(weight.shape), dtype='int64') for weight in self.weights))

    def _refuse_masks(self, tensors):
        """Refuse a mask that the layer would lose, as Keras 2 does; tf.keras lets it go."""
        if self._is_stock or self.supports_masking or dialects.current().name == 'tf.keras':
            return
        if getattr(self.compute_mask, '_is_default', False) and not all_none(masks(tensors)):
            self.compute_mask(unpacked(tensors), unpacked(masks(tensors)))

    def _call_on_symbols(self, call, called_on, *args, **kwargs):
        """The result of a call of the host on symbols, remembering which while it runs."""
        self._refuse_masks(called_on)
        added = self.__dict__['_added'] = []
        try:
            outputs = self._with_own_errors(call, *args, **kwargs)
        finally:
            del self.__dict__['_added']
        for store, items, conditional in added:
            store.extend((item, called_on if conditional else None) for item in items)
        return outputs

    # --- errors

    def _with_own_errors(self, call, *args, **kwargs):
        """The result of a call of the host; what the user's own code raised in it surfaces as it was raised."""
        self.__dict__.pop('_failure', None)
        try:
            return call(*args, **kwargs)
        except Exception as error:
            failure = self.__dict__.pop('_failure', None)
            if failure is None or failure is error:
                raise
        raise failure

    def assert_input_compatibility(self, inputs):
        """Check the tensor, or the list of them, against ``input_spec``. Raises ValueError for what does not fit."""
        inputs, specs = as_list(inputs), self.input_spec
        if specs is None or isinstance(specs, (list, tuple)) and not specs:
            return
        specs = as_list(specs)
        if len(inputs) != len(specs):
            raise ValueError('Layer %s expects %d inputs, but it received %d input tensors. Input received: %s'
                             % (self.name, len(specs), len(inputs), inputs))
        for index, (tensor, spec) in enumerate(zip(inputs, specs)):
            fault = None if spec is None else _misfit(spec, shapes.of(tensor), K.dtype(tensor))
            if fault:
                raise ValueError('Input %d is incompatible with layer %s: %s' % (index, self.name, fault))

    # --- nodes

    def _at_node(self, node_index, attribute, title):
        nodes = self._inbound_nodes
        if not nodes:
            raise RuntimeError('The layer has never been called and thus has no defined %s.' % title)
        if not len(nodes) > node_index:
            raise ValueError('Asked to get %s at node %s, but the layer has only %d inbound nodes.'
                             % (title, node_index, len(nodes)))
        return unpacked(as_list(attribute(nodes[node_index])))

    def get_input_at(self, node_index):
        """The input tensor(s) of the call of that number. Raises RuntimeError or ValueError when there is none."""
        return self._at_node(node_index, input_tensors, 'input')

    def get_output_at(self, node_index):
        """The output tensor(s) of the call of that number. Raises RuntimeError or ValueError when there is none."""
        return self._at_node(node_index, output_tensors, 'output')

    def get_input_shape_at(self, node_index):
        """The input shape(s), as tuples, of the call of that number."""
        return self._at_node(node_index, lambda node: shapes.of(input_tensors(node)), 'input shape')

    def get_output_shape_at(self, node_index):
        """The output shape(s), as tuples, of the call of that number."""
        return self._at_node(node_index, lambda node: shapes.of(output_tensors(node)), 'output shape')

    def get_input_mask_at(self, node_index):
        """The mask(s) of the input of the call of that number; None where there is no mask."""
        return self._at_node(node_index, lambda node: masks(input_tensors(node)), 'input mask')

    def get_output_mask_at(self, node_index):
        """The mask(s) of the output of the call of that number; None where there is no mask."""
        return self._at_node(node_index, lambda node: masks(output_tensors(node)), 'output mask')

    def _only_node(self, what, method):
        if len(self._inbound_nodes) > 1 and not getattr(_hosts_at_work, 'count', 0):
            raise AttributeError('Layer %s has multiple inbound nodes, hence the notion of "layer %s" is ill-defined. '
                                 'Use `%s(node_index)` instead.' % (self.name, what, method))
        if not self._inbound_nodes:
            raise AttributeError('Layer %s is not connected, no %s to return.' % (self.name, what))

    @property
    def input(self):
        """The input tensor(s), for a layer that was called once. Raises AttributeError otherwise."""
        self._only_node('input', 'get_input_at')
        return self.get_input_at(0)

    @property
    def output(self):
        """The output tensor(s), for a layer that was called once. Raises AttributeError otherwise."""
        self._only_node('output', 'get_output_at')
        return self.get_output_at(0)

    @property
    def input_mask(self):
        """The mask(s) of the input, for a layer that was called once. Raises AttributeError otherwise."""
        self._only_node('input mask', 'get_input_mask_at')
        return self.get_input_mask_at(0)

    @property
    def output_mask(self):
        """The mask(s) of the output, for a layer that was called once. Raises AttributeError otherwise."""
        self._only_node('output mask', 'get_output_mask_at')
        return self.get_output_mask_at(0)

    def _same_shape(self, what, shape_at):
        count = len(self._inbound_nodes)
        if not count:
            raise AttributeError('The layer has never been called and thus has no defined %s.' % what)
        found = [shape_at(index) for index in range(count)]
        if any(shape != found[0] for shape in found):
            raise AttributeError('The layer "%s" has multiple inbound nodes, with different %ss. Hence the notion of '
                                 '"%s" is ill-defined for the layer. Use `get_%s_at(node_index)` instead.'
                                 % (self.name, what, what, what.replace(' ', '_')))
        return found[0]

    @property
    def input_shape(self):
        """The input shape(s), where all calls agree. Raises AttributeError otherwise."""
        return self._same_shape('input shape', self.get_input_shape_at)

    @property
    def output_shape(self):
        """The output shape(s), where all calls agree. Raises AttributeError otherwise."""
        return self._same_shape('output shape', self.get_output_shape_at)

    # --- updates and losses

    @property
    def _added_updates(self):
        return self.__dict__.setdefault('_updates_of_keras2', [])

    @property
    def _added_losses(self):
        return self.__dict__.setdefault('_losses_of_keras2', [])

    @property
    def updates(self):
        """The updates that were added, none of them when the layer is frozen and not stateful."""
        if not self.trainable and not self.stateful:
            return []
        return [update for update, _ in self._added_updates]

    def add_update(self, updates, inputs=None):
        """Perform the updates at every training step: what K.update gives, or pairs (variable, value).

        ``inputs`` says which inputs of the layer the updates depend on; None says on none of them.
        """
        if updates is None or isinstance(updates, list) and not updates:
            return
        updates = [updates] if isinstance(updates, tuple) else as_list(updates)
        self._remember(self._added_updates, updates, inputs)
        if self.stateful or (self.trainable and phase.learning_phase() == 1):
            for update in updates:
                as_update(update).apply()

    def get_updates_for(self, inputs):
        """The updates that depend on these inputs; None asks for the unconditional ones."""
        if not self.trainable and not self.stateful:
            return []
        return self._remembered(self._added_updates, inputs)

    def get_losses_for(self, inputs):
        """The losses that depend on these inputs; None asks for the unconditional ones, weight penalties first."""
        found = self._remembered(self._added_losses, inputs)
        return list(self._get_regularization_losses()) + found if inputs is None else found

    def _remember(self, store, items, inputs):
        """Keep what was added while the layer is called on symbols; a traced or eager run adds nothing new."""
        added = self.__dict__.get('_added')
        if added is not None:
            added.append((store, items, not (inputs is None or isinstance(inputs, list) and inputs == [])))

    @staticmethod
    def _remembered(store, inputs):
        wanted = None if inputs is None else [id(tensor) for tensor in as_list(inputs)]
        return [item for item, depends_on in store if (
            depends_on is None if wanted is None else
            depends_on is not None and [id(tensor) for tensor in depends_on] == wanted)]

    def _refuse_symbolic_loss(self, losses):
        raise NotBuiltError(
            'add_loss of layer %s was called outside of its call. compat does not offer that yet: call '
            'self.add_loss(...) inside call, or give regularizer= to add_weight.' % self.name)


def _misfit(spec, shape, dtype):
    """What of the input specification a shape and a dtype do not meet, in words; None where they meet it."""
    for name, wanted, found, fits in (
            ('ndim', spec.ndim, len(shape), lambda wanted, found: found == wanted),
            ('max_ndim', spec.max_ndim, len(shape), lambda wanted, found: found <= wanted),
            ('min_ndim', spec.min_ndim, len(shape), lambda wanted, found: found >= wanted),
            ('dtype', spec.dtype, dtype, lambda wanted, found: found == wanted)):
        if wanted is not None and not fits(wanted, found):
            return 'expected %s=%s, found %s=%s' % (name, wanted, 'ndim' if 'ndim' in name else name, found)
    for axis, wanted in (spec.axes or {}).items():
        if wanted is not None and shape[int(axis)] not in (wanted, None):
            return 'expected axis %s of input shape to have value %s but got shape %s' % (axis, wanted, shape)
    if any(None not in pair and pair[0] != pair[1] for pair in zip(spec.shape or (), shape)):
        return 'expected shape=%s, found shape=%s' % (spec.shape, shape)
    return None


def initializer_of(function):
    """A user's initializer function, called as Keras 2 calls it: with the shape only, unless it wants the dtype."""
    takes_dtype = 'dtype' in inspect.signature(function).parameters

    @functools.wraps(function)
    def initializer(shape, dtype=None, **kwargs):
        value = function(shape, dtype=dtype) if takes_dtype else function(shape)
        return K.cast(K.get_value(value) if K.is_variable(value) else value, dtype or K.floatx())

    return initializer


def input_tensors(node):
    """The input tensors of a node of the host, as a list."""
    return as_list(node.input_tensors)


def output_tensors(node):
    """The output tensors of a node of the host, as a list."""
    return as_list(node.output_tensors)


def masks(tensors):
    """The masks that the tensors carry."""
    return [getattr(tensor, '_keras_mask', None) for tensor in tensors]
