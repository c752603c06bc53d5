"""Writes docs/tensorflow1.rst: what `import tensorflow` means in programs of Keras 2 that run under compat.

    PYTHONPATH=. python docs/make_tensorflow1_page.py

It needs no host: the names are those of the tables of compat.imports.tensorflow1.
"""
import os
import textwrap

from compat import differences
from compat.imports import tensorflow1
from pages import HERE, section, table, write

PAGE = os.path.join(HERE, 'tensorflow1.rst')

HEAD = """\
TensorFlow 1 beside Keras
=========================

In the dialects keras-2.2 and keras-2.3 a program that runs by ``python -m compat run``, or after ``compat.install()``,
gets the names and arguments of TensorFlow 1.15 by ``import tensorflow as tf``. They are those of ``tf.compat.v1`` of
the installed TensorFlow, and what has no meaning there is answered by compat, as the tables below say. The installed
module stays as it is. Installed libraries (in site-packages) get the installed module, but for those that are known to
be written for Keras 2, ``keras_*`` and
%s.

``tf.__version__`` is %r. Parts of TensorFlow are imported with an import statement: ``importlib.import_module``
returns the installed ones.

Functions of TensorFlow may be called on Keras's tensors and variables where Keras 3 computes with TensorFlow, and on
tf_keras and tf.keras. Where it computes with jax or torch, write the same with ``keras.backend``.

What runs: the functions of ``tf``, ``tf.nn``, ``tf.math``, ``tf.image``, ``tf.losses`` ... with their old arguments
(``keep_dims``, ``reduction_indices``, ``dim``, ``keep_prob``); ``tf.assign``, ``tf.group`` and
``tf.control_dependencies`` around updates; ``tf.while_loop``, ``tf.map_fn``, ``tf.scan`` and ``tf.cond`` of functions
that refer to tensors; ``tf.train.AdamOptimizer(...).minimize(loss)`` and its kin; ``tf.gradients``;
``tf.RegisterGradient`` with ``gradient_override_map``; ``tf.Session`` with what ``K.get_session()`` runs;
``tf.global_variables_initializer()``, which leaves all weights as they are.

What does not: ``tf.layers`` and the cells of ``tf.nn.rnn_cell`` where TensorFlow has them no more, ``tf.train.Saver``
without a list of variables, ``tf.metrics``, queues, ``tf.summary`` of tensors that have no value yet. They raise
errors.

``isinstance(x, tf.Tensor)`` and ``isinstance(v, tf.Variable)`` are true for Keras's tensors and variables.

``docs/make_tensorflow1_page.py`` writes this page.
"""
ANSWERED = (
    (tensorflow1.OF_COMPAT, "compat's, on its graph"), (tensorflow1.OF_TENSORFLOW_2, 'that of TensorFlow 2'),
    (tensorflow1.LOOPS, "TensorFlow's, recorded by compat where an argument is a symbol, or what a function refers to"),
    (tuple(f'train.{name}' for name in tensorflow1.OPTIMIZERS),
     "TensorFlow's, whose minimize is an update where the loss is a tensor of Keras"),
    (tensorflow1.RECORDED, "TensorFlow's, recorded by compat where it is called on symbols"),
    (tensorflow1.SETTINGS, 'does nothing: compat has chosen graph or eager execution'))
ROWS = ('tensorflow-functions', 'functions-that-do-not-ask', 'scopes-of-tensorflow', 'sessions')


def _code(names, start='tf.'):
    return ', '.join(f'``{start}{name}``' for name in names)


def page():
    """Returns the text of the page."""
    begin = textwrap.fill(_code(tensorflow1.OF_KERAS_2, ''), 118)
    lines = (HEAD % (begin, tensorflow1.VERSION)).split('\n')
    lines += section('Names that are answered otherwise')
    lines += table(['name', 'what it is'], sorted([_code([name]), what] for names, what in ANSWERED for name in names))
    lines += section('Names that raise an error')
    lines += table(['name', 'use instead'], [[_code([name]), f'``{instead}``' if '.' in instead and ' ' not in instead
                                              else instead] for name, instead in sorted(tensorflow1.REFUSED.items())])
    lines += section('tf.contrib')
    lines += table(['part', 'use instead'], [[_code([part], 'tf.contrib.'), instead]
                                             for part, instead in sorted(tensorflow1.CONTRIB.items())])
    lines += section('Names that K leaked, without TensorFlow')
    lines += table(['name', 'use instead'], [[_code([name], 'K.'), instead]
                                             for name, instead in sorted(tensorflow1.INSTEAD.items())])
    lines += section('Differences')
    for row in map(differences.by_id, ROWS):
        text = f'{row.what}. Keras 2 {row.keras2}; compat {row.compat}.'
        indent = {'initial_indent': '    ', 'subsequent_indent': '    '}
        lines += [f'**{row.id}**, on ``{row.where}``', textwrap.fill(text, 118, break_on_hyphens=False, **indent), '']
    return '\n'.join(lines).rstrip('\n') + '\n'


if __name__ == '__main__':
    write(PAGE, page())
