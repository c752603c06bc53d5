"""Keras 2's `keras.layers.embeddings`: Embedding."""
from compat import backend as K
from compat.builtin_layers.arguments import integer, integers, objects_config, set_objects
from compat.builtin_layers.registration import builtin_layer
from compat.engine.base_layer import Layer
from compat.legacy import interfaces


@builtin_layer
class Embedding(Layer):
    @interfaces.legacy_embedding_support
    def __init__(self, input_dim, output_dim, embeddings_initializer='uniform', embeddings_regularizer=None,
                 activity_regularizer=None, embeddings_constraint=None, mask_zero=False, input_length=None, **kwargs):
        lengths = integers(input_length) if isinstance(input_length, (list, tuple)) else integer(input_length)
        if 'input_shape' not in kwargs and 'batch_input_shape' not in kwargs:
            kwargs['input_shape'] = lengths if isinstance(lengths, tuple) else (lengths or None,)
        super().__init__(**kwargs)
        self.input_dim = integer(input_dim)
        self.output_dim = integer(output_dim)
        set_objects(self, embeddings_initializer=embeddings_initializer, embeddings_regularizer=embeddings_regularizer,
                    activity_regularizer=activity_regularizer, embeddings_constraint=embeddings_constraint)
        self.mask_zero = mask_zero
        self.supports_masking = mask_zero
        self.input_length = lengths

    def build(self, input_shape):
        """Makes the embeddings (input_dim, output_dim)."""
        self.embeddings = self.add_weight(
            shape=(self.input_dim, self.output_dim), initializer=self.embeddings_initializer, name='embeddings',
            regularizer=self.embeddings_regularizer, constraint=self.embeddings_constraint, dtype=self.dtype)
        self.built = True

    def compute_mask(self, inputs, mask=None):
        """Returns where the inputs are not 0; None without ``mask_zero``."""
        return K.not_equal(inputs, 0) if self.mask_zero else None

    def compute_output_shape(self, input_shape):
        """Returns the shape of the input and output_dim. Raises ValueError where it is not ``input_length``."""
        lengths = self.input_length
        if lengths is None:
            return tuple(input_shape) + (self.output_dim,)
        lengths = lengths if isinstance(lengths, tuple) else (lengths,)
        sizes = input_shape[1:]
        if len(lengths) != len(sizes) or any(
                None not in pair and pair[0] != pair[1] for pair in zip(lengths, sizes)):
            raise ValueError(f'"input_length" of {self.name} is {self.input_length}, but received input has shape '
                             f'{input_shape}')
        return (input_shape[0],) + tuple(
            size if length is None else length for length, size in zip(lengths, sizes)) + (self.output_dim,)

    def call(self, inputs):
        """Returns the rows of the embeddings that the inputs count."""
        if K.dtype(inputs) != 'int32':
            inputs = K.cast(inputs, 'int32')
        return K.gather(self.embeddings, inputs)

    def _computes_as_declared(self, inputs, **options):
        return not options

    def get_config(self):
        """Returns the arguments of the constructor."""
        return dict(super().get_config(), input_dim=self.input_dim, output_dim=self.output_dim, **objects_config(
            self, 'embeddings_initializer', 'embeddings_regularizer', 'activity_regularizer', 'embeddings_constraint'),
            mask_zero=self.mask_zero, input_length=self.input_length)
