"""The part of group ``program`` that says what money does to its pace."""

from __future__ import annotations

from dataclasses import dataclass

from lunarsim.scenario.declare.declaration import AnyOf, parameter, when
from lunarsim.words.distributions import Triangular

MONEY_CHANGES = (AnyOf((when("waits.budget"), when("cutoff.programs"))),)
"""When a program has other money than its plan; a cut-off takes some without any wait for budgets."""

_RECORD = "plans against later plans and yearly spending of Russia, China and the USA (configs/library/budgets.yml)"


@dataclass(frozen=True, kw_only=True)
class Money:
    """An agency's budget, what of it is bound, and what it does to the pace of the work.

    Slips are fit to a record of plans that were paid well or badly. So the years in which a budget wanders about what
    the plan has decide on what can be paid, and only a level that is set above or below the plan moves dates: that is a
    what-if, and not drawn by chance.
    """

    budget_multiplier: float = parameter(
        1.0,
        "Money available over money that the plan has, in all years; it sets the pace of work.",
        unit="1",
        low=0.1,
        high=10,
        source="the money of the plan; that plans are paid badly or well is in the slips of the record",
        acts_if=(when("waits.budget"),),
    )
    budget_ln_sd: float | None = parameter(
        None,
        "Standard deviation of a year's shock of the logarithm of the budget; it moves what can be paid and no date; "
        "null: the program's in the record.",
        unit="1",
        low=0,
        high=2,
        optional=True,
        source=_RECORD,
        evidence="analogue",
        acts_if=(when("waits.budget"),),
    )
    budget_reversion: float = parameter(
        0.25,
        "Rate at which a budget returns to what the plan needs.",
        unit="year-1",
        low=0.01,
        high=5,
        source="assumed: plans and budgets are fit to each other within about four years; the record is too short",
        acts_if=(when("waits.budget"),),
    )
    budget_elasticity: float = parameter(
        1.0,
        "Change of the pace of work with the money left for it: pace = (left / left in the plan) ** elasticity.",
        unit="1",
        low=0,
        high=2,
        source="work costs what it costs, whenever it is done: half the money pays for half the work of a year",
        acts_if=MONEY_CHANGES,
    )
    most_pace: float = parameter(
        1.33,
        "Fastest pace of work that money can buy, over that of the plan.",
        unit="1",
        low=1,
        high=100,
        source="no project was finished in less than three quarters of its nominal time, whatever was spent: Boehm "
        "1981, Software Engineering Economics; Putnam 1978, IEEE Trans. Softw. Eng. 4:345",
        evidence="analogue",
        acts_if=MONEY_CHANGES,
    )
    budget_musd_per_year: float = parameter(
        1000.0,
        "Money that the plan has in a year for all but the mine, in USD of 2025 at market rates.",
        unit="MUSD",
        low=1,
        high=1e6,
        source="assumed: a program whose options give none",
    )
    fixed_cost_musd_per_year: float = parameter(
        300.0,
        "Cost of a year whatever is built or flown: sites, workforce, mission control; at most 4/5 of the budget.",
        unit="MUSD",
        low=0,
        high=1e6,
        source="assumed: near a third of the budget, as in the programs whose options give it",
    )
    fixed_cost_lag_years: float = parameter(
        3.0,
        "Time in which fixed cost comes two thirds of the way to what it is after a lasting change of the budget.",
        unit="year",
        low=0,
        high=30,
        source="assumed: the Shuttle's workforce and sites were wound down over about three years, 2008 to 2011",
        distribution=Triangular(1.0, 3.0, 6.0),
        acts_if=MONEY_CHANGES,
    )
    fixed_cost_share_following: float = parameter(
        0.6,
        "Share of a lasting change of the budget that fixed cost follows in the end.",
        unit="1",
        low=0,
        high=1,
        source="NASA's permanent staff, 1969 to 1978 (SP-4012 vol. 4, table 3-4), against its money from 1966 on in "
        "constant dollars (NASA, in Government Executive, December 2004): 0.6 with a lag of two to three years; of "
        "contractors, who went with the money, it may be all",
        evidence="analogue",
        distribution=Triangular(0.2, 0.6, 1.0),
        acts_if=MONEY_CHANGES,
    )
    energy_exporter: bool = parameter(
        False,
        "Whether the state's budget lives on energy exports (group energy).",
        source="oil and gas gave 30 to 42 % of Russia's federal income in 2021-2024 (Ministry of Finance)",
        acts_if=(when("waits.budget"),),
    )
    new_money_share: float = parameter(
        0.0,
        "Share of the cost of missions beyond the lunar plan, such as to Mars, that new money pays.",
        unit="1",
        low=0,
        high=1,
        source="assumed: no budget of its own is announced for them, so they live on the same money",
        acts_if=(when("waits.budget"),),
    )
    foreign_parts_share: float = parameter(
        0.5,
        "Share of the program's craft that hold parts which a technology cut-off would take away.",
        unit="1",
        low=0,
        high=1,
        source="assumed: between 3 of 3 Luna craft before 2022 and the redesigns without western parts since then",
        acts_if=(when("cutoff.programs"), when("waits.technology_cutoff")),
    )
