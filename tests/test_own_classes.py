"""The public classes are compat's own: no base is a host's but those of the adapter's Layer, Metric and Optimizer."""
import importlib

import pytest

from compat import adapters, process
from compat.base_layer.pickling import home_of

HOSTS = ('keras', 'tf_keras', 'tensorflow')
# Classes that have a base of the host.
EXCEPTIONS = {
    'layers': {'InputLayer': 'HostInputLayer: hosts know by isinstance where a Sequential begins',
               'InputSpec': 'the host checks inputs by it'},
    'metrics': {}, 'losses': {}, 'optimizers': {}, 'initializers': {}, 'regularizers': {}, 'constraints': {}}


def allowed(kind):
    """The bases of the host that the classes of a module may have."""
    if kind in ('layers', 'metrics'):  # Keras 2.3 has Layer in its module of metrics, too
        host_metric = process.opened().keras.metrics.Metric if kind == 'metrics' else object
        return set(adapters.area('layer').HostLayer.__mro__ + host_metric.__mro__)
    return set(adapters.area('optimizer').host.Optimizer.__mro__) if kind == 'optimizers' else set()


def bases_of_the_host(cls, kind):
    """Those bases of a class that are the host's; compat's own may bear the host's module, by which files name them."""
    return [base for base in cls.__mro__ if base.__module__.split('.')[0] in HOSTS and home_of(base) is None
            and base not in allowed(kind)]


@pytest.mark.parametrize('kind', sorted(EXCEPTIONS))
def test_no_class_has_a_base_of_the_host_but_those_that_are_listed(kind):
    if not adapters.current().folders:
        assert adapters.current().family == 'keras2'  # whose own classes pass through
        return
    module = importlib.import_module('compat.' + kind)
    named = [getattr(module, name) for name in dir(module) if name[0].isupper()]
    of_host = {cls.__name__: bases_of_the_host(cls, kind) for cls in named
               if isinstance(cls, type) and bases_of_the_host(cls, kind)}
    assert {name: of_host[name] for name in sorted(set(of_host) - set(EXCEPTIONS[kind]))} == {}
