"""What holds the plant down: the soil that it can be fed at a time, and which of its limits binds."""

from __future__ import annotations

from functools import lru_cache

from lunarsim.physics.power import plant_duty
from lunarsim.physics.power.light import LightCycle
from lunarsim.physics.power.night_duty import Sources
from lunarsim.physics.reliability.hands import work_done_share
from lunarsim.scenario.library.power.ratings import NOTHING
from lunarsim.words.units import HOURS_PER_DAY
from lunarsim.world.history.mine import Limits
from lunarsim.world.mine.flowsheet import SolvedFlowsheet
from lunarsim.world.mine.unit_needs import UnitNeeds

START_UP_STEPS = 4
"""Equal steps in which a unit rises from its first share of capacity to all of it."""

STOPPED: dict[str, Limits] = {
    limit: ((limit, 1.0),) for limit in ("soil", "spares", "reagents", "contact", "command", "hands")
}
"""What stops a plant, as shares of time."""

POWERLESS: Limits = (("power", 1.0),)

# The plant looks at its power whenever anything at the station changes, and mostly finds what it was.
bending_share, cells_duty = lru_cache(16)(plant_duty.bending_share), lru_cache(16)(plant_duty.cells_duty)

FULL_SHARE = 1.0 - 1e-12
"""Share of full work that is all of it, but for rounding [1]."""


class FeedRule:
    """The least of digging, machines and power, in light and in darkness, for one run.

    Parameters
    ----------
    needs : UnitNeeds
        What a unit can do.
    own : Sources
        Power that a unit brings along.
    cycle : LightCycle
        Light and darkness where the plant stands [h].
    teleoperated_share : float
        Share of the work of digging and hauling that takes a live link [1].
    restart_hours : float, optional
        Time from a restart to the first output, of a plant whose cells work or stand still [h]; None: it bends.
    """

    def __init__(
        self,
        needs: UnitNeeds,
        *,
        own: Sources,
        cycle: LightCycle,
        teleoperated_share: float,
        restart_hours: float | None = None,
    ) -> None:
        self._needs = needs
        self._own = own
        self._cycle = cycle
        self._lit = cycle.light_hours / cycle.hours
        self._teleoperated = teleoperated_share
        self._restart_hours = restart_hours

    def feed(
        self,
        sheet: SolvedFlowsheet,
        units: int,
        level: float,
        availability: float,
        left: Sources,
        contact: float = 1.0,
    ) -> tuple[float, Limits]:
        """Return the soil that can be fed, as a mean over light and darkness [kg/day], and what binds for which share.

        Machines and power work in the time of the plant's availability; excavators have a duty of their own and heap
        soil up while the plant stands still, for want of power as well. The heap is assumed to be large enough for the
        longest darkness and to lose nothing, so that only the means of digging and treating count. Excavators that live
        on the plant's power are served first: they rest where there is not even theirs.

        Parameters
        ----------
        sheet : SolvedFlowsheet
            By which the plant runs now.
        units : int
            Units at work.
        level : float
            The same, each counted by the share of its capacity that it has reached.
        availability : float
            Share of the time in which units work.
        left : Sources
            What the station leaves.
        contact : float
            Share of the time in which those who dig are in contact with the Earth [1].
        """
        machines, limit = self._machines(level)
        if level < units:
            limit = "start_up"
        able = availability * machines
        limits: Limits = ((limit, 1.0),)
        kwh_per_kg = sheet.energy_kwh + self._needs.mine_kwh_per_kg
        sources = self._sources(units, left)
        load_kw = able * kwh_per_kg / (availability * HOURS_PER_DAY) if able > 0.0 else 0.0
        share = self._duty(load_kw, sources)
        if share < FULL_SHARE:
            able, limits = share * able, self._with_power(limit, load_kw, sources)
        in_contact = units * self._needs.excavation_kg_per_day
        digging = in_contact * work_done_share(self._teleoperated, contact)
        load_kw = digging * self._needs.mine_kwh_per_kg / HOURS_PER_DAY
        share = bending_share(load_kw, sources, self._cycle) if load_kw > 0.0 else 1.0
        if share >= FULL_SHARE:
            share = 1.0
        dug = share * digging
        if dug >= able:
            return able, limits
        limit = "excavation" if share * in_contact < able else "contact"
        return dug, ((limit, 1.0),) if share == 1.0 else self._with_power(limit, load_kw, sources)

    @property
    def has_cells(self) -> bool:
        """Whether the plant is made of cells that work or stand still."""
        return self._restart_hours is not None

    def restart_kw(
        self, sheet: SolvedFlowsheet, units: int, level: float, availability: float, left: Sources, feed: float
    ) -> float:
        """Return the power that restarts of cells take beside the work, as a mean [kW]; none of a plant that bends.

        Parameters
        ----------
        sheet, units, level, availability, left :
            As of :meth:`feed`.
        feed : float
            Soil that is fed [kg/day]: where less is dug than could be treated, fewer cells work.
        """
        able = availability * self._machines(level)[0]
        if self._restart_hours is None or feed <= 0.0 or able <= 0.0:
            return 0.0
        load_kw = able * (sheet.energy_kwh + self._needs.mine_kwh_per_kg) / (availability * HOURS_PER_DAY)
        duty = cells_duty(load_kw, self._sources(units, left), self._cycle, self._restart_hours)
        if duty.restart_kw == 0.0:
            return 0.0
        return availability * duty.restart_kw * min(feed / (duty.share * able), 1.0)

    def own_power_is_enough(self, sheet: SolvedFlowsheet) -> bool:
        """Return whether the power that comes along runs all machines of a unit, and so of each at any load.

        Parameters
        ----------
        sheet : SolvedFlowsheet
            By which the plant runs.
        """
        load_kw = self._machines(1.0)[0] * (sheet.energy_kwh + self._needs.mine_kwh_per_kg) / HOURS_PER_DAY
        return self._duty(load_kw, self._sources(1, NOTHING)) >= FULL_SHARE

    def _machines(self, level: float) -> tuple[float, str]:
        """Return what the machines of units at work can take while they work [kg/day], and which of them binds."""
        needs = self._needs
        if needs.extraction_kg_per_day < needs.beneficiation_kg_per_day:
            return level * needs.extraction_kg_per_day, "extraction"
        return level * needs.beneficiation_kg_per_day, "beneficiation"

    def _sources(self, units: int, left: Sources) -> Sources:
        """Return what units bring along, with what the station leaves."""
        own = self._own
        steady_kw, solar_kw, *stored = left
        return Sources(steady_kw + units * own.steady_kw, solar_kw + units * own.solar_kw, *stored)

    def _duty(self, load_kw: float, sources: Sources) -> float:
        """Return the share of full work of the machines that power allows."""
        if load_kw == 0.0:
            return 1.0
        if self._restart_hours is None:
            return bending_share(load_kw, sources, self._cycle)
        return cells_duty(load_kw, sources, self._cycle, self._restart_hours).share

    def _with_power(self, limit: str, load_kw: float, sources: Sources) -> Limits:
        """Return what binds where power does for a part of the time: in the light it may feed the whole load."""
        if self._lit == 1.0 or sources.steady_kw + sources.solar_kw < load_kw:
            return POWERLESS
        return (limit, self._lit), ("power", 1.0 - self._lit)
