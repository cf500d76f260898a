"""The programs of a run: how their plans slip and what they can pay."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from lunarsim.scenario.groups.programs.energy import Energy
from lunarsim.scenario.groups.programs.program import Program
from lunarsim.scenario.groups.programs.slips import Slips
from lunarsim.scenario.groups.waits import Waits
from lunarsim.scenario.library.slip_fits import slip_fit
from lunarsim.words.draws import Draws
from lunarsim.words.sums import total
from lunarsim.world.history.programs import ProgramTrace
from lunarsim.world.money.funding import Funding
from lunarsim.world.money.income import EnergyIncome, IncomeCut
from lunarsim.world.programs.dated_plans import DatedPlan, stand_down_days
from lunarsim.world.programs.slip_law import Slip, SlipLaw


class ProgramState:
    """One program in one run.

    Parameters
    ----------
    program : Program
        Its record and habits.
    law : SlipLaw
        How its plans slip.
    funding : Funding
        Its money.
    """

    def __init__(self, program: Program, law: SlipLaw, funding: Funding) -> None:
        self.program = program
        self.funding = funding
        self._law = law

    def slip(self, plan: DatedPlan, remaining_days: float, now_day: float = 0.0) -> Slip:
        """Return the days by which a plan made now slips, given the days that remain until its date [day]."""
        remaining = max(remaining_days, 0.0)
        slipped = self._law.days(plan, remaining)
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
    slips : Slips
        What holds for the dates of all programs.
    years : sequence of float
        Days on which the calendar years begin [day].
    run_years : int
        Of these, those of the run.
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
        slips: Slips,
        years: Sequence[float],
        run_years: int,
        extra_needs: Mapping[str, Sequence[float]],
        income_cut: Callable[[str], IncomeCut],
        draws: Draws,
        trace: ProgramTrace,
    ) -> None:
        self._programs = programs
        self._waits = waits
        self._fit = slip_fit(as_of)
        self._slips = slips
        self._years = years
        self._run_years = run_years
        self._extra_needs = extra_needs
        self._income_cut = income_cut
        self._draws = draws
        self._trace = trace
        self._energy_income = EnergyIncome(energy, run_years, draws)
        self._states: dict[str, ProgramState] = {}

    def slip(self, plan: DatedPlan, remaining_days: float, now_day: float = 0.0) -> Slip:
        """Return the days by which a plan made now slips, as :meth:`ProgramState.slip` [day]."""
        return self._state(plan.program).slip(plan, remaining_days, now_day)

    def stretch_days(self, program: str, start_day: float, work_days: float) -> tuple[float, float]:
        """Return by how much money stretches a program's work, as :meth:`Funding.stretch_days` [day]."""
        return self._state(program).funding.stretch_days(start_day, work_days)

    def _state(self, name: str) -> ProgramState:
        state = self._states.get(name)
        if state is None:
            state = self._states[name] = self._prepared(name)
        return state

    def ready_day(self, plan: DatedPlan) -> float:
        """Return the day on which its own slip lets a plan of the start go [day]."""
        return plan.planned_day + stand_down_days(plan, self._waits) + total(self.slip(plan, plan.planned_day), 0.0)

    def _prepared(self, name: str) -> ProgramState:
        program = self._programs[name]
        funding = Funding(
            name,
            program,
            self._years,
            self._run_years,
            self._draws,
            self._waits.budget,
            self._energy_income,
            self._extra_needs.get(name),
            self._income_cut(name),
        )
        law = SlipLaw(name, program, self._fit, self._slips, self._waits, self._draws)
        return ProgramState(program, law, funding)

    def close(self, end_day: float) -> None:
        """Hand pace and money of each program that takes part to the trace."""
        for name, program in self._programs.items():
            if program.active:
                funding = self._state(name).funding
                self._trace.mean_pace[name] = funding.mean_pace(end_day)
                self._trace.budget_musd[name], self._trace.fixed_musd[name] = funding.yearly
