"""What if Starship never lands on the Moon."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import xarray as xr
from matplotlib.figure import Figure as Drawing

from experiments.answers.figure import Figure, difference, first_of, mean, quantile, reached, select
from lunarsim.plots import heat_map

SWEEPS = {"sweep": ("experiment=no_starship",)}

STARSHIP, BLUE_MOON = "missions.hls_demonstration.cancelled", "missions.blue_moon_2_demonstration.cancelled"
CASES = {
    "both": {STARSHIP: False, BLUE_MOON: False},
    "blue_moon": {STARSHIP: True, BLUE_MOON: False},
    "starship": {STARSHIP: False, BLUE_MOON: True},
    "neither": {STARSHIP: True, BLUE_MOON: True},
}


def figures(sweep: xr.Dataset) -> dict[str, Figure]:
    """Return the figures of the answer."""
    end = float(sweep["horizon_year"].max())
    american = sweep["station"].values.tolist()[-1]
    crews, landings = sweep["crewed_landing_year"], sweep["crewed_missions_flown"]
    both = select(crews, program="usa", **CASES["both"])
    found = {}
    for name, case in CASES.items():
        usa, china = (select(crews, program=program, **case) for program in ("usa", "china"))
        found |= {
            f"median_{name}": quantile(usa),
            f"reached_{name}": reached(usa),
            f"first_{name}": first_of(usa, china),
            f"cost_{name}": difference(both, usa, end),
            f"landings_{name}": mean(select(landings, program="usa", **case)),
            f"basic_{name}": reached(select(sweep["station_basic_year"], station=american, **case)),
        }
    return found


def claims(found: Mapping[str, Figure]) -> Iterator[tuple[str, bool]]:
    """Yield what the words of the answer take for granted."""
    yield "all land with both", found["reached_both"].value > 0.99
    yield "without Starship it is later", found["cost_blue_moon"].low > 0
    yield "without both never", found["reached_neither"].value == 0.0
    yield "no basic base without Starship", found["basic_blue_moon"].value < 0.01 < found["basic_both"].value


def picture(sweep: xr.Dataset) -> Drawing:
    """Draw the first American crewed landing, by the landers that there are."""
    return heat_map(sweep, "crewed_landing_year(usa)", (STARSHIP, BLUE_MOON))


ANSWER = """\
Without Starship the first American crew lands with Blue Moon Mark 2, {cost_blue_moon} years later on average
({cost_blue_moon:interval}; median {median_blue_moon:1 ends} against {median_both:1 ends}), and by mid-2056 in
{reached_blue_moon:percent 0} % of the runs against all. Without Blue Moon it lands in {reached_starship:percent 0} %,
as a Starship that fails for good has nothing beside it then; without both never. An American crew is first in
{first_both:percent 0} % of the runs with both landers ({first_both:percent 0 interval}), in {first_blue_moon:percent
0} % with Blue Moon alone ({first_blue_moon:percent 0 interval}) and in {first_starship:percent 0} % with Starship
alone ({first_starship:percent 0 interval}). As each lander serves one landing, there are {landings_both:1} American
landings by mid-2056 with both, {landings_blue_moon:1} with Blue Moon alone and {landings_starship:1} with Starship
alone, on average. The Moon base loses more: reactor, habitats and the pressurized rover are planned on Starship, so
that without it there is no basic base at all, which is a matter of the plan and could be planned otherwise.
"""
