"""How the hardware of a station fails and ends, unit by unit."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache

from lunarsim.physics.reliability.lives import normal_beyond, weibull_age_years, weibull_scale_years, worn_out_age_years
from lunarsim.scenario.groups.upkeep import Upkeep
from lunarsim.scenario.library.fits.lives import random_losses, rover_lives
from lunarsim.words.draws import Draws
from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.clock import Clock
from lunarsim.world.history.upkeep import UpkeepTrace
from lunarsim.world.signal import Signal
from lunarsim.world.station.hardware import Item

DRAWS_A_FAILURE = 4
"""Numbers that what follows from a failure takes of its unit's draws named ``repair``; they lie on one page."""
HOURS, DIAGNOSIS, REPAIRABLE, COMMON = range(DRAWS_A_FAILURE)


class Unit:
    """One of the units of a piece of hardware.

    ``failures`` counts its failures so far, ``ends_day`` is when it is worn out [day]. ``broken`` is whether it waits
    for its repair, ``gone`` whether nobody will mend it. What was set in motion for a state that has passed is
    recognized by ``version``.
    """

    __slots__ = ("broken", "ends_day", "entity", "failures", "gone", "item", "version")

    def __init__(self, item: Item, number: int) -> None:
        self.item = item
        self.entity = item.entity if number == 0 else f"{item.entity}/{number + 1}"
        self.ends_day = math.inf
        self.failures = 0
        self.broken = self.gone = False
        self.version = 0

    @property
    def works(self) -> bool:
        """Whether it works."""
        return not (self.broken or self.gone)


class Lives:
    """Failures and ends of the hardware of one station.

    Equipment fails again and again, each time from its last start on, and is worn out one day. Satellites are lost at
    random or worn out, rovers last as rovers have lasted, and all other craft as long as their design and what wears it
    out allow: nobody mends those.

    Parameters
    ----------
    clock : Clock
        The time of the run.
    rules : Upkeep
        Rates and lives.
    draws : Draws
        The draws of the run.
    set_units : callable
        Lets some of the units of an item work.
    trace : UpkeepTrace
        Its slice of the trace.
    """

    def __init__(
        self, clock: Clock, rules: Upkeep, draws: Draws, set_units: Callable[[Item, int], None], trace: UpkeepTrace
    ) -> None:
        self._trace = trace
        self._clock = clock
        self._rules = rules
        self._draws = draws
        self._set_units = set_units
        self._units: dict[Item, list[Unit]] = {}
        self._scale_days: dict[str, float] = {}
        self.failed: Signal[Unit] = Signal()
        """A unit of equipment has failed and can be mended."""
        self.bus_failed: Signal[Unit] = Signal()
        """A source of power has failed and taken the bus down with it."""
        self.ended: Signal[Unit] = Signal()
        """A unit has come to its end: nobody mends it."""

    def units_of(self, item: Item) -> list[Unit]:
        """Return the units of an item that has been put to work."""
        return self._units[item]

    def watch(self, item: Item) -> None:
        """Let an item that begins to work fail and end as its kind does."""
        # What gives and takes nothing can fail without anybody noticing: it costs no events.
        if not item.does_something:
            return
        units = self._units[item] = [Unit(item, number) for number in range(item.units)]
        for unit in units:
            unit.ends_day = item.online_day + self._life_days(unit)
            self._await_end(unit)

    def relieve(self, item: Item) -> None:
        """Let the units of an item that has been replaced be gone, whatever they did."""
        for unit in self._units.get(item, ()):
            if not unit.gone:
                unit.gone = True
                unit.version += 1
                self.ended.emit(unit)

    def restart(self, unit: Unit) -> None:
        """Let a unit that has been mended work again."""
        unit.broken = False
        unit.failures += 1
        self._change(unit.item, 1)
        self._await_end(unit)

    def end(self, unit: Unit) -> None:
        """Let a unit be gone for good: it is worn out or lost, or what broke it could not be mended."""
        works = unit.works
        unit.gone = True
        unit.version += 1
        if works:
            self._change(unit.item, -1)
        self.ended.emit(unit)

    def _life_days(self, unit: Unit) -> float:
        """Return the age at which a unit comes to its end, beyond that at which it works already [day]."""
        item, rules, draws = unit.item, self._rules, self._draws
        asset = item.asset
        age_years = max(self._clock.now - item.online_day, 0.0) / DAYS_PER_YEAR
        ratio, ln_sd = rules.life_ratio, rules.life_ln_sd
        if asset.kind == "rover":
            record = rover_lives()
            ln_sd = record.ln_sd
            if asset.life_years <= record.longest_designed_years:
                ratio = record.ratio
        if age_years > 0.0 and ln_sd > 0.0:
            least = math.log(age_years / (asset.life_years * ratio)) / ln_sd
            normal = normal_beyond(draws.uniform(unit.entity, "wear"), least)
        else:
            normal = draws.normal(unit.entity, "wear")
        years = worn_out_age_years(normal, asset.life_years, ratio, ln_sd)
        if asset.kind == "satellite":
            lost = weibull_age_years(draws.uniform(unit.entity, "failure"), *random_losses(), age_years)
            years = min(years, lost)
        return max(years, age_years) * DAYS_PER_YEAR

    def _await_end(self, unit: Unit) -> None:
        """Let a unit work until it fails or ends, whatever comes first."""
        clock, unit.version = self._clock, unit.version + 1
        asset, ends = unit.item.asset, unit.ends_day
        happens = self._wears_out
        if asset.kind == "equipment":
            scale_days = self._scale(unit)
            uniform = self._draws.uniform(unit.entity, "failure", unit.failures)
            fails = clock.now + weibull_age_years(uniform, asset.failure_shape, scale_days)
            if fails < ends:
                ends, happens = fails, self._fails
        self._at(ends, happens, unit)

    def _at(self, day: float, happens: Callable[[tuple[Unit, int]], None], unit: Unit) -> None:
        clock = self._clock
        if day < clock.horizon_days:
            clock.after(max(day - clock.now, 0.0), happens, (unit, unit.version))

    def _scale(self, unit: Unit) -> float:
        """Return the scale of the law of a unit's failures [day]."""
        asset, design = unit.item.asset, unit.item.design
        scale = self._scale_days.get(design)
        if scale is None:
            rules = self._rules
            mean_years = asset.mtbf_years
            if mean_years == 0.0:
                mean_years = rules.mtbf_years * math.exp(rules.mtbf_ln_sd * self._draws.normal(design, "mtbf"))
            scale = _relative_scale(asset.failure_shape) * mean_years * DAYS_PER_YEAR
            self._scale_days[design] = scale
        return scale

    def _fails(self, unit_and_version: tuple[Unit, int]) -> None:
        unit, version = unit_and_version
        if unit.version != version:
            return
        draws, rules, item = self._draws, self._rules, unit.item
        of_bus = item.gives_power and draws.uniform(unit.entity, "bus", unit.failures) < rules.bus_failure_share
        common = draws.uniform(unit.entity, "repair", DRAWS_A_FAILURE * unit.failures + COMMON)
        self._break(unit)
        if of_bus:
            self.bus_failed.emit(unit)
        if common < rules.common_failure_share:
            alike = [unit for of, units in self._units.items() if of.design == item.design for unit in units]
            for other in alike:
                if other.works:
                    self._break(other)

    def _break(self, unit: Unit) -> None:
        unit.broken = True
        unit.version += 1
        self._trace.failures += 1
        # It grows old while it waits for its repair, too.
        self._at(unit.ends_day, self._wears_out, unit)
        self._change(unit.item, -1)
        self.failed.emit(unit)

    def _wears_out(self, unit_and_version: tuple[Unit, int]) -> None:
        unit, version = unit_and_version
        if unit.version == version:
            self._trace.worn_out += 1
            self.end(unit)

    def _change(self, item: Item, units: int) -> None:
        self._set_units(item, item.units_working + units)


@cache
def _relative_scale(shape: float) -> float:
    """Return the scale of a Weibull law whose mean is 1."""
    return weibull_scale_years(1.0, shape)
