"""Write tests/golden/fuzz.json: what the programs in tests/fuzz/programs.jsonl give on real Keras 2.2.4.

Run it with the python of Keras 2.2.4. Each line of the file is a program of tools/fuzz.py, which is added to it where
one was found that differed; the table maps the ids of programs to the outcomes of their statements.
"""
import json
import os
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir)
PROGRAMS = os.path.join(ROOT, 'tests', 'fuzz', 'programs.jsonl')
TABLE = os.path.join(ROOT, 'tests', 'golden', 'fuzz.json')
sys.path[:0] = [os.path.join(ROOT, 'tools'), os.path.join(ROOT, 'tests')]


def said(outcome):
    """The outcome without the words of an error, which are Keras's."""
    return {key: value for key, value in outcome.items() if key != 'says'} if isinstance(outcome, dict) else outcome


def main():
    from fuzzing import interpreter
    keras = interpreter.Interpreter('keras')
    with open(PROGRAMS) as stream:
        programs = [json.loads(line) for line in stream if line.strip()]
    table = {each['id']: [said(outcome) for outcome in keras.run(each)] for each in programs}
    with open(TABLE, 'w') as stream:
        # A line for each program, so that a change shows which it was.
        lines = ['%s:%s' % (json.dumps(each), json.dumps(table[each], sort_keys=True, separators=(',', ':')))
                 for each in sorted(table)]
        stream.write('{\n%s\n}\n' % ',\n'.join(lines))


if __name__ == '__main__':
    main()
