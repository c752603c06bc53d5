"""Nested structures of lists, tuples and dicts."""


def flatten(structure):
    """Returns the leaves of a structure in order; those of a dict by the order of its sorted keys."""
    if isinstance(structure, (list, tuple)):
        return [leaf for part in structure for leaf in flatten(part)]
    if isinstance(structure, dict):
        return [leaf for key in sorted(structure) for leaf in flatten(structure[key])]
    return [structure]


def flatten_lists(structure):
    """Returns the leaves of a structure of lists and tuples, in order; a dict is a leaf."""
    if isinstance(structure, (list, tuple)):
        return [leaf for part in structure for leaf in flatten_lists(part)]
    return [structure]


def pack_lists(structure, leaves):
    """Returns the leaves, an iterator, in the structure of lists and tuples."""
    if isinstance(structure, (list, tuple)):
        return type(structure)([pack_lists(part, leaves) for part in structure])
    return next(leaves)


def same_structure(structure, other):
    """Returns whether two structures of lists and tuples have their leaves in the same positions."""
    if isinstance(structure, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(structure) == len(other) and all(map(same_structure, structure, other))
    return not isinstance(structure, (list, tuple)) and not isinstance(other, (list, tuple))
