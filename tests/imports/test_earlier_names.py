"""Names that modules of Keras lost with version 2.2 are what the names that replaced them are."""
import importlib
import types

import pytest

from compat.imports import earlier_names

ROWS = [(path, name, home) for path, names in sorted(earlier_names.EARLIER_NAMES.items())
        for name, home in sorted(names.items()) if not home.startswith('=')]


# Real Keras 2 has these still, as private imports; keras.legacy has the module, which cannot be imported.
STILL_THERE = ('datasets', 'layers.convolutional_recurrent')
LOST = pytest.mark.difference('names-before-2-2')
PATHS = [path if path.startswith(STILL_THERE) or path == 'legacy' else pytest.param(path, marks=LOST)
         for path in sorted({path for path, _, _ in ROWS})]


@pytest.mark.parametrize('path', PATHS)
def test_names_are_those_that_replaced_them(path):
    module = importlib.import_module('compat.' + path)
    for _, name, home in [row for row in ROWS if row[0] == path]:
        of, attribute = home.split(':')
        source = importlib.import_module('compat.' + of)
        value = getattr(module, name)
        assert value is (getattr(source, attribute) if attribute else source), name
        assert attribute == '' or not isinstance(value, types.ModuleType), name


def test_private_names_of_backend_common_are_its_settings():
    from compat.backend import common
    assert (common._EPSILON, common._FLOATX, common._IMAGE_DATA_FORMAT) == (1e-7, 'float32', 'channels_last')
