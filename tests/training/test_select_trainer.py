"""select_trainer: which facts about a model and its compile lead to which trainer, and for which reason."""
import pickle
import re
import subprocess
import sys
import warnings

import numpy as np
import pytest

from compat import backend as K
from compat import errors, metrics
from compat.initializers import Constant
from compat.layers import Dense, Input
from compat.models import Model, Sequential
from compat.optimizers import Optimizer
from training_runs import numbers

X, Y = numbers(12, 3), numbers(12, 2)
pytestmark = pytest.mark.difference('trainers')


class Descent(Optimizer):
    """Gradient descent in the words of Keras 2."""

    def get_updates(self, loss, params):
        return [K.update_sub(p, 0.1 * g) for p, g in zip(params, self.get_gradients(loss, params))]


class Subclassed(Model):
    """A model with a call of its own."""

    def __init__(self):
        super().__init__()
        self.dense = Dense(2, kernel_initializer=Constant(0.5))

    def call(self, inputs):
        return self.dense(inputs)


class OwnStep(Sequential):
    """A model that overrides what a newer host calls."""

    def train_step(self, data):
        return super().train_step(data)


def functional():
    x = Input((3,))
    return Model(x, Dense(2)(x))


def sequential():
    return Sequential([Dense(2, input_shape=(3,))])


def with_symbolic_loss():
    model = functional()
    model.add_loss(K.mean(K.square(model.output)))
    return model


def own_step():
    return OwnStep([Dense(2, input_shape=(3,))])


def doubles():
    return Sequential([Dense(2, input_shape=(3,), dtype='float64')])


class ByItself(getattr(metrics, 'Metric', object)):
    """A metric that counts by itself."""

    def update_state(self, y_true, y_pred, sample_weight=None):
        return None

    def result(self):
        return K.constant(0.)


def own_loss(y_true, y_pred):
    return K.mean(K.square(y_true - y_pred), axis=-1)


FACTS = [
    (functional, {}, 'GraphTrainer', 'the model is functional'),
    (sequential, {}, 'GraphTrainer', 'the model is functional'),
    (functional, {'loss': own_loss, 'metrics': [own_loss]}, 'GraphTrainer', 'the model is functional'),
    (functional, {'sample_weight_mode': [None]}, 'GraphTrainer', 'sample_weight_mode is given'),
    (functional, {'target_tensors': []}, 'GraphTrainer', 'target_tensors are tensors of the graph'),
    (functional, {'optimizer': Descent}, 'GraphTrainer', 'the steps of the optimizer Descent'),
    (with_symbolic_loss, {'loss': None}, 'GraphTrainer', 'losses were added to the model as symbols'),
    (Subclassed, {}, 'HostTrainer', 'the model is not functional'),
    (functional, {'run_eagerly': True}, 'HostTrainer', 'compile got run_eagerly, which Keras 2 has not'),
    (functional, {'metrics': ByItself}, 'GraphTrainer', 'the model is functional'),
    (own_step, {}, 'HostTrainer', 'the program overrides train_step'),
    (doubles, {}, 'HostTrainer', 'weights are float64, and floatx is float32'),
]


def compiled(make, arguments):
    model = make()
    arguments = dict({'optimizer': 'sgd', 'loss': 'mse'}, **arguments)
    if arguments['optimizer'] is Descent:
        arguments['optimizer'] = Descent()
    if arguments.get('metrics') is ByItself:
        arguments['metrics'] = [ByItself(name='by_itself')]
    if arguments.get('target_tensors') == []:
        arguments['target_tensors'] = [K.placeholder(ndim=2)]
    model.compile(**arguments)
    return model


@pytest.mark.parametrize('make, arguments, trainer, reason', FACTS,
                         ids=['%s-%s' % (make.__name__, '-'.join(arguments)) for make, arguments, _, _ in FACTS])
def test_the_trainer_follows_from_the_facts_and_is_reported_with_its_reason(make, arguments, trainer, reason):
    from compat.training.select import trainer_log
    with warnings.catch_warnings(record=True) as issued:
        warnings.simplefilter('always')
        model = compiled(make, arguments)
        assert type(model.trainer).__name__ == trainer and reason in model.trainer.reason
    assert tuple(trainer_log()[-1]) == (model.name, trainer, model.trainer.reason)
    # A warning names the row, and the line of the program.
    differences = [each for each in issued if each.category is errors.DifferenceWarning]
    assert len(differences) == (trainer == 'HostTrainer')
    for each in differences:
        assert "difference 'trained-by-hosts'" in str(each.message) and each.filename == __file__


def test_a_sequential_that_learns_its_input_shape_has_its_trainer_from_the_first_use_on():
    model = Sequential([Dense(2)])
    model.compile('sgd', 'mse')
    assert model._trainer_state.trainer is None
    model.train_on_batch(X, Y)
    trainer = model.trainer
    assert type(trainer).__name__ == 'GraphTrainer'
    model.fit(X, Y, verbose=0)
    assert model.trainer is trainer


def test_compile_selects_anew():
    model = functional()
    model.compile('sgd', 'mse')
    first = model.trainer
    model.compile('sgd', 'mae')
    assert model.trainer is not first


def test_a_model_that_is_not_compiled_has_no_trainer():
    assert functional().trainer is None


def test_nothing_of_the_program_runs_while_the_trainer_is_selected():
    calls = []

    def loss(y_true, y_pred):
        calls.append(1)
        return K.mean(y_pred, axis=-1)

    model = functional()
    model.compile('sgd', loss, metrics=[loss])
    assert model.trainer.reason and calls == []


def test_what_only_a_graph_can_train_is_refused_for_a_model_that_is_not_functional():
    with pytest.raises(errors.NotBuiltError, match='functional model'):
        Subclassed().compile(Descent(), 'mse')


def test_both_trainers_have_the_methods_of_models():
    names = ['fit', 'evaluate', 'predict', 'train_on_batch', 'test_on_batch', 'predict_on_batch', 'fit_generator',
             'evaluate_generator', 'predict_generator', 'metrics_names', 'reset_metrics', 'make_function']
    with pytest.warns(errors.DifferenceWarning):
        trainers = [compiled(functional, {}).trainer, compiled(functional, {'run_eagerly': True}).trainer]
    for trainer in trainers:
        assert not [name for name in names if not hasattr(trainer, name)]
        np.testing.assert_allclose(trainer.predict(X), trainer.model.predict(X), rtol=1e-5)


def test_a_call_that_keras_2_had_not_goes_to_the_host_with_a_warning():
    model = functional()
    model.compile('sgd', 'mse')
    by_graph = model.evaluate(X, Y, verbose=0)
    with pytest.warns(errors.DifferenceWarning, match='return_dict') as issued:
        by_host = model.evaluate(X, Y, verbose=0, return_dict=True)
    assert [each.filename for each in issued if each.category is errors.DifferenceWarning] == [__file__]
    np.testing.assert_allclose(by_host['loss'], by_graph, rtol=1e-4)
    assert type(model.trainer).__name__ == 'GraphTrainer'


@pytest.mark.once_a_family
def test_the_runner_prints_the_trainers_and_what_differed_where_it_is_asked_to(tmp_path):
    program = tmp_path / 'program.py'
    program.write_text("import copy, warnings\nwarnings.simplefilter('ignore')\n"
                       "from keras.layers import Dense\nfrom keras.models import Model, Sequential\n"
                       "model = Sequential([Dense(output_dim=1, input_shape=(2,))])\nmodel.compile('sgd', 'mse')\n"
                       "copy.deepcopy(model)\n"
                       "class Own(Model):\n    def call(self, inputs):\n        return inputs\n"
                       "Own().compile('sgd', 'mse')\n")
    printed = subprocess.run([sys.executable, '-m', 'compat', 'run', '--trainers', '--report', str(program)],
                             check=True, stderr=subprocess.PIPE, text=True).stderr
    assert 'model sequential_1: GraphTrainer, by the graph: the model is functional' in printed
    summary = printed[printed.index('the program met\n'):]
    met, keras1, trained = (part.splitlines()[1:] for part in re.split(r'\n  (?=\w)', summary)[1:])
    assert met[0].startswith('    program.py:11: trained-by-hosts: Model own_1 is trained by the host')
    assert met[1].startswith('        Keras 2: ') and len(met) == 2
    assert keras1 == ['    program.py:5: Update your `Dense` call to the Keras 2 API: `Dense(input_shape=(2,), '
                      'units=1)`']
    assert len(trained) == 1 and trained[0].startswith('    own_1: by the host')


def test_a_model_from_a_file_has_the_trainer_that_it_had():
    model = functional()
    model.compile('sgd', 'mse')
    again = pickle.loads(pickle.dumps(model))
    assert again.trainer.reason == model.trainer.reason
    assert again.train_on_batch(X, Y) == pytest.approx(model.train_on_batch(X, Y), rel=1e-5)
    for one, other in zip(again.get_weights(), model.get_weights()):
        np.testing.assert_allclose(one, other, rtol=1e-5)
