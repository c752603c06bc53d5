"""Which row of compat/differences.py a difference belongs to."""


def dtypes(outcome, *names):
    return any('"%s"' % each in str(outcome).replace("'", '"') for each in names)


def known(program, index, kind, expected, found):
    """The id of the row that says that these outcomes may differ, or None."""
    if isinstance(found, dict) and found.get('row'):
        return found['row']
    if kind == 'another dtype' and dtypes(expected, 'int64', 'float64') and dtypes(found, 'int32', 'float32'):
        return 'wide-numbers'
    return None
