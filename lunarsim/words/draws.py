"""Random draws, each owned by an entity and a purpose.

A draw is addressed, never consumed: (seed, entity, purpose) make the key of a Philox generator, and
(sample, replicate, page) its counter. So adding a mission or changing a lever moves no other draw, a run drawn alone
equals the same run drawn in a block, and common random numbers hold across the levers of a sweep.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

PER_PAGE = 4
"""Numbers of one Philox counter: occurrences 0 to 3 of a draw stand on page 0, 4 to 7 on page 1, ..."""

_TWO_TO_MINUS_52 = 2.0**-52


def stream_key(seed: int, entity: str, purpose: str) -> NDArray[np.uint64]:
    """Return the Philox key, shape (2,), of a stream of draws."""
    text = f"{seed}\x1f{entity}\x1f{purpose}".encode()
    return np.frombuffer(hashlib.blake2b(text, digest_size=16).digest(), dtype="<u8").astype(np.uint64)


def uniforms(
    seed: int, entity: str, purpose: str, rows: Sequence[tuple[int, int]], page: int = 0
) -> NDArray[np.float64]:
    """Return uniform numbers in the open interval (0, 1), dims (row, 4), for the rows (sample, replicate).

    Each number depends on its own row only, whatever other rows are asked for with it.
    """
    key = stream_key(seed, entity, purpose)
    raw = np.empty((len(rows), PER_PAGE), dtype=np.uint64)
    first = 0
    while first < len(rows):
        # Consecutive samples of one replicate have consecutive counters: one call serves them all.
        sample, replicate = rows[first]
        last = first + 1
        while last < len(rows) and rows[last] == (sample + last - first, replicate):
            last += 1
        if last == first + 1:
            # So have rows that are all the same, as where samples share their chance.
            while last < len(rows) and rows[last] == rows[first]:
                last += 1
            drawn = 1
        else:
            drawn = last - first
        counter = np.array([sample, replicate, page, 0], dtype=np.uint64)
        generator = np.random.Philox(key=key, counter=counter)
        raw[first:last] = generator.random_raw(drawn * PER_PAGE).reshape(-1, PER_PAGE)
        first = last
    # 52 bits and a half make 53: one bit more, and the highest number would round up to 1.
    return ((raw >> np.uint64(12)).astype(np.float64) + 0.5) * _TWO_TO_MINUS_52


def normals(
    seed: int, entity: str, purpose: str, rows: Sequence[tuple[int, int]], page: int = 0
) -> NDArray[np.float64]:
    """Return standard normal numbers, dims (row, 4), by the inverse CDF of :func:`uniforms`."""
    from scipy.special import ndtri

    numbers: NDArray[np.float64] = ndtri(uniforms(seed, entity, purpose, rows, page))
    return numbers


class DrawBlock:
    """The draws of a block of runs; a page is made for all its rows when one of them first needs it.

    Parameters
    ----------
    seed : int
        Seed of the sweep.
    rows : sequence of (sample, replicate)
        The rows of the block.
    """

    def __init__(self, seed: int, rows: Sequence[tuple[int, int]]) -> None:
        self.seed = seed
        self.rows = tuple(rows)
        self.uniform_pages: dict[tuple[str, str, int], list[float]] = {}
        self.normal_pages: dict[tuple[str, str, int], list[float]] = {}

    def run(self, position: int) -> Draws:
        """Return the draws of the row at ``position`` of this block."""
        return Draws(self, position)

    def make_uniform_page(self, page: tuple[str, str, int]) -> list[float]:
        """Make the page (entity, purpose, number) of uniform numbers, four of each row, row after row."""
        numbers = self.uniform_pages[page] = self._flat(uniforms, page)
        return numbers

    def make_normal_page(self, page: tuple[str, str, int]) -> list[float]:
        """Make the page (entity, purpose, number) of standard normal numbers, four of each row, row after row."""
        numbers = self.normal_pages[page] = self._flat(normals, page)
        return numbers

    def _flat(self, made_by: Callable[..., NDArray[np.float64]], page: tuple[str, str, int]) -> list[float]:
        entity, purpose, number = page
        numbers: list[float] = made_by(self.seed, entity, purpose, self.rows, number).ravel().tolist()
        return numbers


class Draws:
    """The draws of one run."""

    def __init__(self, block: DrawBlock, position: int) -> None:
        self._block = block
        self._uniform_pages = block.uniform_pages
        self._normal_pages = block.normal_pages
        self._first = position * PER_PAGE

    def uniform(self, entity: str, purpose: str, occurrence: int = 0) -> float:
        """Return the uniform number of an entity's ``occurrence`` (attempt, failure, year) of a purpose."""
        page = entity, purpose, occurrence // PER_PAGE
        numbers = self._uniform_pages.get(page) or self._block.make_uniform_page(page)
        return numbers[self._first + occurrence % PER_PAGE]

    def normal(self, entity: str, purpose: str, occurrence: int = 0) -> float:
        """Return the standard normal number of an entity's ``occurrence`` of a purpose."""
        page = entity, purpose, occurrence // PER_PAGE
        numbers = self._normal_pages.get(page) or self._block.make_normal_page(page)
        return numbers[self._first + occurrence % PER_PAGE]


def single(seed: int, sample: int = 0, replicate: int = 0) -> Draws:
    """Return the draws of one run that stands alone."""
    return DrawBlock(seed, [(sample, replicate)]).run(0)
