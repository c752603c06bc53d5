"""What the stubs promise of classes is there: the methods and properties of Keras 2."""
import importlib
import json

import make_stubs
import pytest
from paths import GOLDEN

from compat import process
from compat.imports import lazy_modules

CLASSES = {f'{path}:{name}': entry
           for path, entries in json.loads((GOLDEN / 'api.json').read_text())[process.dialect().names].items()
           for name, entry in entries.items() if isinstance(entry, dict)}
# Of each module path one test: the modules are many, and most are small.
PATHS = sorted({home.partition(':')[0] for home in CLASSES})


@pytest.mark.parametrize('path', PATHS)
def test_the_classes_of_a_module_have_the_methods_and_properties_of_keras_2(path):
    module = importlib.import_module('compat.' + path)
    missing = []
    for home, entry in CLASSES.items():
        cls = getattr(module, home.partition(':')[2]) if home.startswith(path + ':') else None
        if not isinstance(cls, type) or lazy_modules.is_unbuilt(cls):
            continue
        names = [name for kind in ('methods', 'class_methods', 'static_methods')
                 for name in make_stubs.offered(home, entry).get(kind, ()) if not name.startswith('__')]
        names += [name for name, kind in make_stubs.offered(home, entry).get('properties', {}).items()
                  if kind == 'read only']
        missing += [f'{home}.{name}' for name in names if not hasattr(cls, name)]
    assert missing == []
