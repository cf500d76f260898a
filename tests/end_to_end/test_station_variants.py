"""The variants of a station that are shipped: each runs as it is and reaches what it is made for."""

import numpy as np
import pytest

from lunarsim.door.python import load_scenario, simulate, sweep
from lunarsim.scenario.library.paths import shipped

VARIANTS = sorted(path.stem for path in (shipped("configs") / "scenario").glob("*.yaml"))
MILESTONES = ("station_working_year", "station_basic_year", "station_extended_year")
REACHED = {
    "ilrs_joint": MILESTONES,
    "ilrs_extended": MILESTONES,
    "ilrs_basic": MILESTONES[:2],
    "china_alone": MILESTONES,
    "russia_alone": MILESTONES,
    "artemis": MILESTONES,
    "race": MILESTONES,
    "mine_camp": MILESTONES[:2],
}


def at_face_value(name):
    return simulate(load_scenario([f"scenario={name}", "waits=none"]), 1)


@pytest.mark.parametrize("name", VARIANTS)
def test_a_variant_reaches_what_it_is_made_for_at_face_value(name):
    with at_face_value(name) as run:
        assert run.status == 1
        dates = {milestone: run[milestone].isel(station=0).item() for milestone in MILESTONES}
        assert tuple(milestone for milestone, year in dates.items() if np.isfinite(year)) == REACHED[name]


def test_a_larger_station_lands_more_and_costs_more():
    figures = {}
    for name in ("ilrs_basic", "ilrs_joint", "ilrs_extended"):
        with at_face_value(name) as run:
            figures[name] = [run[of].sum().item() for of in ("mass_landed_kg", "cost_musd")]
    assert figures["ilrs_basic"] < figures["ilrs_joint"] < figures["ilrs_extended"]


def test_the_camp_lives_on_what_it_brings():
    with at_face_value("mine_camp") as run:
        online = run["asset_online_year"]
        assert online.notnull().all()
        # Two reactors of 10 kW and one of 34 kW, through nights of 354 hours.
        assert run["month_power_kw"].max().item() == pytest.approx(54.0)
        assert run["first_product_year"].item() > online.sel(asset="camp_plant_power").item()


def test_the_camp_is_no_station_of_the_plan_and_chance_moves_it():
    with sweep(["scenario=mine_camp", "design=nominal", "design.replicates=8", "output=none"]) as runs:
        assert list(runs.station.values) == ["mine_camp"]
        assert not any(mission.startswith("ilrs") for mission in runs.mission.values)
        assert (runs.status == 1).all()
        assert len(np.unique(runs["mission_first_launch_year"].sel(mission="camp_1"))) > 4


def test_an_element_that_a_mission_brings_works_at_the_station():
    more = "missions.more={like: ilrs_2, assets: [kilopower_10kw], needs: [ilrs_1]}"
    line = ["assets.kilopower_10kw.program=china", f"+{more}", "waits=none"]
    with simulate(load_scenario(line), 1) as run:
        assert run["asset_online_year"].sel(asset="kilopower_10kw").item() > 2030
