"""What drives the host of this process: for each area of the protocol the names of several modules, in one object.

compat.adapters.rows has the table, compat.adapters.protocol what an adapter provides. A name is taken from the first
folder of the row that defines it, so that the folder of a framework or a version holds only what differs.
"""
import functools
import importlib
import types

from compat import hosts, process
from compat.adapters import rows
from compat.differences import reason
from compat.errors import MissingAdapterNameError, MissingCapabilityError, NoAdapterError


class Area(types.ModuleType):
    """An area of the protocol: the names of its modules, the most special module first.

    The modules are imported when a name is first asked of the area: what an area needs of compat can name the area.
    """

    def __init__(self, name, adapter):
        super().__init__('compat.adapters.' + name)
        self.__dict__.update(_name=name, _adapter=adapter)

    def __getattr__(self, name):
        modules = self._adapter.modules(self._name)
        with process.lock:
            for module in modules:
                names = vars(importlib.import_module('compat.adapters.' + module))
                if name in names:
                    value = self.__dict__[name] = names[name]  # the next time the name is simply there
                    return value
        raise MissingAdapterNameError(
            f'The adapter of {self._adapter.title} has no {name!r} for the area {self._name}: none of its modules '
            f'({", ".join(modules) or "it has none"}) defines it. What it has to provide stands in '
            'compat/adapters/protocol.py, that of the area ops in protocol_ops.py. Define the name in one of these '
            'modules, or in a module of its own whose folder stands in the row (compat/adapters/rows.py).')


def find(family, framework, version):
    """The row of the table for that version of a host on a framework. Raises NoAdapterError where there is none."""
    for row in rows.ADAPTERS:
        if (row.family, row.framework) == (family, framework) and hosts.within(version, row.since, row.until):
            return row
    raise NoAdapterError(f'No row of compat/adapters/rows.py is for {family} {version} on {framework}. Add one, with '
                         'the folder of what differs from the nearest row.')


@functools.lru_cache(maxsize=None)
def current():
    """The row of the host of this process, which is opened: its fields say what can be done here."""
    host = process.opened()
    return find(host.family, host.framework, host.version)


def require(capability):
    """Raises MissingCapabilityError, in the words of the row ``without-CAPABILITY`` of compat.differences, where it
    lacks.
    """
    if not getattr(current(), capability):
        row = 'without-' + capability.replace('_', '-')
        raise MissingCapabilityError(reason(row), row)


@functools.lru_cache(maxsize=None)
def area(name):
    """The area of that name of the adapter that drives the host of this process, which is opened."""
    return Area(name, current())
