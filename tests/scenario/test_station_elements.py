"""Elements of stations that no shipped mission brings: assets like others, in changes, likes and plans of one's own."""

import pytest

from lunarsim.scenario.groups.plan import MANIFEST_DATES
from lunarsim.scenario.library.files import read
from lunarsim.words.errors import InputError
from tests.scenario.building import plan_of, scenario_of

ELEMENTS = read("station_elements")


def test_there_are_sources_of_power_storage_relays_diggers_and_plants_to_choose_from():
    offered = [function for element in ELEMENTS.values() for function in element["functions"]]
    assert {"power", "nuclear", "storage", "relay", "robot", "isru", "isru_pilot"} <= set(offered)
    assert len(ELEMENTS) >= 15
    assert not ELEMENTS.keys() & read("assets").keys()


@pytest.mark.parametrize("plan", MANIFEST_DATES)
def test_they_stand_in_every_plan_and_no_mission_of_it_brings_one(plan):
    built = scenario_of(plan_of(plan))
    assert ELEMENTS.keys() <= built.assets.keys()
    assert not ELEMENTS.keys() & {name for mission in built.missions.values() for name in mission.assets}
    assert not any(built.assets[name].present for name in ELEMENTS)


def test_an_element_can_be_changed_and_another_one_can_be_like_it():
    built = scenario_of(
        {
            "assets.kilopower_10kw.mass_kg": 1800.0,
            "assets.camp_reactor": {"like": "kilopower_10kw", "program": "china"},
            "missions.more": {"like": "ilrs_2", "assets": ["camp_reactor"]},
        }
    )
    assert built.assets["camp_reactor"].mass_kg == 1800.0
    assert (built.assets["camp_reactor"].program, built.assets["camp_reactor"].evidence) == ("china", "analogue")
    assert built.missions["more"].assets == ("camp_reactor",)


def test_what_another_program_owns_takes_a_change_of_its_program():
    more = {"missions.more": {"like": "ilrs_2", "assets": ["fission_40kw"]}}
    with pytest.raises(InputError, match=r"change assets\.fission_40kw\.program"):
        scenario_of(more)
    assert scenario_of(more | {"assets.fission_40kw.program": "china"}).assets["fission_40kw"].power_kw == 40.0


def test_a_plan_of_steady_sources_goes_where_nights_are_long():
    own = {
        "plan.manifest": "own",
        "station.site": "fra_mauro",
        "missions.reactor": {"like": "china_power_plant_1", "needs": []},
        "missions.array": {"like": "china_power_plant_1", "assets": ["vertical_array_xl"], "needs": []},
    }
    built = scenario_of(own | {"assets.vertical_array_xl.program": "china"})
    assert built.station.site == "fra_mauro"
