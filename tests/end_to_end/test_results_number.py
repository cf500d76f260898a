"""Results have a number: a commit that changes one raises it, so that stores of two codes never mix.

The table holds figures of a few runs to nine digits, which no rounding of another machine moves, and the number that
they belong to. ``python -m tests.end_to_end.test_results_number`` writes it again.
"""

import csv
from pathlib import Path

import numpy as np
import pytest

from lunarsim.door.python import load_scenario, simulate
from lunarsim.version import RESULTS

TABLE = Path(__file__).with_name("results.csv")

SCENARIOS = {
    "base": (),
    "race": ("scenario=race",),
    "fra_mauro": ("site=fra_mauro", "plant.units=4", "mine.plant_at=station", "logistics.return_propellant=made"),
    "phosphate": ("flowsheet=phosphate_leach", "site=fra_mauro"),
    "alone": ("scenario=china_alone", "waits=none"),
}
SEEDS = (1, 2)


def figures():
    """Yield scenario, seed, name and sum of each outcome of the runs, nine digits of it."""
    for name, overrides in SCENARIOS.items():
        scenario = load_scenario(list(overrides))
        for seed in SEEDS:
            run = simulate(scenario, seed)
            assert run.status == 1, (name, seed, run.error.item())
            for outcome, variable in sorted(run.data_vars.items()):
                # What is left of sums that cancel out differs between machines.
                if variable.dtype.kind in "fi" and outcome not in ("run_seconds", "status", "mass_balance_residual_kg"):
                    total = float(np.nansum(variable.values.astype(float)))
                    yield name, str(seed), outcome, f"{total if abs(total) > 1e-9 else 0.0:.9g}"


def test_what_changes_a_result_raises_its_number():
    with TABLE.open(encoding="utf-8", newline="") as file:
        number, *rows = csv.reader(file)
    assert number == ["RESULTS", str(RESULTS)], (
        f"RESULTS is {RESULTS} and {TABLE.name} holds figures of {number[-1]}: write it again with "
        "python -m tests.end_to_end.test_results_number"
    )
    held, made = {tuple(row[:3]): row[3] for row in rows}, {row[:3]: row[3] for row in figures()}
    changed = [
        key
        for key in held.keys() | made.keys()
        if key not in held or key not in made or float(made[key]) != pytest.approx(float(held[key]), rel=1e-8, abs=2e-9)
    ]
    assert not changed, (
        f"{len(changed)} results changed, among them {', '.join(' '.join(key) for key in sorted(changed)[:3])}. "
        "If that is meant: raise RESULTS in lunarsim/version.py by one, name the rule in CHANGELOG.md, and write the "
        "table again with python -m tests.end_to_end.test_results_number"
    )


def write():
    """Write the table of the results as they are now."""
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["RESULTS", RESULTS])
        writer.writerows(figures())


if __name__ == "__main__":
    write()
