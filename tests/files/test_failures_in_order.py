"""What a file of a model lacks is reported in the order in which Keras 2 made the parts: the loss after the layers."""
import pytest

from compat.layers import Dense, Layer
from compat.models import Sequential, load_model


class WithoutConfig(Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def call(self, inputs):
        return inputs * self.units


def own_loss(y_true, y_pred):
    return (y_true - y_pred) ** 2


def saved(path, *layers):
    model = Sequential(layers)
    model.compile('sgd', own_loss)
    model.save(path)
    return path


def test_a_layer_that_cannot_be_made_is_reported_before_an_unknown_loss(tmp_path):
    path = saved(str(tmp_path / 'model.h5'), WithoutConfig(2, input_shape=(3,)))
    with pytest.raises(TypeError, match='units'):
        load_model(path, custom_objects={'WithoutConfig': WithoutConfig})


def test_an_unknown_loss_is_reported_where_all_layers_can_be_made(tmp_path):
    with pytest.raises(ValueError, match='own_loss'):
        load_model(saved(str(tmp_path / 'model.h5'), Dense(2, input_shape=(3,))))
