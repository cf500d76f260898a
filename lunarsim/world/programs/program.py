"""A program in one run: how its plans slip and what it can pay."""

from __future__ import annotations

from lunarsim.scenario.groups.programs.program import Program
from lunarsim.scenario.groups.waits import Waits
from lunarsim.words.draws import Draws
from lunarsim.world.programs.funding import Purse
from lunarsim.world.programs.slip_law import Slip, slip_days, slip_law


class ProgramState:
    """One program in one run.

    Parameters
    ----------
    name : str
        Its key.
    program : Program
        Its record and habits.
    waits : Waits
        Which causes of delay are on.
    as_of : str
        ISO date up to which statements are known.
    draws : Draws
        The draws of the run.
    purse : Purse
        Its money.
    """

    def __init__(self, name: str, program: Program, waits: Waits, as_of: str, draws: Draws, purse: Purse) -> None:
        self.name = name
        self.program = program
        self.purse = purse
        self._waits = waits
        self._draws = draws
        self._law = slip_law(name, program, as_of)

    def slip(self, remaining_days: float, entity: str, now_day: float = 0.0, precision: str = "day") -> Slip:
        """Return the days by which a plan of an entity slips that was made now, so many days ahead [day].

        Its date is known to the day, month or year (``precision``).
        """
        remaining, slipped = max(remaining_days, 0.0), 0.0
        if self._waits.slip:
            slipped = slip_days(remaining, self._law, self.name, self.program, entity, self._draws, precision)
        return Slip(slipped, *self.purse.stretch_days(now_day, remaining + slipped))
