"""Repairs at a station: each takes a diagnosis, spares and the hours of a pair of hands."""

from __future__ import annotations

import math
from collections.abc import Callable

from lunarsim.scenario.groups.upkeep import Upkeep
from lunarsim.words.draws import Draws
from lunarsim.world.clock import Clock
from lunarsim.world.history.upkeep import FOR_DIAGNOSIS, UpkeepTrace
from lunarsim.world.signal import Signal
from lunarsim.world.upkeep.equipment import spares_share
from lunarsim.world.upkeep.hands import Hands, Job
from lunarsim.world.upkeep.lives import DIAGNOSIS, DRAWS_A_FAILURE, HOURS, REPAIRABLE, Unit


class Repair(Job):
    """The repair of a unit; ``of_bus`` is whether its failure has taken the bus down."""

    __slots__ = ("of_bus", "unit")

    unit: Unit
    of_bus: bool


class Repairs:
    """The repairs of one station: what each takes, how long anybody waits for it, and what it ends with.

    Parameters
    ----------
    clock : Clock
        The time of the run.
    rules : Upkeep
        What repairs take.
    draws : Draws
        The draws of the run.
    hands : Hands
        Who mends.
    crews_to_come : callable
        Whether crews are still to come.
    set_bus_faults : callable
        Lets the bus of the station have some faults.
    trace : UpkeepTrace
        Its slice of the trace.
    """

    def __init__(
        self,
        clock: Clock,
        rules: Upkeep,
        draws: Draws,
        *,
        hands: Hands,
        crews_to_come: Callable[[], bool],
        set_bus_faults: Callable[[int], None],
        trace: UpkeepTrace,
    ) -> None:
        self._clock = clock
        self._rules = rules
        self._draws = draws
        self._hands = hands
        self._crews_to_come = crews_to_come
        self._set_bus_faults = set_bus_faults
        self._trace = trace
        self._repairs: dict[Unit, Repair] = {}
        self._bus_faults = 0
        self._ended = False
        self.mended: Signal[Unit] = Signal()
        """A unit has been mended."""
        self.given_up: Signal[Unit] = Signal()
        """A unit could not be mended by anybody."""

    def unit_failed(self, unit: Unit) -> None:
        """Begin to find out what has broken a unit."""
        if self._ended:
            return
        now, rules, draws = self._clock.now, self._rules, self._draws
        entity, first, item = unit.entity, DRAWS_A_FAILURE * unit.failures, unit.item
        spread = rules.repair_ln_sd
        hours = rules.repair_hours * math.exp(spread * draws.normal(entity, "repair", first + HOURS))
        known_day = now + rules.diagnosis_days * math.exp(spread * draws.normal(entity, "repair", first + DIAGNOSIS))
        mended_by = item.asset.mended_by
        if mended_by == "any":
            by_robot = draws.uniform(entity, "repair", first + REPAIRABLE) < rules.robot_repairable_share
        else:
            by_robot = mended_by == "robot"
        over_day = known_day if mended_by == "nobody" else now + rules.patience_days
        repair = Repair(
            (item.asset.priority, now, entity),
            hours,
            self._trace.spells,
            by_robot=by_robot,
            state=FOR_DIAGNOSIS,
            lacks_kg=spares_share(item.asset, rules) * item.asset.mass_kg / item.units,
            over_day=over_day,
        )
        repair.unit, repair.of_bus = unit, False
        repair.next_day = min(known_day, over_day)
        self._repairs[unit] = repair
        self._hands.add(repair)

    def bus_failed(self, unit: Unit) -> None:
        """Let the failure of a unit take the bus down, until it has been found out and cut off."""
        repair = self._repairs.get(unit)
        if repair is not None:
            repair.of_bus = True
            self._change_bus(1)

    def unit_ended(self, unit: Unit) -> None:
        """Let go of the repair of a unit that is worn out or replaced, if there is one."""
        repair = self._repairs.get(unit)
        if repair is not None:
            self._drop(repair)
            self._hands.look()

    def stop(self) -> None:
        """Mend nothing any more."""
        self._ended = True
        for job in self._hands.jobs():
            if isinstance(job, Repair):
                self._drop(job)
        self._hands.look()

    def job_due(self, repair: Job) -> None:
        """Let a repair begin whose diagnosis has ended, if somebody can do it, and no longer wait for it otherwise."""
        if not isinstance(repair, Repair):
            return
        if repair.next_day == repair.over_day:
            self._let_go(repair)
            return
        self._cut_off(repair)
        if repair.by_robot or self._hands.crew_pairs or self._crews_to_come():
            self._hands.let_wait(repair)
        else:
            self._let_go(repair)

    def job_done(self, repair: Job) -> None:
        """Let a unit work whose repair is done."""
        if isinstance(repair, Repair):
            self._leave(repair)
            self._trace.mended += 1
            self.mended.emit(repair.unit)

    def _let_go(self, repair: Repair) -> None:
        self._drop(repair)
        self._trace.given_up += 1
        self.given_up.emit(repair.unit)

    def _drop(self, repair: Repair) -> None:
        self._hands.drop(repair)
        self._leave(repair)

    def _leave(self, repair: Repair) -> None:
        del self._repairs[repair.unit]
        self._cut_off(repair)

    def _cut_off(self, repair: Repair) -> None:
        """Give the bus back to the others, if what broke the unit had taken it down."""
        if repair.of_bus:
            repair.of_bus = False
            self._change_bus(-1)

    def _change_bus(self, faults: int) -> None:
        self._bus_faults += faults
        self._set_bus_faults(self._bus_faults)
