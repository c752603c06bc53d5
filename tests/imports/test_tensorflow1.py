"""`import tensorflow` of programs under compat: TensorFlow 1's names and arguments, and its numbers, on symbols."""
import json
import types

import numpy as np
import paths
import pytest
from tensorflow1_calls import CALLS, VALUES

import compat
from compat import backend as K
from compat import process
from compat.errors import MissingPackageError, UnsupportedError
from compat.layers import Activation, Dense, Input, Lambda
from compat.models import Model

GOLDEN = json.loads((paths.GOLDEN / 'tensorflow1.json').read_text())
NAMES = json.loads((paths.GOLDEN / 'tensorflow1_names.json').read_text())

pytestmark = pytest.mark.difference('tensorflow-functions')


@pytest.fixture
def tf():
    compat.install()
    try:
        import tensorflow
        yield tensorflow
    finally:
        compat.uninstall()


@pytest.mark.parametrize('call', [pytest.param(call, marks=pytest.mark.difference('complex-symbols'))
                                  if 'complex' in call else call for call in CALLS])
def test_a_call_of_tensorflow_1_on_symbols_is_computed_with_its_numbers(tf, call):
    symbols = {name: K.placeholder(value.shape, dtype=value.dtype.name) for name, value in VALUES.items()
               if name in call}
    result = eval('tf.' + call, dict(symbols, tf=tf))
    if isinstance(result, list):
        result = result[0]
    if 'complex' in call and 'real' not in call:
        result = tf.stack([tf.real(result), tf.imag(result)])
    values = [VALUES[name] for name in symbols]
    computed = K.function(list(symbols.values()), [result])(values)[0]
    expected = np.array(GOLDEN[call]['values'], GOLDEN[call]['dtype'].replace('complex64', 'float32'))
    computed = np.asarray(computed)
    assert computed.dtype == expected.dtype
    np.testing.assert_allclose(computed, expected.reshape(computed.shape), rtol=1e-4, atol=1e-5)


def test_the_version_is_that_of_tensorflow_1(tf):
    assert tf.__version__.split('.')[:2] == ['1', '15']


def test_parts_are_imported_in_each_form(tf):
    import tensorflow.compat.v1 as v1
    from tensorflow import nn
    from tensorflow.compat.v1 import reduce_max
    x = K.placeholder((2, 3))
    for function in (nn.relu, tf.nn.relu, v1.nn.relu):
        assert K.int_shape(function(x)) == (2, 3)
    assert K.int_shape(reduce_max(x, keep_dims=True)) == (1, 1)


def test_an_update_waits_for_those_of_control_dependencies(tf):
    w, count = K.variable(1.), K.variable(0.)
    first = tf.assign(w, w * 2.)
    with tf.control_dependencies([first]):
        second = tf.assign_add(count, 1.)
    step = K.function([], [count], updates=[second])
    step([])
    step([])
    assert [K.get_value(w), K.get_value(count)] == [4., 2.]


def test_identity_within_control_dependencies_performs_them(tf):
    w, x = K.variable(2.), K.placeholder(())
    with tf.control_dependencies([tf.assign_sub(w, x)]):
        y = tf.identity(x * 3.)
    assert K.function([x], [y])([5.])[0] == 15.
    assert K.get_value(w) == -3.


def test_a_group_performs_all_of_its_updates_in_a_session(tf):
    v, w = K.variable(1.), K.variable([1., 2.])
    K.get_session().run(tf.group(tf.assign_add(v, 2.), tf.assign(w, [5., 6.])))
    assert K.get_value(v) == 3. and K.get_value(w).tolist() == [5., 6.]


def test_an_assignment_in_a_session_has_the_new_value(tf):
    v, x = K.variable(1.), K.placeholder(())
    assert K.get_session().run(tf.assign(v, x + 1.), {x: 4.}) == 5.
    assert K.get_session().run([tf.assign_add(v, 1.)]) == [6.]


def test_what_is_computed_of_a_variable_sees_its_value_of_each_run(tf):
    w = K.variable(1.)
    square = K.function([], [tf.square(w), tf.log(w)])
    K.set_value(w, 3.)
    np.testing.assert_allclose(square([]), [9., np.log(3.)], rtol=1e-6)


@pytest.mark.difference('without-gradients')
def test_gradients_are_weighted_and_of_each_variable(tf):
    x, w = K.placeholder((2, 3)), K.variable(np.ones((3, 2)))
    y = tf.matmul(x, w)
    found = tf.gradients(y, [x, w], grad_ys=[tf.constant([[1., 0.], [0., 2.]])])
    value = np.arange(6.).reshape((2, 3))
    dx, dw = K.function([x], found)([value])
    np.testing.assert_allclose(dx, [[1., 1., 1.], [2., 2., 2.]])
    np.testing.assert_allclose(dw, [[0., 6.], [1., 8.], [2., 10.]])
    assert tf.gradients(y, K.placeholder((2,))) == [None]


def test_guided_backpropagation(tf):
    name = 'PositiveOnly%d' % np.random.randint(1 << 30)

    @tf.RegisterGradient(name)
    def positive_only(op, gradient):
        return gradient * tf.cast(gradient > 0, 'float32') * tf.cast(op.inputs[0] > 0, 'float32')

    x = Input((3,))
    with tf.get_default_graph().gradient_override_map({'Relu': name}):
        y = Activation('relu')(x)
        z = tf.nn.relu(x)
    plain, top = Activation('relu')(x), Dense(1, use_bias=False)
    outputs = [top(y), top(plain)]
    top.set_weights([np.array([[2.], [-3.], [4.]])])
    outputs.append(K.sum(z * K.constant([[2., -3., 4.]])))
    gradients = [K.gradients(K.sum(each), [x])[0] for each in outputs]
    computed = K.function([x], gradients)([np.array([[1., 1., -1.]])])
    np.testing.assert_allclose(computed, [[[2., 0., 0.]], [[2., -3., 0.]], [[2., 0., 0.]]])


def test_a_layer_computes_with_names_of_tensorflow_1(tf):
    x = Input((3,))
    y = Lambda(lambda t: tf.div(t, tf.reduce_sum(t, axis=1, keep_dims=True)), output_shape=(3,))(x)
    np.testing.assert_allclose(Model(x, y).predict(np.array([[1., 2., 1.]])), [[.25, .5, .25]], rtol=1e-6)


def imported_by(name, file):
    """The tensorflow that an import statement means in a module of this name and file."""
    names = {'__name__': name, '__file__': file, '__package__': name.rpartition('.')[0]}
    exec('import tensorflow\nfrom tensorflow import nn', names)
    return names['tensorflow'], names['nn']


@pytest.mark.parametrize('name, file', [
    ('keras.layers', '/usr/lib/python3/keras/layers.py'), ('tensorflow_probability', '/p/tensorflow_probability.py'),
    ('a_library', '/usr/lib/python3/site-packages/a_library/__init__.py')])
def test_other_importers_get_the_real_module(tf, name, file):
    module, nn = imported_by(name, file)
    if process.opened().family != 'keras2':
        assert not module.__version__.startswith('1.') and nn is module.nn and not hasattr(module, 'log')
    assert type(module) is not type(tf) or module is tf


@pytest.mark.parametrize('name, file', [
    ('__main__', '/home/me/train.py'), ('mrcnn.model', '/p/site-packages/mrcnn/model.py'),
    ('keras_contrib', '/p/site-packages/keras_contrib/__init__.py')])
def test_programs_and_libraries_of_keras_2_get_the_names_of_tensorflow_1(tf, name, file):
    module, nn = imported_by(name, file)
    assert module is tf and module.__version__ == tf.__version__ and callable(nn.moments)


def test_the_real_module_stays_as_it_is(tf):
    if process.opened().family == 'keras2':
        pytest.skip('it is the module itself')
    real, _ = imported_by('keras', '')
    before = dict(vars(real))
    tf.log, tf.Session, tf.get_default_graph, tf.nn.moments  # noqa: B018, asked for
    assert {name: value for name, value in vars(real).items() if before.get(name) is not value} == {}
    assert isinstance(tf, types.ModuleType) and tf is not real


@pytest.mark.parametrize('name, replacement', [('layers', 'keras.layers'), ('crf', 'tensorflow_addons'),
                                               ('slim', 'tf_slim'), ('no_such_part', 'keras.backend')])
def test_contrib_names_what_is_there_instead(tf, name, replacement):
    if process.opened().family == 'keras2':
        pytest.skip('TensorFlow 1 has it')
    with pytest.raises(UnsupportedError, match=r'tensorflow\.contrib\.%s.*%s' % (name, replacement)):
        getattr(tf.contrib, name)
    with pytest.raises(MissingPackageError, match=replacement):
        exec('import tensorflow.contrib.' + name)
    with pytest.raises(MissingPackageError, match='tf.contrib'):
        exec('from tensorflow.contrib import ' + name)


def test_each_name_of_tensorflow_1_is_there_or_raises_an_error_that_says_what_instead(tf):
    assert len(NAMES) > 2500
    bare, gone = [], []
    for path in NAMES:
        value = tf
        try:
            for name in path.split('.'):
                value = getattr(value, name)
        except UnsupportedError as error:
            assert name in str(error)
            gone.append(path)
        except AttributeError as error:
            bare.append((path, str(error)))
    assert bare == []
    assert len(gone) < 100


def test_what_would_be_an_empty_list_is_refused(tf):
    if process.opened().family == 'keras2':
        pytest.skip('the variables are in it')
    Dense(2)(Input((3,)))
    for name in ('trainable_variables', 'global_variables', 'get_collection'):
        with pytest.raises(UnsupportedError, match=name + '.*Use '):
            getattr(tf, name)


def test_a_session_of_tensorflow_1_is_that_of_k_and_runs_models(tf):
    config = tf.ConfigProto(gpu_options=tf.GPUOptions(allow_growth=True), allow_soft_placement=True)
    session = tf.Session(config=config)
    before = K.get_session()
    K.set_session(session)
    try:
        with session.graph.as_default(), session.as_default():
            x = Input((2,))
            layer = Dense(1, use_bias=False)
            y = layer(x)
            session.run(tf.global_variables_initializer())
            layer.set_weights([np.array([[2.], [3.]])])
            assert session.run(y, {x: [[1., 2.]]}).tolist() == [[8.]]
            assert session.run([tf.reduce_sum(y), {'twice': y * 2.}], feed_dict={x: [[1., 2.]]})[0] == 8.
            assert tf.get_default_session() is session
            assert tf.get_default_graph() is session.graph and K.get_session() is session
    finally:
        K.set_session(before)


def test_initializing_a_second_time_leaves_weights_of_trained_models_as_they_are(tf):
    if process.opened().family == 'keras2':
        pytest.skip('there it draws them anew')
    w = K.variable([1., 2.])
    K.get_session().run([tf.global_variables_initializer(), tf.local_variables_initializer()])
    assert K.get_value(w).tolist() == [1., 2.]


def test_placeholders_have_the_shape_and_dtype_that_are_asked_for(tf):
    x = tf.placeholder(tf.float32, (None, 2))
    assert K.int_shape(x) == (None, 2) and K.dtype(x) == 'float32'
    assert K.is_sparse(tf.sparse_placeholder(tf.float32, (3, 2)))
    np.testing.assert_array_equal(tf.Session().run(x * 2., {x: [[1., 2.]]}), [[2., 4.]])
