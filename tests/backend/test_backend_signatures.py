"""Every public function of K is there with the signature of Keras 2; what only tf.keras has is in its dialect alone."""
import json

import paths
import pytest

import compat
from compat import backend as K
from compat.imports import lazy_modules as namespace
from make_backend_signatures import signature

with open(str(paths.GOLDEN / 'backend_signatures.json')) as stream:
    SIGNATURES = json.load(stream)
OF_TF_KERAS = sorted(name for name in set(SIGNATURES['2.15.0']) - set(SIGNATURES['2.2.4']) - set(SIGNATURES['2.3.1'])
                     if '.' not in name and name != 'name_scope') + ['experimental']
# One function for both dialects: None is what the dialect does.
OF_BOTH_DIALECTS = {'ctc_decode': '(y_pred, input_length, greedy=True, beam_width=100, top_paths=1, '
                                  'merge_repeated=None)'}


@pytest.mark.parametrize('name', sorted(SIGNATURES[compat.__version__]))
def test_a_function_of_k_has_the_signature_of_keras_2(name):
    function = getattr(K, name)
    assert not namespace.is_unbuilt(function)
    assert signature(function) in (SIGNATURES[compat.__version__][name], OF_BOTH_DIALECTS.get(name))


@pytest.mark.parametrize('name', OF_TF_KERAS)
def test_what_tf_keras_added_to_k_is_not_in_the_dialects_of_keras_2(name):
    assert not hasattr(K, name)
