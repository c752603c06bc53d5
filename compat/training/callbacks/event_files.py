"""Files of events for TensorBoard: scalars and histograms, written without TensorFlow.

A file is a row of records (length, its check sum, content, its check sum); a content is an Event of TensorFlow's
event.proto and summary.proto, whose numbers of fields stand here.
"""
import itertools
import os
import socket
import struct
import time

import numpy as np

_files = itertools.count()


def _checksums():
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ (0x82f63b78 if byte & 1 else 0)
        yield byte


_TABLE = tuple(_checksums())


def _checksum(content):
    """The masked CRC-32C of TFRecord."""
    value = 0xffffffff
    for byte in content:
        value = _TABLE[(value ^ byte) & 0xff] ^ value >> 8
    value ^= 0xffffffff
    return struct.pack('<I', ((value >> 15 | value << 17) + 0xa282ead8) & 0xffffffff)


def _varint(value):
    value &= (1 << 64) - 1
    found = bytearray()
    while value > 127:
        found.append(value & 127 | 128)
        value >>= 7
    return bytes(found + bytearray([value]))


def _integer(number, value):
    return _varint(number << 3) + _varint(value)


def _double(number, value):
    return _varint(number << 3 | 1) + struct.pack('<d', value)


def _single(number, value):
    return _varint(number << 3 | 5) + struct.pack('<f', value)


def _content(number, value):
    return _varint(number << 3 | 2) + _varint(len(value)) + value


def _limits():
    """The upper limits of the buckets that TensorFlow's histograms have by default."""
    positive = [1e-12]
    while positive[-1] * 1.1 < 1e20:
        positive.append(positive[-1] * 1.1)
    positive.append(np.finfo('float64').max)
    return np.array([-limit for limit in reversed(positive)] + [0.] + positive)


_LIMITS = _limits()


def _histogram(values):
    """A HistogramProto: min, max, num, sum, sum_squares, bucket_limit, bucket."""
    values = np.ravel(np.asarray(values)).astype('float64')
    counts = np.bincount(np.minimum(np.searchsorted(_LIMITS, values, side='right'), len(_LIMITS) - 1),
                         minlength=len(_LIMITS)).astype('float64')
    # Buckets are written where there is something in them, with an empty one before.
    written = np.flatnonzero((counts > 0) | (np.append(counts[1:], 0.) > 0))
    stats = (values.min(), values.max(), values.size, values.sum(), np.square(values).sum()) if values.size else (
        0., 0., 0., 0., 0.)
    return b''.join([_double(number, stat) for number, stat in enumerate(stats, 1)] +
                    [_content(number, array[written].astype('<f8').tobytes())
                     for number, array in ((6, _LIMITS), (7, counts))])


class EventFile:
    """A new file of events in a folder, which is made where it is not there."""

    def __init__(self, folder):
        os.makedirs(folder, exist_ok=True)
        name = 'events.out.tfevents.%010d.%s.%d.%d' % (time.time(), socket.gethostname(), os.getpid(), next(_files))
        self._stream = open(os.path.join(folder, name), 'wb')
        self._write(_content(3, b'brain.Event:2'))
        self.flush()

    def _write(self, content, step=None):
        content = _double(1, time.time()) + (b'' if step is None else _integer(2, int(step))) + content
        length = struct.pack('<Q', len(content))
        self._stream.write(length + _checksum(length) + content + _checksum(content))

    def _summary(self, tag, content, step):
        self._write(_content(5, _content(1, _content(1, tag.encode('utf8')) + content)), step)

    def scalar(self, tag, value, step):
        """Write a number under a tag."""
        self._summary(tag, _single(2, float(value)), step)

    def histogram(self, tag, values, step):
        """Write how the values are spread, under a tag."""
        self._summary(tag, _content(5, _histogram(values)), step)

    def flush(self):
        """Let readers see what is written."""
        self._stream.flush()

    def close(self):
        """Close the file."""
        self._stream.close()
