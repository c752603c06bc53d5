"""The context: what is known to one thread while something runs."""
import re
import threading

import pytest

from compat.symbolic.context import Context


def test_a_field_has_its_value_in_the_scope_and_its_old_one_behind_it():
    context = Context()
    with context.scope(host_task='calling', executions=2):
        with context.scope(host_task='adding_up'):
            assert (context.host_task, context.executions) == ('adding_up', 2)
        assert context.host_task == 'calling'
    assert (context.host_task, context.executions) == (None, 0)


def test_a_scope_that_an_error_leaves_restores_the_fields():
    context = Context()
    with pytest.raises(RuntimeError), context.scope(writes_file=True):
        raise RuntimeError
    assert not context.writes_file


def test_other_threads_have_values_of_their_own():
    context = Context()
    seen = []
    with context.scope(layers=((1, None),)):
        thread = threading.Thread(target=lambda: seen.append(context.layers))
        thread.start()
        thread.join()
    assert seen == [()]


def test_an_unknown_field_is_refused():
    with pytest.raises(AttributeError, match='phase'), Context().scope(phase=1):
        pass


def test_every_field_is_documented():
    fields = [name for name in vars(Context) if not name.startswith('_') and name != 'scope']
    assert fields
    for field in fields:
        assert re.search(rf'(?m)^ +{field}: ', Context.__doc__)
