"""Training by the host's own ``fit``: of models and arguments that Keras 2 had not, and in the dialect tf.keras."""
import contextlib

from compat import adapters
from compat.training import compile_arguments
from compat.training.trainer import Trainer, single_or_list

_layer_adapter = adapters.area('layer')
_models = adapters.area('model')


def compile_host(model, spec, optimizer, metrics, weighted_metrics):
    """Compile the model as the host does, which writes that to files, and note what Keras 2 logs."""
    outputs = getattr(model, 'output_names', None)
    if outputs and len(outputs) > 1:
        metrics, weighted_metrics = [compile_arguments.by_output(given, outputs) for given in (
            metrics, weighted_metrics)]
    # Not by name: Keras 2's function is not always the host's, and plain Keras 3 reads no short names in .h5 files.
    _layer_adapter.HostModel.compile(
        model, optimizer=optimizer, loss=compile_arguments.each(compile_arguments.loss, spec.loss),
        metrics=compile_arguments.each(compile_arguments.metric, metrics), loss_weights=spec.loss_weights,
        weighted_metrics=compile_arguments.each(compile_arguments.metric, weighted_metrics), **spec.host_arguments)
    state = model._trainer_state
    state.metrics_names = compile_arguments.names(outputs or [model.name], spec.loss, metrics, weighted_metrics)
    state.trainable_flags = _models.TrainableFlags(model)


class HostTrainer(Trainer):
    """Trains by the methods of the host's model; numbers come in the order of Keras 2."""

    @property
    def metrics_names(self):
        names = self.model._trainer_state.metrics_names
        return self.host_metrics_names() if names is None else list(names)

    def host_metrics_names(self):
        """The names that the host has, where the metrics are none that Keras 2 takes."""
        return _layer_adapter.HostModel.metrics_names.fget(self.model)

    @contextlib.contextmanager
    def _as_compiled(self):
        with _models.trainable_as_compiled(self.model._trainer_state.trainable_flags):
            yield

    def fit(self, x, y, **arguments):
        """Train for a number of epochs over the data; returns the History."""
        state = self.model._trainer_state
        before, state.host_runs = state.host_runs, True
        try:
            with self._as_compiled(), state.host_scope(self.model, trains=True):
                return _layer_adapter.HostModel.fit(self.model, x, y, **arguments)
        finally:
            state.host_runs = before

    def evaluate(self, x, y, **arguments):
        """The loss over the data, in batches, and the metrics."""
        return self._numbers(_layer_adapter.HostModel.evaluate, x, y, arguments)

    def train_on_batch(self, x, y, **arguments):
        """One update of the weights; the loss, and the metrics."""
        with self._as_compiled():
            return self._numbers(_layer_adapter.HostModel.train_on_batch, _models.batch_of(self.model, x), y, arguments,
                                 trains=True, anew=True)

    def test_on_batch(self, x, y, **arguments):
        """The loss on one batch, and the metrics."""
        return self._numbers(_layer_adapter.HostModel.test_on_batch, _models.batch_of(self.model, x), y, arguments,
                             anew=True)

    def _numbers(self, method, x, y, arguments, trains=False, anew=False):
        """What a step returns: in Keras 2's order, or as a dict where the program asks for it."""
        state = self.model._trainer_state
        with state.host_scope(self.model, trains):
            if anew:  # hosts go on with the means of the batches before, but for the newest
                self.model.reset_metrics()
            if arguments.get('return_dict') or state.metrics_names is None:
                results = method(self.model, x, y, **arguments)
                return single_or_list(results) if isinstance(results, (list, tuple)) else results
            return self._in_order(method(self.model, x, y, **dict(arguments, return_dict=True)))

    def _in_order(self, results):
        """The numbers of a host's dict as ``metrics_names`` has them: one as it is, several as a list."""
        names = self.metrics_names
        if not set(names) == set(results):
            # Metrics that layers or the program have added, or that the host does not report.
            names = [name for name in names if name in results] + [name for name in results if name not in names]
            self.model._trainer_state.metrics_names = tuple(names)
        return single_or_list([results[name] for name in names])

    def make_function(self, kind):
        """Let the optimizer make its weights, so that programs may set them; the host makes its functions itself."""
        if kind == 'train':
            _models.build_optimizer(self.model)


# What a program overrides to train in the way of a newer host.
OVERRIDDEN_METHODS = ('train_step', 'test_step', 'compute_loss', 'compute_metrics', 'make_train_function',
                      'make_test_function')


def overrides(model, methods):
    """The first of the methods that a class of the program overrides, or None."""
    own = [cls for cls in type(model).__mro__ if not compile_arguments.is_builtin(cls)]
    return next((name for name in methods if any(name in vars(cls) for cls in own)), None)
