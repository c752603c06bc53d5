"""TimeDistributed around layers of all kinds and around models: rows as those of layer_table, a script and a test."""
from layer_table import FLAT, SERIES, rows

SERIES_OF_STEPS, IMAGES = (3, 5, 4), (2, 4, 5, 3)
PENALISED = "TimeDistributed(Dense(3, kernel_regularizer='l2', activity_regularizer='l1'))"
OF_FEATURES = ('Dense(3)', "Dense(3, activation='tanh', trainable=False)", 'Activation(K.tanh)', 'PReLU()',
               'RepeatVector(2)', 'BatchNormalization()', "BatchNormalization(beta_regularizer='l2', trainable=False)",
               'ActivityRegularization(0.5)', 'Dropout(0.)', 'Lambda(lambda x: 2 * x)')
OF_SERIES = ('Conv1D(2, 2)', "Conv1D(2, 2, strides=2, padding='same')", 'MaxPooling1D(2)', 'GlobalMaxPooling1D()',
             'Permute((2, 1))', 'Flatten()', 'Reshape((2, -1))', 'Masking()', 'LSTM(3, return_sequences=True)',
             'GRU(2)', 'TimeDistributed(Dense(3))', "TimeDistributed(Dense(3, activity_regularizer='l2'))",
             'TimeDistributed(BatchNormalization())', 'Sequential([Masking(input_shape=(5, 4)), LSTM(3)])')
OF_IMAGES = ('Conv2D(2, 2)', "Conv2D(2, (2, 1), data_format='channels_first', activity_regularizer='l1')",
             'AveragePooling2D(2)', 'GlobalAveragePooling2D()', 'BatchNormalization(axis=1)')
MODELS = ('Sequential([Dense(3, input_shape=(4,)), BatchNormalization()])',
          "functional((4,), Dropout(0.), Dense(3, activity_regularizer='l2', kernel_regularizer='l2'))",
          'functional((4,), BatchNormalization(), Activation(K.tanh))')
OF_WORDS = ('Embedding(5, 2)', 'Embedding(5, 2, mask_zero=True)',
            'Sequential([Embedding(5, 2, mask_zero=True, input_length=4), LSTM(3)])')


def distributed(texts):
    """The texts of TimeDistributed around these."""
    return ['TimeDistributed(%s)' % text for text in texts]


GROUPS = {
    'features': rows(distributed(OF_FEATURES) + [PENALISED], SERIES),
    'series': rows(distributed(OF_SERIES), SERIES_OF_STEPS) + rows(distributed(OF_WORDS), (3, 4)),
    'images': rows(distributed(OF_IMAGES), IMAGES),
    'models': rows(distributed(MODELS), SERIES),
    'masked': (
        rows(distributed(OF_FEATURES[:2] + MODELS[:1]) + [PENALISED], SERIES, masked=True)
        + rows(distributed(['GRU(2)', 'Flatten()', 'Conv1D(2, 2)', 'TimeDistributed(Dense(3))']), SERIES_OF_STEPS,
               masked=True)
    ),
    'known batch': (
        rows(distributed(OF_FEATURES[:1]) + [PENALISED], SERIES, fixed=True)
        + rows(distributed(OF_SERIES[:1]), SERIES_OF_STEPS, fixed=True)
        + rows(distributed(OF_FEATURES[:1]) + [PENALISED], SERIES, masked=True, fixed=True)
    ),
    'noise': rows(distributed(['Dropout(0.5)', 'GaussianNoise(0.5)']), SERIES, random=True),
}
WRONG = (
    [('TimeDistributed', text, (SERIES,)) for text in (
        '', "'a'", '3', 'None', 'layers.Dense', 'layers.Dense(3), 1', 'layers.Dense(3), colour=1',
        'layers.Conv2D(2, 2)', 'layers.Flatten()', 'layers.LSTM(3)', "layers.Dense('a')")]
    + [('TimeDistributed', 'layers.Dense(3)', shapes) for shapes in ((FLAT,), ((),), (SERIES, SERIES), ((5, None),))]
    + [('TimeDistributed', 'layers.Add()', (SERIES, SERIES)), ('Wrapper', '', (SERIES,)),
       ('Wrapper', 'layers.Dense(3), 1', (SERIES,))])
