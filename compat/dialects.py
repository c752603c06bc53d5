"""The table of dialects: whose names, defaults and behaviour count. compat.process has the choice of one.

A column says what it decides, and code asks for the column: no dialect is compared by name elsewhere.
"""
from typing import NamedTuple, Optional, Tuple

from compat.errors import UnknownDialectError


class Dialect(NamedTuple):
    """One dialect of Keras 2. The columns of the table, by what they are about."""

    name: str
    version: str  # keras.__version__

    # Modules and names
    names: str  # the version in names.json whose names a star import brings
    offers_host_names: bool  # names that Keras 2 did not have are the host's own
    answers_tensorflow: bool  # install() answers `import tensorflow.keras`, too
    answers_tensorflow_1: bool  # install() answers `import tensorflow` with the names of TensorFlow 1
    k_has_tf_keras_functions: bool  # K has the functions that tf.keras has beyond Keras 2's, and its own forms of some
    numbers_first_layer: bool  # the first layer of a class is dense_1, and not dense

    # K
    eager: bool  # K on variables outside a layer computes eagerly
    passes_nan_over: bool  # K.max, K.argmax, K.maximum and their kin choose no NaN where there is a number
    nested_functions: bool  # K.function takes single tensors and nests, and not only lists
    empty_shape_is_none: bool  # K.placeholder(shape=(), ndim=2) has two axes
    last_number_fills: bool  # K.constant([1, 2], shape=(3,)) is 1, 2, 2, and no error
    like_functions_are_floatx: bool  # K.zeros_like and K.ones_like are of floatx, and not of the dtype of x
    tile_pads_repeats: bool  # K.tile takes fewer numbers than axes, for the last ones
    batch_dot_is_matmul: bool  # K.batch_dot multiplies the last two axes, and does not contract the axes it is given
    bilinear_half_pixel: bool  # bilinear resizing interpolates around an element, and not from it to the next
    moving_average_is_unbiased: bool  # K.moving_average_update takes out the weight of the value it began with
    least_epsilon_of_images: float  # the least epsilon by which images are normalised
    image_channel_axes: Tuple[int, ...]  # the axes of channels for which an input of four axes counts as images
    logits_on_last_axis: bool  # K.categorical_crossentropy of logits is along the last axis, whatever `axis` is
    constant_targets_of_logits: bool  # no gradient passes through the targets of categorical_crossentropy of logits
    binary_crossentropy_adds_epsilon: bool  # K.binary_crossentropy adds epsilon to what it takes the logarithm of
    ctc_merges_repeated: bool  # K.ctc_decode merges repeated labels of beams by default
    masked_step_repeats_state: bool  # K.rnn: the output of a masked step is the state, and not the output before it

    # Layers and models
    tracks_attributes: bool  # a layer set as an attribute of a layer counts among its weights
    tracks_containers: bool  # and so do those in a list, tuple or dict that is set as an attribute
    scalar_weights: bool  # add_weight without a shape makes a scalar, and is no error
    models_begin_with_node: bool  # the first node of a model joins its own inputs and outputs
    keras2_model_configs: bool  # model.get_config() gives what Keras 2 gave, and not what the host writes into files
    models_freeze_layers: bool  # model.trainable is set on the layers, too, and is not an attribute of the model alone
    trainable_weights_first: bool  # the weights of a model are the trainable ones, then the others
    layers_ignore_dtype: bool  # the argument dtype of a layer is that of its input, and no input shape makes it none
    config_always_has_dtype: bool  # the config of a layer that defines none has dtype, be it floatx or not
    refuses_lost_masks: bool  # a layer that would lose a mask raises TypeError
    activity_penalty_per_sample: bool  # the penalty of an activity regularizer is divided by the size of the batch
    calls_by_autograph: bool  # AutoGraph translates the call of a layer
    keras2_applications: bool  # networks are Keras 2's, of compat's layers, and not the host's
    keras2_preprocessing: bool  # images and texts are prepared as keras-preprocessing does, and not as the host does
    datasets_seed_numpy: bool  # load_data of a data set seeds NumPy's global generator, and not one of its own
    keras2_constructors: bool  # built-in layers have the arguments and defaults of Keras 2, and not the host's
    call_follows_phase: bool  # layer.call(x) without `training`, inside a running layer, is in its phase
    recurrent_activation: str  # the default function of the gates of recurrent layers
    recurrent_implementation: int  # the default implementation of recurrent layers
    steps_not_unrolled: Tuple[Optional[int], ...]  # of so many steps a recurrent layer refuses unroll=True
    identity_of_each_gate: bool  # the initializer Identity of a recurrent kernel is the identity for each gate
    keras2_recurrent_layers: bool  # states, masked steps and dropout of recurrent layers are Keras 2's

    # Initializers, losses, metrics
    seed_step: int  # what the seed of an initializer grows by at each call
    identity_repeats: bool  # initializers.Identity of a matrix that is not square repeats, and does not fill up with 0
    hinge_takes_binary: bool  # the hinge losses take labels of 0 and 1, as -1 and 1
    smoothing_classes_axis: int  # the axis of y_true along which label_smoothing counts the classes
    keras2_objective_classes: bool  # the classes of losses and metrics are Keras 2's, and not the host's
    top_k_is_share_of_batch: bool  # the metrics top_k_* are one number for the batch, and not one for each sample
    cosine_metric_is_loss: bool  # the metric cosine_proximity is the loss, which is negative
    short_metric_names: bool  # 'accuracy' is logged as 'acc'

    # Training
    tuples_of_losses: bool  # compile takes a tuple of losses, and not a list alone
    lists_of_metrics: bool  # compile takes a list of metrics for each output in a list
    metrics_of_unknown_outputs: bool  # metrics of what is no output are left out, and no error
    phase_of_last_cell: bool  # several cells depend on the learning phase where the last one does, not where any does
    loss_of_last_batch: bool  # evaluate_generator's loss is that of its last batch
    weights_that_count: bool  # weighted and masked means are over those weights and steps that are not zero
    keras2_callbacks: bool  # callbacks have the arguments of Keras 2, and not the host's
    learning_rate_name: str  # the argument and config key of an optimizer's rate
    tf_keras_optimizer_defaults: bool  # the defaults of optimizers are those of tf.keras
    optimizer_settings_are_variables: bool  # momentum, decay, rho, beta_1 and beta_2 are variables, as the rate is
    clips_each_gradient: bool  # clipnorm is the norm of each gradient, and not that of all together
    iterations_among_weights: bool  # the weights of every optimizer begin with the number of its steps

    # Files and tools
    hdf5_by_default: bool  # a model is saved as HDF5 where the path names no format
    functional_is_called_model: bool  # summaries call the class Functional of hosts Model
    summary_counts_compiled: bool  # model.summary() counts as trainable what was so when the model was compiled
    summary_names_model: bool  # model.summary() prints the name of the model first
    plot_model_returns_picture: bool  # utils.plot_model returns a picture for notebooks
    regressor_squeezes_all_axes: bool  # KerasRegressor.predict drops all axes of length 1, and not the last one only
    layer_test_remakes_layer: bool  # test_utils.layer_test makes the layer a second time, from its weights


# Column: the value in keras-2.2, keras-2.3, tf.keras.
_COLUMNS = {
    'name': ('keras-2.2', 'keras-2.3', 'tf.keras'),
    'version': ('2.2.4', '2.3.1', '2.15.0'),
    'names': ('2.2.4', '2.3.1', '2.3.1'),
    'offers_host_names': (False, False, True),
    'answers_tensorflow': (False, False, True),
    'answers_tensorflow_1': (True, True, False),
    'k_has_tf_keras_functions': (False, False, True),
    'numbers_first_layer': (True, True, False),

    'eager': (False, False, True),
    'passes_nan_over': (True, True, False),
    'nested_functions': (False, True, True),
    'empty_shape_is_none': (True, False, False),
    'last_number_fills': (True, False, False),
    'like_functions_are_floatx': (False, True, False),
    'tile_pads_repeats': (False, True, False),
    'batch_dot_is_matmul': (True, False, False),
    'bilinear_half_pixel': (False, False, True),
    'moving_average_is_unbiased': (True, False, False),
    'least_epsilon_of_images': (1.001e-5, 1.001e-5, 0.),
    'image_channel_axes': ((3, -1), (3, -1), (3, -1, 1, -3)),
    'logits_on_last_axis': (True, False, False),
    'constant_targets_of_logits': (True, False, False),
    'binary_crossentropy_adds_epsilon': (False, True, True),
    'ctc_merges_repeated': (True, False, True),
    'masked_step_repeats_state': (True, False, False),

    'tracks_attributes': (False, True, True),
    'tracks_containers': (False, False, True),
    'scalar_weights': (False, True, True),
    'models_begin_with_node': (True, True, False),
    'keras2_model_configs': (True, True, False),
    'models_freeze_layers': (False, False, True),
    'trainable_weights_first': (True, True, False),
    'layers_ignore_dtype': (True, False, False),
    'config_always_has_dtype': (False, True, True),
    'refuses_lost_masks': (True, True, False),
    'activity_penalty_per_sample': (False, False, True),
    'calls_by_autograph': (False, False, True),
    'keras2_applications': (True, True, False),
    'keras2_preprocessing': (True, True, False),
    'datasets_seed_numpy': (True, False, False),
    'keras2_constructors': (True, True, False),
    'call_follows_phase': (True, True, False),
    'recurrent_activation': ('hard_sigmoid', 'sigmoid', 'sigmoid'),
    'recurrent_implementation': (1, 2, 2),
    'steps_not_unrolled': ((None, 1), (None,), (None,)),
    'identity_of_each_gate': (False, True, False),
    'keras2_recurrent_layers': (True, True, False),

    'seed_step': (0, 1, 0),
    'identity_repeats': (True, False, False),
    'hinge_takes_binary': (False, True, True),
    'smoothing_classes_axis': (1, 1, -1),
    'keras2_objective_classes': (True, True, False),
    'top_k_is_share_of_batch': (True, False, False),
    'cosine_metric_is_loss': (True, False, False),
    'short_metric_names': (True, False, False),

    'tuples_of_losses': (False, True, True),
    'lists_of_metrics': (False, True, True),
    'metrics_of_unknown_outputs': (True, False, False),
    'phase_of_last_cell': (True, False, False),
    'loss_of_last_batch': (False, True, False),
    'weights_that_count': (True, False, False),
    'keras2_callbacks': (True, True, False),
    'learning_rate_name': ('lr', 'learning_rate', 'learning_rate'),
    'tf_keras_optimizer_defaults': (False, False, True),
    'optimizer_settings_are_variables': (True, True, False),
    'clips_each_gradient': (False, False, True),
    'iterations_among_weights': (False, True, True),

    'hdf5_by_default': (True, True, False),
    'functional_is_called_model': (True, True, False),
    'summary_counts_compiled': (True, True, False),
    'summary_names_model': (False, True, True),
    'plot_model_returns_picture': (False, True, True),
    'regressor_squeezes_all_axes': (True, False, False),
    'layer_test_remakes_layer': (True, False, False),
}
DIALECTS = {row[0]: Dialect(**dict(zip(_COLUMNS, row))) for row in zip(*_COLUMNS.values())}
DEFAULT = 'keras-2.2'


def by_name(name):
    """The dialect of that name. Raises UnknownDialectError."""
    if name not in DIALECTS:
        raise UnknownDialectError('{!r} is no dialect. The dialects are {}; set COMPAT_DIALECT, '
                                  'compat.configure(dialect=...) or --dialect to one of them.'.format(
                                      name, ', '.join(sorted(DIALECTS))))
    return DIALECTS[name]
