"""Every call of K in tests/golden/backend_cases.txt gives what it gives on the oracle, on every host."""
import builtins
import json

import make_backend
import numpy as np
import paths
import pytest

import compat
from compat import backend as K

TABLES = json.loads((paths.GOLDEN / 'backend.json').read_text())
TOLERANCES = {'float16': 1e-3}


def expected(case):
    """The oracle's row for the dialect of this process."""
    return TABLES.get(compat.__version__, TABLES['2.3.1'])[case]


@pytest.mark.parametrize('case', make_backend.cases())
def test_a_call_of_k_gives_what_keras_2_gives(case):
    row = expected(case)
    names = make_backend.operands(case, K)
    if 'raises' in row:
        with pytest.raises(getattr(builtins, row['raises'])):
            K.eval(eval(case, names))
        return
    result = eval(case, names)
    assert K.dtype(result) == K.dtype(K.cast(K.constant(0.), row['dtype']))
    assert list(K.int_shape(result)) == row['shape']
    if 'values' in row:
        tolerance = 1e-4 if 'conv' in case else TOLERANCES.get(row['dtype'], 1e-5)
        value = np.asarray(K.eval(result))
        assert list(value.shape) == row['shape']
        np.testing.assert_allclose(value.ravel().astype('float64'), row['values'], rtol=tolerance, atol=tolerance / 10)
