"""Repairs at a station: each takes a diagnosis, spares and the hours of a pair of hands, which others may want too."""

from __future__ import annotations

import math
from bisect import insort
from collections.abc import Callable

from lunarsim.scenario.groups.upkeep import Upkeep
from lunarsim.words.draws import Draws
from lunarsim.world.clock import Clock
from lunarsim.world.signal import Signal
from lunarsim.world.upkeep.lives import DIAGNOSIS, DRAWS_A_FAILURE, HOURS, REPAIRABLE, Unit
from lunarsim.world.upkeep.stocks import Stock
from lunarsim.world.upkeep_history import (
    BY_CREW,
    BY_ROBOT,
    FOR_CREW,
    FOR_DIAGNOSIS,
    FOR_HANDS,
    FOR_SPARES,
    RepairSpell,
    UpkeepTrace,
)


class Repair:
    """The repair of a unit: whether a robot can do it, the spares that it still lacks, the hours that are left.

    ``state`` is what it waits for or who works on it since ``since``, [day];
    ``known_day`` and ``over_day`` are the end of its diagnosis and of patience with it, and on ``next_day`` something
    happens to it if nothing else does before [day].
    """

    __slots__ = (
        "by_robot",
        "hours",
        "hours_per_day",
        "known_day",
        "lacks_kg",
        "next_day",
        "of_bus",
        "order",
        "over_day",
        "since",
        "state",
        "unit",
    )

    def __init__(
        self, unit: Unit, now: float, by_robot: bool, spares_kg: float, hours: float, known_day: float, over_day: float
    ) -> None:
        self.unit = unit
        self.order = (unit.item.asset.priority, now, unit.entity)
        self.by_robot = by_robot
        self.lacks_kg = spares_kg
        self.hours = hours
        self.hours_per_day = 0.0
        self.known_day, self.over_day = known_day, over_day
        self.state, self.since = FOR_DIAGNOSIS, now
        self.of_bus = False
        self.next_day = min(known_day, over_day)


def _by_order(repair: Repair) -> tuple[int, float, str]:
    return repair.order


class Repairs:
    """The repairs of one station.

    Hands mend one unit at a time, the most important first; who is called away to a more important one goes on later.
    Crews mend first what no robot can, and then what robots leave. Nothing ticks: what happens next is known whenever
    hands, light and contact are.

    Parameters
    ----------
    clock : Clock
        The time of the run.
    rules : Upkeep
        What repairs take.
    draws : Draws
        The draws of the run.
    robots : callable
        Gives the pairs of robotic hands that work now.
    robot_hours_per_day : callable
        Gives the hours a day that a pair of them gets done now [h].
    spares : Stock
        Spares at the station.
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
        robots: Callable[[], int],
        robot_hours_per_day: Callable[[], float],
        spares: Stock,
        crews_to_come: Callable[[], bool],
        set_bus_faults: Callable[[int], None],
        trace: UpkeepTrace,
    ) -> None:
        self._clock = clock
        self._rules = rules
        self._draws = draws
        self._robots = robots
        self._robot_hours_per_day = robot_hours_per_day
        self._spares = spares
        self._crews_to_come = crews_to_come
        self._set_bus_faults = set_bus_faults
        self._trace = trace
        self._repairs: list[Repair] = []
        self._crew_pairs = 0
        self._bus_faults = 0
        self._next: tuple[float, Repair | None] = math.inf, None
        self._ended = False
        self.mended: Signal[Unit] = Signal()
        """A unit has been mended."""
        self.given_up: Signal[Unit] = Signal()
        """A unit could not be mended by anybody."""
        self.spares_short: Signal[()] = Signal()
        """Repairs lack spares."""

    def missing_kg(self) -> float:
        """Return the spares that repairs which are ready to begin have not taken yet [kg]."""
        lacking = [each.lacks_kg for each in self._repairs if each.lacks_kg > 0.0 and each.state != FOR_DIAGNOSIS]
        return math.fsum(lacking) if lacking else 0.0

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
        spares_kg = rules.spares_per_repair * item.asset.mass_kg / item.units
        repair = Repair(unit, now, by_robot, spares_kg, hours, known_day, over_day)
        insort(self._repairs, repair, key=_by_order)
        self._await_next()

    def bus_failed(self, unit: Unit) -> None:
        """Let the failure of a unit take the bus down, until it has been found out and cut off."""
        for repair in self._repairs:
            if repair.unit is unit:
                repair.of_bus = True
                self._change_bus(1)

    def unit_ended(self, unit: Unit) -> None:
        """Let go of the repair of a unit that is worn out or replaced, if there is one."""
        for repair in self._repairs:
            if repair.unit is unit:
                self._drop(repair)
                self.look()
                break

    def set_crew(self, pairs: int) -> None:
        """Let some pairs of astronauts be at the station."""
        self._crew_pairs = pairs
        self.look()

    def stop(self) -> None:
        """Mend nothing any more."""
        self._ended = True
        for repair in list(self._repairs):
            self._drop(repair)
        self._next = math.inf, None

    def close(self) -> None:
        """Record up to the horizon what repairs wait for and who is at work on them."""
        for repair in self._repairs:
            self._set(repair, "", 0.0)

    def look(self) -> None:
        """Give hands to repairs, after anything on which that hangs has changed."""
        if not self._repairs:
            self._next = math.inf, None
            return
        ready = [repair for repair in self._repairs if repair.state != FOR_DIAGNOSIS]
        if ready:
            crews = self._with_crews([repair for repair in ready if not repair.by_robot], self._crew_pairs, FOR_CREW)
            for_robots = [repair for repair in ready if repair.by_robot]
            if for_robots:
                self._with_crews(self._with_robots(for_robots), crews, FOR_HANDS)
        self._await_next()
        if ready and self.missing_kg() > self._spares.left_kg():
            self.spares_short.emit()

    def _with_crews(self, repairs: list[Repair], pairs: int, waits_for: str) -> int:
        """Let crews work on the first of some repairs; return the pairs that are left."""
        for repair in repairs:
            if not pairs:
                self._set(repair, waits_for, 0.0)
            elif self._has_spares(repair):
                pairs -= 1
                self._set(repair, BY_CREW, self._rules.crew_hours_per_day)
            else:
                self._set(repair, FOR_SPARES, 0.0)
        return pairs

    def _with_robots(self, repairs: list[Repair]) -> list[Repair]:
        """Let robots work on the first of some repairs; return those for which none is left."""
        robots = self._robots()
        hours_per_day = self._robot_hours_per_day() if robots else 0.0
        left = []
        for repair in repairs:
            if not robots or hours_per_day <= 0.0:
                left.append(repair)
            elif self._has_spares(repair):
                robots -= 1
                self._set(repair, BY_ROBOT, hours_per_day)
            else:
                self._set(repair, FOR_SPARES, 0.0)
        return left

    def _has_spares(self, repair: Repair) -> bool:
        """Take the spares of a repair that is about to begin; return whether it has them."""
        if repair.lacks_kg > 0.0:
            if not self._spares.take(repair.lacks_kg):
                return False
            repair.lacks_kg = 0.0
        return True

    def _set(self, repair: Repair, state: str, hours_per_day: float) -> None:
        """Let a repair wait, or be worked on with some hours a day."""
        if state == repair.state and hours_per_day == repair.hours_per_day:
            return
        now, days = self._clock.now, self._clock.now - repair.since
        hours = min(days * repair.hours_per_day, repair.hours)
        repair.hours -= hours
        if days > 0.0:
            self._trace.spells.append(RepairSpell(repair.state, repair.since, now, hours))
        repair.state, repair.since, repair.hours_per_day = state, now, hours_per_day
        # Who is at work on it is let finish.
        repair.next_day = now + repair.hours / hours_per_day if hours_per_day > 0.0 else repair.over_day

    def _await_next(self) -> None:
        """Let time go on to what happens next to any of the repairs."""
        clock, soonest = self._clock, min(self._repairs, key=_next_day)
        due = soonest.next_day, soonest
        if due != self._next:
            self._next = due
            if soonest.next_day < clock.horizon_days:
                clock.after(max(soonest.next_day - clock.now, 0.0), self._happens, due)

    def _happens(self, day_and_repair: tuple[float, Repair]) -> None:
        if day_and_repair != self._next:
            return
        self._next = math.inf, None
        day, repair = day_and_repair
        if repair.hours_per_day > 0.0:
            self._drop(repair)
            self._trace.mended += 1
            self.mended.emit(repair.unit)
        elif day == repair.over_day:
            self._let_go(repair)
        else:
            self._cut_off(repair)
            if repair.by_robot or self._crew_pairs or self._crews_to_come():
                self._set(repair, FOR_HANDS if repair.by_robot else FOR_CREW, 0.0)
            else:
                self._let_go(repair)
        self.look()

    def _let_go(self, repair: Repair) -> None:
        self._drop(repair)
        self._trace.given_up += 1
        self.given_up.emit(repair.unit)

    def _drop(self, repair: Repair) -> None:
        self._set(repair, "", 0.0)
        self._repairs.remove(repair)
        self._cut_off(repair)

    def _cut_off(self, repair: Repair) -> None:
        """Give the bus back to the others, if what broke the unit had taken it down."""
        if repair.of_bus:
            repair.of_bus = False
            self._change_bus(-1)

    def _change_bus(self, faults: int) -> None:
        self._bus_faults += faults
        self._set_bus_faults(self._bus_faults)


def _next_day(repair: Repair) -> float:
    return repair.next_day
