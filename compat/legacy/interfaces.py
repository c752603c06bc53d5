"""Keras 1 argument names for Keras 2 functions (Keras 2.2.4 `keras.legacy.interfaces`).

A table has, for each decorator ``legacy_*_support``, the arguments that may be positional, the Keras 2 names of Keras 1
names, and a function that preprocesses the arguments. A call with names of Keras 1 warns, with the call to write
instead.
"""
import functools
import inspect

import numpy as np

from compat.usage import warn_of_keras_1

_DATA_FORMATS = {'dim_ordering': {'tf': 'channels_last', 'th': 'channels_first', 'default': None}}
_DATA_FORMAT = [('dim_ordering', 'data_format')]
_REGULARIZERS = [('W_regularizer', 'kernel_regularizer'), ('b_regularizer', 'bias_regularizer')]
_KERNEL = [('init', 'kernel_initializer')] + _REGULARIZERS + [
    ('W_constraint', 'kernel_constraint'), ('b_constraint', 'bias_constraint'), ('bias', 'use_bias')]
_CONVOLUTION = [('nb_filter', 'filters'), ('subsample', 'strides'), ('border_mode', 'padding')] + _DATA_FORMAT
_RECURRENT_DROPOUT = [('dropout_W', 'dropout'), ('dropout_U', 'recurrent_dropout')]
_KERAS1_GENERATOR_ARGUMENTS = ('samples_per_epoch', 'val_samples', 'nb_epoch', 'nb_val_samples', 'nb_worker')


def generate_legacy_interface(allowed_positional_args=None, conversions=None, preprocessor=None,
                              value_conversions=None, object_type='class'):
    """A decorator that lets a function be called with Keras 1 arguments.

    ``allowed_positional_args`` names the arguments that may be positional (None checks nothing), ``conversions`` are
    pairs (old name, new name), ``value_conversions`` maps an old name to its old and new values, and
    ``preprocessor(args, kwargs)`` returns ``(args, kwargs, converted)``. ``object_type`` ``'class'`` has the name for
    messages from the first argument's class, anything else from the function.
    The decorated function raises TypeError for too many positional arguments and for an argument under both names.
    Source: Keras 2.2.4 `keras.legacy.interfaces.generate_legacy_interface`.
    """
    names = conversions or []
    values = value_conversions or {}

    def legacy_support(func):
        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            object_name = type(args[0]).__name__ if object_type == 'class' else func.__name__
            converted = []
            if preprocessor:
                args, kwargs, converted = preprocessor(args, kwargs)
            if allowed_positional_args is not None and len(args) > len(allowed_positional_args) + 1:
                raise TypeError('`%s` can accept only %d positional arguments %s, but you passed the following '
                                'positional arguments: %s' % (object_name, len(allowed_positional_args),
                                                              tuple(allowed_positional_args), list(args[1:])))
            for name, table in values.items():
                value = kwargs.get(name)
                if name in kwargs and value in table:
                    kwargs[name] = table[value]
            for old_name, new_name in names:
                if old_name in kwargs:
                    value = kwargs.pop(old_name)
                    if new_name in kwargs:
                        raise_duplicate_arg_error(old_name, new_name)
                    kwargs[new_name] = value
                    converted = converted + [(new_name, old_name)]
            if converted:
                warn_of_keras_1(f'Update your `{object_name}` call to the Keras 2 API: '
                                f'{_call_text(object_name, args, kwargs)}', stacklevel=2)
            return func(*args, **kwargs)
        wrapper._original_function = func
        # Keras 3 reads the constructor's arguments without following __wrapped__.
        wrapper.__signature__ = inspect.signature(func)
        return wrapper
    return legacy_support


def _call_text(object_name, args, kwargs):
    """Returns the call as a program would have it, with long values cut."""
    texts = [_value_text(value) for value in args[1:]]
    texts += [f'{name}={_value_text(value)}' for name, value in kwargs.items()]
    return '`{}({})`'.format(object_name, ', '.join(texts))


def _value_text(value):
    if isinstance(value, str):
        return f'"{value}"'
    text = 'array' if isinstance(value, np.ndarray) else str(value)
    return text[:10] + '...' if len(text) > 10 else text


generate_legacy_method_interface = functools.partial(generate_legacy_interface, object_type='method')


def raise_duplicate_arg_error(old_arg, new_arg):
    """Raises the TypeError for an argument that was passed under both its names."""
    raise TypeError(f'For the `{new_arg}` argument, the layer received both the legacy keyword argument `{old_arg}` '
                    f'and the Keras 2 keyword argument `{new_arg}`. Stick to the latter!')


def _convert_forget_bias(kwargs):
    """Converts Keras 1's ``forget_bias_init`` to ``unit_forget_bias``; warns of and ignores values but ``one``."""
    if kwargs.pop('forget_bias_init') == 'one':
        kwargs['unit_forget_bias'] = True
        return [('forget_bias_init', 'unit_forget_bias')]
    warn_of_keras_1('The `forget_bias_init` argument has been ignored. Use `unit_forget_bias=True` instead to '
                    'initialize with ones.', stacklevel=4)
    return []


def embedding_kwargs_preprocessor(args, kwargs):
    """Embedding: ``dropout`` is ignored with a warning."""
    if 'dropout' in kwargs:
        kwargs.pop('dropout')
        warn_of_keras_1('The `dropout` argument is no longer support in `Embedding`. You can apply a '
                        '`keras.layers.SpatialDropout1D` layer right after the `Embedding` layer to get the same '
                        'behavior.', stacklevel=3)
    return args, kwargs, []


def recurrent_args_preprocessor(args, kwargs):
    """Recurrent layers: ``forget_bias_init``, and ``input_dim`` with ``input_length`` as ``input_shape``."""
    converted = _convert_forget_bias(kwargs) if 'forget_bias_init' in kwargs else []
    if 'input_dim' in kwargs:
        kwargs['input_shape'] = (kwargs.pop('input_length', None), kwargs.pop('input_dim'))
        converted.append(('input_dim', 'input_shape'))
        warn_of_keras_1('The `input_dim` and `input_length` arguments in recurrent layers are deprecated. Use '
                        '`input_shape` instead.', stacklevel=3)
    return args, kwargs, converted


def conv1d_args_preprocessor(args, kwargs):
    """Conv1D: ``input_dim`` with ``input_length`` as ``input_shape``."""
    if 'input_dim' not in kwargs:
        return args, kwargs, []
    kwargs['input_shape'] = (kwargs.pop('input_length', None), kwargs.pop('input_dim'))
    return args, kwargs, [('input_shape', 'input_dim')]


def _kernel_size_from(args, kwargs, keywords, label):
    """Returns ``(args, kwargs, converted)`` with Keras 1's sizes per axis, positional first, as one ``kernel_size``.

    ``args`` are self, filters and some of the sizes; ``keywords`` are the names of the sizes that may follow.
    """
    missing = keywords[max(len(args) - 2, 0):]
    if not all(name in kwargs for name in missing):
        return args, kwargs, []
    kernel_size = tuple(args[2:]) + tuple(kwargs.pop(name) for name in missing)
    if len(args) == 1:
        kwargs['kernel_size'] = kernel_size
    else:
        args = [args[0], args[1], kernel_size]
    return args, kwargs, [('kernel_size', label)]


def _refuse_integer_strides(kwargs):
    if any(name in kwargs for name in ('padding', 'strides', 'data_format')):
        raise ValueError('It seems that you are using the Keras 2 and you are passing both `kernel_size` and `strides` '
                         'as integer positional arguments. For safety reasons, this is disallowed. Pass `strides` as a '
                         'keyword argument instead.')


def _are_integers(values):
    return all(isinstance(value, int) for value in values)


def conv2d_args_preprocessor(args, kwargs):
    """Conv2D: ``nb_row`` and ``nb_col``, positional or not, as ``kernel_size``.

    Raises TypeError for more than three positional arguments, ValueError for integer strides among them.
    """
    if len(args) > 4:
        raise TypeError('Layer can receive at most 3 positional arguments.')
    if not _are_integers(args[2:]):
        return args, kwargs, []
    if len(args) == 4:
        _refuse_integer_strides(kwargs)
    return _kernel_size_from(args, kwargs, ('nb_row', 'nb_col'), 'nb_row/nb_col')


def conv3d_args_preprocessor(args, kwargs):
    """Conv3D: ``kernel_dim1``, ``kernel_dim2`` and ``kernel_dim3``, positional or not, as ``kernel_size``.

    Raises TypeError for more than four positional arguments, ValueError for integer strides among them.
    """
    if len(args) > 5:
        raise TypeError('Layer can receive at most 4 positional arguments.')
    if len(args) == 4 and _are_integers(args[2:]):
        _refuse_integer_strides(kwargs)
    if len(args) == 5 and not _are_integers(args[2:]):
        return args, kwargs, []
    if len(args) == 4 and not isinstance(args[3], int):
        return args, kwargs, []
    label = 'nb_row/nb_col' if len(args) == 1 else 'kernel_dim*'
    return _kernel_size_from(args, kwargs, ('kernel_dim1', 'kernel_dim2', 'kernel_dim3'), label)


def separable_conv2d_args_preprocessor(args, kwargs):
    """SeparableConv2D: ``init`` for both its kernels, and Conv2D's sizes."""
    converted = []
    if 'init' in kwargs:
        kwargs['depthwise_initializer'] = kwargs['pointwise_initializer'] = kwargs.pop('init')
        converted.append(('init', 'depthwise_initializer/pointwise_initializer'))
    args, kwargs, sizes = conv2d_args_preprocessor(args, kwargs)
    return args, kwargs, converted + sizes


def deconv2d_args_preprocessor(args, kwargs):
    """Conv2DTranspose: ``output_shape`` is ignored, and Conv2D's sizes."""
    converted = []
    if len(args) == 5 and isinstance(args[4], tuple):
        args = args[:-1]
        converted.append(('output_shape', None))
    if 'output_shape' in kwargs:
        kwargs.pop('output_shape')
        converted.append(('output_shape', None))
    args, kwargs, sizes = conv2d_args_preprocessor(args, kwargs)
    return args, kwargs, converted + sizes


def convlstm2d_args_preprocessor(args, kwargs):
    """ConvLSTM2D: ``forget_bias_init``, and Conv2D's sizes."""
    converted = _convert_forget_bias(kwargs) if 'forget_bias_init' in kwargs else []
    args, kwargs, sizes = conv2d_args_preprocessor(args, kwargs)
    return args, kwargs, converted + sizes


def batchnorm_args_preprocessor(args, kwargs):
    """BatchNormalization: no positional arguments, and ``mode`` only as 0. Raises TypeError otherwise."""
    if len(args) > 1:
        raise TypeError('The `BatchNormalization` layer does not accept positional arguments. Use keyword arguments '
                        'instead.')
    if 'mode' not in kwargs:
        return args, kwargs, []
    if kwargs.pop('mode') != 0:
        raise TypeError('The `mode` argument of `BatchNormalization` no longer exists. `mode=1` and `mode=2` are no '
                        'longer supported.')
    return args, kwargs, [('mode', None)]


def zeropadding2d_args_preprocessor(args, kwargs):
    """ZeroPadding2D: the padding as a dictionary of ``top_pad``, ``bottom_pad``, ``left_pad``, ``right_pad``."""
    positional = 'padding' not in kwargs and len(args) == 2
    padding = args[1] if positional else kwargs.get('padding')
    if isinstance(padding, dict) and set(padding) <= {'top_pad', 'bottom_pad', 'left_pad', 'right_pad'}:
        pairs = ((padding.get('top_pad', 0), padding.get('bottom_pad', 0)),
                 (padding.get('left_pad', 0), padding.get('right_pad', 0)))
        if positional:
            args = (args[0], pairs)
        else:
            kwargs['padding'] = pairs
        warn_of_keras_1('The `padding` argument in the Keras 2 API no longer accepts dict types. You can now input '
                        'argument as: `padding=((top_pad, bottom_pad), (left_pad, right_pad))`.', stacklevel=3)
    return args, kwargs, []


def generator_methods_args_preprocessor(args, kwargs):
    """The generator methods: ``samples_per_epoch`` as ``steps_per_epoch``, in batches where that is known."""
    converted = []
    if len(args) < 3 and 'samples_per_epoch' in kwargs:
        samples = kwargs.pop('samples_per_epoch')
        generator = args[1] if len(args) > 1 else kwargs['generator']
        kwargs['steps_per_epoch'] = samples // generator.batch_size if hasattr(generator, 'batch_size') else samples
        converted.append(('samples_per_epoch', 'steps_per_epoch'))
    if any(name in kwargs for name in _KERAS1_GENERATOR_ARGUMENTS):
        warn_of_keras_1('The semantics of the Keras 2 argument `steps_per_epoch` is not the same as the Keras 1 '
                        'argument `samples_per_epoch`. `steps_per_epoch` is the number of batches to draw from the '
                        'generator at each epoch. Basically steps_per_epoch = samples_per_epoch/batch_size. Similarly '
                        '`nb_val_samples`->`validation_steps` and `val_samples`->`steps` arguments have changed. '
                        'Update your method calls accordingly.', stacklevel=3)
    return args, kwargs, converted


def add_weight_args_preprocessing(args, kwargs):
    """``add_weight``: the shape first, and a name after it, as keywords."""
    if len(args) > 1 and isinstance(args[1], (tuple, list)):
        kwargs['shape'] = args[1]
        args = (args[0],) + args[2:]
        if len(args) > 1 and isinstance(args[1], str):
            kwargs['name'] = args[1]
            args = (args[0],) + args[2:]
    return args, kwargs, []


def get_updates_arg_preprocessing(args, kwargs):
    """``get_updates``: Keras 1's ``(params, constraints, loss)`` as ``loss`` and ``params``.

    Raises TypeError for more than three arguments.
    """
    if len(args) > 4:
        raise TypeError('`get_update` call received more arguments than expected.')
    if len(args) == 4:
        optimizer, kwargs['params'], _, kwargs['loss'] = args
        return [optimizer], kwargs, []
    if len(args) == 3 and isinstance(args[1], (list, tuple)):
        assert isinstance(args[2], dict)
        assert 'loss' in kwargs
        optimizer, kwargs['params'], _ = args
        return [optimizer], kwargs, []
    return args, kwargs, []


# Decorator: (positional arguments, conversions of names, preprocessor). The values of dim_ordering go with its name.
_SUPPORT = {
    'dense': (['units'], [('output_dim', 'units')] + _KERNEL, None),
    'dropout': (['rate', 'noise_shape', 'seed'], [('p', 'rate')], None),
    'embedding': (['input_dim', 'output_dim'], [('init', 'embeddings_initializer'),
                                                ('W_regularizer', 'embeddings_regularizer'),
                                                ('W_constraint', 'embeddings_constraint')],
                  embedding_kwargs_preprocessor),
    'pooling1d': (['pool_size', 'strides', 'padding'], [('pool_length', 'pool_size'), ('stride', 'strides'),
                                                        ('border_mode', 'padding')], None),
    'prelu': (['alpha_initializer'], [('init', 'alpha_initializer')], None),
    'gaussiannoise': (['stddev'], [('sigma', 'stddev')], None),
    'recurrent': (['units'], [('output_dim', 'units'), ('init', 'kernel_initializer'),
                              ('inner_init', 'recurrent_initializer'), ('inner_activation', 'recurrent_activation')]
                  + _REGULARIZERS + [('U_regularizer', 'recurrent_regularizer')] + _RECURRENT_DROPOUT
                  + [('consume_less', 'implementation')], recurrent_args_preprocessor),
    'gaussiandropout': (['rate'], [('p', 'rate')], None),
    'pooling2d': (['pool_size', 'strides', 'padding'], [('border_mode', 'padding')] + _DATA_FORMAT, None),
    'pooling3d': (['pool_size', 'strides', 'padding'], [('border_mode', 'padding')] + _DATA_FORMAT, None),
    'global_pooling': (None, _DATA_FORMAT, None),
    'upsampling1d': (['size'], [('length', 'size')], None),
    'upsampling2d': (['size'], _DATA_FORMAT, None),
    'upsampling3d': (['size'], _DATA_FORMAT, None),
    'conv1d': (['filters', 'kernel_size'], [('nb_filter', 'filters'), ('filter_length', 'kernel_size'),
                                            ('subsample_length', 'strides'), ('border_mode', 'padding')] + _KERNEL,
               conv1d_args_preprocessor),
    'conv2d': (['filters', 'kernel_size'], _CONVOLUTION + _KERNEL, conv2d_args_preprocessor),
    'separable_conv2d': (['filters', 'kernel_size'],
                         _CONVOLUTION + [('b_regularizer', 'bias_regularizer'), ('b_constraint', 'bias_constraint'),
                                         ('bias', 'use_bias')], separable_conv2d_args_preprocessor),
    'deconv2d': (['filters', 'kernel_size'], _CONVOLUTION + _KERNEL, deconv2d_args_preprocessor),
    'conv3d': (['filters', 'kernel_size'], _CONVOLUTION + _KERNEL, conv3d_args_preprocessor),
    'convlstm2d': (['filters', 'kernel_size'],
                   _CONVOLUTION + [('init', 'kernel_initializer'), ('inner_init', 'recurrent_initializer'),
                                   ('W_regularizer', 'kernel_regularizer'), ('U_regularizer', 'recurrent_regularizer'),
                                   ('b_regularizer', 'bias_regularizer'), ('inner_activation', 'recurrent_activation')]
                   + _RECURRENT_DROPOUT + [('bias', 'use_bias')], convlstm2d_args_preprocessor),
    'batchnorm': ([], [('beta_init', 'beta_initializer'), ('gamma_init', 'gamma_initializer')],
                  batchnorm_args_preprocessor),
    'zeropadding2d': (['padding'], _DATA_FORMAT, zeropadding2d_args_preprocessor),
    'zeropadding3d': (['padding'], _DATA_FORMAT, None),
    'cropping2d': (['cropping'], _DATA_FORMAT, None),
    'cropping3d': (['cropping'], _DATA_FORMAT, None),
    'spatialdropout1d': (['rate'], [('p', 'rate')], None),
    'spatialdropoutNd': (['rate'], [('p', 'rate')] + _DATA_FORMAT, None),
    'lambda': (['function', 'output_shape'], [], None),
    'model_constructor': (None, [('input', 'inputs'), ('output', 'outputs')], None),
    'input': (None, [('input_dtype', 'dtype')], None),
    'add_weight': (['name', 'shape'], [], add_weight_args_preprocessing),
    'get_updates': (None, [], get_updates_arg_preprocessing),
}
_VALUES = dict(_DATA_FORMATS, consume_less={'cpu': 0, 'mem': 1, 'gpu': 2})


def _support(name):
    positional, conversions, preprocessor = _SUPPORT[name]
    values = {old: _VALUES[old] for old, _ in conversions if old in _VALUES}
    return generate_legacy_interface(positional, conversions, preprocessor, values)


legacy_dense_support = _support('dense')
legacy_dropout_support = _support('dropout')
legacy_embedding_support = _support('embedding')
legacy_pooling1d_support = _support('pooling1d')
legacy_prelu_support = _support('prelu')
legacy_gaussiannoise_support = _support('gaussiannoise')
legacy_recurrent_support = _support('recurrent')
legacy_gaussiandropout_support = _support('gaussiandropout')
legacy_pooling2d_support = _support('pooling2d')
legacy_pooling3d_support = _support('pooling3d')
legacy_global_pooling_support = _support('global_pooling')
legacy_upsampling1d_support = _support('upsampling1d')
legacy_upsampling2d_support = _support('upsampling2d')
legacy_upsampling3d_support = _support('upsampling3d')
legacy_conv1d_support = _support('conv1d')
legacy_conv2d_support = _support('conv2d')
legacy_separable_conv2d_support = _support('separable_conv2d')
legacy_deconv2d_support = _support('deconv2d')
legacy_conv3d_support = _support('conv3d')
legacy_convlstm2d_support = _support('convlstm2d')
legacy_batchnorm_support = _support('batchnorm')
legacy_zeropadding2d_support = _support('zeropadding2d')
legacy_zeropadding3d_support = _support('zeropadding3d')
legacy_cropping2d_support = _support('cropping2d')
legacy_cropping3d_support = _support('cropping3d')
legacy_spatialdropout1d_support = _support('spatialdropout1d')
legacy_spatialdropoutNd_support = _support('spatialdropoutNd')
legacy_lambda_support = _support('lambda')
legacy_model_constructor_support = _support('model_constructor')
legacy_input_support = _support('input')
legacy_add_weight_support = _support('add_weight')
legacy_get_updates_support = _support('get_updates')
legacy_generator_methods_support = generate_legacy_method_interface(
    allowed_positional_args=['generator', 'steps_per_epoch', 'epochs'],
    conversions=[('samples_per_epoch', 'steps_per_epoch'), ('val_samples', 'steps'), ('nb_epoch', 'epochs'),
                 ('nb_val_samples', 'validation_steps'), ('nb_worker', 'workers'),
                 ('pickle_safe', 'use_multiprocessing'), ('max_q_size', 'max_queue_size')],
    preprocessor=generator_methods_args_preprocessor)
