"""What everything costs, by month, class and program."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lunarsim.study.accounts.mine_costs import MineCosts, mine_costs
from lunarsim.study.accounts.payers import paid_shares
from lunarsim.study.accounts.program_costs import CLASSES, Spending, by_month, program_spending
from lunarsim.study.accounts.stored_runs import StoredRuns
from lunarsim.words.arrays import FloatArray
from lunarsim.world.outcomes.calendar import Calendar
from lunarsim.world.outcomes.group import Arrays, computes
from lunarsim.world.outcomes.variable import Coordinate, Variable

COST_CLASS = Coordinate(
    ("transport", "hardware", "operations", "return", "development", "fixed"),
    "class of cost",
    about="Programs pay launches as transport, the mine a price of delivery; return is the mine's only.",
)


@dataclass(frozen=True)
class AllCosts:
    """Undiscounted costs of some runs.

    Parameters
    ----------
    calendar : Calendar
        Months of the runs.
    mine : MineCosts
        The mine's.
    programs : Spending
        What the programs spend on their manifest.
    """

    calendar: Calendar
    mine: MineCosts
    programs: Spending

    @property
    def by_class(self) -> FloatArray:
        """Return the costs of everything, dims (run, cost_class, month) [MUSD]."""
        spent = np.moveaxis(self.programs.paid.sum(axis=1), -1, 1)
        of_programs = dict(zip(CLASSES, np.moveaxis(by_month(spent, self.calendar), 1, 0), strict=True))
        mine = self.mine
        of_mine = {
            "transport": mine.delivery,
            "hardware": mine.hardware,
            "operations": mine.plant,
            "return": mine.returns,
            "development": mine.development,
        }
        nothing = np.zeros(mine.plant.shape)
        return np.stack(
            [of_programs.get(name, nothing) + of_mine.get(name, nothing) for name in COST_CLASS.values], axis=1
        )


def all_costs(runs: StoredRuns) -> AllCosts:
    """Return the costs of some runs."""
    return AllCosts(runs.calendar, mine_costs(runs), program_spending(runs))


@computes(
    Variable(
        "month_cost_musd",
        "cost",
        "MUSD",
        ("cost_class", "month"),
        "f4",
        "Of all programs of the scenario, undiscounted; what programs spend on their manifest is even over a year.",
    ),
    Variable(
        "month_mine_cost_musd",
        "cost of the mine",
        "MUSD",
        ("month",),
        "f4",
        "The mine's increment: prospecting, pilot, technology, plant with its power, delivery, spares, operations, "
        "return.",
    ),
    Variable(
        "cost_musd",
        "cost",
        "MUSD",
        ("program",),
        about="Undiscounted, to the horizon: cost_year_musd of all years, with the mine as finance.mine_paid_by says.",
    ),
    Variable(
        "cost_year_musd",
        "cost of the program",
        "MUSD",
        ("program", "year"),
        "f4",
        "What its budget pays for its manifest: development, hardware, launches, operations, fixed cost; within "
        "available_musd. The mine is an investment of its own and left out.",
    ),
    Variable(
        "cost_incurred_year_musd",
        "cost of the program's work, paid or not",
        "MUSD",
        ("program", "year"),
        "f4",
        "Cost of the work of the year with the year's fixed cost, whether there is money for it or not; over all years "
        "the sum of cost_year_musd and unfunded_musd.",
    ),
    Variable(
        "available_musd",
        "money available",
        "MUSD",
        ("program", "year"),
        "f4",
        "Budget of the year with what was not spent of the year before.",
    ),
    Variable(
        "unfunded_musd",
        "work without money",
        "MUSD",
        ("program",),
        about="Cost of work up to the horizon that the program's money never paid; of other costs in "
        "cost_incurred_year_musd alone.",
    ),
)
def costs(runs: StoredRuns) -> Arrays:
    """Compute what all and the mine cost by month, what the work of each program costs, and what it pays."""
    every = runs.shared(all_costs)
    by_year = every.programs.paid.sum(axis=-1)
    cost = by_year.sum(axis=-1)
    mine = every.mine.total
    cost += paid_shares(runs) * mine.sum(axis=-1)[:, None]
    return {
        "month_cost_musd": every.by_class,
        "month_mine_cost_musd": mine,
        "cost_musd": cost,
        "cost_year_musd": by_year,
        "cost_incurred_year_musd": every.programs.incurred.sum(axis=-1),
        "available_musd": every.programs.available,
        "unfunded_musd": every.programs.unpaid,
    }
