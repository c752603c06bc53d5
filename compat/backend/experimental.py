"""K.experimental of tf.keras 2.15: which generator random numbers come from; here a setting that changes none."""

_enabled = False


def is_tf_random_generator_enabled():
    """Whether tf.random.Generator was asked for (``tf.keras.backend.experimental.is_tf_random_generator_enabled``)."""
    return _enabled


def enable_tf_random_generator():
    """Ask for tf.random.Generator (tf.keras 2.15 ``tf.keras.backend.experimental.enable_tf_random_generator``)."""
    global _enabled
    _enabled = True


def disable_tf_random_generator():
    """Ask for it no more (tf.keras 2.15 ``tf.keras.backend.experimental.disable_tf_random_generator``)."""
    global _enabled
    _enabled = False
