"""What a new cut-off from foreign parts costs, and what stands in their place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import xarray as xr
from matplotlib.figure import Figure as Drawing

from experiments.answers.figure import Figure, difference, reached, select
from lunarsim.plots import cumulative_dates

SWEEPS = {
    "sweep": ("experiment=technology_cutoff",),
    "of_2022": (
        "experiment=technology_cutoff",
        "plan=ilrs_2021",
        "cutoff=none,russia",
        "cutoff.date=2022-02-24",
        "cutoff.income_factor=0.9",
        "programs.russia.foreign_parts_share=0.9",
    ),
}


MILESTONES = ("station_working_year", "station_basic_year", "station_extended_year")


def figures(sweep: xr.Dataset, of_2022: xr.Dataset) -> dict[str, Figure]:
    """Return the figures of the answer."""
    launches, then = sweep["mission_launch_year"], of_2022["mission_launch_year"]
    end, end_then = (float(one["horizon_year"].max()) for one in (sweep, of_2022))
    none = {"cutoff": "none", "replacement": "domestic"}

    def cost(name: str, **case: str) -> Figure:
        data = sweep[name]
        if name == "crewed_landing_year":
            data = data.sel(program="china")
        return difference(select(data, **none), select(data, **case), end)

    found = {}
    for parts in ("domestic", "chinese"):
        case = {"cutoff": "russia", "replacement": parts}
        luna = [select(launches, mission="luna_27a", **chosen) for chosen in (none, case)]
        found[f"luna_27a_{parts}"] = difference(*luna, never=end)
    for mission in ("luna_25", "luna_26"):
        both = (select(then, mission=mission, cutoff=cutoff, replacement="domestic") for cutoff in ("none", "russia"))
        found[f"{mission}_2022"] = difference(*both, never=end_then)
    wide = {"cutoff": "russia_and_china", "replacement": "domestic"}
    bare = {"cutoff": "russia_and_china", "replacement": "none"}
    return found | {
        "luna_27a_none": reached(select(launches, mission="luna_27a", cutoff="russia", replacement="none")),
        "works_russia": cost("station_working_year", cutoff="russia", replacement="domestic"),
        "works_wide": cost("station_working_year", **wide),
        "basic_wide": cost("station_basic_year", **wide),
        "crew_wide": cost("crewed_landing_year", **wide),
        "works_bare": cost("station_working_year", **bare),
        "works_bare_reached": reached(select(sweep["station_working_year"], **bare)),
    }


def claims(found: Mapping[str, Figure]) -> Iterator[tuple[str, bool]]:
    """Yield what the words of the answer take for granted."""
    yield (
        "domestic parts cost more time than Chinese ones",
        found["luna_27a_domestic"].low > found["luna_27a_chinese"].high,
    )
    yield "without any it flies in few runs", found["luna_27a_none"].value < 0.5
    yield "the joint station hardly notices", found["works_russia"].value < 0.25
    yield "widened to China it costs the station", min(found["works_wide"].low, found["basic_wide"].low) > 0.2
    yield "nothing in place is worst", found["works_bare"].low > found["works_wide"].high
    yield "one run of ten never works then", 0.05 < 1.0 - found["works_bare_reached"].value < 0.15


def picture(sweep: xr.Dataset, of_2022: xr.Dataset) -> Drawing:
    """Draw when each milestone is reached, by cut-off."""
    return cumulative_dates(sweep.sel(replacement="domestic"), MILESTONES, "cutoff")


ANSWER = """\
Of Russia alone it costs Luna 27A {luna_27a_domestic} years with domestic parts ({luna_27a_domestic:interval}) and
{luna_27a_chinese} with Chinese ones ({luna_27a_chinese:interval}); without any it flies in {luna_27a_none:percent 0}
% of the runs only. The joint station hardly notices (works {works_russia} years later, {works_russia:interval});
widened to China it costs the station {works_wide} years to work ({works_wide:interval}) and {basic_wide} to be basic
({basic_wide:interval}), the first Chinese crew {crew_wide} ({crew_wide:interval}), and with nothing in place of the
parts the station works {works_bare:0} years later on average ({works_bare:1 interval}) or, in one run of ten, never.
Cargo of the mine carries no foreign parts in this model, so its dates stay. Seen from June 2021, the cut-off of 2022
moves Luna 26 by {luna_26_2022} years ({luna_26_2022:interval}) and Luna 25 by {luna_25_2022}
({luna_25_2022:interval}) with domestic parts.
"""
