"""What the history of a mission is made of: how its launches fared, and what it waited for."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import NamedTuple

from lunarsim.world.history.flight_outcomes import NOT_FLOWN

DaysByCause = dict[str, float]
"""Days waited, by cause of :data:`lunarsim.world.causes.CAUSES` [day]."""


class Announced(NamedTuple):
    """A date for which a mission is announced, and the day on which it is so [day]."""

    day: float
    date: float


class Replanned(NamedTuple):
    """The plan of a fallback that stands in for a partner's mission.

    Its new day and what put it off, with the cause of what its plan and waits do not hold [day].
    """

    day: float
    waits: DaysByCause
    cause: str


@dataclass(slots=True)
class MissionRecord:
    """How a mission of the manifest, or the flights that bring cargo for the mine, fared.

    ``waits`` add up, with the planned time, to the time of its last launch; ``waiting_for`` is the cause of the last
    wait and ``waiting_since`` its start while it is open, else infinity, so that a wait that the horizon cuts off is
    known. ``launched_day`` and ``outcome`` are those of the last flight, ``first_launched_day`` (of the first launch)
    and ``first_outcome`` those of the first one; ``first_landed_day`` is when a flight first came down in working
    order, in full or in part, ``completed_day`` when all that it brings had come. ``ready_day`` is when slip, money
    and cut-offs let it go, ``held_up_by`` the last mission that it waited for and ``waits_when_freed`` what it had
    waited by the end of that, empty while that wait is open. ``mission`` is its key in the manifest, empty for the
    mine. On ``given_up_day`` it is clear that it has failed for good: what needs it never flies. While it waits for
    one of several missions, ``waiting_among`` are those, and ``held_up_by`` the one that is expected first. ``due_day``
    is the launch for which it is built: when slip and money let it go, also where it is given up before; after a
    loss when it is built again [day].
    ``campaign_day`` is the first launch of its last campaign [day], ``launches_made`` the launches of that so far.
    ``announced`` is how its announced date moves, evenly between two points, up to the day on which it is ready; where
    it is restarted, the second one is that of the day on which it is given up. ``replanned_by`` is why a fallback was
    ordered instead of a partner's mission, empty for what flies by the manifest.
    """

    planned_day: float
    outcome: int = NOT_FLOWN
    launched_day: float = float("nan")
    waits: DaysByCause = field(default_factory=dict)
    ready_day: float = float("nan")
    due_day: float = float("nan")
    waiting_for: str = "slip"
    waiting_since: float = 0.0
    held_up_by: str = ""
    waiting_among: tuple[str, ...] = ()
    waits_when_freed: DaysByCause = field(default_factory=dict)
    replanned_by: str = ""
    in_flight: bool = False
    campaign_day: float = float("nan")
    launches_made: int = 0
    arrivals: int = 0
    mission: str = ""
    given_up_day: float = math.inf
    first_launched_day: float = float("nan")
    first_landed_day: float = float("nan")
    completed_day: float = float("nan")
    first_outcome: int = NOT_FLOWN
    announced: tuple[Announced, ...] = ()

    @property
    def replanned(self) -> bool:
        """Whether it is a fallback that was ordered."""
        return self.replanned_by != ""

    @property
    def design_day(self) -> float:
        """The day of whose design its craft is: that of its plan, and as much later as it is flown again [day].

        So what makes it late does not redraw its luck.
        """
        again_days = self.campaign_day - self.first_launched_day
        return self.planned_day + (again_days if again_days > 0.0 else 0.0)


class HardwareId(NamedTuple):
    """A piece of hardware: the asset that it is and the mission that brought it, empty for what is there at the start.

    Several missions may bring the same asset.
    """

    asset: str
    mission: str = ""

    @property
    def text(self) -> str:
        """Return the name under which its draws and the log of events keep it."""
        return f"{self.mission}/{self.asset}" if self.mission else self.asset
