"""Where the package keras-applications is not installed."""
import subprocess
import sys

import pytest

PROGRAM = """
from importlib.machinery import PathFinder
find_spec = PathFinder.find_spec
PathFinder.find_spec = lambda name, *others: None if name == 'keras_applications' else find_spec(name, *others)

from compat.applications import ResNet50, resnet50
from compat.applications.resnet50 import preprocess_input
ResNet50(weights=None)
"""
MESSAGE = ('compat.errors.MissingPackageError: keras.applications.resnet50.ResNet50 needs the package '
           'keras-applications, which is not installed: pip install keras-applications==1.0.8, or '
           'customlayers[applications].')


@pytest.mark.difference('without-keras-applications')
def test_modules_of_applications_are_imported_and_a_network_says_what_to_install():
    ended = subprocess.run([sys.executable, '-c', PROGRAM], stderr=subprocess.PIPE, text=True)
    assert ended.returncode == 1 and ended.stderr.strip().split('\n')[-1] == MESSAGE
