"""Each attribute and method of Keras 2.2.4's objects, private ones too, is there, or its error says what to do."""
import json

import attribute_cases
import paths
import pytest

import compat

TABLE = json.loads((paths.GOLDEN / 'attributes.json').read_text())
# What no host can have: what Keras 2 filled while it built its graph of TensorFlow.
ABSENT = {'_add_inbound_node', '_base_init', '_init_graph_network', '_init_subclassed_network', '_output_mask_cache',
          '_output_shape_cache', '_output_tensor_cache', '_per_input_losses', '_per_input_updates', '_set_inputs',
          '_updated_config', 'run_internal_graph'}


@pytest.fixture(scope='module')
def objects():
    return attribute_cases.objects(compat)


@pytest.mark.filterwarnings('ignore')
@pytest.mark.parametrize('kind', sorted(TABLE))
def test_an_object_has_the_attributes_and_methods_that_it_had_in_keras_2(kind, objects):
    thing, wrong = objects[kind], {}
    for word in TABLE[kind].split():
        name = word.replace('()', '')
        try:
            if callable(getattr(thing, name)) != word.endswith('()'):
                wrong[name] = 'a method' if word.endswith('()') else 'no method'
        except AttributeError as error:
            if name not in ABSENT or 'has no attribute' in str(error):
                wrong[name] = str(error)
    assert wrong == {}


def test_attributes_tell_what_they_told_in_keras_2(objects):
    model, sequential = objects['model'], objects['Sequential without input shape']
    assert (model.optimizer, objects['optimizer'].updates, objects['compiled model'].loss) == (None, [], 'mse')
    assert sequential._build_input_shape is None and sequential._uses_inputs_arg
    assert sequential.inputs is None and sequential.outputs is None
    sequential = compat.models.Sequential([compat.layers.Dense(2)])
    sequential.build((None, 3))
    assert tuple(sequential._build_input_shape) == (None, 3) and sequential._built
    layer = compat.layers.Layer()
    layer._built = True
    assert layer.built
