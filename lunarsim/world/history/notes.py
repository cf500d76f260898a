"""What happened beside the outcomes: what only the story of a single run shows."""

from __future__ import annotations

from typing import NamedTuple

from lunarsim.world.history.missions import HardwareId, MissionRecord


class MissionWait(NamedTuple):
    """A mission begins to wait: for a cause until a day, or for another mission (``need``) whose end is open [day]."""

    day: float
    record: MissionRecord
    cause: str
    until: float | None = None
    need: str = ""


class HardwareNote(NamedTuple):
    """Something happens to a piece of hardware: it is ``delivered``, ``waits``, ``fails``, ...; until a day [day]."""

    day: float
    hardware: HardwareId
    what: str
    cause: str = ""
    until: float | None = None


class ReturnWait(NamedTuple):
    """A return flight does not leave, as it lacks something [day]."""

    day: float
    reason: str


Note = MissionWait | HardwareNote | ReturnWait
"""What no outcome needs and only the story of a single run shows."""
