"""keras.datasets: what load_data makes of the files, which small ones stand for."""
import json
import sys

import numpy as np
import pytest

import compat
from compat.datasets import boston_housing, imdb, reuters

SEEDS_NUMPY = compat.__version__ == '2.2.4'  # Keras 2.3 has a generator of its own
TEXTS = (imdb, reuters)


def rows_of(*lengths):
    rows = np.empty(len(lengths), dtype=object)
    rows[:] = [[5 + number] * length for number, length in enumerate(lengths)]
    return rows


@pytest.fixture
def files(tmp_path, monkeypatch):
    """Replaces the downloads; returns what was asked for."""
    np.savez(str(tmp_path / 'imdb.npz'), x_train=rows_of(2, 3, 9), y_train=np.arange(3), x_test=rows_of(4, 5),
             y_test=np.arange(2))
    np.savez(str(tmp_path / 'reuters.npz'), x=rows_of(2, 3, 9, 4, 5), y=np.arange(5))
    np.savez(str(tmp_path / 'boston_housing.npz'), x=np.arange(20.).reshape(10, 2), y=np.arange(10.))
    for name in ('imdb', 'reuters'):
        (tmp_path / f'{name}_word_index.json').write_text(json.dumps({'the': 1, 'of': 2}))
    asked = []

    def get_file(path, origin, **kwargs):
        asked.append((path, origin.rpartition('/')[2]))
        return str(tmp_path / path)

    load = np.load
    monkeypatch.setattr(np, 'load', lambda path, **kwargs: load(path, allow_pickle=True))  # as its users do for 2.2.4
    for module in (boston_housing, *TEXTS):
        monkeypatch.setattr(sys.modules[module.load_data.__module__], 'get_file', get_file)
    return asked


def lists(data):
    return [(list(map(list, x)), list(y)) for x, y in data]


def test_files_are_asked_for_by_path(files):
    for module in (boston_housing, *TEXTS):
        name = module.__name__.rpartition('.')[2]
        module.load_data()
        assert files.pop() == (f'{name}.npz', f'{name}.npz')
    for module in TEXTS:
        name = module.__name__.rpartition('.')[2]
        assert module.get_word_index() == {'the': 1, 'of': 2}
        assert files.pop() == (f'{name}_word_index.json', f'{name}_word_index.json')


@pytest.mark.parametrize('seed', [113, 4])
def test_samples_are_in_an_order_of_the_seed(files, seed):
    order = np.arange(10)
    np.random.RandomState(seed).shuffle(order)
    (x, y), (x_test, y_test) = boston_housing.load_data(seed=seed, test_split=.3)
    assert y.tolist() + y_test.tolist() == order.tolist()
    assert x[:, 0].tolist() + x_test[:, 0].tolist() == (order * 2).tolist() and len(y_test) == 3


@pytest.mark.parametrize('module, sizes', [(boston_housing, [10]), (imdb, [3, 2]), (reuters, [5])])
def test_later_numbers_of_numpy_follow_the_seed_in_keras_2_2(files, module, sizes):
    np.random.seed(7)
    module.load_data()
    generator = np.random.RandomState(113 if SEEDS_NUMPY else 7)
    if SEEDS_NUMPY:
        for size in sizes:
            generator.shuffle(np.arange(size))
    assert np.random.rand() == generator.rand()


def test_each_part_of_imdb_is_shuffled(files):
    generator = np.random.RandomState(113)
    orders = [np.arange(size) for size in (3, 2)]
    for order in orders:
        generator.shuffle(order)
    assert [list(y) for _, y in imdb.load_data()] == [order.tolist() for order in orders]


def test_short_reviews_fill_the_training_part_first(files):
    (x, y), (x_test, _) = imdb.load_data(maxlen=7)
    assert sorted(map(len, [*x, *x_test])) == [3, 4, 5, 6] and len(y) == 3
    (x, _), (x_test, _) = reuters.load_data(maxlen=7)
    assert len(x) == 3 and len(x_test) == 1


@pytest.mark.parametrize('module', TEXTS)
def test_no_text_is_short_enough(files, module):
    with pytest.raises(ValueError):
        module.load_data(maxlen=2)


@pytest.mark.parametrize('module', TEXTS)
def test_arguments_select_words(files, module):
    def words(**arguments):
        return {word for x, _ in module.load_data(**arguments) for row in x for word in row}

    shifted = {8, 9, 10, 11, 12} if module is reuters else {8, 9, 10}
    greatest = max(shifted)
    assert words() == (shifted - {greatest}) | {1, 2}  # the greatest number is no word that counts, either
    assert words(num_words=10) == {8, 9, 1, 2}
    assert words(num_words=10, oov_char=None, start_char=None) == {8, 9}
    assert words(num_words=7, index_from=0, start_char=0, oov_char=99) == {0, 5, 6, 99}
    assert words(skip_top=9, num_words=100) == (shifted - {8}) | {2}


@pytest.mark.parametrize('module', TEXTS)
def test_names_of_keras_1_count_and_others_are_refused(files, module):
    with pytest.warns(UserWarning, match='nb_words'):
        data = module.load_data(nb_words=9)
    assert lists(data) == lists(module.load_data(num_words=9))
    with pytest.raises(TypeError, match='words'):
        module.load_data(words=9)


@pytest.mark.parametrize('share', [1., 1.2, -.1])
def test_what_is_no_share_for_tests_is_refused(files, share):
    with pytest.raises(AssertionError):
        boston_housing.load_data(test_split=share)
