"""The work of hands on hardware that is being commissioned, in the queue of all their work."""

from __future__ import annotations

from lunarsim.scenario.groups.upkeep import Upkeep
from lunarsim.world.clock import Clock
from lunarsim.world.history.upkeep import UpkeepTrace
from lunarsim.world.signal import Signal
from lunarsim.world.station.commissioning import HandWork
from lunarsim.world.station.hardware import Item
from lunarsim.world.upkeep.hands import Hands, Job


class BuildingJob(Job):
    """The work of hands on an item."""

    __slots__ = ("item",)

    item: Item


class Building:
    """What hands of one station do on its hardware before that can work.

    Parameters
    ----------
    clock : Clock
        The time of the run.
    rules : Upkeep
        How many hours the work takes, and what a lander does by itself.
    hands : Hands
        Who works.
    trace : UpkeepTrace
        Its slice of the trace.
    """

    def __init__(self, clock: Clock, rules: Upkeep, hands: Hands, trace: UpkeepTrace) -> None:
        self._clock = clock
        self._rules = rules
        self._hands = hands
        self._trace = trace
        self.done: Signal[Item] = Signal()
        """Hands have done their work on an item."""

    def begin(self, work: HandWork) -> None:
        """Let hands work on an item; its own lander goes on where none does."""
        item = work.item
        job = BuildingJob(
            (item.asset.priority, self._clock.now, item.entity),
            work.hours * self._rules.commissioning_hours_multiplier,
            self._trace.commissioning_spells,
            own_share=self._rules.lander_hands_share,
        )
        job.item = item
        self._hands.add(job)

    def job_done(self, job: Job) -> None:
        """Announce that an item is ready, if it was the work on one that is done."""
        if isinstance(job, BuildingJob):
            self.done.emit(job.item)
