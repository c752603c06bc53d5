"""The summary of a run, which ``python -m compat run --report`` prints at its end: what differed from Keras 2."""
import sys

from compat import differences, process, usage

_NONE = ['    none']


def trainers():
    """(model, trainer, reason) of the models that the program compiled, in order."""
    select = sys.modules.get('compat.training.select')  # it opens the host, which a program without models does not
    return select.trainer_log() if select else []


def as_text():
    """The summary in words. It opens no host."""
    if not process.is_open():
        return 'the program used no Keras'
    host = process.opened()
    if host.family == 'keras2':
        return f'{host.describe()} ran the program by itself: nothing of it was recorded'
    lines = [f'on {host.describe()} the program met']
    lines += ['  differences from Keras 2:'] + (_differences() or _NONE)
    lines += ['  what Keras 1 had:'] + (list(map(_at, usage.uses(usage.KERAS_1))) or _NONE)
    lines += ['  models that the host trained:'] + (_trained_by_hosts() or _NONE)
    return '\n'.join(lines)


def _at(use):
    return f'    {use.where}: {use.what}' + (f' ({use.times} times)' if use.times > 1 else '')


def _differences():
    """Lines with each use of a difference, and after the last of a row what the row says."""
    lines, rows = [], {}
    for use in usage.uses(usage.DIFFERENCE):
        rows.setdefault(use.what.partition(':')[0], []).append(use)
    for id, uses in rows.items():
        row = differences.by_id(id)
        lines += list(map(_at, uses))
        lines.append(f'        Keras 2: {row.keras2}; here: {row.compat}')
    return lines


def _trained_by_hosts():
    return [f'    {model}: {reason}' for model, trainer, reason in trainers() if trainer == 'HostTrainer']
