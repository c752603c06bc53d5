"""The page of TensorFlow 1's names is what the tables of compat say."""
import pathlib

import make_tensorflow1_page as page


def test_the_page_of_tensorflow_1_is_what_docs_make_tensorflow1_page_writes():
    stored = pathlib.Path(page.PAGE).read_text()
    assert stored == page.page(), 'stale: PYTHONPATH=. python docs/make_tensorflow1_page.py'
