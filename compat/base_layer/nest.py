"""Tensors in lists, tuples and dicts, as layers have them for inputs and outputs."""


def as_list(value):
    """Returns a list as it is, a tuple as a list, anything else as a list of one."""
    if isinstance(value, (list, tuple)):
        return list(value)
    return [value]


def flatten(value):
    """Returns the elements of nested lists and tuples in one list, in order; anything else as a list of one."""
    return [element for part in value for element in flatten(part)] if isinstance(value, (list, tuple)) else [value]


def unpack_singleton(values):
    """Returns the only element of a list of one; any other list as it is."""
    return values[0] if len(values) == 1 else values


def all_none(mask):
    """Whether a mask is None, or all masks of a list are."""
    if isinstance(mask, (list, tuple)):
        return all(all_none(item) for item in mask)
    return mask is None


def symbolic_tensors(arguments, kind):
    """Returns the symbolic tensors, of the host's class ``kind``, in nested arguments, in order."""
    tensors = []
    for value in arguments:
        if isinstance(value, (list, tuple)):
            tensors.extend(symbolic_tensors(value, kind))
        elif isinstance(value, dict):
            tensors.extend(symbolic_tensors(value.values(), kind))
        elif isinstance(value, kind):
            tensors.append(value)
    return tensors
