"""A differential fuzzer: programs as data, which real Keras 2 and every host run, and whose outcomes are compared."""
