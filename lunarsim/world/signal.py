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


class Connections:
    """The signals of a run that somebody listens to, so that all can be let go of at its end."""

    __slots__ = ("_disconnect",)

    def __init__(self) -> None:
        self._disconnect: list[Callable[[], None]] = []

    def connect(self, signal: Signal[*Arguments], *receivers: Callable[[*Arguments], None]) -> None:
        """Connect receivers to a signal, in the order in which they are to be called."""
        for receiver in receivers:
            signal.connect(receiver)
        self._disconnect.append(signal.disconnect)

    def close(self) -> None:
        """Let go of all receivers of all signals."""
        for disconnect in self._disconnect:
            disconnect()
