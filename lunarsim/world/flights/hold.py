"""What keeps a flight on the ground, and the booking of the time that it waits."""

from __future__ import annotations

import math
from typing import NamedTuple

from lunarsim.world.clock import Clock, Process
from lunarsim.world.history.missions import MissionRecord
from lunarsim.world.history.notes import MissionWait, Note

SAME_DAY = 1e-9
"""Rounding of a day, or of a window's opening, must not send a mission back to sleep for nothing [day]."""


class Hold(NamedTuple):
    """What keeps a mission from being launched, and until when [day]; ``for_good`` where that never ends."""

    cause: str
    until_day: float
    for_good: bool = False


def wait_out(clock: Clock, hold: Hold, record: MissionRecord, notes: list[Note] | None) -> Process[None]:
    """Sleep until a hold ends and book the time on its cause; forever where that day never comes."""
    cause, until = hold.cause, hold.until_day
    now = clock.now
    record.waiting_for, record.waiting_since = cause, now
    if notes is not None:
        notes.append(MissionWait(now, record, cause, until))
    yield clock.wait_until(until)
    record.waits[cause] = record.waits.get(cause, 0.0) + until - now
    record.waiting_since = math.inf
