"""Random draws, each owned by an entity and a purpose.

A draw is addressed, never consumed: (seed, entity, purpose) make the key of a Philox generator, and
(sample, replicate, page) its counter. So adding a mission or changing a lever moves no other draw, a run drawn alone
equals the same run drawn in a block, and common random numbers hold across the levers of a sweep.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lunarsim.words.arrays import FloatArray

PER_PAGE = 4
"""Numbers of one Philox counter: occurrences 0 to 3 of a draw are on page 0, 4 to 7 on page 1, ..."""

_TWO_TO_MINUS_52 = 2.0**-52

_NOTHING_DRAWN: Any = {"bit_generator": "Philox", "buffer": (0,) * 4, "buffer_pos": 4, "has_uint32": 0, "uinteger": 0}
"""State of a generator that has drawn nothing of a stream."""


def stream_key(seed: int, entity: str, purpose: str) -> NDArray[np.uint64]:
    """Return the Philox key, shape (2,), of a stream of draws."""
    text = f"{seed}\x1f{entity}\x1f{purpose}".encode()
    return np.frombuffer(hashlib.blake2b(text, digest_size=16).digest(), dtype="<u8").astype(np.uint64)


class _Stretch(NamedTuple):
    """Rows ``first`` to ``last`` that one call of a generator serves, with the (sample, replicate) of the first.

    They are consecutive samples of one replicate, which have consecutive counters, or all the same row, as where
    samples share their chance.
    """

    first: int
    last: int
    sample: int
    replicate: int
    same: bool


def _stretches(rows: Sequence[tuple[int, int]]) -> list[_Stretch]:
    stretches = []
    first = 0
    while first < len(rows):
        sample, replicate = rows[first]
        last = first + 1
        while last < len(rows) and rows[last] == (sample + last - first, replicate):
            last += 1
        same = last == first + 1
        while same and last < len(rows) and rows[last] == rows[first]:
            last += 1
        stretches.append(_Stretch(first, last, sample, replicate, same))
        first = last
    return stretches


def _generator() -> np.random.Philox:
    """Return a generator that draws any stream, as it is set to the key and counter of each.

    One of its own for each stream would take entropy from the system, which costs six times as much.
    """
    return np.random.Philox(key=0)


def _raw(
    generator: np.random.Philox, seed: int, entity: str, purpose: str, stretches: Sequence[_Stretch], page: int
) -> NDArray[np.uint64]:
    """Return 64 random bits for each of the four numbers on a page, dims (row, 4)."""
    key = stream_key(seed, entity, purpose)
    raw = np.empty((stretches[-1].last if stretches else 0, PER_PAGE), dtype=np.uint64)
    for first, last, sample, replicate, same in stretches:
        generator.state = _NOTHING_DRAWN | {"state": {"key": key, "counter": (sample, replicate, page, 0)}}
        drawn = 1 if same else last - first
        raw[first:last] = generator.random_raw(drawn * PER_PAGE).reshape(-1, PER_PAGE)
    return raw


def _unit(raw: NDArray[np.uint64]) -> FloatArray:
    # 52 bits and a half make 53: one bit more, and the highest number would round up to 1.
    return ((raw >> np.uint64(12)).astype(np.float64) + 0.5) * _TWO_TO_MINUS_52


def uniforms(
    seed: int, entity: str, purpose: str, rows: Sequence[tuple[int, int]], page: int = 0, pages: int = 1
) -> FloatArray:
    """Return uniform numbers in the open interval (0, 1), dims (row, 4 pages), for the rows (sample, replicate).

    Each number depends on its own row only, whatever other rows are asked for with it.
    """
    generator, stretches = _generator(), _stretches(rows)
    raw = [_raw(generator, seed, entity, purpose, stretches, each) for each in range(page, page + pages)]
    return _unit(np.concatenate(raw, axis=-1))


def normals(
    seed: int, entity: str, purpose: str, rows: Sequence[tuple[int, int]], page: int = 0, pages: int = 1
) -> FloatArray:
    """Return standard normal numbers, dims (row, 4 pages), by the inverse CDF of :func:`uniforms`."""
    from scipy.special import ndtri

    numbers: FloatArray = ndtri(uniforms(seed, entity, purpose, rows, page, pages))
    return numbers


class DrawBlock:
    """The draws of a block of runs; a number is made for all its rows when one of them first needs it.

    Parameters
    ----------
    seed : int
        Seed of the sweep.
    rows : sequence of (sample, replicate)
        The rows of the block.
    """

    def __init__(self, seed: int, rows: Sequence[tuple[int, int]]) -> None:
        self.seed = seed
        self._generator = _generator()
        self._stretches = _stretches(rows)
        self.uniforms: dict[tuple[str, str, int], list[float]] = {}
        self.normals: dict[tuple[str, str, int], list[float]] = {}
        self._pages: dict[tuple[str, str, int], NDArray[np.uint64]] = {}

    def run(self, position: int) -> Draws:
        """Return the draws of the row at ``position`` of this block."""
        return Draws(self, position)

    def make_uniforms(self, draw: tuple[str, str, int]) -> list[float]:
        """Make the uniform number of a draw (entity, purpose, occurrence) for all rows."""
        numbers: list[float] = self._column(draw).tolist()
        self.uniforms[draw] = numbers
        return numbers

    def make_normals(self, draw: tuple[str, str, int]) -> list[float]:
        """Make the standard normal number of a draw (entity, purpose, occurrence) for all rows."""
        from scipy.special import ndtri

        numbers: list[float] = ndtri(self._column(draw)).tolist()
        self.normals[draw] = numbers
        return numbers

    def _column(self, draw: tuple[str, str, int]) -> FloatArray:
        entity, purpose, occurrence = draw
        page, index = divmod(occurrence, PER_PAGE)
        raw = self._pages.get((entity, purpose, page))
        if raw is None:
            raw = _raw(self._generator, self.seed, entity, purpose, self._stretches, page)
            self._pages[entity, purpose, page] = raw
        return _unit(raw[:, index])


class Draws:
    """The draws of one run."""

    def __init__(self, block: DrawBlock, position: int) -> None:
        self._block = block
        self._uniforms = block.uniforms
        self._normals = block.normals
        self._position = position

    def uniform(self, entity: str, purpose: str, occurrence: int = 0) -> float:
        """Return the uniform number of an entity's ``occurrence`` (attempt, failure, year) of a purpose."""
        draw = entity, purpose, occurrence
        try:
            return self._uniforms[draw][self._position]
        except KeyError:
            return self._block.make_uniforms(draw)[self._position]

    def normal(self, entity: str, purpose: str, occurrence: int = 0) -> float:
        """Return the standard normal number of an entity's ``occurrence`` of a purpose."""
        draw = entity, purpose, occurrence
        try:
            return self._normals[draw][self._position]
        except KeyError:
            return self._block.make_normals(draw)[self._position]


def single(seed: int, sample: int = 0, replicate: int = 0) -> Draws:
    """Return the draws of one run that stands alone."""
    return DrawBlock(seed, [(sample, replicate)]).run(0)
