"""What can never fly, stand or be powered is detected before the run."""

import pytest
import yaml

from lunarsim.scenario.building import assemble
from lunarsim.world.feasibility.checks import RULES, impossible
from tests.scenario.building import CHINA_ALONE, LAPSED, NO_WAITS, RACE, RUSSIA_ALONE, scenario_of, tree_of

BASE = scenario_of({})
NO_POWER = {
    f"assets.{name}.{field}": 0
    for name, asset in BASE.assets.items()
    if asset.power_kw or asset.night_power_kw or asset.storage_kwh
    for field in ("power_kw", "night_power_kw", "storage_kwh")
}
SOON = [key for key, mission in BASE.missions.items() if mission.planned < "2027-07-01" and BASE.plans(mission)]

CASES = [
    (
        "leads_have_missions",
        {
            "plan.manifest": "ilrs_2021",
            "timeline.start": "2021-06-16",
            "rival.lead": "usa",
            "rival.name": "artemis",
            "programs.usa.active": True,
        },
        "shackleton",
        "rival.lead: is usa, but plan ilrs_2021 holds no mission of it",
    ),
    ("payloads_fit", {"missions.ilrs_1.launch_mass_kg": 30_000}, "shackleton", "missions.ilrs_1: sends 30000 kg"),
    (
        "payloads_fit",
        {"assets.ilrs_crew_module.mass_kg": 6_000},
        "shackleton",
        "missions.ilrs_crew_module: its assets weigh 6000 kg",
    ),
    (
        "payloads_fit",
        {"assets.change_7_lander.mass_kg": 2_500},
        "shackleton",
        "missions.change_7: its assets weigh 2770 kg, Long March 5 lands 2200 kg",
    ),
    (
        "payloads_fit",
        {"assets.ilrs_crew_module.mass_high_kg": 5_600, "station.asset_mass_position": 1.0},
        "shackleton",
        "missions.ilrs_crew_module: its assets weigh 5600 kg, Long March 10 lands 5000 kg",
    ),
    (
        "parts_can_be_packed",
        {"station.parts": ["ilrs_battery"]},
        "shackleton",
        "station.parts: holds ilrs_battery, which",
    ),
    (
        "plant_can_be_delivered",
        {"logistics.cargo_vehicle": "long_march_8"},
        "shackleton",
        "long_march_8 lands no cargo",
    ),
    (
        "crews_name_landers",
        RACE | {"missions.artemis_4.alternatives": []},
        "shackleton",
        "missions.artemis_4.alternatives: names no lander for its crew; name one of those of the plan (artemis_4_l",
    ),
    (
        "crews_name_landers",
        RACE | {"missions.artemis_4.alternatives": ["viper"]},
        "shackleton",
        "missions.artemis_4.alternatives: names no lander for its crew",
    ),
    (
        "crews_name_landers",
        RACE | {"missions.artemis_10": {"like": "artemis_9", "planned": "2036-01-01", "alternatives": []}},
        "shackleton",
        "missions.artemis_10.alternatives: names no lander for its crew",
    ),
    ("plant_has_power", {"plant.power_kw": 0}, "fra_mauro", "plant.power_kw: is 0"),
    ("plant_has_power", {"plant.power_source": "solar", "site.lit_fraction": 0}, "haworth", "is never lit"),
    ("plant_can_work", {"plant.availability": 0}, "shackleton", "plant.availability: is 0"),
    ("plant_can_work", {"mine.excavators": 0}, "shackleton", "mine.excavators: is 0"),
    ("plant_can_work", {"plant.reagent_stock_days": 0}, "shackleton", "plant.reagent_stock_days: is 0"),
    (
        "product_can_return",
        {"logistics.return_propellant": "made", "flowsheet.name": "soil_leach"},
        "fra_mauro",
        "logistics.return_propellant: is made, but flowsheet soil_leach makes no oxygen here",
    ),
    (
        "plant_can_be_supplied",
        {"plant.units": 10_000, "plant.feed_t_per_year": 1_000},
        "shackleton",
        "flights of long_march_9, allowed 365",
    ),
    (
        "needs_can_be_met",
        {
            "assets.ilrs_laboratory.functions": ["science"],
            "assets.ilrs_hub_power.needs": ["storage"],
            "missions.ilrs_3.assets": ["ilrs_isru_pilot", "ilrs_excavators"],
            "assets.russian_charging_station.functions": [],
        },
        "shackleton",
        "assets.ilrs_hub_power: needs storage, which nothing",
    ),
    (
        "needs_can_be_met",
        {
            "assets.ilrs_battery.needs": ["isru_pilot"],
            "assets.ilrs_isru_pilot.needs": ["storage"],
            "assets.russian_charging_station.functions": [],
        },
        "shackleton",
        "assets.ilrs_isru_pilot.needs: closes a circle: ilrs_isru_pilot needs storage -> ilrs_battery needs isru_pilot",
    ),
    (
        "consumers_have_power",
        {"assets.ilrs_laboratory.load_kw": 5_000},
        "shackleton",
        "assets.ilrs_laboratory: takes 5000 kW, 6000 kW with its margin of 20 %; all that can come to ilrs gives",
    ),
    (
        "plant_has_power",
        {"plant.power_kw": 0, "waits.power": False} | NO_POWER,
        "shackleton",
        "plant.power_kw: is 0, and nothing that can come gives power to ilrs, so the plant can never run; set plant.",
    ),
    (
        "plant_can_be_delivered",
        {"mine.plant_at": "station", "site.lit_fraction": 0},
        "fra_mauro",
        "mine.plant_at: is station, but at site fra_mauro, never lit, nothing can dig; set mine.plant_at=mine",
    ),
    (
        "sites_hold_their_stations",
        RACE | {"site.most_stations": 1},
        "shackleton",
        "rival.site: is shackleton, where ilrs stands; its lit places hold 1 station (site.most_stations); set rival.s",
    ),
    (
        "horizon_holds_what_is_asked",
        {"timeline.horizon_years": 1, "timeline.start": "2026-07-01"}
        | {f"missions.{key}.planned": "2030-01-01" for key in SOON},
        "shackleton",
        "timeline.horizon_years: is 1: all ",
    ),
    (
        "horizon_holds_what_is_asked",
        {"missions.change_8.planned": "2059-01-01"},
        "shackleton",
        "missions.change_8.planned: is 2059-01-01, not before the timeline ends on 2056-07-01; set timeline.horizon",
    ),
    (
        "horizon_holds_what_is_asked",
        {"plant.planned": "2059-01-01"},
        "shackleton",
        "plant.planned: is 2059-01-01, not before the timeline ends on 2056-07-01; set timeline.horizon_years=33",
    ),
]


@pytest.mark.parametrize(("rule", "changes", "site", "reason"), CASES)
def test_a_scenario_that_cannot_work_is_reported_with_place_and_reason(rule, changes, site, reason):
    reasons = impossible(scenario_of(changes, site))
    assert len(reasons) == 1
    assert reason in str(reasons[0])
    (broken,) = [each for each in RULES if list(each(scenario_of(changes, site)))]
    assert broken.__name__ == rule


def mended(changes, fault):
    """Return changes with what a fault says to set."""
    line = str(fault).rpartition("; set ")[2]
    assert "=" in line, fault
    key, _, value = line.partition("=")
    return changes | {key: yaml.safe_load(value)}


@pytest.mark.parametrize(("changes", "site"), [(changes, site) for _, changes, site, _ in CASES])
def test_what_a_fault_says_to_set_mends_it(changes, site):
    """Some remedies bring another fault to light, such as a launch too heavy; what that says to set mends it, too."""
    for _ in range(4):
        (fault, *_) = impossible(assemble(tree_of(changes, site)))
        changes = mended(changes, fault)
        left = impossible(assemble(tree_of(changes, site)))
        assert fault not in left
        if not left:
            return
    raise AssertionError(left)


def test_a_crew_needs_a_lander_only_where_its_plan_has_one_and_needs_are_asked():
    none = {"missions.artemis_4.alternatives": []}
    assert impossible(scenario_of(RACE | none | {"waits.prerequisite": False})) == []
    assert impossible(scenario_of(RACE | none | {"missions.artemis_4.cancelled": True})) == []
    assert impossible(scenario_of(none)) == []
    assert impossible(scenario_of(RACE | {"missions.artemis_4.alternatives": ["blue_moon_2_lander"]})) == []
    own = {"like": "crewed_landing_2", "planned": "2036-01-01", "needs": ["crewed_landing_2"]}
    assert impossible(scenario_of({"missions.crewed_landing_9": own})) == []


def test_each_rule_has_a_scenario_that_breaks_it():
    assert {rule.__name__ for rule in RULES} == {rule for rule, *_ in CASES}


@pytest.mark.parametrize("changes", [{}, LAPSED, {"cooperation.mode": "active"}, CHINA_ALONE, RUSSIA_ALONE])
@pytest.mark.parametrize("site", ["shackleton", "fra_mauro"])
def test_the_shipped_scenarios_can_work(changes, site):
    assert impossible(scenario_of(changes, site)) == []


def test_without_units_the_plant_is_not_asked_for():
    assert impossible(scenario_of({"plant.units": 0, "plant.power_kw": 0, "mine.excavators": 0}, "fra_mauro")) == []


def test_propellant_that_nothing_asks_for_need_not_be_made():
    made = {"logistics.return_propellant": "made"}
    dry = made | {"flowsheet.name": "soil_leach"}
    assert impossible(scenario_of(made)) == []
    for unneeded in ({"plant.units": 0}, {"logistics.return_interval_days": 0}, {"logistics.return_oxygen_share": 0}):
        assert impossible(scenario_of(dry | unneeded)) == []


def test_at_the_station_a_plant_may_live_on_the_station_s_power():
    assert impossible(scenario_of({"plant.power_kw": 0}, "shackleton")) == []


def test_what_does_not_fly_is_not_asked():
    heavy = {"missions.russia_command_module.launch_mass_kg": 90_000}
    assert impossible(scenario_of(heavy)) == []
    assert len(impossible(scenario_of(RUSSIA_ALONE | heavy))) == 1


def test_without_the_waits_for_power_and_needs_they_are_not_asked():
    changes = NO_WAITS | {"assets.ilrs_laboratory.load_kw": 5_000, "assets.ilrs_battery.needs": ["crew"]}
    assert impossible(scenario_of(changes)) == []


@pytest.mark.parametrize("day", ["2057-06-30", "2057-07-01", "2059-07-01"])
def test_the_timeline_that_a_fault_asks_for_is_the_shortest_that_holds_the_day(day):
    changes = {"missions.change_8.planned": day}
    (fault,) = impossible(scenario_of(changes))
    long_enough = mended({}, fault)
    assert impossible(scenario_of(changes | long_enough)) == []
    (years,) = long_enough.values()
    assert len(impossible(scenario_of(changes | {"timeline.horizon_years": years - 1}))) == 1


def test_faults_of_one_rule_stand_in_the_order_of_the_manifest():
    late = [key for key, mission in BASE.missions.items() if BASE.flies(mission)][:8]
    faults = impossible(scenario_of({f"missions.{key}.planned": "2059-01-01" for key in late}))
    assert [fault.path for fault in faults] == [f"missions.{key}.planned" for key in late]


def test_a_circle_is_reported_beside_what_one_of_it_needs_and_nothing_offers():
    """The pilot plant waits for a crew, whose house waits in vain, and for storage, which waits for the pilot plant."""
    faults = impossible(
        scenario_of(
            {
                "assets.ilrs_battery.needs": ["isru_pilot"],
                "assets.ilrs_isru_pilot.needs": ["crew", "storage"],
                "assets.russian_charging_station.functions": [],
                "assets.ilrs_crew_module.needs": ["nuclear"],
                "assets.ilrs_habitat.needs": ["nuclear"],
            }
            | {
                f"assets.{program}_reactor_{i}.functions": ["power"]
                for program in ("russian", "chinese")
                for i in (1, 2, 3)
            }
        )
    )
    assert sum("closes a circle" in str(fault) for fault in faults) == 1


def test_a_remedy_has_no_decimals_that_say_nothing():
    (fault,) = impossible(scenario_of({"missions.change_8.launch_mass_kg": 3}))
    assert str(fault).endswith("; set missions.change_8.launch_mass_kg=2020")


def test_several_reasons_are_reported_together():
    assert len(impossible(scenario_of({"plant.availability": 0, "missions.ilrs_1.launch_mass_kg": 30_000}))) == 2


def test_power_is_that_of_the_partner_s_plants_or_of_the_lead_s_own_and_never_of_both():
    def lacks_power(load, **changes):
        return bool(impossible(scenario_of({"assets.ilrs_laboratory.load_kw": load} | changes)))

    def limit(**changes):
        return max(load for load in range(5, 250, 5) if not lacks_power(load, **changes))

    joint = {f"assets.russian_reactor_{number}.night_power_kw": 0 for number in (1, 2, 3)}
    joint |= {f"assets.russian_reactor_{number}.power_kw": 0 for number in (1, 2, 3)}
    own = {key.replace("russian", "chinese"): 0 for key in joint}
    both = limit()
    # Either set alone gives as much as the larger of the two.
    assert limit(**joint) == limit(**own) == both
    assert both < 1.0 / 1.2 * (102 + 102)
    assert limit(**joint, **own) <= both - 80
