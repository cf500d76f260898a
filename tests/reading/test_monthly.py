import io

import numpy as np
import pytest
import xarray as xr
from zarr.storage import LocalStore

from lunarsim.reading.analysis import monthly
from lunarsim.reading.analysis.monthly import month_quantiles
from lunarsim.reading.analysis.summary import summarize
from lunarsim.words.errors import AnalysisError
from tests.reading.made import NAN, along, sweep

LEVELS = (0.0, 0.1, 0.35, 0.5, 0.9, 1.0)
MONTHS = {"month": (("month_power_kw",), list(range(7)))}


def series(rng, *shape):
    return np.round(rng.normal(size=(*shape, 7)), 1)


@pytest.fixture(params=["in memory", "scratch file"])
def made(request, monkeypatch):
    """Whether a small series is held in memory or goes through the scratch file, some runs and months at a time."""
    if request.param == "scratch file":
        monkeypatch.setattr(monthly, "BYTES_AT_ONCE", 700)
    return sweep


@pytest.mark.parametrize("method", ["linear", "inverted_cdf"])
@pytest.mark.parametrize("runs", [(1, 1), (2, 1), (37, 3)])
def test_quantiles_are_those_of_numpy(made, method, runs):
    values = series(np.random.default_rng(1), *runs)
    dataset = made(trailing=MONTHS, samples=runs[0], replicates=runs[1], month_power_kw=values)
    result = month_quantiles(dataset, "month_power_kw", LEVELS, method)
    expected = np.quantile(values.reshape(-1, 7), LEVELS, axis=0, method=method)
    assert result["quantile_value"].dims == ("quantile_level", "month")
    assert result["quantile_value"].values == pytest.approx(expected, abs=1e-12)
    assert result["quantile_value"].attrs["units"] == "kW"
    assert (result["run_count"] == runs[0] * runs[1]).all()


@pytest.mark.parametrize("status", [2, 0, 6])
def test_only_runs_that_ended_well_count_for_each_lever_value(made, status):
    rng = np.random.default_rng(1)
    values = series(rng, 2, 40, 2)
    states = np.where(rng.random((2, 40, 2)) < 0.3, status, 1)
    dataset = made({"a": ["x", "y"]}, status=states, trailing=MONTHS, samples=40, replicates=2, month_power_kw=values)
    result = month_quantiles(dataset, "month_power_kw", LEVELS, "linear")
    for place, label in enumerate("xy"):
        counted = values[place][states[place] == 1]
        one = result.sel(a=label)
        assert one["quantile_value"].values == pytest.approx(np.quantile(counted, LEVELS, axis=0))
        assert (one["run_count"] == len(counted)).all()


def test_runs_without_a_value_are_left_out_month_by_month(made):
    values = np.array([[[1.0] * 7], [[NAN] + [2.0] * 6], [[NAN] * 7]])
    dataset = made(trailing=MONTHS, samples=3, month_power_kw=values)
    result = month_quantiles(dataset, "month_power_kw", [0.5, 1.0])
    assert result["run_count"].values.tolist() == [1, 2, 2, 2, 2, 2, 2]
    assert result["quantile_value"].values.tolist() == [[1.0] * 7, [1.0] + [2.0] * 6]


def test_a_combination_without_runs_is_empty():
    dataset = sweep({"a": ["x", "y"]}, status=[[[1]], [[4]]], trailing=MONTHS, month_power_kw=3.0)
    result = month_quantiles(dataset, "month_power_kw").sel(a="y")
    assert result["quantile_value"].isnull().all()
    assert (result["run_count"] == 0).all()


def test_the_default_picks_the_same_run_as_the_table():
    values = np.random.default_rng(1).normal(size=23)
    dataset = sweep(
        trailing=MONTHS, samples=23, npv_musd=along(values), month_power_kw=np.repeat(values, 7).reshape(23, 1, 7)
    )
    table = summarize(dataset)["quantile_value"].values[0]
    assert month_quantiles(dataset, "month_power_kw")["quantile_value"].isel(month=3).values.tolist() == table.tolist()


def test_other_dimensions_beside_the_month_stay(made):
    values = series(np.random.default_rng(1), 30, 1, 3)
    dataset = made(samples=30).assign(month_cost_musd=(("sample", "replicate", "cost_class", "month"), values))
    result = month_quantiles(dataset, "month_cost_musd", [0.5], "linear")["quantile_value"]
    assert result.dims == ("quantile_level", "cost_class", "month")
    assert result.values[0] == pytest.approx(np.quantile(values[:, 0], 0.5, axis=0))


def test_a_store_is_read_chunk_by_chunk_each_once(tmp_path, monkeypatch):
    values = series(np.random.default_rng(1), 1000, 1).astype("f4")
    dataset = sweep(trailing=MONTHS, samples=1000, month_power_kw=values)
    encoding = {"month_power_kw": {"chunks": (50, 1, 7), "dtype": "f4"}}
    dataset.to_zarr(tmp_path / "s.zarr", encoding=encoding, consolidated=False)
    monkeypatch.setattr(monthly, "BYTES_AT_ONCE", 4000)
    read = []
    get = LocalStore.get

    async def recorded(self, key, *given, **others):
        read.append(key)
        return await get(self, key, *given, **others)

    monkeypatch.setattr(LocalStore, "get", recorded)
    with xr.open_zarr(tmp_path / "s.zarr", chunks=None, consolidated=False) as stored:
        result = month_quantiles(stored, "month_power_kw", LEVELS, "linear")
    assert result["quantile_value"].values == pytest.approx(np.quantile(values[:, 0], LEVELS, axis=0), abs=1e-6)
    chunks = [int(key.split("/")[2]) for key in read if key.startswith("month_power_kw/c/")]
    assert sorted(chunks) == list(range(20))
    # What fits at once are two chunks, in whatever order.
    assert [index // 2 for index in chunks] == [index // 2 for index in range(20)]


@pytest.mark.parametrize("name", ["npv_musd", "month_power_kx"])
def test_what_is_no_series_is_refused_with_those_that_are(name):
    dataset = sweep(trailing=MONTHS, npv_musd=1.0, month_power_kw=1.0)
    with pytest.raises(AnalysisError, match="there are month_power_kw"):
        month_quantiles(dataset, name)
    with pytest.raises(AnalysisError, match="inverted_cdf and linear"):
        month_quantiles(dataset, "month_power_kw", method="middle")


class Forgetful(io.RawIOBase):
    """A file that takes or gives back half of what it should."""

    def __init__(self, writes):
        self.writes = writes

    def seek(self, place):
        return place

    def write(self, values):
        return len(values) if self.writes else len(values) // 2

    def readinto(self, values):
        return len(values) // 2


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (lambda: io.FileIO("/dev/full", "r+"), "No space left on device"),
        (lambda: Forgetful(writes=False), "No space left on device"),
        (lambda: Forgetful(writes=True), r"of 560 bytes 280 came back"),
    ],
    ids=["full", "fills up", "lost"],
)
def test_a_temporary_folder_without_space_is_reported_with_the_way_to_another(monkeypatch, file, reason):
    monkeypatch.setattr(monthly, "BYTES_AT_ONCE", 700)
    monkeypatch.setattr(monthly.tempfile, "TemporaryFile", lambda buffering: file())
    dataset = sweep(trailing=MONTHS, samples=70, month_power_kw=1.0)
    with pytest.raises(AnalysisError, match=rf"{reason}; set TMPDIR to a folder with room"):
        month_quantiles(dataset, "month_power_kw")


def test_no_temporary_folder_at_all_is_reported_likewise(monkeypatch):
    def nowhere(buffering):
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr(monthly, "BYTES_AT_ONCE", 700)
    monkeypatch.setattr(monthly.tempfile, "TemporaryFile", nowhere)
    with pytest.raises(AnalysisError, match="No usable temporary directory found; set TMPDIR"):
        month_quantiles(sweep(trailing=MONTHS, samples=70, month_power_kw=1.0), "month_power_kw")
