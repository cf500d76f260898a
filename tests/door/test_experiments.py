"""What-ifs among the experiments, at small size: dates that are not reached count as the horizon."""

import pytest
import xarray as xr

import lunarsim

HORIZON = 2057.0


@pytest.fixture(autouse=True)
def _in_an_empty_folder(here):
    return here


def swept(name: str, samples: int = 6, **levers: str) -> xr.Dataset:
    line = [f"experiment={name}", f"design.samples={samples}", "output=none"]
    return lunarsim.sweep(line).squeeze("replicate").rename({key: dim for dim, key in levers.items()})


def test_a_lost_lander_costs_those_that_need_it_and_nobody_else():
    levers = {"seven": "missions.change_7.outcome", "lanyue": "missions.lanyue_test.outcome"}
    first = swept("lost_lander", samples=12, **levers).mission_first_launch_year.fillna(HORIZON)
    good = first.sel(seven="success", lanyue="success")
    cost = first.sel(seven="lost", lanyue="success") - good
    assert cost.sel(mission="change_8").min() >= 0.0
    assert cost.sel(mission="change_8").max() > 1.0
    assert (cost.sel(mission="lanyue_test") == 0.0).all()
    cost = first.sel(seven="success", lanyue="lost") - good
    assert cost.sel(mission="crewed_landing_1").max() > 1.0
    assert (cost.sel(mission="change_8") == 0.0).all()


def test_without_starship_the_american_crew_lands_with_blue_moon_later_and_without_both_never():
    levers = {
        "starship": "missions.hls_demonstration.cancelled",
        "blue_moon": "missions.blue_moon_2_demonstration.cancelled",
    }
    landed = swept("no_starship", **levers).crewed_landing_year.sel(program="usa").fillna(HORIZON)
    both, alone, neither = (landed.isel(starship=one, blue_moon=other) for one, other in ((0, 0), (1, 0), (1, 1)))
    assert (neither == HORIZON).all()
    assert alone.min() < HORIZON
    assert both.mean() < alone.mean()
