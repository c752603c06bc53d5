"""Classes of TensorFlow whose instances are compat's tensors and variables, too: for programs of Keras 2 they were."""
import types

from compat import adapters
from compat.backend.updates import Group
from compat.imports import real_modules
from compat.symbolic.changes import Change
from compat.symbolic.dynamic_shape import Sizes
from compat.symbolic.kinds import KIND_OF_CLASS, RECORDED, SYMBOLS, RecordedTensor, host

RECORDED_CLASSES = (RecordedTensor, Change, Sizes) + adapters.area('graph').OPERATED


class AlsoOfCompat(type):
    """The class of stand-ins for classes of TensorFlow, which ``isinstance`` asks.

    In all else they are TensorFlow's: objects that are made, classes that are derived, attributes.
    """

    def __new__(mcs, name, bases, namespace, **options):
        if not any(isinstance(base, AlsoOfCompat) for base in bases):
            return super().__new__(mcs, name, bases, namespace)
        real = tuple(base.real() if isinstance(base, AlsoOfCompat) else base for base in bases)
        return types.new_class(name, real, options, lambda body: body.update(namespace))

    def real(cls):
        """The class of TensorFlow."""
        module = real_modules.real_module('tensorflow')
        return getattr(module, cls.__name__)

    def __instancecheck__(cls, instance):
        return isinstance(instance, cls.real()) or cls.includes(instance)

    def __subclasscheck__(cls, subclass):
        return subclass is cls or issubclass(subclass, cls.real()) or cls.includes_class(subclass)

    def __call__(cls, *args, **kwargs):
        return cls.real()(*args, **kwargs)

    def __getattr__(cls, name):
        return getattr(cls.real(), name)

    def __setattr__(cls, name, value):
        setattr(cls.real(), name, value)


def _is_tensor(x):
    """Whether TensorFlow 1 had one of its tensors, dense or sparse, where compat has this."""
    if host.is_variable(x) or isinstance(x, Group):
        return False
    return isinstance(x, RECORDED_CLASSES) or host.is_symbol(x)


class Tensor(metaclass=AlsoOfCompat):
    """``tf.Tensor``; symbols, expressions, sizes and updates are instances."""

    def includes(x):
        """Whether an object of compat is one."""
        return _is_tensor(x) and not host.is_sparse(x)

    def includes_class(kind):
        """Whether a class of compat, or of its host, has such objects."""
        return KIND_OF_CLASS.get(kind) == SYMBOLS or issubclass(kind, RECORDED_CLASSES) and kind is not Group


class SparseTensor(metaclass=AlsoOfCompat):
    """``tf.SparseTensor``; symbols that stand for sparse tensors are instances."""

    def includes(x):
        """Whether an object of compat is one."""
        return _is_tensor(x) and host.is_sparse(x)

    def includes_class(kind):
        """Whether a class of compat has such objects alone: none has."""
        return False


class Variable(metaclass=AlsoOfCompat):
    """``tf.Variable``; variables of K, and weights, are instances."""

    def includes(x):
        """Whether an object of compat is one."""
        return host.is_variable(x)

    def includes_class(kind):
        """Whether a class of the host has such objects."""
        return KIND_OF_CLASS.get(kind) == RECORDED and not issubclass(kind, RECORDED_CLASSES)


class Operation(metaclass=AlsoOfCompat):
    """``tf.Operation``; what ``tf.group`` returns for updates is an instance."""

    def includes(x):
        """Whether an object of compat is one."""
        return isinstance(x, Group)

    def includes_class(kind):
        """Whether a class of compat has such objects."""
        return kind is Group


def is_tensor(x):
    """Returns whether it is a tensor or a variable, dense or sparse: ``tf.is_tensor``."""
    return isinstance(x, (Tensor, SparseTensor, Variable)) or real_modules.real_module('tensorflow').is_tensor(x)
