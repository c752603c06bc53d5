"""K.experimental of tf.keras 2.15: which generator random numbers come from; here a setting that changes none."""
from __future__ import annotations


_enabled = False


def is_tf_random_generator_enabled() -> bool:
    """Returns whether tf.random.Generator was asked for.

    Source: tf.keras 2.15 ``tf.keras.backend.experimental.is_tf_random_generator_enabled``.
    """
    return _enabled


def enable_tf_random_generator() -> None:
    """Asks for tf.random.Generator.

    Source: tf.keras 2.15 ``tf.keras.backend.experimental.enable_tf_random_generator``.
    """
    global _enabled
    _enabled = True


def disable_tf_random_generator() -> None:
    """Asks for tf.random.Generator no more.

    Source: tf.keras 2.15 ``tf.keras.backend.experimental.disable_tf_random_generator``.
    """
    global _enabled
    _enabled = False
