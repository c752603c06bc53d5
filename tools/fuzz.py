"""The differential fuzzer: makes programs, runs them on real Keras 2 and on a host, and shows how the outcomes differ.

    python tools/fuzz.py make --seed 1 --count 1000 > specs.jsonl
    PYTHON_OF_KERAS_2_2_4 tools/fuzz.py run --keras keras specs.jsonl oracle.jsonl
    PYTHON_OF_A_HOST tools/fuzz.py run specs.jsonl host.jsonl           the host is chosen as always: KERAS_BACKEND ...
    python tools/fuzz.py compare specs.jsonl oracle.jsonl host.jsonl
    PYTHON_OF_KERAS_2_2_4 tools/fuzz.py run --keras keras --nudge differing.jsonl nudged.jsonl
    python tools/fuzz.py compare specs.jsonl oracle.jsonl host.jsonl --nudged nudged.jsonl
                                                   leaves out numbers that rounding decides in Keras 2 itself
    python tools/fuzz.py show specs.jsonl 1/17
    python tools/fuzz.py coverage specs.jsonl
    python tools/fuzz.py choose specs.jsonl oracle.jsonl host.jsonl other.jsonl --seconds 15
                                                   those that agree on all hosts and reach most in that time

``shrink`` runs both sides itself: it takes the pythons of the tox environments.
"""

import argparse
import itertools
import json
import os
import random
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path[:0] = [os.path.join(ROOT, 'tools'), ROOT]
sys.path.append(os.path.join(ROOT, 'tests'))
SIDES = {
    'keras224': ('py37-keras224', {}),
    'keras3': ('py312-keras3-tensorflow', {'KERAS_BACKEND': 'tensorflow'}),
    'jax': ('py312-keras3-jax', {'KERAS_BACKEND': 'jax'}),
    'torch': ('py311-keras3-torch', {'KERAS_BACKEND': 'torch'}),
    'tfkeras': ('py312-tfkeras', {'COMPAT_HOST': 'tf_keras'}),
    'keras30': ('py311-keras30', {'KERAS_BACKEND': 'tensorflow'}),
    'tf215': ('py311-tf215', {}),
    'tf210': ('py310-tf210', {}),
    'tf24': ('py38-tf24', {}),
}


def read(path):
    with open(path) as stream:
        return [json.loads(line) for line in stream if line.strip()]


def outcomes(path):
    """The header and the outcomes by the id of the program."""
    header, *rest = read(path)
    return header, {each['id']: each['outcomes'] for each in rest if 'id' in each}


def make(seed, count):
    """Programs of a seed; every second to fourth is one of K."""
    from fuzzing import backend_programs, layer_table, model_programs

    focuses = (
        sorted(layer_table.LAYERS)
        + sorted(layer_table.OWN)
        + sorted(layer_table.OWN_OF_SEQUENCES)
        + ['TimeDistributed', 'TimeDistributed', 'RNN', 'RNN', 'LSTM', 'GRU']
    )
    for number in range(count):
        draw = random.Random('%d/%d' % (seed, number))
        identity = '%d/%d' % (seed, number)
        if number % 4 == 3:
            yield backend_programs.specification(draw, identity)
        else:
            yield model_programs.Maker(
                draw, identity, focuses[(number - number // 4 + 31 * seed) % len(focuses)]
            ).specification()


def run(root, source, target, nudged=False):
    """Runs each program of a stream on the Keras of this process."""
    from fuzzing import interpreter

    interpreter.nudged = nudged

    with open(os.devnull, 'w') as nowhere:
        stdout, sys.stdout = sys.stdout, nowhere  # what programs print is no outcome
        try:
            keras = interpreter.Interpreter(root)
            if root == 'compat' and 'tensorflow' in sys.modules:
                # Graphs that run once or twice are not worth the time to optimize them.
                options = {'disable_meta_optimizer': True}
                sys.modules['tensorflow'].config.optimizer.set_experimental_options(options)
            target.write(json.dumps({'root': root, 'python': sys.version.split()[0], 'rows': rows(root)}) + '\n')
            target.flush()
            for line in source:
                program = json.loads(line)
                begun = time.process_time()
                found = keras.run(program)
                seconds = round(time.process_time() - begun, 2)
                target.write(json.dumps({'id': program['id'], 'seconds': seconds, 'outcomes': found}) + '\n')
                target.flush()
        finally:
            sys.stdout = stdout


def rows(root):
    """The ids of the rows that hold on the host of this process."""
    if root != 'compat':
        return []
    from compat import differences, process

    return [each.id for each in differences.DIFFERENCES if process.matches(each.where)]


def side(name):
    """The command and the environment that run programs on a side."""
    environment, variables = SIDES[name]
    python = os.path.join(os.environ.get('FUZZ_TOX', os.path.join(ROOT, '.tox')), environment, 'bin', 'python')
    return (
        [python, os.path.abspath(__file__), 'run', '--keras', 'keras' if name == 'keras224' else 'compat', '-', '-'],
        dict(os.environ, PYTHONPATH=ROOT, TF_CPP_MIN_LOG_LEVEL='3', **variables),
    )


def compare(options):
    from fuzzing import comparison, printing

    programs = read(options.specifications)
    _, expected = outcomes(options.oracle)
    header, found = outcomes(options.host)
    nudged = [outcomes(each)[1] if each else {} for each in (options.nudged, options.nudged_host)]
    differences, lenient, allowed = comparison.compare(programs, expected, found, header['rows'], nudged)
    if options.differing:
        with open(options.differing, 'w') as stream:
            stream.writelines(json.dumps(each.program) + '\n' for each in differences)
    ran = sum(each['id'] in expected and each['id'] in found for each in programs)
    print('%d programs ran on both, %d differ; by a row: %s' % (ran, len(differences), allowed))
    print('%d work where Keras 2 raises:' % len(lenient))
    for signature, members in comparison.groups(lenient):
        print('%4d  %s   %s' % (len(members), signature, ' '.join(each.program['id'] for each in members[:4])))
    for signature, members in comparison.groups(differences):
        print('\n%4d  %s   %s' % (len(members), signature, ' '.join(each.program['id'] for each in members[:6])))
        print('      expected %s\n      found    %s' % (str(members[0].expected)[:260], str(members[0].found)[:260]))
        if options.programs:
            print(printing.program(members[0].program))
    return 1 if differences else 0


def choose(options):
    """Prints the programs that agree on all hosts and reach most, in so many seconds of the slowest host."""
    from fuzzing import comparison, coverage

    programs = read(options.specifications)
    _, expected = outcomes(options.oracle)
    seconds = {}
    for path in options.hosts:
        header, found = outcomes(path)
        parts = comparison.compare(programs, expected, found, header['rows'])[:2]
        differing = {each.program['id'] for part in parts for each in part}
        programs = [each for each in programs if each['id'] in found and each['id'] not in differing]
        for each in read(path)[1:]:
            if 'id' not in each:
                continue
            seconds[each['id']] = max(each['seconds'], seconds.get(each['id'], 0))
    for program in coverage.chosen(programs, seconds, options.seconds):
        print(json.dumps(program))


def shrink(options):
    from fuzzing import printing, shrinking

    programs = [each for each in read(options.specifications) if not options.ids or each['id'] in options.ids]
    oracle, host = [shrinking.Runner(*side(each)) for each in ('keras224', options.host)]
    shrinker = shrinking.Shrinker(oracle, host)
    try:
        for program in programs:
            smaller, found = shrinker.shrink(program, options.tries)
            if found is None:
                print('# %s: no difference' % program['id'], flush=True)
                continue
            print('\n' + '=' * 100 + '\n# %s' % found.signature())
            notes = {found.index: ['expected %s' % str(found.expected)[:300], 'found %s' % str(found.found)[:300]]}
            print(printing.program(smaller, notes=notes), flush=True)
            if options.output:
                with open(options.output, 'a') as stream:
                    stream.write(json.dumps(smaller) + '\n')
    finally:
        oracle.close()
        host.close()


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest='command')
    commands.required = True
    made = commands.add_parser('make', help='print programs')
    made.add_argument('--seed', type=int, default=0)
    made.add_argument('--count', type=int, default=100)
    ran = commands.add_parser(
        'run', help='run programs on the Keras of this process; - is the standard input or output'
    )
    ran.add_argument('--keras', choices=('compat', 'keras'), default='compat')
    ran.add_argument('specifications')
    ran.add_argument('outcomes')
    ran.add_argument('--nudge', action='store_true', help='move the numbers of the programs by about their rounding')
    ran.add_argument('--resume', action='store_true', help='go on behind the program that has ended the process')
    compared = commands.add_parser('compare', help='show how outcomes differ, by kind')
    for each in ('specifications', 'oracle', 'host'):
        compared.add_argument(each)
    compared.add_argument('--nudged', help='outcomes of Keras 2 for programs whose numbers are moved')
    compared.add_argument('--nudged-host', help='outcomes of the host for such programs')
    compared.add_argument('--differing', help='a file for the programs that differ')
    compared.add_argument('--programs', action='store_true', help='print the first program of each kind')
    shrunk = commands.add_parser('shrink', help='make differing programs small, and print them')
    shrunk.add_argument('specifications')
    shrunk.add_argument('host', choices=sorted(SIDES))
    shrunk.add_argument('ids', nargs='*')
    shrunk.add_argument('--tries', type=int, default=150)
    shrunk.add_argument('--output', help='a file that the small programs are added to')
    shown = commands.add_parser('show', help='print a program in Python')
    shown.add_argument('specifications')
    shown.add_argument('ids', nargs='*')
    covered = commands.add_parser('coverage', help='which layers, arguments and functions programs reach')
    covered.add_argument('specifications')
    chooser = commands.add_parser('choose', help='print the programs that reach most in some seconds')
    chooser.add_argument('specifications')
    chooser.add_argument('oracle')
    chooser.add_argument('hosts', nargs='+')
    chooser.add_argument('--seconds', type=float, default=15.0)
    options = parser.parse_args(arguments)
    if options.command == 'make':
        for program in make(options.seed, options.count):
            print(json.dumps(program))
    elif options.command == 'run':
        source = sys.stdin if options.specifications == '-' else open(options.specifications)
        if options.resume:
            # A line for each process that began, and one for each program that did not end it.
            list(itertools.islice(source, len(read(options.outcomes))))
        target = sys.stdout if options.outcomes == '-' else open(options.outcomes, 'a' if options.resume else 'w')
        run(options.keras, source, target, options.nudge)
    elif options.command == 'compare':
        return compare(options)
    elif options.command == 'choose':
        choose(options)
    elif options.command == 'shrink':
        shrink(options)
    elif options.command == 'show':
        from fuzzing import printing

        for program in read(options.specifications):
            if not options.ids or program['id'] in options.ids:
                print(printing.program(program))
    else:
        from fuzzing import coverage

        coverage.report(read(options.specifications))
    return 0


if __name__ == '__main__':
    sys.exit(main())
