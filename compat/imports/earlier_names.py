"""Names that modules of Keras lost with version 2.2, and that programs import: the tables, and the look-ups.

Before it `keras.applications` had the code of its networks, and what that needs of other modules.
"""
# Where the names are: 'path:name' of a module of Keras 2, 'path:' for the module itself.
_HOMES = {
    'Input': 'layers:Input',
    'InputSpec': 'engine.base_layer:InputSpec',
    'K': 'backend:',
    'Model': 'models:Model',
    'conv_utils': 'utils.conv_utils:',
    'get_file': 'utils.data_utils:get_file',
    'get_source_inputs': 'utils.layer_utils:get_source_inputs',
    '_obtain_input_shape': 'applications.imagenet_utils:_obtain_input_shape',
    'imagenet_utils': 'applications.imagenet_utils:',
    'layer_utils': 'utils.layer_utils:',
}
for _name in ('constraints', 'initializers', 'layers', 'regularizers'):
    _HOMES[_name] = _name + ':'
for _name in ('Activation', 'AveragePooling2D', 'BatchNormalization', 'Concatenate', 'Conv2D', 'Cropping2D', 'Dense',
              'DepthwiseConv2D', 'Dropout', 'Flatten', 'GlobalAveragePooling2D', 'GlobalMaxPooling2D', 'Lambda',
              'MaxPooling2D', 'Reshape', 'SeparableConv2D', 'ZeroPadding2D', 'add', 'concatenate'):
    _HOMES[_name] = 'layers:' + _name

_POOLED = 'GlobalAveragePooling2D GlobalMaxPooling2D Input K MaxPooling2D Model get_file get_source_inputs'
_VGG = f'{_POOLED} Conv2D Dense Flatten layer_utils'
_NORMALISED = f'{_POOLED} Activation BatchNormalization Conv2D Dense'
# What each module had from other modules of Keras 2.1.6. What it had of its own is in its file.
_APPLICATIONS = {
    'densenet': f'{_NORMALISED} AveragePooling2D Concatenate ZeroPadding2D imagenet_utils',
    'imagenet_utils': 'K get_file',
    'inception_resnet_v2': f'{_NORMALISED} AveragePooling2D Concatenate Lambda imagenet_utils',
    'inception_v3': f'{_NORMALISED} AveragePooling2D imagenet_utils layers',
    'mobilenet': 'Activation BatchNormalization Conv2D DepthwiseConv2D Dropout GlobalAveragePooling2D '
                 'GlobalMaxPooling2D Input InputSpec K Model Reshape ZeroPadding2D constraints conv_utils get_file '
                 'get_source_inputs imagenet_utils initializers regularizers',
    'nasnet': f'{_NORMALISED} AveragePooling2D Cropping2D SeparableConv2D ZeroPadding2D add concatenate',
    'resnet50': f'{_NORMALISED} AveragePooling2D Flatten ZeroPadding2D layer_utils layers',
    'vgg16': _VGG,
    'vgg19': _VGG,
    'xception': f'{_NORMALISED} SeparableConv2D imagenet_utils layers',
}


def _rows():
    for module, imported in _APPLICATIONS.items():
        names = imported.split() + ['_obtain_input_shape']
        yield 'applications.' + module, {name: _HOMES[name] for name in names}


# What other modules had before Keras 2.2 split engine.topology, and gave functions names without a leading underscore.
_SAVING = ('load_weights_from_hdf5_group', 'load_weights_from_hdf5_group_by_name', 'preprocess_weights_for_loading',
           'save_weights_to_hdf5_group', 'HDF5_OBJECT_HEADER_LIMIT', '_convert_rnn_weights', '_need_convert_kernel')
_FROM_TOPOLOGY = {
    'engine.saving': _SAVING,
    'engine.base_layer': ('_collect_input_shape', '_collect_previous_mask', '_to_snake_case'),
}
_OTHERS = {
    'backend.common': {name: 'backend:' + name for name in ('_EPSILON', '_FLOATX', '_IMAGE_DATA_FORMAT')},
    'callbacks': {'Layer': 'engine.base_layer:Layer'},
    'engine': {'Merge': 'legacy.layers:Merge'},
    'engine.topology': dict({
        'Merge': 'legacy.layers:Merge',
        '_load_attributes_from_hdf5_group': 'engine.saving:load_attributes_from_hdf5_group',
        '_save_attributes_to_hdf5_group': 'engine.saving:save_attributes_to_hdf5_group',
        'Container': 'engine.network:Network',
        'K': 'backend:',
        '_is_all_none': 'utils.generic_utils:is_all_none',
        '_object_list_uid': 'utils.generic_utils:object_list_uid',
        '_to_list': 'utils.generic_utils:to_list',
        'ask_to_proceed_with_overwrite': 'utils.io_utils:ask_to_proceed_with_overwrite',
        'conv_utils': 'utils.conv_utils:',
        'count_params': 'utils.layer_utils:count_params',
        'has_arg': 'utils.generic_utils:has_arg',
        'initializers': 'initializers:',
        'interfaces': 'legacy.interfaces:',
        'print_layer_summary': 'utils.layer_utils:print_summary',
    }, **{name: f'{module}:{name}' for module, names in _FROM_TOPOLOGY.items() for name in names}),
    'engine.training': {
        'Container': 'engine.network:Network',
        'GeneratorEnqueuer': 'utils.data_utils:GeneratorEnqueuer',
        'OrderedEnqueuer': 'utils.data_utils:OrderedEnqueuer',
        'Progbar': 'utils.generic_utils:Progbar',
        'Sequence': 'utils.data_utils:Sequence',
        '_batch_shuffle': 'engine.training_utils:batch_shuffle',
        '_check_array_lengths': 'engine.training_utils:check_array_length_consistency',
        '_check_loss_and_target_compatibility': 'engine.training_utils:check_loss_and_target_compatibility',
        '_collect_metrics': 'engine.training_utils:collect_metrics',
        '_make_batches': 'engine.training_utils:make_batches',
        '_slice_arrays': 'utils.generic_utils:slice_arrays',
        '_standardize_class_weights': 'engine.training_utils:standardize_class_weights',
        '_standardize_input_data': 'engine.training_utils:standardize_input_data',
        '_standardize_sample_or_class_weights': 'engine.training_utils:standardize_sample_or_class_weights',
        '_standardize_sample_weights': 'engine.training_utils:standardize_sample_weights',
        '_standardize_weights': 'engine.training_utils:standardize_weights',
        '_weighted_masked_objective': 'engine.training_utils:weighted_masked_objective',
        'cbks': 'callbacks:',
        'count_params': 'utils.layer_utils:count_params',
    },
    'layers': {'Merge': 'legacy.layers:Merge'},
    'layers.convolutional_recurrent': {
        name: 'layers.recurrent:' + name for name in ('_generate_dropout_mask', '_standardize_args')},
    'layers.noise': {'InputSpec': 'engine.base_layer:InputSpec'},
    'layers.wrappers': {'_object_list_uid': 'utils.generic_utils:object_list_uid'},
    'legacy.layers': {name: 'utils.generic_utils:' + name for name in ('func_dump', 'func_load', 'has_arg')},
    'legacy': {'models': 'legacy.models:'},
    'legacy.models': {name: 'legacy.layers:' + name for name in (
        'Merge', 'legacy_sequential_layers', 'needs_legacy_support')},
    'models': {
        'legacy_models': 'legacy.models:',
        'Layer': 'engine.base_layer:Layer',
        'ask_to_proceed_with_overwrite': 'utils.io_utils:ask_to_proceed_with_overwrite',
        'interfaces': 'legacy.interfaces:',
        'layer_module': 'layers:',
        'legacy_layers': 'legacy.layers:',
        'optimizers': 'optimizers:',
        'topology': 'engine.topology:',
    },
    'preprocessing.image': {'K': 'backend:', 'Sequence': 'utils.data_utils:Sequence'},
    'preprocessing.sequence': {'Sequence': 'utils.data_utils:Sequence'},
    'utils.conv_utils': {'normalize_data_format': 'backend:normalize_data_format'},
    'utils.test_utils': {'Sequential': 'models:Sequential', 'model_from_json': 'models:model_from_json'},
}
for _path in ('datasets.imdb', 'datasets.reuters'):
    _OTHERS[_path] = {'_remove_long_seq': 'preprocessing.sequence:_remove_long_seq'}

for _name in ('_get_available_devices', '_normalize_device_name'):
    _OTHERS.setdefault('utils.training_utils', {})[_name] = 'utils.multi_gpu_utils:' + _name

# Module paths that Keras lost with version 2.2.
EARLIER_PATHS = ('legacy.models',)
# Private names that are not offered: (the versions that had the name, what to use instead).
INSTEAD = {
    ('backend.tensorflow_backend', '_TfDeviceCaptureOp'): (
        '2.0 to 2.3', 'tensorflow.device(name) around the call; what runs there is placed by TensorFlow'),
    ('engine.base_layer', '_call_metric'): ('2.3', 'metric(y_true, y_pred), or layer.add_metric(value, name)'),
    ('engine.base_layer', '_create_mean_metric'): ('2.3', 'keras.metrics.Mean(name), called on the value'),
    ('engine.saving', '_deserialize_model'): ('2.2 and 2.3', 'keras.models.load_model(path)'),
    ('engine.saving', '_gcs_copy'): ('2.3', '`gsutil cp`, which copies from and to gs://'),
    ('engine.saving', '_serialize_model'): ('2.2 and 2.3', 'model.save(path), or pickle.dumps(model)'),
    ('engine.training', '_get_metrics_from_layers'): ('2.3', 'layer.metrics of each of model.layers'),
}

# Module path: {name: home}.
EARLIER_NAMES = dict(_OTHERS, **dict(_rows()))


def home_of(path, name):
    """Returns where a name is that the module path had before Keras 2.2, None where it had none of that name."""
    return EARLIER_NAMES.get(path, {}).get(name)


def instead_of(path, name):
    """Returns a sentence about a name that is not offered: which versions had it, and what to use. It may be empty."""
    if (path, name) not in INSTEAD:
        return ''
    versions, use = INSTEAD[path, name]
    return f'. Keras {versions} had it; use {use}'
