"""What the generated pages of docs/ have in common: hosts as columns, tables, notes, signatures."""
import json
import os
import textwrap

from compat import hosts

HERE = os.path.dirname(os.path.abspath(__file__))
GOLDEN = os.path.join(HERE, '..', 'tests', 'golden')
FIRST, SECOND = '2.2.4', '2.3.1'
WIDTH = 43


def golden(name):
    """Returns a table of tests/golden."""
    with open(os.path.join(GOLDEN, name)) as stream:
        return json.load(stream)


def columns():
    """Returns (title, host, framework) of every host that is not real Keras 2 itself, the oldest first."""
    driven = [(host, framework) for host in reversed(
        hosts.HOSTS) if host.family != 'keras2' for framework in host.frameworks if framework not in hosts.ON_REQUEST]
    return [(framework if len(host.frameworks) > 1 else host.name, host, framework) for host, framework in driven]


def titles():
    """Returns the titles of a table of functions and hosts."""
    return ['name', 'signature'] + [title for title, _, _ in columns()]


def signature_text(signatures):
    """Returns the signature in Keras 2.2.4, and that in 2.3.1 where they differ; None means that it is missing."""
    first, second = signatures
    if first == second:
        return '``%s``' % first
    return '; '.join(f'{version}: ``{signature}``' if signature else f'not in {version}'
                     for version, signature in ((FIRST, first), (SECOND, second)))


class Notes:
    """The differences that a page notes, numbered as they come."""

    def __init__(self):
        self.rows = []

    def cells(self, rows, words=None):
        """Returns a cell for each host: its word in ``words``, else yes, and the numbers of the rows that name it."""
        cells = []
        for index, (_, host, framework) in enumerate(columns()):
            here = [row for row in rows if hosts.names_host(row.where, host, framework)]
            self.rows.extend(row for row in here if row not in self.rows)
            numbers = [f'[{self.rows.index(row) + 1}]_' for row in here]
            cells.append(' '.join(([words[index]] if words and words[index] else []) + numbers) or 'yes')
        return cells

    def lines(self):
        """Returns the lines of the section of the notes."""
        return ['', 'Notes', '-----', ''] + [_note(row, number) for number, row in enumerate(self.rows, 1)]


def _note(row, number):
    """Returns the footnote of a difference."""
    text = '**%s**. %s, on ``%s``. Keras 2 %s; compat %s.%s Until: %s.' % (
        row.id, row.what, row.where, row.keras2, row.compat, ' See %s.' % row.thread if row.thread else '', row.until)
    return textwrap.fill('.. [%d] %s' % (number, text), 118, subsequent_indent='   ', break_on_hyphens=False) + '\n'


def section(title):
    """Returns the lines of a section's title."""
    return ['', title, '-' * len(title), '']


def table(titles, rows, width=WIDTH):
    """Returns the lines of a simple table, the second column of which is wrapped."""
    widths = [width if column == 1 else max(len(row[column]) for row in [titles] + rows)
              for column in range(len(titles))]
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
    """Writes the page."""
    with open(path, 'w') as stream:
        stream.write(text)
