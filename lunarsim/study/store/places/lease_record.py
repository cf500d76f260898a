"""The record by which the holder of a lease is known, and its signs of life (heartbeats)."""

from __future__ import annotations

import dataclasses
import json
import math
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lunarsim.study.store.lock import Holder, read_holder

LONGEST_PERIOD = 60.0
"""Accepted of a record that was written elsewhere [s]; it decides how long the record is watched."""


@dataclass(frozen=True)
class Record:
    """What a holder says of itself.

    Parameters
    ----------
    holder : Holder
        The process.
    machine : str
        Identifies its computer, since that was started, and its space of process identifiers; may be empty.
    period : float
        Time between its signs of life [s].
    beat : float
        Its clock at the last one [s].
    beats : int
        Their number.
    released : bool
        Whether it has let go.
    """

    holder: Holder
    machine: str
    period: float
    beat: float
    beats: int = 0
    released: bool = False

    def text(self) -> str:
        """Return it as JSON."""
        return json.dumps(dataclasses.asdict(self), ensure_ascii=False)

    @classmethod
    def read(cls, text: str) -> Record:
        """Return it from JSON; raises ValueError, TypeError or KeyError where it is none."""
        plain: dict[str, Any] = json.loads(text)
        holder = read_holder(plain.pop("holder"))
        period, beat = float(plain.pop("period")), float(plain.pop("beat"))
        if not (period > 0 and math.isfinite(beat)):
            raise ValueError(f"period {period}, beat {beat}")
        record = cls(holder, period=min(period, LONGEST_PERIOD), beat=beat, **plain)
        if not (type(record.machine) is str and type(record.beats) is int and type(record.released) is bool):
            raise ValueError(f"machine {record.machine!r}, beats {record.beats!r}, released {record.released!r}")
        return record

    @property
    def silent_seconds(self) -> float:
        """Time since the last sign of life, as far as the two clocks agree."""
        return time.time() - self.beat

    def has_ended(self) -> bool:
        """Return whether it was a process of this computer, of which none is left."""
        if not self.machine or self.machine != this_machine():
            return False
        try:
            os.kill(self.holder.pid, 0)
        except ProcessLookupError:
            return True
        except OSError:
            return False
        return False


def this_machine() -> str:
    """Return what identifies this computer since its start, and this space of process identifiers; "" if unknown."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot} {os.readlink('/proc/self/ns/pid')}"
    except OSError:
        return ""
