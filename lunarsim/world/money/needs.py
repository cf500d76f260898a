"""What the plan needs beyond what was announced: work on missions that were only proposed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from lunarsim.scenario.library.mission import Mission
from lunarsim.words.units import DAYS_PER_YEAR, days_between

DRY_SHARE = 0.3
"""Dry over launched mass of a spacecraft whose parts are not in the asset library (storable landers 0.29 to 0.33)."""

WORK_YEARS = 6
"""Years before its launch over which the work on a mission is spread."""


FARTHEST_YEARS = 101
"""Calendar years that the longest horizon can touch. Paces of work are known for all of them, whatever the horizon:
a date that is expected beyond it moves decisions before it."""


def year_starts(start: dt.date) -> tuple[float, ...]:
    """Return the days on which calendar years begin, the first one at the start [day]."""
    years = range(start.year + 1, start.year + FARTHEST_YEARS)
    return (0.0, *(days_between(start, dt.date(year, 1, 1)) for year in years))


def extra_needs(missions: Iterable[tuple[float, Mission]], start: dt.date) -> dict[str, tuple[float, ...]]:
    """Return the work on missions that were only proposed over the mean work on the plan, by program and year [1].

    What was announced is what the money is for; programs without other missions are left out. Work is weighed by the
    mass that is sent and not by its price: a plan that turns out to cost more has no less money than was planned, so a
    price must move no date. What others pay takes none of the program's money.

    Parameters
    ----------
    missions : iterable of (float, Mission)
        Planned day [day] and record of what flies.
    start : date
        Start of the simulation.
    """
    extra: dict[str, list[float]] = {}
    announced: dict[str, float] = {}
    last: dict[str, float] = {}
    for planned_day, mission in missions:
        if mission.contributed == "all":
            continue
        if mission.ambitious:
            launch_year = (start + dt.timedelta(days=planned_day)).year - start.year
            spent = extra.setdefault(mission.program, [0.0] * FARTHEST_YEARS)
            for year in range(max(launch_year - WORK_YEARS + 1, 0), min(launch_year + 1, FARTHEST_YEARS)):
                spent[year] += mission.launch_mass_kg / WORK_YEARS
        else:
            announced[mission.program] = announced.get(mission.program, 0.0) + mission.launch_mass_kg
            last[mission.program] = max(last.get(mission.program, 0.0), planned_day)
    needs = {}
    for program, spent in extra.items():
        if announced.get(program, 0.0) > 0.0:
            yearly = announced[program] / max(last[program] / DAYS_PER_YEAR, 1.0)
            needs[program] = tuple(sent / yearly for sent in spent)
    return needs
