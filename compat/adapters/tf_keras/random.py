"""Random numbers that only tf.keras 2 and tf_keras draw themselves."""
from compat import process

keras = process.opened().keras


def initial_truncated(shape, mean, stddev, dtype, seed):
    return keras.initializers.TruncatedNormal(mean, stddev, seed=seed)(shape, dtype=dtype)
