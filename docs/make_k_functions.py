"""Writes docs/k-functions.rst: what compat has of keras.backend, and where it differs. It needs no host:

    PYTHONPATH=. python docs/make_k_functions.py

The names are those of compat/imports/names.json, the signatures those of tests/golden/backend_signatures.json, which
were read from real Keras 2. A row of compat/differences/ is noted for the functions that its ``what`` names, as
K.argmax.
"""
import os
import re

from compat import differences
from compat.imports import lazy_modules as namespace
from pages import FIRST, HERE, SECOND, WIDTH, Notes, golden, section, signature_text, table, titles, write

PAGE = os.path.join(HERE, 'k-functions.rst')
TF_KERAS = '2.15.0'

HEAD = """\
The functions of keras.backend
==============================

Every public function of ``keras.backend`` in Keras %s and %s, with the signature that it has there and in
``compat.backend``, and the hosts; the last three are the frameworks of Keras 3. *yes* is: as in Keras 2. A number is
that of the note below which says what differs. Random numbers have the same distribution everywhere, not the same
digits.

``docs/make_k_functions.py`` writes this page.
"""
BEYOND = """\
With ``COMPAT_DIALECT=tf.keras`` the functions of tf.keras %s are there too, on every host, and those whose arguments
it changed have its signature.
"""


def read_signatures():
    """Returns {version: {name: signature}}."""
    return golden('backend_signatures.json')


def public_functions(version):
    """Returns the public functions of keras.backend in a version of Keras 2, without what leaked in from elsewhere."""
    return sorted(set(namespace.NAMES[version]['backend']) & set(read_signatures()[version]))


def noted():
    """Returns {function: the differences that name it}."""
    rows = {}
    for row in differences.DIFFERENCES:
        for name in re.findall(r'\bK\.(\w+)', row.what):
            rows.setdefault(name, []).append(row)
    return rows


def page():
    """Returns the text of the page."""
    signatures, rows, notes = read_signatures(), noted(), Notes()
    names = sorted(set(public_functions(FIRST)) | set(public_functions(SECOND)))
    lines = [['``%s``' % name, signature_text([signatures[version].get(name) for version in (FIRST, SECOND)])]
             + notes.cells(rows.get(name, ())) for name in names]
    beyond = [['``%s``' % name, '``%s``' % signature] for name, signature in sorted(signatures[TF_KERAS].items())
              if signature != signatures[SECOND].get(name)]
    return '\n'.join([HEAD % (FIRST, SECOND)] + table(titles(), lines) + section('In the dialect tf.keras')
                     + [BEYOND % TF_KERAS] + table(titles()[:2], beyond, 2 * WIDTH - 14) + notes.lines())


if __name__ == '__main__':
    write(PAGE, page())
