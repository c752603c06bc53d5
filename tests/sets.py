"""The parts of the suite: which test files each value of COMPAT_TESTS runs, by their paths below tests/.

A path that ends with a slash is a folder.
"""
# What needs no host: the whole suite where there is none, and run elsewhere in one environment of each Python.
NEED_NO_HOST = (
    'adapters/test_new_version.py',
    'adapters/test_protocol.py',
    'backend/test_k_functions.py',
    'cli/',
    'docs/',
    'imports/test_cycles.py',
    'imports/test_execution.py',
    'imports/test_hook.py',
    'layers/test_layers_page.py',
    'programs/test_patterns.py',
    'symbolic/test_context.py',
    'symbolic/test_equivalents.py',
    'test_dialects.py',
    'test_differences.py',
    'test_environments.py',
    'test_hosts.py',
    'test_house.py',
    'test_packaging.py',
    'test_regenerate.py',
    'types/test_stubs.py',
)
# What holds compat's lock while a host is imported, in processes of its own: on one host of each family is enough.
ONCE_A_FAMILY = ('imports/test_threads.py',)
# Programs that train until they are good at what they do: once for each framework, on an oracle and on a tf.keras.
TRAINED = ('programs/test_trained_recipes.py',)
# What holds nowhere without gradients: not run on NumPy, where each of its tests would be refused.
NEED_GRADIENTS = (
    'backend/test_backend_trained.py', 'backend/test_gradients.py', 'fuzz/', 'layers/test_subclass_table.py',
    'training/test_training_runs.py') + TRAINED
# What the numpy backend of Keras 3 finds the shapes of by computing it, for a minute, with sizes that it makes up.
LONG_ON_NUMPY = ('backend/test_unknown_sizes.py', 'layers/test_wrapper_table.py')
# What depends on the Python where there is a host: code and closures in files, lazy modules, signatures. On each Python
# an environment runs it.
DEPEND_ON_PYTHON = (
    'base_layer/', 'engine/', 'files/', 'imports/test_data_names.py', 'imports/test_lazy_modules.py',
    'layers/test_lambda.py', 'layers/test_pickle_by_name.py', 'layers/test_signatures.py', 'symbolic/',
    'training/test_graph_trainer.py', 'utils/test_custom_objects.py', 'utils/test_io_utils.py', 'utils/test_utils.py')
# What is the same on every host and takes a minute, or a process of its own: run in one environment, and by its name.
ON_ONE_HOST = ('applications/test_large_networks.py', 'applications/test_missing_package.py')
# What needs mypy and pyright, which the environment `lint` has, and no host.
NEED_CHECKERS = ('types/test_type_checkers.py',)
# What needs a released Keras 2, beside a host: tox installs it without its dependencies where COMPAT_ORIGINAL names it.
NEED_ORIGINAL = ('original/',)
# What real Keras 2.2 has no names for: not run there.
NEED_KERAS_2_3 = ('imports/test_names_of_2_3.py', 'training/test_metric_objects.py')
# Lists and tensors of layers and models, private ones most, variables as conditions, functions without outputs, names
# that K leaked, and the class of an update, which Keras 2.3 had otherwise: not run on it, nor in its dialect.
OF_KERAS_2_2 = (
    'backend/test_names_of_tensorflow.py', 'base_layer/test_additions_on_one_input.py',
    'base_layer/test_own_weight_lists.py',
    'base_layer/test_shared_losses.py', 'engine/test_attributes.py', 'fuzz/',
    'imports/test_tensorflow_classes.py', 'imports/test_tensorflow_loops.py', 'layers/test_subclass_table.py',
    'symbolic/test_control_dependencies.py',
    'symbolic/test_identity.py', 'training/test_appended_metrics.py', 'training/test_insides_of_training.py',
    'training/test_own_step_functions.py')
# What depends on the dialect: run once more in keras-2.3, which is no modern host's default.
DEPEND_ON_DIALECT = (
    'backend/test_backend_configuration.py', 'backend/test_backend_golden.py', 'backend/test_backend_of_tf_keras.py',
    'backend/test_backend_phase.py', 'backend/test_backend_signatures.py', 'backend/test_backend_variables.py',
    'backend/test_functions.py', 'backend/test_numpy_backend.py', 'base_layer/', 'callbacks/test_callbacks.py',
    'datasets/', 'engine/', 'files/', 'imports/test_data_names.py', 'imports/test_lazy_modules.py',
    'layers/test_builtin_layers.py',
    'layers/test_layer_families.py', 'layers/test_signatures.py', 'original/', 'test_configs.py',
    'test_installed_host.py', 'test_losses_metrics.py', 'test_own_classes.py', 'training/test_bad_compile_arguments.py',
    'training/test_compile_arguments.py',
    'training/test_metric_objects.py', 'training/test_metrics_of_models.py', 'training/test_optimizers.py',
    'training/test_training_generator.py',
    'training/test_training_runs.py',
    'training/test_training_utils_2_3.py')
# Where the version of a host has no say: what is written on K and Layer alone, what TensorFlow computes below, files
# for a plain host, and programs. On real Keras 2.3.1 it need not run again.
SAME_ON_ALL_VERSIONS = (
    'applications/', 'backend/test_backend_ctc.py', 'backend/test_backend_loops.py', 'backend/test_backend_sparse.py',
    'backend/test_backend_trained.py', 'customlayers/test_customlayers_files.py',
    'customlayers/test_customlayers_options.py', 'customlayers/test_dynamic_convolution.py',
    'customlayers/test_standardized_convolution.py', 'customlayers/test_tied_convolution.py',
    'customlayers/test_tied_strategies.py', 'extensions/', 'layers/test_bidirectional.py',
    'layers/test_cudnn_layers.py', 'layers/test_noise_seeds.py', 'layers/test_recurrent_dropout.py',
    'layers/test_saved_builtin_layers.py', 'layers/test_seed_layers.py', 'layers/test_stacked_cells.py', 'programs/',
    'training/test_prediction.py', 'training/test_select_trainer.py', 'training/test_steps_in_flight.py',
    'training/test_tensorflow_optimizers.py', 'training/test_tutorial_losses.py')
# What Keras 2.3.1 has as 2.2.4 has it, by the same stored numbers: on it runs no layer and no trainer of ours, and what
# it computes does not change. Who changes one of these tests runs it there by its name, with COMPAT_TESTS unset.
SAME_ON_BOTH_ORACLES = (
    'backend/test_gradients.py', 'backend/test_tensors_as_arguments.py', 'layers/test_convolutional_recurrent.py',
    'layers/test_layer_table.py', 'layers/test_recurrent_calls.py', 'layers/test_recurrent_passes.py',
    'layers/test_reimplemented_layers.py', 'layers/test_spatial_layers.py', 'layers/test_stateful_called_twice.py',
    'layers/test_subclasses_of_builtin_layers.py', 'layers/test_wrapper_table.py', 'training/test_graph_trainer.py',
    'training/test_loss_shapes.py', 'training/test_opaque_losses.py', 'training/test_optimizer_settings.py',
    'training/test_own_gradients.py', 'training/test_training_begins.py')
# The same of versions of Keras 3 and of tf.keras; the oracles differ there. Our layers are written on K and Layer, as
# are losses, metrics, initializers ...; what carries them, the calls of K, Layer, models, training and files, runs on
# every version.
SAME_BETWEEN = SAME_ON_ALL_VERSIONS + (
    'backend/test_gradients.py', 'backend/test_tensors_as_arguments.py', 'backend/test_unknown_sizes.py',
    'customlayers/', 'datasets/', 'fuzz/',
    'layers/test_bad_input_of_layers.py',
    'layers/test_builtin_layers.py', 'layers/test_convolution_op.py', 'layers/test_convolutional_recurrent.py',
    'layers/test_layer_documentation.py', 'layers/test_layer_families.py', 'layers/test_layer_table.py',
    'layers/test_recurrent_calls.py', 'layers/test_recurrent_layers.py', 'layers/test_recurrent_passes.py',
    'layers/test_reimplemented_layers.py', 'layers/test_spatial_layers.py', 'layers/test_stateful_called_twice.py',
    'layers/test_subclass_table.py', 'layers/test_subclasses_of_builtin_layers.py', 'layers/test_wrapper_table.py',
    'legacy/', 'test_activations.py',
    'test_configs.py', 'test_initializers.py', 'test_losses_metrics.py', 'test_regularizers_constraints.py',
    'training/test_loss_shapes.py', 'training/test_metric_objects.py', 'training/test_opaque_losses.py',
    'training/test_optimizer_settings.py', 'training/test_own_step_functions.py',
    'utils/test_metrics_utils.py', 'wrappers/')
# Of these, what K alone computes, and what takes long in processes of its own: `newest` and TensorFlow 2.4 run it, and
# not again Keras 3.0 and tf_keras at the other end of their adapters. One table of all layers, and what meets the host
# itself, its files, trainers and metrics, run at both ends.
ON_ONE_END = (
    'applications/', 'backend/test_backend_ctc.py', 'backend/test_backend_sparse.py',
    'backend/test_backend_trained.py', 'backend/test_gradients.py', 'backend/test_tensors_as_arguments.py',
    'backend/test_unknown_sizes.py', 'customlayers/test_customlayers_files.py',
    'customlayers/test_customlayers_options.py', 'customlayers/test_dynamic_convolution.py',
    'customlayers/test_standardized_convolution.py', 'customlayers/test_tied_convolution.py',
    'customlayers/test_tied_strategies.py',
    'customlayers/test_weighted_product.py', 'datasets/', 'extensions/', 'fuzz/', 'layers/test_bidirectional.py',
    'layers/test_convolution_op.py', 'layers/test_convolutional_recurrent.py', 'layers/test_cudnn_layers.py',
    'layers/test_layer_documentation.py', 'layers/test_layer_table.py', 'layers/test_noise_seeds.py',
    'layers/test_recurrent_calls.py', 'layers/test_recurrent_dropout.py', 'layers/test_recurrent_passes.py',
    'layers/test_reimplemented_layers.py', 'layers/test_saved_builtin_layers.py', 'layers/test_seed_layers.py',
    'layers/test_spatial_layers.py', 'layers/test_stacked_cells.py', 'layers/test_stateful_called_twice.py',
    'layers/test_subclass_table.py', 'layers/test_wrapper_table.py', 'training/test_loss_shapes.py',
    'training/test_opaque_losses.py', 'training/test_optimizer_settings.py', 'training/test_steps_in_flight.py',
    'training/test_tutorial_losses.py', 'utils/test_metrics_utils.py', 'wrappers/')
# What our trainer does, and a trainer of tf.keras, which is the same in its first version and its last: TensorFlow 2.4
# and tf_keras run it, those between them test_training_runs.py and test_graph_trainer.py. Of Keras 3 the newest runs
# it on each framework, and 3.0 these two.
OF_THE_TRAINERS = (
    'engine/test_learning_phase_of_models.py', 'engine/test_trainable_of_models.py',
    'training/test_appended_metrics.py', 'training/test_bad_compile_arguments.py',
    'training/test_compile_arguments.py', 'training/test_insides_of_training.py', 'training/test_own_gradients.py',
    'training/test_reads_before_updates.py', 'training/test_training_begins.py',
    'training/test_training_differences.py', 'training/test_training_generator.py')
# What holds in the dialect tf.keras, which has its own oracle.
IN_TF_KERAS = (
    'backend/test_backend_of_tf_keras.py', 'imports/test_data_names.py', 'imports/test_host_exports.py')
# What fails most often: the calls of K, the layers, and training, each against the oracle's numbers.
QUICK = (
    'backend/test_backend_golden.py', 'backend/test_functions.py', 'backend/test_gradients.py', 'base_layer/',
    'customlayers/test_weighted_product.py', 'engine/', 'imports/test_lazy_modules.py', 'layers/test_builtin_layers.py',
    'layers/test_lambda.py', 'layers/test_recurrent_calls.py', 'layers/test_signatures.py', 'test_dialects.py',
    'test_differences.py', 'test_environments.py', 'test_hosts.py', 'test_packaging.py',
    'training/test_graph_trainer.py', 'training/test_optimizers.py', 'training/test_training_runs.py')

# Where another environment of the same adapter runs what is marked once_a_family: processes that import a host again,
# in a dialect of their own.
WITHOUT_PROCESSES = ('between', 'other-end', 'first-of-keras-3', 'inference', 'second-oracle', 'dialect')


def is_among(file, paths):
    """Whether the test file is one of these, or below one of these folders."""
    return any(file == path or path.endswith('/') and file.startswith(path) for path in paths)


SETS = {
    'all': lambda file: not is_among(file, NEED_CHECKERS + ON_ONE_HOST),
    'host': lambda file: not is_among(file, NEED_NO_HOST + NEED_CHECKERS + ONCE_A_FAMILY + ON_ONE_HOST),
    'inference': lambda file: SETS['host'](file) and not is_among(file, NEED_GRADIENTS + LONG_ON_NUMPY),
    'other-end': lambda file: SETS['host'](file) and not is_among(file, TRAINED + ON_ONE_END),
    'first-of-keras-3': lambda file: SETS['other-end'](file) and not is_among(file, OF_THE_TRAINERS),
    'second-oracle': lambda file: SETS['host'](file) and not is_among(
        file, SAME_ON_ALL_VERSIONS + SAME_ON_BOTH_ORACLES + OF_KERAS_2_2),
    'between': lambda file: SETS['all'](file) and not is_among(
        file, SAME_BETWEEN + OF_THE_TRAINERS + ONCE_A_FAMILY),
    'once': lambda file: is_among(file, NEED_NO_HOST + NEED_ORIGINAL + ON_ONE_HOST),
    'no-host': lambda file: is_among(file, NEED_NO_HOST),
    'dialect': lambda file: is_among(file, DEPEND_ON_DIALECT) and not is_among(file, OF_KERAS_2_2),
    'tf.keras': lambda file: is_among(file, IN_TF_KERAS),
    'quick': lambda file: is_among(file, QUICK),
    'types': lambda file: is_among(file, NEED_CHECKERS),
}
