"""Networks of each kind, and with other arguments, have the layers and weights of real Keras 2; it takes a minute."""
import json

import application_cases as cases
import numpy as np
import paths
import pytest

from compat.applications import densenet, nasnet
from compat.layers import Conv2D
from compat.networks import residual

GOLDEN = json.loads((paths.GOLDEN / 'applications.json').read_text())


def oracle(name):
    return GOLDEN['2.2.4' if name in GOLDEN['2.2.4'] else '2.3.1'][name]


@pytest.mark.parametrize('name', [name for name in {**cases.LARGE, **cases.VARIED} if cases.is_there(name)])
def test_a_large_network_has_the_layers_weights_and_file_of_keras_2(name):
    model, file = cases.network_and_file(name)
    assert dict(cases.described(model, False), file=file) == oracle(name)


def test_a_residual_network_has_the_outputs_of_keras_2():
    expected, model = dict(oracle('ResNet50')), cases.network('ResNet50')
    outputs = np.array(expected.pop('outputs'))
    assert cases.described(model, True) == expected
    assert np.allclose(cases.predicted('ResNet50', model), outputs, rtol=1e-4, atol=1e-4 * np.abs(outputs).max())


def cell(kind, parts, strides):
    """What stands for a cell of a NASNet: a convolution of the name and channels of its last layer."""
    def make(ip, p, filters, block_id=None):
        return Conv2D(parts * filters, 1, strides=strides, padding='same', name=f'{kind}_concat_{block_id}')(ip), ip

    return make


@pytest.mark.parametrize('name', cases.COUNTED)
def test_networks_of_a_family_have_the_blocks_of_keras_2(name, monkeypatch):
    def residual_block(x, filters, stride, has_convolution, name):
        return Conv2D(4 * filters, 1, strides=stride, name=name + '_out')(x)

    monkeypatch.setattr(residual, '_block', residual_block)
    monkeypatch.setattr(residual, '_block_v2', residual_block)
    monkeypatch.setattr(densenet, 'conv_block', lambda x, growth_rate, name: Conv2D(
        int(x.shape[-1]) + growth_rate, 1, name=name + '_concat')(x))
    monkeypatch.setattr(nasnet, '_normal_a_cell', cell('normal', 6, 1))
    monkeypatch.setattr(nasnet, '_reduction_a_cell', cell('reduction', 4, 2))
    assert cases.blocks_of(name) == oracle('blocks of ' + name)
