"""What keras.preprocessing computes, case by case, as numbers for a table: of the oracles for golden, and of hosts."""
import os
import random
import tempfile
import warnings

import numpy as np

from compat.preprocessing import image, sequence, text

IMAGES = (np.arange(6 * 5 * 4 * 3) * 37 % 251).reshape(6, 5, 4, 3).astype('float32')
LABELS = np.arange(6)
# Parameters of apply_transform, each alone and some together.
TRANSFORMS = (
    {'theta': 30}, {'tx': 1}, {'tx': -1.5}, {'ty': 2}, {'shear': 20}, {'zx': .5}, {'zy': 1.5}, {'flip_vertical': True},
    {'flip_horizontal': True}, {'channel_shift_intensity': 40.}, {'brightness': .5}, {'brightness': 1.7},
    {'theta': 10, 'tx': .5, 'ty': -1, 'shear': 5, 'zx': .8, 'zy': 1.1, 'flip_horizontal': True, 'brightness': .9})
FILLS = ('constant', 'nearest', 'reflect', 'wrap')
# Arguments of ImageDataGenerator, one after another.
ARGUMENTS = (
    {'rotation_range': 30}, {'width_shift_range': .4}, {'height_shift_range': .4}, {'width_shift_range': 2},
    {'height_shift_range': [1]}, {'width_shift_range': [1, 3]}, {'brightness_range': (.5, 1.5)}, {'shear_range': 20.},
    {'zoom_range': .3}, {'zoom_range': (.5, 1.)}, {'channel_shift_range': 60.}, {'horizontal_flip': True},
    {'vertical_flip': True}, {'rescale': .5}, {'samplewise_center': True}, {'samplewise_std_normalization': True},
    {'preprocessing_function': np.sqrt}, {'featurewise_center': True}, {'featurewise_std_normalization': True},
    {'zca_whitening': True, 'zca_epsilon': 1e-2}, {'rotation_range': 15, 'zoom_range': .2, 'horizontal_flip': True,
                                                   'width_shift_range': .2, 'height_shift_range': .2})
RANDOM = {'random_rotation': (30,), 'random_shift': (.3, .4), 'random_shear': (20,), 'random_zoom': ((.5, 1.5),),
          'random_channel_shift': (50.,), 'random_brightness': ((.5, 1.5),)}
# Arguments of flow.
FLOWS = ({'shuffle': False}, {'shuffle': True}, {'subset': 'training'}, {'subset': 'validation'},
         {'sample_weight': np.arange(6) / 2.})
DIRECTORIES = (
    {'color_mode': 'grayscale'}, {'color_mode': 'rgba'}, {'class_mode': 'binary'}, {'class_mode': 'sparse'},
    {'class_mode': 'input'}, {'class_mode': None}, {'classes': ['b', 'a']}, {'subset': 'training'},
    {'subset': 'validation'}, {'shuffle': False, 'target_size': (5, 4)}) + tuple(
        {'interpolation': name} for name in ('nearest', 'bilinear', 'bicubic', 'lanczos', 'box', 'hamming'))
TEXTS = ['The cat sat, on the mat.', 'The dog\tsat; on THE log', 'dogs and cats']


def digest(value):
    """What stays of a value: shapes, sums and weighted sums of arrays; text and numbers as they are."""
    if isinstance(value, (list, tuple)):
        return [digest(part) for part in value]
    if isinstance(value, np.ndarray):
        numbers = np.asarray(value, 'float64').ravel()
        weights = np.cos(np.arange(numbers.size) * 1.7)
        return {'shape': list(value.shape), 'dtype': str(value.dtype), 'sums': [numbers.sum(), numbers.dot(weights)]}
    return value.item() if isinstance(value, np.generic) else value


def _generator(**arguments):
    """A generator that is fitted; text for functions, so that cases have names."""
    generator = image.ImageDataGenerator(validation_split=.34, **arguments)
    generator.fit(IMAGES[:, :3, :2], augment=True, rounds=2, seed=3) if arguments.get(
        'zca_whitening') else generator.fit(IMAGES, seed=3)
    return generator


def _first(arguments):
    return IMAGES[:, :3, :2] if arguments.get('zca_whitening') else IMAGES


def _name(arguments):
    return ' '.join(f'{key}={getattr(value, "__name__", value)}' for key, value in sorted(arguments.items()))


def transforms():
    for parameters in TRANSFORMS:
        for fill in FILLS if len(parameters) == 1 else FILLS[:1]:
            make = image.ImageDataGenerator(fill_mode=fill, cval=-7.)
            yield f'{_name(parameters)} {fill}', make.apply_transform(IMAGES[0], parameters)
        if 'brightness' not in parameters:  # Keras 2 takes the channels for the last axis there
            make = image.ImageDataGenerator(data_format='channels_first')
            yield f'{_name(parameters)} first', make.apply_transform(IMAGES[0].transpose(2, 0, 1), parameters)
    for order in (0, 3):
        yield f'order {order}', image.apply_affine_transform(IMAGES[0], 20, .5, 1., order=order, fill_mode='reflect')
    for name, arguments in RANDOM.items():
        axes = {} if name == 'random_brightness' else {'channel_axis': 2}
        if name in ('random_rotation', 'random_shift', 'random_shear', 'random_zoom'):
            axes.update(row_axis=0, col_axis=1)
            np.random.seed(4)
            yield f'{name} axes', getattr(image, name)(IMAGES[0].transpose(2, 0, 1), *arguments)
        np.random.seed(4)
        yield name, getattr(image, name)(IMAGES[0], *arguments, **axes)


def generators():
    for arguments in ARGUMENTS:
        flow = _generator(**arguments).flow(_first(arguments), LABELS, batch_size=4, seed=5)
        yield _name(arguments), [flow.next(), next(flow), flow[1], len(flow), flow.n, flow.batch_index,
                                 flow.total_batches_seen]
    make = image.ImageDataGenerator(rotation_range=20, zoom_range=.3)
    transform = make.get_random_transform((5, 4, 3), seed=8)
    yield 'get_random_transform', [transform[key] for key in ('theta', 'tx', 'ty', 'shear', 'zx', 'zy')]
    yield 'random_transform', make.random_transform(IMAGES[0], seed=8)
    for arguments in FLOWS:
        labels = LABELS % 2
        flow = image.ImageDataGenerator(validation_split=.34).flow(IMAGES, labels, batch_size=2, seed=2, **arguments)
        yield 'flow ' + ' '.join(sorted(arguments)) + str(arguments.get('subset')), [flow.next(), flow.next(), flow[0]]
    flow = image.ImageDataGenerator().flow((IMAGES, [LABELS, LABELS * 2]), batch_size=4, shuffle=False)
    yield 'several inputs', [flow.next(), flow.next()]


def directories():
    folder = tempfile.mkdtemp()
    for name, count in (('a', 3), ('b', 4)):
        os.mkdir(os.path.join(folder, name))
        for number in range(count):
            picture = np.tile(IMAGES[(count + number) % 6], (2, 2, 1))
            image.save_img(os.path.join(folder, name, f'{number}.png'), picture, scale=False)
    for arguments in DIRECTORIES:
        make = image.ImageDataGenerator(horizontal_flip=True, validation_split=.5)
        common = {'target_size': (6, 7), 'batch_size': 3, 'seed': 1}
        flow = make.flow_from_directory(folder, **dict(common, **arguments))
        yield _name(arguments), [flow.next(), flow.next(), len(flow), flow.samples, flow.num_classes, flow.filenames,
                                 sorted(flow.class_indices.items()), flow.classes, list(flow.image_shape)]
    path = os.path.join(folder, 'a', '0.png')
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        yield 'load_img(grayscale=True)', image.img_to_array(image.load_img(path, grayscale=True))
        yield 'load_img of a position', image.img_to_array(image.load_img(path, True))
    yield 'load_img', image.img_to_array(image.load_img(path, False, 'rgb', (3, 4), 'bilinear'), 'channels_first')
    for arguments in ({'color_mode': 'cmyk'}, {'target_size': (2, 2), 'interpolation': 'cubic'}):
        yield f'refused {_name(arguments)}', refusal(image.load_img, path, **arguments)
    for x in (IMAGES[0], IMAGES[0, :, :, :1], IMAGES[0, :, :, :1] * 300, np.zeros((2, 2, 4)), np.ones((2, 2, 3)) * 9):
        for scale in (True, False):
            picture = image.array_to_img(x, scale=scale)
            yield f'array_to_img {x.shape} {x.max():.0f} {scale}', [picture.mode, image.img_to_array(picture)]
    for x in (np.zeros((2, 2)), np.zeros((2, 2, 2))):
        yield f'refused {x.shape}', refusal(image.array_to_img, x)
    yield 'refused data_format', refusal(image.img_to_array, IMAGES[0], data_format='last')


def refusal(function, *args, **kwargs):
    """The name of the class of what the call raises."""
    try:
        function(*args, **kwargs)
    except Exception as error:  # noqa: BLE001, its class is the answer
        return type(error).__name__
    return 'nothing'


def texts():
    yield 'words', [text.text_to_word_sequence(text=line) for line in TEXTS]
    yield 'options', text.text_to_word_sequence('a,B;c d', ',;', False, ' ')
    yield 'separator', text.text_to_word_sequence('one--two-- three', filters='', split='--')
    yield 'hashing_trick', text.hashing_trick(text=TEXTS[0], n=50, hash_function='md5')
    yield 'function', text.hashing_trick(TEXTS[0], 50, len)
    yield 'one_hot', [number in range(1, 9) for number in text.one_hot(text=TEXTS[1], n=9)]
    for arguments in ({}, {'num_words': 4}, {'lower': False}, {'char_level': True}, {'oov_token': '?'},
                      {'num_words': 4, 'oov_token': '?'}, {'filters': 'aeiou', 'split': 's'}):
        tokenizer = text.Tokenizer(**arguments)
        tokenizer.fit_on_texts(TEXTS)
        name = f'Tokenizer {_name(arguments)} '
        yield name + 'indices', sorted(tokenizer.word_index.items())
        yield name + 'counts', [sorted(tokenizer.word_counts.items()), sorted(tokenizer.word_docs.items()),
                                sorted(tokenizer.index_docs.items()), tokenizer.document_count]
        sequences = tokenizer.texts_to_sequences(TEXTS + ['a new cat'])
        yield name + 'sequences', [sequences, tokenizer.sequences_to_texts(sequences)]
        for mode in ('binary', 'count', 'tfidf', 'freq'):
            yield name + mode, tokenizer.texts_to_matrix(TEXTS, mode=mode)
    yield 'Tokenizer(document_count=3)', text.Tokenizer(document_count=3).document_count
    tokenizer = text.Tokenizer(4, 'a', False, 'b', True, 'o', 3)
    yield 'Tokenizer by position', [getattr(tokenizer, name) for name in (
        'num_words', 'filters', 'lower', 'split', 'char_level', 'oov_token', 'document_count')]
    yield 'refused argument', refusal(text.Tokenizer, words=3)
    yield 'nb_words', text.Tokenizer(nb_words=3).num_words


def sequences():
    rows = [[1, 2, 3], [4], [5, 6, 7, 8, 9]]
    for arguments in ({}, {'maxlen': 2}, {'maxlen': 4, 'padding': 'post', 'truncating': 'post', 'value': -1},
                      {'dtype': 'float32', 'value': .5}):
        yield f'pad {_name(arguments)}', sequence.pad_sequences(rows, **arguments)
    yield 'vectors', sequence.pad_sequences([[[1, 2]], [[3, 4], [5, 6]]], maxlen=3)
    for arguments in ({'padding': 'front'}, {'truncating': 'front'}):
        yield f'refused {_name(arguments)}', refusal(sequence.pad_sequences, rows, maxlen=2, **arguments)
    yield 'refused rows', [refusal(sequence.pad_sequences, wrong) for wrong in ([1, 2], 3)]
    yield 'table', sequence.make_sampling_table(50)
    for arguments in ({}, {'window_size': 1}, {'negative_samples': 0.}, {'shuffle': False, 'negative_samples': 2.},
                      {'categorical': True}):
        random.seed(7)  # of the negative samples; the argument is of the order
        yield f'skipgrams {_name(arguments)}', list(sequence.skipgrams(
            np.arange(8), vocabulary_size=8, seed=6, **arguments))
    random.seed(7)
    yield 'skipgrams without a seed', list(sequence.skipgrams([1, 2, 3, 4], 9))
    yield '_remove_long_seq', list(sequence._remove_long_seq(4, rows, [1, 2, 3]))
    data = np.arange(20.)
    for arguments in ({}, {'sampling_rate': 2}, {'stride': 3}, {'start_index': 2, 'end_index': 15}, {'reverse': True}):
        series = sequence.TimeseriesGenerator(data, data * 2, length=4, batch_size=5, **arguments)
        yield f'series {_name(arguments)}', [len(series)] + [series[number] for number in range(len(series))]
        yield f'series config {_name(arguments)}', [list(series.get_config().items()), series.to_json(sort_keys=True)]
    np.random.seed(1)
    yield 'series shuffle', sequence.TimeseriesGenerator(data, data * 2, 4, shuffle=True)[0]


FAMILIES = {function.__name__: function for function in (transforms, generators, directories, texts, sequences)}


def table_of(family):
    """{case: digest} of a family."""
    return {name: digest(value) for name, value in FAMILIES[family]()}
