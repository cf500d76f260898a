"""Who works the surface first, and with what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import xarray as xr
from matplotlib.figure import Figure as Drawing

from experiments.answers.figure import Figure, first_of, quantile, reached, select, share
from lunarsim.plots import cumulative_dates

SWEEPS = {"sweep": ("experiment=race",)}

MILESTONES = {"works": "station_working_year", "basic": "station_basic_year", "extended": "station_extended_year"}


def figures(sweep: xr.Dataset) -> dict[str, Figure]:
    """Return the figures of the answer."""
    joint, american = sweep["station"].values.tolist()
    found = {}
    for short, name in MILESTONES.items():
        ours, theirs = (select(sweep[name], station=station) for station in (joint, american))
        found |= {
            f"{short}_joint_first": first_of(ours, theirs),
            f"{short}_american_first": first_of(theirs, ours),
            f"{short}_neither": share(np.isnan(ours) & np.isnan(theirs)),
        }
    usa, china = (select(sweep["crewed_landing_year"], program=program) for program in ("usa", "china"))
    return found | {
        "crew_american": first_of(usa, china),
        "crew_chinese": first_of(china, usa),
        "crew_usa": quantile(usa),
        "crew_china": quantile(china),
        "crew_china_reached": reached(china),
    }


def claims(found: Mapping[str, Figure]) -> Iterator[tuple[str, bool]]:
    """Yield what the words of the answer take for granted."""
    yield "the joint station works first more often", found["works_joint_first"].low > 0.5
    yield "the joint station is basic first more often", found["basic_joint_first"].low > 0.5
    yield (
        "the extended one is American more often",
        found["extended_american_first"].value > found["extended_joint_first"].high,
    )
    yield "the first crew is American more often", found["crew_american"].low > 0.5


def picture(sweep: xr.Dataset) -> Drawing:
    """Draw when each milestone is reached, by station."""
    return cumulative_dates(sweep, tuple(MILESTONES.values()), "station")


ANSWER = """\
The joint station works first in {works_joint_first:percent 0} % of the runs ({works_joint_first:percent 0 interval}),
as Queqiao-2, Chang'e-7 and 8 are close; the basic one comes first on its side in {basic_joint_first:percent 0} %
({basic_joint_first:percent 0 interval}; American {basic_american_first:percent 0}), and the extended one on the
American side in {extended_american_first:percent 0} % ({extended_american_first:percent 0 interval}; in
{extended_neither:percent 0} % neither has one by 2056), for the base has a reactor and heavy landers in its plan and
does not wait for a partner. The first crew of the century lands under the American flag in {crew_american:percent 0}
% ({crew_american:percent 0 interval}), under the Chinese in {crew_chinese:percent 0} %: medians of {crew_usa:1 ends}
and {crew_china:1 ends} for plans of 2028 and 2030 ([how forecasts of crewed flights have
done](../docs/dates.md#how-forecasts-of-crewed-flights-have-done)). Both manifests are plans: the base's depends on
Starship and New Glenn.
"""
