# Written by tools/make_stubs.py from names.json, the signatures of Keras 2 and the annotations of sources.
from typing import Any

from compat.utils.generic_utils import Progbar

__all__ = ['GeneratorEnqueuer', 'HTTPError', 'OrderedEnqueuer', 'Progbar', 'Sequence', 'SequenceEnqueuer', 'ThreadPool',
           'URLError', 'abstractmethod', 'closing', 'get_file', 'get_index', 'hashlib', 'init_pool',
           'init_pool_generator', 'mp', 'next_sample', 'np', 'os', 'queue', 'random', 'shutil', 'six', 'sys', 'tarfile',
           'threading', 'time', 'urlopen', 'urlretrieve', 'validate_file', 'warnings', 'zipfile']

class GeneratorEnqueuer(SequenceEnqueuer):
    random_seed: Any
    def __init__(self, sequence: Any, use_multiprocessing: bool = False, wait_time: Any = None,
            random_seed: Any = None) -> None: ...


class OrderedEnqueuer(SequenceEnqueuer):
    end_of_epoch_signal: Any
    shuffle: Any
    def __init__(self, sequence: Any, use_multiprocessing: bool = False, shuffle: Any = False) -> None: ...


class Sequence:
    @property
    def use_sequence_api(self) -> Any: ...
    def __getitem__(self, index: Any) -> Any: ...
    def __iter__(self) -> Any: ...
    def __len__(self) -> int: ...
    def on_epoch_end(self) -> Any: ...


class SequenceEnqueuer:
    executor_fn: Any
    queue: Any
    run_thread: Any
    sequence: Any
    stop_signal: Any
    uid: Any
    use_multiprocessing: Any
    workers: Any
    def __init__(self, sequence: Any, use_multiprocessing: bool = False) -> None: ...
    def get(self) -> Any: ...
    def is_running(self) -> Any: ...
    def start(self, workers: Any = 1, max_queue_size: Any = 10) -> Any: ...
    def stop(self, timeout: Any = None) -> Any: ...

def get_file(fname: Any, origin: Any, untar: Any = False, md5_hash: Any = None, file_hash: Any = None,
        cache_subdir: Any = 'datasets', hash_algorithm: Any = 'auto', extract: Any = False,
        archive_format: Any = 'auto', cache_dir: Any = None) -> Any: ...
def get_index(uid: Any, i: Any) -> Any: ...
def init_pool(seqs: Any) -> Any: ...
def init_pool_generator(gens: Any, random_seed: Any = None) -> Any: ...
def next_sample(uid: Any) -> Any: ...
def validate_file(fpath: Any, file_hash: Any, algorithm: Any = 'auto', chunk_size: Any = 65535) -> Any: ...
HTTPError: Any
ThreadPool: Any
URLError: Any
abstractmethod: Any
closing: Any
hashlib: Any
mp: Any
np: Any
os: Any
queue: Any
random: Any
shutil: Any
six: Any
sys: Any
tarfile: Any
threading: Any
time: Any
urlopen: Any
urlretrieve: Any
warnings: Any
zipfile: Any
