"""``python -m compat run``: an old program as Python runs it, with ``import keras`` answered by compat."""
import argparse
import contextlib
import importlib.machinery
import importlib.util
import os
import pkgutil
import sys
import types

import compat
from compat.cli import children, python2, summary
from compat.imports import hook
from compat.errors import CompatError

USAGE = 2
INTERRUPTED = 130
# What stands between a program and Python while it is run: no part of its tracebacks.
OWN_FILES = frozenset(function.__code__.co_filename for function in (
    hook.import_statement, python2.compile_source, importlib.util.find_spec, lambda: None))


class NotRunnable(Exception):
    """The program cannot be started: the message and the exit status that Python has for it."""

    def __init__(self, message, status):
        super().__init__(message)
        self.status = status


def main(argv):
    """Run the program that ``argv`` names, and return its exit status.

    ``argv`` is what follows ``python -m compat run``. This process becomes the program's: sys.argv, sys.path[0] and
    the module ``__main__`` are what ``python SCRIPT ARGS`` makes them, and they stay so, as compat stays installed, for
    what the program left to run at exit.
    """
    options, program = _arguments(argv)
    try:
        compat.configure(host=options.host, dialect=options.dialect)
        hook.install()
        children.set_for_children(options.host, options.dialect)
    except CompatError as error:
        sys.stderr.write(f'python -m compat run: {error}\n')
        return USAGE
    prepare = _module if options.module else _standard_input if program[0] == '-' else _script
    try:
        status = _run(prepare, program)
    finally:
        sys.stdout.flush()
    if options.trainers:
        for model, trainer, reason in summary.trainers():
            sys.stderr.write(f'python -m compat run: model {model}: {trainer}, {reason}\n')
    if options.report:
        sys.stderr.write(f'python -m compat run: {summary.as_text()}\n')
    return status


def _arguments(argv):
    """(options, the program and its arguments). What follows the program is its own, options or not."""
    parser = argparse.ArgumentParser(
        prog='python -m compat run', allow_abbrev=False,
        usage='%(prog)s [--host H] [--dialect D] [--trainers] [--report] (SCRIPT | -m MODULE) [ARGS...]',
        description='Run an old Keras program unchanged: a script, a folder or zip file with __main__.py, - for '
                    'the standard input, or a module.')
    parser.add_argument('--host', metavar='H', help='keras3, tf_keras, tf.keras or keras2')
    parser.add_argument('--dialect', metavar='D', help='keras-2.2, keras-2.3 or tf.keras')
    parser.add_argument('--trainers', action='store_true', help='say at the end what trained each model, and why')
    parser.add_argument('--report', action='store_true', help='say at the end which differences from Keras 2 and '
                        'arguments of Keras 1 the program met, and what the host trained, with the reason')
    parser.add_argument('-m', dest='module', action='store_true', help='the program is a module')
    parser.add_argument('program', nargs=argparse.REMAINDER, metavar='SCRIPT ARGS...', help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    program = options.program[1:] if options.program[:1] == ['--'] else options.program
    if not program:
        parser.error('which program? Give a script, or -m and a module')
    return options, program


def _run(prepare, program):
    """The exit status of a program; what it does not catch is shown as Python shows it."""
    try:
        code, main_module = prepare(program)
        sys.modules['__main__'] = main_module
        exec(code, vars(main_module))
    except NotRunnable as error:
        sys.stderr.write(f'python -m compat run: {error}\n')
        return error.status
    except SystemExit as error:
        return _exit_status(error.code)
    except BaseException as error:  # noqa: BLE001, it is shown and becomes the status, as in python itself
        _without_own_frames(error)
        sys.excepthook(type(error), error, error.__traceback__)
        return INTERRUPTED if isinstance(error, KeyboardInterrupt) else 1
    return 0


def _exit_status(code):
    """The status of ``sys.exit(code)``; a text is printed and means 1."""
    if code is None:
        return 0
    if isinstance(code, int):
        return code
    sys.stdout.flush()
    sys.stderr.write(f'{code}\n')
    return 1


def _without_own_frames(error, seen=()):
    """Take the frames of the runner and of the import system out of the tracebacks of an error and of its causes."""
    if error is None or error in seen:
        return
    error.__traceback__ = _filtered(error.__traceback__)
    for origin in (error.__cause__, error.__context__):
        _without_own_frames(origin, seen + (error,))


def _filtered(traceback):
    if traceback is None:
        return None
    rest = _filtered(traceback.tb_next)
    code = traceback.tb_frame.f_code
    if code.co_filename in OWN_FILES or code.co_filename.startswith('<frozen importlib'):
        return rest
    traceback.tb_next = rest
    return traceback


def _script(program):
    """The code of ``python SCRIPT``, where SCRIPT is a file, or a folder or zip file with __main__.py."""
    # Python 3.9 made __file__ and the names in tracebacks absolute.
    path = os.path.abspath(program[0]) if sys.version_info >= (3, 9) and program[0] else program[0]
    importer = pkgutil.get_importer(path) if not path.endswith('.py') else None
    if importer is not None:
        return _container(program, path, importer)
    try:
        with open(path, 'rb') as stream:
            source = stream.read()
    except OSError as error:
        raise NotRunnable(f"can't open file {os.path.abspath(path)!r}: [Errno {error.errno}] {error.strerror}",
                          USAGE) from error
    code = python2.compile_source(source, path)
    _become(program, os.path.dirname(os.path.realpath(path)))
    return code, _main_module(path, importlib.machinery.SourceFileLoader('__main__', path))


def _container(program, folder, importer):
    """The code of ``python FOLDER`` and ``python ZIPFILE``."""
    spec = importer.find_spec('__main__') if hasattr(importer, 'find_spec') else importlib.util.spec_from_loader(
        '__main__', importer if importer.find_module('__main__') else None)
    if spec is None or spec.loader is None:
        raise NotRunnable(f"can't find '__main__' module in {folder!r}", 1)
    code, path = _source_code(spec, '__main__')
    _become(program, folder)
    return code, _main_module(path, spec.loader, spec, package='')


def _module(program):
    """The code of ``python -m MODULE``."""
    name = program[0]
    _become(['-m'] + program[1:], os.getcwd())
    spec = _found_module(name)
    if spec.submodule_search_locations is not None:
        if name == '__main__' or name.endswith('.__main__'):
            raise NotRunnable('Cannot use package as __main__ module', 1)
        try:
            spec = _found_module(name + '.__main__')
        except NotRunnable as error:
            raise NotRunnable(f'{error}; {name!r} is a package and cannot be directly executed', 1) from error
    code, path = _source_code(spec, spec.name)
    sys.argv[0] = path
    return code, _main_module(path, spec.loader, spec, package=spec.parent)


def _found_module(name):
    try:
        spec = importlib.util.find_spec(name)
    except ModuleNotFoundError as error:
        if not (name + '.').startswith(f'{error.name}.'):
            raise
        spec = None
    if spec is None or spec.loader is None:
        raise NotRunnable(f'No module named {name}', 1)
    return spec


def _standard_input(program):
    """The code of ``python -``."""
    code = python2.compile_source(sys.stdin.read(), '<stdin>')
    _become(program, '')
    return code, _main_module('<stdin>', None)


def _source_code(spec, name):
    """(code, path) of a module, from its source where there is one, so that Python 2 is translated."""
    path = spec.loader.get_filename(name)
    with contextlib.suppress(SyntaxError):
        return spec.loader.get_code(name), path
    return python2.compile_source(spec.loader.get_source(name), path, package=bool(spec.parent)), path


def _become(program, folder):
    """Make sys.argv and sys.path those of the program, and have the modules beside it translated too."""
    sys.argv = list(program)
    if not getattr(sys.flags, 'safe_path', False):
        sys.path[0] = folder
        finder = python2.Finder(folder or os.getcwd())
        at = [*sys.meta_path, importlib.machinery.PathFinder].index(importlib.machinery.PathFinder)
        sys.meta_path.insert(at, finder)


def _main_module(path, loader, spec=None, package=None):
    module = types.ModuleType('__main__')
    vars(module).update(__file__=path, __cached__=getattr(spec, 'cached', None), __loader__=loader,
                        __package__=package, __spec__=spec, __builtins__=sys.modules['builtins'])
    return module
