"""Runs that were not made have no number: neither in the store nor in memory."""

import numpy as np
import pytest
import xarray as xr
import zarr

from lunarsim.study.model.interface import NOT_RUN
from lunarsim.study.run.sweep import run_sweep
from lunarsim.world.outcomes.variable import Variable
from tests.study.conftest import asked
from tests.study.test_sweep import same

WHAT = {"levers": {"plant.units": [1, 2]}, "samples": 6, "exclude": ["plant.units==2"]}
MODEL = "tests.study.models:SMALL"


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """A sweep of which one half is excluded."""
    return run_sweep(asked(**WHAT, store=True, dir=tmp_path_factory.mktemp("out")), MODEL, progress=False).path


def test_a_mean_over_an_excluded_combination_counts_the_runs_that_were_made(path):
    """Without a fill value the -1 of the excluded half is counted, and the mean is half of the right one."""
    with xr.open_zarr(path) as stored:
        alone = run_sweep(asked(samples=6), MODEL, progress=False).open().flights
        assert float(stored.flights.mean()) == float(alone.mean()) > 1
        assert stored.flights.sel(units=2).isnull().all()
        assert stored.mission_outcome.sel(units=2).isnull().all()
        assert set(np.unique(stored.mission_outcome.sel(units=1))) == {0, 1}
        assert stored.status.dtype == np.int8


def test_what_is_kept_in_memory_reads_the_same(path):
    memory = run_sweep(asked(**WHAT), MODEL, progress=False).open()
    with xr.open_zarr(path) as stored:
        same(stored.load(), memory)
    assert memory.flights.sel(units=2).isnull().all()


def test_no_number_stands_where_nothing_was_written_yet(path, tmp_path, plan):
    from lunarsim.study.store.zarr_store import ZarrStore

    empty = ZarrStore.create(tmp_path / "sweep.zarr", plan(**WHAT), {}).path
    with xr.open_zarr(empty) as stored:
        assert (stored.status == NOT_RUN).all()
        for name, variable in stored.data_vars.items():
            assert variable.dtype.kind != "f" or name in ("u", *stored.factor.values) or variable.isnull().all(), name


def test_what_stands_for_a_missing_code_is_no_code():
    with pytest.raises(ValueError, match="-1 is a code"):
        Variable("outcome", "outcome", "1", dtype="i1", flags=((-1, "absent"), (0, "lost")))


def test_the_campaigns_say_which_number_is_missing():
    """A mission that a manifest lacks is absent (-1) in runs that were made; that is another thing than no run."""
    from lunarsim.study.model.campaigns import CAMPAIGNS

    by_name = {variable.name: variable for variable in CAMPAIGNS.variables}
    assert by_name["mission_outcome"].missing == -2
    assert by_name["milestone_critical_program"].missing == -2
    assert by_name["missions_flown"].missing == -1
    assert all(variable.missing != variable.missing or variable.missing < 0 for variable in CAMPAIGNS.variables)


def test_fill_values_stand_in_the_store_as_xarray_reads_them(path):
    group = zarr.open_group(path, mode="r")
    assert group["flights"].attrs["_FillValue"] == group["flights"].fill_value == -1
    assert "_FillValue" not in group["status"].attrs
