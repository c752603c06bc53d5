"""Where the package keras-applications is not installed."""
import subprocess
import sys

import pytest

PROGRAM = """
from importlib.machinery import PathFinder
find_spec = PathFinder.find_spec
PathFinder.find_spec = lambda name, *others: None if name == 'keras_applications' else find_spec(name, *others)

from compat import applications
from compat.applications.resnet50 import ResNet50, conv_block, preprocess_input
print(applications.MobileNet(weights=None, alpha=.25, input_shape=(32, 32, 3)).name)
applications.keras_applications
"""
MESSAGE = ('compat.errors.MissingPackageError: keras.applications.keras_applications needs the package '
           'keras-applications, which is not installed: pip install keras-applications==1.0.8.')


@pytest.mark.difference('without-keras-applications')
def test_networks_are_there_and_the_package_itself_says_what_to_install():
    ended = subprocess.run([sys.executable, '-c', PROGRAM], capture_output=True, text=True)
    assert ended.stdout.split() == ['mobilenet_0.25_32']
    assert ended.returncode == 1 and ended.stderr.strip().split('\n')[-1] == MESSAGE
