"""Missions that are given up before they fly: how often, when, and what hangs together."""

import dataclasses
import math

import numpy as np
import pytest

from lunarsim.scenario.groups.programs.slips import Slips
from lunarsim.scenario.groups.waits import Waits
from lunarsim.words.draws import DrawBlock
from lunarsim.world.programs.calibrations import Calibration
from lunarsim.world.programs.dated_plans import Exposure
from lunarsim.world.programs.shelving import Shelving
from tests.world.running import FixedDraws
from tests.world.slipping import FIT, plan_of

YEAR = 365.25
SAMPLES = 4_000
_BLOCK = DrawBlock(3, [(sample, 0) for sample in range(SAMPLES)])


def plan(years, entity="m", undertaking="", before=(), unbuilt=0.0, lost=0.0, restarted=True, actor="state"):
    exposure = Exposure(actor, undertaking, tuple(before), unbuilt, restarted)
    return dataclasses.replace(plan_of(years * YEAR, entity), exposure=exposure, calibration=Calibration(lost=lost))


def shelving_of(plans, slips, draws, waits=Waits(), takes=1.0):  # noqa: B008
    """Return what gives plans up in a run in which each takes some times its planned time."""
    return Shelving(slips, FIT, draws, plans=plans, ready_day=lambda one: takes * one.planned_day, waits=waits)


def given_up(plans, waits=Waits(), **slips):  # noqa: B008
    """Return the days on which plans are given up, dims (sample, plan), infinity for never."""
    days = np.full((SAMPLES, len(plans)), math.inf)
    for sample in range(SAMPLES):
        part = shelving_of(plans, Slips(**slips), _BLOCK.run(sample), waits)
        for column, each in enumerate(plans):
            end = part.given_up(each)
            if end is not None:
                days[sample, column] = end.day
    return days


@pytest.mark.parametrize("undertaking", ["", "m"])
def test_a_mission_is_given_up_in_its_planned_time_as_often_as_the_hazard_says(undertaking):
    days = given_up([plan(5.0, undertaking=undertaking)], state_shelved_per_year=0.1)[:, 0]
    ended = days[np.isfinite(days)]
    assert ended.size / SAMPLES == pytest.approx(-math.expm1(-0.5), abs=0.02)
    assert (ended > 0.0).all()
    assert (ended < 5.0 * YEAR).all()
    # A constant hazard: nearly uniform, somewhat more in the first years; three errors of a median of 1,600 cases.
    assert np.median(ended) == pytest.approx(-math.log(1.0 + 0.5 * math.expm1(-0.5)) / 0.1 * YEAR, rel=0.085)


def test_a_launch_that_is_due_in_weeks_is_almost_never_given_up():
    assert np.isfinite(given_up([plan(0.1)])).mean() < 0.02


def test_by_default_missions_are_given_up_as_the_record_has_it_firms_and_states_apart():
    for actor in ("state", "commercial"):
        share = np.isfinite(given_up([plan(6.0, actor=actor)])).mean()
        assert share == pytest.approx(FIT.shelved_per_year(actor).share(6.0 * YEAR), abs=0.02)


@pytest.mark.parametrize("common", [0.0, 0.5, 1.0])
def test_a_mission_and_what_it_depends_on_are_given_up_as_often_as_one_with_its_horizon(common):
    first = plan(4.0, "a", "a")
    second = plan(7.0, "b", "a", before=(first,))
    days = given_up([first, second], state_shelved_per_year=0.08, common_shelved_share=common)
    either = np.isfinite(days).any(axis=1)
    assert either.mean() == pytest.approx(-math.expm1(-0.56), abs=0.02)
    both_on_a_day = (days[:, 0] == days[:, 1]) & np.isfinite(days[:, 0])
    assert (both_on_a_day.mean() > 0.0) == (common > 0.0)
    if common == 1.0:
        # The undertaking goes whole: what is due later goes with what is due sooner.
        assert np.isfinite(days[np.isfinite(days[:, 0]), 1]).all()


@pytest.mark.parametrize(("later", "years"), [(6.0, 6.2), (6.5, 6.5)])
def test_a_mission_on_several_lines_is_given_up_with_them_as_often_as_the_record_has_it(later, years):
    """What strikes its lines alone is taken from what it shares, down to what the later line shares by itself."""
    lines = [plan(4.0, "a", "a"), plan(5.0, "b", "a")]
    both = plan(later, "c", "a", before=lines)
    days = given_up([*lines, both], state_shelved_per_year=0.05, common_shelved_share=0.7)
    # The lines' own are 0.3 of four and of five years. Of six years they leave 3.3, less than 0.7 of five; of six
    # and a half 3.8, less than 0.7 of that.
    assert np.isfinite(days).any(axis=1).mean() == pytest.approx(-math.expm1(-0.05 * years), abs=0.02)
    alone = np.isfinite(days[:, 2]) & np.isinf(days[:, :2]).all(axis=1)
    # Only what strikes all that was planned for later than the fifth year.
    shared = max(later - 2.7 - 3.5, 0.0)
    assert alone.mean() == pytest.approx(math.exp(-0.05 * (3.5 + 2.7)) * -math.expm1(-0.05 * shared), abs=0.012)


def test_missions_of_firms_share_less_of_their_risk_than_those_of_states():
    plans = [plan(5.0, "a", "a"), plan(5.0, "b", "a", actor="commercial")]
    days = given_up(
        plans,
        common_shelved_share=0.9,
        commercial_common_shelved_share=0.3,
        state_shelved_per_year=0.1,
        commercial_shelved_per_year=0.1,
    )
    state, commercial = np.isfinite(days).T
    # Each is given up as often as the record has it.
    assert state.mean() == pytest.approx(-math.expm1(-0.5), abs=0.02)
    assert commercial.mean() == pytest.approx(-math.expm1(-0.5), abs=0.02)
    # Where the lesser risk strikes, both go; beside it each goes by its own.
    together, of_state, of_firm = 0.3 * 0.5, 0.7 * 0.5, 0.7 * 0.5
    neither = math.exp(-together - of_state - of_firm)
    assert (~state & ~commercial).mean() == pytest.approx(neither, abs=0.02)


def test_vehicles_that_are_never_built_take_from_the_common_part_where_nothing_else_is_left():
    for unbuilt, common in ((0.3, 0.2), (0.04, 0.45)):
        plans = [plan(5.0, "a", "a", unbuilt=unbuilt), plan(5.0, "b", "a")]
        days = given_up(plans, common_shelved_share=0.9, state_shelved_per_year=0.1)
        # By number: 0.5 in all, of which 0.45 is common as far as the vehicle leaves it.
        assert np.isfinite(days[:, 0]).mean() == pytest.approx(-math.expm1(unbuilt - 0.5), abs=0.02)
        both = np.isfinite(days).all(axis=1)
        assert both.mean() == pytest.approx(-math.expm1(-common), abs=0.025)


def test_what_is_lost_for_good_takes_from_the_common_part_where_nothing_else_is_left():
    risk, lost = 0.5, 0.3
    plans = [plan(5.0, "a", "a", lost=lost), plan(5.0, "b", "a")]
    days = given_up(plans, common_shelved_share=0.9, state_shelved_per_year=0.1)
    left = risk + math.log1p(-lost)
    assert left < 0.9 * risk
    # As nothing is lost here, what is left of the record.
    assert np.isfinite(days[:, 0]).mean() == pytest.approx(-math.expm1(-left), abs=0.02)
    assert np.isfinite(days[:, 1]).mean() == pytest.approx(-math.expm1(-risk), abs=0.02)
    # And where nothing can be lost, it is not taken off.
    for waits in (Waits(prerequisite=False), Waits(landing_failure=False)):
        days = given_up(plans, waits, common_shelved_share=0.9, state_shelved_per_year=0.1)
        assert np.isfinite(days[:, 0]).mean() == pytest.approx(-math.expm1(-risk), abs=0.02)


def test_all_that_hangs_together_is_given_up_on_one_day_firms_and_states_alike():
    plans = [plan(4.0, "a", "a"), plan(6.0, "b", "a", actor="commercial"), plan(8.0, "c", "a", unbuilt=0.05)]
    days = given_up(
        plans,
        common_shelved_share=1.0,
        commercial_common_shelved_share=1.0,
        state_shelved_per_year=0.1,
        commercial_shelved_per_year=0.2,
    )
    struck = np.isfinite(days).sum(axis=1) > 1
    assert struck.mean() > 0.2
    for row in days[struck]:
        assert np.unique(row[np.isfinite(row)]).size == 1


def test_a_mission_is_given_up_as_far_along_its_real_time_as_along_its_plan():
    draws = {("m", "shelved"): 0.8}
    for undertaking, uniforms in (("", draws), ("u", {("u", "chain_shelved"): 0.8})):
        one = plan(6.0, undertaking=undertaking)
        slips = Slips(state_shelved_per_year=0.1, common_shelved_share=1.0)
        as_planned, late = (
            shelving_of([one], slips, FixedDraws(uniforms=uniforms), takes=takes).given_up(one) for takes in (1.0, 2.5)
        )
        assert as_planned.day == pytest.approx(-math.log(0.8) / 0.1 * YEAR)
        assert late.day == pytest.approx(2.5 * as_planned.day)
        # Its new start follows from that day.
        assert late.contracted_day - late.day == pytest.approx(1.3 * YEAR)


def test_an_undertaking_is_given_up_before_any_of_those_struck_would_have_been_ready():
    plans = [plan(4.0, "a", "u"), plan(9.0, "b", "u")]
    ready = {"a": 4.5 * YEAR, "b": 30.0 * YEAR}
    draws = FixedDraws(uniforms={("u", "chain_shelved"): math.exp(-0.3)})
    slips = Slips(state_shelved_per_year=0.1, common_shelved_share=1.0)
    part = Shelving(slips, FIT, draws, plans=plans, ready_day=lambda one: ready[one.entity], waits=Waits())
    # Three years along their plans: the first is so after 3.4 years, the second after ten.
    first, second = (part.given_up(one).day for one in plans)
    assert first == second == pytest.approx(0.75 * ready["a"])


def test_the_day_of_an_undertaking_is_that_of_the_shipped_plan_whatever_else_is_in_it():
    first, second, added = plan(4.0, "a", "u"), plan(6.0, "b", "u"), plan(8.0, "added", "u")
    ready = {"a": 9.0 * YEAR, "b": 10.0 * YEAR, "added": 8.0 * YEAR}
    slips = Slips(state_shelved_per_year=0.1, common_shelved_share=1.0)

    def day(one, number):
        draws = FixedDraws(uniforms={("u", "chain_shelved"): math.exp(-number)})
        shipped = [first, second]
        part = Shelving(slips, FIT, draws, plans=shipped, ready_day=lambda one: ready[one.entity], waits=Waits())
        return part.given_up(one).day

    # Three years along their plans: the second after five years, the first after 6.75, what is added after three.
    assert day(first, 0.3) == day(second, 0.3) == pytest.approx(5.0 * YEAR)
    assert day(added, 0.3) == pytest.approx(3.0 * YEAR)
    # What was planned for later than all of the shipped plan may still be given up.
    assert day(added, 0.7) == pytest.approx(7.0 * YEAR)


@pytest.mark.parametrize("common", [0.2, 0.65])
def test_that_a_vehicle_is_never_built_takes_the_place_of_a_part_of_the_risk_where_it_is_waited_for(common):
    often = {"state_shelved_per_year": 0.1, "common_shelved_share": common}
    doubtful = [plan(5.0, undertaking="a", unbuilt=0.15)]
    assert np.isfinite(given_up(doubtful, **often)).mean() == pytest.approx(-math.expm1(-0.35), abs=0.02)
    # Where no mission waits for its vehicle, that is always there.
    free = given_up(doubtful, Waits(vehicle=False), **often)
    assert np.isfinite(free).mean() == pytest.approx(-math.expm1(-0.5), abs=0.02)


def test_that_something_it_depends_on_is_lost_for_good_takes_the_place_of_a_part_of_a_mission_s_own_risk():
    first = plan(2.0, "a", "a")
    second = plan(6.0, "b", "a", before=[first], lost=0.1)
    for waits, left in ((Waits(), 0.6 + math.log(0.9)), (Waits(landing_failure=False), 0.6)):
        days = given_up([first, second], waits, state_shelved_per_year=0.1, common_shelved_share=0.3)
        assert np.isfinite(days).any(axis=1).mean() == pytest.approx(-math.expm1(-left), abs=0.02)


def test_a_mission_of_a_station_is_restarted_after_a_gap_and_no_sooner_than_it_can_be_built():
    draws, slips = FixedDraws(uniforms={("m", "shelved"): 0.9}), Slips(state_shelved_per_year=0.1)
    near, far = (shelving_of([], slips, draws).given_up(plan(years)) for years in (2.0, 12.0))
    day = -math.log(0.9) / 0.1 * YEAR
    assert (near.day, near.contracted_day) == pytest.approx((day, day + 1.3 * YEAR))
    assert near.planned_day == pytest.approx(near.contracted_day + 2.0 * YEAR)
    assert far.planned_day == pytest.approx(far.contracted_day + 3.0 * YEAR)
    kept = shelving_of([], dataclasses.replace(slips, new_start=False), draws)
    assert kept.given_up(plan(2.0)).contracted_day == math.inf
    assert shelving_of([], slips, draws).given_up(plan(2.0, restarted=False)).planned_day == math.inf


def test_nothing_is_given_up_where_that_is_switched_off_or_nobody_announced_it():
    draws = FixedDraws(uniforms={("m", "shelved"): 0.999})
    assert shelving_of([], Slips(), draws).given_up(plan(5.0)) is not None
    assert shelving_of([], Slips(), draws, Waits(shelving=False)).given_up(plan(5.0)) is None
    assert shelving_of([], Slips(), draws).given_up(plan_of(5.0 * YEAR)) is None
