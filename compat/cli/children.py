"""Processes that a program starts: they have compat, as the program has.

A variable of the environment, COMPAT_INSTALL=1, says that a process is to have compat installed as keras from its
start. It is read where the folder ``compat/cli/startup`` is on PYTHONPATH, which has a sitecustomize: ``compat run``
sets both for the children of the program. Those that Python starts with -E, -I or -S are without them.
"""
import ctypes
import os
import sys

from compat.imports import hook

VARIABLE = 'COMPAT_INSTALL'
STARTUP = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'startup')


def set_for_children(host=None, dialect=None):
    """Sets the environment of the processes that this one starts, so that they install compat.

    Args:
        host: the host that was asked for, or None.
        dialect: the dialect that was asked for, or None.
    """
    os.environ[VARIABLE] = '1'
    for name, value in (('COMPAT_HOST', host), ('COMPAT_DIALECT', dialect)):
        if value:
            os.environ[name] = value
    folders = os.environ.get('PYTHONPATH', '').split(os.pathsep)
    if STARTUP not in folders:
        os.environ['PYTHONPATH'] = os.pathsep.join([STARTUP] + [folder for folder in folders if folder])


def _command_line():
    """Returns the arguments of the interpreter itself, which sys.argv has not."""
    if hasattr(sys, 'orig_argv'):  # Python 3.10
        return sys.orig_argv
    count, arguments = ctypes.c_int(), ctypes.POINTER(ctypes.c_wchar_p)()
    ctypes.pythonapi.Py_GetArgcArgv(ctypes.byref(count), ctypes.byref(arguments))
    return arguments[:count.value]


def install_if_asked():
    """Installs compat where COMPAT_INSTALL is 1, but not for `python -m compat`, which has options of its own."""
    arguments = _command_line()
    itself = any(pair == ('-m', 'compat') for pair in zip(arguments, arguments[1:]))
    if os.environ.get(VARIABLE) == '1' and not itself:
        hook.install()
