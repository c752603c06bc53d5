"""What an adapter provides for arithmetic: the areas ``tensors`` and ``ops``; compat.adapters.protocol has the others.

A function takes every argument, normalised by the function of K that calls it: axes count from the first, sizes are
tuples of integers, dtypes are names, tensors are the framework's or the host's symbols and never numbers. It is called
by position. What Keras 2 refuses has been refused before; an error of the framework passes through.
"""
import sys
from typing import Any, Callable, List, Optional, Sequence, Tuple

if sys.version_info >= (3, 8):
    from typing import Protocol
else:  # Python 3.7 runs compat, and no type checker
    Protocol = object

Tensor = Any     # the framework's tensor, or a symbol of the host
Variable = Any   # a variable of the host
Shape = Tuple[Optional[int], ...]


def needs(capability: str) -> Callable[[Any], Any]:
    """Marks a function that only the adapters with this capability (a field of rows.Adapter) provide."""
    def mark(function: Any) -> Any:
        function.capability = capability
        return function
    return mark


class Tensors(Protocol):
    """Settings, kinds of tensors, conversion and variables: tensors.py."""

    def epsilon(self) -> float:
        """The small number of the host that keeps divisions finite."""

    def set_epsilon(self, value: float) -> None:
        """Set ``epsilon()``."""

    def floatx(self) -> str:
        """The dtype of floats where none is given."""

    def set_floatx(self, value: str) -> None:
        """Set ``floatx()`` to 'float16', 'float32' or 'float64'."""

    def image_data_format(self) -> str:
        """'channels_last' or 'channels_first'."""

    def set_image_data_format(self, data_format: str) -> None:
        """Set ``image_data_format()``."""

    def framework_name(self) -> str:
        """'tensorflow', 'jax', 'torch' or 'numpy'."""

    def clear_session(self) -> None:
        """Forget what the host stores of old models, its counts of names too."""

    def name_scope(self, name: str) -> Any:
        """A context in which variables get the prefix ``name``."""

    def count_gpus(self) -> int:
        """The number of GPUs that the framework sees."""

    def current_device(self) -> Any:
        """The tf.DeviceSpec of the innermost tf.device scope, or None."""

    def convert(self, array: Any) -> Tensor:
        """The framework's tensor of an array of numpy, in its shape and dtype."""

    def tensor_of(self, x: Any) -> Tensor:
        """The tensor that a variable holds; other tensors as they are."""

    def framework_variable(self, variable: Variable) -> Any:
        """The framework's own variable, or tensor, that holds the value of one of the host's."""

    def is_symbol(self, x: Any) -> bool:
        """Whether ``x`` is a symbol of the host's graph."""

    def is_variable(self, x: Any) -> bool:
        """Whether ``x`` is a variable of the host."""

    def is_tensor(self, x: Any) -> bool:
        """Whether ``x`` is a tensor of the framework, a symbol or a variable."""

    def is_sparse(self, x: Any) -> bool:
        """Whether ``x`` is a sparse tensor, or a symbol for one."""

    def static_shape(self, x: Tensor) -> Optional[Shape]:
        """The shape with None for sizes that are not known; None where the number of axes is not."""

    def dynamic_shape(self, x: Tensor) -> Any:
        """The sizes when ``x`` is computed: int32 (axes,), or Sizes on a framework that knows them while it traces."""

    def sizes_are_made_up(self, x: Tensor) -> bool:
        """Whether only shapes are being computed, with numbers in the place of unknown sizes."""

    def dtype_name(self, x: Tensor) -> str:
        """The dtype by its name."""

    def to_numpy(self, x: Tensor) -> Any:
        """The array of numpy with the values of a computed tensor or a variable."""

    def node(self, function: Callable[..., Any], tensors: Sequence[Tensor]) -> Any:
        """``function(*tensors)``: one node of the host's graph where there are symbols among them."""

    def variable(self, value: Any, dtype: str, name: Optional[str], constraint: Any) -> Variable:
        """A variable with that first value, named as Keras 2 names it."""

    def state_variable(self, initial: str, shape: Shape, dtype: str) -> Variable:
        """A variable of 'zeros' or 'ones' that can be made while a layer runs, and is not trained."""

    def assign(self, variable: Variable, value: Tensor) -> None:
        """Set the value, of the same shape and dtype."""


class ArrayOps(Protocol):
    """Creation, shapes, elementwise functions, reductions, products and loops: ops.py."""

    def cast(self, x: Tensor, dtype: str) -> Tensor:
        """``x`` in that dtype; on jax in the one of 32 bits where that has no 64."""

    def identity(self, x: Tensor) -> Tensor:
        """Another tensor with the content of ``x``."""

    def stop_gradient(self, x: Tensor) -> Tensor:
        """``x`` as a constant to every gradient."""

    def print_tensor(self, x: Tensor, message: str, summarize: int) -> Tensor:
        """``x``, which prints the message and ``summarize`` elements of each end of an axis when it is computed."""

    def zeros(self, shape: Shape, dtype: str) -> Tensor:
        """Zeros."""

    def ones(self, shape: Shape, dtype: str) -> Tensor:
        """Ones."""

    def zeros_like(self, x: Tensor, dtype: Optional[str]) -> Tensor:
        """Zeros in the shape of ``x``, and in its dtype for None."""

    def ones_like(self, x: Tensor, dtype: Optional[str]) -> Tensor:
        """Ones in the shape of ``x``, and in its dtype for None."""

    def eye(self, rows: int, columns: int, dtype: str) -> Tensor:
        """(rows, columns) with ones where both are the same."""

    def arange(self, start: Any, stop: Any, step: Any, dtype: str) -> Tensor:
        """Numbers from ``start`` up to but not ``stop``, with one axis."""

    def reshape(self, x: Tensor, shape: Any) -> Tensor:
        """``x`` in another shape, one size of which may be -1."""

    def transpose(self, x: Tensor, pattern: Optional[Sequence[int]]) -> Tensor:
        """``x`` with its axes in that order; reversed for None."""

    def expand_dims(self, x: Tensor, axis: int) -> Tensor:
        """``x`` with another axis of size 1."""

    def squeeze(self, x: Tensor, axis: int) -> Tensor:
        """``x`` without that axis, whose size is 1."""

    def concatenate(self, tensors: Sequence[Tensor], axis: int) -> Tensor:
        """Dense tensors of one dtype, one after the other along an axis."""

    def sparse_concatenate(self, tensors: Sequence[Tensor], axis: int) -> Tensor:
        """Sparse tensors, one after the other along an axis."""

    def stack(self, tensors: Sequence[Tensor], axis: int) -> Tensor:
        """Tensors of one shape and dtype along a new axis."""

    def tile(self, x: Tensor, repeats: Any) -> Tensor:
        """``x`` repeated as a whole, so often along each axis."""

    def repeat_elements(self, x: Tensor, repeats: int, axis: int) -> Tensor:
        """``x`` with each element along the axis repeated."""

    def pad(self, x: Tensor, pattern: Sequence[Sequence[int]]) -> Tensor:
        """``x`` with (before, after) zeros along each axis."""

    def gather(self, reference: Tensor, indices: Tensor) -> Tensor:
        """The rows of ``reference`` of these numbers: shape ``indices.shape + reference.shape[1:]``."""

    def one_hot(self, indices: Tensor, number: int) -> Tensor:
        """float32 with another axis of size ``number``: 1 at the index, zeros for one that is out of range."""

    def slice(self, x: Tensor, begin: Any, extent: Any) -> Tensor:
        """``extent`` elements from ``begin`` on along each axis; all that are left for -1."""

    def item(self, x: Tensor, index: Tuple[Any, ...]) -> Tensor:
        """``x[index]``: integers, slices with any step, Ellipsis and None."""

    def reverse(self, x: Tensor, axes: Sequence[int]) -> Tensor:
        """``x`` in the other direction along these axes."""

    def abs(self, x: Tensor) -> Tensor:
        """The absolute values, of sparse tensors too."""

    def square(self, x: Tensor) -> Tensor:
        """``x * x``, of sparse tensors too."""

    def sqrt(self, x: Tensor) -> Tensor:
        """The square roots."""

    def exp(self, x: Tensor) -> Tensor:
        """e to the power of ``x``."""

    def log(self, x: Tensor) -> Tensor:
        """The natural logarithms."""

    def round(self, x: Tensor) -> Tensor:
        """The nearest integers as floats, halves to the even one."""

    def sign(self, x: Tensor) -> Tensor:
        """-1, 0 or 1, of sparse tensors too."""

    def sin(self, x: Tensor) -> Tensor:
        """The sines."""

    def cos(self, x: Tensor) -> Tensor:
        """The cosines."""

    def power(self, x: Tensor, exponent: Tensor) -> Tensor:
        """``x`` to the power of the exponent, of one dtype."""

    def clip(self, x: Tensor, low: Any, high: Any) -> Tensor:
        """``x``, at least ``low`` and at most ``high``."""

    def add(self, x: Tensor, y: Tensor) -> Tensor:
        """The sum, broadcast from the last axis on."""

    def multiply(self, x: Tensor, y: Tensor) -> Tensor:
        """The product of elements, broadcast from the last axis on."""

    def maximum(self, x: Tensor, y: Tensor) -> Tensor:
        """The greater of two elements."""

    def minimum(self, x: Tensor, y: Tensor) -> Tensor:
        """The smaller of two elements."""

    def equal(self, x: Tensor, y: Tensor) -> Tensor:
        """bool: whether elements are equal."""

    def not_equal(self, x: Tensor, y: Tensor) -> Tensor:
        """bool: whether elements are not equal."""

    def greater(self, x: Tensor, y: Tensor) -> Tensor:
        """bool: whether x > y."""

    def greater_equal(self, x: Tensor, y: Tensor) -> Tensor:
        """bool: whether x >= y."""

    def less(self, x: Tensor, y: Tensor) -> Tensor:
        """bool: whether x < y."""

    def less_equal(self, x: Tensor, y: Tensor) -> Tensor:
        """bool: whether x <= y."""

    def where(self, condition: Tensor, x: Tensor, y: Tensor) -> Tensor:
        """Elements of ``x`` where the condition, a bool tensor, holds, else of ``y``; broadcast."""

    def cond(self, condition: Tensor, x: Callable[[], Any], y: Callable[[], Any]) -> Any:
        """What ``x()`` returns where the condition, a bool tensor without axes, holds, else ``y()``."""

    def sum(self, x: Tensor, axis: Any, keepdims: bool) -> Tensor:
        """The sum along an axis, several, or all for None; in the dtype of ``x`` or a wider one."""

    def prod(self, x: Tensor, axis: Any, keepdims: bool) -> Tensor:
        """The product along an axis, several, or all for None; in the dtype of ``x`` or a wider one."""

    def mean(self, x: Tensor, axis: Any, keepdims: bool) -> Tensor:
        """The mean of floats along an axis, several, or all for None."""

    def max(self, x: Tensor, axis: Any, keepdims: bool) -> Tensor:
        """The greatest along an axis, several, or all for None."""

    def min(self, x: Tensor, axis: Any, keepdims: bool) -> Tensor:
        """The smallest along an axis, several, or all for None."""

    def any(self, x: Tensor, axis: Any, keepdims: bool) -> Tensor:
        """Whether one of the bools along an axis, several, or all for None is true."""

    def all(self, x: Tensor, axis: Any, keepdims: bool) -> Tensor:
        """Whether all of the bools along an axis, several, or all for None are true."""

    def argmax(self, x: Tensor, axis: int) -> Tensor:
        """The number of the first greatest along an axis, in the dtype that the framework has for indices."""

    def argmin(self, x: Tensor, axis: int) -> Tensor:
        """The number of the first smallest along an axis, in the dtype that the framework has for indices."""

    def logsumexp(self, x: Tensor, axis: Any, keepdims: bool) -> Tensor:
        """log(sum(exp(x))) along an axis, several, or all for None, without overflow."""

    def cumsum(self, x: Tensor, axis: int) -> Tensor:
        """The sums up to each element."""

    def cumprod(self, x: Tensor, axis: int) -> Tensor:
        """The products up to each element."""

    def dot(self, x: Tensor, y: Tensor) -> Tensor:
        """The sums over the last axis of ``x`` and the second to last of ``y``, as keras.backend.dot."""

    def matmul(self, x: Tensor, y: Tensor) -> Tensor:
        """Products of the matrices in the last two axes; those before are broadcast."""

    def einsum(self, subscripts: str, x: Tensor, y: Tensor) -> Tensor:
        """The sum of products that the subscripts say: 'bij,bjk->bik'."""

    def sparse_dot(self, x: Tensor, y: Tensor) -> Tensor:
        """The product of a sparse matrix with a dense one, dense."""

    def to_dense(self, x: Tensor) -> Tensor:
        """A sparse tensor without sparseness."""

    def scan(self, step: Callable[..., Any], sequences: Sequence[Tensor], states: Sequence[Tensor]) -> Any:
        """A loop along the first axis of the sequences, compiled where the framework can.

        ``step(slices, states)`` returns (outputs, new states), in lists. Returns (the last states, the outputs stacked
        along a new first axis). What layers assign in a step is assigned when the loop has ended.
        """


class NNOps(Protocol):
    """Activations, convolutions, pooling, custom gradients and CTC: nn.py."""

    def relu(self, x: Tensor) -> Tensor:
        """max(x, 0)."""

    def elu(self, x: Tensor) -> Tensor:
        """x where it is positive, else exp(x) - 1."""

    def softplus(self, x: Tensor) -> Tensor:
        """log(1 + exp(x))."""

    def softsign(self, x: Tensor) -> Tensor:
        """x / (1 + |x|)."""

    def sigmoid(self, x: Tensor) -> Tensor:
        """1 / (1 + exp(-x))."""

    def tanh(self, x: Tensor) -> Tensor:
        """The hyperbolic tangent, of sparse tensors too."""

    def softmax(self, x: Tensor, axis: int) -> Tensor:
        """exp(x) divided by its sum along the axis."""

    FRAMEWORK_ACTIVATIONS: Any
    """{name: function of the framework's tensors}: tanh, sigmoid, hard_sigmoid of Keras 2, relu and linear."""

    def split_evenly(self, x: Tensor, count: int) -> Any:
        """The parts of a tensor of the framework, as many as ``count``, of one size along the last axis."""

    def recurrent_pass(self, step: Callable[..., Any], x: Tensor, mask: Optional[Tensor], states: List[Tensor]) -> Any:
        """(the first states of all steps (batch, steps, units), the last states) along the second axis of ``x``.

        ``step(slice of x, states)`` returns the new states, a list; it draws and assigns nothing. ``mask`` is bool
        (batch, steps): where it is false, the states stay.
        """

    def convolution(self, x: Tensor, kernel: Tensor, strides: Any, padding: str, data_format: str,
                    dilation: Any) -> Tensor:
        """The convolution over 1 to 3 spatial axes.

        ``x`` is (batch, sizes..., channels) or, channels_first, (batch, channels, sizes...), ``kernel`` (sizes...,
        channels, filters); ``padding`` is 'valid' or 'same'. On every device, whatever the data format.
        """

    def depthwise_convolution(self, x: Tensor, kernel: Tensor, strides: Any, padding: str, data_format: str,
                              dilation: Any) -> Tensor:
        """The convolution of each channel by itself; ``kernel`` is (rows, columns, channels, multiplier)."""

    def transposed_convolution(self, x: Tensor, kernel: Tensor, output_sizes: Sequence[Any], strides: Any, padding: str,
                               data_format: str) -> Tensor:
        """The gradient of a convolution, to outputs of these sizes; ``kernel`` is (sizes..., filters, channels)."""

    def listed(self, shape: Tensor) -> List[Any]:
        """The elements of a tensor of sizes in a list, as integers where they are known."""

    def pool(self, x: Tensor, size: Tuple[int, ...], strides: Tuple[int, ...], padding: str, data_format: str,
             mode: str) -> Tensor:
        """The greatest ('max') or the mean ('avg') of each window; padding counts for neither."""

    @needs('custom_gradients')
    def with_gradients(self, forward: Callable[..., Tensor], backward: Callable[..., Any]) -> Callable[..., Tensor]:
        """``forward`` with the gradients ``backward(tensors, upstream)``, one for each of the tensors."""

    @needs('sample_convolution')
    def supports_sample_convolution(self, rank: int) -> bool:
        """Whether this version on this device has ``convolve_samples`` over so many spatial axes."""

    @needs('sample_convolution')
    def convolve_samples(self, x: Tensor, kernel: Tensor, dilation: Tuple[int, ...]) -> Tensor:
        """Each sample of (batch, sizes..., channels) with its own kernel (batch, sizes..., channels, filters), 'valid'.
        """

    @needs('sample_loop')
    def each_sample(self, function: Callable[..., Tensor], tensors: Sequence[Tensor]) -> Tensor:
        """``function`` of one sample of each tensor after another, each with a batch axis of 1, stacked."""

    @needs('interpolated_convolution')
    def convolve_interpolated(self, x: Tensor, kernel: Tensor, zooms: Tuple[int, ...], starts: Tuple[int, ...],
                              steps: Tuple[int, ...]) -> Tensor:
        """The convolution of ``x`` (batch, rows, columns, channels), float32, interpolated linearly.

        Along each axis ``zooms`` is 1, or 2 with the mean of two neighbours between them; the first cell of the kernel
        is ``starts`` (0 or 1) positions away, each further one ``steps``.
        """

    def ctc_cost(self, labels: Tensor, logarithms: Tensor, steps: Tensor, lengths: Tensor) -> Tensor:
        """-log of the probability of ``labels``, (samples,).

        ``labels`` are int32 (samples, labels), of which ``lengths`` count; ``logarithms`` of probabilities (samples,
        time, categories), of which ``steps`` count, the last category being the blank.
        """

    def checked(self, x: Tensor, faults: Sequence[Tuple[Tensor, str]]) -> Tensor:
        """``x`` (samples, ...). Raises an error of the first text whose condition (samples,) holds anywhere.

        What is compiled by jax or XLA raises nothing: the sample is nan.
        """

    def ctc_decode(self, logarithms: Tensor, steps: Tensor, beams: Optional[Tuple[int, int, bool]]) -> Any:
        """(paths, scores) of logarithms of probabilities (samples, time, categories), of which ``steps`` count.

        ``beams`` is None for the greedy way, or (beam_width, top_paths, merge_repeated). Paths are a list of integers
        (samples, length), filled up with -1, scores (samples, paths). Raises UnsupportedError in compiled code of jax.
        """

    def sparse_rows(self, labels: Tensor, lengths: Tensor) -> Tensor:
        """The first elements of each row as a sparse tensor. Raises UnsupportedError where there is none."""


class RandomOps(Protocol):
    """Random numbers: random.py. They come from the running layer's generator, the seed, or one that numpy draws."""

    def random_normal(self, shape: Any, mean: Any, stddev: Any, dtype: str, seed: Any) -> Tensor:
        """Numbers of a normal distribution."""

    def random_truncated(self, shape: Any, mean: Any, stddev: Any, dtype: str, seed: Any) -> Tensor:
        """Numbers of a normal distribution, none further from the mean than two deviations."""

    def random_uniform(self, shape: Any, low: Any, high: Any, dtype: str, seed: Any) -> Tensor:
        """Numbers from ``low`` up to but not ``high``."""

    def random_integers(self, shape: Any, low: Any, high: Any, dtype: str, seed: Any) -> Tensor:
        """Integers from ``low`` up to but not ``high``."""

    def initial_truncated(self, shape: Shape, mean: float, stddev: float, dtype: str, seed: int) -> Tensor:
        """First values of a weight from that seed, not from a running layer's generator; else ``random_truncated``."""


class Ops(Tensors, ArrayOps, NNOps, RandomOps, Protocol):
    """The area ``ops``: all of them."""
