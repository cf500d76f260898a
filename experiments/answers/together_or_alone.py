"""What building together changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import xarray as xr
from matplotlib.figure import Figure as Drawing

from experiments.answers.figure import Figure, difference, quantile, reached, select
from lunarsim.plots import cumulative_dates

SWEEPS = {"sweep": ("experiment=together_or_alone",)}

MILESTONES = {
    "works": "station_working_year",
    "basic": "station_basic_year",
    "extended": "station_extended_year",
}


def figures(sweep: xr.Dataset) -> dict[str, Figure]:
    """Return the figures of the answer."""
    end = float(sweep["horizon_year"].max())
    found = {}
    for short, name in MILESTONES.items():
        joint, china, russia = (
            select(sweep[name], scenario=scenario) for scenario in ("ilrs_joint", "china_alone", "russia_alone")
        )
        found |= {
            f"{short}_joint": quantile(joint),
            f"{short}_gain": difference(joint, china, end),
            f"{short}_probability": reached(joint),
            f"{short}_likelier": difference(np.isfinite(china), np.isfinite(joint)),
            f"{short}_probability_china": reached(china),
            f"{short}_probability_russia": reached(russia),
            f"{short}_early_joint": quantile(joint, 0.1),
            f"{short}_early_china": quantile(china, 0.1),
        }
    return found


def claims(found: Mapping[str, Figure]) -> Iterator[tuple[str, bool]]:
    """Yield what the words of the answer take for granted."""
    yield "works the surface earlier together", found["works_gain"].low > 0
    yield "no clear difference of basic", found["basic_gain"].low < 0 < found["basic_gain"].high
    yield "extended about as likely together", found["extended_likelier"].low < 0 < found["extended_likelier"].high
    yield "extended later together", found["extended_gain"].high < 0
    yield "its earliest tenth earlier alone", found["extended_early_china"].value < found["extended_early_joint"].value
    yield (
        "Russia alone hardly reaches one",
        all(found[f"{short}_probability_russia"].value <= 0.01 for short in MILESTONES),
    )


def picture(sweep: xr.Dataset) -> Drawing:
    """Draw when each milestone is reached, by scenario."""
    return cumulative_dates(sweep, tuple(MILESTONES.values()), "scenario")


ANSWER = """\
Together, the station works the surface {works_gain} years earlier than China alone ({works_gain:interval}), since
Russian relays and rovers help: in the median in {works_joint:1}. The basic station, in the median in {basic_joint:1},
shows no clear difference ({basic_gain:interval} years). The extended station is about as likely with Russia,
{extended_probability:2} by mid-2056 against {extended_probability_china:2} without (difference
{extended_likelier:2 interval}), but later: by {extended_gain:abs} years on average ({extended_gain:abs interval}),
what is not reached counting to mid-2056, and its earliest tenth comes by {extended_early_joint:1} against
{extended_early_china:1}, because the joint plan waits for the partner's power plant before the lead orders its own
([by which mechanism](../docs/model.md#agreement)). Russia alone hardly reaches a milestone (P of at most 0.01), for
its plan depends on launchers that have not flown. The extended station depends on ratings of power that nobody has
published: `station.power_multiplier` is an assumption, from 0.3 to double.
"""
