"""A sweep as a workbook: texts are texts, dates are dates, and what is too large is refused with what fits."""

import datetime as dt
import json

import numpy as np
import pytest

from lunarsim.reading.export import spreadsheet
from lunarsim.reading.export.files import export
from lunarsim.reading.export.spreadsheet import MEAN, as_date
from lunarsim.words.errors import AnalysisError, InputError
from lunarsim.words.units import decimal_year
from tests.reading.made import NAN, along, sweep
from tests.reading.stored_made import store

openpyxl = pytest.importorskip("openpyxl")

FORMULAS = ["=1+1", "+2", "-3", "@A1", "http://example.org"]


@pytest.fixture
def opened(tmp_path):
    """Export a sweep and open the workbook: rows by sheet."""

    def read(dataset, **asked):
        path = store(dataset, tmp_path / "sweep.zarr")
        file = export(path, "xlsx", tmp_path / "out.xlsx", **asked)
        book = openpyxl.load_workbook(file)
        return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}, book

    return read


@pytest.fixture
def five():
    config = {"plant": {"units": 3, "availability": 0.8}, "nobody": {"knows": 1}}
    dataset = sweep(
        {"lever": FORMULAS},
        samples=2,
        trailing={"program": (("crewed_landing_year",), ["china", "usa"])},
        station_basic_year=along([2040.5, NAN]),
        npv_musd=along([-1.5, 2.5]),
        crewed_landing_year=[2033.0, NAN],
        error="=cmd()",
    )
    dataset["npv_musd"].attrs["currency_year"] = 2025
    return dataset.assign_attrs(title="t", command="-m site=a,b", created="2030-01-01", config=json.dumps(config))


def test_a_text_is_never_a_formula_or_a_link(five, opened):
    sheets, book = opened(five)
    runs = sheets["Runs"]
    assert [row[0] for row in runs[1::2]] == FORMULAS
    assert {row[runs[0].index("error")] for row in runs[1:]} == {"=cmd()"}
    for sheet in book:
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d", "b"}
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.hyperlink]


def test_dates_stand_as_decimal_years_and_as_dates(five, opened):
    (head, first, second, *_) = opened(five)[0]["Runs"]
    at = head.index("station_basic_year")
    assert head[at + 1] == "station_basic_year as date"
    assert (first[at], first[at + 1]) == (2040.5, dt.datetime(2040, 7, 2))
    assert (second[at], second[at + 1]) == (None, None)
    assert "npv_musd as date" not in head


def test_each_day_comes_back_as_itself():
    days = [dt.date(2026, 1, 1) + dt.timedelta(days=step) for step in range(0, 12_000, 7)]
    assert [as_date(decimal_year(day)).date() for day in days] == days
    assert [as_date(year) for year in (None, NAN, np.inf, 1899.0, 12_000.0)] == [None] * 5


def test_the_summary_says_what_is_not_reached(five, opened):
    head, *rows = opened(five)[0]["Summary"]
    basic = dict(zip(head, next(row for row in rows if "station_basic_year" in row), strict=True))
    assert (basic["Lever"], basic["P10"], basic["P90"]) == ("=1+1", 2040.5, "not by 2056.5")
    assert (basic["P10 as date"], basic["P90 as date"]) == (dt.datetime(2040, 7, 2), None)
    assert (basic["P"], basic["runs"]) == (0.5, 2)


def test_the_mean_of_a_date_says_that_never_counts_as_the_end(five, opened):
    sheets, _ = opened(five)
    head, *rows = sheets["Summary"]
    basic = dict(zip(head, next(row for row in rows if "station_basic_year" in row), strict=True))
    assert (basic["unit"], basic["mean (never = end)"]) == ("year", (2040.5 + 2056.5) / 2)
    assert "runs that never reach it count as the end" in dict(sheets["About"])["mean (never = end)"]


def test_quantiles_of_the_few_that_have_an_amount_are_not_shown_as_of_all(opened):
    dataset = sweep(
        samples=10, npv_musd=along([5.0] * 4 + [NAN] * 6), unit_cost_usd_per_kg=along([5.0] * 6 + [NAN] * 4)
    )
    sheets, _ = opened(dataset.assign_attrs(design="morris", config="{}", factors="[]"))
    head, *rows = sheets["Summary"]
    of = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert [of["npv_musd"][name] for name in ("P10", "P50", "P90", MEAN, "P")] == ["few have any"] * 3 + [None, 0.4]
    assert [of["unit_cost_usd_per_kg"][name] for name in ("P50", MEAN, "P")] == [5, 5, 0.6]
    assert any("screening design" in str(row[1]) for row in sheets["About"] if row[0] == "Note")


def test_it_says_what_it_is_of_and_its_units_and_assumptions(five, opened):
    sheets = opened(five)[0]
    about = dict(sheets["About"])
    assert about["lunarsim"] == "t"
    assert about["Command"] == "lunarsim -m site=a,b"
    assert "10 runs" in about["Runs"]
    assert about["Money"] == "USD of 2025."
    units = {row[0]: row[1:3] for row in sheets["Units"]}
    assert units["npv_musd"] == ["net present value of the mine", "MUSD"]
    head, *rows = sheets["Assumptions"]
    assumed = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert set(assumed) == {"plant.units", "plant.availability"}
    assert assumed["plant.units"]["value"] == 3
    assert assumed["plant.availability"]["evidence"] in ("measured", "published", "analogue", "assumed")
    assert assumed["plant.availability"]["source"]
    assert list(sheets) == ["About", "Summary", "Runs", "Units", "Assumptions"]


def test_outcomes_are_chosen_and_the_runs_may_be_left_out(five, opened, tmp_path):
    sheets = opened(five, outcomes=["crewed_landing_year[china]", "npv*"], quantiles=True)[0]
    assert list(sheets) == ["About", "Summary", "Units", "Assumptions"]
    assert {row[1] for row in sheets["Summary"][1:]} == {"crewed_landing_year(china)", "npv_musd"}
    (tmp_path / "out.xlsx").unlink()
    sheets = opened(five, outcomes=["crewed_landing_year[china]"])[0]
    head, first, *_ = sheets["Runs"]
    chosen = [
        "horizon_year",
        "horizon_year as date",
        "crewed_landing_year(china)",
        "crewed_landing_year(china) as date",
    ]
    assert set(head[-4:]) == set(chosen)
    assert dt.datetime(2033, 1, 1) in first
    with pytest.raises(AnalysisError, match="did you mean 'npv_musd'"):
        export(tmp_path / "sweep.zarr", "xlsx", tmp_path / "other.xlsx", outcomes=["npv_muds"])


def test_too_many_cells_are_refused_with_what_fits_and_nothing_is_written(five, tmp_path, monkeypatch):
    monkeypatch.setattr(spreadsheet, "MOST_CELLS", 99)
    path = store(five, tmp_path / "sweep.zarr")
    with pytest.raises(InputError, match=r"10 runs with \d+ columns.*--outcomes.*--quantiles"):
        export(path, "xlsx", tmp_path / "out.xlsx")
    assert not (tmp_path / "out.xlsx").exists()
    assert export(path, "xlsx", tmp_path / "out.xlsx", quantiles=True)


def test_csv_and_netcdf_hold_the_chosen_outcomes_alone(five, tmp_path):
    import pandas as pd
    import xarray as xr

    path = store(five, tmp_path / "sweep.zarr")
    runs = pd.read_csv(export(path, "csv", tmp_path / "out.csv", outcomes=["crewed_landing_year[china]"]))
    assert "horizon_year" in runs.columns
    assert "crewed_landing_year(china)" in runs.columns
    assert "npv_musd" not in runs.columns
    pytest.importorskip("h5netcdf")
    with xr.open_dataset(
        export(path, "netcdf", tmp_path / "out.nc", outcomes=["crewed_landing_year[china]"])
    ) as stored:
        assert stored["crewed_landing_year"].dims[-1] == "program"
        assert "npv_musd" not in stored
    with pytest.raises(InputError, match="no meaning with --to csv; it belongs to --to xlsx"):
        export(path, "csv", tmp_path / "more.csv", quantiles=True)


def test_where_all_runs_failed_there_is_a_workbook(opened):
    sheets = opened(sweep(status=2, npv_musd=NAN))[0]
    assert len(sheets["Summary"]) == 1
    assert len(sheets["Runs"]) == 5
