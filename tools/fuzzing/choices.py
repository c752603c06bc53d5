"""What arguments of layers may be given: activations, initializers, regularizers, constraints, sizes."""

from fuzzing.specification import Call

TRUTH = [True, False]
ACTIVATIONS = [
    'relu',
    'tanh',
    'sigmoid',
    'linear',
    'elu',
    'selu',
    'softplus',
    'softsign',
    'hard_sigmoid',
    'softmax',
    'exponential',
    None,
    {'get': 'activations.relu'},
    {'get': 'K.tanh'},
    {'get': 'own.leaky'},
]
GATES = ['hard_sigmoid', 'sigmoid', 'tanh', None, {'get': 'activations.sigmoid'}]
INITIALIZERS = [
    'zeros',
    'ones',
    'glorot_uniform',
    'he_normal',
    'lecun_uniform',
    'uniform',
    'normal',
    'random_normal',
    'random_uniform',
    'truncated_normal',
    'glorot_normal',
    'he_uniform',
    'lecun_normal',
    'one',
    'zero',
    'VarianceScaling',
    Call('initializers.Constant', 0.3),
    Call('initializers.RandomUniform', -0.1, 0.1),
    Call('initializers.RandomNormal', stddev=0.2, seed=3),
    {'get': 'own.initial'},
    Call('initializers.VarianceScaling', scale=2.0, mode='fan_out', distribution='uniform', seed=1),
    Call('initializers.TruncatedNormal', 0.0, 0.1),
    Call('initializers.he_normal', seed=2),
]
SQUARE = INITIALIZERS + ['orthogonal', Call('initializers.Orthogonal', gain=1.5)]
REGULARIZERS = [
    'l1',
    'l2',
    'l1_l2',
    None,
    Call('regularizers.l2', 0.01),
    Call('regularizers.l1', 0.02),
    Call('regularizers.l1_l2', l1=0.01, l2=0.02),
    Call('regularizers.l1_l2', 0.01, 0.0),
    Call('own.HalfL2'),
    Call('regularizers.l2', 0.0),
    Call('regularizers.L1L2', l2=0.03),
]
CONSTRAINTS = [
    'max_norm',
    'non_neg',
    'unit_norm',
    'maxnorm',
    'nonneg',
    'unitnorm',
    None,
    Call('own.Bounded', 0.4),
    Call('constraints.max_norm', 0.8),
    Call('constraints.MaxNorm', max_value=0.5, axis=0),
    Call('constraints.min_max_norm', 0.2, 0.9, rate=0.5),
    Call('constraints.NonNeg'),
    Call('constraints.UnitNorm', axis=0),
]
UNITS = [1, 2, 3, 4, {'np': ['int64', 3]}, {'np': ['int32', 2]}]
RATES = [0.0, 0.1, 0.5, 0.3]
FORMATS = ['channels_last', 'channels_last', 'channels_first', None]
SMALL_SEED = [None, 1, 42]
