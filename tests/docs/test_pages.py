"""What CONTRIBUTING, README and the pages of docs/ name is there: files, environments, commands and their options."""
import configparser
import re
import subprocess
import sys

import pytest
from paths import ROOT

PAGES = [ROOT / 'CONTRIBUTING.rst', ROOT / 'README.rst'] + sorted((ROOT / 'docs').glob('*.rst'))
FOLDERS = ('.ci', '.github', 'benchmarks', 'compat', 'customlayers', 'docs', 'examples', 'tests', 'tools')
# Programs of the repository that the pages name with options.
PROGRAMS = ['tools/golden/regenerate.py', 'tools/make_stubs.py']


def code(page):
    """The parts of a page that are set as code: in double backquotes, and in the blocks after two colons."""
    text = page.read_text(encoding='utf-8')
    blocks = re.findall(r'::\n\n((?:[ ]+.*\n|\n)+)', text)
    return [' '.join(part.split()) for part in re.findall(r'``(.+?)``', text, re.S)] + [
        line.strip() for block in blocks for line in block.splitlines() if line.strip()]


def paths(page):
    """The paths of the repository that a page names as code."""
    for part in code(page):
        for path in re.findall(r'(?<![\w/.-])((?:%s)/[\w./*-]*)' % '|'.join(re.escape(name) for name in FOLDERS), part):
            yield path.rstrip('.')


@pytest.mark.parametrize('page', PAGES, ids=lambda page: page.name)
def test_every_path_that_a_page_names_is_there(page):
    missing = [path for path in sorted(set(paths(page)))
               if not (list(ROOT.glob(path.rstrip('/'))) if '*' in path else (ROOT / path).exists())]
    assert missing == []


def test_the_pages_name_paths_at_all():
    names = {path for page in PAGES for path in paths(page)}
    assert {'compat/differences/', 'tests/sets.py', 'tools/golden/regenerate.py'} <= names


def environments():
    """The environments and labels of tox."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(str(ROOT / 'tox.ini'))
    names = {section.partition(':')[2] for section in parser.sections()} | {'quick'}
    for line in parser['tox']['env_list'].split():
        before, brace, rest = line.partition('{')
        factors, _, after = rest.partition('}')
        names |= {before + factor + after for factor in factors.split(',')} if brace else {line}
    return names


@pytest.mark.parametrize('page', PAGES, ids=lambda page: page.name)
def test_every_environment_of_tox_that_a_page_names_is_there(page):
    named = {name for part in code(page) for name in re.findall(r'\btox (?:run )?-[em] ([\w.-]+)', part)}
    named |= {name for part in code(page) for name in re.findall(r'\.tox/([\w.-]+)/', part)}
    assert named - environments() == set()


def options_of(*command):
    run = subprocess.run([sys.executable] + list(command) + ['--help'], cwd=str(ROOT), stdout=subprocess.PIPE,
                         stderr=subprocess.STDOUT, text=True, timeout=120)
    return set(re.findall(r'(?<![\w-])(--?[a-zA-Z][\w-]*)', run.stdout))


@pytest.mark.parametrize('program', PROGRAMS)
def test_every_option_of_a_program_that_a_page_names_is_one_of_its_help(program):
    named = set()
    for page in PAGES:
        for part in code(page):
            for arguments in re.findall(r'python %s((?: [^`|;&]*)?)' % re.escape(program), part):
                named |= set(re.findall(r'(?<!\S)(--?[a-zA-Z][\w-]*)', arguments))
    assert named <= options_of(program)


def test_every_option_of_python_m_compat_that_a_page_names_is_one_of_its_help():
    named = {}
    for page in PAGES:
        for part in code(page):
            for command, arguments in re.findall(r'python -m compat(?: (run|scan|migrate|convert)\b)?([^`|;&]*)', part):
                # What follows a script is the script's own.
                own = re.split(r'\s[\w./-]+\.py\b', arguments)[0]
                named.setdefault(command, set()).update(re.findall(r'(?<!\S)(--[a-zA-Z][\w-]*)', own))
    for command, options in named.items():
        assert options <= options_of('-m', 'compat', *([command] if command else []))
