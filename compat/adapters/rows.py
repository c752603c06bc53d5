"""THE table of adapters: for a host on a framework, in a range of versions, its folders and what it can do.

A new version of Keras is a row, and a folder with the module that holds what changed; a new framework is a row and a
folder. ``python -m pytest tests/adapters`` compares the folders of every row with the protocol.
"""
from typing import NamedTuple, Optional, Tuple


class Folder(NamedTuple):
    """A package of compat.adapters, and which of the files that every adapter may have are there."""

    name: str
    files: Tuple[str, ...]


class Adapter(NamedTuple):
    """What drives a host of one family on one framework, over a range of its versions."""

    family: str                             # hosts.Host.family
    framework: str
    folders: Tuple[Folder, ...]             # the most special first: a name comes from the first that defines it
    since: Optional[str] = None             # the first version, None for the oldest that compat drives
    until: Optional[str] = None             # the first version that is not this row's, None for no end
    # What it can do
    gradients: bool = True                  # K.gradients
    training: bool = True                   # fit, train_on_batch and an optimizer's get_updates
    sparse_tensors: bool = True             # sparse placeholders and Inputs; else dense ones stand for them
    custom_gradients: bool = False          # with_gradients
    sample_convolution: bool = False        # convolve_samples
    sample_loop: bool = False               # each_sample: a compiled loop over the samples of a batch
    interpolated_convolution: bool = False  # convolve_interpolated
    channels_first: bool = True             # the host's layers convolve and pool channels_first on the CPU
    masks_of_lists: bool = True             # the host passes the masks of several inputs to compute_mask

    @property
    def title(self):
        """The row in words, for messages: ``keras3 on tensorflow, versions 3.4 to 3.6``."""
        versions = ' and '.join([f'from {self.since}'] * (self.since is not None)
                                + [f'before {self.until}'] * (self.until is not None))
        return f'{self.family} on {self.framework}' + (f', versions {versions}' if versions else '')

    def modules(self, area):
        """The names of the modules of an area under compat.adapters, the most special first."""
        return tuple(f'{folder.name}.{file}' for folder in self.folders for file in AREAS[area] if file in folder.files)


# The files of each area; those of the arithmetic are several.
AREAS = {
    'tensors': ('tensors',),
    'ops': ('ops', 'nn', 'random', 'tensors'),
    'graph': ('graph', 'functions'),
    'layer': ('layer', 'calls', 'weights'),
    'layers': ('layers',),
    'metric': ('metric',),
    'model': ('model',),
    'optimizer': ('optimizer',),
}

_KERAS3 = Folder('keras3', ('tensors', 'ops', 'nn', 'random', 'graph', 'layer', 'calls', 'weights', 'layers', 'metric',
                            'model', 'optimizer'))
_KERAS3_TENSORFLOW = Folder('keras3.tensorflow', ('tensors', 'ops', 'nn', 'graph'))
_KERAS3_JAX = Folder('keras3.jax', ('tensors', 'ops', 'nn', 'random', 'graph'))
_KERAS3_TORCH = Folder('keras3.torch', ('tensors', 'ops', 'nn', 'random', 'graph', 'optimizer'))
_KERAS3_NUMPY = Folder('keras3.numpy', ('tensors', 'ops', 'nn', 'graph', 'layer'))
_TENSORFLOW = Folder('tensorflow', ('tensors', 'ops', 'nn', 'random', 'graph', 'functions'))
_TF_KERAS = Folder('tf_keras', ('tensors', 'ops', 'nn', 'random', 'graph', 'functions', 'layer', 'weights', 'layers',
                                'metric', 'model', 'optimizer'))
# Each named by the last version that needs it.
_V3_3 = Folder('keras3.v3_3', ('graph', 'layers', 'model'))
_V3_5 = Folder('keras3.v3_5', ('ops',))

_NEWEST_KERAS3 = (
    Adapter('keras3', 'tensorflow', (_KERAS3_TENSORFLOW, _TENSORFLOW, _KERAS3), custom_gradients=True,
            sample_convolution=True, interpolated_convolution=True, channels_first=False),
    Adapter('keras3', 'jax', (_KERAS3_JAX, _KERAS3), custom_gradients=True, sample_convolution=True, sample_loop=True),
    Adapter('keras3', 'torch', (_KERAS3_TORCH, _KERAS3), sparse_tensors=False),
    Adapter('keras3', 'numpy', (_KERAS3_NUMPY, _KERAS3), sparse_tensors=False, gradients=False, training=False),
)


def _of_versions(row):
    """The rows of one framework of Keras 3 by version, the newest first."""
    return (row._replace(since='3.6'),
            row._replace(since='3.4', until='3.6', folders=(_V3_5,) + row.folders),
            row._replace(until='3.4', folders=(_V3_3, _V3_5) + row.folders, masks_of_lists=False))


ADAPTERS = tuple(row for newest in _NEWEST_KERAS3 for row in _of_versions(newest)) + (
    Adapter('tf_keras', 'tensorflow', (_TF_KERAS, _TENSORFLOW), custom_gradients=True, sample_convolution=True,
            interpolated_convolution=True, channels_first=False),
    # Names of real Keras 2 pass through: compat.adapters.keras2.
    Adapter('keras2', 'tensorflow', ()),
)
