"""Hold the experiment ``backcast`` against what happened: ``python -m experiments.backcast [STORE]``.

STORE is the folder of a sweep of a past plan; left out, the sweep is run first. Printed are the scores by mission and
the probability that all of them fared as they did by the end of the simulation.
"""

from __future__ import annotations

import csv
import datetime as dt
import sys
from pathlib import Path

import numpy as np
import xarray as xr

import lunarsim
from lunarsim.analysis import NOT_FLOWN, Happened, hindcast

TABLE = Path(__file__).with_name("backcast_record.csv")
OUTCOMES = {
    "success": ("success",),
    "failure": ("launch_failure", "cruise_failure", "descent_failure", "touchdown_failure"),
    NOT_FLOWN: (NOT_FLOWN, "withdrawn", "shelved"),
}


def decimal_year(date: dt.date) -> float:
    """Return a date as a decimal year."""
    first, following = (dt.date(year, 1, 1) for year in (date.year, date.year + 1))
    return date.year + (date - first).days / (following - first).days


def record(until_year: float, path: Path = TABLE) -> dict[str, Happened]:
    """Return what had become of each mission by a decimal year."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    happened = {}
    for row in rows:
        launched = decimal_year(dt.date.fromisoformat(row["launched"])) if row["launched"] else np.inf
        known = launched <= until_year
        outcome = row["outcome"] if known else NOT_FLOWN
        happened[row["mission"]] = Happened(launched if known else np.nan, OUTCOMES[outcome])
    return happened


def report(dataset: xr.Dataset) -> str:
    """Return the scores of a sweep as text."""
    until = float(dataset["horizon_year"].max())
    scores = hindcast(dataset, record(until), until)
    lines = [f"{'mission':12} {'P(as it was)':>12} {'CRPS [year]':>12} {'date as announced [year]':>25}"]
    for mission in scores["mission"].values:
        one = scores.sel(mission=mission)
        figures = (float(one[name]) for name in ("probability", "crps_years", "face_value_years"))
        lines.append("{:12} {:12.2f} {:12.2f} {:25.2f}".format(mission, *figures))
    lines.append(f"CRPS over error of the announced dates: {float(scores['crps_ratio']):.2f}")
    share, runs = float(scores["record_probability"]), int(scores["run_count"])
    error = 1.645 * np.sqrt(share * (1 - share) / runs)
    lines.append(
        f"probability of the full record by {until:.2f}: {share:.3f} (90 % interval +-{error:.3f}, {runs} runs)"
    )
    return "\n".join(lines)


def main() -> None:
    """Run or open the sweep and print."""
    stored = sys.argv[1:2]
    with lunarsim.open_sweep(*stored) if stored else lunarsim.sweep(["experiment=backcast", "output=none"]) as dataset:
        print(report(dataset))


if __name__ == "__main__":
    main()
