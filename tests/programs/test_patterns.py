"""The notation of tied kernels: texts, rows and integers, the makers of patterns, and what is refused."""
import io

import numpy as np
import pytest

from customlayers import parse, patterns, repeated, show, symmetric, tiled

QUESTION = 'AABCC/AABCC/DDEFF/GGHII/GGHII'
CELLS = [[0, 0, 1, 2, 2], [0, 0, 1, 2, 2], [3, 3, 4, 5, 5], [6, 6, 7, 8, 8], [6, 6, 7, 8, 8]]


@pytest.mark.parametrize('pattern', [
    QUESTION, QUESTION.split('/'), tuple(QUESTION.split('/')), QUESTION.replace('/', '\n'),
    '\n    ' + QUESTION.replace('/', '\n    ') + '\n', CELLS, np.array(CELLS), 10 * np.array(CELLS)],
    ids=['text', 'rows', 'tuple', 'lines', 'indented lines', 'integers', 'array', 'numbers with gaps'])
def test_every_notation_of_the_question_means_the_same_cells(pattern):
    np.testing.assert_array_equal(parse(pattern), CELLS)


def test_a_dot_and_minus_one_are_zero_cells():
    np.testing.assert_array_equal(parse('.A./BAB'), [[-1, 0, -1], [1, 0, 1]])
    np.testing.assert_array_equal(parse([[-1, 4, -1], [7, 4, 7]]), [[-1, 0, -1], [1, 0, 1]])


def test_weights_are_numbered_in_the_order_of_their_letters_not_of_their_positions():
    np.testing.assert_array_equal(parse('CBA'), [2, 1, 0])
    np.testing.assert_array_equal(parse([9, 5, 7]), [2, 0, 1])


def test_one_row_has_one_axis_rows_have_two_and_planes_three():
    assert parse('ABA').shape == (3,)
    assert parse(['ABA']).shape == (1, 3)
    assert parse('AB/CD/EF').shape == (3, 2)
    for planes in ('AB/CD/EF//EF/CD/AB', ['AB/CD/EF', 'EF/CD/AB'], [['AB', 'CD', 'EF'], ['EF', 'CD', 'AB']],
                   'AB\nCD\nEF\n\nEF\nCD\nAB'):
        np.testing.assert_array_equal(parse(planes), [[[0, 1], [2, 3], [4, 5]], [[4, 5], [2, 3], [0, 1]]])


@pytest.mark.parametrize('pattern, complaint', [
    ('', 'empty'), ('  \n ', 'empty'), ([], 'empty'), ([[]], 'empty'), (np.zeros((0, 3), 'int64'), 'empty'),
    ('AB//', 'empty row'), ('AB/', 'empty row'), ('/AB', 'empty row'),
    ('AB/ABC', 'ragged: its row 0 has 2 letters, and row 1 has 3 letters'),
    (['ABC', 'AB'], 'ragged: its row 0 has 3 letters, and row 1 has 2 letters'),
    ([[0, 1], [0]], 'ragged: its row 0 has 2 integers, and row 1 has 1 integers'),
    ('AB/CD//AB', 'ragged'), (['AB/CD', 'AB'], 'ragged'), (['AB', [0, 1]], 'ragged'),
    ('A B/C D', 'blank'), ('../..', 'zero cells only'), ([[-1]], 'zero cells only'), ([[-2, 0]], 'has -2'),
    (None, 'a text, a list of rows, or integers'), (3.5, 'a text, a list of rows, or integers'),
    ([[0.5, 1.]], 'holds 0.5'), ([True, False], 'holds True'), (np.ones((2, 2)), 'a text, a list of rows')])
def test_an_invalid_pattern_is_refused_with_the_reason(pattern, complaint):
    with pytest.raises(ValueError, match=complaint):
        parse(pattern)


def test_a_pattern_of_other_axes_is_refused_with_how_to_write_one():
    with pytest.raises(ValueError, match=r"for 2 axes is needed, and 'AAB' has 1: .*\['AB'\]"):
        parse('AAB', 2)
    with pytest.raises(ValueError, match="for 1 axes is needed, and 'AB/BA' has 2"):
        parse('AB/BA', 1)


def test_repeated_makes_the_kernel_of_the_question():
    assert repeated((3, 3), (2, 1, 2)) == QUESTION
    assert repeated([3, 3], [[2, 1, 2], [2, 1, 2]]) == QUESTION
    small = np.arange(6).reshape(2, 3)
    np.testing.assert_array_equal(parse(repeated((2, 3), [[1, 3], [2, 2, 1]])),
                                  small.repeat([1, 3], axis=0).repeat([2, 2, 1], axis=1))
    assert repeated(2, 3) == 'AAABBB'
    np.testing.assert_array_equal(parse(repeated((2, 2, 2), 2)),
                                  np.kron(np.arange(8).reshape(2, 2, 2), np.ones((2, 2, 2))))


def test_tiled_lays_the_small_kernel_out_again_and_again():
    assert tiled((1, 2), (2, 2)) == 'ABAB/ABAB'
    assert tiled(2, 3) == 'ABABAB'
    for sizes, multiples in (((1, 5), (5, 1)), ((2, 3), (2, 2)), ((2, 1, 3), (1, 2, 2))):
        small = np.arange(np.prod(sizes)).reshape(sizes)
        np.testing.assert_array_equal(parse(tiled(sizes, multiples)), np.tile(small, multiples))


@pytest.mark.parametrize('kind, images', [
    ('horizontal', [np.fliplr]), ('vertical', [np.flipud]), ('both', [np.fliplr, np.flipud]), ('rotation', [np.rot90])])
@pytest.mark.parametrize('size', [3, 4])
def test_a_symmetric_pattern_equals_its_mirror_image_and_ties_no_other_cells(kind, images, size):
    cells = parse(symmetric((size, size), kind))
    for image in images:
        np.testing.assert_array_equal(image(cells), cells)
    orbits = {'horizontal': size * -(-size // 2), 'vertical': size * -(-size // 2), 'both': (-(-size // 2)) ** 2,
              'rotation': -(-size ** 2 // 4)}
    assert patterns.count(cells) == orbits[kind]


def test_symmetric_in_one_axis_and_in_three():
    assert symmetric(5, 'horizontal') == 'ABCBA'
    cells = parse(symmetric((2, 3, 3), 'both'))
    np.testing.assert_array_equal(cells[:, ::-1], cells)
    np.testing.assert_array_equal(cells[:, :, ::-1], cells)
    assert patterns.count(cells) == 8


@pytest.mark.parametrize('make, complaint', [
    (lambda: repeated((3, 3), (2, 1)), r'`repeats` \(2, 1\) has 2 numbers for axis 0, which has 3 cells'),
    (lambda: repeated((3, 3), [(2, 1, 2)]), r'has 1 lists, and `kernel_size` \(3, 3\) has 2 axes'),
    (lambda: repeated((3, 3), 0), '`repeats` must be positive integers, and is 0'),
    (lambda: repeated((3, 3), (2, 1, 1.5)), '`repeats` must be positive integers'),
    (lambda: repeated((0, 3), 2), r'`kernel_size` must be positive integers, and is \(0, 3\)'),
    (lambda: repeated('33', 2), "`kernel_size` must be positive integers, and is '33'"),
    (lambda: tiled((2, 2), (2,)), r'`multiples` \(2,\) has 1 numbers, and `kernel_size` \(2, 2\) has 2 axes'),
    (lambda: tiled((2, 2), (0, 1)), r'`multiples` must be positive integers, and is \(0, 1\)'),
    (lambda: tiled((2, 2), (-1, 1)), r'`multiples` must be positive integers, and is \(-1, 1\)'),
    (lambda: tiled((2, 2), (1.5, 1)), r'`multiples` must be positive integers, and is \(1.5, 1\)'),
    (lambda: tiled((2, 2), (True, 1)), r'`multiples` must be positive integers, and is \(True, 1\)'),
    (lambda: tiled((2, 2), 'ab'), "`multiples` must be positive integers, and is 'ab'"),
    (lambda: tiled((), ()), r'`kernel_size` must be positive integers, and is \(\)'),
    (lambda: symmetric((3, 3), 'diagonal'), "`kind` must be one of horizontal, .*, and is 'diagonal'"),
    (lambda: symmetric(3, 'vertical'), "has the symmetry \"horizontal\" only, not 'vertical'"),
    (lambda: symmetric((3, 4), 'rotation'), r'Quarter turns need a square kernel, and `kernel_size` is \(3, 4\)'),
    (lambda: symmetric((3, -1), 'both'), '`kernel_size` must be positive integers')])
def test_functions_that_make_patterns_refuse_invalid_sizes(make, complaint):
    with pytest.raises(ValueError, match=complaint):
        make()


@pytest.mark.parametrize('pattern', [
    QUESTION, 'ABA', ['ABA'], 'A/B/A', '.A./BCB', [['AB']], [['AB'], ['BA']], [['A', 'B']], 'AB/CD//EF/GH',
    np.arange(1000).reshape(10, 10, 10), np.arange(16).reshape(2, 2, 2, 2)])
def test_text_is_a_notation_of_the_same_cells(pattern):
    text = patterns.text(pattern)
    np.testing.assert_array_equal(parse(text), parse(pattern))
    assert patterns.text(text) == text


def test_show_prints_the_tying_and_what_it_saves():
    stream = io.StringIO()
    show('AAB/.AC', file=stream)
    assert stream.getvalue() == 'A A B\n. A C\n3 weights in 2x3 = 6 cells\n'
    assert patterns.picture('AB/AB//CD/CD') == 'A B\nA B\n\nC D\nC D\n4 weights in 2x2x2 = 8 cells'
    assert patterns.picture('ABA') == 'A B A\n2 weights in 3 = 3 cells'
