"""A stored sweep of campaigns that tests of the report read."""

import pytest

from lunarsim.reading.opening import open_sweep
from lunarsim.reading.report.content import content
from lunarsim.study.run.sweep import run_sweep
from tests.reading import stored_made
from tests.reading.report.held import read
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


@pytest.fixture(scope="session")
def held(stored):
    """What a report holds of that sweep: what the page knows, and its columns by name."""
    with open_sweep(stored) as dataset:
        return read(content(stored, dataset))


@pytest.fixture
def of(tmp_path):
    """Return what a report holds of a sweep made by hand, which is stored first."""

    def make(made):
        path = stored_made.store(made, tmp_path / f"{len(list(tmp_path.iterdir()))}.zarr")
        with open_sweep(path) as dataset:
            return read(content(path, dataset))

    return make
