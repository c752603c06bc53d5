"""Tables in JSON with one part for each version of Keras 2, which scripts write by turns."""
import json
import os


def write(path, version, table):
    """Put the table of that version into the file, beside those of other versions that are there."""
    tables = {}
    if os.path.exists(path):
        with open(path) as stream:
            tables = json.load(stream)
    tables[version] = table
    with open(path, 'w') as stream:
        json.dump(tables, stream, sort_keys=True, indent=0, separators=(',', ':'))
        stream.write('\n')
