"""Write golden/trained-VERSION.h5, a model that real Keras has trained, and how its training goes on when it is loaded.

    PYTHONPATH=. PYTHON_OF_KERAS_2_2_4 tools/golden/make_trained.py
    PYTHONPATH=. PYTHON_OF_KERAS_2_3_1 tools/golden/make_trained.py
"""
import json
import os
import sys

import numpy as np

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir, 'tests', 'golden')
sys.path.insert(0, os.path.join(GOLDEN, '..'))

import compat  # noqa: E402
from compat.layers import Conv2D, Dense, Flatten  # noqa: E402
from compat.models import Sequential, load_model  # noqa: E402
from compat.optimizers import Adam  # noqa: E402
from training_runs import filled, numbers  # noqa: E402
from updates_in_order import steps_in_order  # noqa: E402

PATH = os.path.join(GOLDEN, 'trained-%s.h5' % compat.__version__)


def goes_on(path):
    """The loss and accuracy of further batches, and the count of the steps."""
    x, y = data()
    with steps_in_order():
        model = load_model(path)
        told = [[float(number) for number in model.train_on_batch(x, y)] for _ in range(4)]
    return {'batches': told, 'iterations': int(model.optimizer.get_weights()[0])}


def data():
    """Images and their classes."""
    return numbers(16, 5, 5, 1), np.eye(3)[np.arange(16) % 3]


if __name__ == '__main__':
    model = filled(Sequential([Conv2D(2, (3, 3), activation='tanh', input_shape=(5, 5, 1)), Flatten(),
                               Dense(3, activation='softmax')]))
    model.compile(Adam(lr=0.02, decay=0.1), 'categorical_crossentropy', metrics=['accuracy'])
    with steps_in_order():
        model.fit(*data(), epochs=3, verbose=0)
    model.save(PATH)
    with open(PATH.replace('.h5', '.json'), 'w') as stream:
        json.dump(goes_on(PATH), stream, indent=1)
        stream.write('\n')
