"""A stored sweep of campaigns that tests of the report read."""

import pytest

from lunarsim.study.run.sweep import run_sweep
from tests.study.conftest import asked

INTERVALS = (
    ("plant.units", 1, 4),
    ("programs.russia.slip_multiplier", 0.2, 3.0, "triangular"),
    ("upkeep.diagnosis_days", 60.0, 365.0, "lognormal"),
)
"""A count, a factor whose distribution a lever changes, and one that is clipped at its allowed range."""


@pytest.fixture(scope="session")
def stored(made_once):
    """The dataset of a sweep of sixteen runs, to be read only."""

    def make(folder):
        groups = {"program@programs.russia": ["base", "reformed"]}
        run_sweep(asked(groups=groups, intervals=INTERVALS, samples=8, store=True, dir=folder), progress=False)

    (path,) = made_once("sweep of the report", make).glob("study/*/sweep.zarr")
    return path
