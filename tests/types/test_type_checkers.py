"""mypy and pyright read the stubs and the annotations: programs that are right pass, and wrong calls are reported."""
import json
import os
import re
import subprocess
import sys

import pytest
from paths import ROOT

PROGRAM = '''
import numpy as np

import compat
import compat as keras
from compat import backend as K
from compat.callbacks import Callback, EarlyStopping
from compat.layers import LSTM, Conv2D, Dense, Input, Lambda
from compat.layers.core import Layer
from compat.models import Model, Sequential, load_model
from compat.optimizers import SGD
from customlayers import DynamicConv2D, KernelPredictor, StandardizedConv2D, TiedConv2D, WeightedProduct, folded, parse

compat.configure(host='keras3', dialect='keras-2.2')


class Projection(Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, shape):
        self.kernel = self.add_weight(name='kernel', shape=(shape[-1], self.units), initializer='uniform')
        super().build(shape)

    def call(self, x, mask=None):
        return K.dot(x, self.kernel)

    def compute_output_shape(self, shape):
        return shape[0], self.units

    def get_config(self):
        config = super().get_config()
        config['units'] = self.units
        return config


class Epochs(Callback):
    def on_epoch_end(self, epoch, logs={}):
        print(epoch, logs)


def loss(y_true, y_pred):
    return K.mean(K.square(y_pred - y_true), axis=-1)


inputs = Input(shape=(3,))
hidden = Dense(np.int64(4), activation='relu', name='hidden')(Projection(3)(inputs))
model = Model(inputs, Lambda(lambda x: 2 * x, output_shape=(4,))(hidden))
model.compile(SGD(lr=0.1, clipnorm=1.), loss, metrics=['accuracy'])
history = model.fit(np.ones((2, 3)), np.ones((2, 4)), epochs=3, callbacks=[Epochs(), EarlyStopping('loss')])
print(history.history['loss'][0], model.layers[0].units, keras.layers.Dense(3).get_weights())
steps = Sequential([Dense(3, input_shape=(4, 3)), LSTM(3, return_sequences=True, input_length=4)])
steps.add(keras.layers.Flatten())
steps.summary()
images = Input((8, 8, 3))
tied = TiedConv2D(3, 'AB/BA', padding='same', kernel_initializer='he_normal')(images)
kernel, bias = KernelPredictor(4, (3, 3), 3)(Input((7,)))
dynamic = DynamicConv2D(4, 3)([images, kernel, bias])
plain = folded(Sequential([StandardizedConv2D(4, 3, gain=True, input_shape=(8, 8, 3))]))
product = WeightedProduct(w_vec=[1., 2., 3.])(inputs)
convolved = K.conv2d(images, K.variable(np.ones((3, 3, 3, 2))), strides=(2, 2), padding='same')
print(parse('AB/BA').shape, load_model('model.h5').predict(np.ones((2, 3))), Conv2D(2, (3, 3), input_shape=(8, 8, 3)))
'''
# Expression: what mypy and pyright say of its type.
REVEALED = {
    'Dense(3)': ('compat.layers.core.Dense', 'Dense'),
    'keras.layers.Dense(3)': ('compat.layers.core.Dense', 'Dense'),
    'Model(1, 2)': ('compat.engine.training.Model', 'Model'),
    'load_model("model.h5")': ('compat.engine.training.Model', 'Model'),
    'Model(1, 2).fit()': ('compat.callbacks.History', 'History'),
    'Dense(3).count_params()': ('int', 'int'),
    'K.epsilon()': ('float', 'float'),
    'TiedConv2D(3, "AB")': ('customlayers.tied_convolution.TiedConv2D', 'TiedConv2D'),
    'DynamicConv2D(3, 2)': ('customlayers.dynamic_convolution.DynamicConv2D', 'DynamicConv2D'),
    'compat.configure': (r'def \(host: str \| None =, dialect: str \| None =\)',
                         r'\(host: str \| None = None, dialect: str \| None = None\) -> None'),
    'Dense': (r'def \(units: typing.SupportsIndex, activation: Any =, use_bias: bool =, ', r'type\[Dense\]'),
    'K.conv2d': (r'def \(x: .*, kernel: .*, strides: .* =, padding: str =, ',
                 r"\(x: .*, kernel: .*, strides: .* = \(1, 1\), padding: str = 'valid', ")}
WRONG = [
    'Dense("3")', 'Dense(3, activaton="relu")', 'Dense()', 'keras.layers.Dens(3)', 'Model(1, 2).fitt()',
    'LSTM(3, return_sequence=True)', 'K.conv2d(1)', 'K.convolve2d(1, 2)', 'K.conv2d(1, 2, colour=3)', 'TiedConv2D(3)',
    'TiedConv2D("3", "AB/BA")', 'DynamicConv2D(3)', 'parse("AB", ranks=2)', 'folded()',
    'compat.configure(hosts="keras3")', 'compat.instal()', 'from compat.layers import Dens',
    'from compat.modls import Model']


@pytest.fixture(scope='module')
def programs(tmp_path_factory):
    """The folder with the programs that the checkers read."""
    folder = tmp_path_factory.mktemp('programs')
    imports = ''.join(line + '\n' for line in PROGRAM.splitlines() if re.match('(from|import) ', line))
    (folder / 'right.py').write_text(PROGRAM)
    (folder / 'revealed.py').write_text(imports + ''.join(f'reveal_type({expression})\n' for expression in REVEALED))
    (folder / 'wrong.py').write_text(imports + '\n'.join(WRONG) + '\n')
    # What other checkers have beside the stubs is not the program's: a module without a source is a warning.
    (folder / 'pyrightconfig.json').write_text(json.dumps({'include': ['.'], 'extraPaths': [str(ROOT)]}))
    return folder


def run_checker(folder, *arguments):
    environment = dict(os.environ, MYPYPATH=str(ROOT), PYRIGHT_PYTHON_IGNORE_WARNINGS='1')
    return subprocess.run([sys.executable, '-m'] + list(arguments), cwd=str(folder), env=environment, timeout=300,
                          capture_output=True, text=True)


def mypy(folder):
    """{file: [(line, severity, message)]}, as mypy reports it."""
    run = run_checker(folder, 'mypy', '--config-file=', '--cache-dir=cache', '--follow-imports=silent',
                      '--ignore-missing-imports', 'right.py', 'revealed.py', 'wrong.py')
    assert run.returncode == 1, run.stdout + run.stderr  # the wrong calls
    reports = {}
    for file, line, severity, message in re.findall(r'(?m)^(\w+\.py):(\d+): (\w+): (.*)$', run.stdout):
        reports.setdefault(file, []).append((int(line), severity, message))
    return reports


def pyright(folder):
    """{file: [(line, severity, message)]}, as pyright reports it."""
    run = run_checker(folder, 'pyright', '--outputjson')
    assert run.returncode == 1, run.stdout + run.stderr  # the wrong calls
    reports = {}
    for report in json.loads(run.stdout)['generalDiagnostics']:
        reports.setdefault(os.path.basename(report['file']), []).append(
            (report['range']['start']['line'] + 1, report['severity'].replace('information', 'note'),
             report['message']))
    return reports


@pytest.fixture(scope='module', params=[mypy, pyright], ids=['mypy', 'pyright'])
def reports(request, programs):
    return request.param(programs)


@pytest.fixture
def of_checker(request):
    """The column of REVEALED that the checker of this test is in."""
    return 0 if request.node.callspec.params['reports'] is mypy else 1


def lines_of(programs, file, expressions):
    lines = (programs / file).read_text().splitlines()
    return {expression: lines.index(expression) + 1 for expression in expressions}


def test_a_program_with_layers_models_k_and_customlayers_passes(reports):
    assert [report for report in reports.get('right.py', ()) if report[1] == 'error'] == []


def test_signatures_and_classes_resolve(reports, programs, of_checker):
    lines = lines_of(programs, 'revealed.py', [f'reveal_type({expression})' for expression in REVEALED])
    for expression, patterns in REVEALED.items():
        messages = [message for line, _, message in reports['revealed.py']
                    if line == lines[f'reveal_type({expression})']]
        assert any(re.search(rf'"{patterns[of_checker]}', message) for message in messages), (expression, messages)
    assert [report for report in reports['revealed.py'] if report[1] == 'error'] == []


def test_a_wrong_call_is_reported(reports, programs):
    lines = lines_of(programs, 'wrong.py', WRONG)
    reported = {line for line, severity, _ in reports['wrong.py'] if severity == 'error'}
    assert [call for call, line in lines.items() if line not in reported] == []
    assert reported == set(lines.values())
