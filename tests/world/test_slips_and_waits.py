"""What is said before a run where own slips and waits do not add up to the record."""

import pytest

from lunarsim.scenario.groups.plan import MANIFEST_DATES
from lunarsim.scenario.groups.waits import TOLD_APART
from lunarsim.world.baseline.slips_and_waits import slips_and_waits
from tests.scenario.building import NO_WAITS, RACE, plan_of, scenario_of

ALONE = NO_WAITS | {"waits.slip": True}
NEW = {
    "title": "Explorer",
    "program": "china",
    "kind": "lander",
    "role": "always",
    "planned": "2029-01-01",
    "vehicle": "long_march_5",
    "launch_mass_kg": 8200.0,
    "window": "polar",
    "evidence": "published",
}
"""A mission that is like none of a shipped plan."""


def said(changes):
    return list(slips_and_waits(scenario_of(changes)))


@pytest.mark.parametrize("manifest", MANIFEST_DATES)
def test_all_missions_of_shipped_plans_are_calibrated_and_all_waits_are_on(manifest):
    assert said((RACE if manifest == "latest" else {}) | plan_of(manifest)) == []


@pytest.mark.parametrize("changes", [ALONE, NO_WAITS, {"waits.slip": False, "waits.pad": False}])
def test_slip_alone_and_waits_without_slip_leave_no_room(changes):
    assert said(changes) == []


def test_waits_that_slips_leave_room_for_are_named_where_they_are_off():
    (one,) = said({"waits.pad": False})
    assert one.startswith("waits.slip leaves room for waits.pad, which is off: ")
    (most,) = said(ALONE | {"waits.pad": True})
    others = ", ".join(f"waits.{name}" for name in TOLD_APART if name != "pad")
    assert most.startswith(f"waits.slip leaves room for {others}, which are off: ")


def test_missions_that_count_their_waits_twice_are_named():
    added = {"missions.explorer": NEW, "missions.more": {"like": "luna_26"}, "missions.guess": NEW | {
        "evidence": "assumed", "planned_low": "2028-01-01", "planned_high": "2031-01-01"}}  # fmt: skip
    (one,) = said(added)
    assert one.startswith("slips not calibrated, as like no mission of a shipped plan: explorer; ")
    assert said(ALONE | added) == []
