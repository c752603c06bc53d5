"""Sessions of TensorFlow 1, whose run computes what K has recorded, on every framework."""
from __future__ import annotations

import contextlib
from typing import Any, Callable, ContextManager, Dict, List, Mapping, Optional, Sequence

import numpy as np

from compat.differences import reason
from compat.errors import UnsupportedError
from compat.symbolic import graph
from compat.symbolic.context import context
from compat.backend.functions import Function
from compat.backend.tensors import int_shape, is_tensor
from compat.backend.updates import Group, Update
from compat.tensorflow1.default_session import default_session, entered


class _RefusesOthers:
    """The base of objects of which programs know more members than there are here."""

    def __getattr__(self, name):
        if name.startswith('_'):
            raise AttributeError(name)
        raise UnsupportedError(f'{type(self).__name__}.{name}: {reason("sessions")}')


class Graph(_RefusesOthers):
    """The graph of a session. There is one of everything that K records: as_default changes nothing.

    Source: TensorFlow 1.15 ``tf.Graph``.
    """

    def as_default(self) -> ContextManager[Graph]:
        """Returns a context that changes nothing."""
        return contextlib.nullcontext(self)

    def finalize(self) -> None:
        """Does nothing: what is recorded later is computed, too."""

    def gradient_override_map(self, op_type_map: Mapping[str, str]) -> ContextManager[Any]:
        """Returns a context: layers that are called, and what is recorded in it, have other gradients on TensorFlow.

        Args:
            op_type_map: {type of TensorFlow's operations, as 'Relu': name of a tf.RegisterGradient}.
        """
        graph.nodes.overriding_gradients(op_type_map)  # raises where the framework is not TensorFlow
        return context.scope(gradient_overrides=dict(context.gradient_overrides or {}, **op_type_map))

    def __enter__(self) -> Graph:
        return self

    def __exit__(self, *error: Any) -> None:
        pass


DEFAULT_GRAPH = Graph()
_session = None  # that of K, where no other is the default


class Session(_RefusesOthers):
    """Computes tensors and performs updates, as ``K.function`` does.

    The variables of all frameworks have their values from the start: what initializes them in TensorFlow 1 leaves them
    as they are here, trained weights, too.

    Args:
        target, graph, config: Accepted for old programs; they change nothing.

    Source: TensorFlow 1.15 ``tf.Session``.
    """

    def __init__(self, target: str = '', graph: Optional[Graph] = None, config: Any = None) -> None:
        self.graph = DEFAULT_GRAPH if graph is None else graph
        self._is_closed = False
        self._functions: Dict[Any, Any] = {}

    def run(self, fetches: Any, feed_dict: Optional[Mapping[Any, Any]] = None, options: Any = None,
            run_metadata: Any = None) -> Any:
        """Computes tensors.

        Args:
            fetches: A tensor, a variable, an update, or a nest of lists, tuples and dicts of them. None stands for an
                operation that has nothing left to do, as initializers of variables have.
            feed_dict: Values by the tensors that they are fed for: placeholders, Inputs, ``K.learning_phase()``,
                variables, or anything that is computed.
            options: Accepted for old programs; they change nothing.
            run_metadata: None.

        Returns:
            Arrays of numpy, numpy's numbers for scalars, in the nest of ``fetches``. An update gives the new value of
            its variable; a group of them, and None, give None.

        Raises:
            TypeError: A fetch, or a key of ``feed_dict``, is no tensor.
            ValueError: A value does not fit the shape of what it is fed for, or a placeholder has no value.
            RuntimeError: The session is closed.
            UnsupportedError: ``run_metadata`` is passed, or a name in place of a tensor.
        """
        if self._is_closed:
            raise RuntimeError('Attempted to use a closed Session.')
        if run_metadata is not None:
            raise UnsupportedError(f'run_metadata of a run: {reason("sessions")}')
        flat: List[Any] = []
        _collect(fetches, flat)
        feeds = feed_dict or {}
        key = (tuple(map(id, flat)), tuple(map(id, feeds)))
        computed = self._functions.get(key)
        if computed is None:
            computed = self._functions[key] = _Fetched(flat, list(feeds))
        return _packed(fetches, iter(computed(list(feeds.values()))))

    def make_callable(self, fetches: Any, feed_list: Sequence[Any] = (),
                      accept_options: bool = False) -> Callable[..., Any]:
        """Returns a function of the values for ``feed_list`` that runs ``fetches``."""
        return lambda *values, **options: self.run(fetches, dict(zip(feed_list, values)))

    def close(self) -> None:
        """Lets ``run`` raise RuntimeError from now on. K computes without it."""
        self._is_closed = True

    @contextlib.contextmanager
    def as_default(self) -> Any:
        """Returns a context in which this is the session of K and of ``eval`` of tensors."""
        entered.sessions.append(self)
        try:
            yield self
        finally:
            entered.sessions.remove(self)

    def __enter__(self) -> Session:
        entered.sessions.append(self)
        return self

    def __exit__(self, *error: Any) -> None:
        if self in entered.sessions:
            entered.sessions.remove(self)
        self.close()


class InteractiveSession(Session):
    """A session that is the default one from the start until it is closed.

    Source: TensorFlow 1.15 ``tf.InteractiveSession``.
    """

    def __init__(self, target: str = '', graph: Optional[Graph] = None, config: Any = None) -> None:
        super().__init__(target, graph, config)
        entered.sessions.append(self)

    def close(self) -> None:
        """Ends the session, and that it is the default one."""
        if self in entered.sessions:
            entered.sessions.remove(self)
        super().close()


class _Fetched:
    """What ``run`` computes for the same fetches and tensors that are fed, compiled once."""

    def __init__(self, fetches, fed):
        for fetch in fetches:
            if isinstance(fetch, str):
                raise UnsupportedError(f'The name {fetch!r} among the fetches: {reason("sessions")}')
            if not isinstance(fetch, Update) and not is_tensor(fetch):
                raise TypeError(f'Fetch argument {fetch!r} has invalid type {type(fetch)}, must be a Tensor, a '
                                'variable or an update.')
        for tensor in fed:
            if isinstance(tensor, str):
                raise UnsupportedError(f'The name {tensor!r} in feed_dict: {reason("sessions")}')
            if not graph.is_symbolic(tensor):
                raise TypeError(f'Cannot interpret feed_dict key as Tensor: {tensor!r} is a {type(tensor).__name__}.')
        self._fed = [(tensor, None if isinstance(tensor, graph.LearningPhase) else int_shape(tensor))
                     for tensor in fed]
        self._is_group = [isinstance(fetch, Group) for fetch in fetches]
        groups = [fetch for fetch in fetches if isinstance(fetch, Group)]
        self._function = Function(fed, [fetch for fetch in fetches if not isinstance(fetch, Group)], updates=groups)

    def __call__(self, values):
        for (tensor, shape), value in zip(self._fed, values):
            if value is None or shape is not None and not _fits(shape, value):
                raise ValueError(f'Cannot feed {"None" if value is None else f"value of shape {np.shape(value)}"} for '
                                 f'Tensor {tensor!r}, which has shape {shape}.')
        computed = iter([value[()] if isinstance(value, np.ndarray) and value.ndim == 0 else value
                         for value in self._function(values)])
        return [None if is_group else next(computed) for is_group in self._is_group]


def _fits(shape, value):
    if not isinstance(value, np.ndarray):
        if is_tensor(value):
            raise TypeError('The value of a feed cannot be a tensor: feed numbers, those of session.run or K.eval.')
        if hasattr(value, 'tocoo'):  # SciPy's, for a sparse placeholder
            return True
    sizes = np.shape(value)
    return len(sizes) == len(shape) and all(size in (None, other) for size, other in zip(shape, sizes))


def _collect(fetches, flat):
    if isinstance(fetches, (list, tuple)):
        for each in fetches:
            _collect(each, flat)
    elif isinstance(fetches, dict):
        _collect(list(fetches.values()), flat)
    elif fetches is not None:
        flat.append(fetches)


def _packed(fetches, values):
    if isinstance(fetches, (list, tuple)):
        items = [_packed(each, values) for each in fetches]
        if isinstance(fetches, list):
            return items
        return type(fetches)(*items) if hasattr(fetches, '_fields') else tuple(items)
    if isinstance(fetches, dict):
        return type(fetches)(zip(list(fetches), [_packed(each, values) for each in fetches.values()]))
    return None if fetches is None else next(values)


def session_of_k() -> Session:
    """Returns the default session, else the one that `use` was passed, else one for all of K."""
    global _session
    innermost = default_session()
    if innermost is not None:
        return innermost
    if _session is None:
        _session = Session()
    return _session


def use(session: Any) -> None:
    """Makes a `Session` that of K; anything else, sessions of TensorFlow itself too, leaves K one of its own."""
    global _session
    _session = session if isinstance(session, Session) else None
