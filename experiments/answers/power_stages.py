"""Whether to wait for the reactor, or to build power up from the Sun in stages, or all at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import xarray as xr
from matplotlib.figure import Figure as Drawing

from experiments.answers.figure import Figure, difference, quantile, reached, select
from lunarsim.plots import cumulative_dates

SWEEPS = {"sweep": ("experiment=power_stages",)}

REACTOR, STAGES, ONCE = "planned", "missions.stage_1.cancelled", "missions.at_once_1.cancelled"
IN_TIME, LATE = "2035-07-01", "2045-07-01"
SUN = {"none": (True, True), "stages": (False, True), "once": (True, False)}
CASES = {
    f"{sun}{late}": {REACTOR: planned, STAGES: stages, ONCE: once}
    for late, planned in (("", IN_TIME), ("_late", LATE))
    for sun, (stages, once) in SUN.items()
}


def figures(sweep: xr.Dataset) -> dict[str, Figure]:
    """Return the figures of the answer."""
    end = float(sweep["horizon_year"].max())
    extended, basic = sweep["station_extended_year"], sweep["station_basic_year"]
    costs = sweep["cost_musd"].sel(program="china")
    plan = CASES["none"]
    found = {}
    for name, case in CASES.items():
        runs = select(extended, **case)
        found |= {
            f"extended_{name}": reached(runs),
            f"early_{name}": quantile(runs, 0.1),
            f"sooner_{name}": difference(runs, select(extended, **plan), end),
            f"basic_{name}": difference(select(basic, **plan), select(basic, **case), end),
            f"cost_{name}": difference(select(costs, **plan), select(costs, **case)),
        }
    return found


def claims(found: Mapping[str, Figure]) -> Iterator[tuple[str, bool]]:
    """Yield what the words of the answer take for granted."""
    yield "a late reactor makes it later, if little", -1.0 < found["sooner_none_late"].value < 0.0
    for late in ("", "_late"):
        yield (
            f"the Sun makes it likelier{late}",
            found[f"extended_stages{late}"].low > found[f"extended_none{late}"].value,
        )
        yield f"and at once as well{late}", found[f"extended_once{late}"].low > found[f"extended_none{late}"].value
        yield f"stages bring it sooner{late}", found[f"sooner_stages{late}"].value > found[f"sooner_once{late}"].value
    yield "the Sun outweighs a late reactor", found["extended_stages_late"].low > found["extended_none"].value
    yield "the basic station depends on none of it", all(abs(found[f"basic_{name}"].value) < 0.15 for name in CASES)


ANSWER = """\
In stages, and without waiting. With the reactor planned for 2035 and no more Sun the extended station, which asks for
100 kW through a night, is reached by mid-2056 with a probability of {extended_none:2} ({extended_none:2 interval});
with the reactor ten years late of {extended_none_late:2} ({extended_none_late:2 interval}). Four units with storage,
one a year from 2033 on, make that {extended_stages:2} ({extended_stages:2 interval}), and {extended_stages_late:2}
with the late reactor ({extended_stages_late:2 interval}); their earliest tenth comes in {early_stages:1} against
{early_none:1}. The same units in two flights of Long March 9 in 2036 give {extended_once:2}
({extended_once:2 interval}) and {extended_once_late:2} ({extended_once_late:2 interval}): fewer flights, but each of
them waits for a vehicle that has not flown yet and may never, and a lost one costs twice as much. Stages bring it
{sooner_stages} years sooner than the plan on average ({sooner_stages:interval}), at once {sooner_once}
({sooner_once:interval}), for {cost_stages:billion 1} and {cost_once:billion 1} billion USD more. What a reactor
weighs against arrays and storage at a site stands in [power](../docs/power.md); that each unit gives 12 kW through
100 hours of darkness is an analogue.
"""


def picture(sweep: xr.Dataset) -> Drawing:
    """Draw when the station is extended, by what the Sun adds, with the reactor in time."""
    return cumulative_dates(sweep.sel({REACTOR: IN_TIME, ONCE: True}), ("station_extended_year",), STAGES)
