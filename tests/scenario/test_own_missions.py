"""Missions, vehicles and assets that a user adds: like others, or from nothing, in a manifest of their own."""

import dataclasses

import pytest

from lunarsim.scenario.building import build, with_values
from lunarsim.scenario.groups.plan import MANIFEST_DATES
from lunarsim.scenario.libraries import original
from lunarsim.scenario.library.files import read
from lunarsim.words.errors import InputError
from tests.scenario.building import plan_of, scenario_of, tree_of

BASE = scenario_of()
FROM_NOTHING = {
    "title": "Mine",
    "program": "china",
    "kind": "cargo",
    "role": "always",
    "planned": "2034-01-01",
    "vehicle": "long_march_10",
    "launch_mass_kg": 27000,
    "evidence": "published",
}


def faults(changes):
    with pytest.raises(InputError) as caught:
        scenario_of(changes)
    return {fault.path: fault.problem for fault in caught.value.faults}


def own(missions):
    """Return the changes that make some missions the whole manifest."""
    return {"plan.manifest": "own"} | {f"missions.{name}": fields for name, fields in missions.items()}


def test_a_new_mission_has_all_from_the_one_that_it_is_like_but_what_it_says_itself():
    built = scenario_of({"missions.more": {"like": "ilrs_energy_1", "planned": "2034-01-01"}})
    new, model = built.missions["more"], BASE.missions["ilrs_energy_1"]
    said = {"title", "planned", "planned_low", "planned_high", "source"}
    same = {field.name for field in dataclasses.fields(new)} - said
    assert {name: getattr(new, name) for name in same} == {name: getattr(model, name) for name in same}
    assert (new.planned, new.planned_high > model.planned_high) == ("2034-01-01", True)
    assert new.title == "more (like ILRS energy unit 1)"
    assert list(built.missions) == [*BASE.missions, "more"]


def test_what_is_asked_of_a_mission_is_not_asked_of_those_that_are_like_it():
    missions = scenario_of(
        {
            "missions.luna_26": {"cancelled": True},
            "missions.change_8": {"outcome": "lost"},
            "missions.more": {"like": "luna_26"},
            "missions.next": {"like": "change_8"},
            "missions.lost": {"like": "change_8", "outcome": "lost"},
        }
    ).missions
    assert (missions["luna_26"].cancelled, missions["more"].cancelled) == (True, False)
    assert [missions[key].outcome for key in ("change_8", "next", "lost")] == ["lost", "drawn", "lost"]


def test_what_a_new_mission_takes_over_and_the_plan_lacks_is_reported_once_for_each_field():
    missions = {"a": {"like": "artemis_4"}, "b": {"like": "ilrs_1", "needs": ["a", "change_7"]}}
    found = faults(own(missions))
    assert found["missions.a.needs"] == (
        "names artemis_3, as artemis_4 does, which this plan lacks; add that or give other needs, such as []"
    )
    assert found["missions.a.alternatives"].startswith("names artemis_4_lander, artemis_5_lander, blue_moon_2_lander, ")
    # What the user has written is told as it was written.
    assert found["missions.b.needs"].startswith("unknown mission 'change_7'")
    assert len(found) == 3


@pytest.mark.parametrize(
    ("fields", "evidence"),
    [
        ({"like": "luna_26"}, "analogue"),
        ({"like": "luna_26", "planned": "2029-01-01"}, "analogue"),
        ({"like": "luna_26", "planned_low": "2028-01-01", "planned_high": "2030-01-01"}, "assumed"),
        ({"like": "luna_26", "evidence": "published"}, "published"),
        ({"like": "ilrs_energy_1", "planned": "2034-01-01"}, "assumed"),
    ],
)
def test_nobody_has_published_what_a_user_adds(fields, evidence):
    missions = scenario_of({"missions.more": fields, "missions.next": {"like": "more"}}).missions
    assert missions["luna_26"].evidence == "published"
    assert missions["more"].evidence == evidence
    assert missions["next"].evidence == ("analogue" if evidence == "published" else evidence)


def test_what_a_new_mission_is_like_is_taken_as_the_user_changed_it_and_over_others():
    changes = {
        "missions.second": {"like": "first", "launches": 3},
        "missions.first": {"like": "ilrs_1", "critical": False},
        "missions.ilrs_1": {"launch_mass_kg": 9000.0},
    }
    built = scenario_of(changes)
    second = built.missions["second"]
    assert (second.launches, second.critical, second.launch_mass_kg) == (3, False, 9000.0)
    assert original("second", built.changes["missions"]) == "ilrs_1"
    assert original("ilrs_1", built.changes["missions"]) == "ilrs_1"


def test_vehicles_and_assets_can_be_added_and_be_used_by_a_new_mission():
    changes = {
        "vehicles.long_march_10b": {"like": "long_march_10", "launch_cost_musd": 90.0},
        "assets.third_rover": {"like": "ilrs_rover", "mass_kg": 900.0},
        "missions.more": {"like": "ilrs_2", "vehicle": "long_march_10b", "assets": ["third_rover"]},
    }
    built = scenario_of(changes)
    assert built.vehicles["long_march_10b"].launch_cost_musd == 90.0
    assert built.assets["third_rover"].functions == BASE.assets["ilrs_rover"].functions
    assert built.missions["more"].assets == ("third_rover",)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"missions.new": {"like": "ilrs_11"}}, {"missions.new.like": "did you mean 'ilrs_1'"}),
        (
            {"missions.a": {"like": "b"}, "missions.b": {"like": "c"}, "missions.c": {"like": "a"}},
            {"missions.c.like": "closes a circle: a -> b -> c -> a"},
        ),
        ({"missions.change_7": {"like": "change_8"}}, {"missions.change_7.like": "exists already"}),
        ({"missions.new": {"like": 7}}, {"missions.new.like": "must be the name of one of the missions"}),
        ({"missions.new": ["like"]}, {"missions.new": "must be a mapping of title, program"}),
        ({"missions.a b": {"like": "ilrs_1"}}, {"missions.a b": "is not a name"}),
        ({"missions.change_77": {"planned": "2030-01-01"}}, {"missions.change_77": "did you mean 'change_7'"}),
        ({"assets.new": {"like": "ilrs_1"}}, {"assets.new.like": "unknown asset"}),
        (
            {"missions.a": {"like": "ilrs_1", "needs": ["nix"]}, "missions.b": {"like": "ilrs_1", "vehicle": "saturn"}},
            {"missions.a.needs": "unknown mission 'nix'", "missions.b.vehicle": "unknown vehicle 'saturn'"},
        ),
        (
            {"missions.a": {"like": "b", "launches": 0}, "missions.b": {"like": "ilrs_1", "role": "no"}},
            {"missions.b.role": "allowed"},
        ),
    ],
)
def test_what_is_wrong_with_new_missions_is_reported_at_once_with_the_nearest_name(changes, expected):
    found = faults(changes)
    assert found.keys() == expected.keys()
    assert all(part in found[path] for path, part in expected.items())


def test_a_mission_from_nothing_needs_a_title_and_all_that_has_no_default():
    assert scenario_of({"missions.mine": FROM_NOTHING}).missions["mine"].launches == 1
    missing = faults({"missions.mine": {"title": "Mine", "launches": 0}})
    required = {f"missions.mine.{name}" for name in FROM_NOTHING.keys() - {"title", "evidence"}}
    assert missing.keys() == required | {"missions.mine.launches"}


def test_an_own_manifest_holds_only_what_the_user_adds_like_missions_of_any_shipped_plan():
    missions = {"first": {"like": "luna_25"}, "second": {"like": "ilrs_1", "needs": ["first"]}, "mine": FROM_NOTHING}
    built = scenario_of(own(missions))
    assert list(built.missions) == ["first", "second", "mine"]
    assert built.missions["first"].vehicle == scenario_of(plan_of("ilrs_2021")).missions["luna_25"].vehicle


@pytest.mark.parametrize("plan", MANIFEST_DATES)
def test_a_copy_of_a_shipped_manifest_gives_the_same_missions_at_its_date_of_knowledge(plan):
    tree = tree_of(plan_of(plan) | {"plan.manifest": "own"})
    tree["missions"] = read(f"missions_{plan}")
    assert build(tree).missions == scenario_of(plan_of(plan)).missions


def test_what_was_known_before_is_asked_for_as_dates():
    problem = faults(own({"mine": FROM_NOTHING | {"before": [1]}}))["missions.mine.before"]
    assert "must be a mapping from dates to fields" in problem


def test_a_new_mission_has_parameters_like_any_other():
    built = scenario_of({"missions.more": {"like": "ilrs_energy_1"}})
    moved = with_values(built, {"missions.more.planned": "2036-01-01"})
    assert moved.missions["more"].planned == "2036-01-01"
    with pytest.raises(InputError, match="unknown mission 'mor'"):
        with_values(built, {"missions.mor.planned": "2036-01-01"})


@pytest.mark.parametrize("last_first", [False, True])
def test_a_trail_of_likes_may_be_longer_than_python_has_frames(last_first):
    names = [f"m{at}" for at in range(451)]
    missions = {name: {"like": after} for name, after in zip(names, [*names[1:], "luna_26"], strict=True)}
    missions["m9"] = missions["m9"] | {"launches": 3}
    if last_first:
        missions = dict(reversed(missions.items()))
    built = scenario_of(own(missions))
    assert list(built.missions) == list(missions)
    first = built.missions["m0"]
    assert (first.launches, built.missions["m10"].launches) == (3, 1)
    assert first.title == f"m0 (like {read('missions_latest')['luna_26']['title']})"


def test_a_long_circle_of_likes_is_reported_once():
    names = [f"m{at}" for at in range(451)]
    found = faults(own({name: {"like": after} for name, after in zip(names, [*names[1:], "m449"], strict=True)}))
    assert found == {"missions.m450.like": "closes a circle: m449 -> m450 -> m449"}
