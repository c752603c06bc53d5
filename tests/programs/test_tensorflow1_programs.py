"""Programs that call TensorFlow 1 beside Keras, in the manner of old code bases, run unchanged with equal numbers.

Each of tests/programs/tensorflow1/ prints what it has computed as JSON. Where the framework is not TensorFlow, it stops
with an error: TensorFlow is not installed, or takes no tensors of Keras.
"""
import json
import re

import numpy as np
import paths
import pytest

from compat import backend as K
from compat import process
from compat.cli import run as running
from test_programs import another_main

FOLDER = paths.SUITE / 'programs' / 'tensorflow1'
# What the error of a program says where TensorFlow is not what computes.
INSTEAD = "No module named 'tensorflow'|keras.backend|KERAS_BACKEND=tensorflow"
GOLDEN = json.loads((paths.GOLDEN / 'tensorflow1_programs.json').read_text())


def printed(name, folder, capfd):
    """What a program prints last."""
    try:
        with another_main(str(folder)):
            status = running.main([str(FOLDER / (name + '.py'))])
    finally:
        K.manual_variable_initialization(False)
        K.clear_session()
    out, errors = capfd.readouterr()
    assert status in (0, None), errors[-3000:]
    return json.loads(out.strip().splitlines()[-1])


def flat(value):
    return [item for part in value for item in flat(part)] if isinstance(value, list) else [value]


def test_the_golden_file_has_each_program():
    assert sorted(GOLDEN) == sorted(path.stem for path in FOLDER.glob('*.py'))


@pytest.mark.filterwarnings('ignore')
@pytest.mark.parametrize('name', sorted(GOLDEN))
def test_a_program_prints_the_numbers_of_the_oracle(name, tmp_path, capfd):
    if process.opened().framework != 'tensorflow':
        with another_main(str(tmp_path)):
            status = running.main([str(FOLDER / (name + '.py'))])
        assert status == 1 and re.search(INSTEAD, capfd.readouterr().err)
        return
    results = printed(name, tmp_path, capfd)
    assert sorted(results) == sorted(GOLDEN[name])
    for part, expected in GOLDEN[name].items():
        expected, found = flat(expected), flat(results[part])
        if expected and isinstance(expected[0], str):
            assert found == expected, part
        else:
            np.testing.assert_allclose(found, expected, rtol=3e-4, atol=3e-5, err_msg=part)
