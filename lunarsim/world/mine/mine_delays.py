"""What the mine's milestones wait for: its first product, and the first that reaches the Earth."""

from __future__ import annotations

from lunarsim.world.causes import with_open_wait
from lunarsim.world.clock import Clock
from lunarsim.world.history.mine import MineTrace, Shipment
from lunarsim.world.history.missions import DaysByCause
from lunarsim.world.history.stations import Reached
from lunarsim.world.signal import Signal


def product_waits(mine: MineTrace, horizon_days: float) -> DaysByCause:
    """Return what the product has waited for since the plan, with what the plant stood still for [day]."""
    if mine.open_wait is not None:
        waits, cause, since = mine.open_wait
        return waits | {cause: waits.get(cause, 0.0) + horizon_days - since}
    waits = mine.product_waits or with_open_wait(mine.record, horizon_days)
    return waits | {cause: waits.get(cause, 0.0) + days for cause, days in mine.idle_days.items()}


def cause_of_low_product(mine: MineTrace, held_by: str) -> str:
    """Return why there is less product than planned: what holds the plant down now, or held it or its flights up most.

    Parameters
    ----------
    mine : MineTrace
        What happened.
    held_by : str
        Cause that holds the plant down now; empty for none.
    """
    if held_by:
        return held_by
    waits = [mine.record.waits, mine.resupply_waits, mine.idle_days]
    causes = dict.fromkeys(cause for each in waits for cause in each)
    days = {cause: max(each.get(cause, 0.0) for each in waits) for cause in causes}
    longest = max(days, key=lambda cause: days[cause], default="")
    return longest if days.get(longest, 0.0) > 0 else "landing_failure"


class MineMilestones:
    """Records when the mine reaches its milestones first, and what they waited for.

    Parameters
    ----------
    clock : Clock
        The time of the run.
    trace : MineTrace
        Its slice of the trace.
    """

    def __init__(self, clock: Clock, trace: MineTrace) -> None:
        self._clock = clock
        self._trace = trace
        self.first_return_reached: Signal[()] = Signal()
        """Product has reached the Earth for the first time."""

    def product_started(self) -> None:
        """Record the first product."""
        waits = product_waits(self._trace, self._clock.horizon_days)
        self._trace.reached["first_product"] = Reached(self._clock.now, waits)

    def shipment_received(self, shipment: Shipment) -> None:
        """Record the first product on Earth; the time since a lost first shipment is a failed landing's."""
        trace = self._trace
        if "first_return" in trace.reached:
            return
        days = shipment.sent_day - trace.shipments[0].sent_day
        waits = trace.return_waits or trace.reached["first_product"].waits
        waits = waits | {"landing_failure": waits.get("landing_failure", 0.0) + days}
        trace.reached["first_return"] = Reached(self._clock.now, waits)
        self.first_return_reached.emit()
