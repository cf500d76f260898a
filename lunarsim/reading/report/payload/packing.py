"""Columns of codes as one text: predicted from others, bytes sorted, deflated and in base 85, as a page reads them."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lunarsim.reading.report.payload.quantize import Codes

_LEVEL, _MEMORY = 9, 9
_STRATEGIES = (zlib.Z_DEFAULT_STRATEGY, zlib.Z_FILTERED, zlib.Z_HUFFMAN_ONLY)
"""Of deflate; the one that makes a column shortest is taken."""

_TRIED = 1_500
"""Codes of a column, spread over it, by which what foretells it is chosen."""

_WORTH = 0.05
"""Bits a code that a difference must save."""

_SAFE = str.maketrans("<>&", ".,/")
_PLAIN = str.maketrans(".,/", "<>&")
"""Letters of base 85 that mean something in HTML, and what stands for them."""


def foretold(columns: Sequence[Codes], kin: Sequence[str]) -> list[int | None]:
    """Return for each column the earlier one of its kind and length from which it differs least, None for none.

    A landing follows a launch, a year the one before: their differences need fewer bits.

    Parameters
    ----------
    columns : sequence of Codes
        All of them.
    kin : sequence of str
        Columns whose codes mean the same have the same word; one without a word stands alone.
    """
    parts = [column[:: max(1, column.size // _TRIED)] for column in columns]
    earlier: dict[tuple[str, int], list[int]] = {}
    found: list[int | None] = []
    for index, (column, word) in enumerate(zip(columns, kin, strict=True)):
        others = earlier.setdefault((word, column.size), [])
        bits = [_bits(_difference(parts[index], parts[other])) for other in others]
        best = int(np.argmin(bits)) if bits else -1
        helps = best >= 0 and bits[best] < _bits(parts[index]) - _WORTH
        found.append(others[best] if helps else None)
        if word:
            others.append(index)
    return found


def pack(columns: Sequence[Codes], bases: Sequence[int | None]) -> str:
    """Return columns, one after the other, as base 85 of raw deflate.

    Of each column, or of its differences from that which foretells it, all low bytes stand first, then all high bytes.

    Parameters
    ----------
    columns : sequence of Codes
        All of them.
    bases : sequence of int or None
        As of :func:`foretold`.
    """
    end = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS).flush()
    return base64.b85encode(b"".join([*_deflated(columns, bases), end])).decode("ascii").translate(_SAFE)


def unpack(text: str, counts: Iterable[int], bases: Sequence[int | None]) -> Iterator[Codes]:
    """Yield the columns of a text again.

    Parameters
    ----------
    text : str
        Of :func:`pack`.
    counts : iterable of int
        How many codes each column has.
    bases : sequence of int or None
        As they were packed.
    """
    packed = base64.b85decode(text.translate(_PLAIN))
    raw = np.frombuffer(zlib.decompress(packed, -zlib.MAX_WBITS), dtype=np.uint8)
    columns: list[Codes] = []
    start = 0
    for count, base in zip(counts, bases, strict=True):
        low, high = (raw[start + at * count : start + (at + 1) * count].astype("<u2") for at in (0, 1))
        codes: Codes = low | (high << 8)
        if base is not None:
            codes = (columns[base] + ((codes >> 1) ^ -(codes & 1))).astype("<u2")
        columns.append(codes.astype("<u2"))
        yield columns[-1]
        start += 2 * count


def _deflated(columns: Sequence[Codes], bases: Sequence[int | None]) -> Iterator[bytes]:
    """Yield the bytes of each column as :func:`pack` joins them: whole blocks of deflate."""
    for column, base in zip(columns, bases, strict=True):
        codes = np.asarray(column if base is None else _difference(column, columns[base]), dtype="<u2")
        # Each kind of byte has a code of its own, as their letters differ.
        yield b"".join(_shortest(part.astype(np.uint8).tobytes()) for part in (codes & 255, codes >> 8))


def _difference(codes: Codes, base: Codes) -> Codes:
    """Return differences of codes, modulo 65,536; small ones of both signs are small numbers: 0, -1, 1, -2, 2."""
    signed = (codes - base).astype(np.uint16).view(np.int16)
    return ((signed << 1) ^ (signed >> 15)).view(np.uint16)


def _bits(codes: Codes) -> float:
    """Return the entropy of the low and of the high bytes of codes [bit]."""
    return _entropy(codes & 255) + _entropy(codes >> 8)


def _entropy(values: NDArray[np.integer[Any]]) -> float:
    counts = np.bincount(values)
    shares = counts[counts > 0] / values.size
    return float(-(shares * np.log2(shares)).sum())


def _shortest(plain: bytes) -> bytes:
    """Return whole blocks of deflate, which others may follow."""
    found = []
    for strategy in _STRATEGIES:
        deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS, _MEMORY, strategy)
        found.append(deflate.compress(plain) + deflate.flush(zlib.Z_SYNC_FLUSH))
    return min(found, key=len)
