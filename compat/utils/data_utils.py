"""Keras 2's `keras.utils.data_utils`: downloads, and batches that are computed ahead.

`Sequence` is the host's.
"""
import hashlib
import multiprocessing
import os
import shutil
import tarfile
import tempfile
import warnings
import zipfile
from abc import abstractmethod
from urllib.error import HTTPError, URLError
from urllib.request import urlretrieve

import numpy as np

from compat.utils.generic_utils import Progbar

_SHA256_DIGITS = 64
# The sequences and generators of a worker process by number (init_pool).
_SHARED_SEQUENCES = {}


# --- files

def _open_tar(path):
    archive = tarfile.open(path)
    if hasattr(tarfile, 'data_filter'):  # Pythons without it go with 3.11; it refuses members outside of the folder
        archive.extraction_filter = tarfile.data_filter
    return archive


_ARCHIVES = {'tar': (tarfile.is_tarfile, _open_tar), 'zip': (zipfile.is_zipfile, zipfile.ZipFile)}


def _extract_archive(file_path, path='.', archive_format='auto'):
    """Extracts an archive into the folder; returns whether it has one of the formats 'tar', 'zip', 'auto' (both)."""
    if archive_format is None:
        return False
    formats = {'auto': ['tar', 'zip']}.get(archive_format, [archive_format]) if isinstance(archive_format, str) \
        else archive_format
    for name in formats:
        matches, open_archive = _ARCHIVES[name]
        if not matches(file_path):
            continue
        with open_archive(file_path) as archive:
            try:
                archive.extractall(path)
            except (tarfile.TarError, RuntimeError, KeyboardInterrupt):
                if os.path.isfile(path):
                    os.remove(path)
                elif os.path.exists(path):
                    shutil.rmtree(path)
                raise
        return True
    return False


def get_file(fname, origin, untar=False, md5_hash=None, file_hash=None, cache_subdir='datasets', hash_algorithm='auto',
             extract=False, archive_format='auto', cache_dir=None):
    """Downloads a file to the cache, unless it is there, and returns its path.

    Args:
        fname: name of the file in the cache.
        origin: the URL.
        untar: whether the file is an archive that is extracted to the folder ``fname``, whose path is returned.
        md5_hash: the md5 hash of the file; ``file_hash`` is newer.
        file_hash: the hash of the file. A file with another one is downloaded again.
        cache_subdir: folder in the cache.
        hash_algorithm: 'md5', 'sha256', or 'auto' for the one with that number of digits.
        extract: whether the file is an archive that is extracted beside it.
        archive_format: 'tar', 'zip', 'auto' (both), a list of these, or None.
        cache_dir: the cache. None is $KERAS_HOME or ~/.keras, or a temporary folder where that is not writable.

    Returns:
        The path of the file or folder.

    Raises:
        Exception: the download fails; no part of the file is left.

    Source: Keras 2.2.4 `keras.utils.get_file`.
    """
    if md5_hash is not None and file_hash is None:
        file_hash, hash_algorithm = md5_hash, 'md5'
    folder = _cache(cache_dir, cache_subdir)
    target = os.path.join(folder, fname)
    path = target + '.tar.gz' if untar else target
    exists = os.path.exists(path)
    if exists and file_hash is not None and not validate_file(path, file_hash, algorithm=hash_algorithm):
        print(f'A local file exists, but its {hash_algorithm} hash is not {file_hash}: it is incomplete or '
              'outdated, and downloaded again.')
        exists = False
    if not exists:
        print('Downloading data from', origin)
        _download(origin, path)
    if untar:
        if not os.path.exists(target):
            _extract_archive(path, folder, archive_format='tar')
        return target
    if extract:
        _extract_archive(path, folder, archive_format)
    return path


def _cache(cache_dir, cache_subdir):
    base = os.path.expanduser(cache_dir or os.environ.get('KERAS_HOME') or os.path.join('~', '.keras'))
    if not os.access(base, os.W_OK):
        base = os.path.join(tempfile.gettempdir(), '.keras')
    folder = os.path.join(base, cache_subdir)
    os.makedirs(folder, exist_ok=True)
    return folder


def _download(origin, path):
    bars = []

    def show(count, block_size, total_size):
        if not bars:
            bars.append(Progbar(None if total_size == -1 else total_size))
        else:
            bars[0].update(count * block_size)

    try:
        try:
            urlretrieve(origin, path, show)
        except HTTPError as error:
            raise Exception(f'URL fetch failure on {origin}: {error.code} -- {error.msg}') from error
        except URLError as error:
            raise Exception(f'URL fetch failure on {origin}: {error.errno} -- {error.reason}') from error
    except (Exception, KeyboardInterrupt):
        if os.path.exists(path):
            os.remove(path)
        raise


def _algorithm(algorithm, digits):
    return 'sha256' if algorithm == 'sha256' or algorithm == 'auto' and digits == _SHA256_DIGITS else 'md5'


def _hash_file(fpath, algorithm='sha256', chunk_size=65535):
    """Returns the hash of a file, 'sha256' or 'md5', in hexadecimal digits."""
    hasher = hashlib.new(_algorithm(algorithm, 0))
    with open(fpath, 'rb') as stream:
        for chunk in iter(lambda: stream.read(chunk_size), b''):
            hasher.update(chunk)
    return hasher.hexdigest()


def validate_file(fpath, file_hash, algorithm='auto', chunk_size=65535):
    """Whether the file has this hash: 'sha256', 'md5', or with 'auto' the one with that number of digits."""
    return _hash_file(fpath, _algorithm(algorithm, len(file_hash)), chunk_size) == str(file_hash)


# --- batches that are computed ahead

def init_pool(seqs):
    """Stores the sequences, by number, in a worker process."""
    global _SHARED_SEQUENCES
    _SHARED_SEQUENCES = seqs


def init_pool_generator(gens, random_seed=None):
    """Stores the generators, by number, in a worker process, and seeds numpy with ``random_seed`` and its id."""
    init_pool(gens)
    if random_seed is not None:
        np.random.seed(random_seed + multiprocessing.current_process().ident)


def get_index(uid, i):
    """Returns the item ``i`` of the sequence of that number."""
    return _SHARED_SEQUENCES[uid][i]


def next_sample(uid):
    """Returns the next item of the generator of that number."""
    return next(_SHARED_SEQUENCES[uid])


class SequenceEnqueuer:
    """Computes the items of a source ahead in threads: ``start()``, ``get()``, ``stop()``.

    Args:
        sequence: the source.
        use_multiprocessing: stored; workers are threads with it, too, and start with the first item.

    Source: Keras 2.2.4 `keras.utils.data_utils.SequenceEnqueuer`.
    """

    _count = 0
    shuffle = False
    queue = run_thread = stop_signal = executor_fn = None  # before the start; then batches are computed by Batches

    def __init__(self, sequence, use_multiprocessing=False):
        self.sequence, self.use_multiprocessing = sequence, use_multiprocessing
        self.uid = SequenceEnqueuer._count
        SequenceEnqueuer._count += 1
        self.workers = 0
        self._batches = None

    def is_running(self):
        """Returns whether it is started and not stopped."""
        return self._batches is not None

    def start(self, workers=1, max_queue_size=10):
        """Starts ``workers`` threads, which compute at most ``max_queue_size`` items ahead."""
        from compat.training.batches import Batches
        self.workers = workers
        self._batches = Batches(self.sequence, workers, max_queue_size, self.shuffle)

    def stop(self, timeout=None):
        """Stops the threads, and waits until they have ended."""
        batches, self._batches = self._batches, None
        if batches is not None:
            batches.__exit__()

    @abstractmethod
    def get(self):
        """Returns a generator of the items; subclasses define it."""
        raise NotImplementedError(f'{type(self).__name__} has to define get(self): a generator of the items.')

    def _items(self):
        try:
            while self.is_running():
                try:
                    item = next(self._batches)
                except StopIteration:
                    return
                if item is not None:
                    yield item
        except Exception:
            self.stop()
            raise


class OrderedEnqueuer(SequenceEnqueuer):
    """Computes the items of a `keras.utils.Sequence` ahead, in order or shuffled, repeatedly (Keras 2.2.4).

    ``sequence.on_epoch_end()`` is called after the last item. ``get()`` is endless, and raises the errors of the
    sequence.
    """

    def __init__(self, sequence, use_multiprocessing=False, shuffle=False):
        super().__init__(sequence, use_multiprocessing)
        self.shuffle = shuffle

    def get(self):
        """Returns an endless generator of the items; items that are None are skipped."""
        return self._items()


class GeneratorEnqueuer(SequenceEnqueuer):
    """Computes the items of a generator ahead, in its order (Keras 2.2.4).

    One thread runs the generator, whatever the number of workers. ``get()`` ends with the generator.
    """

    def __init__(self, sequence, use_multiprocessing=False, wait_time=None, random_seed=None):
        super().__init__(sequence, use_multiprocessing)
        self.random_seed = random_seed
        if wait_time is not None:
            warnings.warn('`wait_time` of GeneratorEnqueuer is not used anymore.', DeprecationWarning, stacklevel=2)

    def get(self):
        """Returns a generator of the items; items that are None are skipped."""
        return self._items()
