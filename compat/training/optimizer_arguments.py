"""The arguments of Keras 2's optimizers: their order and defaults in each dialect, as data.

``lr`` and ``learning_rate`` are taken in every dialect; ``epsilon`` None is K.epsilon().
"""
import inspect
from collections import OrderedDict

from compat import backend as K
from compat import process
from compat.symbolic.context import context

# What each optimizer has, in the order of Keras 2.2.
_ARGUMENTS = {
    'SGD': (('lr', 0.01), ('momentum', 0.), ('decay', 0.), ('nesterov', False)),
    'RMSprop': (('lr', 0.001), ('rho', 0.9), ('epsilon', None), ('decay', 0.)),
    'Adagrad': (('lr', 0.01), ('epsilon', None), ('decay', 0.)),
    'Adadelta': (('lr', 1.0), ('rho', 0.95), ('epsilon', None), ('decay', 0.)),
    'Adam': (('lr', 0.001), ('beta_1', 0.9), ('beta_2', 0.999), ('epsilon', None), ('decay', 0.), ('amsgrad', False)),
    'Adamax': (('lr', 0.002), ('beta_1', 0.9), ('beta_2', 0.999), ('epsilon', None), ('decay', 0.)),
    'Nadam': (('lr', 0.002), ('beta_1', 0.9), ('beta_2', 0.999), ('epsilon', None), ('schedule_decay', 0.004)),
}
# Arguments that Keras 2.3 takes by keyword only, behind the others.
_KEYWORDS_OF_23 = ('decay', 'epsilon', 'schedule_decay')
# tf.keras's own defaults.
_OF_TF_KERAS = {
    'RMSprop': {'epsilon': 1e-7}, 'Adam': {'epsilon': 1e-7},
    'Adagrad': {'lr': 0.001, 'epsilon': 1e-7, 'initial_accumulator_value': 0.1},
    'Adadelta': {'lr': 0.001, 'epsilon': 1e-7}, 'Adamax': {'lr': 0.001, 'epsilon': 1e-7},
    'Nadam': {'lr': 0.001, 'epsilon': 1e-7},
}
# Those that are variables, as the rate is. The rho of Adadelta is a number.
_VARIABLES = {'SGD': ('momentum', 'decay'), 'RMSprop': ('rho', 'decay'), 'Adagrad': ('decay',), 'Adadelta': ('decay',),
              'Adam': ('beta_1', 'beta_2', 'decay'), 'Adamax': ('beta_1', 'beta_2', 'decay'),
              'Nadam': ('beta_1', 'beta_2')}
ARE_VARIABLES = process.dialect().optimizer_settings_are_variables
# Keras 2's clipnorm is the norm of all gradients together, tf.keras's that of each gradient.
CLIPS_EACH_GRADIENT = process.dialect().clips_each_gradient
RATE = process.dialect().learning_rate_name
# Those that have the count of their steps among their weights; all from 2.3 on, where Nadam has its product too.
COUNTS_AMONG_WEIGHTS = (tuple(_ARGUMENTS) if process.dialect().iterations_among_weights
                        else ('SGD', 'Adam', 'Adamax', 'Nadam'))
# What weights of 2.2 lack, at which place, and what 2.3 takes for it.
MAY_LACK = {} if not process.dialect().iterations_among_weights else {
    'RMSprop': (0, 0), 'Adagrad': (0, 0), 'Adadelta': (0, 0), 'Nadam': (1, 1.)}
SCHEDULES_AMONG_WEIGHTS = ('Nadam',) if process.dialect().iterations_among_weights else ()
COMMON = ('clipnorm', 'clipvalue', 'name')


def for_files():
    """While a model is saved: optimizers give the host's config, so that a plain host loads the file."""
    return context.scope(writes_file=True)


def writing_a_file():
    """Whether configs are to be the host's, as they go into a file."""
    return context.writes_file


def names(kind):
    """The names of the settings of an optimizer, in the order of its config in this dialect."""
    if kind == 'Nadam':
        return [RATE if name == 'lr' else name for name, _ in _ARGUMENTS[kind]]
    own = [RATE if name == 'lr' else name for name, _ in _ARGUMENTS[kind]]
    return sorted(own, key=lambda name: (name == 'amsgrad', name == 'nesterov', name == 'epsilon', name == 'decay'))


def variables(kind):
    """The names of the settings of an optimizer that are variables, beside its rate."""
    return _VARIABLES[kind] if ARE_VARIABLES else ()


def has_slots(name, settings):
    """Whether an optimizer of these settings has slots of this name: Keras 2's SGD has momenta when they are 0, too."""
    needed = {'momentum': ARE_VARIABLES or settings.get('momentum'), 'vhat': settings.get('amsgrad')}
    return bool(needed.get(name, True))


def signature(kind):
    """The signature of the constructor in this dialect."""
    defaults = dict(_ARGUMENTS[kind])
    order = [name for name, _ in _ARGUMENTS[kind]]
    late = ()
    if RATE != 'lr':
        late = [name for name in order if name in _KEYWORDS_OF_23]
    if process.dialect().tf_keras_optimizer_defaults:
        defaults.update(_OF_TF_KERAS.get(kind, {}))
        late = late + [name for name in defaults if name not in order]
    parameters = [inspect.Parameter('self', inspect.Parameter.POSITIONAL_OR_KEYWORD)]
    parameters += [inspect.Parameter(RATE if name == 'lr' else name, inspect.Parameter.POSITIONAL_OR_KEYWORD,
                                     default=defaults[name]) for name in order if name not in late]
    parameters += [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=defaults[name]) for name in late]
    parameters.append(inspect.Parameter('kwargs', inspect.Parameter.VAR_KEYWORD))
    return inspect.Signature(parameters)


def bound(kind, args, kwargs):
    """The settings of an optimizer that is made with these arguments, the rate under ``learning_rate``.

    Raises TypeError for an argument that it does not have, for one given twice, and for too many.
    """
    for old, new in (('lr', 'learning_rate'), ('learning_rate', 'lr')):
        if old in kwargs and new == RATE:
            if new in kwargs or args:
                raise TypeError(f'{kind} got its rate twice, as `lr` and as `learning_rate`.')
            kwargs[new] = kwargs.pop(old)
    call = signature(kind).bind(None, *args, **kwargs)
    extra = call.arguments.pop('kwargs', {})
    for name in extra:
        if name not in COMMON:
            raise TypeError('Unexpected keyword argument passed to optimizer: {}. {} takes {}.'.format(
                name, kind, ', '.join(names(kind) + list(COMMON))))
    call.apply_defaults()
    settings = OrderedDict(call.arguments)
    for name in ('self', 'kwargs'):
        settings.pop(name, None)
    settings['learning_rate'] = settings.pop(RATE)
    settings.update(extra)
    if settings.get('epsilon', 0) is None:
        settings['epsilon'] = K.epsilon()
    return settings


def takes(kind, config):
    """Whether every key of the config is an argument of the optimizer, as opposed to a newer host's config."""
    return set(config) <= set(names(kind)) | set(COMMON) | {'lr', 'learning_rate', 'initial_accumulator_value'}
