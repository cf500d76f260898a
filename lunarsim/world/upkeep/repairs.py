"""Repairs at a station: each takes a diagnosis, spares and the hours of a pair of hands, which others may want too."""

from __future__ import annotations

import math
from bisect import insort
from collections.abc import Callable

from lunarsim.scenario.groups.upkeep import Upkeep
from lunarsim.words.draws import Draws
from lunarsim.world.clock import Clock
from lunarsim.world.signal import Signal
from lunarsim.world.upkeep.lives import Unit
from lunarsim.world.upkeep.stocks import Stock


class Repair:
    """The repair of a unit: whether a robot can do it, the spares that it still lacks, the hours that are left."""

    __slots__ = ("by_robot", "diagnosed", "hours", "hours_per_day", "lacks_kg", "of_bus", "order", "over", "unit")

    def __init__(self, unit: Unit, failed_day: float, by_robot: bool, spares_kg: float, hours: float) -> None:
        self.unit = unit
        self.order = (unit.item.asset.priority, failed_day, unit.entity)
        self.by_robot = by_robot
        self.lacks_kg = spares_kg
        self.hours = hours
        self.hours_per_day = 0.0
        self.diagnosed = self.over = self.of_bus = False


def _by_order(repair: Repair) -> tuple[int, float, str]:
    return repair.order


class Repairs:
    """The repairs of one station.

    Hands mend one unit at a time, the most important first; who is called away to a more important one goes on later.
    Crews mend whatever has broken, robots what they can. Nothing ticks: the next repair to be done is known whenever
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
    restart : callable
        Lets a mended unit work again.
    give_up : callable
        Lets a unit be gone that nobody could mend.
    set_bus_faults : callable
        Lets the bus of the station have some faults.
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
        restart: Callable[[Unit], None],
        give_up: Callable[[Unit], None],
        set_bus_faults: Callable[[int], None],
    ) -> None:
        self._clock = clock
        self._rules = rules
        self._draws = draws
        self._robots = robots
        self._robot_hours_per_day = robot_hours_per_day
        self._spares = spares
        self._crews_to_come = crews_to_come
        self._restart = restart
        self._give_up = give_up
        self._set_bus_faults = set_bus_faults
        self._repairs: list[Repair] = []
        self._crew_pairs = 0
        self._since = 0.0
        self._version = 0
        self._bus_faults = 0
        self.spares_short: Signal[()] = Signal()
        """A repair lacks spares."""

    def missing_kg(self) -> float:
        """Return the spares that repairs which are ready to begin lack [kg]."""
        return math.fsum(repair.lacks_kg for repair in self._repairs if repair.diagnosed)

    def unit_failed(self, unit: Unit) -> None:
        """Begin to find out what has broken a unit."""
        clock, rules, draws = self._clock, self._rules, self._draws
        entity, failure = unit.entity, unit.failures
        spread = rules.repair_ln_sd
        hours = rules.repair_hours * math.exp(spread * draws.normal(entity, "repair", failure))
        diagnosis = rules.diagnosis_days * math.exp(spread * draws.normal(entity, "diagnosis", failure))
        by_robot = draws.uniform(entity, "repairable", failure) < rules.robot_repairable_share
        item = unit.item
        spares_kg = rules.spares_per_repair * item.asset.mass_kg / item.units if item.asset.landed else 0.0
        repair = Repair(unit, clock.now, by_robot, spares_kg, hours)
        insort(self._repairs, repair, key=_by_order)
        clock.after(diagnosis, self._is_diagnosed, repair)
        clock.after(rules.patience_days, self._is_out_of_patience, repair)
        if unit.item.asset.hands:
            self.look()

    def bus_failed(self, unit: Unit) -> None:
        """Note that the failure of a unit has taken the bus down, until it is mended."""
        repair = next(each for each in self._repairs if each.unit is unit)
        repair.of_bus = True
        self._change_bus(1)

    def unit_ended(self, unit: Unit) -> None:
        """Let go of the repair of a unit that is worn out, if there is one."""
        for repair in self._repairs:
            if repair.unit is unit:
                self._drop(repair)
                break
        self.look()

    def set_crew(self, pairs: int) -> None:
        """Let some pairs of astronauts be at the station."""
        self._crew_pairs = pairs
        self.look()

    def look(self) -> None:
        """Give hands to repairs anew, after anything on which that hangs has changed."""
        clock, rules = self._clock, self._rules
        now = clock.now
        days, self._since = now - self._since, now
        crews, robots = self._crew_pairs, -1
        robot_hours = 0.0
        next_done, soonest = math.inf, None
        is_short = False
        for repair in self._repairs:
            repair.hours -= days * repair.hours_per_day
            repair.hours_per_day = 0.0
            if not repair.diagnosed:
                continue
            if repair.lacks_kg:
                if not self._spares.take(repair.lacks_kg):
                    is_short = True
                    continue
                repair.lacks_kg = 0.0
            if crews:
                crews -= 1
                repair.hours_per_day = rules.crew_hours_per_day
            elif repair.by_robot and robots:
                if robots < 0:
                    robots, robot_hours = self._robots(), self._robot_hours_per_day()
                    if not robots:
                        continue
                robots -= 1
                repair.hours_per_day = robot_hours
            if repair.hours_per_day > 0.0:
                left = max(repair.hours, 0.0) / repair.hours_per_day
                if left < next_done:
                    next_done, soonest = left, repair
        self._version += 1
        if soonest is not None:
            clock.after(next_done, self._is_done, (soonest, self._version))
        if is_short:
            self.spares_short.emit()

    def _is_diagnosed(self, repair: Repair) -> None:
        if repair.over:
            return
        if not (repair.by_robot or self._crew_pairs or self._crews_to_come()):
            self._drop(repair)
            self._give_up(repair.unit)
            return
        repair.diagnosed = True
        self.look()

    def _is_done(self, repair_and_version: tuple[Repair, int]) -> None:
        repair, version = repair_and_version
        if version != self._version:
            return
        self._drop(repair)
        self._restart(repair.unit)
        self.look()

    def _is_out_of_patience(self, repair: Repair) -> None:
        if not repair.over:
            self._drop(repair)
            self._give_up(repair.unit)

    def _drop(self, repair: Repair) -> None:
        repair.over = True
        self._repairs.remove(repair)
        if repair.of_bus:
            self._change_bus(-1)

    def _change_bus(self, faults: int) -> None:
        self._bus_faults += faults
        self._set_bus_faults(self._bus_faults)
