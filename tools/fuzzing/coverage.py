"""Which layers, arguments and functions of K the programs of a file reach, against what Keras 2.2.4 has."""

import collections
import json
import os
import re

from fuzzing import specification
from fuzzing.layer_table import ALIASES, KERAS1

COMPAT = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir, 'compat')
VERSION = '2.2.4'
# What programs of data do not reach: bases, layers of GPUs and what this process is set to.
LEFT_OUT = ('Layer', 'Wrapper', 'Recurrent', 'ConvRecurrent2D', 'ConvRNN2D', 'CuDNNGRU', 'CuDNNLSTM')


def signatures():
    """The arguments of each layer, by its name."""
    with open(os.path.join(COMPAT, 'builtin_layers', 'signatures.json')) as stream:
        table = json.load(stream)[VERSION]
    return {layer: [name for name, _ in row['arguments']] for layer, row in table.items() if layer not in LEFT_OUT}


POSITIONAL = signatures()


def functions():
    """The functions of K."""
    with open(os.path.join(COMPAT, 'imports', 'names.json')) as stream:
        names = json.load(stream)[VERSION]['backend']
    return sorted(
        name for name, where in names.items() if re.match(r'backend\.(tensorflow_backend|common):[a-z]\w*$', where)
    )


def calls(programs):
    """The paths that programs call, with the names of the arguments that they give, and the texts of code."""
    for program in programs:
        for part in specification.parts(program['program']):
            if isinstance(part, dict) and isinstance(part.get('call'), str):
                positional = POSITIONAL.get(part['call'].rpartition('.')[2], [])[: len(part.get('args', []))]
                yield part['call'], positional + list(part.get('kw', {})), ''
            elif isinstance(part, dict) and isinstance(part.get('code'), str):
                yield '', [], part['code']


def reached(programs):
    """Counters of layers, of arguments 'Dense.units', and of functions of K."""
    layers, arguments, used = collections.Counter(), collections.Counter(), collections.Counter()
    names = {alias: layer for layer, alias in ALIASES.items()}
    keras1 = {layer: {old: new for new, old in table.items()} for layer, table in KERAS1.items()}
    for path, given, text in calls(programs):
        if path.startswith('layers.'):
            layer = names.get(path[7:], path[7:])
            layers[layer] += 1
            for each in given:
                arguments['%s.%s' % (layer, keras1.get(layer, {}).get(each, each))] += 1
        elif path.startswith('K.'):
            used[path[2:]] += 1
        used.update(re.findall(r'\bK\.([a-z]\w*)', text))
    return layers, arguments, used


def parts_reached(program):
    """The layers, arguments, functions and methods that a program reaches, as a set."""
    layers, arguments, used = reached([program])
    methods = {'.' + path.rpartition('.')[2] for path, _, _ in calls([program]) if path.startswith('$')}
    others = {path for path, _, _ in calls([program]) if path.startswith(('own.', 'optimizers.', 'callbacks.'))}
    return set(layers) | set(arguments) | {'K.' + each for each in used} | methods | others


def chosen(programs, seconds, limit):
    """Programs that reach much, one after the other that which reaches most new in a second, for so many seconds."""
    left = {
        each['id']: (parts_reached(each), max(seconds[each['id']], 0.02)) for each in programs if each['id'] in seconds
    }
    known, picked = set(), []
    while left:
        best = max(left, key=lambda identity: len(left[identity][0] - known) / left[identity][1])
        new, cost = left.pop(best)
        if not new - known:
            break
        if cost <= limit:
            picked.append(best)
            known |= new
            limit -= cost
    return [each for each in programs if each['id'] in picked]


def report(programs):
    """Prints what is reached and what is not."""
    layers, arguments, used = reached(programs)
    known = signatures()
    wanted = {'%s.%s' % (layer, name) for layer, names in known.items() for name in names}
    for title, having, all_names in (
        ('layers', layers, known),
        ('arguments of layers', arguments, wanted),
        ('functions of K', used, functions()),
    ):
        without = sorted(set(all_names) - set(having))
        print(
            '%s: %d of %d; not %s' % (title, len(all_names) - len(without), len(all_names), ', '.join(without) or 'one')
        )
    for title, prefix in (('own layers', 'own.'), ('optimizers', 'optimizers.'), ('callbacks', 'callbacks.')):
        print(
            '%s: %s'
            % (
                title,
                dict(
                    collections.Counter(
                        path[len(prefix) :] for path, _, _ in calls(programs) if path.startswith(prefix)
                    )
                ),
            )
        )
