"""What if the reactor never comes, and what more sun would do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import xarray as xr
from matplotlib.figure import Figure as Drawing

from experiments.answers.figure import Figure, difference, quantile, reached, select
from lunarsim.plots import heat_map

SWEEPS = {"sweep": ("experiment=sun_or_reactor",)}

REACTOR, SUN = "missions.russia_power_plant_1.cancelled", "missions.sun_1.cancelled"
CASES = {
    "reactor": {REACTOR: False, SUN: True},
    "both": {REACTOR: False, SUN: False},
    "neither": {REACTOR: True, SUN: True},
    "sun": {REACTOR: True, SUN: False},
}


def figures(sweep: xr.Dataset) -> dict[str, Figure]:
    """Return the figures of the answer."""
    end = float(sweep["horizon_year"].max())
    extended, basic = sweep["station_extended_year"], sweep["station_basic_year"]
    plan = CASES["reactor"]
    found = {}
    for name, case in CASES.items():
        runs = select(extended, **case)
        found |= {
            f"extended_{name}": reached(runs),
            f"early_{name}": quantile(runs, 0.1),
            f"later_{name}": difference(select(extended, **plan), runs, end),
            f"basic_{name}": difference(select(basic, **plan), select(basic, **case), end),
        }
    return found


def claims(found: Mapping[str, Figure]) -> Iterator[tuple[str, bool]]:
    """Yield what the words of the answer take for granted."""
    yield "without the reactor less likely", found["extended_neither"].value < found["extended_reactor"].value
    yield "without it later", found["later_neither"].low > 0
    yield (
        "the sun makes it likelier in either case",
        (
            found["extended_both"].value > found["extended_reactor"].high
            and found["extended_sun"].value > found["extended_neither"].high
        ),
    )
    alone = found["extended_sun"].value > found["extended_reactor"].value
    yield "the sun alone does as much as the reactor alone", alone
    yield "the Sun brings the basic station forward", max(found["basic_both"].high, found["basic_sun"].high) < 0
    yield "without either it is later", found["basic_neither"].low > 0


ANSWER = """\
The extended station, which asks for 100 kW through a night, is reached by mid-2056 with a probability of
{extended_reactor:2} with the reactor ({extended_reactor:2 interval}) and {extended_neither:2} without it
({extended_neither:2 interval}), {later_neither} years later on average ({later_neither:interval}): China then orders
a plant of its own. Four more solar units with storage, one a year from 2033 on, do as much as the reactor:
{extended_sun:2} without it ({extended_sun:2 interval}) and {extended_both:2} with both ({extended_both:2 interval});
its earliest tenth comes by {early_both:1} with both, by {early_reactor:1} with the reactor alone. They bring the
basic station, which asks for 10 kW through a night, forward by {basic_sun:abs} years on average ({basic_sun:abs
interval}); with neither it comes {basic_neither} later ({basic_neither:interval}). The units wait for no partner;
that each lasts 12 kW through a dark spell of 100 hours on a polar ridge is an analogue, from 0.3 to double in the
runs (`station.power_multiplier`).
"""


def picture(sweep: xr.Dataset) -> Drawing:
    """Draw how likely the extended station is, with and without the reactor and more sun."""
    return heat_map(sweep, "station_extended_year", (REACTOR, SUN), "probability")
