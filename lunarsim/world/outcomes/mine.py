"""What the mine and its plant made: soil, rare earths, oxygen, energy and reagents, and what held the plant down."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter

import numpy as np

from lunarsim.words.arrays import FloatArray
from lunarsim.words.sums import total
from lunarsim.world.history.mine import LIMITS, MineTrace, PlantInterval
from lunarsim.world.outcomes.flights import flight_table
from lunarsim.world.outcomes.group import Arrays, computes
from lunarsim.world.outcomes.runs import TracedRuns
from lunarsim.world.outcomes.variable import Coordinate, Variable

LIMIT = Coordinate(LIMITS, "limit of the plant")


def stock(runs: TracedRuns, name: str) -> FloatArray:
    """Return a stock of the plant at the horizon, dims (run,) [kg]."""
    return runs.each(lambda trace: trace.mine.stocks_kg[name])


def soil_mined_t(runs: TracedRuns) -> FloatArray:
    """Return the soil mined by the horizon, dims (run,) [t]."""
    return stock(runs, "soil") * 1e-3


def reo_produced_kg(runs: TracedRuns) -> FloatArray:
    """Return the oxide made by the horizon, dims (run,) [kg]."""
    return stock(runs, "product") * runs.column("flowsheet", "reo_purity")


def produced_by_element_kg(runs: TracedRuns) -> FloatArray:
    """Return each element in the oxide made by the horizon, dims (run, ree) [kg]."""
    per_soil = np.array([deposit.flowsheet.element_kg for deposit in runs.deposits])
    produced: FloatArray = stock(runs, "leached")[:, np.newaxis] * per_soil
    return produced


@computes(
    Variable("soil_mined_t", "soil mined", "t"),
    Variable(
        "area_mined_km2",
        "area mined",
        "km2",
        about=(
            "Ground dug to the mining depth: soil mined over all that can be dug, times the accessible area above the "
            "cut-off."
        ),
    ),
)
def mined(runs: TracedRuns) -> Arrays:
    """Compute the soil and the area that are mined."""
    soil_kg = np.array([deposit.soil_kg for deposit in runs.deposits])
    above_share = np.array([deposit.above_share for deposit in runs.deposits])
    dug = np.divide(stock(runs, "soil"), soil_kg, out=np.zeros(runs.count), where=soil_kg > 0)
    minable_km2 = runs.column("deposit", "area_km2") * runs.column("deposit", "access") * above_share
    return {"soil_mined_t": soil_mined_t(runs), "area_mined_km2": dug * minable_km2}


@computes(
    Variable(
        "plant_limited_by",
        "what limits the plant",
        "1",
        ("limit",),
        about=(
            "Share of the time from its first work to the horizon in which a limit holds its rare earths down; "
            "of equal ones the first in the way of the soil. NaN where it never worked."
        ),
    ),
)
def limits(runs: TracedRuns) -> Arrays:
    """Compute the share of the time in which each limit holds the plant down."""
    shares = [_limit_shares(trace.mine, trace.horizon_days) for trace in runs.traces]
    return {"plant_limited_by": np.array(shares, dtype=float)}


def _limit_shares(mine: MineTrace, horizon_days: float) -> list[float]:
    if not mine.limits:
        return [np.nan] * len(LIMITS)
    days = dict.fromkeys(LIMITS, 0.0)
    ends = [day for day, _ in mine.limits[1:]] + [horizon_days]
    for (start, binding), end in zip(mine.limits, ends, strict=True):
        for limit, share in binding:
            days[limit] += share * (end - start)
    total = horizon_days - mine.limits[0][0]
    return [days[limit] / total for limit in LIMITS]


@computes(
    Variable(
        "plant_unit_hardware_kg",
        "hardware of a plant unit",
        "kg",
        about="Machines, power and spares of one unit, without reagents; 0 where none was to fly.",
    ),
    Variable(
        "ree_produced_kg",
        "rare earths produced",
        "kg",
        about="14 lanthanides in the mixed oxide made on the Moon; Y and Sc are not counted.",
    ),
    Variable(
        "reo_produced_kg",
        "rare-earth oxide produced",
        "kg",
        about="Oxides of the lanthanides and yttrium in the mixed product.",
    ),
    Variable(
        "ree_produced_by_element_kg",
        "element produced",
        "kg",
        ("ree",),
        about="Each element in the mixed oxide, as element; Y and Sc stand beside the 14 lanthanides.",
    ),
    Variable(
        "ree_in_slag_kg",
        "rare earths left in slag",
        "kg",
        about="14 lanthanides of the mined soil that are no product.",
    ),
)
def rare_earths(runs: TracedRuns) -> Arrays:
    """Compute the rare earths in product and slag."""
    ree_kg = stock(runs, "leached") * np.array([deposit.flowsheet.ree_kg for deposit in runs.deposits])
    grade = np.array([deposit.ree_grade for deposit in runs.deposits])
    return {
        "plant_unit_hardware_kg": runs.each(lambda trace: trace.mine.unit_hardware_kg),
        "ree_produced_kg": ree_kg,
        "reo_produced_kg": reo_produced_kg(runs),
        "ree_produced_by_element_kg": produced_by_element_kg(runs),
        "ree_in_slag_kg": stock(runs, "soil") * grade - ree_kg,
    }


@computes(
    Variable("oxygen_produced_kg", "oxygen produced", "kg"),
    Variable("oxygen_left_kg", "oxygen left", "kg", about="Made on the Moon and not used as propellant of returns."),
    Variable("energy_used_mwh", "energy of the plant", "MW h"),
    Variable("spares_used_kg", "spares used up", "kg", about="By the machines and excavators of the plant."),
    Variable("reagent_used_kg", "reagents lost", "kg", about="Acid and oxalic acid that the plant did not win back."),
    Variable(
        "mass_payback",
        "product per mass landed",
        "kg kg-1",
        about="Oxide produced by the end over the mass landed for the mine; NaN without a mine.",
    ),
    Variable(
        "mass_payback_oxygen",
        "oxygen per mass landed",
        "kg kg-1",
        about="Oxygen produced by the end over the mass landed for the mine; NaN without a mine.",
    ),
    Variable(
        "mass_balance_residual_kg",
        "residual of the mass balance",
        "kg",
        about=(
            "Of melt, metal, product, shipments, arrivals, reagents, spares, oxygen, craft, propellant and departures "
            "the largest difference of what went in and what came out or is left."
        ),
    ),
)
def oxygen_and_upkeep(runs: TracedRuns) -> Arrays:
    """Compute oxygen, energy and reagents, what the mine gives for its mass, and how well its balance closes."""
    landed_kg = runs.each(lambda trace: trace.mine.landed_kg)
    payback, of_oxygen = np.full((2, runs.count), np.nan)
    np.divide(reo_produced_kg(runs), landed_kg, out=payback, where=landed_kg > 0)
    np.divide(stock(runs, "oxygen"), landed_kg, out=of_oxygen, where=landed_kg > 0)
    return {
        "oxygen_produced_kg": stock(runs, "oxygen"),
        "oxygen_left_kg": stock(runs, "oxygen_left"),
        "energy_used_mwh": runs.each(lambda trace: total(map(_energy_mwh, trace.mine.intervals), 0.0)),
        "spares_used_kg": stock(runs, "spares"),
        "reagent_used_kg": stock(runs, "reagents"),
        "mass_payback": payback,
        "mass_payback_oxygen": of_oxygen,
        "mass_balance_residual_kg": runs.each(lambda trace: max(trace.mine.residual_kg.values(), key=abs)),
    }


def _energy_mwh(interval: PlantInterval) -> float:
    return interval.power_kw * (interval.end_day - interval.start_day) * 24e-3


def made_by_kg(intervals: list[PlantInterval], day: float) -> float:
    """Return the mixed oxide made by a day [kg]."""
    days = (max(min(part.end_day, day) - part.start_day, 0.0) * part.product for part in intervals)
    return total(days, 0.0)


@computes(
    Variable("metal_produced_kg", "metal produced", "kg", about="Ferrosilicon of molten electrolysis."),
    Variable("metal_left_kg", "metal left", "kg", about="Made on the Moon and in no part of a unit."),
    Variable(
        "plant_units_grown",
        "plant units of own product",
        "1",
        dtype="i4",
        about="Units whose parts the plant made and for which all that it cannot make had landed.",
    ),
    Variable("plant_built_kg", "plant built", "kg", about="Hardware of the units of own product, landed or not."),
    Variable(
        "plant_home_made_kg", "plant of own product", "kg", about="Of the plant built what came of metal and slag."
    ),
    Variable(
        "growth_landed_kg",
        "landed for growth",
        "kg",
        about="Workshop, and power, parts, reagents and spares of units of own product, not yet built ones too.",
    ),
    Variable(
        "plant_doubling_years",
        "doubling time of the plant",
        "year",
        about=(
            "By what a unit makes at full work, in the long run, with all that is flown in at hand; NaN where the "
            "plant does not grow from its own product."
        ),
    ),
)
def growth(runs: TracedRuns) -> Arrays:
    """Add up what the plant made for itself, and what was landed for it."""
    grown = [trace.mine.grown for trace in runs.traces]
    home_made_kg = np.array([total((unit.home_made_kg for unit in units), 0.0) for units in grown], dtype=float)
    landed_kg = np.array([total((unit.landed_kg for unit in units), 0.0) for units in grown], dtype=float)
    return {
        "metal_produced_kg": stock(runs, "metal"),
        "metal_left_kg": stock(runs, "metal_left"),
        "plant_units_grown": np.array([len(units) for units in grown]),
        "plant_built_kg": home_made_kg + landed_kg,
        "plant_home_made_kg": home_made_kg,
        "growth_landed_kg": runs.each(lambda trace: trace.mine.growth_landed_kg),
        "plant_doubling_years": runs.each(lambda trace: trace.mine.doubling_years),
    }


def product_by_month_kg(runs: TracedRuns) -> FloatArray:
    """Return the mixed oxide made in each month, dims (run, month) [kg]."""
    return _made_by_month(runs, "product")


@computes(
    Variable("month_plant_units", "plant units at work", "1", ("month",), "f4", about="Mean of the month."),
    Variable(
        "month_plant_units_sent",
        "plant units sent",
        "1",
        ("month",),
        "f4",
        about="Launched for the plant, in parts as flights took them; what was lost and sent again counts.",
    ),
    Variable("month_ree_produced_kg", "rare earths produced", "kg", ("month",), "f4", about="14 lanthanides."),
)
def plant_by_month(runs: TracedRuns) -> Arrays:
    """Compute units of the plant and rare earths made by month."""
    sheets = [deposit.flowsheet for deposit in runs.deposits]
    ree_share = np.array([sheet.ree_kg / sheet.product_kg if sheet.product_kg > 0 else 0.0 for sheet in sheets])
    return {
        "month_plant_units": runs.month_means(lambda trace: trace.mine.units),
        "month_plant_units_sent": runs.shared(flight_table).by_month("plant_units"),
        "month_ree_produced_kg": runs.shared(product_by_month_kg) * ree_share[:, np.newaxis],
    }


@computes(Variable("month_oxygen_produced_kg", "oxygen produced", "kg", ("month",), "f4"))
def oxygen_by_month(runs: TracedRuns) -> Arrays:
    """Compute the oxygen made by month."""
    return {"month_oxygen_produced_kg": _made_by_month(runs, "oxygen")}


def _made_by_month(runs: TracedRuns, name: str) -> FloatArray:
    rate = attrgetter(name)
    lengths = np.diff(runs.calendar.edges)
    return runs.month_means(lambda trace: _rate_steps(trace.mine.intervals, rate, trace.horizon_days)) * lengths


def _rate_steps(
    intervals: list[PlantInterval], rate: Callable[[PlantInterval], float], horizon_days: float
) -> list[tuple[float, float]]:
    """Return a rate of the plant as a history of steps; times without work have rate 0."""
    steps: list[tuple[float, float]] = []
    end = None
    for interval in intervals:
        if end is not None and interval.start_day > end:
            steps.append((end, 0.0))
        steps.append((interval.start_day, rate(interval)))
        end = interval.end_day
    if end is not None and end < horizon_days:
        steps.append((end, 0.0))
    return steps
