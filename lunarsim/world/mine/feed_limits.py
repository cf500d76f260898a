"""What holds the plant down: the soil that it can be fed at a time, and which of its limits binds."""

from __future__ import annotations

from lunarsim.physics.power.light import LightCycle
from lunarsim.physics.power.night_duty import Sources
from lunarsim.physics.power.plant_duty import bending_share, cells_share
from lunarsim.physics.reliability.hands import work_done_share
from lunarsim.words.units import HOURS_PER_DAY
from lunarsim.world.mine.flowsheet import SolvedFlowsheet
from lunarsim.world.mine.unit_needs import UnitNeeds
from lunarsim.world.mine_history import Limits

START_UP_STEPS = 4
"""Equal steps in which a unit rises from its first share of capacity to all of it."""

STOPPED: dict[str, Limits] = {
    limit: ((limit, 1.0),) for limit in ("soil", "spares", "reagents", "contact", "command", "hands")
}
"""What stops a plant, as shares of time."""

POWERLESS: Limits = (("power", 1.0),)

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
        soil up while the plant stands still.

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
        needs = self._needs
        machines, limit = needs.beneficiation_kg_per_day, "beneficiation"
        if needs.extraction_kg_per_day < machines:
            machines, limit = needs.extraction_kg_per_day, "extraction"
        machines *= level
        if level < units:
            limit = "start_up"
        in_contact = units * needs.excavation_kg_per_day
        digging = in_contact * work_done_share(self._teleoperated, contact)
        able = availability * machines
        if digging < able:
            able, limit = digging, "excavation" if in_contact < able else "contact"
        kwh_per_kg = sheet.energy_kwh + needs.mine_kwh_per_kg
        load_kw = able * kwh_per_kg / (availability * HOURS_PER_DAY) if able > 0.0 else 0.0
        if load_kw == 0.0:
            return able, ((limit, 1.0),)
        share, in_light = self._duty(load_kw, units, left)
        if share >= FULL_SHARE:
            return able, ((limit, 1.0),)
        if not in_light or self._lit == 1.0:
            return share * able, POWERLESS
        return share * able, ((limit, self._lit), ("power", 1.0 - self._lit))

    def _duty(self, load_kw: float, units: int, left: Sources) -> tuple[float, bool]:
        """Return the share of full work that power allows, and whether it feeds all of it in the light."""
        own = self._own
        steady_kw, solar_kw, *stored = left
        sources = Sources(steady_kw + units * own.steady_kw, solar_kw + units * own.solar_kw, *stored)
        in_light = sources.steady_kw + sources.solar_kw >= load_kw
        if self._restart_hours is None:
            return bending_share(load_kw, sources, self._cycle), in_light
        return cells_share(load_kw, sources, self._cycle, self._restart_hours), in_light
