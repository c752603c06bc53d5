"""The private names of hosts that the adapters use: what a new version may rename or drop without a word.

PRIVATE_NAMES has, by the words of compat.process.matches, the object of the host (test_private_names.py makes it) and
the names that it must have. MODULES has private modules that are imported.
"""
PRIVATE_NAMES = {
    'keras3': {
        'layer': ('_inbound_nodes', '_trainable_variables', '_non_trainable_variables', '_seed_generators',
                  '_flatten_layers', '_clear_losses', '_get_own_losses', '_get_regularization_losses', '_lock_state',
                  '_maybe_build', '_set_mask_metadata', '_outbound_nodes'),
        'symbol': ('_keras_history',),
        'masked symbol': ('_keras_mask',),
        'functional model': ('_layers', '_nodes', '_nodes_by_depth'),
        'sequential model': ('_layers', '_functional', '_maybe_rebuild'),
        'optimizer': ('_learning_rate', '_trainable_variables', '_get_variable_index', '_backend_update_step',
                      '_track_variable', '_momentums', '_velocities'),
        'Adagrad': ('_accumulators',), 'RMSprop': ('_velocities',),
        'Adadelta': ('_accumulated_grads', '_accumulated_delta_vars'), 'Adamax': ('_m', '_u'),
        'Nadam': ('_u_product',),
    },
    'keras3-torch': {'torch': ('_foreach_abs', '_foreach_add', '_foreach_copy_', '_foreach_div', '_foreach_maximum',
                               '_foreach_mul', '_foreach_sqrt', '_foreach_sub')},
    'keras3-jax': {'variable': ('_direct_assign',)},
    'keras3-numpy': {'compiled model': ('_compile_loss',)},
    'tf_keras tf.keras>=2.5': {'functional model': ('_self_tracked_trackables',)},
    'tf.keras<2.5': {'functional model': ('_layers',)},
    'tf_keras tf.keras': {
        'functional model': ('_init_graph_network', '_input_layers', '_output_layers'),
        'layer': ('_inbound_nodes', '_activity_regularizer', '_callable_losses', '_eager_losses', '_losses',
                  '_clear_losses', '_flatten_layers', '_handle_activity_regularization', '_maybe_build',
                  '_trainable_weights',
                  '_non_trainable_weights', '_autocast', '_batch_input_shape'),
        'symbol': ('_keras_history', '_inferred_value'),
        'masked symbol': ('_keras_mask',),
        'optimizer': ('_hyper', '_serialize_hyperparameter', '_create_all_weights', '_set_hyper', '_get_hyper',
                      '_create_hypers', '_initial_decay',
                      '_fallback_apply_state', '_use_locking', '_weights', '_name'),
        'variable': ('_handle_name', '_handle', '_dense_var_to_tensor'),
    },
}
MODULES = {
    'keras3-numpy': {'keras.src.backend.common.symbolic_scope': ('in_symbolic_scope',)},
    'keras3-tensorflow tf_keras tf.keras': {
        'tensorflow.python.eager': ('context',), 'tensorflow.python.types.core': ('Tensor',),
        'tensorflow.python.util.dispatch': ('GlobalOpDispatcher', '_GLOBAL_DISPATCHERS')},
}
# Private names of Python's own library.
OF_PYTHON = ('_fields', '_getframe', '_make', '_replace')
