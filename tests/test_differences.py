"""The table of differences: what a row says, where it holds, and what a test that is marked with it does."""

import paths
import pytest

from compat import differences, process
from compat.errors import UnknownDifferenceError

ROWS = differences.DIFFERENCES


@pytest.fixture
def row(monkeypatch):
    """A row that holds on torch alone, in a table of its own."""
    row = differences.Difference(id='an-example', what='Summing', where='keras3-torch', keras2='gives 1',
                                 compat='gives 2. Multiply instead', thread='issue 1', until='torch 99')
    monkeypatch.setattr(differences, 'DIFFERENCES', (row,))
    return row


def test_every_row_has_its_own_id():
    assert len({row.id for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize('row', ROWS, ids=[row.id for row in ROWS])
def test_a_row_says_where_it_holds_what_keras_2_gives_what_we_do_and_until_when(row, machine):
    machine.install('keras==3.15.1', 'jax==0.4.30')
    process.matches(row.where)
    assert row.where.split() and all([row.what, row.keras2, row.compat, row.until])


def test_a_row_is_found_by_its_id(row):
    assert differences.by_id('an-example') is row


def test_an_id_that_no_row_has_is_an_error_that_lists_the_ids(row):
    with pytest.raises(UnknownDifferenceError, match="'typo' is the id of no difference.*knows an-example"):
        differences.by_id('typo')


@pytest.mark.parametrize('framework, ids', [('torch', ['an-example']), ('jax', [])])
def test_the_rows_that_hold_here_are_those_of_this_host(machine, row, framework, ids):
    machine.install('keras==3.15.1', framework)
    assert [row.id for row in differences.present()] == ids


def test_a_difference_in_words_names_host_keras_2_our_way_and_the_thread(machine, row):
    machine.install('keras==3.15.1', 'torch')
    assert differences.reason('an-example') == (
        "Summing, on Keras 3.15.1 on torch: Keras 2 gives 1; here gives 2. Multiply instead, see issue 1. "
        "(difference 'an-example', until: torch 99)")


@pytest.mark.parametrize('framework, outcomes', [
    ('jax', {'passed': 2, 'failed': 2}),
    ('torch', {'xfailed': 3, 'failed': 1}),
])
def test_a_marked_test_must_fail_where_the_row_holds_and_pass_elsewhere(machine, row, pytester, framework, outcomes):
    machine.install('keras==3.15.1', framework)
    machine.record('pluggy', '1.0')  # pytest prints it
    pytester.makeconftest((paths.SUITE / 'conftest.py').read_text())
    pytester.makepyfile("""
        import pytest

        @pytest.mark.difference('an-example')
        def test_that_fails_on_torch():
            assert {there} is False

        @pytest.mark.difference('an-example')
        def test_that_fails_nowhere():
            pass

        @pytest.mark.difference('an-example')
        def test_that_fails_everywhere():
            assert False

        @pytest.mark.difference('an-example', run=False)
        def test_that_may_not_run_on_torch():
            assert False
        """.format(there=framework == 'torch'))
    pytester.runpytest_inprocess('-p', 'no:cacheprovider').assert_outcomes(**outcomes)


def test_a_mark_without_a_row_stops_the_run(machine, row, pytester):
    machine.install('keras==3.15.1', 'jax')
    machine.record('pluggy', '1.0')
    pytester.makeconftest((paths.SUITE / 'conftest.py').read_text())
    pytester.makepyfile("""
        import pytest

        @pytest.mark.difference('typo')
        def test_something():
            pass
        """)
    result = pytester.runpytest_inprocess('-p', 'no:cacheprovider')
    assert result.ret != 0
    assert "'typo' is the id of no difference" in result.stdout.str() + result.stderr.str()
