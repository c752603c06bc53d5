"""Images as Keras 2 prepares them (Keras 2.3.1 `keras.preprocessing.image`); what hosts publish is theirs."""
import sys

from compat import process
from compat.imports import host_exports as passed

# Hosts have it beside the generator that makes it, and do not publish it.
DataFrameIterator = sys.modules[
    passed.find(process.opened(), 'preprocessing.image', 'ImageDataGenerator').__module__].DataFrameIterator
