"""Write the figures of ``configs/library/slips.yml`` from the table of statements.

``python -m experiments.slips.library`` prints the file; with ``--write`` it is written.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from experiments.slips.fit import PRIORS, Fit, fit, one_ratio
from experiments.slips.record import DATA_DATE, Record, Statement, known_at, record, statements
from experiments.slips.shelving import hazards
from lunarsim.scenario.library.slip_fits import COMMERCIAL

LIBRARY = Path(__file__).parents[2] / "configs" / "library" / "slips.yml"
DATES = (dt.date(2021, 6, 16), dt.date(2022, 5, 1), DATA_DATE)
"""The plan of 2021, the news of May 2022, the newest statements."""

HEAD = """\
# How announced dates slip, and how often missions are given up: fits to what was known at each of three dates.
# Made by experiments/slips/library.py from experiments/slips/statements.csv; docs/dates.md says what they mean.
# Slips: the logarithm of actual over planned remaining time. shelved: per year of planned remaining time.
# source: {statements} public statements of the dates of {milestones} milestones 1961-2026, each cited in the table
# evidence: analogue
# date: 2026-07-01

fits:
"""


def with_usa(fitted: Fit, data: Record) -> dict[str, tuple[float, float]]:
    """Return the habits of all agencies, and that of an American mission of which nobody says whose it is."""
    agencies = dict(fitted.agencies)
    american = [name for name in ("NASA", COMMERCIAL) if name in agencies]
    missions = np.array([len(set(data.missions[data.agencies == name])) for name in american], dtype=float)
    centers, spreads = np.array([agencies[name] for name in american]).T
    center = np.average(centers, weights=missions)
    spread = np.sqrt(np.average(spreads**2 + (centers - center) ** 2, weights=missions))
    return agencies | {"USA": (float(center), float(spread))}


def fit_text(rows: Sequence[Statement], date: dt.date) -> str:
    """Return the figures of one fit as a part of the file."""
    data = record(rows, date)
    fitted = fit(data)
    mean, sd = one_ratio(data)
    figures = {name: getattr(fitted, name) for name, *_ in PRIORS} | {"ratio_ln_mean": mean, "ratio_ln_sd": sd}
    given_up = len(set(data.missions[data.given_up]))
    lines = [
        f'  "{date}":',
        f"    statements: {len(data)}",
        f"    flown: {int(data.flown.sum())}",
        f"    missions_given_up: {given_up}",
        *(f"    {name}: {value:.4g}" for name, value in figures.items()),
        "    shelved:",
        *(
            f"      {name}: {{per_year: {median:.3f}, low: {low:.3f}, high: {high:.3f}}}"
            for name, (median, low, high) in hazards(rows, date, fitted)._asdict().items()
        ),
        "    agencies:",
        *(
            f"      {name}: {{ln_mean: {center:.3f}, ln_sd: {spread:.3f}}}"
            for name, (center, spread) in sorted(with_usa(fitted, data).items())
        ),
        "    missions:",
        *(f'      - "{name}"' for name in sorted({row.mission for row in rows})),
    ]
    return "\n".join(lines) + "\n"


def library_text() -> str:
    """Return the library file: a fit for each date, from what could be known then."""
    table = statements()
    head = HEAD.format(statements=len(table), milestones=len({row.mission for row in table}))
    return head + "".join(fit_text(known_at(table, date), date) for date in DATES)


if __name__ == "__main__":
    text = library_text()
    if sys.argv[1:] == ["--write"]:
        LIBRARY.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
