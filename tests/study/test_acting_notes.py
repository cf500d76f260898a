"""What is set or varied by hand and acts on no run is noted with what it would need, and changes nothing at all."""

import pytest

from lunarsim.scenario.acting import can_act
from lunarsim.scenario.declare.checking import declarations
from lunarsim.scenario.rules import broken_rules
from lunarsim.scenario.scenario import COLLECTIONS, GROUPS, setter
from lunarsim.study.model.campaigns import CAMPAIGNS
from lunarsim.study.request.request import Interval
from tests.scenario.building import ARTEMIS, NO_WAITS, scenario_of
from tests.study.test_acting_factors import factors


def test_an_interval_that_a_user_gives_stays_and_is_noted():
    notes = []
    interval = Interval("cutoff.redesign_years", 1.0, 2.0)
    assert "cutoff.redesign_years" in factors(scenario_of(), intervals=[interval], notes=notes)
    (note,) = notes
    assert note.startswith(
        "cutoff.redesign_years is uncertain, but acts on no run here; it acts if cutoff.programs is set"
    )


@pytest.mark.parametrize(
    ("levers", "changes", "reason"),
    [
        ({}, {"cutoff.redesign_years": 5}, "is set on the command line"),
        ({"cutoff.redesign_years": [2, 9]}, {}, "is a lever"),
    ],
)
def test_what_is_set_or_varied_by_hand_and_acts_on_no_run_is_noted(plan, levers, changes, reason):
    (note,) = (note for note in plan(levers, changes=changes).notes if note.startswith("cutoff."))
    assert note == f"cutoff.redesign_years {reason}, but acts on no run here; it acts if cutoff.programs is set"


def test_a_program_that_does_not_take_part_is_noted_for_its_parameters_only(plan):
    changes = {"programs.usa.active": False, "programs.usa.slip_multiplier": 2.0}
    (note,) = (note for note in plan(changes=changes).notes if note.startswith("programs.usa."))
    assert note.startswith("programs.usa.slip_multiplier is set on the command line, but acts on no run here; ")
    assert note.endswith("; it acts if programs.usa.active is true")


def test_of_several_conditions_those_that_do_not_hold_are_named(plan):
    changes = {"plant.growth_years": 2.0, "plant.growth_closure": 0.5, "flowsheet.name": "soil_leach"}
    notes = [note for note in plan(changes=changes | {"plant.units": 2}).notes if "growth_years" in note]
    assert [note.partition("; it acts if ")[2] for note in notes] == ["flowsheet.name is molten_electrolysis"]
    (note,) = (note for note in plan(changes=changes | {"plant.units": 0}).notes if "growth_years" in note)
    assert note.endswith("; it acts if plant.units is above 0 and flowsheet.name is molten_electrolysis")
    two_sites = {"plant.growth_years": [1.0, 2.0], "plant.growth_closure": [0.0, 0.5]}
    (note,) = (note for note in plan(two_sites, changes={"flowsheet.name": "soil_leach"}).notes if "_years" in note)
    assert note.endswith("; it acts if flowsheet.name is molten_electrolysis")


def test_what_is_set_by_hand_and_acts_is_noted_as_no_longer_uncertain(plan):
    acting = plan(changes={"cutoff.redesign_years": 5, "cutoff.programs": ["russia"]}).notes
    assert "cutoff.redesign_years is set on the command line and no longer uncertain" in acting
    assert not any("acts on no run" in note for note in acting)


def test_ratings_act_as_soon_as_one_that_can_come_is_assumed(plan):
    def notes(*levers, **settings):
        return [note for note in plan(*levers, **settings).notes if "acts on no run" in note]

    artemis = {key: list(value) if isinstance(value, tuple) else value for key, value in ARTEMIS.items()}
    artemis |= {"programs.usa.camp": "artemis", "assets.vertical_array_1.evidence": "published"}
    artemis["assets.base_battery.evidence"] = "published"
    assumed = {"assets.fission_surface_power.evidence": ["published", "assumed"]}
    (note,) = notes({"station.power_multiplier": [0.5, 2.0]}, changes=artemis)
    assert note.startswith("station.power_multiplier is a lever, but acts on no run here; it acts if ")
    assert note.endswith("hardware that can come has power that is analogue or assumed")
    assert notes({"station.power_multiplier": [0.5, 2.0]} | assumed, changes=artemis) == []
    power, other = {"station.power_multiplier": [0.5, 2.0]}, artemis | {"programs.china.active": True}
    assert len(notes(power, changes=other)) == 1
    one_camp = other | {"programs.china.camp": "artemis"}
    assert len(notes(power, changes=one_camp)) == 1
    assert notes(power | {"cooperation.mode": ["none", "active"]}, changes=one_camp) == []
    assert (
        notes(power | {"programs.china.camp": ["ilrs", "artemis"]}, changes=other | {"cooperation.mode": "active"})
        == []
    )
    assert notes(power | {"station.lead": ["usa", "china"]}, changes=other) == []
    # A lead of the second station works for its own; where there may be none, it is a partner.
    power |= {"cooperation.mode": ["none", "active"]}
    apart = one_camp | {"rival.lead": "china", "rival.name": "ilrs"}
    assert len(notes(power, changes=apart)) == 1
    assert notes(power | {"rival.lead": ["none", "china"]}, changes=apart) == []
    (note,) = notes({"mine.haul_km": [0.5, 2.0]}, changes={"plant.units": 0})
    assert note.startswith("mine.haul_km is a lever, but acts on no run here")


IDLE = NO_WAITS | {"plant.units": 0, "cooperation.mode": "none"}


def given(key, scenario):
    """Return two values of a parameter that it may have by itself, other than the present one."""
    declared, hint = scenario.declaration(key)
    present = scenario.value(key)
    if hint is bool:
        return [not present]
    if declared.choices:
        return [choice for choice in declared.choices if choice != present][:2]
    if declared.date:
        return ["2029-03-01"]
    if declared.refers_to:
        return ["starship"] if declared.refers_to == "vehicles" else []
    ends = [max(declared.least, -1e6), min(declared.high, 1e6)]
    return [int(end) if "int" in str(hint) else float(end) for end in ends]


def test_what_is_noted_as_idle_changes_nothing():
    scenario = scenario_of(IDLE)
    groups = [f"{group}.{name}" for group, cls in GROUPS.items() if group != "rival" for name in declarations(cls)]
    keys = groups + [f"programs.china.{name}" for name in declarations(COLLECTIONS["programs"])]
    idle = [key for key in keys if not can_act(key, scenario, lambda other: (scenario.value(other),))]
    assert len(idle) > 120
    changed = [(key, setter((key,))(scenario, (value,))) for key in idle for value in given(key, scenario)]
    changed = [(key, each) for key, each in changed if not broken_rules(each)]
    scenarios = [scenario, *(each for _, each in changed)]
    labels = {name: axis.values for name, axis in CAMPAIGNS.coordinates([scenario]).items()}
    results = CAMPAIGNS.run(scenarios, [(0, 0)] * len(scenarios), 3, labels)
    assert set(results.errors) == {""}
    moved = {
        (key, name)
        for name, array in results.arrays.items()
        for at, (key, _) in enumerate(changed, start=1)
        if array[at].tobytes() != array[0].tobytes()
    }
    assert moved == set()
