"""What missions to Mars take from the Moon."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import xarray as xr
from matplotlib.figure import Figure as Drawing

from experiments.answers.figure import Figure, difference, reached, select
from lunarsim.plots import cumulative_dates

SWEEPS = {"sweep": ("experiment=moon_and_mars",)}


MILESTONES = ("station_working_year", "station_basic_year", "first_product_year")


def figures(sweep: xr.Dataset) -> dict[str, Figure]:
    """Return the figures of the answer."""
    end = float(sweep["horizon_year"].max())
    dates = {
        "basic": sweep["station_basic_year"],
        "crew": sweep["crewed_landing_year"].sel(program="china"),
        "product": sweep["first_product_year"],
        "return": sweep["first_return_year"],
    }
    found = {}
    for short, data in dates.items():
        none, announced, ambitious = (select(data, mars=mars) for mars in ("none", "announced", "ambitious"))
        found |= {
            f"{short}_announced": difference(none, announced, end),
            f"{short}_ambitious": difference(none, ambitious, end),
            f"{short}_probability": reached(none),
            f"{short}_probability_ambitious": reached(ambitious),
        }
    return found


def claims(found: Mapping[str, Figure]) -> Iterator[tuple[str, bool]]:
    """Yield what the words of the answer take for granted."""
    yield (
        "announced missions cost nothing that shows",
        all(abs(found[f"{short}_announced"].value) < 0.1 for short in ("basic", "crew", "product", "return")),
    )
    yield (
        "crewed ones put the station and the crew off",
        min(found[f"{short}_ambitious"].low for short in ("basic", "crew")) > 1,
    )
    for short in ("product", "return"):
        yield (
            f"crewed ones lower the chance of a first {short}",
            (found[f"{short}_probability_ambitious"].value < found[f"{short}_probability"].value),
        )


def picture(sweep: xr.Dataset) -> Drawing:
    """Draw when each milestone is reached, by missions to Mars."""
    return cumulative_dates(sweep, MILESTONES, "mars")


ANSWER = """\
Announced missions (Tianwen-3) cost the Moon nothing that shows. Crewed ones, as only proposed, on the same launchers
and money put the basic station off by {basic_ambitious} years ({basic_ambitious:interval}) and the first crewed
landing by {crew_ambitious} ({crew_ambitious:interval}), and lower the chance of a first product by May 2052 from
{product_probability:2} to {product_probability_ambitious:2} and of a first return, which at the pole waits up to two
years for a fuller craft, from {return_probability:2} to {return_probability_ambitious:2}; new money for them
(`programs.china.new_money_share`) would leave launchers and pads as the only contest.
"""
