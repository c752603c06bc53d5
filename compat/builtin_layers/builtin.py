"""Stock layers: the host's own, with the arguments, the order and the defaults of Keras 2.

signatures.json (written by tools/golden/make_layer_signatures.py from the oracles) is the table of what Keras 2's
constructors took; the adapter's ``layers`` (compat.adapters.keras3.layers, compat.adapters.tf_keras.layers) says what
the host calls differently or lacks.
"""
import abc
import ast
import functools
import importlib
import inspect
import json
import os

from compat import adapters, dialects, hosts
from compat.imports import lazy_modules as namespace
from compat.symbolic import phase
from compat.engine.base_layer import Layer
from compat.base_layer.layer_mixin import CONSTRUCTOR_ARGUMENTS, arguments_of, not_understood
from compat.errors import UnsupportedError
from compat.utils import conv_utils

HERE = os.path.dirname(os.path.abspath(__file__))
CONVERTED_BY = (('_initializer', 'initializers'), ('_regularizer', 'regularizers'), ('_constraint', 'constraints'),
                ('activation', 'activations'))
# What is dropped in training: nothing where it is no share, all included. Hosts drop all, or refuse it.
SHARES = ('rate', 'dropout', 'recurrent_dropout')
EVERYWHERE = CONSTRUCTOR_ARGUMENTS + ('input_dim', 'input_length', 'activity_regularizer', 'cell')

_host = hosts.opened()
_layer_adapter = adapters.area('layer')
_changes = adapters.area('layers')

with open(os.path.join(HERE, 'signatures.json')) as _stream:
    SIGNATURES = json.load(_stream)


def _row(name):
    """What Keras 2's constructor of that name took, in the dialect of this process."""
    first = dialects.current().names
    for version in sorted(SIGNATURES, key=lambda version: version != first):
        if name in SIGNATURES[version]:
            return SIGNATURES[version][name]
    raise KeyError(name)


def _signature(row):
    """The signature of a constructor of Keras 2, and the defaults that are no None, which is an activation too."""
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    parameters = [inspect.Parameter('self', kind)]
    defaults = {}
    for argument, default in row['arguments']:
        value = inspect.Parameter.empty if default is None else ast.literal_eval(default)
        parameters.append(inspect.Parameter(argument, kind, default=value))
        if default is not None and (value is not None or argument.endswith('activation')):
            defaults[argument] = value
    parameters.append(inspect.Parameter('kwargs', inspect.Parameter.VAR_KEYWORD))
    return inspect.Signature(parameters), defaults


def _converted(name, value):
    """Initializers, regularizers, constraints and activations named in Keras 2's words, as Keras 2 means them.

    Raises ValueError for what is none, as None is no initializer.
    """
    if callable(value):
        return value
    if name == 'padding' and isinstance(value, str):
        return conv_utils.normalize_padding(value)
    if name in SHARES and isinstance(value, (int, float)) and not 0 < value < 1:
        return 0.
    for ending, module in CONVERTED_BY:
        if name.endswith(ending):
            return importlib.import_module('compat.' + module).get(value)
    return value


def _explicit_input(arguments, takes_length):
    """``input_dim`` and ``input_length`` as the input_shape that they mean."""
    told = {name: arguments.pop(name) for name in ('input_dim', 'input_length') if name in arguments}
    if told and 'input_shape' not in arguments and 'batch_input_shape' not in arguments:
        if takes_length and 'input_length' in told or takes_length == 'recurrent':
            arguments['input_shape'] = (told.get('input_length'), told.get('input_dim'))
        elif told.get('input_dim') is not None:
            arguments['input_shape'] = (told['input_dim'],)


def _for_host(name, arguments, defaults):
    """The arguments as the host's constructor takes them. Raises UnsupportedError for what the host cannot do."""
    change = _changes.CHANGES.get(name, _changes.NO_CHANGE)
    given = {change.renamed.get(argument, argument): value for argument, value in arguments.items()}
    for argument, value in defaults.items():
        given.setdefault(change.renamed.get(argument, argument), value)
    for argument in change.dropped:
        given.pop(argument, None)
    for argument, why in change.refused.items():
        if given.pop(argument, None) is not None:
            raise UnsupportedError(f'{name}({argument}=...) cannot work on {_host.describe()}: {why}')
    return {argument: _converted(argument, value) for argument, value in given.items()}


def _constructor(name, row, cls):
    """The constructor of the class: bind as Keras 2, then hand over as the host takes it."""
    signature, defaults = _signature(row)
    own_input_dim = any(argument == 'input_dim' for argument, _ in row['arguments'])
    known = frozenset(argument for argument, _ in row['arguments']).union(EVERYWHERE)
    takes_length = 'recurrent' if row['module'] in ('layers.recurrent', 'layers.cudnn_recurrent') else False

    def __init__(self, *args, **kwargs):
        arguments = signature.bind(self, *args, **kwargs).arguments
        arguments.pop('self')
        more = arguments.pop('kwargs', {})
        for argument in more:
            if argument not in known and argument not in arguments_of(cls()):
                raise not_understood(cls(), argument)
        arguments.update(more)
        if not own_input_dim:
            _explicit_input(arguments, takes_length)
        adapt = _changes.ADAPTED.get(name)
        if adapt is not None:
            adapt(arguments)
        super(cls(), self).__init__(**_for_host(name, arguments, defaults))

    if row['legacy']:
        from compat.legacy import interfaces
        __init__ = getattr(interfaces, row['legacy'])(__init__)
    __init__.__signature__ = signature
    return __init__


def _phase_of_running(classes):
    """The mixins of a layer of these classes whose ``call`` takes the phase that runs where it is told none.

    A running layer may call it, as in Keras 2; hosts tell the phase in ``__call__`` only.
    """
    function = next(cls.call for cls in classes if hasattr(cls, 'call'))
    signature = inspect.signature(function)
    if 'training' not in signature.parameters or not dialects.current().first_uid:
        return ()

    @functools.wraps(function)
    def call(self, *args, **kwargs):
        if phase.inside_a_layer():
            given = signature.bind(self, *args, **kwargs).arguments
            if '_added' in self.__dict__:
                self.__dict__['_follows_phase'] = given.get('training') not in (0, False)
            if given.get('training') is None:
                given = dict(given, training=phase.learning_phase())
                del given['self']
                return super(_PhaseOfRunning, self).call(**given)
        return super(_PhaseOfRunning, self).call(*args, **kwargs)

    class _PhaseOfRunning:
        pass

    call.__signature__ = signature
    _PhaseOfRunning.call = Layer._finish_method('call', call)
    return (_PhaseOfRunning,)


def builtin(name, *mixins):
    """The layer class of that name of Keras 2, from the host's; compat's own or a stand-in where the host has none.

    Classes in ``mixins`` come before the host's in the method order. Instances of the host's class count as those of
    this one: the host makes such by itself, as for its applications. It is an ABCMeta, so that classes that Keras 2
    derived from it, and the host does not, can be registered.
    """
    row = _row(name)
    host_class = getattr(_host.keras.layers, name, None)
    if host_class is None:
        from compat.builtin_layers import reimplemented as dropped
        return getattr(dropped, name) if name in dropped.__all__ else namespace.unbuilt(row['module'], name)
    made = []

    def __subclasshook__(cls, subclass):
        return cls is made[0] and issubclass(subclass, host_class) or NotImplemented

    attributes = {'__doc__': _document(name, row), '__subclasshook__': classmethod(__subclasshook__)}
    if dialects.current().first_uid:
        attributes['__init__'] = _constructor(name, row, lambda: made[0])
    bases = mixins + (host_class,)
    cls = abc.ABCMeta(name, _phase_of_running(bases) + bases + (Layer,), attributes, builtin=True)
    made.append(cls)
    _layer_adapter.name_builtin_layer(cls)
    return cls


def _document(name, row):
    arguments = ', '.join(argument if default is None else f'{argument}={default}'
                          for argument, default in row['arguments'])
    return '{}({}): the layer of Keras 2 (`keras.{}.{}`), computed by the layer of {}.'.format(
        name, arguments, row['module'], name, _host.describe())


def host_lacks(name, attribute):
    """Whether the host's class of that name has no such attribute."""
    return not hasattr(getattr(_host.keras.layers, name), attribute)
