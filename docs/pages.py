"""What the pages of docs/ that are written by scripts have in common: hosts as columns, tables, notes, signatures."""
import json
import os
import textwrap

from compat import hosts

HERE = os.path.dirname(os.path.abspath(__file__))
GOLDEN = os.path.join(HERE, '..', 'tests', 'golden')
FIRST, SECOND = '2.2.4', '2.3.1'
WIDTH = 43


def golden(name):
    """A table of tests/golden, as scripts there wrote it."""
    with open(os.path.join(GOLDEN, name)) as stream:
        return json.load(stream)


def columns():
    """(title, host, framework) of every host that is not real Keras 2 itself, the oldest first."""
    driven = [(host, framework) for host in reversed(
        hosts.HOSTS) if host.family != 'keras2' for framework in host.frameworks if framework not in hosts.ON_REQUEST]
    return [(framework if len(host.frameworks) > 1 else host.name, host, framework) for host, framework in driven]


def titles():
    """The titles of a table of functions and hosts."""
    return ['name', 'signature'] + [title for title, _, _ in columns()]


def signature_text(signatures):
    """The signature in Keras 2.2.4, and in 2.3.1 where that is another; they are those of both, None where missing."""
    first, second = signatures
    if first == second:
        return '``%s``' % first
    return '; '.join('%s: ``%s``' % told if told[1] else 'not in ' + told[0]
                     for told in ((FIRST, first), (SECOND, second)))


class Notes:
    """The differences that a page notes, numbered as they come."""

    def __init__(self):
        self.rows = []

    def cells(self, rows, words=None):
        """What a table says of each host: ``words`` of it, else yes, and the numbers of the rows that speak of it."""
        found = []
        for place, (_, host, framework) in enumerate(columns()):
            here = [row for row in rows if hosts.names_host(row.where, host, framework)]
            self.rows.extend(row for row in here if row not in self.rows)
            told = ['[%d]_' % (self.rows.index(row) + 1) for row in here]
            found.append(' '.join(([words[place]] if words and words[place] else []) + told) or 'yes')
        return found

    def lines(self):
        """The section of the notes."""
        return ['', 'Notes', '-----', ''] + [_note(row, number) for number, row in enumerate(self.rows, 1)]


def _note(row, number):
    """The footnote of a difference."""
    text = '**%s**. %s, on ``%s``. Keras 2 %s; compat %s.%s Until: %s.' % (
        row.id, row.what, row.where, row.keras2, row.compat, ' See %s.' % row.thread if row.thread else '', row.until)
    return textwrap.fill('.. [%d] %s' % (number, text), 118, subsequent_indent='   ', break_on_hyphens=False) + '\n'


def section(title):
    """The lines of a section's title."""
    return ['', title, '-' * len(title), '']


def table(titles, rows, width=WIDTH):
    """The lines of a simple table, the second column of which is wrapped."""
    widths = [width if place == 1 else max(len(row[place]) for row in [titles] + rows) for place in range(len(titles))]
    rule = ' '.join('=' * width for width in widths)
    lines = [rule, _aligned(titles, widths), rule]
    for row in rows:
        first, *more = textwrap.wrap(row[1], width, break_long_words=False)
        lines.append(_aligned([row[0], first] + row[2:], widths))
        lines.extend(_aligned(['', line], widths) for line in more)
    return lines + [rule]


def _aligned(cells, widths):
    return ' '.join(cell.ljust(width) for cell, width in zip(cells, widths)).rstrip()


def write(path, text):
    """Write the page."""
    with open(path, 'w') as stream:
        stream.write(text)
