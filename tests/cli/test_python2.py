"""Programs in Python 2 run in Python 3, with the numbers of Python 2."""
import sys

import numpy as np
import pytest

from compat.cli import python2
from compat.errors import CompatError, Python2Error


def run(source, filename='old.py', **names):
    """What a program in Python 2 has defined in the end."""
    exec(python2.compile_source(source.encode('utf-8'), filename), names)
    return names


def value_of(expression, **names):
    """An expression's value in a program that only Python 2 understands."""
    return run('print 1\nvalue = ' + expression, **names)['value']


def test_the_statements_that_python_3_dropped_do_what_they_did(capsys):
    run('''# -*- coding: utf-8 -*-
print "text", 1,
print 2
try:
    raise ValueError, "wrong"
except ValueError, error:
    print error
exec "made = 3"
print made <> 4, `made`, 0777, 10L, u"\u00e9", {1: 2}.has_key(1)
for key, value in {1: 2}.iteritems():
    print key, value, range(2), xrange(3)[2], map(abs, [-1])
''')
    assert capsys.readouterr().out == 'text 1 2\nwrong\nTrue 3 511 10 \u00e9 True\n1 2 [0, 1] 2 [1]\n'


@pytest.mark.parametrize('left, right', [(7, 2), (-7, 2), (7, -2), (True, 2), (np.int64(-7), 2), (-7, np.int32(2))])
def test_the_quotient_of_two_integers_is_their_floor(left, right):
    value = value_of('left / right', left=left, right=right)
    assert value == np.floor_divide(left, right)
    assert np.issubdtype(type(value), np.integer)


@pytest.mark.parametrize('left, right', [(7.0, 2), (7, 2.0), (np.float32(7), 2), (7, 2j)])
def test_any_other_quotient_is_the_true_one(left, right):
    assert value_of('left / right', left=left, right=right) == left / right


def test_arrays_of_integers_are_divided_as_integers_and_others_are_not():
    integers, floats = np.arange(-3, 4), np.arange(-3., 4.)
    np.testing.assert_array_equal(value_of('x / 2', x=integers), np.floor_divide(integers, 2))
    np.testing.assert_array_equal(value_of('x / 2', x=floats), np.true_divide(floats, 2))


def test_division_in_place_changes_names_items_slices_and_attributes():
    class Owner:
        size = 9
    array = np.arange(10)
    names = run('print 1\nkept = array\nn = 7\nn /= 2\nowner.size /= 2\narray[1:] /= 2\ngrid[0, :] /= 2\n'
                'counts = [5]\ncounts[0] /= 2\nx = 5.\nx /= 2',
                owner=Owner(), array=array, grid=np.full((2, 2), 5))
    assert (names['n'], names['owner'].size, names['counts'], names['x']) == (7 // 2, 9 // 2, [5 // 2], 5. / 2)
    assert names['kept'] is array
    np.testing.assert_array_equal(array, np.r_[0, np.arange(1, 10) // 2])
    np.testing.assert_array_equal(names['grid'], [[5 // 2, 5 // 2], [5, 5]])


def test_an_item_divided_in_place_is_found_once():
    assert run('print 1\nqueue = [0, 1]\ncounts = [8, 8]\ncounts[queue.pop()] /= 2')['counts'] == [8, 8 // 2]


@pytest.mark.parametrize('line', ['from __future__ import division', 'from __future__ import print_function, division',
                                  'from __future__ import (absolute_import,\n    division)'])
def test_a_program_that_asks_for_true_division_gets_it(line):
    assert run('"""text"""\n%s\nvalue = 7 / 2\nvalue /= 2\nshown = 1 <> 2' % line)['value'] == 7. / 2. / 2.


def test_a_class_that_defines_division_as_python_2_has_it_is_divided_so():
    names = run('print 1\nclass Path(object):\n    def __div__(self, other): return "div"\n'
                '    def __rdiv__(self, other): return "rdiv"\n    def __idiv__(self, other): return "idiv"\n'
                'results = [Path() / 2, 2 / Path()]\npath = Path()\npath /= 2\nresults.append(path)')
    assert names['results'] == ['div', 'rdiv', 'idiv']


@pytest.mark.parametrize('number, digits', [(0.5, 0), (2.5, 0), (-2.5, 0), (0.125, 2), (2.675, 2), (15, -1),
                                            (1e300, 0)])
def test_a_half_is_rounded_away_from_zero(number, digits):
    scaled = np.abs(np.longdouble(number)) * np.longdouble(10) ** digits
    expected = float(np.sign(number) * np.floor(scaled + np.longdouble(0.5)) / np.longdouble(10) ** digits)
    value = value_of('round(number, digits)', number=number, digits=digits)
    assert isinstance(value, float)
    assert value == pytest.approx(expected, rel=1e-15)


def test_a_round_of_the_programs_own_is_left_alone():
    assert run('print 1\ndef round(x): return "mine"\nvalue = round(2.5)')['value'] == 'mine'


def test_a_program_that_python_3_understands_is_not_translated():
    assert run('value = 7 / 2')['value'] == 7 / 2.


def test_errors_name_the_line_of_the_original():
    with pytest.raises(ZeroDivisionError) as caught:
        run('print 1\n\n# a comment\ndef fails():\n    print 2\n    return 1 / 0\nfails()')
    frames = [(frame.path.name if hasattr(frame.path, 'name') else str(frame.path), frame.lineno + 1)
              for frame in caught.traceback]
    assert [line for path, line in frames if path.endswith('old.py')] == [7, 6]


def test_what_is_neither_python_3_nor_python_2_is_the_ordinary_syntax_error():
    with pytest.raises(SyntaxError) as caught:
        run('print 1\nx = = 3')
    assert not isinstance(caught.value, CompatError)
    assert (caught.value.filename, caught.value.lineno) in {('old.py', 1), ('old.py', 2)}


def without_fissix(monkeypatch):
    for name in [name for name in sys.modules if name.partition('.')[0] == 'fissix']:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, 'fissix', None)


@pytest.mark.parametrize('line', ['print x', 'print "text"', 'exec "x = 1"', 'y = x <> 2', 'y = `x`',
                                  'raise ValueError, "text"', 'y = 0777', 'y = 10L', 'y = ur"x"',
                                  'def f(a, (b, c)): pass'])
def test_without_fissix_the_error_says_what_to_install(monkeypatch, line):
    without_fissix(monkeypatch)
    with pytest.raises(Python2Error) as caught:
        run('x = 1\n' + line)
    message = str(caught.value)
    assert 'this looks like Python 2' in message and 'pip install "customlayers[py2]"' in message
    assert (caught.value.filename, caught.value.lineno) == ('old.py', 2)
    assert isinstance(caught.value, SyntaxError)


def test_without_fissix_a_mistake_in_python_3_is_the_ordinary_syntax_error(monkeypatch):
    without_fissix(monkeypatch)
    with pytest.raises(SyntaxError) as caught:
        run('x = = 3')
    assert not isinstance(caught.value, CompatError)


def test_modules_beside_a_program_are_translated_and_leave_no_bytecode(tmp_path, monkeypatch):
    (tmp_path / 'package_in_2').mkdir()
    (tmp_path / 'package_in_2' / '__init__.py').write_text('import sibling_in_2\nvalue = sibling_in_2.value\n')
    (tmp_path / 'package_in_2' / 'sibling_in_2.py').write_text('print "loading"\nvalue = 7 / 2\n')
    (tmp_path / 'module_in_2.py').write_text('print "loading"\nvalue = 7 / 2\n')
    monkeypatch.setattr(sys, 'meta_path', [python2.Finder(str(tmp_path))] + sys.meta_path)
    monkeypatch.setattr(sys, 'modules', dict(sys.modules))
    import module_in_2
    assert module_in_2.value == 7 // 2
    assert not list(tmp_path.glob('__pycache__/module_in_2*'))
    assert not list(tmp_path.glob('package_in_2/__pycache__/sibling_in_2*'))
