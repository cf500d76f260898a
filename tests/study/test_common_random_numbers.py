"""What shares its chance: rows across levers, across samples too, or nothing."""

import numpy as np
import pytest

from lunarsim.study.run.single_run import simulate_one
from tests.study.models import SMALL

LEVERS = {"plant.units": [1, 2], "logistics.delivery_usd_per_kg": [1e4, 1e5]}


def swept(sweep, sharing, **arguments):
    settings = {"samples": 40, "replicates": 2, "use": "none"} | arguments
    return sweep(LEVERS, common_random_numbers=sharing, **settings)


def spread_of_difference(ds):
    """Variance over samples of the difference in flights, which no lever changes."""
    return float((ds.flights.isel(units=1) - ds.flights.isel(units=0)).var())


def test_differences_of_levers_vary_less_with_common_random_numbers(sweep):
    ds = swept(sweep, "none", samples=400)
    # Independent draws: the variance of a difference is the sum of both. Common ones: here, nothing is left of it.
    assert spread_of_difference(ds) == pytest.approx(2 * float(ds.flights.var()), rel=0.2)
    assert spread_of_difference(swept(sweep, "levers", samples=400)) == 0


def test_the_variance_of_a_paired_difference_falls_as_it_should(sweep):
    def spread(sharing):
        mass = swept(sweep, sharing, samples=400).mass_kg.isel(delivery_usd_per_kg=0, replicate=0)
        return float((mass.sel(units=2) - mass.sel(units=1)).var() / mass.sel(units=1).var())

    # Mass is in proportion to units: 2 U - 1 U with common numbers, and 2 U - 1 V with others.
    assert spread("levers") == pytest.approx(1)
    assert spread("none") == pytest.approx(5, rel=0.2)


def test_samples_share_their_chance_on_request_and_replicates_never(sweep):
    ds = swept(sweep, "all")
    assert (ds.flights == ds.flights.isel(units=0, delivery_usd_per_kg=0, sample=0)).all()
    replicates = ds.mass_kg.isel(units=0, delivery_usd_per_kg=0, sample=0)
    assert replicates.values[0] != replicates.values[1]
    alone = swept(sweep, "levers").mass_kg.isel(sample=0)
    assert np.array_equal(ds.mass_kg.isel(sample=0), alone)


def test_with_none_no_two_runs_share_their_chance(sweep):
    ds = swept(sweep, "none")
    mass = ds.mass_kg / ds.units
    assert len(np.unique(mass)) == mass.size
    assert np.array_equal(
        ds.mass_kg.isel(units=0, delivery_usd_per_kg=0),
        swept(sweep, "levers").mass_kg.isel(units=0, delivery_usd_per_kg=0),
    )


@pytest.mark.parametrize("sharing", ["levers", "all", "none"])
def test_the_size_of_blocks_does_not_move_a_draw(sweep, sharing):
    whole = swept(sweep, sharing)
    for size in (1, 7, 53):
        assert np.array_equal(swept(sweep, sharing, block_runs=size).mass_kg, whole.mass_kg)


@pytest.mark.parametrize("sharing", ["levers", "all", "none"])
def test_a_run_by_itself_has_the_row_that_the_plan_gives(sweep, plan, sharing):
    ds = swept(sweep, sharing)
    made = plan(LEVERS, samples=40, replicates=2, use="none", common_random_numbers=sharing)
    combination = (1, 1)
    scenario = made.verdict(combination, SMALL).scenario
    single = simulate_one(scenario, 5, *made.row(combination, 17, 1), "tests.study.models:SMALL")
    expected = ds.isel(units=1, delivery_usd_per_kg=1, sample=17, replicate=1)
    assert single.mass_kg.item() == expected.mass_kg.item()
