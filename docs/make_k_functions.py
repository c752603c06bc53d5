"""Write docs/k-functions.rst: what compat has of keras.backend, and where it differs. It needs no host:

    PYTHONPATH=. python docs/make_k_functions.py

The names are those of compat/names.json, the signatures those of tests/golden/backend_signatures.json, which were read
from real Keras 2. A row of compat/differences.py is noted for the functions that its ``what`` names, as K.argmax.
"""
import json
import os
import re
import textwrap

from compat import differences, hosts, namespace

HERE = os.path.dirname(os.path.abspath(__file__))
PAGE = os.path.join(HERE, 'k-functions.rst')
SIGNATURES = os.path.join(HERE, '..', 'tests', 'golden', 'backend_signatures.json')
FIRST, SECOND, TF_KERAS = '2.2.4', '2.3.1', '2.15.0'
WIDTH = 43

HEAD = """\
The functions of keras.backend
==============================

Every public function of ``keras.backend`` in Keras %s and %s, with the signature that it has there and in
``compat.backend``, and the hosts; the last three are the engines of Keras 3. *yes* is: as in Keras 2. A number is that
of the note below which says what differs. Random numbers have the same distribution everywhere, not the same digits.

``docs/make_k_functions.py`` writes this page.
"""
BEYOND = """
In the dialect tf.keras
-----------------------

With ``COMPAT_DIALECT=tf.keras`` the functions of tf.keras %s are there too, on every host, and those whose arguments
it changed have its signature.
"""


def read_signatures():
    """{version: {name: signature}}."""
    with open(SIGNATURES) as stream:
        return json.load(stream)


def public_functions(version):
    """The public functions of keras.backend in a version of Keras 2: its names, less what leaked in from elsewhere."""
    return sorted(set(namespace.NAMES[version]['backend']) & set(read_signatures()[version]))


def noted():
    """{function: the differences that name it}."""
    rows = {}
    for row in differences.DIFFERENCES:
        for name in re.findall(r'\bK\.(\w+)', row.what):
            rows.setdefault(name, []).append(row)
    return rows


def columns():
    """(title, host, engine) of every host that is not real Keras 2 itself, the oldest first."""
    driven = [(host, engine) for host in reversed(hosts.HOSTS) if host.family != 'keras2' for engine in host.engines]
    return [(engine if len(host.engines) > 1 else host.name, host, engine) for host, engine in driven]


def signature_text(name, signatures):
    """The signature in Keras 2.2.4, and in 2.3.1 where that is another."""
    first, second = (signatures[version].get(name) for version in (FIRST, SECOND))
    if first == second:
        return '``%s``' % first
    told = [(FIRST, first), (SECOND, second)]
    return '; '.join('%s: ``%s``' % pair if pair[1] else 'not in ' + pair[0] for pair in told)


def page():
    """The text of the page."""
    signatures, rows = read_signatures(), noted()
    names = sorted(set(public_functions(FIRST)) | set(public_functions(SECOND)))
    notes, lines = [], []
    for name in names:
        cells = []
        for _, host, engine in columns():
            here = [row for row in rows.get(name, ()) if hosts.speaks_of(row.where, host, engine)]
            notes.extend(row for row in here if row not in notes)
            cells.append(' '.join('[%d]_' % (notes.index(row) + 1) for row in here) or 'yes')
        lines.append(['``%s``' % name, signature_text(name, signatures)] + cells)
    titles = ['function', 'signature'] + [title for title, _, _ in columns()]
    beyond = [['``%s``' % name, '``%s``' % signature] for name, signature in sorted(signatures[TF_KERAS].items())
              if signature != signatures[SECOND].get(name)]
    beyond = table(titles[:2], beyond, 2 * WIDTH - 14)
    notes = ['', 'Notes', '-----', ''] + [note(row, number) for number, row in enumerate(notes, 1)]
    return '\n'.join([HEAD % (FIRST, SECOND)] + table(titles, lines) + [BEYOND % TF_KERAS] + beyond + notes)


def table(titles, rows, width=WIDTH):
    """The lines of a simple table, the second column of which is wrapped."""
    widths = [width if place == 1 else max(len(row[place]) for row in [titles] + rows) for place in range(len(titles))]
    rule = ' '.join('=' * width for width in widths)
    lines = [rule, aligned(titles, widths), rule]
    for row in rows:
        first, *more = textwrap.wrap(row[1], width, break_long_words=False)
        lines.append(aligned([row[0], first] + row[2:], widths))
        lines.extend(aligned(['', line], widths) for line in more)
    return lines + [rule]


def aligned(cells, widths):
    return ' '.join(cell.ljust(width) for cell, width in zip(cells, widths)).rstrip()


def note(row, number):
    """The footnote of a difference."""
    text = '**%s**. %s, on ``%s``. Keras 2 %s; compat %s.%s Until: %s.' % (
        row.id, row.what, row.where, row.keras2, row.compat, ' See %s.' % row.thread if row.thread else '', row.until)
    return textwrap.fill('.. [%d] %s' % (number, text), 118, subsequent_indent='   ', break_on_hyphens=False) + '\n'


def main():
    with open(PAGE, 'w') as stream:
        stream.write(page())


if __name__ == '__main__':
    main()
