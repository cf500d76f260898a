"""Levers that move together: pairs, and tables whose rows are cases."""

import numpy as np
import pytest
import xarray as xr

from lunarsim.study.request.request import Cases
from lunarsim.study.run.sweep import run_sweep
from lunarsim.words.errors import InputError
from tests.study.conftest import SITES, asked
from tests.study.test_sweep import same

PAIRED = {
    "groups": {"site": list(SITES)},
    "levers": {"logistics.delivery_usd_per_kg": [1e5, 1e5], "plant.units": [1, 2, 5]},
    "pair": (("site", "logistics.delivery_usd_per_kg"),),
}
CASES = Cases(("site", "plant.units"), ("low", "high", "other"))
TABLED = {
    "groups": {"site": ["shackleton", "shackleton", "fra_mauro"]},
    "levers": {"plant.units": [1, 9, 9], "plant.power_kw": [50.0, 80.0]},
    "cases": CASES,
}


def faults(call):
    with pytest.raises(InputError) as caught:
        call()
    return [f"{fault.path}: {fault.problem}" for fault in caught.value.faults]


def test_the_first_lever_of_a_pair_names_the_dimension_and_the_others_lie_along_it(sweep):
    ds = sweep(**PAIRED, samples=3)
    assert ds.mass_kg.dims == ("site", "units", "sample", "replicate")
    assert ds.delivery_usd_per_kg.dims == ("site",)
    assert "delivery_usd_per_kg" in ds.coords
    assert ds.delivery_usd_per_kg.config_key == "logistics.delivery_usd_per_kg"


def test_each_pair_of_values_reaches_its_runs(sweep):
    pair = (("site", "plant.units", "logistics.delivery_usd_per_kg"),)
    levers = {"plant.units": [1, 5], "logistics.delivery_usd_per_kg": [1e4, 1e6]}
    ds = sweep(levers, {"site": list(SITES)}, pair=pair, samples=6)
    assert ds.mass_kg.dims == ("site", "sample", "replicate")
    assert (ds.import_reliance.sel(site="fra_mauro") == 10).all()
    assert np.allclose(ds.mass_kg.sel(site="fra_mauro"), 5 * ds.mass_kg.sel(site="shackleton"))
    assert np.allclose(ds.cost_musd, ds.mass_kg * ds.delivery_usd_per_kg / 1e6)


def test_two_groups_that_move_together_are_composed_in_their_pairs_only():
    import dataclasses

    from lunarsim.study.grid.planning import make_plan
    from tests.study.conftest import compose
    from tests.study.models import SMALL

    seen = []
    request = asked(
        groups={"site": list(SITES), "program@programs.russia": ["declared", "reformed"]},
        pair=(("site", "program@programs.russia"),),
        samples=4,
        use="default",
    )
    counted = dataclasses.replace(request, compose=lambda options: seen.append(dict(options)) or compose(options))
    made = make_plan(counted, SMALL, "tests.study.models:SMALL")
    assert seen == [
        {"site": "shackleton", "program@programs.russia": "declared"},
        {"site": "fra_mauro", "program@programs.russia": "reformed"},
    ]
    (factor,) = (each for each in made.factors if each.key == "programs.russia.slip_multiplier")
    assert (factor.varies((0,)), factor.varies((1,))) == (True, False)
    assert made.grid.shape == (2, 4, 1)


def test_a_table_makes_the_dimension_case(sweep):
    ds = sweep(**TABLED, samples=3)
    assert ds.mass_kg.dims == ("case", "power_kw", "sample", "replicate")
    assert ds.case.values.tolist() == ["low", "high", "other"]
    assert ds.site.dims == ds.units.dims == ("case",)
    assert ds.units.values.tolist() == [1, 9, 9]
    assert (ds.import_reliance.isel(bloc=0, year=0, sample=0, replicate=0, power_kw=0) == [1, 1, 10]).all()


@pytest.mark.parametrize("arguments", [PAIRED, TABLED], ids=["pair", "table"])
def test_a_stored_sweep_of_levers_that_move_together_opens_like_that_in_memory(arguments, tmp_path):
    made = run_sweep(asked(**arguments, samples=3, store=True, dir=tmp_path), "tests.study.models:SMALL", False)
    with xr.open_zarr(made.path, chunks=None) as stored:
        kept = run_sweep(asked(**arguments, samples=3), "tests.study.models:SMALL", False).open()
        same(stored.load(), kept)
        assert list(stored.coords) == list(kept.coords) or set(stored.coords) == set(kept.coords)


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        ({"pair": (("plant.units", "plant.power_kw"),)}, "unequal length: 3 of plant.units, 2 of plant.power_kw"),
        ({"pair": (("plant.units", "plant.availability"),)}, "names plant.availability, which is not a lever here"),
        ({"pair": (("plant.units",),)}, "two levers or more"),
        ({"pair": (("plant.units", "plant.units"),)}, "names plant.units 2 times"),
        ({"pair": (("site", "plant.units"),), "cases": Cases(("site",), ("0", "1"))}, "which design.table gives"),
    ],
)
def test_levers_that_cannot_move_together_are_an_error(plan, arguments, part):
    levers = {"plant.units": [1, 2, 3], "plant.power_kw": [70, 80]}
    (fault,) = faults(lambda: plan(levers, {"site": list(SITES)}, **arguments))
    assert fault.startswith("design.pair")
    assert part in fault


def test_values_of_the_lever_that_names_the_dimension_stand_once(plan):
    levers = {"plant.units": [1, 1], "plant.power_kw": [70, 80]}
    assert "2 times" in faults(lambda: plan(levers, pair=(("plant.units", "plant.power_kw"),)))[0]
    plan(levers, pair=(("plant.power_kw", "plant.units"),))


def test_cases_that_are_the_same_are_an_error(plan):
    (fault,) = faults(lambda: plan({"plant.units": [1, 2, 1]}, cases=Cases(("plant.units",), ("a", "b", "c"))))
    assert "design.table: has the same values in the cases a, c" in fault


def test_values_of_a_table_are_checked_like_levers(plan):
    cases = Cases(("plant.units", "plant.sise"), ("a", "b"))
    errors = faults(lambda: plan({"plant.units": [1, -2], "plant.sise": [1, 2]}, cases=cases))
    assert any("-2, allowed 0 to 10000" in fault for fault in errors)
    assert any("plant.sise" in fault for fault in errors)
