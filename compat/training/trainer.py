"""The interface of what trains a model: GraphTrainer and HostTrainer have it, and models call nothing else."""
from compat.engine import training_generator


class Trainer:
    """How a compiled model is trained and evaluated, selected once by ``compat.training.select``.

    ``reason`` says in a sentence why it was selected. Subclasses define ``fit``, ``evaluate``, ``train_on_batch`` and
    ``test_on_batch`` with the arguments of the model's methods of these names.
    """

    def __init__(self, model, spec, reason):
        self.model, self.spec, self.reason = model, spec, reason

    @property
    def metrics_names(self):
        """The names of the numbers of a step, in order: 'loss' and those of the metrics."""
        raise NotImplementedError

    @property
    def stateful_metric_names(self):
        """The names of the metrics that are means over batches until they are reset."""
        return []

    @property
    def stateful_metric_functions(self):
        """What is reset before an epoch and before an evaluation."""
        return []

    def fit_generator(self, *args, **kwargs):
        """Train on the batches of a generator; see ``compat.engine.training_generator.fit_generator``."""
        return training_generator.fit_generator(self.model, *args, **kwargs)

    def evaluate_generator(self, *args, **kwargs):
        """The numbers over the batches of a generator; see ``compat.engine.training_generator``."""
        return training_generator.evaluate_generator(self.model, *args, **kwargs)

    def predict(self, *args, **kwargs):
        """The outputs for the inputs, in batches: predictions are the same for every trainer."""
        return self.model.predict(*args, **kwargs)

    def predict_on_batch(self, *args, **kwargs):
        """The outputs for one batch."""
        return self.model.predict_on_batch(*args, **kwargs)

    def predict_generator(self, *args, **kwargs):
        """The outputs for the inputs of a generator."""
        return training_generator.predict_generator(self.model, *args, **kwargs)

    def validation_arrays(self, *data):
        """What callbacks have as ``validation_data``, of (x, y, sample_weight)."""
        return list(data)

    def set_weights(self, weights):
        """Train these weights from now on."""

    def make_function(self, kind):
        """Make what a first step of that kind, 'train' or 'test', would make: its function, the optimizer's weights."""

    def reset_metrics(self):
        """Start the metrics of the batches before anew."""
        for metric in self.stateful_metric_functions:
            metric.reset_states()


def single_or_list(results):
    """The numbers of a step: one as it is, several as a list."""
    return results[0] if len(results) == 1 else list(results)
