"""Keys of caches by identity: what was computed of some objects holds for whoever shares these very objects."""

from __future__ import annotations

import operator
from typing import Generic, TypeVar

T = TypeVar("T")


class Sharing(Generic[T]):
    """A whole with those of its parts that decide on something; equal to another that shares these very parts.

    It keeps the parts, so that no other object can take the place of one of them.

    Parameters
    ----------
    whole : object
        Any.
    parts : objects
        What decides.
    """

    def __init__(self, whole: T, *parts: object) -> None:
        self.whole = whole
        self._parts = parts

    def __hash__(self) -> int:
        return hash(tuple(map(id, self._parts)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sharing) and all(map(operator.is_, self._parts, other._parts))
