"""Labels of a sweep: the union over all lever combinations, however many, without a look at each of them."""

import dataclasses
import itertools
import types
import typing

import pytest

from lunarsim.scenario.declare.checking import declarations
from lunarsim.scenario.references import NAMES
from lunarsim.scenario.scenario import COLLECTIONS, GROUPS, setter
from lunarsim.study.grid.lookahead import LISTED, label_scenarios
from lunarsim.study.model.campaigns import CAMPAIGNS
from lunarsim.study.model.interface import ALL_LABELS
from lunarsim.study.request.levers import Axis, CheckedLever
from lunarsim.words.errors import InputError
from tests.scenario.building import RACE, scenario_of

BASE = scenario_of({"plan.mars": "none"})
NUMBERS = {"plant.power_kw": tuple(range(1, 2 * LISTED))}
"""A lever with so many values that not all combinations are looked at."""

CHOICES = {
    "Mars and who takes part": {"plan.mars": ("none", "announced", "ambitious"), "programs.usa.active": (False, True)},
    "a rival and its name": {"rival.lead": ("none", "usa"), "rival.name": ("second", "third")},
    "an agreement and a camp": {
        "cooperation.mode": ("none", "stochastic"),
        "programs.usa.active": (False, True),
        "programs.usa.camp": ("artemis", "ilrs"),
    },
    "a mission's owner and its hardware": {
        "missions.viper.program": ("usa", "china"),
        "missions.viper.assets": ((), ("viper_rover",)),
        "missions.change_8.assets": ((), ("ilrs_battery",)),
    },
    "a mission that is cancelled and its hardware": {
        "missions.change_8.cancelled": (True, False),
        "missions.change_8.assets": ((), ("ilrs_battery",)),
    },
    "hardware that is there": {"assets.viper_rover.present": (False, True), "programs.usa.active": (False, True)},
    "times": {"timeline.start": ("2026-07-01", "2027-01-01"), "timeline.horizon_years": (5.0, 9.0)},
    "a proposal": {"missions.change_8.ambitious": (False, True), "plan.mars": ("announced", "ambitious")},
    "a manifest and a mission that only one has": {
        "plan.manifest": ("latest", "ilrs_2021"),
        "missions.change_8.assets": (("ilrs_battery",), ()),
        "missions.viper.assets": ((), ("ilrs_hub_power",)),
    },
}


def axes_of(levers, pairs=()):
    """Return an axis for each lever, or for levers that move together."""
    made = {key: CheckedLever(key, key, values, BASE.declaration(key)[0]) for key, values in levers.items()}
    joined = {key for pair in pairs for key in pair}
    single = [Axis((lever,)) for key, lever in made.items() if key not in joined]
    return [*single, *(Axis(tuple(made[key] for key in pair)) for pair in pairs)]


def labels_of(scenarios):
    return {name: set(axis.values) for name, axis in CAMPAIGNS.coordinates(list(scenarios)).items()}


def all_scenarios(levers):
    for values in itertools.product(*levers.values()):
        try:
            yield setter(tuple(levers))(BASE, values)
        except InputError:
            continue


@pytest.mark.parametrize("choice", CHOICES)
def test_beyond_a_thousand_combinations_labels_are_those_of_all_of_them(choice):
    levers = CHOICES[choice]
    some = list(label_scenarios(axes_of(NUMBERS | levers), {(): BASE}, CAMPAIGNS))
    assert len(some) <= 16
    assert labels_of(some) == labels_of(all_scenarios(levers))


@pytest.mark.slow
def test_levers_of_all_kinds_together_have_the_labels_of_all_combinations():
    kinds = ("Mars and who takes part", "a mission's owner and its hardware", "hardware that is there", "times")
    levers = {key: values for kind in kinds for key, values in CHOICES[kind].items()}
    some = list(label_scenarios(axes_of(NUMBERS | levers), {(): BASE}, CAMPAIGNS))
    combinations = 1
    for values in levers.values():
        combinations *= len(values)
    assert len(some) < combinations / 5
    assert labels_of(some) == labels_of(all_scenarios(levers))


def test_levers_that_move_together_are_taken_together():
    levers = {"plan.mars": ("none", "announced", "ambitious"), "programs.usa.active": (False, False, True)}
    axes = axes_of(NUMBERS | levers, [tuple(levers)])
    some = labels_of(label_scenarios(axes, {(): BASE}, CAMPAIGNS))
    together = [setter(tuple(levers))(BASE, row) for row in zip(*levers.values(), strict=True)]
    assert some == labels_of(together)
    assert some["program"] > labels_of(together[:2])["program"]


def other_values(key, scenario):
    """Return values that differ from the present one, for a parameter that is not a number."""
    declared, hint = scenario.declaration(key)
    present = scenario.value(key)
    if isinstance(hint, types.UnionType):
        (hint,) = (part for part in typing.get_args(hint) if part is not type(None))
    if hint is bool:
        return [not present]
    if typing.get_origin(hint) is tuple:
        return [(), present[:1]]
    if declared.choices:
        return [choice for choice in declared.choices if choice != present]
    if declared.date:
        return ["2027-03-01"]
    if declared.refers_to:
        return [name for name in NAMES[declared.refers_to](scenario) if name != present][:4]
    if hint in (int, float):
        return [declared.least if declared.least > -1e300 else 0.0, min(declared.high, 1e6)]
    return ["another"]


RECORDS = {
    "missions": ("change_8", "ilrs_3", "viper"),
    "vehicles": ("starship",),
    "assets": ("viper_rover", "queqiao_2"),
}


MOVING = {"plan.mars", "rival.name", "programs.usa.active", "missions.viper.assets", "timeline.start"}


# Each twelfth parameter in a fast run.
@pytest.mark.parametrize("step", [12, pytest.param(1, marks=pytest.mark.slow)])
def test_each_parameter_that_moves_a_label_is_among_those_that_decide_on_it(step):
    scenario = scenario_of(RACE)
    before = labels_of([scenario])
    keys = [f"{group}.{name}" for group, cls in GROUPS.items() for name in declarations(cls)]
    keys += [f"programs.usa.{name}" for name in declarations(COLLECTIONS["programs"])]
    keys += [f"{kind}.{one}.{name}" for kind, ones in RECORDS.items() for one in ones
             for name in declarations(COLLECTIONS[kind])]  # fmt: skip
    tried = sorted(MOVING.union(keys[::step]))
    moving = set()
    for key in tried:
        for value in other_values(key, scenario):
            changed = setter((key,))(scenario, (value,))
            if labels_of([changed]) != before:
                moving.add(key)
    decisive = {key for key in tried if CAMPAIGNS.label_part(key) is not None}
    assert moving <= decisive
    assert moving >= MOVING
    assert {CAMPAIGNS.label_part(key) for key in ("plan.mars", "rival.name", "programs.usa.camp")} == {ALL_LABELS}


@pytest.mark.parametrize("key", ["plan.mars", "missions.change_8.role"])
def test_a_model_that_says_nothing_of_its_labels_is_asked_for_all_combinations(key):
    values = {"plan.mars": ("none", "announced"), "missions.change_8.role": ("always", "joint")}[key]
    axes = axes_of(NUMBERS | {key: values})

    @dataclasses.dataclass
    class Silent:
        variables = CAMPAIGNS.variables

    assert len(list(label_scenarios(axes, {(): BASE}, Silent()))) == 2 * len(NUMBERS["plant.power_kw"])
