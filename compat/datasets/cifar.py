"""The files of the CIFAR data sets (Keras 2.2.4 `keras.datasets.cifar`)."""
import pickle


def load_batch(fpath, label_key='labels'):
    """Returns the images and labels of one file of CIFAR, which its authors pickled with Python 2.

    Images are an array (samples, 3, 32, 32); labels are the list ``label_key`` of the file.
    Raises KeyError where the file has no such list. Source: Keras 2.2.4 `keras.datasets.cifar.load_batch`.
    """
    with open(fpath, 'rb') as stream:
        batch = {key.decode('utf8'): value for key, value in pickle.load(stream, encoding='bytes').items()}
    return batch['data'].reshape((-1, 3, 32, 32)), batch[label_key]
