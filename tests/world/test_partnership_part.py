"""The partnership and the replacements by themselves: terms, shares, lapses, and what the lead orders then."""

import dataclasses
import math

import pytest

from lunarsim.scenario.groups.programs.cooperation import Cooperation
from lunarsim.world.clock import Clock
from lunarsim.world.history.flight_outcomes import SUCCESS
from lunarsim.world.history.missions import Announced, MissionRecord
from lunarsim.world.history.programs import ProgramTrace
from lunarsim.world.prepared import prepare
from lunarsim.world.programs.agreement import Agreement
from lunarsim.world.programs.partnership import Partnership
from lunarsim.world.programs.replacements import Replacements
from tests.scenario.building import scenario_of

HORIZON_DAYS = 10_000.0
BUILT = scenario_of()
MISSIONS = BUILT.missions
JOINT = next(key for key, mission in MISSIONS.items() if mission.role == "joint")
OWN = next(key for key, mission in MISSIONS.items() if mission.role == "always" and mission.program == "china")


def partnership_of(agreement, partners=("russia",), share=0.25):
    trace = ProgramTrace()
    clock = Clock(HORIZON_DAYS)
    return (
        clock,
        trace,
        Partnership(
            clock, agreement, lead="china", partners=partners, partner_share=share, joint_missions={JOINT}, trace=trace
        ),
    )


def test_an_agreement_that_holds_is_in_force_to_the_horizon_and_shares_the_product():
    clock, trace, partnership = partnership_of(Agreement(math.inf))
    partnership.start()
    clock.run()
    assert trace.cooperation == [(0.0, 1.0)]
    assert math.isnan(trace.lapse_day)
    assert partnership.product_shares() == {"china": 0.75, "russia": 0.25}
    assert [partnership.joins(program) for program in ("china", "russia", "usa")] == [True, True, False]


def test_where_there_is_no_agreement_the_lead_stands_alone():
    clock, trace, partnership = partnership_of(Agreement(0.0))
    partnership.start()
    clock.run()
    assert trace.cooperation == [(0.0, 0.0)]
    assert partnership.product_shares() == {"china": 1.0}
    assert not partnership.joins("russia")
    assert not partnership.sends(MISSIONS[JOINT])
    assert partnership.sends(MISSIONS[OWN])


def test_a_lapse_is_announced_on_its_day_and_ends_what_partners_do():
    clock, trace, partnership = partnership_of(Agreement(500.0))
    days = []
    partnership.lapsed.connect(lambda: days.append((clock.now, partnership.in_force())))
    partnership.start()
    clock.run(499.0)
    assert partnership.sends(MISSIONS[JOINT])
    clock.run()
    assert days == [(500.0, False)]
    assert trace.lapse_day == 500.0
    assert trace.cooperation == [(0.0, 1.0), (500.0, 0.0)]


def test_a_suspension_pauses_partners_only_and_takes_their_share():
    clock, trace, partnership = partnership_of(Agreement(math.inf, ((100.0, 300.0),)))
    partnership.start()
    assert partnership.resumption_day(JOINT, 150.0) == 300.0
    assert partnership.resumption_day(OWN, 150.0) == 150.0
    assert partnership.paused_days(JOINT, 0.0, 120.0) == 200.0
    assert partnership.paused_days(OWN, 0.0, 120.0) == 0.0
    clock.run(200.0)
    assert partnership.joins("russia")
    assert partnership.product_shares() == {"china": 1.0}
    clock.run()
    assert trace.cooperation == [(0.0, 1.0), (100.0, 0.0), (300.0, 1.0)]


# Replacements.


class Replacing:
    """Replacements of the base scenario by themselves, with the missions' records and what was ordered."""

    def __init__(self, in_force=True, lapses_delay=True, **changes):
        self.clock = Clock(HORIZON_DAYS)
        self.trace = ProgramTrace()
        self.in_force = in_force
        self.missions = prepare(BUILT).missions
        self.records = {planned.key: MissionRecord(planned.planned_day) for planned in self.missions}
        self.joint = [planned for planned in self.missions if planned.mission.role == "joint"]
        self.fallbacks = [planned for planned in self.missions if planned.mission.role == "fallback"]
        cooperation = dataclasses.replace(Cooperation(replacement_years=2.0, patience_years=3.0), **changes)
        self.part = Replacements(
            self.clock,
            cooperation=cooperation,
            lead="china",
            missions=self.missions,
            transit_days=5.0,
            in_force=lambda: self.in_force,
            records=self.records,
            lapses_delay=lapses_delay,
            lost_day=lambda mission: self.records[mission].given_up_day,
            trace=self.trace,
        )
        self.ordered = []
        self.part.ordered.connect(
            lambda planned, new: self.ordered.append((self.clock.now, planned, new.day, new.waits))
        )


def test_after_a_lapse_all_fallbacks_are_ordered_and_late_by_the_cooperation():
    alone = Replacing()
    alone.part.start()
    alone.clock.run(700.0)
    alone.in_force = False
    alone.part.agreement_lapsed()
    assert [planned for _, planned, _, _ in alone.ordered] == alone.fallbacks
    for day, planned, new_day, waits in alone.ordered:
        assert day == 700.0
        assert new_day == max(planned.planned_day, 700.0 + 2.0 * 365.25)
        late = new_day - planned.planned_day
        assert waits == ({"cooperation": pytest.approx(late)} if late > 0 else {})
    assert alone.trace.replacement_day == 700.0


def test_a_lapse_orders_nothing_where_the_partners_have_delivered_or_nothing_can_replace_them():
    delivered = Replacing()
    for planned in delivered.joint:
        delivered.records[planned.key].outcome = SUCCESS
    impossible = Replacing(replacement_possible=False)
    for alone in (delivered, impossible):
        alone.part.agreement_lapsed()
        assert alone.ordered == []
        assert math.isnan(alone.trace.replacement_day)


def critical_ones(alone):
    return [planned for planned in alone.joint if planned.mission.critical]


def test_the_lead_s_patience_with_a_late_partner_ends_once():
    alone = Replacing()
    for record in alone.records.values():
        record.waits, record.waiting_for, record.waiting_since = {"slip": 900.0}, "vehicle", 2_000.0
    alone.part.start()
    alone.clock.run()
    first = min(planned.planned_day for planned in critical_ones(alone))
    (day,) = {day for day, *_ in alone.ordered}
    assert day == pytest.approx(first + 3.0 * 365.25)
    assert len(alone.ordered) == len(alone.fallbacks)
    for _, planned, new_day, waits in alone.ordered:
        assert sum(waits.values()) == pytest.approx(new_day - planned.planned_day)
        # What the partner cost until then has the partner's own causes.
        assert waits["vehicle"] > 0
    alone.part.agreement_lapsed()
    assert len(alone.ordered) == len(alone.fallbacks)


def test_the_lead_sees_the_date_of_a_partner_move_and_orders_before_it_is_overdue():
    alone = Replacing()
    reactor = min(critical_ones(alone), key=lambda planned: planned.planned_day)
    planned_day = reactor.planned_day
    # It takes three times its time, so that two thirds of each year that passes are added to its announced date.
    record, ready = alone.records[reactor.key], 3.0 * planned_day
    record.waits, record.announced = {"slip": 2.0 * planned_day}, (Announced(0.0, planned_day), Announced(ready, ready))
    alone.part.start()
    alone.clock.run()
    (day,) = {day for day, *_ in alone.ordered}
    assert day == pytest.approx(1.5 * 3.0 * 365.25)
    assert day < planned_day
    for _, planned, new_day, waits in alone.ordered:
        assert sum(waits.values()) == pytest.approx(new_day - planned.planned_day)
        assert set(waits) <= {"slip", "cooperation"}


def test_where_the_agreement_is_no_cause_what_a_replacement_takes_counts_to_what_made_the_partner_late():
    alone = Replacing(lapses_delay=False)
    for record in alone.records.values():
        record.waits, record.waiting_for, record.waiting_since = {"slip": 100.0}, "vehicle", 2_000.0
    alone.part.start()
    alone.clock.run()
    assert len(alone.ordered) == len(alone.fallbacks)
    for _, planned, new_day, waits in alone.ordered:
        assert sum(waits.values()) == pytest.approx(new_day - planned.planned_day)
        assert set(waits) <= {"slip", "vehicle"}


PATIENCE = 3.0 * 365.25


def order_of_one(waits, *announced):
    """Return the day and the causes of the first order where one contribution alone is late."""
    alone = Replacing()
    reactor, *others = critical_ones(alone)
    for planned in others:
        alone.records[planned.key].outcome = SUCCESS
    record, planned_day = alone.records[reactor.key], reactor.planned_day
    record.announced = tuple(Announced(*(planned_day * part for part in point)) for point in announced)
    record.waits = {cause: planned_day * part for cause, part in waits.items()}
    alone.part.start()
    alone.clock.run()
    (day,) = {day for day, *_ in alone.ordered}
    latest = max(alone.ordered, key=lambda order: sum(order[3].values()))
    return day, planned_day, latest[3]


def test_the_lead_sees_a_stand_down_of_the_start_at_once():
    moved, planned_day, causes = order_of_one({"vehicle": 0.5}, (0.0, 1.5), (1.5, 1.5))
    assert 0.5 * planned_day > PATIENCE
    assert moved == 0.0
    assert causes.keys() <= {"vehicle", "cooperation"}
    # A shorter one leaves the rest to slip: the date goes from 1.1 to 2.0 of its planned time by the day 2.0.
    less, planned_day, _ = order_of_one({"vehicle": 0.1, "slip": 0.9}, (0.0, 1.1), (2.0, 2.0))
    assert less == pytest.approx((PATIENCE - 0.1 * planned_day) * 2.0 / 0.9)


def test_the_lead_sees_a_new_date_on_the_day_of_a_restart():
    waits = {"slip": 0.2, "shelving": 0.8}
    day, planned_day, causes = order_of_one(waits, (0.0, 1.0), (0.3, 1.05), (0.45, 1.05), (0.45, 1.8), (2.0, 2.0))
    assert day == pytest.approx(0.45 * planned_day)
    assert "shelving" in causes
    # Where its date had moved by so much before it was given up, that is seen as ever, and not put down to the end.
    waits = {"slip": 2.0, "shelving": 1.0}
    day, planned_day, causes = order_of_one(waits, (0.0, 1.0), (1.2, 1.8), (1.3, 1.8), (1.3, 2.0), (4.0, 4.0))
    assert day == pytest.approx(PATIENCE * 1.2 / 0.8)
    assert causes.keys() <= {"slip", "cooperation"}
    # A date that stands in the past does not keep it from being overdue.
    day, planned_day, _ = order_of_one({"shelving": 9.0}, (0.0, 1.0), (0.9, 1.0), (9.0, 1.0), (9.0, 9.5), (10.0, 10.0))
    assert day == pytest.approx(planned_day + PATIENCE)


def test_the_lead_goes_on_watching_where_the_first_contribution_has_come():
    alone = Replacing()
    first, second, *_ = sorted(critical_ones(alone), key=lambda planned: planned.planned_day)
    alone.records[first.key].outcome = SUCCESS
    alone.part.start()
    alone.clock.run()
    assert {day for day, *_ in alone.ordered} == {second.planned_day + 3.0 * 365.25}


def test_the_lead_orders_on_the_day_on_which_its_partner_gives_a_critical_contribution_up():
    alone = Replacing()
    reactor, other = critical_ones(alone)[0], next(each for each in alone.joint if not each.mission.critical)
    alone.records[reactor.key].waiting_for = "shelving"
    alone.part.start()
    alone.clock.run(500.0)
    alone.records[other.key].given_up_day = 500.0
    alone.part.given_up(other.key)
    assert alone.ordered == []
    alone.records[reactor.key].given_up_day = 500.0
    alone.part.given_up(reactor.key)
    assert len(alone.ordered) == len(alone.fallbacks)
    for day, planned, new_day, waits in alone.ordered:
        assert day == 500.0
        late = new_day - planned.planned_day
        assert waits == ({"shelving": pytest.approx(late)} if late > 0 else {})


def test_where_all_are_in_time_nothing_is_ordered():
    alone = Replacing()
    for planned in alone.joint:
        alone.records[planned.key].outcome = SUCCESS
    alone.part.start()
    alone.clock.run()
    assert alone.ordered == []


def test_without_an_agreement_replacements_are_planned_in_time_and_not_ordered():
    alone = Replacing(in_force=False)
    alone.part.start()
    alone.clock.run()
    first = min(planned.planned_day for planned in alone.fallbacks)
    assert alone.trace.replacement_day == max(first - 2.0 * 365.25, 0.0)
    assert alone.ordered == []
