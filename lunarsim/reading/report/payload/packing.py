"""Columns of codes as one text: bytes sorted, deflated and in base64, as a page inflates them."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterable, Iterator

import numpy as np

from lunarsim.reading.report.payload.quantize import Codes

FILTER = "shuffle"
"""Of each column all low bytes stand first, then all high bytes: neighbors are more alike, and shrink more."""

_LEVEL = 9


def pack(columns: Iterable[Codes]) -> str:
    """Return columns, one after the other, as base64 of raw deflate."""
    deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    parts = [deflate.compress(_shuffled(column)) for column in columns]
    return base64.b64encode(b"".join([*parts, deflate.flush()])).decode("ascii")


def unpack(text: str, counts: Iterable[int]) -> Iterator[Codes]:
    """Yield the columns of a text again.

    Parameters
    ----------
    text : str
        Of :func:`pack`.
    counts : iterable of int
        How many codes each column has.
    """
    raw = np.frombuffer(zlib.decompress(base64.b64decode(text), -zlib.MAX_WBITS), dtype=np.uint8)
    start = 0
    for count in counts:
        low, high = raw[start : start + count], raw[start + count : start + 2 * count]
        yield (low.astype(np.uint16) | (high.astype(np.uint16) << 8)).astype("<u2")
        start += 2 * count


def _shuffled(column: Codes) -> bytes:
    return np.ascontiguousarray(column, dtype="<u2").reshape(-1, 1).view(np.uint8).T.tobytes()
