"""What is known to a thread while something runs: the parameters that code of a program stands between.

A layer's ``call`` has no argument for the phase, and K none for the scope that it is in. These parameters are the
fields of one object, ``context``; each thread has values of its own.
"""
import contextlib
import threading


class Context(threading.local):
    """The fields have these values where nothing has set them. ``scope`` sets them for a while.

    Attributes:
        executions: how many execution scopes are entered; more than none: K computes eagerly.
        layers: (phase, seeds, layer) of each running layer, the innermost last; see ``phase.training_phase``.
        drawn_calls: lists that the random calls are appended to which are recorded meanwhile.
        replaced_weights: (layer, name, weight) that running calls have replaced by tensors, in order.
        reads: the scopes that note which variables are read, the innermost last (Keras 3).
        variable_scopes: the names of the entered variable scopes, the innermost last (Keras 3).
        variable_counts: how often each name was used in the innermost variable scope.
        host_task: what the host does with a model: 'calling' it on values, 'adding_up' its losses, or None.
        tracks_attributes: whether layers track the layers and variables that are set as their attributes.
        reports_first_node: whether ``layer.input`` of a shared layer is that of its first call: a host makes a model.
        layer_inputs: the LayerInputs of the running call of a layer, or None.
        outer_values: {key: value} of the symbols from outside that the running call may use, or None where no call runs
            on values; see ``outer_symbols``.
        finds_outer: whether a layer is called on symbols, and traced to find those from outside that it uses.
        outer_of_call: the layer that is called on symbols, and {key: symbol} of those that were found (Keras 3).
        objective: what a running loss or metric of the program has made, and its run; see ``made_variables``.
        evaluated_call: the layer that an evaluation runs, and the symbols that it was called on.
        explicit_training: the layer whose running call the program has passed a phase, and that phase (Keras 3).
        phase_reads: notes, in a list, that the running call on symbols depends on the learning phase, or None.
        control_inputs: the updates that what is recorded meanwhile waits for, in order: those of control_dependencies.
        gradient_overrides: {type of TensorFlow's operations: name of the registered gradient} for what is recorded and
            for layers that are called meanwhile, or None.
        index_checks: what notes that indices are looked up in a compiled function, and whether it reports wrong ones
            (jax), or None.
        gradients_are_final: whether optimizers apply gradients as they are: the program's own get_gradients made them.
        updated_layers: whether the running step of training performs the updates of a layer, by the id of the layer, as
            it was when the function of the step was made; None outside of such a step.
        trains_in_test_phase: whether a step of training runs in the test phase, and performs its updates all the same.
        assigned_after: the updates that the running function performs when its outputs are computed; None where layers
            perform theirs at once: in steps of loops, and where the host runs a model.
        updates_are_frozen: whether a model runs that is frozen: the updates within it are not performed.
        models_without_nodes: the models that a host has made from a config, which have no node of their own before it
            has made all of them, or None.
        reads_file: whether a model is made from a file: the host's metrics are to be Keras 2's.
        finds_shapes: whether a recorded call runs for the shapes of its results alone: no updates are performed for it.
        leaves_out_training: whether a model is copied or described without what it was compiled with.
        writes_file: whether optimizers and layers return the host's config, as it goes into a file.
    """

    executions = 0
    layers = ()
    drawn_calls = ()
    replaced_weights = ()
    reads = ()
    variable_scopes = ()
    variable_counts = None
    host_task = None
    tracks_attributes = True
    reports_first_node = False
    layer_inputs = None
    outer_values = None
    finds_outer = False
    evaluated_call = (None, None)
    objective = None
    outer_of_call = (None, None)
    explicit_training = (None, None)
    phase_reads = None
    index_checks = None
    control_inputs = ()
    finds_shapes = False
    gradient_overrides = None
    gradients_are_final = False
    updated_layers = None
    trains_in_test_phase = False
    assigned_after = None
    updates_are_frozen = False
    models_without_nodes = None
    reads_file = writes_file = False
    leaves_out_training = False

    @contextlib.contextmanager
    def scope(self, **fields):
        """A scope in which the fields have these values, in this thread. Raises AttributeError for an unknown field."""
        before = dict.fromkeys(fields)
        for name in fields:
            before[name] = getattr(self, name)
        for name, value in fields.items():
            setattr(self, name, value)
        try:
            yield
        finally:
            for name, value in before.items():
                setattr(self, name, value)


context = Context()
