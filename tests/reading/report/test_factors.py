"""The values along the quantiles of factors, which sliders show."""

import numpy as np
import pytest

from lunarsim.reading.opening import open_sweep
from lunarsim.reading.report.factors import UNITS, count_edges, factor_grids
from tests.reading.made import along
from tests.reading.report.sweeps import with_factors


@pytest.fixture(scope="module")
def grids(stored):
    with open_sweep(stored) as dataset:
        return factor_grids(stored, dataset)


def table(grid, combination=0):
    return np.array([np.nan if value is None else value for value in grid.tables[grid.by_lever[combination]]])


def test_the_tables_hold_for_the_runs(stored, grids):
    """What a slider shows at a sample's own quantile lies about what the run had, whatever the lever value."""
    with open_sweep(stored) as dataset:
        unit = dataset["u"].values
        for index, key in enumerate(map(str, dataset["factor"].values)):
            values = dataset[key]
            for combination in range(dataset.sizes["russia"]):
                own = values.isel(russia=combination).values if "russia" in values.dims else values.values
                at = np.clip(np.searchsorted(UNITS, unit[index]), 1, len(UNITS) - 1)
                known = table(grids[key], combination)
                assert (known[at - 1] <= own).all()
                assert (own <= known[at]).all()


def test_a_lever_that_changes_a_distribution_has_a_table_of_its_own(grids):
    assert grids["programs.russia.slip_multiplier"].by_lever == [0, 1]
    base, reformed = (table(grids["programs.russia.slip_multiplier"], lever) for lever in (0, 1))
    assert (base[0], base[-1]) == (reformed[0], reformed[-1]) == (0.2, 3.0)
    assert (base[1:-1] > reformed[1:-1]).all()
    assert grids["plant.units"].by_lever == [0, 0]


def test_counts_are_whole_and_each_equally_likely(grids):
    units = table(grids["plant.units"])
    assert grids["plant.units"].whole
    assert sorted(set(units)) == [1, 2, 3, 4]
    assert [int((units == number).sum()) for number in (1, 2, 3, 4)] == [16, 16, 16, 17]


def test_a_cut_of_counts_begins_and_ends_with_a_number(grids, tmp_path):
    """From a quarter to a half of 1 to 4 lies 2 alone, though 3 begins at the half."""
    grid = grids["plant.units"]
    (begins,), (ends,) = grid.begins, grid.ends
    assert [begins[step] for step in (0, 15, 16, 31, 32, 48, 64)] == [0, 0, 0.25, 0.25, 0.5, 0.75, 0.75]
    assert [ends[step] for step in (0, 16, 17, 32, 33, 48, 64)] == [0.25, 0.25, 0.5, 0.5, 0.75, 0.75, 1]
    assert grids["upkeep.diagnosis_days"].begins == grids["upkeep.diagnosis_days"].ends == []
    made = with_factors(samples=64, npv_musd=along(np.zeros(64)))
    unbuilt = factor_grids(tmp_path, made)["plant.units"]
    values, unit = made["plant.units"].values, made["u"].sel(factor="plant.units").values
    assert unbuilt.begins[0][-1] == pytest.approx(unit[values == 4].min(), abs=1e-8)
    assert unbuilt.ends[0][20] == unbuilt.begins[0][40] == pytest.approx(unit[values == 3].min(), abs=1e-8)


def test_numbers_that_end_between_steps_are_found_exactly():
    """Of three numbers alike the second one lies from one third to two thirds, which no step of 1/64 is."""
    begins, ends = count_edges(lambda u: np.minimum(1 + np.floor(3 * u), 3))
    assert sorted(set(begins)) == pytest.approx([0, 1 / 3, 2 / 3], abs=1e-8)
    assert sorted(set(ends)) == pytest.approx([1 / 3, 2 / 3, 1], abs=1e-8)
    assert (begins[22], ends[22]) == (begins[42], ends[42]) == pytest.approx((1 / 3, 2 / 3), abs=1e-8)


def test_the_ends_are_those_of_the_distribution_clipped_to_what_is_allowed(grids):
    days = table(grids["upkeep.diagnosis_days"])
    assert (days[0], days[-1]) == (0.0, 3650.0)
    assert days[32] == pytest.approx(np.sqrt(60 * 365))
    low, high = grids["upkeep.diagnosis_days"].stored[0]
    assert 0 < low < days[32] < high < 3650


def test_without_the_request_the_values_of_the_samples_serve(stored, tmp_path):
    """A store of another version cannot say its distributions; its samples can, between the least and the greatest."""
    made = with_factors(samples=40, npv_musd=along(np.zeros(40)))
    found = factor_grids(tmp_path, made)
    access = table(found["deposit.access"])
    np.testing.assert_allclose(access, np.clip(0.3 + 0.5 * UNITS, access[0], access[-1]), atol=1e-7)
    assert (access[0], access[-1]) == pytest.approx(found["deposit.access"].stored[0])
    assert found["plant.units"].whole
    assert set(table(found["plant.units"])) == {1, 2, 3, 4}


def test_a_sweep_without_factors_has_no_tables(tmp_path):
    made = with_factors(npv_musd=0.0).drop_vars("u")
    assert factor_grids(tmp_path, made) == {}
