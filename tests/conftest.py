"""The suite's header, the mark of known differences, and what runs where there is no host."""
import gc
import importlib.util
import os
import re
import sys

import paths
import pytest
import sets

from compat import differences, hosts, process
from compat.cli import report
from compat.errors import MissingCapabilityError, NoHostError
from installations import machine  # noqa: F401, a fixture

# The scripts that write pages and tables: tests compare what they give with what is stored.
sys.path[:0] = [str(paths.ROOT / 'docs'), str(paths.ROOT / 'tools'), str(paths.TOOLS)]


PLAIN_GRAPHS = os.environ.get('COMPAT_PLAIN_GRAPHS') == '1'


@pytest.fixture(autouse=True, scope='session')
def graphs_are_plain():
    """TensorFlow runs graphs as they are: those of the tests run once or twice, and to optimize them takes longer."""
    if PLAIN_GRAPHS and process.is_open() and process.opened().family != 'keras2':
        import tensorflow
        tensorflow.config.optimizer.set_experimental_options({'disable_meta_optimizer': True})


def plain_session():
    """A session of TensorFlow 1 that runs graphs as they are."""
    import tensorflow
    config = tensorflow.ConfigProto(allow_soft_placement=True)
    config.graph_options.rewrite_options.disable_meta_optimizer = True
    return tensorflow.Session(config=config)


@pytest.fixture(autouse=True)
def graph_of_its_own(request):
    """Each test begins with an empty graph: that of real Keras 2 grows with every test, and each call with it."""
    plain = PLAIN_GRAPHS and request.node.get_closest_marker('optimized_graph') is None
    if plain and process.is_open() and process.opened().family == 'keras2':
        from compat import backend
        backend.set_session(plain_session())
    yield
    if process.is_open():
        from compat import backend
        backend.clear_session()
        if process.opened().family == 'keras2':
            # In real Keras 2.3 layers forget their weights for good after an error in the constructor of an RNN.
            from compat.adapters import keras2
            tracking = getattr(keras2.real('keras.engine.base_layer'), '_DISABLE_TRACKING', None)
            if tracking is not None:
                tracking.value = False


@pytest.fixture(autouse=True, scope='module')
def what_stays_is_not_looked_through():
    """Clearing the session collects garbage after each test; what files before left is left out of it."""
    yield
    gc.collect()
    gc.freeze()


@pytest.fixture
def answers(monkeypatch):
    """The answers to the questions that will be asked, a list to be filled."""
    given = []
    # Real Keras asks by six, which keeps the function that it found first.
    for place in ('six.moves.input', 'builtins.input') if importlib.util.find_spec('six') else ('builtins.input',):
        monkeypatch.setattr(place, lambda text: given.pop(0))
    return given


def host_there():
    """Whether this process has a host. A broken or old one is no reason to run less: it is an error."""
    try:
        process.choose()
    except NoHostError:
        if any(hosts.installed_version(host.distributions)[0] for host in hosts.HOSTS):
            raise
        return False
    return True


def part():
    """The part of the suite that COMPAT_TESTS names: all of it where it is not set, and where it is empty."""
    name = os.environ.get('COMPAT_TESTS') or 'all'
    if name not in sets.SETS:
        raise pytest.UsageError(f'COMPAT_TESTS is {name!r}: set it to one of {", ".join(sorted(sets.SETS))}, or not.')
    return name


def pytest_report_header(config):
    return report.header() + [f'tests: {config.part}']


def pytest_configure(config):
    config.addinivalue_line('markers', 'optimized_graph: real Keras 2 computes what TensorFlow made of the graph')
    config.addinivalue_line('markers', 'once_a_family: imports a host in a process of its own; not run on versions of '
                                       'an adapter that has an environment in which all tests run')
    config.addinivalue_line('markers', 'difference(id, run=True): cannot hold where that row of compat/differences/ '
                                       'applies; must fail there, and is not run there with run=False')
    asked = part()
    config.part = asked if asked == 'types' or host_there() else 'no-host'


def pytest_ignore_collect(collection_path, config):
    if not collection_path.is_file() or paths.SUITE not in collection_path.parents:
        return None
    file = collection_path.relative_to(paths.SUITE).as_posix()
    if sets.is_among(file, sets.NEED_ORIGINAL) and not os.environ.get(paths.NAMES_ORIGINAL):
        return True
    return None if sets.SETS[config.part](file) else True


def pytest_collection_finish():
    """Clearing the session collects garbage after each test: what the imports made is not looked through each time."""
    gc.collect()
    gc.freeze()


def pytest_runtest_logfinish():
    """What jax keeps of all that it traced takes a third of the time to look through; numpy finds shapes with jax."""
    if process.is_open() and process.opened().framework in ('jax', 'numpy'):
        gc.collect()
        gc.freeze()


def _lacks_its_names(item):
    file = item.path.relative_to(paths.SUITE).as_posix() if paths.SUITE in item.path.parents else ''
    return sets.is_among(file, sets.NEED_KERAS_2_3) and process.matches('keras2<2.3')


def _runs_elsewhere(item):
    return item.config.part in sets.WITHOUT_PROCESSES and item.get_closest_marker('once_a_family') is not None


def pytest_collection_modifyitems(config, items):
    without = [item for item in items if _lacks_its_names(item) or _runs_elsewhere(item)]
    if without:
        config.hook.pytest_deselected(items=without)
        items[:] = [item for item in items if item not in without]
    for item in items:
        if ' at 0x' in item.nodeid:
            raise pytest.UsageError(f'{item.nodeid} has an address in its name, which differs between the processes of '
                                    'pytest-xdist: give its parameters ids.')
        for marker in item.iter_markers('difference'):
            mark = differences.mark(*marker.args, **marker.kwargs)
            if mark is not None:
                item.add_marker(mark)


def _refusing_row(error):
    """The id of the row by which a capability is refused that a test needs, in a process of its own too, or None."""
    while error is not None:
        if isinstance(error, MissingCapabilityError):
            return error.difference
        named = re.search(r"MissingCapabilityError: .*\(difference '([a-z-]+)'", str(error))
        if named:
            return named.group(1)
        error = error.__cause__ or error.__context__
    return None


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """A test that the row of a capability refuses is marked by that row: it cannot hold where that is lacking."""
    outcome = yield
    report = outcome.get_result()
    row = _refusing_row(call.excinfo.value) if call.excinfo and report.failed else None
    if row is not None:
        report.outcome, report.wasxfail = 'skipped', differences.reason(row)
