"""What the plan at face value leaves out is said before a run that goes on."""

import re

import pytest

from lunarsim.scenario.groups.plan import MANIFEST_DATES
from lunarsim.world.feasibility.checks import impossible
from lunarsim.world.feasibility.plants import spent_ground
from lunarsim.world.feasibility.services import unserved_plant
from lunarsim.world.feasibility.shortfalls import shortfalls
from tests.scenario.building import ARTEMIS, CHINA_ALONE, LAPSED, NO_WAITS, RACE, plan_of, scenario_of
from tests.world.running import run


@pytest.mark.parametrize("changes", [{}, LAPSED, RACE, ARTEMIS, CHINA_ALONE, *map(plan_of, MANIFEST_DATES)])
def test_the_shipped_plans_leave_nothing_out(changes):
    assert shortfalls(scenario_of(changes)) == ()


def test_a_short_timeline_says_what_comes_after_it_and_how_long_it_would_have_to_be():
    changes = {"timeline.horizon_years": 8}
    missions, plant, milestones = shortfalls(scenario_of(changes))
    assert "are planned for after the end of the timeline 2034-07-01; set timeline.horizon_years=15" in missions
    assert missions.startswith("queqiao_5, ")
    assert plant == (
        "the plant, planned for 2040-01-01 (plant.planned), works after the end of the timeline 2034-07-01; "
        "set timeline.horizon_years=14"
    )
    assert milestones == (
        "milestones of ilrs planned for after the end of the timeline 2034-07-01: station_extended on 2038-04-05; "
        "set timeline.horizon_years=12"
    )
    assert impossible(scenario_of(changes)) == []
    assert shortfalls(scenario_of({"timeline.horizon_years": 15})) == ()
    # One year less leaves the last mission out.
    assert len(shortfalls(scenario_of({"timeline.horizon_years": 14}))) == 1


def test_a_plant_that_nobody_asks_for_is_not_late():
    assert not any(
        "plant" in each for each in shortfalls(scenario_of({"timeline.horizon_years": 13, "plant.units": 0}))
    )


def test_a_technology_without_money_is_reported_where_a_plant_waits_for_it():
    unpaid = {"plant.readiness_musd_per_year": 0.0}
    assert shortfalls(scenario_of(unpaid)) == (
        "nothing is spent on the technology of the plant (plant.readiness_musd_per_year=0), so that it never flies; "
        "set plant.readiness_musd_per_year=100",
    )
    for at_hand in ({"waits.readiness": False}, {"flowsheet.readiness_years": 0.0}, {"plant.units": 0}):
        assert shortfalls(scenario_of(unpaid | at_hand)) == ()


@pytest.mark.parametrize("changes", [{}, {"market.floor_ndpr_usd_per_kg": 110.0, "market.price_multiplier": 0.5}])
def test_product_that_is_not_worth_its_return_is_told_with_the_price_at_which_it_is(changes):
    worth = {"returns.policy": "if_worth"} | changes
    free = worth | {"logistics.delivery_usd_per_kg": 0.0, "finance.hardware_usd_per_kg": 0.0}
    (told,) = shortfalls(scenario_of(free))
    assert told.startswith("no product goes home at the values that factors have before they are drawn")
    figures = re.search(r"is worth ([\d.]+) USD on Earth, and its return costs ([\d,]+) USD, of which the", told)
    price, cost = (float(each.replace(",", "")) for each in figures.groups())
    assert cost == 50_000
    multiplier = float(told.rpartition("; set market.price_multiplier=")[2])
    times = float(re.search(r"worth its return at ([\d,]+) times these prices", told)[1].replace(",", ""))
    assert times == pytest.approx(multiplier / changes.get("market.price_multiplier", 1.0), rel=0.01)
    if not changes:
        assert times == pytest.approx(cost / price, rel=0.01)
    assert shortfalls(scenario_of(free | {"market.price_multiplier": multiplier})) == ()
    (still,) = shortfalls(scenario_of(free | {"market.price_multiplier": 0.99 * multiplier}))
    assert still.endswith(f"; set market.price_multiplier={multiplier:g}")
    # A craft for a few kilograms costs more than any price that may be set brings.
    (dear,) = shortfalls(scenario_of(worth))
    assert dear.endswith("; set returns.policy=all")
    for other in ({"returns.policy": "all"}, {"plant.units": 0}):
        assert shortfalls(scenario_of(worth | other)) == ()


@pytest.mark.parametrize("scale", [100.0, 1_000.0])
def test_a_plant_that_its_landers_never_complete_is_reported_with_a_line_of_launchers_that_does(scale):
    changes = {"plant.scale": scale}
    (told,) = shortfalls(scenario_of(changes))
    assert told.startswith("the plant of ")
    assert " landings of long_march_9, " in told
    assert " years at 2" in told
    lines = dict(line.split("=") for line in told.rpartition(" set at least ")[2].split(" "))
    assert "vehicles.long_march_9.launches_per_year" in lines
    assert shortfalls(scenario_of(changes | {key: float(value) if "pads" not in key else int(value)
                                             for key, value in lines.items()})) == ()  # fmt: skip
    assert shortfalls(scenario_of(changes | {"plant.units": 0})) == ()


def test_a_plant_that_outlasts_its_ground_is_told_with_an_area_that_is_enough():
    changes = {"plant.scale": 1000.0, "plant.units": 10}
    (told,) = spent_ground(scenario_of(changes))
    assert told.startswith("at full work the plant takes 1.36e+07 t of soil until the end, and what can be dug of ")
    assert "deposit.area_km2=1 is " in told
    assert "unit_cost_usd_per_kg and point_*" in told
    area_km2 = float(told.rpartition("; set deposit.area_km2=")[2])
    assert not list(spent_ground(scenario_of(changes | {"deposit.area_km2": area_km2})))
    assert list(spent_ground(scenario_of(changes | {"deposit.area_km2": 0.99 * area_km2})))
    assert told in shortfalls(scenario_of(changes))
    for enough in ({"plant.units": 0}, {"plant.planned": "2056-06-01"}, {"plant.scale": 1.0}):
        assert not list(spent_ground(scenario_of(changes | enough)))


def test_a_plant_that_makes_more_of_its_machines_than_any_study_asks_for_is_told_so():
    grows = {"flowsheet.name": "molten_electrolysis"}
    (told,) = shortfalls(scenario_of(grows | {"plant.growth_closure": 0.97}))
    assert told.startswith(
        "by plant.growth_closure=0.97 the plant makes more of the machines of a further unit than any"
    )
    assert told.endswith("among them; set plant.growth_closure=0.96")
    assert shortfalls(scenario_of(grows | {"plant.growth_closure": 0.96})) == ()
    # Where nothing grows that alone is told.
    (idle,) = shortfalls(scenario_of({"flowsheet.name": "soil_leach", "plant.growth_closure": 1.0}))
    assert "yields no metal" in idle


def test_a_milestone_for_which_the_plan_lacks_something_never_comes():
    assert shortfalls(scenario_of({"station.extended_power_kw": 500})) == (
        "station_extended never comes by this plan: 130 of 500 kW last through the night (station.extended_power_kw)",
    )
    crewless = {f"assets.{name}.functions": ["science"] for name in ("ilrs_crew_module", "ilrs_habitat")}
    (told,) = shortfalls(scenario_of(crewless))
    assert told == "station_extended never comes by this plan: no hardware for crews"
    blind = {
        f"assets.{name}.functions": ["science"]
        for name, asset in scenario_of({}).assets.items()
        if "relay" in asset.functions
    }
    assert "station_working never comes by this plan: no relay" in shortfalls(scenario_of(blind))


HUNGRY = {"assets.ilrs_habitat.load_kw": 60.0, "assets.ilrs_crew_module.load_kw": 60.0}


def test_consumers_that_wait_for_power_to_the_end_as_planned_are_named_with_what_would_feed_them():
    scenario = scenario_of(HUNGRY)
    assert impossible(scenario) == []
    (told,) = shortfalls(scenario)
    assert told.startswith(
        "ilrs_habitat of ilrs waits for power to the end even as planned: all loads with their margin"
    )
    lines = [line.split("=") for line in told.rpartition("; set ")[2].split()]
    assert shortfalls(scenario_of(HUNGRY | {key: float(value) for key, value in lines})) == ()
    assert shortfalls(scenario_of(HUNGRY | {"waits.power": False})) == ()


def test_who_waits_for_power_in_a_run_without_other_waits_is_who_was_named():
    changes = HUNGRY | NO_WAITS | {"waits.power": True, "waits.prerequisite": True}
    (told,) = shortfalls(scenario_of(changes))
    waiting = run(scenario_of(changes)).station.open_waits
    assert [name for name, wait in waiting.items() if wait.cause == "power"] == told.split(" of ilrs")[0].split(", ")


BASE = scenario_of({})
NO_HANDS = {f"assets.{name}.hands": 0 for name, asset in BASE.assets.items() if asset.hands} | {"waits.repair": False}
NO_CREWS = {f"missions.{key}.at_station": False for key, each in BASE.missions.items() if each.kind == "crewed"}


@pytest.mark.parametrize(
    ("changes", "site", "sentence"),
    [
        (NO_HANDS, "shackleton", "the plant (plant.units=1) never works: nothing that can come to ilrs gives hands (a"),
        (
            NO_HANDS | {"mine.plant_at": "station"},
            "fra_mauro",
            "the plant (mine.plant_at=station) never works: nothing",
        ),
    ],
)
def test_a_plant_that_nothing_serves_is_reported_with_what_to_set(changes, site, sentence):
    scenario = scenario_of(changes, site)
    assert impossible(scenario) == []
    (told,) = unserved_plant(scenario)
    assert told in shortfalls(scenario)
    assert told.startswith(sentence)
    key, value = told.rpartition("; set ")[2].split("=")
    helped = changes | {key: int(value) if value.isdigit() else value}
    assert list(unserved_plant(scenario_of(helped, site))) == []


def test_a_plant_beside_a_station_may_have_the_hands_of_crews_and_away_from_it_brings_its_own():
    def told(changes, site="shackleton"):
        return list(unserved_plant(scenario_of(changes, site)))

    crews = NO_HANDS | {"waits.repair": True}
    assert told(crews) == []
    assert "hands" in str(told(crews | CHINA_ALONE | NO_CREWS))
    assert told(NO_HANDS, "fra_mauro") == []
    assert told(NO_HANDS | {"waits.prerequisite": False}) == []
    assert told(NO_HANDS | {"plant.units": 0}) == []


def test_a_plant_beside_a_station_needs_a_command_link_and_contact_as_well():
    free = {f"assets.{name}.needs": [] for name in BASE.assets}
    nothing = free | {
        f"assets.{name}.functions": [each for each in asset.functions if each not in ("command", "relay")]
        for name, asset in BASE.assets.items()
    }
    assert "gives a command link, which" in str(list(unserved_plant(scenario_of(nothing))))
    unseen = nothing | {"site.earth_visible_fraction": 0.0}
    assert "gives contact with the Earth or a command link" in str(list(unserved_plant(scenario_of(unseen))))


def test_what_no_launcher_brings_again_is_told_with_the_most_that_one_does():
    heavy = {"assets.queqiao_2.mass_kg": 60_000.0}
    assert shortfalls(scenario_of(heavy)) == (
        "queqiao_2 of ilrs is never replaced: it weighs 60000 kg, and no launcher of china sends more than 50000 "
        "kg to the Moon; set assets.queqiao_2.mass_kg=50000",
    )
    assert shortfalls(scenario_of(heavy | {"waits.repair": False})) == ()
    assert shortfalls(scenario_of({"assets.queqiao_2.mass_kg": 50_000.0})) == ()


def test_flying_on_what_a_program_builds_that_takes_no_part_is_said():
    borrowed = {"station.cargo_vehicle": "starship", "missions.ilrs_3.vehicle": "starship"}
    said = [each for each in shortfalls(scenario_of(borrowed)) if "takes no part" in each]
    assert said == [
        "china flies on starship (station.cargo_vehicle), which usa builds, a program that takes no part; set "
        "station.cargo_vehicle=long_march_9",
        "china flies on starship (missions.ilrs_3.vehicle), which usa builds, a program that takes no part; set "
        "missions.ilrs_3.vehicle=long_march_9",
    ]
    taking_part = shortfalls(scenario_of(borrowed | {"programs.usa.active": True}))
    assert not [each for each in taking_part + shortfalls(scenario_of()) if "takes no part" in each]
