"""Prints, for each environment of tox that is named, how its suite closed, its slowest files and the tests that failed.

The exit status is 1 where an environment left no report, or ran no test.
"""
import collections
import os
import sys
import xml.etree.ElementTree


def file_of(case):
    """The test file of a case: tests.backend.test_functions.TestCalls is backend/test_functions."""
    parts = case.get('classname').split('.')
    names = [number for number, part in enumerate(parts) if part.startswith('test_')]
    return '/'.join(parts[1:names[0] + 1]) if names else case.get('classname')


def sum_up(environment, suite):
    seconds, failed = collections.Counter(), []
    for case in suite.iter('testcase'):
        seconds[file_of(case)] += float(case.get('time'))
        for kind in ('failure', 'error'):
            for found in case.findall(kind):
                message = ' '.join(found.get('message', '').split())[:200]
                failed.append(f'    {kind} {file_of(case)}::{case.get("name")}: {message}')
    tests, *others = [int(suite.get(kind)) for kind in ('tests', 'failures', 'errors', 'skipped')]
    print('{}: {} passed, {} failed, {} errors, {} skipped or expected to fail, in {:.0f} s; {}'.format(
        environment, tests - sum(others), *others, float(suite.get('time')),
        ', '.join(f'{file} {spent:.0f} s' for file, spent in seconds.most_common(5))))
    print('\n'.join(failed[:40]), end='\n' if failed else '')
    return tests


def main(environments):
    total, without = 0, []
    for environment in environments:
        path = os.path.join('.tox', environment, 'tmp', 'suite.xml')
        tests = sum_up(environment, xml.etree.ElementTree.parse(path).getroot().find('testsuite')) \
            if os.path.exists(path) else 0
        total += tests
        without += [] if tests else [environment]
    print(f'{total} tests in {len(environments)} environments')
    for environment in without:
        print(f'{environment}: no test was run')
    return 1 if without else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
