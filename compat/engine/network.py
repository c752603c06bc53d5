"""Keras 2's `keras.engine.network`: Network, which in Keras 2 is what Model is made of."""
from compat.engine.training import Model as Network  # noqa: F401
