"""A sweep from the command line to plain xarray."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

import lunarsim

from .conftest import SWEEP, Answer, Command, call, store_of

SCALARS = [
    "missions_flown",
    "missions_lost",
    "launch_failures",
    "landing_failures",
    "ree_in_place_t",
    "ree_recoverable_t",
    "soil_mined_t",
    "ree_produced_kg",
    "ree_in_slag_kg",
    "oxygen_produced_kg",
    "energy_used_mwh",
    "reagent_used_kg",
    "mass_payback",
    "revenue_musd",
    "npv_musd",
    "npv_program_musd",
    "unit_cost_usd_per_kg",
    "breakeven_price_usd_per_kg",
    "mass_balance_residual_kg",
    "first_product_year",
    "first_return_year",
]
OF_RUNS = ["status", "run_seconds", "error"]
TRAILING = {
    "mass_landed_kg": ("program",),
    "reo_delivered_kg": ("program",),
    "cost_musd": ("program",),
    "crewed_landing_year": ("program",),
    "first_crew_lost_year": ("program",),
    "crewed_missions_flown": ("program",),
    "crewed_missions_lost": ("program",),
    "crews_lost": ("program",),
    "import_reliance": ("bloc", "year"),
    "station_working_year": ("station",),
    "station_basic_year": ("station",),
    "station_extended_year": ("station",),
    "station_availability": ("station",),
    "delay_days": ("milestone", "cause"),
    "month_mass_landed_kg": ("month",),
    "month_mass_launched_kg": ("month",),
    "month_power_kw": ("month",),
    "month_load_kw": ("month",),
    "month_ree_produced_kg": ("month",),
    "month_reo_delivered_kg": ("month",),
    "month_oxygen_produced_kg": ("month",),
    "month_cost_musd": ("cost_class", "month"),
    "month_cooperation_active": ("month",),
    "mission_planned_year": ("mission",),
    "mission_launch_year": ("mission",),
    "mission_outcome": ("mission",),
    "mission_first_launch_year": ("mission",),
    "mission_first_landing_year": ("mission",),
    "mission_first_outcome": ("mission",),
    "asset_online_year": ("asset",),
    "ree_produced_by_element_kg": ("ree",),
}
RUN_DIMS = ("cooperation", "site", "sample", "replicate")


def opened(store: Path) -> xr.Dataset:
    """Open a store as any user of xarray does; a warning is an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return xr.open_zarr(store, chunks=None)


@pytest.fixture(scope="module")
def dataset(swept: tuple[Path, Answer]) -> xr.Dataset:
    """Return the dataset of the sweep of two levers, loaded once; no test changes it."""
    return opened(swept[0]).load()


def test_two_levers_give_one_dataset_with_their_dimensions(dataset: xr.Dataset) -> None:
    sizes = {dim: dataset.sizes[dim] for dim in RUN_DIMS}
    assert sizes == {"cooperation": 2, "site": 2, "sample": 24, "replicate": 1}
    assert (dataset["status"] == 1).all()


def test_every_variable_of_the_contract_is_there(dataset: xr.Dataset) -> None:
    expected = dict.fromkeys((*SCALARS, *OF_RUNS), RUN_DIMS)
    expected |= {name: (*RUN_DIMS, *trailing) for name, trailing in TRAILING.items()}
    assert {name: dataset[name].dims for name in expected if name in dataset} == expected


def test_every_variable_has_a_long_name_and_all_but_texts_have_units(dataset: xr.Dataset) -> None:
    for name, variable in dataset.variables.items():
        assert variable.attrs.get("long_name"), name
        is_text = variable.dtype.kind in "OTU"
        assert is_text != ("units" in variable.attrs or "units" in variable.encoding), name
        if "USD" in variable.attrs.get("units", ""):
            assert variable.attrs["currency_year"] == 2025, name


def test_units_are_known_to_udunits_but_for_money(dataset: xr.Dataset) -> None:
    from cf_units import Unit

    units = {variable.attrs["units"] for variable in dataset.variables.values() if variable.attrs.get("units")}
    assert "kg" in units
    for text in units:
        if "USD" not in text:
            Unit(text)


def test_attributes_state_how_the_sweep_came_about(dataset: xr.Dataset) -> None:
    attrs = dataset.attrs
    config = json.loads(attrs["config"])
    assert config["design"]["samples"] == 24
    assert config["timeline"]["start"] == "2026-07-01"
    assert attrs["lunarsim_version"] == lunarsim.__version__
    assert attrs["plan_hash"]


def test_table_shows_levers_probabilities_and_signs(swept: tuple[Path, Answer]) -> None:
    text = swept[1].stdout
    assert "Five-year program not renewed" in text
    assert "cooperation=active,lapsed" in text
    assert "not by 2056.5 (P = " in text
    assert "Mean difference from 'In force throughout'" in text
    assert "96 of 96 runs" in text


def test_mass_is_balanced_in_every_run(dataset: xr.Dataset) -> None:
    residual = abs(dataset["mass_balance_residual_kg"])
    assert (residual <= 1e-9 * dataset["soil_mined_t"] * 1e3 + 1e-9).all()
    assert float(dataset["soil_mined_t"].max()) > 0


def test_delays_add_up_to_the_date(dataset: xr.Dataset) -> None:
    delay = dataset["delay_days"].sum("cause", skipna=False).sel(milestone="station_basic")
    date = dataset["station_basic_year"].isel(station=0)
    planned = date.fillna(dataset["horizon_year"]) - delay / 365.25
    # The plan's own date depends on what power is sampled, and on no lever here. Leap days make a year of 365.25 days
    # right to a day or two only.
    levers = [dim for dim in planned.dims if dim != "sample"]
    assert float((planned.max(levers) - planned.min(levers)).max()) < 3 / 365.25


OTHER = ("executor=processes", "executor.workers=2", "executor.block_runs=17")


@pytest.mark.slow
def test_results_of_the_command_do_not_depend_on_executor_workers_or_blocks(
    dataset: xr.Dataset, tmp_path: Path
) -> None:
    check_equal(dataset, opened(store_of(call(*SWEEP, *OTHER, folder=tmp_path), tmp_path)))


@pytest.mark.usefixtures("ready_workers")
def test_results_do_not_depend_on_executor_workers_or_blocks(dataset: xr.Dataset) -> None:
    check_equal(dataset, lunarsim.sweep([*SWEEP[1:], *OTHER, "output=none"]))


def check_equal(first: xr.Dataset, again: xr.Dataset) -> None:
    """Check that two sweeps are equal bit for bit but for the time that they took."""
    for name in first.variables:
        if name != "run_seconds":
            same_numbers = first[name].dtype.kind == "f"
            assert np.array_equal(first[name].values, again[name].values, equal_nan=same_numbers), name


def test_one_run_alone_equals_its_row(dataset: xr.Dataset) -> None:
    row = {"cooperation": "lapsed", "site": "fra_mauro", "sample": 17}
    values = {}
    for key in dataset["factor"].values:
        here = {dim: label for dim, label in row.items() if dim in dataset[key].dims}
        values[str(key)] = float(dataset[key].sel(here))
    scenario = lunarsim.with_values(lunarsim.load_scenario(["cooperation=lapsed", "site=fra_mauro"]), values)
    alone = lunarsim.simulate(scenario, seed=int(dataset.attrs["seed"]), sample=17)
    stored = dataset.sel(row).isel(replicate=0)
    compared = 0
    for name in alone.data_vars:
        if name in stored and name != "run_seconds" and name not in values:
            expected = stored[name].values
            same_numbers = expected.dtype.kind == "f"
            assert np.array_equal(alone[name].values.squeeze(), expected.squeeze(), equal_nan=same_numbers), name
            compared += 1
    assert compared > 50


def test_waits_none_brings_planned_dates_to_the_day(in_process: Command, tmp_path: Path) -> None:
    dataset = opened(store_of(in_process("waits=none", "design=nominal", "cooperation=active"), tmp_path))
    scenario = lunarsim.load_scenario(["waits=none"])
    launched = dataset["mission_launch_year"].squeeze()
    compared = 0
    for key in launched["mission"].values:
        mission = scenario.missions[str(key)]
        if mission.role == "fallback":
            continue
        planned = np.datetime64(mission.planned)
        year = planned.astype("datetime64[Y]")
        first, last = year.astype("datetime64[D]"), (year + np.timedelta64(1, "Y")).astype("datetime64[D]")
        decimal = 1970 + year.astype(int) + (planned - first) / (last - first)
        assert float(launched.sel(mission=key)) == pytest.approx(decimal, abs=0.1 / 366), key
        compared += 1
    assert compared > 25


def test_signposts_are_asked_for_by_the_same_verb(in_process, swept):
    store, _ = swept
    found = in_process("sensitivity", str(store), "--signposts", "station_basic", "--by", "2032")
    assert found.returncode == 2
    assert "signs none is seen by 2032" in found.stderr  # of 24 samples
    wrong = in_process(
        "sensitivity", str(store), "--signposts", "station_basic", "--outcomes", "npv_musd", "--top", "0"
    )
    assert wrong.returncode == 2
    assert "2 problems" in wrong.stderr
    assert "needs --signposts" in in_process("sensitivity", str(store), "--by", "2031").stderr
