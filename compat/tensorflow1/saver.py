"""Checkpoints of TensorFlow 1 of the variables of Keras: ``tf.train.Saver``."""
from compat.errors import UnsupportedError
from compat.imports import real_modules
from compat.symbolic.conversion import host


class Saver:
    """Saves variables in checkpoints of TensorFlow, and restores them: weights of models, variables of K and of tf.

    Args:
        var_list: A list of variables, which the checkpoint has under their names, or {name: variable}.
        options: Those of TensorFlow's Saver: ``max_to_keep``, ``keep_checkpoint_every_n_hours`` ...

    Raises:
        ValueError: Two variables have one name.
        UnsupportedError: There is no ``var_list``: TensorFlow has no list of Keras's variables here.

    Source: TensorFlow 1.15 ``tf.train.Saver``.
    """

    def __init__(self, var_list=None, *options, **named_options):
        if var_list is None:
            raise UnsupportedError('tf.train.Saver() without variables: TensorFlow has no list of those of Keras here. '
                                   'Pass them: tf.train.Saver(model.weights).')
        if not isinstance(var_list, dict):
            names = [variable.name.split(':')[0] for variable in var_list]
            twice = sorted({name for name in names if names.count(name) > 1})
            if twice:
                raise ValueError(f'At least two variables have the same name: {", ".join(twice)}. Pass a dict with '
                                 'names of your own.')
            var_list = dict(zip(names, var_list))
        variables = {name: host.framework_variable(variable) if host.is_variable(variable) else variable
                     for name, variable in var_list.items()}
        saver = real_modules.real_module('tensorflow').compat.v1.train.Saver
        self._saver = saver(variables, *options, **named_options)

    def save(self, sess, save_path, *args, **kwargs):
        """Writes a checkpoint, and returns its path: ``save_path`` with the number of ``global_step``."""
        return self._saver.save(None, save_path, *args, **kwargs)

    def restore(self, sess, save_path):
        """Gives the variables the values that the checkpoint has under their names."""
        self._saver.restore(None, save_path)

    def __getattr__(self, name):
        if name == '_saver':
            raise AttributeError(name)
        return getattr(self._saver, name)
