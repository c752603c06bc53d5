"""Runs specifications on the Keras of this process, and describes what each statement gave, as JSON.

The same file runs on real Keras 2.2.4 (root 'keras') and, through compat (root 'compat'), on every host.
"""

import contextlib
import gc
import importlib
import math
import os
import re
import shutil
import signal
import tempfile
import types
import warnings

import numpy as np

from fuzzing import own_code
from in_order import steps_in_order

SECONDS = 120  # for a program; what takes longer is an outcome, too
SHOWN = 10  # numbers of an array that are recorded as they are
STANDARD = (
    'ValueError',
    'TypeError',
    'AttributeError',
    'KeyError',
    'IndexError',
    'RuntimeError',
    'NotImplementedError',
    'ImportError',
    'AssertionError',
    'ZeroDivisionError',
    'UnboundLocalError',
    'NameError',
    'OSError',
    'LookupError',
    'ArithmeticError',
    'StopIteration',
    'TimeoutError',
    'RecursionError',
    'OverflowError',
)


# How far ``fuzz.py run --nudge`` moves the numbers of programs, relative to each: a few times the rounding of float32.
NUDGE = 1e-6
nudged = False


def nudge(values, seed):
    """The numbers, each moved by about its rounding where this process was told to."""
    if not nudged:
        return values
    return values * (1.0 + NUDGE * np.random.RandomState(seed + 1).uniform(-1.0, 1.0, np.shape(values)))


def numbers(kind, seed, shape, *more):
    """The array that a specification describes."""
    draw = np.random.RandomState(seed)
    if kind == 'integers':
        return draw.randint(0, more[0], shape)
    if kind == 'onehot':
        return np.eye(shape[-1], dtype='float32')[draw.randint(0, shape[-1], shape[:-1])]
    values = draw.uniform(-1.0, 1.0, shape)
    if kind == 'positive':
        values = np.abs(values) * 0.8 + 0.1
    if kind == 'signs':
        values = np.where(values > 0, 1.0, -1.0)
    if kind == 'padded':
        for row in range(shape[0]):
            values[row, max(1, shape[1] - row % 3) :] = 0.0
    if kind == 'repeated':
        values[1:] = values[:1]
    if kind != 'signs':
        values = nudge(values, seed)
    return values.astype(more[0] if more and isinstance(more[0], str) else 'float32')


class Skipped(Exception):
    """A statement needs the value of one that failed."""


class Interpreter:
    """Runs programs on the Keras at ``root``, 'keras' or 'compat'."""

    def __init__(self, root):
        self.root = root
        self.K = importlib.import_module(root + '.backend')
        self.layers = importlib.import_module(root + '.layers')
        self.own = own_code.make(self.module)
        self.names = {}
        self.folder = None
        self.is_oracle = root == 'keras' or self.module('process').matches('keras2')
        gc.freeze()  # what was imported is not looked through after each program

    def module(self, path):
        return importlib.import_module('%s.%s' % (self.root, path))

    # programs

    def run(self, specification):
        """The outcomes of the statements, a list as long as the program."""
        np.random.seed(7)
        if self.is_oracle:
            self.plain_session()
        self.names, self.folder = {}, tempfile.mkdtemp()
        signal.signal(signal.SIGPROF, _ring)
        signal.setitimer(signal.ITIMER_PROF, SECONDS)  # of this process: others on the machine do not count
        try:
            with contextlib.ExitStack() as scopes:
                scopes.enter_context(warnings.catch_warnings())
                if self.is_oracle:
                    scopes.enter_context(steps_in_order(importlib.import_module('keras.backend')))
                warnings.simplefilter('ignore')
                return [self.statement(each) for each in specification['program']]
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            self.names = {}
            shutil.rmtree(self.folder, ignore_errors=True)
            self.K.clear_session()
            self.as_at_first()

    def as_at_first(self):
        """Sets back what a program may have set for its process."""
        self.K.set_floatx('float32')
        self.K.set_epsilon(1e-7)
        self.K.set_image_data_format('channels_last')

    def plain_session(self):
        """A session that runs graphs as they are: to optimize those that run once takes longer."""
        tf = importlib.import_module('tensorflow')
        config = tf.ConfigProto(
            allow_soft_placement=True, intra_op_parallelism_threads=1, inter_op_parallelism_threads=1
        )
        config.graph_options.rewrite_options.disable_meta_optimizer = True
        self.K.set_session(tf.Session(config=config))

    def statement(self, statement):
        try:
            value = self.value(statement['do'])
            described = self.seen(value, statement['see'])
        except Skipped:
            return {'skipped': True}
        except Exception as error:  # noqa: BLE001, whatever a program raises is its outcome
            return failure(error)
        self.names[statement['to']] = value
        return described

    def value(self, expression):
        """What an expression computes."""
        if isinstance(expression, list):
            return [self.value(each) for each in expression]
        if not isinstance(expression, dict):
            return expression
        if 'call' in expression:
            function = self.find(expression['call'])
            positional = [self.value(each) for each in expression.get('args', [])]
            return function(*positional, **{key: self.value(each) for key, each in expression.get('kw', {}).items()})
        ((kind, content),) = expression.items()
        return getattr(self, '_' + kind if kind != '$' else '_name')(content)

    def _name(self, content):
        if content not in self.names:
            raise Skipped()
        return self.names[content]

    def _get(self, content):
        return self.find(content)

    def _tuple(self, content):
        return tuple(self.value(each) for each in content)

    def _dict(self, content):
        return {self.value(key): self.value(each) for key, each in content}

    def _np(self, content):
        dtype, number = content
        return np.array(number) if dtype == 'array' else getattr(np, dtype)(number)

    def _array(self, content):
        return numbers(*content)

    def _code(self, content):
        space = {'K': self.K, 'np': np, 'layers': self.layers}
        space.update(self.names)
        try:
            return eval(content, space)
        except NameError:
            raise Skipped() from None

    def _path(self, content):
        return os.path.join(self.folder, content)

    def find(self, path):
        """What lies at a path: 'layers.Dense', 'fuzz.names', 'own.Scale', '$model1.fit'."""
        first, *rest = path.split('.')
        if first.startswith('$'):
            found = self._name(first[1:])
        elif first == 'own':
            found = self.own
        elif first == 'fuzz':
            found = Helpers(self)
        elif first == 'K':
            found = self.K
        else:
            found = self.module(first)
        for each in rest:
            found = found[each] if isinstance(found, dict) else getattr(found, each)
        return found

    # outcomes

    def seen(self, value, see):
        if see == 'nothing':
            return None
        if see == 'tensor':
            return self.tensor(value)
        return described(value)

    def tensor(self, value):
        if isinstance(value, (list, tuple)):
            return [self.tensor(each) for each in value]
        if value is None:
            return None
        shape = self.K.int_shape(value)
        return {
            'tensor': self.K.dtype(value),
            'shape': shape if shape is None else [each if each is None else int(each) for each in shape],
        }


class Helpers:
    """What programs call beside Keras."""

    def __init__(self, interpreter):
        self.K = interpreter.K

    def set_weights(self, model, seed):
        """Gives every weight numbers of its own, none so large that a network becomes chaotic."""
        draw = np.random.RandomState(seed)
        values = []
        for value in model.get_weights():
            value = np.asarray(value)
            drawn = draw.uniform(0.1, 0.6, value.shape)
            signs = np.where(draw.uniform(size=value.shape) < 0.4, -1.0, 1.0) if value.ndim > 1 else 1.0
            values.append(nudge(drawn * signs, seed).astype(value.dtype))
        model.set_weights(values)
        return len(values)

    def weight_names(self, model):
        # TensorFlow numbers scopes that are entered again: dense_1_2/kernel is dense_1/kernel here.
        return tuple([re.sub(r'(_\d+)_\d+/', r'\1/', each.name) for each in weights]
                     for weights in (model.weights, model.trainable_weights))

    def targets(self, model, kind, seed, batch):
        """Targets in the shapes of the outputs of a model."""
        shapes = model.output_shape if isinstance(model.output_shape, list) else [model.output_shape]
        made = []
        for number, shape in enumerate(shapes):
            shape = [batch] + [3 if size is None else size for size in shape[1:]]
            if kind == 'sparse':
                made.append(numbers('integers', seed + number, shape[:-1] + [1], shape[-1]))
            else:
                made.append(numbers(kind, seed + number, shape))
        return made if isinstance(model.output_shape, list) else made[0]

    def regularization(self, model):
        """What the layers of a model add to its loss, where it depends on no input."""
        return [float(self.K.eval(loss)) for layer in model.layers for loss in layer.get_losses_for(None)]

    def counts(self, model):
        """How many losses and updates a model has."""
        return [len(model.losses), len(model.updates), len(model.weights), len(model.trainable_weights)]

    def evaluated(self, tensor):
        return self.K.eval(tensor)

    def history(self, fitted):
        return fitted.history


def _ring(number, frame):
    raise TimeoutError('the program takes longer than %d seconds' % SECONDS)


def failure(error):
    """The outcome of an exception: its class, the standard classes that it is one of, and what it says."""
    classes = [each.__name__ for each in type(error).__mro__]
    outcome = {
        'raises': classes[0],
        'is': [each for each in classes[1:] if each in STANDARD],
        'says': str(error).strip().split('\n')[0][:200],
    }
    row = _row_of(error)
    if row:
        outcome['row'] = row
    return outcome


def _row_of(error):
    """The id of the row of compat that an error tells."""
    if 'UnsupportedError' not in [each.__name__ for each in type(error).__mro__]:
        return None
    differences = importlib.import_module('compat.differences')
    return next((each.id for each in differences.DIFFERENCES if each.what in str(error)), None)


def described(value):
    """A value as JSON: arrays by their first numbers and three sums, dicts with their order, objects by their class."""
    if isinstance(value, (np.generic, np.ndarray)) and value.ndim == 0 and value.dtype.kind in 'fiub':
        value = value.item()
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, (np.ndarray, np.generic)):
        return of_array(np.asarray(value))
    if isinstance(value, (int, float)):
        return short(value) if isinstance(value, float) else value
    if isinstance(value, dict):
        return {'dict': [[described(key), described(each)] for key, each in value.items()]}
    if isinstance(value, (list, tuple)):
        return {type(value).__name__ if type(value) in (list, tuple) else 'list': [described(each) for each in value]}
    if isinstance(value, types.ModuleType):
        return {'object': 'module'}
    if isinstance(value, type) or callable(value) and hasattr(value, '__name__'):
        return {'named': value.__name__}
    return {'object': type(value).__name__}


def of_array(value):
    if value.dtype.kind not in 'fiub':
        return {
            'array': str(value.dtype),
            'shape': list(value.shape),
            'text': [str(each) for each in value.ravel()[:SHOWN]],
        }
    flat = value.astype('float64').ravel()
    outcome = {'array': str(value.dtype), 'shape': list(value.shape), 'values': [short(each) for each in flat[:SHOWN]]}
    if flat.size > SHOWN:
        # Sums with other weights for each number tell arrays apart that differ anywhere.
        outcome['sums'] = [
            short(np.dot(flat, np.cos(np.arange(flat.size) * step)) / math.sqrt(flat.size)) for step in (0.0, 1.0, 2.3)
        ]
        outcome['most'] = short(np.max(np.abs(flat)))
    return outcome


def short(number):
    number = float(number)
    return float('%.7g' % number) if math.isfinite(number) else repr(number)
