"""The programs of a run: how their plans slip and what they can pay."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from lunarsim.scenario.groups.programs.energy import Energy
from lunarsim.scenario.groups.programs.program import Program
from lunarsim.scenario.groups.waits import Waits
from lunarsim.words.draws import Draws
from lunarsim.world.money.funding import Funding
from lunarsim.world.money.income import EnergyIncome, IncomeCut
from lunarsim.world.programs.slip_law import Slip, slip_days, slip_law
from lunarsim.world.trace import ProgramTrace


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
    funding : Funding
        Its money.
    """

    def __init__(self, name: str, program: Program, waits: Waits, as_of: str, draws: Draws, funding: Funding) -> None:
        self.name = name
        self.program = program
        self.funding = funding
        self._waits = waits
        self._draws = draws
        self._law = slip_law(name, program, as_of)

    def slip(self, remaining_days: float, entity: str, now_day: float = 0.0, precision: str = "day") -> Slip:
        """Return the days by which a plan of an entity made now slips, given the days that remain until it [day].

        Its date is known to the day, month or year (``precision``).
        """
        remaining, slipped = max(remaining_days, 0.0), 0.0
        if self._waits.slip:
            slipped = slip_days(remaining, self._law, self.name, self.program, entity, self._draws, precision)
        return Slip(slipped, *self.funding.stretch_days(now_day, remaining + slipped))


class Programs:
    """The programs of a run, each prepared when it is first asked for: one that takes no part costs nothing.

    Parameters
    ----------
    programs : mapping
        Programs by name.
    energy : Energy
        Income from energy exports.
    waits : Waits
        Which causes of delay are on.
    as_of : str
        ISO date up to which statements are known.
    years : sequence of float
        Days on which the calendar years begin [day].
    extra_needs : mapping
        Work beyond the announced plan, by program and year, as a share of that plan's [1].
    income_cut : callable
        From a program to what a technology cut-off takes of its income.
    draws : Draws
        The draws of the run.
    trace : ProgramTrace
        Takes pace and money.
    """

    def __init__(
        self,
        programs: Mapping[str, Program],
        *,
        energy: Energy,
        waits: Waits,
        as_of: str,
        years: Sequence[float],
        extra_needs: Mapping[str, Sequence[float]],
        income_cut: Callable[[str], IncomeCut],
        draws: Draws,
        trace: ProgramTrace,
    ) -> None:
        self._programs = programs
        self._waits = waits
        self._as_of = as_of
        self._years = years
        self._extra_needs = extra_needs
        self._income_cut = income_cut
        self._draws = draws
        self._trace = trace
        self._energy_income = EnergyIncome(energy, years, draws)
        self._states: dict[str, ProgramState] = {}

    def slip(
        self, program: str, remaining_days: float, entity: str, now_day: float = 0.0, precision: str = "day"
    ) -> Slip:
        """Return the days by which a program's plan of an entity slips, as :meth:`ProgramState.slip` [day]."""
        state = self._states.get(program)
        if state is None:
            state = self._states[program] = self._prepared(program)
        return state.slip(remaining_days, entity, now_day, precision)

    def _prepared(self, name: str) -> ProgramState:
        program = self._programs[name]
        funding = Funding(
            name,
            program,
            self._years,
            self._draws,
            self._waits.budget,
            self._energy_income,
            self._extra_needs.get(name),
            self._income_cut(name),
        )
        return ProgramState(name, program, self._waits, self._as_of, self._draws, funding)

    def close(self, end_day: float) -> None:
        """Hand pace and money of each program that takes part to the trace."""
        for name, program in self._programs.items():
            if program.active:
                funding = (self._states.get(name) or self._prepared(name)).funding
                self._trace.mean_pace[name] = funding.mean_pace(end_day)
                self._trace.budget_musd[name], self._trace.fixed_musd[name] = funding.yearly
