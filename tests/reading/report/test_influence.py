"""Which inputs matter, as a report tells it."""

import json

import numpy as np
import pytest
import xarray as xr

from lunarsim.reading.analysis.ranking import fits
from lunarsim.reading.report.assumptions import assumptions
from lunarsim.reading.report.factors import factor_grids
from lunarsim.reading.report.influence import influence
from tests.reading.report.sweeps import KEYS, with_factors

SAMPLES = 80


@pytest.fixture
def planted():
    """A sweep in which the second factor moves the outcome of the first lever value, and nothing that of the second."""
    rng = np.random.default_rng(7)
    unit, noise = rng.random((2, SAMPLES)), rng.normal(size=(2, SAMPLES, 1))
    npv = noise + np.array([10.0, 0.0])[:, np.newaxis, np.newaxis] * unit[1][:, np.newaxis]
    basic = np.where(unit[0] > 0.8, 2040.0, np.nan)[:, np.newaxis] * np.ones((2, 1, 1))
    made = with_factors(samples=SAMPLES, levers={"site": ["a", "b"]}, npv_musd=npv, station_basic_year=basic)
    made["u"].values[:] = unit
    made["plant.units"] = made["plant.units"].copy(data=np.floor(1 + 4 * unit[0]))
    made["deposit.access"] = made["deposit.access"].copy(data=0.3 + 0.5 * unit[1])
    made.attrs |= {"factors": json.dumps(KEYS), "samples": SAMPLES}
    return made


def test_a_planted_factor_is_found_where_it_acts_with_its_direction(planted):
    found = influence(planted, ["npv_musd"])
    (entry,) = found.tornado
    assert (entry["outcome"], entry["combination"]) == ("Net present value of the mine", 0)
    assert entry["lever"] == "Site: A"
    (row,) = entry["rows"]
    assert row["key"] == "deposit.access"
    assert row["low"] == pytest.approx(-4.0, abs=0.8)
    assert row["high"] == pytest.approx(4.0, abs=0.8)
    assert 0.7 < row["share_low"] <= row["share"] <= row["share_high"] <= 1
    assert set(found.by_factor) == {"deposit.access"}


def test_without_levers_there_is_one_ranking(planted):
    one = planted.isel(site=0, drop=True)
    found = influence(one, ["npv_musd"])
    (entry,) = found.tornado
    assert "combination" not in entry
    assert [row["key"] for row in entry["rows"]] == list(found.by_factor) == ["deposit.access"]


def test_of_a_date_that_mostly_never_comes_it_is_the_probability(planted):
    entries = influence(planted, ["station_basic_year"]).tornado
    assert {entry["outcome"] for entry in entries} == {"Basic station, probability"}
    for entry in entries:
        (row,) = entry["rows"]
        assert (row["key"], entry["is_date"]) == ("plant.units", False)
        assert -0.4 < row["low"] < 0 < row["high"] < 1


def test_that_nothing_stands_out_is_said(planted):
    nothing = planted.isel(site=[1])
    assert "No input stands out" in influence(nothing, ["npv_musd"]).note


def test_what_cannot_be_said_is_said_with_the_line_that_would(planted):
    made = planted.isel(sample=slice(0, 1)).assign_attrs(design="nominal")
    found = influence(made, ["npv_musd"])
    assert (found.tornado, found.by_factor) == ([], {})
    assert "run again with: lunarsim" in found.note
    assert influence(made, ["helium_kg"]).note == ""


def test_of_many_combinations_the_first_ones_are_ranked(planted):
    many = planted.isel(site=[0] * 14).assign_coords(site=list("abcdefghijklmn"))
    found = influence(many, ["npv_musd"])
    assert [entry["combination"] for entry in found.tornado] == list(range(12))
    assert "first lever values" in found.note


def test_swings_begin_at_the_middle_row_not_at_the_mean(tmp_path):
    """All inputs in the middle give 10; one factor lifts the outcome at its low and at its high end."""
    unit = np.array([[0.5, 0.05, 0.95, 0.5, 0.5], [0.5, 0.5, 0.5, 0.05, 0.95]])
    npv = 10 + np.array([0.0, 4.0, 8.0, 0.0, 0.0])[:, np.newaxis] + 1e-3 * np.random.default_rng(1).normal(size=(5, 6))
    made = with_factors(samples=5, design="one_at_a_time", replicates=6, npv_musd=npv)
    made["u"].values[:] = unit
    made["plant.units"] = made["plant.units"].copy(data=1 + 4 * unit[0])
    made["deposit.access"] = made["deposit.access"].copy(data=0.3 + 0.5 * unit[1])
    made.attrs |= {"factors": json.dumps(KEYS), "samples": 5, "common_random_numbers": "all"}
    found = influence(made, ["npv_musd"])
    (entry,) = found.tornado
    (row,) = entry["rows"]
    assert row["key"] == "plant.units"
    assert (row["low"], row["high"]) == pytest.approx((4.0, 8.0), abs=0.02)
    assert "less that with all inputs in the middle" in entry["note"]
    ranked = assumptions(made, factor_grids(tmp_path, made), found.by_factor)
    assert [each["key"] for each in ranked] == ["plant.units", "deposit.access"]
    (moved,) = ranked[0]["influence"].values()
    assert (moved["share"], moved["relative"], moved["units"]) == (None, 1, "million USD")
    assert moved["effect"] == pytest.approx(8.0, abs=0.02)


def test_bars_begin_at_the_mean_of_the_samples_that_are_ranked(planted, monkeypatch):
    """Samples beyond those that are ranked, and replicates that are missing, shift no bar."""
    before = influence(planted, ["npv_musd"]).tornado[0]["rows"]
    later = planted.copy(deep=True).assign_coords(sample=np.arange(SAMPLES, 2 * SAMPLES))
    later["npv_musd"].values[:] += 1000
    both = xr.concat([planted, later], "sample", data_vars="minimal")
    monkeypatch.setattr(fits, "MOST_SAMPLES", SAMPLES)
    after = influence(both, ["npv_musd"]).tornado[0]["rows"]
    assert [(row["low"], row["high"]) for row in after] == [(row["low"], row["high"]) for row in before]


def test_assumptions_are_ranked_by_what_they_move(planted, tmp_path):
    grids = factor_grids(tmp_path, planted)
    ranked = assumptions(planted, grids, influence(planted, ["npv_musd"]).by_factor)
    assert [each["key"] for each in ranked] == ["deposit.access", "plant.units"]
    access, units = ranked
    assert list(access["influence"]) == ["Net present value of the mine"]
    assert (units["value"], units["influence"], units["evidence"]) == ("2", {}, "assumed")
    low, high = map(float, access["range"].split(" to "))
    assert low == pytest.approx(0.35, abs=0.03)
    assert high == pytest.approx(0.75, abs=0.03)
