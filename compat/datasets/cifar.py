"""The files of the CIFAR data sets (Keras 2.2.4 `keras.datasets.cifar`)."""
import pickle


def load_batch(fpath, label_key='labels'):
    """The images and labels of one file of CIFAR as its authors pickled it, under Python 2.

    Images are an array (samples, 3, 32, 32), channels first; labels are the list that the file has as ``label_key``.
    Raises KeyError where it has none of that name. Source: Keras 2.2.4 `keras.datasets.cifar.load_batch`.
    """
    with open(fpath, 'rb') as stream:
        batch = {key.decode('utf8'): value for key, value in pickle.load(stream, encoding='bytes').items()}
    return batch['data'].reshape((-1, 3, 32, 32)), batch[label_key]
