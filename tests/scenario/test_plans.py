"""Plans as of three dates: complete, known then, and free of what came later."""

import calendar
import re

import pytest
import yaml

from lunarsim.scenario.building import with_values
from lunarsim.scenario.groups.plan import MANIFEST_DATES
from lunarsim.scenario.library.files import as_known, read
from lunarsim.scenario.library.paths import shipped
from lunarsim.scenario.scenario import setter
from lunarsim.words.errors import InputError
from lunarsim.words.units import parse_date
from tests.scenario.building import ARTEMIS, RACE, plan_of, scenario_of

PLANS = tuple(MANIFEST_DATES)
EACH = pytest.mark.parametrize("plan", PLANS)


def test_a_record_is_undone_from_the_newest_date_to_the_oldest():
    record = {"flights": 9, "first": None, "before": {"2020-01-01": {"first": "2021"}, "2024-05-03": {"flights": 8}}}
    assert as_known(record, "2024-05-03") == {"flights": 9, "first": None}
    assert as_known(record, "2024-05-02") == {"flights": 8, "first": None}
    assert as_known(record, "2019-12-31") == {"flights": 8, "first": "2021"}


def test_an_older_date_has_the_last_word_on_a_field():
    record = {"flights": 9, "before": {"2024-01-01": {"flights": 8}, "2022-01-01": {"flights": 5}}}
    assert [as_known(record, day)["flights"] for day in ("2021-06-16", "2023-01-01", "2026-07-01")] == [5, 8, 9]


@EACH
def test_an_option_sets_manifest_start_and_what_is_known_to_one_date(plan):
    built = scenario_of(plan_of(plan))
    assert built.plan.manifest == plan
    assert built.timeline.start == built.timeline.as_of == MANIFEST_DATES[plan]
    assert plan in {path.stem for path in (shipped("configs") / "plan").glob("*.yaml")}


@EACH
def test_a_plan_resolves_and_was_not_known_a_day_earlier(plan):
    built = scenario_of(plan_of(plan))
    assert len(built.missions) > 40
    day = parse_date(MANIFEST_DATES[plan]).toordinal() - 1
    earlier = type(parse_date("2020-01-01")).fromordinal(day).isoformat()
    with pytest.raises(InputError, match="was known on"):
        scenario_of(plan_of(plan) | {"timeline.as_of": earlier})


@EACH
def test_nothing_is_planned_before_the_plan_was_made_nor_before_what_it_needs(plan):
    missions = scenario_of(plan_of(plan)).missions
    for name, mission in missions.items():
        assert mission.planned >= MANIFEST_DATES[plan], name
        for need in mission.needs:
            assert missions[need].planned <= mission.planned, f"{name} before {need}"


@EACH
def test_a_date_that_nobody_announced_has_a_band_about_it_and_a_reason_for_it(plan):
    missions = scenario_of(plan_of(plan)).missions
    assumed = {name: mission for name, mission in missions.items() if mission.evidence == "assumed"}
    assert len(assumed) > 20
    for name, mission in assumed.items():
        assert mission.planned_low < mission.planned < mission.planned_high, name
        assert "Band: " in mission.note, name
        assert all(missions[need].planned <= mission.planned_low for need in mission.needs), name


def test_a_band_moves_along_with_its_date_unless_it_is_given():
    given = scenario_of({"missions.ilrs_habitat.planned": "2042-07-01"}).missions["ilrs_habitat"]
    later = setter(["missions.ilrs_habitat.planned"])(scenario_of(), ["2042-07-01"]).missions["ilrs_habitat"]
    # By as many days as its date: 730, where 2038 to 2040 and 2050 to 2052 hold a leap day.
    assert (given.planned_low, given.planned_high) == ("2040-06-30", "2052-06-30")
    assert later == given
    own = {"missions.ilrs_habitat.planned": "2042-07-01", "missions.ilrs_habitat.planned_low": "2042-01-01"}
    assert scenario_of(own).missions["ilrs_habitat"].planned_low == "2042-01-01"
    assert scenario_of(own).missions["ilrs_habitat"].planned_high == "2052-06-30"
    last = scenario_of({"missions.ilrs_habitat.planned": "2150-01-01"}).missions["ilrs_habitat"]
    assert last.planned_high == "2150-12-31"
    announced = scenario_of({"missions.change_8.planned": "2030-01-01"}).missions["change_8"]
    assert (announced.planned_low, announced.planned_high) == (None, None)


def test_a_planned_date_that_is_none_is_refused_as_such():
    with pytest.raises(InputError, match=r"habitat\.planned: is 'soon'") as refused:
        scenario_of({"missions.ilrs_habitat.planned": "soon"})
    assert len(refused.value.faults) == 1


@EACH
def test_no_asset_comes_twice_or_to_where_it_is_already(plan):
    built = scenario_of(plan_of(plan))
    carried = [asset for mission in built.missions.values() for asset in mission.assets]
    assert len(carried) == len(set(carried))
    assert not set(carried) & {name for name, asset in built.assets.items() if asset.present}


@EACH
def test_every_mission_says_where_it_stands_and_no_source_is_younger_than_the_plan(plan):
    for name, mission in scenario_of(plan_of(plan)).missions.items():
        assert len(mission.source) > 15, name
        assert mission.source != "changed by the user"
        years = [int(word) for word in mission.source.replace("-", " ").replace(",", " ").split() if word.isdigit()]
        said = [year for year in years if 2005 <= year <= 2026]
        if plan != "latest" and "(" not in mission.source:
            assert max(said, default=2000) <= int(MANIFEST_DATES[plan][:4]), name
        # A month with its year is the date of a statement, also in brackets, unless the bracket holds nothing else.
        months = "|".join(calendar.month_name[1:])
        statements = re.sub(rf"\((?:[\d ]|to|{months})+\)", "", mission.source)
        stated = [int(year) for year in re.findall(rf"\b(?:{months}) (\d{{4}})\b", statements)]
        assert max(stated, default=2000) <= int(MANIFEST_DATES[plan][:4]), name


def test_the_roadmap_of_2021_holds_what_was_announced_then():
    missions = scenario_of(plan_of("ilrs_2021")).missions
    reconnaissance = {"luna_25": "2021", "change_6": "2024", "change_7": "2024", "luna_26": "2024", "luna_27": "2025"}
    construction = {"luna_28": "2027", "change_8": "2027"} | {f"ilrs_{n}": str(2030 + n) for n in range(1, 6)}
    for name, year in (reconnaissance | construction).items():
        assert missions[name].planned.startswith(year), name
    assert {missions[f"ilrs_{n}"].vehicle for n in range(1, 6)} == {"long_march_9"}
    assert missions["russia_power_plant_1"].vehicle == "yenisei"
    assert not any(mission.program == "usa" for mission in missions.values())


@pytest.mark.parametrize(
    ("as_of", "vehicle", "flights", "successes", "first_flight"),
    [
        ("2021-06-16", "long_march_5", 7, 6, None),
        ("2026-07-01", "long_march_5", 18, 17, None),
        ("2021-06-16", "long_march_9", 0, 0, "2030-12-31"),
        ("2026-07-01", "long_march_9", 0, 0, "2033-07-01"),
        ("2021-06-16", "yenisei", 0, 0, "2028-12-31"),
        ("2021-06-16", "angara_a5", 2, 2, None),
        ("2022-05-01", "angara_a5", 3, 2, None),
        ("2022-05-01", "long_march_8", 2, 2, None),
        ("2022-05-01", "sls", 0, 0, "2022-07-15"),
        ("2026-07-01", "sls", 2, 2, None),
    ],
)
def test_a_vehicle_has_the_record_of_its_date(as_of, vehicle, flights, successes, first_flight):
    plan = max(name for name in PLANS if MANIFEST_DATES[name] <= as_of and name != "latest")
    changes = plan_of("latest" if as_of >= MANIFEST_DATES["latest"] else plan)
    record = scenario_of(changes | {"timeline.as_of": as_of}).vehicles[vehicle]
    assert (record.flights, record.successes, record.first_flight) == (flights, successes, first_flight)


@pytest.mark.parametrize("name", ["vehicles", "assets"])
def test_every_date_of_what_was_known_earlier_makes_a_sound_record_and_changes_it(name):
    for key, record in read(name).items():
        dates = sorted(record.get("before", {}))
        for date in dates:
            parse_date(date)
            day = type(parse_date("2020-01-01")).fromordinal(parse_date(date).toordinal() - 1).isoformat()
            assert as_known(record, day) != as_known(record, date), (key, date)


def test_the_relay_of_today_did_not_work_before_it_flew():
    assert scenario_of().assets["queqiao_2"].present
    for plan in ("ilrs_2021", "story_2022"):
        assert not scenario_of(plan_of(plan)).assets["queqiao_2"].present


def test_a_lever_over_what_is_known_reads_the_libraries_again_and_keeps_the_user_s_changes():
    old = plan_of("story_2022")
    built = with_values(
        scenario_of(old | {"vehicles.long_march_5.pads": 2}), {"vehicles.long_march_5.tli_payload_kg": 9e3}
    )
    later = with_values(built, {"timeline.as_of": "2025-01-01"}).vehicles["long_march_5"]
    assert (later.flights, later.pads, later.tli_payload_kg) == (16, 2, 9e3)
    assert setter(["timeline.as_of"])(built, ["2024-03-01"]).vehicles["long_march_5"].flights == 11


def test_a_lever_over_the_manifest_takes_its_missions():
    built = scenario_of(plan_of("story_2022"))
    changed = with_values(built, {"plan.manifest": "ilrs_2021"})
    assert changed.missions["luna_25"].planned == "2021-10-01"
    assert built.missions["luna_25"].planned == "2022-08-22"
    with pytest.raises(InputError, match="did you mean"):
        with_values(
            scenario_of({"missions.luna_27a.planned": "2030-01-01"}),
            {"plan.manifest": "ilrs_2021", "timeline.start": "2021-06-16"},
        )


def test_every_asset_and_vehicle_of_the_libraries_is_used_by_some_plan():
    plans = [scenario_of(plan_of(plan)) for plan in PLANS]
    carried = {name for built in plans for mission in built.missions.values() for name in mission.assets}
    present = {name for built in plans for name, asset in built.assets.items() if asset.present}
    assert carried | present == set(read("assets"))
    used = {mission.vehicle for built in plans for mission in built.missions.values()}
    assert used == set(read("vehicles"))


def test_a_rival_is_there_only_where_it_has_a_lead():
    assert not scenario_of().has_rival
    race = scenario_of(RACE)
    assert {name: station.lead for name, station in race.stations.items()} == {"station": "china", "rival": "usa"}
    assert race.partners == ("russia",)
    assert race.members(race.station) == {"china", "russia"}
    assert race.members(race.rival) == {"usa"}
    assert scenario_of(ARTEMIS).members(scenario_of(ARTEMIS).station) == {"usa"}


def test_a_program_of_another_camp_is_no_partner_unless_it_says_so():
    built = scenario_of({"programs.usa.active": True})
    assert built.partners == ("russia",)
    assert built.members(built.station) == {"china", "russia"}
    joined = scenario_of({"programs.usa.active": True, "programs.usa.camp": "ilrs"})
    assert joined.partners == ("russia", "usa")


@pytest.mark.parametrize("group", ["plan", "program", "scenario", "station"])
def test_every_option_file_is_plain_and_opens_with_its_source_and_evidence(group):
    for path in (shipped("configs") / group).glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        assert all(f"\n# {word}: " in text for word in ("source", "evidence", "date")), path
        yaml.safe_load(text)
