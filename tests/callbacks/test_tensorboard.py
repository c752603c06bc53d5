"""The callback TensorBoard: what its files of events have, read without TensorFlow."""
import os
import struct

import numpy as np
import pytest

from compat.callbacks import TensorBoard
from compat.layers import Dense
from compat.models import Sequential
from training_runs import filled, numbers

X, Y = numbers(12, 3), numbers(12, 2)


def records(content):
    place = 0
    while place < len(content):
        length, = struct.unpack_from('<Q', content, place)
        yield content[place + 12:place + 12 + length]
        place += 16 + length


def fields(content):
    """{number: values} of a message of protocol buffers."""
    place, found = 0, {}

    def integer():
        nonlocal place
        value, shift = 0, 0
        while True:
            byte = content[place]
            place += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while place < len(content):
        key = integer()
        kind = key & 7
        if kind == 0:
            value = integer()
        else:
            size = {1: 8, 5: 4}.get(kind) or integer()
            value = content[place:place + size]
            value = struct.unpack({1: '<d', 5: '<f'}[kind], value)[0] if kind in (1, 5) else value
            place += size
        found.setdefault(key >> 3, []).append(value)
    return found


def events(folder):
    """[(step, tag, number)] and {tag: (smallest, largest, how many) of its last histogram}."""
    scalars, histograms = [], {}
    for name in sorted(os.listdir(str(folder))):
        with open(os.path.join(str(folder), name), 'rb') as stream:
            for record in records(stream.read()):
                event = fields(record)
                for value in fields(event[5][0]).get(1, ()) if 5 in event else ():
                    value = fields(value)
                    tag, step = value[1][0].decode('utf8'), event.get(2, [0])[0]
                    if 2 in value:
                        scalars.append((step, tag, value[2][0]))
                    if 5 in value:
                        histogram = fields(value[5][0])
                        histograms[tag] = tuple(histogram.get(number, [0.])[0] for number in (1, 2, 3))
                        limits, counts = (np.frombuffer(histogram[number][0], '<f8') for number in (6, 7))
                        assert len(limits) == len(counts) and counts.sum() == histograms[tag][2]
    return scalars, histograms


def trained(folder, validation=True, **arguments):
    model = filled(Sequential([Dense(2, input_shape=(3,), name='single')]))
    model.compile('sgd', 'mse')
    history = model.fit(X, Y, epochs=2, batch_size=6, verbose=0, validation_data=(X, Y) if validation else None,
                        callbacks=[TensorBoard(log_dir=str(folder), **arguments)])
    return history, model


def test_losses_are_written_for_each_epoch(tmp_path):
    history, _ = trained(tmp_path / 'logs', write_graph=False)
    scalars, _ = events(tmp_path / 'logs')
    assert [(step, tag) for step, tag, _ in sorted(scalars)] == [(0, 'loss'), (0, 'val_loss'), (1, 'loss'),
                                                                 (1, 'val_loss')]
    by_epoch = {(step, tag): value for step, tag, value in scalars}
    for tag in ('loss', 'val_loss'):
        np.testing.assert_allclose([by_epoch[epoch, tag] for epoch in (0, 1)], history.history[tag], rtol=1e-5)


def test_histograms_are_written_for_epochs(tmp_path):
    _, model = trained(tmp_path / 'logs', histogram_freq=1, batch_size=5, write_graph=False)
    _, histograms = events(tmp_path / 'logs')
    kernel = model.get_weights()[0]
    np.testing.assert_allclose(histograms['single/kernel_0'], [kernel.min(), kernel.max(), kernel.size], rtol=1e-5)


@pytest.mark.parametrize('frequency, steps', [('batch', [6, 12, 18, 24]), (10, [12, 24]), ('epoch', [])])
def test_losses_are_written_after_so_many_samples(tmp_path, frequency, steps):
    callback = TensorBoard(str(tmp_path), update_freq=frequency, write_graph=False)
    callback.set_model(Sequential([Dense(2, input_shape=(3,))]))
    for batch in range(4):
        callback.on_batch_end(batch, {'batch': batch, 'size': 6, 'loss': 0.5})
    callback.on_train_end({})
    assert events(tmp_path)[0] == [(step, 'loss', 0.5) for step in steps]


def test_histograms_of_what_layers_give_and_of_gradients_take_validation_data(tmp_path):
    model = filled(Sequential([Dense(2, input_shape=(3,), name='single')]))
    model.compile('sgd', 'mse')
    callback = TensorBoard(str(tmp_path / 'logs'), histogram_freq=2, batch_size=32, write_grads=True)
    callback.set_params({})
    callback.validation_data = [X, Y, np.ones(12)]
    callback.set_model(model)
    callback.on_epoch_end(0, {'loss': 1.})
    callback.on_epoch_end(1, {'loss': np.float32(0.5)})
    callback.on_train_end({})
    scalars, histograms = events(tmp_path / 'logs')
    assert scalars == [(0, 'loss', 1.), (1, 'loss', 0.5)]
    predicted = model.predict(X)
    np.testing.assert_allclose(histograms['single_out'], [predicted.min(), predicted.max(), 24], rtol=1e-4)
    gradient = 2 * X.T.dot(predicted - Y) / 24
    np.testing.assert_allclose(histograms['single/kernel_0_grad'], [gradient.min(), gradient.max(), 6], rtol=1e-4)


def test_histograms_without_validation_and_embeddings_without_data_are_refused(tmp_path):
    with pytest.raises(ValueError, match='validation_data'):
        trained(tmp_path, validation=False, histogram_freq=1)
