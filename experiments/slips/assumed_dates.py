"""How much of the spread of a date rests on dates that nobody announced.

    python -m experiments.slips.assumed_dates                 # 400 samples; the table of docs/slips.md

The base scenario with all factors drawn, twice on the same draws: with the bands of assumed dates as they are, and with
each of them collapsed to its median (``slips.overconfidence=0``). The share of a date is that by which its variance
falls, over the samples that reach it within the horizon in both; its standard error is that of a bootstrap over them.
"""

from __future__ import annotations

import argparse
from typing import NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike

import lunarsim

DATES = {
    "first product": ("first_product_year", {}),
    "extended station": ("station_extended_year", {}),
    "basic station": ("station_basic_year", {}),
    "the joint station works the surface": ("station_working_year", {}),
    "first Chinese crewed landing": ("crewed_landing_year", {"program": "china"}),
}
"""Outcome and labels of each date."""
BANDS = "overconfidence"
AS_THEY_ARE, COLLAPSED = 1.5, 0.0
RESAMPLES, SEED = 2_000, 2026


class Share(NamedTuple):
    """The share of a date's variance that rests on assumed dates, its standard error, and the runs that reach it."""

    share: float
    error: float
    runs: int


def share(with_bands: ArrayLike, collapsed: ArrayLike) -> Share:
    """Return by which share the variance of a date falls where bands are collapsed.

    Parameters
    ----------
    with_bands, collapsed : array_like
        The date by run, on the same draws; NaN where it is not reached [year].
    """
    pairs = np.stack([np.ravel(with_bands), np.ravel(collapsed)])
    pairs = pairs[:, np.isfinite(pairs).all(axis=0)]
    count = pairs.shape[1]
    chosen = pairs[:, np.random.default_rng(SEED).integers(count, size=(RESAMPLES, count))]
    before, after = chosen.var(axis=2)
    return Share(float(1.0 - pairs[1].var() / pairs[0].var()), float((1.0 - after / before).std()), count)


def shares(sweep: xr.Dataset) -> dict[str, Share]:
    """Return the share of each date, of a sweep along the width of bands."""
    dates = {name: sweep[outcome].sel(labels) for name, (outcome, labels) in DATES.items()}
    return {
        name: share(date.sel({BANDS: AS_THEY_ARE}).values, date.sel({BANDS: COLLAPSED}).values)
        for name, date in dates.items()
    }


def table(found: dict[str, Share]) -> str:
    """Return the table."""
    lines = ["| date | share of its variance | standard error | runs |", "|---|---|---|---|"]
    lines += [f"| {name} | {one.share:.2f} | {one.error:.2f} | {one.runs} |" for name, one in found.items()]
    return "\n".join(lines)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--samples", type=int, default=400, help="samples, each run twice")
    options = parser.parse_args()
    line = [f"slips.{BANDS}={AS_THEY_ARE},{COLLAPSED}", f"design.samples={options.samples}", "executor=processes"]
    with lunarsim.sweep([*line, "output.dir=outputs/experiments"]) as sweep:
        print(table(shares(sweep)))


if __name__ == "__main__":
    main()
