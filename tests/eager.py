"""Training steps as they stand: compiling them costs more than a test's few steps."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import tensorflow as tf


@contextmanager
def uncompiled() -> Iterator[None]:
    """Let TensorFlow run a training step as it stands: compiling it once is enough for all tests."""
    tf.config.run_functions_eagerly(True)
    try:
        with warnings.catch_warnings():
            # reading the batches is compiled all the same, and TensorFlow says so
            warnings.filterwarnings("ignore", "Even though the `tf.config", UserWarning)
            yield
    finally:
        tf.config.run_functions_eagerly(False)
