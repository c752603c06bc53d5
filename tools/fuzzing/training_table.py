"""Optimizers, losses, metrics and callbacks with what their arguments may be."""

from fuzzing.specification import Call, code

CLIPS = {'clipnorm': [0.5, 1.0], 'clipvalue': [0.1, 0.5]}
DECAY = {'decay': [0.0, 0.1], 'lr': [0.01, 0.05, {'np': ['float32', 0.01]}]}
EPSILON = {'epsilon': [None, 1e-3]}
OPTIMIZERS = {
    'SGD': dict(DECAY, momentum=[0.0, 0.9], nesterov=[True, False], **CLIPS),
    'RMSprop': dict(DECAY, rho=[0.9, 0.5], **dict(EPSILON, **CLIPS)),
    'Adagrad': dict(DECAY, **dict(EPSILON, **CLIPS)),
    'Adadelta': dict(DECAY, rho=[0.95, 0.5], **dict(EPSILON, **CLIPS)),
    'Adam': dict(DECAY, beta_1=[0.9, 0.5], beta_2=[0.999, 0.9], amsgrad=[True, False], **dict(EPSILON, **CLIPS)),
    'Adamax': dict(DECAY, beta_1=[0.9], beta_2=[0.99], **dict(EPSILON, **CLIPS)),
    'Nadam': {'lr': [0.002, 0.01], 'beta_1': [0.9], 'beta_2': [0.99], 'schedule_decay': [0.004, 0.1]},
}
# What a loss is given as, and the targets that go with it.
LOSSES = [
    ('mse', 'normal'),
    ('mean_squared_error', 'normal'),
    ('mae', 'normal'),
    ('mean_absolute_percentage_error', 'positive'),
    ('msle', 'positive'),
    ('hinge', 'signs'),
    ('squared_hinge', 'signs'),
    ('categorical_hinge', 'onehot'),
    ('logcosh', 'normal'),
    ('categorical_crossentropy', 'onehot'),
    ('sparse_categorical_crossentropy', 'sparse'),
    ('binary_crossentropy', 'onehot'),
    ('kld', 'positive'),
    ('poisson', 'positive'),
    ('cosine_proximity', 'normal'),
    ({'get': 'losses.mean_squared_error'}, 'normal'),
    ({'get': 'own.rmse'}, 'normal'),
    ({'get': 'own.dice_loss'}, 'positive'),
    (Call('own.weighted_mse', 3.0), 'normal'),
    (code('lambda t, p: K.mean(K.abs(t - p))'), 'normal'),
    (code('lambda t, p: K.square(t - p)'), 'normal'),
]
METRICS = [
    'accuracy',
    'acc',
    'mse',
    'mae',
    'mape',
    'binary_accuracy',
    'categorical_accuracy',
    'cosine',
    'msle',
    'hinge',
    {'get': 'own.correlation'},
    {'get': 'own.recall'},
    {'get': 'metrics.mae'},
    'binary_crossentropy',
    'poisson',
    'logcosh',
    {'get': 'metrics.mean_squared_error'},
]
CALLBACKS = [
    Call('callbacks.EarlyStopping', monitor='loss', patience=0, min_delta=0.5),
    Call('callbacks.EarlyStopping', monitor='val_loss', patience=1, restore_best_weights=True),
    Call('callbacks.ReduceLROnPlateau', monitor='loss', factor=0.5, patience=1, min_delta=10.0, min_lr=1e-4),
    Call('callbacks.LearningRateScheduler', code('lambda epoch: 0.01 / (epoch + 1)')),
    Call('callbacks.LearningRateScheduler', code('lambda epoch, lr: lr * 0.5')),
    Call('callbacks.TerminateOnNaN'),
    Call('callbacks.CSVLogger', {'path': 'log.csv'}),
    Call('callbacks.ModelCheckpoint', {'path': 'best.h5'}, monitor='loss', save_best_only=True, save_weights_only=True),
    Call('callbacks.LambdaCallback', on_epoch_end=code('lambda epoch, logs: None')),
]
