"""What compat takes from the host as it is: callbacks, data sets, preprocessing, applications, files of utils."""
import numpy as np
import pytest

from compat import callbacks
from compat.layers import Dense
from compat.models import Sequential
from compat.preprocessing import image, sequence, text
from compat.utils import Sequence, plot_model
from compat.utils.data_utils import get_file


@pytest.mark.parametrize('name', ['Callback', 'ModelCheckpoint', 'EarlyStopping', 'LearningRateScheduler',
                                  'ReduceLROnPlateau', 'CSVLogger', 'TerminateOnNaN', 'LambdaCallback', 'History'])
def test_a_callback_is_a_callback(name):
    assert issubclass(getattr(callbacks, name), callbacks.Callback)


def test_an_own_callback_watches_training():
    class Watcher(callbacks.Callback):
        seen = ()

        def on_epoch_end(self, epoch, logs=None):
            self.seen += ((epoch, sorted(logs)),)

    model = Sequential([Dense(1, input_shape=(2,))])
    model.compile('sgd', 'mse')
    watcher = Watcher()
    model.fit(np.zeros((4, 2)), np.zeros((4, 1)), epochs=2, verbose=0, callbacks=[watcher])
    assert watcher.seen == ((0, ['loss']), (1, ['loss'])) and watcher.model is model


def test_sequences_are_padded_and_texts_tokenized():
    assert sequence.pad_sequences([[1, 2], [3]], maxlen=3).tolist() == [[0, 1, 2], [0, 0, 3]]
    tokenizer = text.Tokenizer(num_words=10)
    tokenizer.fit_on_texts(['a b a', 'a c'])
    assert tokenizer.texts_to_sequences(['a b']) == [[1, 2]]
    assert text.text_to_word_sequence('One, two!') == ['one', 'two']


def test_images_come_in_batches():
    batches = image.ImageDataGenerator(rescale=0.5).flow(np.ones((3, 4, 5, 1)), batch_size=2, shuffle=False)
    assert np.array_equal(next(batches), np.full((2, 4, 5, 1), 0.5))


def test_data_sets_and_applications_are_there():
    from compat.applications import VGG16
    from compat.applications.vgg16 import VGG16 as same
    from compat.applications.vgg16 import preprocess_input
    from compat.datasets import mnist
    assert VGG16 is same and callable(mnist.load_data)
    assert np.allclose(preprocess_input(np.zeros((1, 2, 2, 3)))[0, 0, 0], [-103.939, -116.779, -123.68])


def test_files_and_sequences_of_batches_are_there():
    class Batches(Sequence):
        def __len__(self):
            return 2

        def __getitem__(self, index):
            return np.zeros((4, 2)), np.zeros((4, 1))

    assert len(Batches()) == 2 and callable(get_file) and callable(plot_model)
