"""Make the answers of the experiments again, or say which no longer match the code.

    python -m experiments.answers                # all sweeps, figures, texts and pictures; some minutes
    python -m experiments.answers race renewal   # some of them
    python -m experiments.answers --check        # only plan the sweeps, and name the answers that are out of date

Sweeps are kept below ``outputs/experiments``. A text whose words no longer fit its figures is an error, and nothing of
it is written.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from types import ModuleType

import xarray as xr

import lunarsim
from experiments.answers.writing import PICTURES, Answer, plan_of, read_answers, write_answer

NAMES = (
    "together_or_alone",
    "site_choice",
    "flowsheets",
    "scale",
    "breakeven",
    "any_kilogram",
    "renewal",
    "technology_cutoff",
    "energy_revenue",
    "moon_and_mars",
    "race",
    "lost_lander",
    "no_starship",
    "sun_or_reactor",
    "power_stages",
    "redundancy",
    "sparing",
    "supply_security",
)
FOLDER = Path("outputs") / "experiments"


def answering(name: str) -> ModuleType:
    """Return the module that answers an experiment."""
    return import_module(f"experiments.answers.{name}")


def swept(module: ModuleType) -> tuple[dict[str, xr.Dataset], float]:
    """Return the datasets of an answer, run by run line, and the seconds that they took."""
    start = time.perf_counter()
    lines = {key: [*line, "executor=processes", f"output.dir={FOLDER}"] for key, line in module.SWEEPS.items()}
    datasets = {key: lunarsim.sweep(line) for key, line in lines.items()}
    return datasets, time.perf_counter() - start


def make(name: str) -> list[str]:
    """Run the sweeps of an experiment, write its answer and its picture, and return what its words get wrong."""
    module = answering(name)
    datasets, seconds = swept(module)
    figures = module.figures(**datasets)
    wrong = [claim for claim, holds in module.claims(figures) if not holds]
    if not wrong:
        plans = {key: str(dataset.attrs["plan_hash"]) for key, dataset in datasets.items()}
        runs = sum(dataset["status"].size for dataset in datasets.values())
        write_answer(name, Answer(figures, plans, runs, seconds), module.ANSWER)
        if hasattr(module, "picture"):
            module.picture(**datasets).savefig(PICTURES / f"{name}.png", pil_kwargs={"optimize": True})
    for dataset in datasets.values():
        dataset.close()
    return wrong


def out_of_date(stored: Mapping[str, Answer], name: str) -> list[str]:
    """Return the sweeps of an answer that the code of today would run otherwise."""
    if name not in stored:
        return ["never made"]
    lines = answering(name).SWEEPS
    plans = {key: stored[name].plans.get(key, "") for key in lines}
    return [key for key, line in lines.items() if plans[key] != plan_of(line, plans[key])]


def main() -> int:
    """Make or check, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[[], *NAMES], help="experiments; all, if left out")
    parser.add_argument("--check", action="store_true", help="run nothing; exit code 1 where an answer is out of date")
    options = parser.parse_args()
    stored, faults = read_answers(), 0
    for name in options.names or NAMES:
        found = out_of_date(stored, name) if options.check else make(name)
        faults += bool(found)
        word = "out of date" if options.check else "words that no longer fit"
        print(f"{name}: {f'{word}: ' + '; '.join(found) if found else 'ok'}", flush=True)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
