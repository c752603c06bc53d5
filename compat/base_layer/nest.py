"""One tensor or a list of them: what layers take and give."""


def as_list(value):
    """A list as it is, a tuple as a list, anything else as a list of one."""
    if isinstance(value, (list, tuple)):
        return list(value)
    return [value]


def flat(value):
    """A list of what is not a list or a tuple in lists in lists, in order; of one that is none itself."""
    return [one for part in value for one in flat(part)] if isinstance(value, (list, tuple)) else [value]


def unpack_singleton(values):
    """The only element of a list of one; longer lists as they are."""
    return values[0] if len(values) == 1 else values


def all_none(mask):
    """Whether no mask is there, in a mask or in a list of masks."""
    if isinstance(mask, (list, tuple)):
        return all(all_none(item) for item in mask)
    return mask is None


def symbols(arguments, kind):
    """The symbolic tensors, of the host's class ``kind``, in positional or named arguments, in order."""
    found = []
    for value in arguments:
        if isinstance(value, (list, tuple)):
            found.extend(symbols(value, kind))
        elif isinstance(value, dict):
            found.extend(symbols(value.values(), kind))
        elif isinstance(value, kind):
            found.append(value)
    return found
