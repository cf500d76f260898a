"""What a second command center, a fourth reactor, and more relays, rovers and robots do for a station."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import xarray as xr
from matplotlib.figure import Figure as Drawing

from experiments.answers.figure import Figure, difference, mean, reached, select
from lunarsim.plots import heat_map

SWEEPS = {"sweep": ("experiment=redundancy",)}

COMMAND, REACTOR = "missions.second_command.cancelled", "missions.fourth_reactor.cancelled"
KEPT = "kept_at_work"
PLAN = {COMMAND: True, REACTOR: True, KEPT: 2}
CASES = {
    "command": {**PLAN, COMMAND: False},
    "reactor": {**PLAN, REACTOR: False},
    "one": {**PLAN, KEPT: 1},
    "three": {**PLAN, KEPT: 3},
    "all": {COMMAND: False, REACTOR: False, KEPT: 3},
}


def figures(sweep: xr.Dataset) -> dict[str, Figure]:
    """Return the figures of the answer."""
    end = float(sweep["horizon_year"].max())
    available, extended = sweep["station_availability"], sweep["station_extended_year"]
    costs = sweep["cost_musd"].sel(program="china")
    runs = select(available, **PLAN)
    found = {
        "plan": mean(runs[np.isfinite(runs)]),
        "extended_plan": reached(select(extended, **PLAN)),
    }
    for name, case in CASES.items():
        steps = select(available, **case) - runs
        found |= {
            # Both or neither of a pair work the surface, but for what shares a vehicle with the added flights.
            f"gain_{name}": mean(steps[np.isfinite(steps)]),
            f"extended_{name}": reached(select(extended, **case)),
            f"sooner_{name}": difference(select(extended, **case), select(extended, **PLAN), end),
            f"cost_{name}": difference(select(costs, **PLAN), select(costs, **case)),
        }
    return found


def claims(found: Mapping[str, Figure]) -> Iterator[tuple[str, bool]]:
    """Yield what the words of the answer take for granted."""
    yield "the second command center makes it work more", found["gain_command"].low > 0
    yield "it does more than a third relay, rover and robot", found["gain_command"].value > found["gain_three"].value
    yield "one of them is worse than two, three are better", found["gain_one"].high < 0 < found["gain_three"].low
    yield "a fourth reactor does not make it work more", abs(found["gain_reactor"].value) < 0.01
    yield (
        "a fourth reactor moves the extended station little",
        abs(found["extended_reactor"].value - found["extended_plan"].value) < 0.05,
    )
    yield "all together still leave a share", found["plan"].value + found["gain_all"].value < 0.95


ANSWER = """\
From the day on which it works the surface to mid-2056 the station can be worked for {plan:2} of the time
({plan:2 interval}). This is the mean over all that is uncertain, with its error: with
equipment that fails every two years the station is worked for about a third of the time in the long run, with failures
every twenty years for four fifths ([beside the record](../docs/upkeep.md#beside-the-record)).
A second command center, of which one is enough, adds {gain_command:3}
({gain_command:3 interval}) for {cost_command:billion 1} billion USD; to keep three relays and three rovers or robots
at work in place of two adds {gain_three:3} ({gain_three:3 interval}), to keep one of each costs {gain_one:abs 3}
({gain_one:abs 3 interval}). All together add {gain_all:3} ({gain_all:3 interval}): what is left is what fails in
kinds that no robot mends, and the years until a replacement flies. A fourth reactor does nothing for that
({gain_reactor:3}, {gain_reactor:3 interval}), as the station is worked with a small part of its power; the extended
station, which asks for 100 kW through a night and so for three reactors at work, comes by mid-2056 with a probability
of {extended_reactor:2} in place of {extended_plan:2}: it mostly waits for the first reactor, not for the last.
"""


def picture(sweep: xr.Dataset) -> Drawing:
    """Draw the availability by command centers and by what is kept at work."""
    return heat_map(sweep.sel({REACTOR: True}), "station_availability", (COMMAND, KEPT), "mean")
