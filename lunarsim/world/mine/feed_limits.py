"""What holds the plant down: the soil that it can be fed at a time, and which of its limits binds."""

from __future__ import annotations

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


class FeedRule:
    """The least of digging, machines and power, in light and in darkness, for one run.

    Parameters
    ----------
    needs : UnitNeeds
        What a unit can do.
    own_kw : float
        Power that a unit brings along [kW].
    lit_share : float
        Share of the time in which it has that power [1].
    teleoperated_share : float
        Share of the work of digging and hauling that takes a live link [1].
    """

    def __init__(self, needs: UnitNeeds, *, own_kw: float, lit_share: float, teleoperated_share: float) -> None:
        self._needs = needs
        self._own_kw = own_kw
        self._lit = lit_share
        self._teleoperated = teleoperated_share

    def feed(
        self,
        sheet: SolvedFlowsheet,
        units: int,
        level: float,
        availability: float,
        surplus_kw: float,
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
        surplus_kw : float
            Power that the station leaves [kW].
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
        if kwh_per_kg == 0.0:
            return able, ((limit, 1.0),)
        per_kw = availability * HOURS_PER_DAY / kwh_per_kg
        lit = min(able, (units * self._own_kw + surplus_kw) * per_kw)
        lit_limit = limit if lit == able else "power"
        if self._lit == 1.0:
            return lit, ((lit_limit, 1.0),)
        dark = min(able, surplus_kw * per_kw)
        dark_limit = limit if dark == able else "power"
        limits = ((lit_limit, self._lit), (dark_limit, 1.0 - self._lit))
        return self._lit * lit + (1.0 - self._lit) * dark, limits
