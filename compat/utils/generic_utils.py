"""Helpers of Keras 2 for names, functions, lists and custom objects (Keras 2.2.4 `keras.utils.generic_utils`).

The table of custom objects is the host's own, so that the host finds what a program registers here.
"""
import binascii
import codecs
import collections
import inspect
import marshal
import sys
import time
import types as python_types

import numpy as np

from compat import process
from compat.symbolic.context import context

# The Keras 2 names of classes that have another name in the host (compat.base_layer.named_objects).
KERAS_NAMES = {}
_GLOBAL_CUSTOM_OBJECTS = process.opened().keras.utils.get_custom_objects()


class CustomObjectScope:
    """A scope with custom objects, for compat and for the host. At its end the table is as it was before.

    Args:
        *args: dicts from names to objects.

    Source: Keras 2.2.4 `keras.utils.CustomObjectScope`.
    """

    def __init__(self, *args):
        self.custom_objects = args
        self.backup = None

    def __enter__(self):
        self.backup = dict(_GLOBAL_CUSTOM_OBJECTS)
        for objects in self.custom_objects:
            _GLOBAL_CUSTOM_OBJECTS.update(objects)
        return self

    def __exit__(self, *args, **kwargs):
        _GLOBAL_CUSTOM_OBJECTS.clear()
        _GLOBAL_CUSTOM_OBJECTS.update(self.backup)


def custom_object_scope(*args):
    """Returns a CustomObjectScope of the dicts (Keras 2.2.4 `keras.utils.custom_object_scope`)."""
    return CustomObjectScope(*args)


def get_custom_objects():
    """Returns the live table of custom objects by name, which the host reads, too."""
    return _GLOBAL_CUSTOM_OBJECTS


def serialize_keras_object(instance):
    """Returns ``{'class_name', 'config'}`` of an object with get_config, the name of a function, None for None.

    Raises ValueError for anything else (Keras 2.2.4 `keras.utils.serialize_keras_object`).
    """
    if instance is None:
        return None
    if hasattr(instance, 'get_config'):
        cls = type(instance)
        return {'class_name': KERAS_NAMES.get(cls, cls.__name__), 'config': instance.get_config()}
    if hasattr(instance, '__name__'):
        return instance.__name__
    raise ValueError('Cannot serialize', instance)


def deserialize_keras_object(identifier, module_objects=None, custom_objects=None, printable_module_name='object'):
    """Returns the object of a name or a config, None for None.

    A name is looked up in ``custom_objects``, then among the registered custom objects, then in ``module_objects``.
    An object of a class is made by its from_config; a function is called with the config as its arguments.

    Args:
        identifier: a name, or a dict with ``class_name`` and ``config``.
        module_objects: objects by name.
        custom_objects: the program's own objects by name.
        printable_module_name: the kind of object, for messages.

    Raises:
        ValueError: the name is unknown, or the dict has another form.

    Source: Keras 2.2.4 `keras.utils.deserialize_keras_object`.
    """
    if identifier is None:
        return None
    custom_objects = custom_objects or {}
    if isinstance(identifier, str):
        return _look_up(identifier, module_objects, custom_objects, printable_module_name, ':')
    if not isinstance(identifier, dict):
        raise ValueError(f'Could not interpret serialized {printable_module_name}: {identifier}. Pass its name or a '
                         'dictionary with "class_name" and "config".')
    if 'class_name' not in identifier or 'config' not in identifier:
        raise ValueError(f'Improper config format: {identifier}')
    factory = _look_up(identifier['class_name'], module_objects, custom_objects, printable_module_name, ': ')
    config = identifier['config']
    if not hasattr(factory, 'from_config'):
        with CustomObjectScope(custom_objects):
            return factory(**config)
    if has_arg(factory.from_config, 'custom_objects'):
        return factory.from_config(config, custom_objects=dict(_GLOBAL_CUSTOM_OBJECTS, **custom_objects))
    with CustomObjectScope(custom_objects):
        return factory.from_config(config)


def _look_up(name, module_objects, custom_objects, kind, separator):
    for table in (custom_objects, _GLOBAL_CUSTOM_OBJECTS):
        if name in table:
            return table[name]
    value = (module_objects or {}).get(name)
    if value is not None:
        return value
    raise unknown_name(kind, separator, name)


def unknown_name(kind, separator, name):
    """Returns the ValueError for a name that is neither Keras's nor a custom object; ``kind`` is the kind of object."""
    return ValueError(f'Unknown {kind}{separator}{name}. If it is your own, pass it with '
                      f'custom_objects={{{name!r}: ...}} or inside keras.utils.custom_object_scope.')


def func_dump(func):
    """Returns the function as ``(code, defaults, closure)``: its byte code in base64, the defaults, the closure values.

    Source: Keras 2.2.4 `keras.utils.generic_utils.func_dump`.
    """
    code = codecs.encode(marshal.dumps(func.__code__), 'base64').decode('ascii')
    closure = tuple(cell.cell_contents for cell in func.__closure__) if func.__closure__ else None
    return code, func.__defaults__, closure


def func_load(code, defaults=None, closure=None, globs=None):
    """Returns the function of a dump by ``func_dump``, with ``globs`` as its globals.

    ``code`` is the base64 text, the raw text that Keras before 2.1.2 wrote, or the whole dump as a tuple or list.
    Raises ValueError for byte code of another version of Python.
    Source: Keras 2.2.4 `keras.utils.generic_utils.func_load`.
    """
    if isinstance(code, (tuple, list)):
        code, defaults, closure = code
        if isinstance(defaults, list):
            defaults = tuple(defaults)
    if closure is not None:
        closure = tuple(_cell(value) for value in closure)
    byte_code = _load_code(code)
    return python_types.FunctionType(byte_code, globals() if globs is None else globs, name=byte_code.co_name,
                                     argdefs=defaults, closure=closure)


def _cell(value):
    """Returns the value as a cell of a closure; a cell as it is."""
    def holder():
        return value
    cell = holder.__closure__[0]
    return value if isinstance(value, type(cell)) else cell


def _load_code(code):
    try:
        return marshal.loads(codecs.decode(code.encode('ascii'), 'base64'))
    except (UnicodeEncodeError, binascii.Error, ValueError, EOFError, TypeError) as error:
        try:
            return marshal.loads(code.encode('raw_unicode_escape'))
        except (ValueError, EOFError, TypeError):
            raise ValueError('The byte code of this function cannot be read by Python %d.%d, since it was written by '
                             'another version of Python. Pass the function itself as a custom object instead.'
                             % sys.version_info[:2]) from error


def has_arg(fn, name, accept_all=False):
    """Returns whether the callable accepts the keyword ``name``; with ``accept_all`` by ``**kwargs``, too.

    The wrapped method of a layer has the signature of the original.
    Source: Keras 2.2.4 `keras.utils.generic_utils.has_arg`.
    """
    while hasattr(fn, 'of_keras2'):
        fn = fn.__wrapped__.__get__(fn.__self__) if inspect.ismethod(fn) else fn.__wrapped__
    parameters = inspect.signature(fn).parameters
    if name in parameters:
        return parameters[name].kind in (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    return bool(accept_all) and any(parameter.kind == inspect.Parameter.VAR_KEYWORD
                                    for parameter in parameters.values())


ArgSpec = collections.namedtuple('ArgSpec', 'args varargs keywords defaults')


def getargspec(fn):
    """Returns ``(args, varargs, keywords, defaults)`` (Keras 2.3.1 `keras.utils.generic_utils.getargspec`)."""
    spec = inspect.getfullargspec(fn)
    return ArgSpec(spec.args, spec.varargs, spec.varkw, spec.defaults)


class Progbar:
    """A progress bar on standard output, with the metrics of a training.

    Args:
        target: the number of steps. None counts steps without a bar.
        width: the number of characters of the bar.
        verbose: 1 shows the updates, on one line of a terminal and on lines of their own elsewhere; 2 shows a line at
            the end, 0 nothing.
        interval: the least time between two updates, in seconds.
        stateful_metrics: names of metrics that are shown as they are; others are averaged over the steps.

    Source: Keras 2.2.4 `keras.utils.Progbar`.
    """

    def __init__(self, target, width=30, verbose=1, interval=0.05, stateful_metrics=None):
        self.target = target
        self.width = width
        self.verbose = verbose
        self.interval = interval
        self.stateful_metrics = set(stateful_metrics or ())
        self._dynamic_display = bool(getattr(sys.stdout, 'isatty', bool)() or 'ipykernel' in sys.modules)
        self._total_width = 0
        self._seen_so_far = 0
        self._values = collections.OrderedDict()
        self._start = time.time()
        self._last_update = 0

    def update(self, current, values=None):
        """Shows that ``current`` steps are done; ``values`` are pairs of a name and its value in the steps since."""
        steps = current - self._seen_so_far
        for name, value in values or ():
            if name in self.stateful_metrics:
                self._values[name] = [value, 1]
            elif name in self._values:
                total, count = self._values[name]
                self._values[name] = [total + value * steps, count + steps]
            else:
                self._values[name] = [value * steps, steps]
        self._seen_so_far = current

        now = time.time()
        if self.verbose == 1:
            if not self._at_end(current) and now - self._last_update < self.interval:
                return
            self._show(current, now)
        elif self.verbose == 2 and self._at_end(current):
            _write_out(f'{_elapsed(now - self._start)}{self._numbers(lambda mean: mean)}\n')
        self._last_update = now

    def add(self, n, values=None):
        """Shows that ``n`` more steps are done."""
        self.update(self._seen_so_far + n, values)

    def _at_end(self, current):
        """Returns whether the line is complete; it always is for an unknown number of steps."""
        return self.target is None or current >= self.target

    def _show(self, current, now):
        before = self._total_width
        line = self._bar(current) + self._timing(current, now - self._start) + self._numbers(abs)
        self._total_width = len(line)
        return_to_start = '\b' * before + '\r' if self._dynamic_display else '\n'
        end = '\n' if self.target is not None and self._at_end(current) else ''
        _write_out(return_to_start + line.ljust(before) + end)

    def _bar(self, current):
        if self.target is None:
            return '%7d/Unknown' % current
        digits = int(np.floor(np.log10(self.target))) + 1
        done = int(self.width * (float(current) / self.target))
        arrow = '=' * (done - 1) + ('=' if self._at_end(current) else '>') if done > 0 else ''
        return '%*d/%d [%s%s]' % (digits, current, self.target, arrow, '.' * (self.width - done))

    def _timing(self, current, seconds):
        """Returns the estimated time of the rest, at the end the time of all steps and of one."""
        step = seconds / current if current else 0
        if self._at_end(current):
            unit, factor = ('s', 1) if step >= 1 else ('ms', 1e3) if step >= 1e-3 else ('us', 1e6)
            return f'{_elapsed(seconds)} {step * factor:.0f}{unit}/step'
        rest = step * (self.target - current)
        if rest > 3600:
            return ' - ETA: %d:%02d:%02d' % (rest // 3600, rest % 3600 // 60, rest % 60)
        if rest > 60:
            return ' - ETA: %d:%02d' % (rest // 60, rest % 60)
        return ' - ETA: %ds' % rest

    def _numbers(self, size):
        """Returns the means by name, as decimals where ``size(mean)`` is above a thousandth."""
        text = ''
        for name, (total, count) in self._values.items():
            mean = np.mean(total / max(1, count))
            text += ' - {}: {}'.format(name, ('%.4f' if size(mean) > 1e-3 else '%.4e') % mean)
        return text


def _elapsed(seconds):
    return f' - {seconds:.0f}s'


def _write_out(text):
    sys.stdout.write(text)
    sys.stdout.flush()


def to_list(x, allow_tuple=False):
    """Returns a list as it is, with ``allow_tuple`` a tuple as a list, anything else in a list of one."""
    if isinstance(x, list):
        return x
    if allow_tuple and isinstance(x, tuple):
        return list(x)
    return [x]


def unpack_singleton(x):
    """Returns the only element of a list or tuple of one, else ``x`` itself."""
    return x[0] if len(x) == 1 else x


def object_list_uid(object_list):
    """Returns the ids of the objects as one string, in order.

    A tensor that the call of a layer gets for a symbol has the id of the symbol, as it was the symbol in Keras 2.
    """
    ids = id if context.layer_inputs is None else context.layer_inputs.symbol_id
    return ', '.join(str(abs(ids(item))) for item in to_list(object_list))


def is_all_none(iterable_or_element):
    """Returns whether the value, or every element of a list or tuple, is None."""
    return all(element is None for element in to_list(iterable_or_element, allow_tuple=True))


def slice_arrays(arrays, start=None, stop=None):
    """Returns ``arrays[start:stop]``, or ``arrays[start]`` for a list or array of indices; of a list for each array.

    For None it is ``[None]``; a None in the list stays. Source: Keras 2.2.4 `slice_arrays`.
    """
    if arrays is None:
        return [None]
    indices = hasattr(start, '__len__')
    if indices and hasattr(start, 'shape'):
        start = start.tolist()  # h5py accepts lists of indices only
    if isinstance(arrays, list):
        return [None if array is None else array[start if indices else slice(start, stop)] for array in arrays]
    if indices:
        return arrays[start]
    return arrays[start:stop] if hasattr(start, '__getitem__') else [None]


def transpose_shape(shape, target_format, spatial_axes):
    """Returns a ``channels_last`` shape (tuple or list) in ``target_format``; ``spatial_axes`` are its spatial axes.

    Raises ValueError where ``target_format`` is neither ``channels_first`` nor ``channels_last``.
    Source: Keras 2.2.4 `keras.utils.generic_utils.transpose_shape`.
    """
    if target_format == 'channels_last':
        return shape
    if target_format != 'channels_first':
        raise ValueError('The `data_format` argument must be one of "channels_first", "channels_last". Received: '
                         f'{target_format}')
    transposed = list(shape[:spatial_axes[0]]) + [shape[-1]] + [shape[axis] for axis in spatial_axes]
    return transposed if isinstance(shape, list) else tuple(transposed)


def check_for_unexpected_keys(name, input_dict, expected_values):
    """Raises ValueError where the dict has unexpected keys (Keras 2.3.1)."""
    unknown = set(input_dict).difference(expected_values)
    if unknown:
        raise ValueError(f'Unknown entries in {name} dictionary: {list(unknown)}. Only expected following keys: '
                         f'{expected_values}')
