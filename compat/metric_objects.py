"""The metric objects of Keras 2.3 (Keras 2.3.1 `keras.metrics.Metric` and its kinds): the host's, with its manners."""
import functools

from compat import backend as K
from compat import dialects, hosts, namespace
from compat.backend import phase
from compat.backend.updates import Update
from compat.utils.stock import stock

host = hosts.opened().keras.metrics


class _AllMetrics(type(host.Metric)):
    """Lets every metric, the host's own too, count as an instance of Metric."""

    def __instancecheck__(cls, instance):
        return cls.__subclasscheck__(type(instance))

    def __subclasscheck__(cls, subclass):
        return type.__subclasscheck__(host.Metric if cls is Metric else cls, subclass)


def _at_once(method):
    """The method of a metric, in which K computes; the updates that it gives, those of K.update too, are applied."""
    @functools.wraps(method)
    def run(*args, **kwargs):
        with phase.computation:
            found = method(*args, **kwargs)
            given = found if isinstance(found, list) else [found]
            if not given or not all(isinstance(update, Update) for update in given):
                return found
            for update in given:
                update.apply()
            return None
    return run


class Manners(object):
    """What the metrics of a program lean on: K in ``update_state`` and ``result``, and the order of add_weight."""

    def __init_subclass__(cls, **kwargs):
        super(Manners, cls).__init_subclass__(**kwargs)
        for name in ('update_state', 'result'):
            if name in vars(cls):
                setattr(cls, name, _at_once(vars(cls)[name]))

    def add_weight(self, *args, **kwargs):
        """A variable of the metric: (name, shape=(), initializer=None, dtype=None), or as the host has it."""
        for argument, value in zip(('name', 'shape', 'initializer', 'dtype')
                                   if args and isinstance(args[0], str) else (), args):
            kwargs[argument] = value
            args = args[1:]
        return super(Manners, self).add_weight(*args, **kwargs)


class Resets(object):
    """``reset_states``, Keras 2's name of what newer hosts call ``reset_state``: either may be defined."""

    def reset_states(self):
        """Forget what was counted."""
        super(Resets, self).reset_state()

    def reset_state(self):
        """What the host calls."""
        self.reset_states()


_MANNERS = (Manners,) if hasattr(host.Metric, 'reset_states') else (Manners, Resets)


class _AtPlace(object):
    """Keras 2.3 takes the threshold whose rate is nearest to what is asked for; hosts take the best beyond it."""

    def result(self):
        """The other rate there."""
        sensitivity = self._rate(self.true_positives, self.false_negatives)
        specificity = self._rate(self.true_negatives, self.false_positives)
        asked, told = (specificity, sensitivity) if hasattr(self, 'specificity') else (sensitivity, specificity)
        wanted = self.specificity if hasattr(self, 'specificity') else self.sensitivity
        nearest = K.argmin(K.abs(asked - wanted), axis=0)
        return K.sum(told * K.one_hot(nearest, self.num_thresholds))

    @staticmethod
    def _rate(found, missed):
        total = found + missed
        return found / K.maximum(total, K.epsilon())

    result = _at_once(result)


_OWN_RESULTS = {} if dialects.current().offers_host_names else {
    'SensitivityAtSpecificity': (_AtPlace,), 'SpecificityAtSensitivity': (_AtPlace,)}


def _names():
    """The classes of Keras 2.3 that the host has too."""
    for name, home in sorted(namespace.NAMES['2.3.1']['metrics'].items()):
        if home == '.' and isinstance(getattr(host, name, None), type):
            yield name


Metric = _AllMetrics('Metric', _MANNERS + (host.Metric,), {'__doc__': host.Metric.__doc__, '__module__': __name__})
CLASSES = {'Metric': Metric}
for _name in _names():
    if _name != 'Metric':
        _of_host = getattr(host, _name)
        CLASSES[_name] = stock('metrics')(type(host.Metric)(
            _name, _OWN_RESULTS.get(_name, ()) + _MANNERS + (_of_host,),
            {'__doc__': _of_host.__doc__, '__module__': __name__}))
globals().update(CLASSES)
