"""Keras 2's `keras.engine.network`: Network, the base of Model in Keras 2."""
from compat.engine.training import Model as Network  # noqa: F401
