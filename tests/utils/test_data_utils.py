"""keras.utils.data_utils: downloads, batches that are computed ahead, and several GPUs where there is none."""
import hashlib
import pathlib
import tarfile
import threading
import zipfile

import numpy as np
import pytest

from compat import backend as K
from compat.layers import Dense, Input
from compat.models import Model
from compat.utils import GeneratorEnqueuer, OrderedEnqueuer, Sequence, get_file, multi_gpu_model
from compat.utils import data_utils, multi_gpu_utils
from compat.utils.data_utils import validate_file
from training_runs import filled, numbers


def test_a_file_is_downloaded_once_and_again_when_its_hash_differs(tmp_path, capsys):
    source = tmp_path / 'source.txt'
    source.write_bytes(b'one')
    arguments = dict(origin=source.as_uri(), cache_dir=str(tmp_path), cache_subdir='mine')
    path = get_file('got.txt', **arguments)
    assert pathlib.Path(path) == tmp_path / 'mine' / 'got.txt' and pathlib.Path(path).read_bytes() == b'one'
    assert 'Downloading data from' in capsys.readouterr().out
    source.write_bytes(b'two')
    assert pathlib.Path(get_file('got.txt', **arguments)).read_bytes() == b'one'
    hashes = [hashlib.new(name, b'two').hexdigest() for name in ('md5', 'sha256')]
    assert pathlib.Path(get_file('got.txt', md5_hash=hashes[0], **arguments)).read_bytes() == b'two'
    assert [validate_file(path, hashes[0]), validate_file(path, hashes[1], algorithm='sha256'),
            validate_file(path, hashes[0][::-1])] == [True, True, False]
    with pytest.raises(Exception, match='URL fetch failure'):
        get_file('none.txt', origin=(tmp_path / 'none').as_uri(), cache_dir=str(tmp_path))
    assert not (tmp_path / 'datasets' / 'none.txt').exists()


def test_archives_are_extracted(tmp_path):
    (tmp_path / 'a.txt').write_bytes(b'one')
    with tarfile.open(str(tmp_path / 'a.tar.gz'), 'w:gz') as archive:
        archive.add(str(tmp_path / 'a.txt'), 'folder/a.txt')
    with zipfile.ZipFile(str(tmp_path / 'b.zip'), 'w') as archive:
        archive.write(str(tmp_path / 'a.txt'), 'folder/b.txt')
    path = get_file('folder', (tmp_path / 'a.tar.gz').as_uri(), untar=True, cache_dir=str(tmp_path), cache_subdir='x')
    assert pathlib.Path(path) == tmp_path / 'x' / 'folder' and (tmp_path / 'x' / 'folder' / 'a.txt').exists()
    path = get_file('b.zip', (tmp_path / 'b.zip').as_uri(), extract=True, cache_dir=str(tmp_path), cache_subdir='y',
                    archive_format='zip')
    assert path.endswith('b.zip') and (tmp_path / 'y' / 'folder' / 'b.txt').read_bytes() == b'one'


class Items(Sequence):
    def __init__(self, fails=False):
        self.epochs, self.fails = 0, fails

    def __len__(self):
        return 4

    def __getitem__(self, index):
        if self.fails and index == 2:
            raise KeyError('item 2')
        return np.full(2, 10 * self.epochs + index)

    def on_epoch_end(self):
        self.epochs += 1


@pytest.mark.parametrize('workers', [1, 3])
def test_the_items_of_a_sequence_come_in_order_again_and_again(workers):
    before = threading.active_count()
    enqueuer = OrderedEnqueuer(Items(), use_multiprocessing=False, shuffle=False)
    assert not enqueuer.is_running()
    enqueuer.start(workers=workers, max_queue_size=2)
    assert enqueuer.is_running()
    items = enqueuer.get()
    assert [next(items)[0] for _ in range(6)] == [0, 1, 2, 3, 10, 11]
    enqueuer.stop()
    assert not enqueuer.is_running() and enqueuer.workers == workers
    assert K.backend() == 'tensorflow' or threading.active_count() <= before
    shuffled = OrderedEnqueuer(Items(), shuffle=True)
    shuffled.start(workers=workers)
    items = shuffled.get()
    assert sorted(next(items)[0] for _ in range(4)) == [0, 1, 2, 3]
    shuffled.stop()


def test_what_an_item_raises_is_raised_where_it_is_asked_for():
    enqueuer = OrderedEnqueuer(Items(fails=True))
    enqueuer.start()
    items = enqueuer.get()
    assert next(items)[0] == 0 and next(items)[0] == 1
    with pytest.raises(KeyError):
        next(items)
    assert not enqueuer.is_running()


def test_the_items_of_a_generator_come_until_it_ends():
    enqueuer = GeneratorEnqueuer(value for value in (1, None, 2, 3))
    enqueuer.start(workers=1)
    assert list(enqueuer.get()) == [1, 2, 3]
    enqueuer.stop()
    with pytest.warns(DeprecationWarning):
        GeneratorEnqueuer(iter(()), wait_time=1)
    with pytest.raises(NotImplementedError):
        data_utils.SequenceEnqueuer(Items()).get()
    data_utils.init_pool({7: [5, 6]})
    assert data_utils.get_index(7, 1) == 6
    data_utils.init_pool_generator({7: iter([8])})
    assert data_utils.next_sample(7) == 8


def model_of_two_outputs():
    inputs = Input((3,))
    return filled(Model(inputs, [Dense(2)(inputs), Dense(3)(inputs)]))


@pytest.mark.parametrize('gpus', [None, 1, [0], 2, [0, 1]])
def test_gpus_that_are_not_there_are_refused(gpus):
    with pytest.raises(ValueError):
        multi_gpu_model(model_of_two_outputs(), gpus=gpus)


@pytest.mark.difference('several-gpus')
def test_a_model_is_shared_among_gpus_that_are_there(monkeypatch):
    model = model_of_two_outputs()
    # TensorFlow computes on the CPU what is assigned to a GPU that does not exist.
    monkeypatch.setattr(multi_gpu_utils, '_get_available_devices', lambda: ['/cpu:0', '/gpu:0', '/gpu:1'])
    parallel, x = multi_gpu_model(model, gpus=2), numbers(7, 3)
    assert parallel.output_names == model.output_names
    for one, two in zip(parallel.predict(x), model.predict(x)):
        np.testing.assert_allclose(one, two, rtol=1e-5, atol=1e-6)
