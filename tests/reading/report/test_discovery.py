"""The box in which a date is reached, as a report tells it."""

import json

import numpy as np
import pytest
import xarray as xr

from lunarsim.reading.report.discovery import discovered
from tests.reading.made import TEXT
from tests.reading.report.sweeps import KEYS, with_factors

SAMPLES = 300


@pytest.fixture
def planted():
    """A sweep in which a date is mostly reached in the upper half of the second factor and mostly not in the lower."""
    rng = np.random.default_rng(3)
    unit = rng.random((2, SAMPLES))
    reached = rng.random(SAMPLES) < np.where(unit[1] > 0.5, 0.9, 0.1)
    made = with_factors(
        samples=SAMPLES, levers={"site": ["a"]}, station_basic_year=np.where(reached, 2040.0, np.nan)[:, np.newaxis]
    )
    made["u"].values[:] = unit
    made["plant.units"] = made["plant.units"].copy(data=np.floor(1 + 4 * unit[0]))
    made["deposit.access"] = made["deposit.access"].copy(data=0.3 + 0.5 * unit[1])
    made.attrs |= {"factors": json.dumps(KEYS), "samples": SAMPLES}
    return made


def test_a_planted_box_is_shown_with_its_ends_and_interval(planted):
    (entry,) = discovered(planted, ["station_basic_year"])
    assert entry["target"] == "Basic station by 2056.5"
    assert (entry["combination"], entry["lever"]) == (0, "Site: A")
    (row,) = entry["rows"]
    assert row["key"] == "deposit.access"
    assert row["u_low"] == pytest.approx(0.5, abs=0.08)
    assert row["low"] == pytest.approx(0.3 + 0.5 * row["u_low"], abs=0.02)
    assert row["u_high"] == 1
    assert entry["base_rate"] == pytest.approx(0.5, abs=0.1)
    assert entry["density_low"] < 0.9 < entry["density"] + 0.1
    assert "first 300 samples" in entry["note"]


def test_without_levers_and_with_stations_it_names_the_station(planted):
    one = planted.isel(site=0, drop=True)
    one["station_basic_year"] = one["station_basic_year"].expand_dims(
        station=np.array(["ilrs", "moon_base"], TEXT), axis=-1
    )
    entries = discovered(one, ["station_basic_year"])
    assert [entry["target"] for entry in entries] == [
        "Basic station, ILRS by 2056.5",
        "Basic station, moon base by 2056.5",
    ]
    assert "combination" not in entries[0]


@pytest.mark.parametrize("design", ["lhs", "morris"])
def test_what_is_never_reached_or_no_random_sample_has_no_box_and_says_why(planted, design):
    year = np.nan if design == "lhs" else planted["station_basic_year"]
    made = planted.assign(station_basic_year=planted["station_basic_year"] * 0 + year).assign_attrs(design=design)
    (entry,) = discovered(made, ["station_basic_year", "helium_year"])
    assert "rows" not in entry
    assert ("hardly ever met" if design == "lhs" else "this sweep has design=morris") in entry["why_not"]


def test_the_boxes_of_a_target_share_its_words_and_a_lever_value_without_one_says_why(planted):
    """So that a page groups them as one card, at the lever value in focus."""
    none = planted.assign(station_basic_year=planted["station_basic_year"] * np.nan).assign_coords(site=["b"])
    both = xr.concat([planted, none], "site", data_vars="minimal", join="outer")
    one, other = discovered(both, ["station_basic_year"])
    assert one["target"] == other["target"]
    assert one["rows"]
    assert one["samples"] == SAMPLES
    assert (other["combination"], other["lever"]) == (1, "Site: B")
    assert "hardly ever met" in other["why_not"]


def test_of_saltelli_it_searches_rows_a_and_b_of_the_whole_design(planted):
    """A group of two factors is A, AB of each factor, and B; the page holds A and B alone."""
    rows = np.arange(0, SAMPLES, 2)
    group = [rows, rows, rows, rows + 1]
    whole = planted.isel(sample=np.stack(group, axis=1).ravel()).assign_coords(sample=np.arange(4 * len(rows)))
    for place, factor in ((1, 0), (2, 1)):  # AB: that factor from B, which changes what is reached of neither A nor B
        whole["u"].values[factor, place::4] = planted["u"].values[factor, 1::2]
        whole["station_basic_year"].values[:, place::4] = np.nan
    whole.attrs |= {"design": "saltelli", "design_base_samples": len(rows), "samples": whole.sizes["sample"]}
    (entry,) = discovered(whole, ["station_basic_year"])
    (plain,) = discovered(planted, ["station_basic_year"])
    assert entry["samples"] == SAMPLES
    assert entry["rows"] == plain["rows"]
    assert entry["base_rate"] == plain["base_rate"]
