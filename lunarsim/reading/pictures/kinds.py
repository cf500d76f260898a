"""The kinds of pictures that a line can ask for, as data; imports nothing that takes time."""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """One kind of picture.

    Parameters
    ----------
    about : str
        What it shows.
    function : str
        Module of the room of plots and function in it, such as ``dates.cumulative_dates``.
    takes : str
        What its outcomes are: ``dates``, ``date`` (one), ``months`` (one series), ``amount`` (one, of any kind),
        ``amounts`` (several), ``news`` (dates, and conditions), ``target`` (conditions), or nothing.
    usual : tuple of str
        The outcomes where none are named.
    levers : int
        How many dimensions it can compare by.
    needs_levers : bool
        Whether it needs as many.
    only_levers : bool
        Whether it compares by levers alone, not by ``program`` and the like.
    of_sweep : bool
        Whether it shows a sweep.
    design : str
        The design that it needs, if any.
    example : str
        A line that makes a sweep with the levers that it needs, where any lever will not do.
    """

    about: str
    function: str
    takes: str = ""
    usual: tuple[str, ...] = ()
    levers: int = 0
    needs_levers: bool = False
    only_levers: bool = False
    of_sweep: bool = True
    design: str = ""
    example: str = ""


OF_SIZES = "lunarsim -m plant.scale=0.1,1,10"

_STATION = ("station_working_year", "station_basic_year", "station_extended_year")

KINDS = {
    "dates": Kind(
        "probability of having reached each milestone, year by year, with the error of the estimate",
        "dates.cumulative_dates",
        "dates",
        (*_STATION, "first_product_year", "first_return_year"),
        1,
    ),
    "distribution": Kind(
        "how the dates of milestones are spread over the years, and how many runs never reach them",
        "dates.distribution_of_dates",
        "dates",
        _STATION[1:],
        1,
    ),
    "fan": Kind("a monthly series with the spread of the runs", "fans.monthly_fan", "months", ("month_power_kw",), 1),
    "power": Kind(
        "power of the station through the night and the load that it serves, month by month with their spread",
        "stations.power.power_and_load",
        levers=1,
    ),
    "waterfall": Kind(
        "why a milestone is late: from the planned to the mean date, cause by cause",
        "missions.waterfall.delay_waterfall",
        "date",
        ("station_basic_year",),
        1,
    ),
    "launches": Kind(
        "planned and first launch of each mission, and how its first flight ends", "missions.launch_gantt.launch_gantt"
    ),
    "promises": Kind(
        "official milestones: the promised date beside those that come of it", "missions.promised_dates.promised_dates"
    ),
    "tornado": Kind(
        "which factor moves an outcome most, each by itself; of design=one_at_a_time",
        "tornado.tornado",
        "amount",
        ("station_basic_year",),
        design="one_at_a_time",
    ),
    "heat_map": Kind(
        "an outcome for each pair of values of two levers, such as a break-even map of npv_musd",
        "heat_map.heat_map",
        "amount",
        ("station_basic_year",),
        2,
        needs_levers=True,
    ),
    "amounts": Kind(
        "amounts for each value of a lever, with the spread of the runs",
        "amounts.amounts_by_lever",
        "amounts",
        ("ree_produced_kg",),
        1,
        needs_levers=True,
    ),
    "grade": Kind("soil above a cut-off grade, and how rich it is", "grade_tonnage.grade_tonnage", levers=1),
    "elements": Kind(
        "rare earths from the soil to the Earth: what is lost at each stage, by element",
        "element_waterfall.element_waterfall",
    ),
    "production": Kind("rare earths made and returned up to each month", "production.production", levers=1),
    "breakeven": Kind(
        "where the mine breaks even: its value over the cost of a kilogram and the price, with the contour of zero",
        "money.break_even_map.break_even_map",
        levers=1,
        only_levers=True,
    ),
    "cash_flow": Kind(
        "the discounted cash flow of the mine up to each year, with the spread of the runs",
        "money.cash_flow.cash_flow_fan",
        levers=1,
        only_levers=True,
    ),
    "cost": Kind(
        "what the unit cost of oxide is made of: delivery, hardware, spares, operations and return",
        "money.cost_build_up.cost_build_up",
        levers=1,
        only_levers=True,
    ),
    "reliance": Kind(
        "import reliance of blocs over time, stage by stage, with and without lunar product",
        "supply.import_reliance_by_bloc",
    ),
    "prices": Kind(
        "what the product's mix of oxides cost in the past, and the spread of its price to come",
        "supply.prices_over_time",
    ),
    "scale": Kind(
        "what a kilogram costs on Earth by the size of the plant, above its floor, and what it is worth there",
        "scale.unit_cost_by_scale",
        levers=1,
        needs_levers=True,
        only_levers=True,
        example=OF_SIZES,
    ),
    "functions": Kind(
        "availability of each function of the station, year by year", "stations.functions.functions_by_year", levers=1
    ),
    "hours": Kind(
        "what the working hours of robots and crews at the station went to", "stations.hours.working_hours", levers=1
    ),
    "supplies": Kind(
        "mass delivered to the station by class of supply and year", "stations.supplies.supplies_by_year", levers=1
    ),
    "sensitivity": Kind(
        "which factors matter for an outcome: shares of its variance, with intervals",
        "answers.what_matters.what_matters",
        "amount",
        ("station_basic_year",),
    ),
    "signposts": Kind(
        "what can be seen before 2030, and how far it would move the forecast of an outcome",
        "answers.telling_signs.telling_signs",
        "amount",
        ("station_extended_year",),
    ),
    "discover": Kind(
        "where a target is met more often, by ranges of factors: --outcomes 'station_extended<=2045'",
        "answers.found_box.found_box",
        "target",
    ),
    "regret": Kind(
        "how much worse each value of a lever is than the best one, and how often it is best",
        "answers.regret_of_options.regret_of_options",
        "amount",
        ("npv_musd",),
        1,
        needs_levers=True,
        only_levers=True,
    ),
    "news": Kind(
        "milestones before and after news: --given change_7.outcome=lost", "answers.before_after.before_after", "news"
    ),
    "moon": Kind("the known sites on the Moon by thorium; needs no sweep", "moon_map.moon_map", of_sweep=False),
}
"""The kinds by the name that a line gives them, in the order of the gallery."""
