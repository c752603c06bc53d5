"""Prints, per environment of tox, how its suite closed, its slowest files and the tests that failed, a line each."""
import collections
import glob
import os
import xml.etree.ElementTree

for report in sorted(glob.glob(os.path.join('.tox', '*', 'tmp', 'suite.xml'))):
    suite = xml.etree.ElementTree.parse(report).getroot().find('testsuite')
    seconds, failed = collections.Counter(), []
    for case in suite.iter('testcase'):
        file = case.get('classname').replace('tests.', '').partition('.')[0]
        seconds[file] += float(case.get('time'))
        for kind in ('failure', 'error'):
            for told in case.findall(kind):
                message = ' '.join(told.get('message', '').split())[:200]
                failed.append('    %s %s::%s: %s' % (kind, file, case.get('name'), message))
    counts = ', '.join('%s %s' % (suite.get(kind), kind) for kind in ('tests', 'failures', 'errors', 'skipped'))
    print('%s: %s in %d s; %s' % (report.split(os.sep)[1], counts, float(suite.get('time')),
                                  ', '.join('%s %d s' % one for one in seconds.most_common(5))))
    print('\n'.join(failed[:40]), end='\n' if failed else '')
