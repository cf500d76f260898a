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
        stages, once = found[f"extended_stages{late}"], found[f"extended_once{late}"]
        yield f"the Sun makes it likelier{late}", stages.value > found[f"extended_none{late}"].high - 0.01
        yield f"and at once as well{late}", once.low > found[f"extended_none{late}"].value
        yield f"neither way clearly likelier{late}", stages.low < once.value < stages.high
        yield f"both bring basic forward{late}", max(found[f"basic_{way}{late}"].high for way in ("stages", "once")) < 0
        yield f"stages more{late}", found[f"basic_stages{late}"].value < found[f"basic_once{late}"].low
    yield "the Sun makes up for a late reactor", found["extended_stages_late"].value > found["extended_none"].value


ANSWER = """\
In stages for the basic station; for the extended one either way. With the reactor planned for 2035 and no more Sun
the extended station, which asks for 100 kW through a night, is reached by mid-2056 with a probability of
{extended_none:2} ({extended_none:2 interval}); with the reactor ten years late of {extended_none_late:2}
({extended_none_late:2 interval}). Four units with storage, one a year from 2033 on, make that {extended_stages:2}
({extended_stages:2 interval}), and {extended_stages_late:2} with the late reactor ({extended_stages_late:2
interval}), so that they make up for it. The same units in two flights of Long March 9 in 2036 give {extended_once:2}
({extended_once:2 interval}) and {extended_once_late:2} ({extended_once_late:2 interval}), no clear difference. The
basic station, which asks for 10 kW, comes {basic_stages:abs} years earlier on average in stages ({basic_stages:abs
interval}) and {basic_once:abs} at once ({basic_once:abs interval}), as two large flights wait for a vehicle that has
not flown yet and may never. Stages cost {cost_stages:billion 1} and flights at once {cost_once:billion 1} billion USD
more than the plan. What a reactor weighs against arrays and storage at a site stands in [power](../docs/power.md);
that each unit lasts 12 kW through 100 hours of darkness is an analogue, from 0.3 to double in the runs
(`station.power_multiplier`).
"""


def picture(sweep: xr.Dataset) -> Drawing:
    """Draw when the station is extended, by what the Sun adds, with the reactor in time."""
    return cumulative_dates(sweep.sel({REACTOR: IN_TIME, ONCE: True}), ("station_extended_year",), STAGES)
