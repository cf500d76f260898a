"""A plant beside the station takes contact, command link and hands of it; one away from it brings its own."""

import math

import pytest

from lunarsim.words.draws import single
from lunarsim.world.simulate import simulate
from lunarsim.world.station.functions import COMMAND
from lunarsim.world.station.services import Services
from tests.scenario.building import NO_WAITS, scenario_of
from tests.world.plants import STEADY
from tests.world.running import FixedDraws, campaign_of, run, runs
from tests.world.test_station import RULES, asset, station

HUB, ROBOT, RELAY = asset("command"), asset("robot", hands=1), asset("relay", kind="satellite")
SLOW = STEADY | {"mine.excavator_kg_per_day": 300.0, "plant.planned": "2036-01-01"}
SHEDDABLE = asset("command", load_kw=1.0)


def services(alone, *, visible=0.49, from_pit=None, pairs=0, **changes):
    return Services(
        alone.station,
        scenario_of({**RULES, **changes}).waits,
        earth_visible=visible,
        earth_visible_from_pit=visible if from_pit is None else from_pit,
        relay_share=0.67,
        crew_pairs=lambda: pairs,
    )


def lack(deliveries, *, visible=0.49, pairs=0, changes={}, **known):  # noqa: B006
    return services(station(deliveries, **known, **changes), visible=visible, pairs=pairs, **changes).lack()


# What a plant lacks.


def test_a_plant_takes_a_command_link_and_hands_and_what_has_never_come_is_missing_by_the_plan():
    assert lack({}) == ("command", "prerequisite")
    assert lack({"robot": (0.0, ROBOT)}) == ("command", "prerequisite")
    assert lack({"hub": (0.0, HUB)}) == ("hands", "prerequisite")
    assert lack({"hub": (0.0, HUB), "robot": (0.0, ROBOT)}) is None


def test_a_crew_has_hands_as_well():
    assert lack({"hub": (0.0, HUB)}, pairs=1) is None


def test_out_of_sight_of_the_earth_it_takes_a_relay_as_well():
    both = {"hub": (0.0, HUB), "robot": (0.0, ROBOT)}
    assert lack(both, visible=0.0) == ("contact", "prerequisite")
    assert lack(both | {"relay": (0.0, RELAY)}, visible=0.0) is None


def test_where_missions_wait_for_nothing_a_plant_does_not_wait_either():
    assert lack({}, changes={"waits.prerequisite": False}) is None


def working(deliveries, **changes):
    alone = station(deliveries, until=100.0, **changes)
    return alone, {item.hardware.asset: item for item in alone.station.online()}


def test_what_has_failed_is_missing_for_its_repair():
    alone, items = working({"hub": (0.0, HUB), "robot": (0.0, ROBOT)})
    taken = services(alone)
    alone.station.set_units(items["robot"], 0)
    assert taken.lack() == ("hands", "repair")
    alone.station.set_units(items["hub"], 0)
    assert taken.lack() == ("command", "repair")


def test_what_is_shed_is_missing_for_want_of_power():
    source = asset("power", power_kw=10.0, night_power_kw=10.0)
    alone, items = working({"source": (0.0, source), "hub": (0.0, SHEDDABLE), "robot": (0.0, ROBOT)})
    taken = services(alone)
    assert taken.lack() is None
    alone.station.set_units(items["source"], 0)
    assert taken.lack() == ("command", "power")


# Contact.


def contact(relays, *, visible=0.49, from_pit=None, failed=0):
    deliveries = {f"relay_{number}": (0.0, RELAY) for number in range(relays)}
    alone, items = working(deliveries)
    for number in range(failed):
        alone.station.set_units(items[f"relay_{number}"], 0)
    return services(alone, visible=visible, from_pit=from_pit, **{"waits.repair": True}).contact()


def test_without_a_relay_contact_is_what_the_earth_s_visibility_gives_and_each_relay_adds_to_it():
    shares = [contact(relays).share for relays in (0, 1, 2)]
    assert shares == pytest.approx([0.49, 1 - 0.51 * 0.33, 1 - 0.51 * 0.33**2])


def test_a_pit_far_away_has_its_own_sight_of_the_earth_and_the_same_relays():
    assert contact(1, from_pit=0.0).share == pytest.approx(0.67)
    assert contact(0, from_pit=1.0).share == 1.0


def test_lost_contact_is_due_to_the_plan_or_to_the_relay_that_failed():
    assert contact(0).cause == "prerequisite"
    assert contact(2, failed=1) == (pytest.approx(1 - 0.51 * 0.33), "repair")


def test_gaps_that_working_relays_leave_have_no_cause_and_neither_has_a_plan_that_nothing_waits_for():
    assert contact(1) == (pytest.approx(1 - 0.51 * 0.33), "")
    counted = {"waits.repair": True, "waits.prerequisite": False}
    assert services(working({})[0], **counted).contact() == (pytest.approx(0.49), "")


def test_where_nothing_fails_contact_is_not_counted():
    assert services(working({})[0]).contact().share == 1.0


# What a plant hears of its station.


def at_work(**changes):
    """Return a campaign some years after its plant began to work, with its station as planned."""
    campaign = campaign_of(scenario_of(NO_WAITS | SLOW | {"waits.repair": True} | changes))
    campaign.start()
    campaign.clock.run(6_000.0)
    assert campaign.plant.units
    return campaign


def items_of(campaign, has):
    return [item for item in campaign.station.online() if item.units_working and has(item)]


def feed(campaign):
    return campaign.plant._rates.feed


def test_a_plant_follows_the_relays_of_its_station_one_by_one():
    campaign = at_work(**{"mine.teleoperated_share": 1.0})
    first, *others = items_of(campaign, lambda item: "relay" in item.asset.functions)
    assert others
    before, functions = feed(campaign), campaign.station.functions
    campaign.station.set_units(first, 0)
    assert campaign.station.functions == functions
    assert feed(campaign) < before
    campaign.station.set_units(first, first.units)
    assert feed(campaign) == before


def test_a_plant_without_robots_works_while_a_crew_is_there():
    campaign = at_work()
    stays = campaign._stays
    assert not stays.pairs
    for item in items_of(campaign, lambda item: item.hands):
        campaign.station.set_units(item, 0)
    assert (feed(campaign), campaign.plant.held_by()) == (0.0, "repair")
    stays.crew_landed(0.0)
    assert feed(campaign) > 0.0
    stays._leaves(stays.pairs)
    assert feed(campaign) == 0.0


def test_a_plant_follows_power_by_day_that_does_not_last_through_the_night():
    campaign = at_work(**{"plant.power_kw": 0.0})
    for item in items_of(campaign, lambda item: item.gives_power):
        campaign.station.set_units(item, 0)
    steps = len(campaign.trace.station.power_kw)
    assert feed(campaign) == 0.0
    campaign.station.place("array", asset(power_kw=500.0), campaign.clock.now)
    assert len(campaign.trace.station.power_kw) == steps
    assert feed(campaign) > 0.0


def test_a_plant_that_stands_still_counts_the_time_on_what_holds_it_now():
    """A command link that is mended while there is no power for it waits for power, though nothing else changes."""
    campaign = at_work(**{"waits.power": True})
    for item in items_of(campaign, lambda item: item.gives_power):
        campaign.station.set_units(item, 0)
    assert (feed(campaign), campaign.plant.held_by()) == (0.0, "power")
    links = items_of(campaign, lambda item: "command" in item.asset.functions)
    for item in links:
        campaign.station.set_units(item, 0)
    assert (feed(campaign), campaign.plant.held_by()) == (0.0, "repair")
    for item in links:
        campaign.station.set_units(item, item.units)
    assert (feed(campaign), campaign.plant.held_by()) == (0.0, "power")


# Whole runs.


class NothingForTheStation(FixedDraws):
    """All that is to land for the station is lost; flights for the mine land."""

    def normal(self, entity, purpose, occurrence=0):
        return 9.0 if purpose == "descent" and not entity.startswith("mine") else 0.0


def test_beside_a_station_that_never_stands_a_plant_is_never_commissioned_and_its_delay_says_why():
    scenario = scenario_of({"waits.readiness": False})
    trace = simulate(scenario, NothingForTheStation())
    assert trace.mine.units == []
    assert max(trace.delay_days["first_product"], key=trace.delay_days["first_product"].get) == "prerequisite"
    assert simulate(scenario_of({"waits.readiness": False}, "fra_mauro"), NothingForTheStation()).mine.units


def test_a_plant_makes_nothing_while_its_station_lacks_command_or_hands():
    """Seen from what works at the station, not from the rule."""
    stopped = worked = 0.0
    for sample in range(8):
        campaign = campaign_of(scenario_of({"plant.planned": "2036-01-01"}), single(1, sample))
        here, steps = campaign.station, []

        def look(*_, here=here, steps=steps, campaign=campaign):
            hands = any(item.asset.hands and item.working for item in here.online())
            crew = campaign._stays.pairs > 0
            steps.append((campaign.clock.now, bool(here.functions & COMMAND) and (hands or crew)))

        for signal in (here.functions_changed, here.means_changed, campaign._stays.changed):
            signal.connect(look)
        trace = campaign.run()
        ends = [day for day, _ in steps[1:]] + [trace.horizon_days]
        for (begin, may_work), end in zip(steps, ends, strict=True):
            at_work = math.fsum(
                max(min(part.end_day, end) - max(part.start_day, begin), 0.0) for part in trace.mine.intervals
            )
            if may_work:
                worked += at_work
            else:
                assert at_work == pytest.approx(0.0, abs=1e-9)
                stopped += end - begin if trace.mine.units and begin > trace.mine.units[0][0] else 0.0
        campaign.close()
    assert worked > 1_000.0
    assert stopped > 100.0


def soil(**changes):
    scenario = scenario_of(SLOW | changes)
    return math.fsum(trace.mine.stocks_kg["soil"] for trace in runs(scenario, 6))


def test_fewer_relays_make_less_and_machines_that_lead_themselves_need_none():
    led = {"mine.teleoperated_share": 1.0}
    without = {"upkeep.relay_share": 0.0}
    alone = {"mine.teleoperated_share": 0.0}
    assert soil(**led, **without) < 0.75 * soil(**led) < soil(**alone)
    # What is left is that robots mend less at the station.
    assert soil(**alone, **without) > 0.9 * soil(**alone)


def test_a_plant_without_power_of_its_own_is_commissioned_at_once_and_stands_still_until_there_is_some_as_planned():
    no_power = NO_WAITS | {"plant.power_kw": 0.0, "plant.planned": "2027-01-01"}
    planned, waiting = (run(scenario_of(no_power | {"waits.power": power})) for power in (False, True))
    first = next(day for day, kw in waiting.station.power_kw if kw > 0)
    assert waiting.mine.units == planned.mine.units
    assert waiting.mine.units[0][0] < first
    assert waiting.mine.idle_days["power"] > 0.0
    assert waiting.mine.milestone_day == planned.mine.milestone_day
    assert not any(waiting.delay_days["first_product"].values())


def test_the_wait_for_the_station_stands_in_the_log_of_a_run():
    trace = simulate(scenario_of({"waits.readiness": False}), NothingForTheStation(), keep_notes=True)
    (wait,) = [note for note in trace.notes if getattr(note, "record", None) is trace.mine.record][-1:]
    assert (wait.cause, wait.until) == ("prerequisite", trace.horizon_days)
