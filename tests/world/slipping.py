"""Ways to let a single plan slip in a test."""

from __future__ import annotations

import dataclasses
import datetime as dt

from lunarsim.scenario.groups.programs.program import Program
from lunarsim.scenario.groups.programs.slips import Slips
from lunarsim.scenario.groups.waits import Waits
from lunarsim.scenario.library.slip_fits import slip_fit
from lunarsim.words.draws import single
from lunarsim.world.money.funding import Funding
from lunarsim.world.money.needs import year_starts
from lunarsim.world.programs.dated_plans import DatedPlan, band, fitted_ratio
from lunarsim.world.programs.program import ProgramState
from lunarsim.world.programs.slip_law import SlipLaw

AS_OF = "2026-07-01"
FIT = slip_fit(AS_OF)
SLIP_ALONE = Waits(**{field.name: field.name == "slip" for field in dataclasses.fields(Waits)})


def plan_of(day, entity="m", chain="", precision="day", ends=None, agency="China", kind="other", **known):
    """Return a plan for a day, announced by China, or assumed where the ends of a band are given."""
    ratio = fitted_ratio(FIT, agency, kind, max(day, 0.0), precision)
    limits = None if ends is None else band(day, *ends)
    return DatedPlan(entity, "china", agency, kind, chain, precision, day, ratio, limits, **known)


def law_of(draws, slips=Slips(), waits=SLIP_ALONE, **habits):  # noqa: B008
    """Return how China's plans slip in a run, by default as the record has it."""
    return SlipLaw("china", Program(**habits), FIT, slips, waits, draws)


def slip(plan, sample=0, waits=SLIP_ALONE, slips=Slips(), **habits):  # noqa: B008
    """Return the slip of a plan in a sample, with a budget that keeps to its plan unless it is made to vary."""
    program, draws = Program(**{"budget_ln_sd": 0.0} | habits), single(1, sample)
    funding = Funding("china", program, year_starts(dt.date(2026, 7, 1)), 31, draws, waits.budget)
    law = SlipLaw("china", program, FIT, slips, waits, draws)
    return ProgramState(program, law, funding).slip(plan, plan.planned_day)
