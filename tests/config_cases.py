"""Objects of every class that has a config, shared by the golden script and the tests: what get_config gives.

Numbers of NumPy are stored as plain ones: Keras 2 keeps what it was given, compat gives what JSON can write.
"""
import json

import numpy as np

from compat import activations, constraints, initializers, layers, losses, metrics, optimizers, regularizers

MODULES = {'activations': activations, 'constraints': constraints, 'initializers': initializers, 'layers': layers,
           'optimizers': optimizers, 'regularizers': regularizers}
# Module: {class: the arguments of each object}.
PLAIN = {
    'optimizers': {
        'SGD': [{}, dict(lr=0.1, momentum=0.9, decay=1e-3, nesterov=True), dict(clipnorm=1.), dict(clipvalue=0.5)],
        'RMSprop': [{}, dict(lr=0.2, rho=0.8, epsilon=1e-5, decay=0.1)],
        'Adagrad': [{}, dict(lr=0.3, epsilon=1e-3, decay=0.2)],
        'Adadelta': [{}, dict(lr=0.5, rho=0.5, epsilon=1e-4, decay=0.3)],
        'Adam': [{}, dict(lr=0.1, beta_1=0.8, beta_2=0.9, epsilon=1e-5, decay=0.1, amsgrad=True)],
        'Adamax': [{}, dict(lr=0.1, beta_1=0.8, beta_2=0.9, epsilon=1e-5, decay=0.1, clipnorm=2.)],
        'Nadam': [{}, dict(lr=0.1, beta_1=0.8, beta_2=0.9, epsilon=1e-5, schedule_decay=0.01)],
    },
    'initializers': {
        'Zeros': [{}], 'Ones': [{}], 'Constant': [{}, dict(value=3), dict(value=-0.5)], 'Identity': [dict(gain=0.5)],
        'RandomNormal': [{}, dict(mean=1, stddev=0.1, seed=3)],
        'RandomUniform': [{}, dict(minval=-1, maxval=2, seed=3)],
        'TruncatedNormal': [{}, dict(mean=0.5, stddev=0.1, seed=4)], 'Orthogonal': [{}, dict(gain=2., seed=5)],
        'VarianceScaling': [{}, dict(scale=2., mode='fan_avg', distribution='uniform', seed=1)],
        'glorot_uniform': [{}, dict(seed=2)], 'glorot_normal': [{}], 'he_normal': [dict(seed=3)], 'he_uniform': [{}],
        'lecun_normal': [{}], 'lecun_uniform': [dict(seed=4)],
    },
    'regularizers': {
        'l1': [{}, dict(l=0.1)], 'l2': [{}, dict(l=0.2)], 'l1_l2': [{}, dict(l1=0.1, l2=0.3)],
        'L1L2': [{}, dict(l1=0.5), dict(l2=0.25)],
    },
    'constraints': {
        'MaxNorm': [{}, dict(max_value=3, axis=[0, 1])], 'NonNeg': [{}], 'UnitNorm': [{}, dict(axis=1)],
        'MinMaxNorm': [{}, dict(min_value=0.1, max_value=2, rate=0.5, axis=[0, 1])], 'max_norm': [{}],
        'non_neg': [{}], 'unit_norm': [{}], 'min_max_norm': [{}],
    },
    'layers': {
        'Dense': [dict(units=3), dict(
            units=3, activation='relu', use_bias=False, kernel_initializer='he_normal', bias_initializer='ones',
            kernel_regularizer='l2', bias_regularizer='l1', activity_regularizer='l1_l2', kernel_constraint='nonneg',
            bias_constraint='maxnorm', name='d', trainable=False, input_shape=(4,))],
        'Activation': [dict(activation='relu'), dict(activation='softmax', input_shape=(2, 3))],
        'Dropout': [dict(rate=0.5), dict(rate=0.25, noise_shape=(None, 1), seed=3)],
        'SpatialDropout1D': [dict(rate=0.5)], 'SpatialDropout2D': [dict(rate=0.5, data_format='channels_first')],
        'SpatialDropout3D': [dict(rate=0.5)],
        'Flatten': [{}, dict(data_format='channels_first')], 'Reshape': [dict(target_shape=(2, -1))],
        'Permute': [dict(dims=(2, 1))], 'RepeatVector': [dict(n=3)], 'Masking': [{}, dict(mask_value=-1)],
        'ActivityRegularization': [{}, dict(l1=0.1, l2=0.2)],
        'Embedding': [dict(input_dim=3, output_dim=2), dict(
            input_dim=3, output_dim=2, embeddings_initializer='ones', embeddings_regularizer='l2',
            activity_regularizer='l1', embeddings_constraint='unitnorm', mask_zero=True, input_length=5)],
        'Conv1D': [dict(filters=2, kernel_size=3), dict(
            filters=2, kernel_size=3, strides=2, padding='causal', dilation_rate=1, activation='tanh', use_bias=False,
            kernel_initializer='zeros', kernel_regularizer='l1', activity_regularizer='l2',
            kernel_constraint='nonneg')],
        'Conv2D': [dict(filters=2, kernel_size=(3, 2)), dict(
            filters=2, kernel_size=3, strides=(1, 2), padding='same', data_format='channels_first', dilation_rate=1)],
        'Conv3D': [dict(filters=2, kernel_size=3)],
        'Conv2DTranspose': [dict(filters=2, kernel_size=3), dict(
            filters=2, kernel_size=3, strides=2, padding='same', output_padding=1)],
        'Conv3DTranspose': [dict(filters=2, kernel_size=3)],
        'SeparableConv1D': [dict(filters=2, kernel_size=3, depth_multiplier=2)],
        'SeparableConv2D': [dict(filters=2, kernel_size=3), dict(
            filters=2, kernel_size=3, depth_multiplier=2, depthwise_regularizer='l1', pointwise_constraint='nonneg')],
        'DepthwiseConv2D': [
            dict(kernel_size=3), dict(kernel_size=3, depth_multiplier=2, depthwise_constraint='nonneg')],
        'LocallyConnected1D': [dict(filters=2, kernel_size=3)], 'LocallyConnected2D': [dict(filters=2, kernel_size=3)],
        'Cropping1D': [{}, dict(cropping=2)], 'Cropping2D': [dict(cropping=((1, 2), (3, 4)))],
        'Cropping3D': [dict(cropping=(1, 2, 3))], 'ZeroPadding1D': [dict(padding=(1, 2))],
        'ZeroPadding2D': [dict(padding=2)], 'ZeroPadding3D': [{}], 'UpSampling1D': [dict(size=3)],
        'UpSampling2D': [{}, dict(size=(2, 3), interpolation='bilinear')], 'UpSampling3D': [dict(size=2)],
        'MaxPooling1D': [{}, dict(pool_size=3, strides=1, padding='same')], 'MaxPooling2D': [{}, dict(pool_size=3)],
        'MaxPooling3D': [{}], 'AveragePooling1D': [dict(pool_size=3)], 'AveragePooling2D': [dict(strides=1)],
        'AveragePooling3D': [dict(padding='same')], 'GlobalMaxPooling1D': [{}], 'GlobalAveragePooling1D': [{}],
        'GlobalMaxPooling2D': [dict(data_format='channels_first')], 'GlobalAveragePooling2D': [{}],
        'GlobalMaxPooling3D': [{}], 'GlobalAveragePooling3D': [{}],
        'SimpleRNN': [dict(units=2), dict(units=2, activation='relu', return_sequences=True, stateful=True)],
        'GRU': [dict(units=2), dict(units=2, reset_after=True, implementation=2, go_backwards=True, dropout=0.1)],
        'LSTM': [dict(units=2), dict(
            units=2, activation='softmax', recurrent_activation='sigmoid', unit_forget_bias=False, unroll=True,
            kernel_regularizer='l1', recurrent_regularizer='l2', bias_regularizer='l1_l2', recurrent_dropout=0.2,
            recurrent_constraint='unitnorm', return_state=True)],
        'SimpleRNNCell': [dict(units=2)], 'GRUCell': [dict(units=2)], 'LSTMCell': [dict(units=2, dropout=0.1)],
        'ConvLSTM2D': [dict(filters=2, kernel_size=3), dict(filters=2, kernel_size=3, padding='same', stateful=True)],
        'CuDNNGRU': [dict(units=2)], 'CuDNNLSTM': [dict(units=2, unit_forget_bias=False)],
        'Add': [{}], 'Subtract': [{}], 'Multiply': [{}], 'Average': [{}], 'Maximum': [{}], 'Minimum': [{}],
        'Concatenate': [{}, dict(axis=1)], 'Dot': [dict(axes=1), dict(axes=[1, 2], normalize=True)],
        'BatchNormalization': [{}, dict(
            axis=1, momentum=0.5, epsilon=1e-2, center=False, scale=False, beta_initializer='ones',
            gamma_initializer='zeros', moving_mean_initializer='ones', moving_variance_initializer='zeros',
            beta_regularizer='l1', gamma_regularizer='l2', beta_constraint='nonneg', gamma_constraint='maxnorm')],
        'GaussianNoise': [dict(stddev=0.5)], 'GaussianDropout': [dict(rate=0.5)],
        'AlphaDropout': [dict(rate=0.5), dict(rate=0.5, noise_shape=(3,), seed=2)],
        'LeakyReLU': [{}, dict(alpha=-0.3)], 'ELU': [{}, dict(alpha=0.3)], 'ThresholdedReLU': [{}, dict(theta=0.7)],
        'PReLU': [{}, dict(alpha_initializer='ones', alpha_regularizer='l2', alpha_constraint='nonneg',
                           shared_axes=[1, 2])],
        'Softmax': [{}, dict(axis=1)], 'ReLU': [{}, dict(max_value=6., negative_slope=0.5, threshold=0.25)],
    },
}
# What JSON cannot write as it is.
OF_NUMPY = {
    'optimizers': {'Adam': [dict(lr=np.float32(0.5), decay=np.float64(0.25))], 'SGD': [dict(momentum=np.float32(0.5))]},
    'initializers': {'Constant': [dict(value=np.array([1., 2.])), dict(value=np.float32(2))],
                     'RandomNormal': [dict(seed=np.int64(3))]},
    'regularizers': {'l2': [dict(l=np.float64(0.25)), dict(l=np.array(0.5))], 'L1L2': [dict(l1=np.float32(0.5))]},
    'layers': {
        'Dense': [dict(units=np.int64(3))], 'Embedding': [dict(input_dim=np.int32(3), output_dim=np.int64(2))],
        'Reshape': [dict(target_shape=np.array([2, -1]))], 'RepeatVector': [dict(n=np.int32(3))],
        'Conv2D': [dict(filters=np.int64(2), kernel_size=(np.int64(3), np.int64(3)), strides=np.array([1, 2]))],
        'LSTM': [dict(units=np.int64(2), dropout=np.float32(0.5))], 'Concatenate': [dict(axis=np.int64(1))],
        'BatchNormalization': [dict(axis=np.int64(1))], 'ELU': [dict(alpha=np.float32(0.5))],
        'Dropout': [dict(rate=np.float32(0.5))], 'ZeroPadding1D': [dict(padding=(np.int64(2), np.int64(1)))],
        'MaxPooling2D': [dict(pool_size=np.array([2, 3]))], 'Permute': [dict(dims=np.array([2, 1]))],
    },
}
# What compat's serialize makes of a name: the name, whatever the identifier was.
NAMES = {
    'losses': ('mse', 'MAE', 'mean_squared_error', 'categorical_hinge', 'logcosh', 'kullback_leibler_divergence',
               'sparse_categorical_crossentropy', 'cosine_proximity'),
    'metrics': ('mse', 'binary_accuracy', 'sparse_categorical_accuracy', 'top_k_categorical_accuracy'),
    'activations': ('relu', 'elu', 'selu', 'softmax', 'linear', 'hard_sigmoid', 'softplus', 'softsign', 'tanh',
                    'exponential', None),
}


def cases(table):
    """Returns (module, class, index) of each object."""
    return [(module, name, index) for module, classes in sorted(table.items())
            for name, objects in sorted(classes.items()) for index in range(len(objects))]


def is_there(module, name):
    """Whether this version of Keras has the class."""
    return hasattr(MODULES[module], name)


def build(table, module, name, index):
    """Returns a new object of the case."""
    return getattr(MODULES[module], name)(**table[module][name][index])


def in_order(value):
    """Returns the config with its keys in a list of pairs, numbers of NumPy as plain ones, and tuples as lists."""
    if isinstance(value, dict):
        return [[key, in_order(each)] for key, each in value.items()]
    if isinstance(value, (list, tuple)):
        return [in_order(each) for each in value]
    if isinstance(value, (np.ndarray, np.generic)):
        return in_order(value.tolist())
    return float(f'{value:.6g}') if isinstance(value, float) else value


def config_of(value):
    """Returns class and config in the order of the keys; a name that is numbered as it was made is left out."""
    serialized = module_of(value).serialize(value)
    config = dict(serialized['config'])
    if 'name' in config and config['name'] != 'd':
        config['name'] = None
    return [serialized['class_name'], in_order(config)]


def module_of(value):
    """Returns the module whose serialize and deserialize know the object."""
    kinds = (('layers', layers.Layer), ('optimizers', optimizers.Optimizer), ('regularizers', regularizers.Regularizer),
             ('constraints', constraints.Constraint), ('initializers', initializers.Initializer))
    return MODULES[next(name for name, kind in kinds if isinstance(value, kind))]


def through_json(value):
    """Returns the object made anew of what JSON writes and reads of it, numbers of NumPy as models write them."""
    module = module_of(value)
    return module.deserialize(json.loads(json.dumps(module.serialize(value), default=lambda number: number.tolist())))


def table():
    """Returns the configs of all cases, and the names that functions are serialized by, of this Keras."""
    configs = {}
    for kind, values in (('plain', PLAIN), ('numpy', OF_NUMPY)):
        for module, name, index in cases(values):
            if is_there(module, name):
                configs[f'{kind} {module} {name} {index}'] = config_of(build(values, module, name, index))
    return {'configs': configs, 'names': names()}


def names():
    """Returns what each name is serialized as."""
    modules = {'losses': losses, 'metrics': metrics, 'activations': activations}
    return {f'{module} {name}': modules[module].serialize(modules[module].get(name))
            for module, listed in sorted(NAMES.items()) for name in listed}
