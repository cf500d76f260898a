"""What delay costs: ``python -m experiments.costs.paired [RUNS] [OVERRIDE ...]`` prints shocks against none.

A shock is compared over the runs that reach a milestone in both cases, up to a horizon of 80 years, so that few are
cut off: by how much later it comes, what the work that the programs of its camp have done by then costs (undiscounted,
without the mine), and what of it they have paid. Beside them stand the probability to reach it at all, the mean shift
of all pairs, where what is never reached counts as reached at the horizon, and the median of all runs with a bootstrap
interval of its shift. Pairs that get there in both are selected by what is compared; all pairs are not. So the largest
gain in the probability to have reached it by the end of any year is told, too, zero where there is none. The last
comparison is no shock: it takes the flights after a loss away. Where fewer than two thirds reach a milestone its median
is that of a thin tail, which takes some thousand runs to tell.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import xarray as xr

import lunarsim as ls

START = 2026.5
"""Decimal year of the start; the first year's money is that of what follows."""

HORIZON = "timeline.horizon_years=80"
END = START + 80.0
"""Decimal year of the horizon."""
MILESTONES = (
    "station_working_year",
    "station_basic_year",
    "station_extended_year",
    "first_product_year",
    "crewed_landing_year",
)
RESAMPLES = 500
"""Bootstrap samples of pairs."""

SHOCKS: Mapping[str, str] = {
    "slips times two": "programs.*.slip_multiplier=1,2",
    "stand-downs times four": "launch.stand_down_median_days=187,748",
    "half the budget": "programs.*.budget_multiplier=1,0.5",
    "no flight after a loss": "programs.*.reflights=5,0",
}
"""Lever of each comparison: the value without it, and with it; those of all programs that fly move together."""


class Difference(NamedTuple):
    """A shock against the same runs without it, at one milestone.

    Parameters
    ----------
    shock, milestone : str
        What is compared, and where.
    pairs : int
        Runs that reach it in both.
    probability, probability_with : float [1]
        Share of all runs that reach it.
    median_years, median_years_with : float [yr]
        Median date of all runs, infinity where fewer than half reach it.
    shift_low, shift_high : float [yr]
        90 % bootstrap interval of the difference of these medians.
    years, years_error : float [yr]
        Mean difference of the pairs' dates, and its standard error.
    years_of_all, years_of_all_error : float [yr]
        The same of all pairs, never counted as the horizon.
    sooner, sooner_error : float [1]
        Largest difference, over all years, of the share of all runs that reach it by the end of a year, and its
        standard error.
    cost_musd, cost_error_musd : float [MUSD]
        Mean difference of what the work of its camp costs up to the milestone, paid or not, and its standard error.
    cost_before_musd : float [MUSD]
        Mean of that cost without the shock.
    paid_musd, paid_error_musd : float [MUSD]
        Mean difference of what its camp has paid by then, and its standard error.
    paid_before_musd : float [MUSD]
        Mean of what is paid without the shock; the rest of the cost is owed.
    """

    shock: str
    milestone: str
    pairs: int
    probability: float
    probability_with: float
    median_years: float
    median_years_with: float
    shift_low: float
    shift_high: float
    years: float
    years_error: float
    years_of_all: float
    years_of_all_error: float
    sooner: float
    sooner_error: float
    cost_musd: float
    cost_error_musd: float
    cost_before_musd: float
    paid_musd: float
    paid_error_musd: float
    paid_before_musd: float

    @property
    def owed_before_musd(self) -> float:
        """Mean of what is owed at the milestone without the shock [MUSD]."""
        return self.cost_before_musd - self.paid_before_musd

    @property
    def owed_musd(self) -> float:
        """Mean of what is owed at the milestone with the shock [MUSD]."""
        return self.owed_before_musd + self.cost_musd - self.paid_musd


def differences(runs: int, shocks: Mapping[str, str] = SHOCKS, overrides: Sequence[str] = ()) -> Iterator[Difference]:
    """Yield the differences that shocks make in the base scenario, or one with overrides, over some runs each.

    Overrides choose values, no levers of their own. Milestones are those of :data:`MILESTONES`, then the wordings of
    official ones that runs reach.
    """
    scenario = ls.load_scenario(list(overrides))
    programs = [name for name, program in scenario.programs.items() if program.active]
    for shock, each in shocks.items():
        levers = [each.replace("*", program) for program in programs] if "*" in each else [each]
        keys = ",".join(lever.split("=")[0] for lever in levers)
        pair = [f"design.pair=[[{keys}]]"] if len(levers) > 1 else []
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            sweep = ls.sweep([*overrides, *levers, *pair, HORIZON, f"design.samples={runs}", "output=none"])
        lever = next(str(dim) for dim in sweep["status"].dims if sweep.sizes[dim] == 2)
        sides = [sweep.isel({lever: side}).squeeze() for side in (0, 1)]
        for milestone in (*MILESTONES, *sides[0]["official_milestone"].values.tolist()):
            dates = [_dates(side, milestone) for side in sides]
            if not any(np.isnan(date).all() for date in dates):
                camp = _camp_of(scenario, milestone)
                costs, payments = (
                    [summed_up_to(side[yearly], date, camp) for side, date in zip(sides, dates, strict=True)]
                    for yearly in ("cost_incurred_year_musd", "cost_year_musd")
                )
                yield _difference(shock, milestone, dates, costs, payments)


def _dates(runs: xr.Dataset, milestone: str) -> np.ndarray:
    """Return when each run reaches a milestone, NaN for never [decimal year]."""
    if milestone not in MILESTONES:
        return runs["official_milestone_year"].sel(official_milestone=milestone).values.ravel()
    date = runs[milestone]
    whose = {"program": "china", "station": "ilrs"}
    return date.sel({dim: name for dim, name in whose.items() if dim in date.dims}).values.ravel()


def _difference(
    shock: str, milestone: str, dates: list[np.ndarray], costs: list[np.ndarray], payments: list[np.ndarray]
) -> Difference:
    both = ~np.isnan(dates[0]) & ~np.isnan(dates[1])
    never_last = np.nan_to_num(np.stack(dates), nan=np.inf)
    of_all = np.diff(np.minimum(never_last, END), axis=0)[0]
    years, cost, paid = ((pair[1] - pair[0])[both] for pair in (dates, costs, payments))
    root = np.sqrt(max(both.sum(), 1))
    reached = [float((~np.isnan(date)).mean()) for date in dates]
    medians = np.median(never_last, axis=1).tolist()
    return Difference(
        shock, milestone, int(both.sum()), *reached, *medians, *_interval_of_shift(never_last),
        float(years.mean()), float(years.std() / root),
        float(of_all.mean()), float(of_all.std() / np.sqrt(of_all.size)), *_sooner(never_last),
        float(cost.mean()), float(cost.std() / root), float(costs[0][both].mean()),
        float(paid.mean()), float(paid.std() / root), float(payments[0][both].mean()),
    )  # fmt: skip


def _sooner(never_last: np.ndarray) -> tuple[float, float]:
    """Return by how much more often it is reached by the end of a year, at most over all years, and the error [1]."""
    ends = np.arange(np.ceil(START), END)
    by_year = (never_last[:, :, None] < ends).astype(float)
    gains = by_year[1] - by_year[0]
    year = int(gains.mean(axis=0).argmax())
    return float(gains[:, year].mean()), float(gains[:, year].std() / np.sqrt(len(gains)))


def _interval_of_shift(never_last: np.ndarray) -> tuple[float, float]:
    """Return the 90 % interval of the difference of medians, pairs drawn together; NaN where one is never."""
    rng, runs = np.random.default_rng(1), never_last.shape[1]
    shifts = []
    for _ in range(RESAMPLES):
        without, shocked = np.median(never_last[:, rng.integers(0, runs, runs)], axis=1)
        if np.isfinite(without) and np.isfinite(shocked):
            shifts.append(shocked - without)
    if len(shifts) < 0.9 * RESAMPLES:
        return np.nan, np.nan
    low, high = np.quantile(shifts, (0.05, 0.95))
    return float(low), float(high)


def _camp_of(scenario: Any, milestone: str) -> list[str]:
    """Return the programs that build together with the one whose milestone it is."""
    official = scenario.official_milestones.get(milestone)
    camp = scenario.programs[official.program if official else scenario.station.lead].camp
    return [name for name, program in scenario.programs.items() if program.active and program.camp == camp]


def summed_up_to(yearly: xr.DataArray, dates: np.ndarray, programs: Sequence[str]) -> np.ndarray:
    """Return the sum of yearly amounts of programs up to a date of each run, NaN where that is not reached [MUSD]."""
    amounts = (
        yearly.sel(program=list(programs))
        .sum("program")
        .transpose(..., "year")
        .values.reshape(len(dates), -1)
        .astype(float)
    )
    known = np.concatenate([np.zeros((len(dates), 1)), np.cumsum(amounts, axis=1)], axis=1)
    edges = np.concatenate([yearly["year"].values, [yearly["year"].values[-1] + 1]]).astype(float)
    edges[0], edges[-1] = START, END
    sums = [np.interp(date, edges, row) for date, row in zip(np.nan_to_num(dates), known, strict=True)]
    return np.where(np.isnan(dates), np.nan, sums)


def main() -> None:
    """Print the table."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    print(
        "shock, milestone: pairs; P without, with; median without, with (90 % of its shift); years (error); "
        "years of all pairs (error); most gained by a year (error); cost of work (error) of that without, paid (error) "
        "of that without, owed without, with, in MUSD"
    )
    for each in differences(runs, overrides=sys.argv[2:]):
        print(
            f"{each.shock}, {each.milestone}: {each.pairs}; {each.probability:.2f}, {each.probability_with:.2f}; "
            f"{each.median_years:.1f}, {each.median_years_with:.1f} ({each.shift_low:+.2f} to {each.shift_high:+.2f}); "
            f"{each.years:+.3f} ({each.years_error:.3f}); {each.years_of_all:+.2f} ({each.years_of_all_error:.2f}); "
            f"{each.sooner:+.4f} ({each.sooner_error:.4f}); "
            f"{each.cost_musd:+,.0f} ({each.cost_error_musd:,.0f}) of {each.cost_before_musd:,.0f}, "
            f"{each.paid_musd:+,.0f} ({each.paid_error_musd:,.0f}) of {each.paid_before_musd:,.0f}, "
            f"{each.owed_before_musd:,.0f}, {each.owed_musd:,.0f}"
        )


if __name__ == "__main__":
    main()
