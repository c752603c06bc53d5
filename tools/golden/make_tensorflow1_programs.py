"""Write tests/golden/tensorflow1_programs.json: the numbers that the programs of tests/programs/tensorflow1/ print.

    PYTHON_OF_KERAS_2_2_4 tools/golden/make_tensorflow1_programs.py
"""
import json
import os
import subprocess
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir)
PROGRAMS = os.path.join(ROOT, 'tests', 'programs', 'tensorflow1')


def main():
    results = {}
    for name in sorted(os.listdir(PROGRAMS)):
        if name.endswith('.py'):
            printed = subprocess.check_output([sys.executable, os.path.join(PROGRAMS, name)])
            results[name[:-3]] = json.loads(printed.decode().splitlines()[-1])
    with open(os.path.join(ROOT, 'tests', 'golden', 'tensorflow1_programs.json'), 'w') as file:
        json.dump(results, file, indent=0, sort_keys=True)
        file.write('\n')


if __name__ == '__main__':
    main()
