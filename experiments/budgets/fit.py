"""Fit the yearly shocks of budgets: ``python -m experiments.budgets.fit`` prints them, ``--write`` writes them.

Russia's come from plans against later plans, those of China and the USA, where no such pairs are public, from the
scatter of yearly growth about its mean. The rate at which a budget returns to what the plan needs cannot be inferred
from so few figures; it is assumed.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import numpy as np

from lunarsim.physics.money.budget_shocks import growth_ln_sd, revision_ln_sd
from lunarsim.scenario.groups.programs.money import Money
from lunarsim.scenario.library.files import read
from lunarsim.scenario.library.paths import shipped

LIBRARY: Path = shipped("configs") / "library" / "budgets.yml"


def fit() -> tuple[dict[str, float], float]:
    """Return the yearly shock of each agency, and the root of the mean square of all [1]."""
    record = read("budgets")
    ln_sds = {}
    for agency, rows in record["revisions"].items():
        changes = np.log([row["later"] / row["earlier"] for row in rows])
        years = np.array([float(row["years"]) for row in rows])
        ln_sds[agency] = float(revision_ln_sd(changes, years, Money().budget_reversion))
    for agency, series in record["spending"].items():
        figures = series["figures"]
        ln_sds[agency] = float(
            growth_ln_sd(np.array([*figures.values()], dtype=float), np.array([*figures], dtype=float))
        )
    return ln_sds, float(np.sqrt(np.mean(np.square([*ln_sds.values()]))))


def library_text(text: str) -> str:
    """Return the text of the library with the figures of the fit."""
    ln_sds, pooled = fit()
    inner = ", ".join(f"{agency}: {ln_sd:.3f}" for agency, ln_sd in ln_sds.items())
    text = re.sub(r"(?m)^  reversion_per_year: .*$", f"  reversion_per_year: {Money().budget_reversion:g}", text)
    text = re.sub(r"(?m)^  ln_sd: .*$", f"  ln_sd: {{{inner}}}", text)
    return re.sub(r"(?m)^  pooled_ln_sd: .*$", f"  pooled_ln_sd: {pooled:.3f}", text)


if __name__ == "__main__":
    text = library_text(LIBRARY.read_text(encoding="utf-8"))
    if "--write" in sys.argv[1:]:
        LIBRARY.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text[text.index("fit:\n") :])
