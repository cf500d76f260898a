"""The return of the product: what reached the Earth, what was lost, and what is left on the Moon."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from lunarsim.words.arrays import FloatArray
from lunarsim.words.sums import total
from lunarsim.words.units import DAYS_PER_YEAR
from lunarsim.world.history.mine import MineTrace, Shipment
from lunarsim.world.outcomes.group import Arrays, computes
from lunarsim.world.outcomes.mine import made_by_kg, product_by_month_kg, stock
from lunarsim.world.outcomes.runs import TracedRuns
from lunarsim.world.outcomes.variable import Variable

_ROUNDING = 1e-9

OLD_PRODUCT_YEARS = 2.0
"""Product that is older has had time to come home [yr]."""


def delivered_kg(runs: TracedRuns) -> FloatArray:
    """Return the oxide that reached the Earth by its holder, dims (run, program) [kg]."""
    programs = runs.index("program")
    delivered = np.zeros((runs.count, len(programs)))
    for run, purity, shipment in _shipments(runs):
        for name, mass_kg in shipment.received_kg.items():
            delivered[run, programs[name]] += mass_kg * purity
    return delivered


@computes(
    Variable(
        "reo_delivered_kg",
        "rare-earth oxide delivered",
        "kg",
        ("program",),
        about="Oxide that reached the Earth, by the program that holds it.",
    ),
    Variable("reo_lost_kg", "rare-earth oxide lost", "kg", about="During returns; it is paid for and reaches nobody."),
    Variable(
        "reo_on_moon_kg",
        "rare-earth oxide on the Moon",
        "kg",
        about="Made and not sent home by the end. With what is delivered, lost and under way it is all that was made.",
    ),
    Variable(
        "exported_share",
        "product that came home",
        "1",
        about=(
            "Share of the oxide made by two years before the end that reached the Earth, where what was made first "
            "goes home first: the rest was lost, stayed or waits. NaN where none was made by then."
        ),
    ),
    Variable(
        "returns_flown",
        "return flights",
        "1",
        dtype="i4",
        about="Craft that flew home with product, lost or under way as well.",
    ),
    Variable(
        "return_propellant_kg",
        "propellant of the returns",
        "kg",
        about="Used by the return flights, flown in or made on the Moon.",
    ),
)
def returns(runs: TracedRuns) -> Arrays:
    """Add up the return flights and what they carried."""
    purity = runs.column("flowsheet", "reo_purity")
    shipments = [trace.mine.shipments for trace in runs.traces]
    lost_kg = [total((one.lost_kg for one in flown), 0.0) for flown in shipments]
    propellant_kg = [total((one.propellant_kg for one in flown), 0.0) for flown in shipments]
    return {
        "reo_delivered_kg": runs.shared(delivered_kg),
        "reo_lost_kg": np.array(lost_kg, dtype=float) * purity,
        "reo_on_moon_kg": stock(runs, "product_left") * purity,
        "exported_share": runs.each(lambda trace: _exported_share(trace.mine, trace.horizon_days)),
        "returns_flown": np.array([total((one.craft for one in flown), 0) for flown in shipments]),
        "return_propellant_kg": np.array(propellant_kg, dtype=float),
    }


@computes(
    Variable(
        "month_reo_shipped_kg",
        "rare-earth oxide shipped",
        "kg",
        ("month",),
        "f4",
        about="Product that left the Moon, lost or not, as oxide.",
    ),
    Variable("month_reo_delivered_kg", "rare-earth oxide delivered", "kg", ("month",), "f4"),
    Variable(
        "year_reo_delivered_kg",
        "rare-earth oxide delivered",
        "kg",
        ("program", "year"),
        "f4",
        about="By the program that holds it.",
    ),
    Variable(
        "month_reo_on_moon_kg", "rare-earth oxide on the Moon", "kg", ("month",), "f4", about="At the month's end."
    ),
)
def returns_in_time(runs: TracedRuns) -> Arrays:
    """Add up by month and year what left the Moon and what reached the Earth."""
    shipments = _shipments(runs)
    shipped = runs.month_sums((run, one.sent_day, one.sent_kg * purity) for run, purity, one in shipments)
    delivered = runs.month_sums(
        (run, one.arrived_day, total(one.received_kg.values(), 0.0) * purity)
        for run, purity, one in shipments
        if one.received_kg
    )
    oxide = runs.shared(product_by_month_kg) * runs.column("flowsheet", "reo_purity")[:, np.newaxis]
    return {
        "month_reo_shipped_kg": shipped,
        "month_reo_delivered_kg": delivered,
        "year_reo_delivered_kg": _delivered_by_year(runs),
        "month_reo_on_moon_kg": _left(oxide, shipped),
    }


def _exported_share(mine: MineTrace, horizon_days: float) -> float:
    """Return the share of the old product that reached the Earth; of each shipment the oldest is as often lost [1]."""
    made_kg = left_kg = made_by_kg(mine.intervals, horizon_days - OLD_PRODUCT_YEARS * DAYS_PER_YEAR)
    home_kg = []
    for shipment in mine.shipments:
        old_kg = min(shipment.sent_kg, left_kg)
        left_kg -= old_kg
        if shipment.received_kg:
            home_kg.append(total(shipment.received_kg.values(), 0.0) * old_kg / shipment.sent_kg)
    return total(home_kg, 0.0) / made_kg if made_kg > 0.0 else math.nan


def _shipments(runs: TracedRuns) -> list[tuple[int, float, Shipment]]:
    """Return all shipments, each with the index of its run and its share of oxide."""
    return [
        (run, scenario.flowsheet.reo_purity, shipment)
        for run, (scenario, trace) in enumerate(zip(runs.scenarios, runs.traces, strict=True))
        for shipment in trace.mine.shipments
    ]


def _delivered_by_year(runs: TracedRuns) -> NDArray[np.float32]:
    """Return the oxide that reached the Earth in each year by its holder, dims (run, program, year) [kg]."""
    programs, edges = runs.index("program"), runs.calendar.year_edges
    delivered = np.zeros((runs.count, len(programs), len(runs.calendar.years)), dtype=np.float32)
    for run, purity, shipment in _shipments(runs):
        if shipment.received_kg:
            year = int(np.searchsorted(edges, shipment.arrived_day, side="right")) - 1
            for name, mass_kg in shipment.received_kg.items():
                delivered[run, programs[name], year] += mass_kg * purity
    return delivered


def _left(produced: FloatArray, shipped: FloatArray) -> FloatArray:
    """Return what is left at each month's end; what is no more than rounding is nothing."""
    so_far = np.cumsum(produced, axis=-1)
    left = so_far - np.cumsum(shipped, axis=-1)
    left[left < _ROUNDING * so_far] = 0.0
    return left
