"""Signals: what a part of the world announces, without knowing who listens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVarTuple

Arguments = TypeVarTuple("Arguments")


class Signal(Generic[*Arguments]):
    """An announcement to those who are connected to it: plain calls at once, in the order of connection.

    It is no event of the simulation and takes no time of its clock.
    """

    __slots__ = ("_receivers",)

    def __init__(self) -> None:
        self._receivers: list[Callable[[*Arguments], None]] = []

    def connect(self, receiver: Callable[[*Arguments], None]) -> None:
        """Let a function be called at each announcement, after those that are connected already."""
        self._receivers.append(receiver)

    def disconnect(self) -> None:
        """Let go of all receivers."""
        self._receivers.clear()

    def emit(self, *arguments: *Arguments) -> None:
        """Announce something."""
        for receiver in self._receivers:
            receiver(*arguments)
