"""What is text in the config of a class of the program comes back as that text, whatever function has the name."""
import os

import numpy as np
import pytest

from compat import backend as K
from compat.constraints import Constraint
from compat.engine.base_layer import Layer
from compat.initializers import Initializer
from compat.layers import RNN, Dense, Input, RepeatVector, TimeDistributed
from compat.models import Model, Sequential, clone_model, load_model, model_from_json
from compat.regularizers import Regularizer
from compat.utils import custom_object_scope


def mine(x):
    return 2 * x


FUNCTIONS = {'mine': mine}
TEXTS = ['mine', 'Dense', 'Model', 'same', 'float32', 'add', 'concatenate', 'dot', 'deserialize', 'get', 'relu',
         'linear', 'zeros', 'glorot_uniform', 'mse', 'mean_squared_error', 'hinge', 'binary_accuracy', 'accuracy']


class HasTexts:
    """An object whose config has a text, and a list and a dict of it."""

    def __init__(self, text='add', texts=None, by_name=None, **kwargs):
        self.text, self.texts, self.by_name = text, texts or [text], by_name or {'of': text}
        super().__init__(**kwargs)

    def get_config(self):
        return dict(super().get_config(), text=self.text, texts=self.texts, by_name=self.by_name)


class Own(HasTexts, Layer):
    pass


class OwnDense(HasTexts, Dense):
    pass


class Cell(HasTexts, Layer):
    state_size = 2

    def call(self, inputs, states):
        return inputs + states[0], [inputs + states[0]]


class WithoutConfig:
    def get_config(self):
        return {}


class Drawn(HasTexts, Initializer):
    def __call__(self, shape, dtype=None):
        return K.constant(0., shape=shape)


class Penalty(HasTexts, WithoutConfig, Regularizer):
    def __call__(self, x):
        return 0. * K.sum(x)


class Limit(HasTexts, WithoutConfig, Constraint):
    def __call__(self, w):
        return w


CLASSES = (Own, OwnDense, Cell, Drawn, Penalty, Limit)
OBJECTS = dict({cls.__name__: cls for cls in CLASSES}, **FUNCTIONS)


def in_file(model, folder):
    path = os.path.join(str(folder), 'model.h5')
    model.save(path)
    return load_model(path, OBJECTS)


def in_scope(function, model):
    with custom_object_scope(OBJECTS):
        return function(model)


WAYS = {
    'h5': in_file, 'json': lambda model, folder: model_from_json(model.to_json(), OBJECTS),
    'config': lambda model, folder: type(model).from_config(model.get_config(), OBJECTS),
    'clone': lambda model, folder: in_scope(clone_model, model)}


def objects_of(model):
    """The objects with texts of a model that ``whole`` has made."""
    found = list(model.layers[1].layers)
    for layer in model.layers:
        found += [getattr(layer, name) for name in (
            'layer', 'cell', 'kernel_initializer', 'kernel_regularizer', 'kernel_constraint') if hasattr(layer, name)]
    return [one for one in found if isinstance(one, HasTexts)]


def whole():
    """A model with own layers of all texts, and one of each other class."""
    inputs = Input((2,))
    nested = Sequential([Own(TEXTS[0], input_shape=(2,))] + [Own(text, name='own_%s' % text) for text in TEXTS[1:]])
    dense = Dense(2, kernel_initializer=Drawn('zeros'), kernel_regularizer=Penalty('mse'), activation=mine,
                  kernel_constraint=Limit('dot'))
    steps = TimeDistributed(OwnDense('add', units=2, activation=mine))(RepeatVector(2)(dense(nested(inputs))))
    return Model(inputs, OwnDense('mse', units=1)(RNN(Cell('average'))(steps)))


@pytest.mark.parametrize('way', [
    pytest.param(way, marks=[pytest.mark.difference('texts-in-files')] if way == 'h5' else []) for way in sorted(WAYS)])
def test_a_text_in_a_config_stays_text(way, tmp_path):
    model = whole()
    again = WAYS[way](model, tmp_path)
    objects = objects_of(again)
    assert len(objects) == len(TEXTS) + 5
    for one, before in zip(objects, objects_of(model)):
        assert (one.text, one.texts, one.by_name) == (before.text, before.texts, before.by_name)
        assert type(one.text) is str
    assert again.layers[2].activation is mine and again.layers[4].layer.activation is mine
    assert again.predict(np.ones((1, 2))).shape == (1, 1)


@pytest.mark.difference('texts-in-files')
def test_a_class_method_of_the_program_may_put_functions_in_the_place_of_texts(tmp_path):
    class Changed(Own):
        @classmethod
        def from_config(cls, config):
            config['text'] = FUNCTIONS[config['text']]
            return cls(**config)

    path = os.path.join(str(tmp_path), 'model.h5')
    Sequential([Changed('mine', input_shape=(2,))]).save(path)
    assert load_model(path, dict(OBJECTS, Changed=Changed)).layers[0].text is mine
