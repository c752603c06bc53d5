"""Keras 2's TensorBoard."""
import warnings

import numpy as np

from compat import backend as K
from compat.training.callbacks.base import Callback
from compat.training.callbacks.event_files import EventFile
from compat.utils.generic_utils import to_list

_NOT_DRAWN = ('TensorBoard writes no %s here: what Keras 2 drew is part of a graph and of checkpoints of TensorFlow 1. '
              'Numbers and histograms are written.')


class TensorBoard(Callback):
    """Writes the logs into files for TensorBoard, on every framework (Keras 2.2.4 `keras.callbacks.TensorBoard`).

    ``update_freq`` is 'epoch', 'batch' or a number of samples. Every ``histogram_freq`` epochs it writes how weights,
    the outputs of layers and with ``write_grads`` gradients are spread, the latter two by the validation data, in
    batches of ``batch_size``. Raises ValueError for histograms without validation. No graph, images and embeddings are
    written; a warning says so where they are asked for.
    """

    def __init__(self, log_dir='./logs', histogram_freq=0, batch_size=32, write_graph=True, write_grads=False,
                 write_images=False, embeddings_freq=0, embeddings_layer_names=None, embeddings_metadata=None,
                 embeddings_data=None, update_freq='epoch'):
        super().__init__()
        for asked, what in ((write_images, 'images of weights'), (embeddings_freq, 'embeddings')):
            if asked:
                warnings.warn(_NOT_DRAWN % what, stacklevel=2)
        self.log_dir, self.histogram_freq, self.batch_size = log_dir, histogram_freq, batch_size
        self.write_graph, self.write_grads, self.write_images = write_graph, write_grads, write_images
        self.embeddings_freq, self.embeddings_layer_names = embeddings_freq, embeddings_layer_names
        self.embeddings_metadata, self.embeddings_data = embeddings_metadata or {}, embeddings_data
        self.update_freq = 1 if update_freq == 'batch' else update_freq
        self.samples_seen = self.samples_seen_at_last_write = 0
        self.writer = self.merged = self._compute = None
        if self.update_freq != 'epoch':
            self.on_batch_end = self._count_batch

    def set_model(self, model):
        """Begin a file."""
        self.model = model
        self.writer, self._compute = EventFile(self.log_dir), None

    def on_epoch_end(self, epoch, logs=None):
        """Write the logs, and where it is time the histograms."""
        logs = logs or {}
        if self.embeddings_data is None and self.embeddings_freq:
            raise ValueError('To visualize embeddings, embeddings_data must be provided.')
        if self.histogram_freq:
            if not self.validation_data and not any(name.startswith('val_') for name in logs):
                raise ValueError('If printing histograms, validation_data must be provided, and cannot be a generator.')
            if epoch % self.histogram_freq == 0:
                self._write_histograms(epoch)
        self._write_logs(logs, epoch if self.update_freq == 'epoch' else self.samples_seen)

    def on_train_end(self, logs=None):
        """Close the file."""
        self.writer.close()

    def _count_batch(self, batch, logs=None):
        logs = logs or {}
        self.samples_seen += logs.get('size', 1)  # hosts that train report no size: their batches count as one
        if self.samples_seen - self.samples_seen_at_last_write >= self.update_freq:
            self._write_logs(logs, self.samples_seen)
            self.samples_seen_at_last_write = self.samples_seen

    def _write_logs(self, logs, step):
        for name, value in logs.items():
            if name not in ('batch', 'size'):
                self.writer.scalar(name, np.asarray(value).item(), step)
        self.writer.flush()

    def _write_histograms(self, epoch):
        for layer in self.model.layers:
            for weight in layer.weights:
                self.writer.histogram(_tag(layer, weight), K.get_value(weight), epoch)
        if self.validation_data:
            tags, compute, phase = self._computed()
            arrays = [array for array in self.validation_data if np.ndim(array) > 0]
            for start in range(0, len(arrays[0]), self.batch_size):
                values = compute([array[start:start + self.batch_size] for array in arrays] + phase)
                for tag, value in zip(tags, values):
                    self.writer.histogram(tag, value, epoch)

    def _computed(self):
        """(tags, the function of the validation data that gives their values, what it takes behind them)."""
        if self._compute is None:
            model, found = self.model, []
            for layer in model.layers:
                outputs = to_list(layer.output)
                found += [('{}_out{}'.format(layer.name, '_%d' % place if len(outputs) > 1 else ''), output)
                          for place, output in enumerate(outputs)]
            if self.write_grads:
                weights = [(_tag(layer, weight), weight)
                           for layer in model.layers for weight in layer.trainable_weights]
                gradients = model.optimizer.get_gradients(model.total_loss, [weight for _, weight in weights])
                found += [(tag + '_grad', gradient) for (tag, _), gradient in zip(weights, gradients)]
            fed = model.inputs + model.targets + model.sample_weights
            self._compute = [tag for tag, _ in found], K.function(fed + [K.learning_phase()],
                                                                  [tensor for _, tensor in found]), [0.]
        return self._compute


def _tag(layer, weight):
    name = weight.name if '/' in weight.name else f'{layer.name}/{weight.name}:0'
    return name.replace(':', '_')
