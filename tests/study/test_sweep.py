import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

from lunarsim.scenario.building import build, with_values
from lunarsim.study.model.interface import FAILED, INFEASIBLE, OK
from lunarsim.study.run.sweep import run_sweep, simulate_one
from tests.study.conftest import SITES, asked, compose

LEVERS = {"plant.units": [1, 2, 5]}
GROUPS = {"site": list(SITES)}


def same(one, other):
    """Equal bit for bit, run times and what says how and when they were made apart."""
    one, other = (ds.drop_vars("run_seconds").drop_attrs(deep=False) for ds in (one, other))
    xr.testing.assert_identical(one, other)
    assert {name: one[name].dtype for name in one.variables} == {name: other[name].dtype for name in other.variables}


@settings(max_examples=15)
@given(
    units=st.sampled_from([1, 2, 5]),
    site=st.sampled_from(sorted(SITES)),
    sample=st.integers(0, 5),
    replicate=st.integers(0, 1),
)
def test_a_single_run_equals_its_row(units, site, sample, replicate):
    request = asked(LEVERS, GROUPS, intervals=[("mine.excavators", 1, 9)], samples=6, replicates=2, block_runs=7)
    ds = run_sweep(request, "tests.study.models:SMALL", progress=False).open()
    row = ds.sel(units=units, site=site, sample=sample, replicate=replicate)
    values = {}
    for key in ds.factor.values.tolist():
        value = row[key].item()
        values[key] = int(value) if key == "mine.excavators" else value
    scenario = with_values(build(compose({"site": site})), {"plant.units": units} | values)
    single = simulate_one(scenario, 5, sample, replicate, "tests.study.models:SMALL")
    for name in single.data_vars.keys() - {"run_seconds"}:
        xr.testing.assert_identical(single[name], row[name].drop_vars(["units", "site"]))


def test_runs_of_one_row_have_common_random_numbers_across_levers(sweep):
    ds = sweep(LEVERS, GROUPS, samples=10)
    assert (ds.flights == ds.flights.isel(units=0, site=0, drop=True)).all()
    assert np.allclose(ds.mass_kg.sel(units=5), 5 * ds.mass_kg.sel(units=1))
    assert ds.flights.std("sample").min() > 0


def test_replicates_have_other_chance_and_the_same_factors(sweep):
    ds = sweep(samples=10, replicates=2)
    assert (ds.mass_kg.isel(replicate=0) != ds.mass_kg.isel(replicate=1)).all()
    assert ds["plant.availability"].dims == ("sample",)


def test_a_lever_value_reaches_its_run(sweep):
    ds = sweep({"logistics.delivery_usd_per_kg": [1e3, 1e6]}, GROUPS, samples=3)
    assert ds.import_reliance.sel(site="fra_mauro").min() == ds.import_reliance.sel(site="fra_mauro").max() == 10
    assert np.allclose(ds.cost_musd, ds.mass_kg * ds.delivery_usd_per_kg / 1e6)


def test_factor_values_are_the_quantiles_of_their_distribution(sweep):
    ds = sweep(samples=20, intervals=[("plant.power_kw", 10, 1000, "log"), ("mine.excavators", 1, 3)], use="none")
    assert np.allclose(ds["plant.power_kw"], 10 * 100 ** ds.u.sel(factor="plant.power_kw"))
    assert np.array_equal(ds["mine.excavators"], 1 + np.floor(3 * ds.u.sel(factor="mine.excavators")))


def test_a_factor_that_an_option_fixes_varies_only_without_it(sweep):
    ds = sweep(groups={"program@programs.russia": ["declared", "reformed"]}, samples=5)
    values = ds["programs.russia.slip_multiplier"]
    assert values.dims == ("russia", "sample")
    assert (values.sel(russia="reformed") == 0.5).all()
    assert values.sel(russia="declared").std() > 0


def test_a_failed_run_is_recorded_and_the_rest_complete(sweep):
    ds = sweep(LEVERS, samples=20, model="FAILING", block_runs=15)
    failed = ds.status == FAILED
    assert failed.sum() == 6
    assert set(ds.sample.values[failed.any(("units", "replicate"))]) == {3, 13}
    assert set(ds.error.values[failed.values]) == {
        "ArithmeticError: sample 3 cannot be",
        "ArithmeticError: sample 13 cannot be",
    }
    assert (ds.error.values[~failed.values] == "").all()
    assert ds.mass_kg.isnull().equals(failed.drop_attrs())
    assert ds.flights.isnull().equals(failed.drop_attrs())
    assert (ds.status.values[~failed.values] == OK).all()


def test_what_goes_wrong_around_the_runs_fails_them_and_not_the_sweep(sweep):
    ds = sweep(samples=4, model="EXPLODING")
    assert (ds.status == FAILED).all()
    assert set(ds.error.values.ravel()) == {"ZeroDivisionError: accounts"}


def test_an_infeasible_combination_is_recorded_and_not_run(sweep):
    ds = sweep({"plant.power_kw": [80, 0], "station.lead": ["china", "usa"]}, samples=3, block_runs=2)
    status = ds.status.isel(sample=0, replicate=0)
    assert status.values.tolist() == [[OK, INFEASIBLE], [INFEASIBLE, INFEASIBLE]]
    errors = ds.error.isel(sample=2, replicate=0)
    assert errors.sel(power_kw=0, lead="china").item() == "plant.power_kw: no power, no plant"
    assert "programs.usa.active is false" in errors.sel(power_kw=80, lead="usa").item()
    assert ds.mass_kg.sel(power_kw=0).isnull().all()


def test_a_sample_that_breaks_a_rule_is_recorded_as_infeasible(sweep):
    ds = sweep(
        intervals=[("flowsheet.oxygen_yield", 0.01, 0.44)], changes={"flowsheet.metal_per_oxygen": 3.0}, samples=30
    )
    broken = ds["flowsheet.oxygen_yield"] * 4 >= 1
    assert 0 < broken.sum() < 30
    assert ((ds.status.isel(replicate=0) == INFEASIBLE) == broken).all()
    assert "flowsheet.oxygen_yield" in ds.error.values[broken.values][0].item()


def test_levers_of_the_time_span_share_one_axis(sweep):
    ds = sweep({"timeline.horizon_years": [10.0, 20.0]}, {"timeline": ["default", "late"]}, samples=2)
    assert ds.month.dtype.kind == "M"
    assert ds.sizes["month"] == 12 * 21
    assert set(ds.dims) >= {"horizon_years", "timeline", "sample", "replicate", "month"}


def test_too_much_for_memory_is_refused(sweep):
    from lunarsim.words.errors import InputError

    with pytest.raises(InputError, match=r"output.store: is false, but the results take \d"):
        sweep(samples=10**7)
