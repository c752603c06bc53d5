"""What is recorded within control_dependencies waits for updates: K.function performs them, in order."""
import importlib

import numpy as np
import pytest

from compat import backend as K
from compat.layers import Dense, Input


def control_dependencies(updates):
    """The function of Keras 2.3, and where K does not have it that of TensorFlow."""
    function = getattr(K, 'control_dependencies', None)
    return (function or importlib.import_module('tensorflow').control_dependencies)(updates)


def test_an_update_that_another_one_waits_for_is_performed_before_it_and_once():
    w, count = K.variable(1.), K.variable(0.)
    first = K.update(w, w * 2.)
    with control_dependencies([first]):
        second = K.update_add(count, 1.)
        third = K.update_add(count, 10.)
    step = K.function([], [], updates=[first, second, third])
    step([])
    step([])
    assert K.get_value(w) == 4. and K.get_value(count) == 22.


@pytest.mark.parametrize('change, expected', [('update', 5.), ('update_add', 7.), ('update_sub', -3.)])
def test_an_output_that_waits_for_an_update_performs_it(change, expected):
    w, x = K.variable(2.), K.placeholder(())
    with control_dependencies([getattr(K, change)(w, x)]):
        y = x * 3.
    assert K.function([x], [y])([5.])[0] == 15.
    assert K.get_value(w) == expected


def test_scopes_within_scopes_wait_for_the_updates_of_all():
    a, b, c = (K.variable(0.) for _ in range(3))
    with control_dependencies([K.update_add(a, 1.)]):
        with control_dependencies([K.update_add(b, 1.)]):
            last = K.update_add(c, 1.)
    K.function([], [], updates=[last])([])
    assert [K.get_value(each) for each in (a, b, c)] == [1., 1., 1.]


def test_what_is_recorded_outside_waits_for_nothing():
    w, x = K.variable(2.), K.placeholder((2,))
    before = x * 2.
    with control_dependencies([K.update(w, K.sum(x))]):
        within = x * 1.
    after = x * 4.
    np.testing.assert_array_equal(K.function([x], [before, after])([[1., 2.]]), [[2., 4.], [4., 8.]])
    assert K.get_value(w) == 2.
    K.function([x], [within])([[1., 2.]])
    assert K.get_value(w) == 3.


def test_gradients_that_wait_for_an_update_perform_it():
    w, x = K.variable(2.), K.placeholder((2,))
    with control_dependencies([K.update_add(w, 1.)]):
        loss = K.sum(x * x)
    gradient, = K.gradients(loss, [x])
    value, by_x = K.function([x], [loss, gradient])([[1., 2.]])
    assert value == 5. and K.get_value(w) == 3.
    np.testing.assert_array_equal(by_x, [2., 4.])


@pytest.mark.difference('layers-that-wait')
def test_the_call_of_a_layer_waits_for_an_update():
    w, x, layer = K.variable(2.), Input((3,)), Dense(1)
    layer(x)
    with control_dependencies([K.update_add(w, 1.)]):
        y = layer(x)
    K.function([x], [y])([np.ones((1, 3))])
    assert K.get_value(w) == 3.
