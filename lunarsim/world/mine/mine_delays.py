"""What the mine's milestones wait for: its first product, and the first that reaches the Earth."""

from __future__ import annotations

from lunarsim.world.causes import with_open_wait
from lunarsim.world.clock import Clock
from lunarsim.world.mine_history import Shipment
from lunarsim.world.signal import Signal
from lunarsim.world.trace import DaysByCause, MineTrace, Reached


def product_waits(mine: MineTrace, horizon_days: float) -> DaysByCause:
    """Return what the product has waited for since the plan, with the power for which the plant stood still [day]."""
    if not mine.units:
        return with_open_wait(mine.record, horizon_days)
    return mine.product_waits | {"power": mine.product_waits.get("power", 0.0) + mine.powerless_days}


def cause_of_low_product(mine: MineTrace, lacks_power: bool) -> str:
    """Return why there is less product than planned: power now, or what held up flights for the mine the most."""
    if lacks_power:
        return "power"
    waits = [mine.record.waits, mine.resupply_waits]
    days = {cause: max(each.get(cause, 0.0) for each in waits) for cause in {**waits[0], **waits[1]}}
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
