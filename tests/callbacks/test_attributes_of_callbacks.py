"""What programs read and replace of callbacks and enqueuers: TensorBoard.merged, callbacks.requests, queue."""
import importlib

import pytest

from compat import callbacks, utils


def test_a_tensorboard_has_no_summaries_before_it_runs(tmp_path):
    assert callbacks.TensorBoard(str(tmp_path)).merged is None


class Server:
    """Stands for the package requests."""

    class exceptions:
        class RequestException(Exception):
            pass

    def __init__(self):
        self.posts = []

    def post(self, url, *data, **named):
        self.posts.append((url,) + data)


def test_a_remote_monitor_posts_by_the_requests_that_the_program_has_put_into_callbacks(monkeypatch):
    server = Server()
    module = callbacks if hasattr(callbacks, 'requests') else importlib.import_module('compat.callbacks.callbacks')
    monkeypatch.setattr(module, 'requests', server)
    callbacks.RemoteMonitor().on_epoch_end(0, {'loss': 0.5})
    assert server.posts == [('http://localhost:9000/publish/epoch/end/', {'data': '{"epoch": 0, "loss": 0.5}'})]


class Batches(utils.Sequence):
    def __len__(self):
        return 1

    def __getitem__(self, index):
        return index


@pytest.mark.parametrize('make', [lambda: utils.GeneratorEnqueuer(iter([1])), lambda: utils.OrderedEnqueuer(Batches())],
                         ids=['GeneratorEnqueuer', 'OrderedEnqueuer'])
def test_an_enqueuer_has_no_queue_and_no_thread_before_it_starts(make):
    enqueuer = make()
    assert (enqueuer.queue, enqueuer.run_thread, enqueuer.stop_signal) == (None, None, None)
    assert not enqueuer.is_running()
