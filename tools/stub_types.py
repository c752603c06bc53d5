"""The types that Keras 2's words have in the stubs: tables of tools/make_stubs.py. What no table names is Any."""

# The keyword arguments that a layer of Keras 2 passes on to Layer.
LAYER_KEYWORDS = [
    ('name', 'Optional[str]', 'None'), ('trainable', 'bool', 'True'), ('dtype', 'Any', 'None'),
    ('input_shape', 'Any', 'None'), ('batch_input_shape', 'Any', 'None'),
    ('batch_size', 'Optional[SupportsIndex]', 'None'), ('input_dim', 'Optional[SupportsIndex]', 'None'),
    ('input_length', 'Any', 'None'), ('input_dtype', 'Any', 'None'), ('weights', 'Any', 'None'),
    ('dynamic', 'bool', 'False')]

# Arguments of constructors and functions, by name, where their default is of that type or there is none.
ARGUMENTS = {'units': 'SupportsIndex', 'filters': 'SupportsIndex', 'output_dim': 'SupportsIndex', 'padding': 'str',
             'data_format': 'Optional[str]', 'merge_mode': 'Optional[str]', 'config': 'Dict[str, Any]'}
ARGUMENTS.update(dict.fromkeys([
    'amsgrad', 'center', 'from_logits', 'go_backwards', 'keepdims', 'mask_zero', 'nesterov', 'reset_after',
    'restore_best_weights', 'return_sequences', 'return_state', 'save_best_only', 'save_weights_only', 'scale',
    'stateful', 'unit_forget_bias', 'unroll', 'use_bias', 'use_multiprocessing', 'write_graph'], 'bool'))

# Methods that every subclass writes with argument names of its own: a checker must not compare them with the base's.
OVERRIDDEN = ('build', 'call', 'compute_mask', 'compute_output_shape', 'result', 'update_state')

# Members of Keras 2's classes that compat does not have on every host, and classes of which it has none: stubs do not
# promise them. tests/types/test_members.py reads this.
NOT_OFFERED = {
    'engine.network:Network.run_internal_graph', 'engine.sequential:Sequential.model',
    'layers.recurrent:GRU.implementation', 'layers.recurrent:LSTM.implementation',
    'layers.wrappers:Bidirectional.constraints', 'layers.wrappers:Wrapper.activity_regularizer',
    'preprocessing.image:DataFrameIterator.next', 'preprocessing.image:DirectoryIterator.next',
    'preprocessing.image:Iterator.next', 'preprocessing.image:NumpyArrayIterator.next',
    'utils.data_utils:OrderedEnqueuer.join_end_of_epoch', 'utils.test_utils:tf_file_io_proxy'}

# Signatures where compat takes more than Keras 2 did: name and shape in either order.
SIGNATURES = {'engine.base_layer:Layer.add_weight': '(self, name=None, shape=None, dtype=None, initializer=None, '
                                                    'regularizer=None, trainable=True, constraint=None, **kwargs)'}

# What functions and methods return, by name.
RETURNED = dict.fromkeys([
    '__exit__', '__init__', '__setitem__', 'add_loss', 'add_update', 'assert_input_compatibility', 'compile',
    'load_weights', 'plot_model', 'pop', 'print_summary', 'reset_states', 'save', 'save_model', 'save_weights',
    'set_model', 'set_params', 'set_weights', 'summary'], 'None')
RETURNED.update({
    '__contains__': 'bool', '__enter__': 'Self', '__len__': 'int', 'clone_model': 'Model', 'count_params': 'int',
    'from_config': 'Self', 'get_config': 'Dict[str, Any]', 'get_weights': 'List[Any]', 'load_model': 'Model',
    'model_from_config': 'Model', 'model_from_json': 'Model', 'model_from_yaml': 'Model', 'multi_gpu_model': 'Model',
    'to_json': 'str', 'to_yaml': 'str'})
METHODS_RETURNED = {'add': 'None', 'fit': 'History', 'fit_generator': 'History'}
FUNCTIONS_RETURNED = {'backend': 'str', 'epsilon': 'float', 'floatx': 'str', 'image_data_format': 'str'}

ATTRIBUTES = {
    'built': 'bool', 'history': 'Dict[str, List[Any]]', 'layers': 'List[Any]', 'losses': 'List[Any]', 'name': 'str',
    'non_trainable_weights': 'List[Any]', 'stateful': 'bool', 'supports_masking': 'bool', 'trainable': 'bool',
    'trainable_weights': 'List[Any]', 'updates': 'List[Any]', 'weights': 'List[Any]'}

# The classes of Keras that annotations name, and the modules that have them.
HOMES = {'History': 'callbacks', 'Layer': 'engine.base_layer', 'Model': 'engine.training'}
