"""Batches of generators and of keras.utils.Sequence, made ahead of their use by threads, in order."""
import collections
import concurrent.futures
import queue
import random
import threading

from compat.utils import Sequence

__all__ = ['Batches', 'is_generator', 'samples_in', 'steps_of']

WAIT = 0.1   # seconds after which a thread looks whether it is to stop
ENDED = object()


def is_generator(value):
    """Whether batches can be taken from ``value``: a generator, an iterator or a Sequence."""
    return hasattr(value, '__next__') or isinstance(value, Sequence)


def steps_of(generator, steps, argument):
    """How many steps to do: ``steps``, else the length of a Sequence. Raises ValueError where there is none."""
    if steps is None and isinstance(generator, Sequence):
        return len(generator)
    if not steps:
        raise ValueError(f'`{argument}=None` is only valid for a generator based on the `keras.utils.Sequence` class. '
                         f'Please specify `{argument}` or use the `keras.utils.Sequence` class.')
    return steps


def samples_in(x):
    """The number of samples of a batch of inputs: an array, a list or a dict of them."""
    if isinstance(x, dict):
        x = list(x.values())
    if isinstance(x, (list, tuple)):
        x = x[0]
    return len(x)


class Batches:
    """An iterator over the batches; a context, which ends the threads when it is left.

    With ``workers`` of 0 all is done when it is asked for. A generator is run by one thread, up to ``ahead`` batches
    before; the items of a Sequence are made by as many threads as there are workers. What fails there fails here.
    """

    def __init__(self, source, workers=1, ahead=10, shuffle=False):
        self._stopping = threading.Event()
        self._thread = self._executor = None
        self._pending = collections.deque()
        if hasattr(source, '__getitem__'):
            if workers > 0:
                self._executor = concurrent.futures.ThreadPoolExecutor(workers)
            self._batches = self._of_sequence(source, max(1, ahead), shuffle and workers > 0)
        elif workers > 0:
            self._queue = queue.Queue(max(1, ahead))
            self._thread = threading.Thread(target=self._fill, args=(iter(source),), daemon=True)
            self._thread.start()
            self._batches = self._of_queue()
        else:
            self._batches = iter(source)

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._batches)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self._stopping.set()
        if self._executor is not None:
            for item in self._pending:
                item.cancel()
            self._executor.shutdown()
        if self._thread is not None:
            self._thread.join(5.)  # the generator may be waiting for something that does not come

    def _of_sequence(self, sequence, ahead, shuffle):
        while True:
            order = list(range(len(sequence)))
            if shuffle:
                random.shuffle(order)
            for place, item in enumerate(self._items(sequence, order, ahead), 1):
                if place == len(order) and self._executor is not None:
                    sequence.on_epoch_end()
                yield item

    def _items(self, sequence, order, ahead):
        if self._executor is None:
            for index in order:
                yield sequence[index]
            return
        for index in order:
            self._pending.append(self._executor.submit(sequence.__getitem__, index))
            if len(self._pending) > ahead:
                yield self._pending.popleft().result()
        while self._pending:
            yield self._pending.popleft().result()

    def _fill(self, generator):
        try:
            for batch in generator:
                if not self._put((batch, None)):
                    return
            self._put((ENDED, None))
        except BaseException as error:  # noqa: BLE001, it is raised where the batch is asked for
            self._put((ENDED, error))

    def _put(self, item):
        while not self._stopping.is_set():
            try:
                self._queue.put(item, timeout=WAIT)
                return True
            except queue.Full:
                pass
        return False

    def _of_queue(self):
        while True:
            batch, error = self._queue.get()
            if error is not None:
                raise error
            if batch is ENDED:
                return
            yield batch
