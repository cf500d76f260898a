"""What a lapse of the five-year program costs at each of its renewals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import xarray as xr
from matplotlib.figure import Figure as Drawing

from experiments.answers.figure import Figure, difference, quantile, reached, select
from lunarsim.plots import cumulative_dates

SWEEPS = {
    "sweep": ("experiment=renewal",),
    "agreement": ("experiment=renewal", "cooperation.basis=station_agreement"),
    "patient": ("experiment=renewal", "cooperation.patience_years=0"),
}

LAPSES = ("2027-12-31", "2032-12-31", "2037-12-31", "2042-12-31")
NEVER = "2056-12-31"
MILESTONES = {"works": "station_working_year", "basic": "station_basic_year", "extended": "station_extended_year"}


def figures(sweep: xr.Dataset, agreement: xr.Dataset, patient: xr.Dataset) -> dict[str, Figure]:
    """Return the figures of the answer."""
    end = float(sweep["horizon_year"].max())
    found = {}
    for short, name in MILESTONES.items():
        for number, lapse in enumerate(LAPSES, 1):
            found[f"{short}_cost_{number}"], found[f"{short}_cost_agreement_{number}"] = (
                difference(select(one[name], first_renewal=NEVER), select(one[name], first_renewal=lapse), end)
                for one in (sweep, agreement)
            )
    extended = sweep["station_extended_year"]
    return found | {
        "extended_first": reached(select(extended, first_renewal=LAPSES[0])),
        "extended_fourth": reached(select(extended, first_renewal=LAPSES[3])),
        "extended_kept": reached(select(extended, first_renewal=NEVER)),
        "early_first": quantile(select(extended, first_renewal=LAPSES[0]), 0.1),
        "early_kept": quantile(select(extended, first_renewal=NEVER), 0.1),
        "early_patient": quantile(select(patient["station_extended_year"], first_renewal=NEVER), 0.1),
        "extended_patient": reached(select(patient["station_extended_year"], first_renewal=NEVER)),
    }


def claims(found: Mapping[str, Figure]) -> Iterator[tuple[str, bool]]:
    """Yield what the words of the answer take for granted."""
    yield "a first lapse costs the working station", found["works_cost_1"].low > 0
    yield "a third lapse costs it nothing", abs(found["works_cost_3"].value) < 0.05
    yield "a first lapse leaves the basic station unclear", found["basic_cost_1"].low < 0 < found["basic_cost_1"].high
    yield "a second lapse brings it forward by a little", -0.5 < found["basic_cost_2"].high < 0
    yield "a fourth lapse costs the basic station", found["basic_cost_4"].low > 0
    yield (
        "a first or fourth lapse makes the extended station no likelier",
        max(found["extended_first"].value, found["extended_fourth"].value) < found["extended_kept"].value,
    )
    yield "an early lapse brings the extended station forward", found["extended_cost_1"].high < 0
    yield (
        "under the agreement of 2024 little moves",
        all(
            abs(found[f"{short}_cost_agreement_{number}"].value) < 0.15
            for short in ("works", "basic")
            for number in range(1, 5)
        ),
    )
    yield "ordering beside the partner is likelier", found["extended_patient"].value > found["extended_kept"].value


def picture(sweep: xr.Dataset, agreement: xr.Dataset, patient: xr.Dataset) -> Drawing:
    """Draw when each milestone is reached, by the renewal that fails."""
    return cumulative_dates(sweep, tuple(MILESTONES.values()), "first_renewal")


ANSWER = """\
As the news story had it, the joint missions rest on the five-year program here
(`cooperation.basis=five_year_programme`), so that a lapse withdraws them. Since July 2024 they rest on an agreement of
its own, as in the base scenario: there a lapse only holds up work on them for about a year, and dates of the station
move by a tenth of a year at most.

A lapse at the end of 2027 makes the station work {works_cost_1} years later than one that never comes
({works_cost_1:interval}); from the third renewal on, it costs that nothing. The basic station shows no clear change by
the first lapse ({basic_cost_1:interval} years). After the second it comes {basic_cost_2:abs} years earlier
({basic_cost_2:abs interval}), as the lead then orders power of its own sooner, and {basic_cost_4} later after the
fourth ({basic_cost_4:interval}), which leaves no time for that. The extended station becomes no likelier by any lapse,
{extended_first:2} by mid-2056 after the first and {extended_fourth:2} after the fourth against {extended_kept:2}
without; where it is reached at all, it comes sooner the earlier the lapse, as the sooner the lead orders a power plant
of its own (earliest tenth by {early_first:1} against {early_kept:1}; {extended_cost_1:abs} years earlier on average
than with a partner that stays to the end, {extended_cost_1:abs interval}). Dates of the crew and of the mine differ by
days. A lead that orders beside its partner (`cooperation.patience_years=0`) wins as much without any lapse
({early_patient:1}), and gets there in {extended_patient:2} of the runs.
"""
