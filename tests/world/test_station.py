"""The station: what waits for what, power kept in balance, failures and repairs."""

import dataclasses
import math

import pytest

from lunarsim.scenario.asset import Asset
from lunarsim.words.draws import single
from lunarsim.world.functions import bits
from lunarsim.world.trace import MissionRecord
from tests.scenario.building import NO_WAITS, scenario_of
from tests.world.running import FixedDraws, campaign_of

RULES = {
    **NO_WAITS,
    "waits.prerequisite": True,
    "waits.power": True,
    "plant.units": 0,
    "assets.queqiao_2.present": False,
}


def asset(*functions, **known):
    values = {"commissioning_days": 10.0, "mtbf_years": 1_000.0} | known
    return Asset(title="x", program="china", functions=functions, mass_kg=1.0, life_years=10.0, **values)


def station(deliveries, until=2_000.0, uniforms=None, normals=None, **changes):
    """Run a station to which assets come on days; return the campaign. Deliveries: name -> (day, asset)."""
    scenario = dataclasses.replace(scenario_of({**RULES, **changes}), missions={})
    campaign = campaign_of(scenario, FixedDraws(uniforms, normals))

    def deliver(day, name, item):
        yield campaign.env.timeout(day)
        campaign.station.deliver(name, item, "m", MissionRecord(day, waits={"slip": 0.0}))

    for name, (day, item) in deliveries.items():
        campaign.env.process(deliver(day, name, item))
    campaign.env.run(until=until)
    return campaign


def online(campaign):
    return campaign.trace.asset_online_day


SOURCE = asset("power", power_kw=10.0, night_power_kw=10.0)


def test_assets_wait_for_the_functions_they_need_and_come_in_their_order():
    found = online(
        station(
            {
                "lab": (0.0, asset("science", load_kw=1.0, needs=("command", "power"))),
                "command": (5.0, asset("command", load_kw=1.0, needs=("power",))),
                "source": (50.0, SOURCE),
            }
        )
    )
    assert found == {"source": 60.0, "command": 70.0, "lab": 80.0}


def test_an_asset_whose_need_never_comes_never_works_and_is_told_as_waiting_for_it():
    campaign = station({"lab": (3.0, asset("science", needs=("relay",)))})
    assert online(campaign) == {}
    _waits, cause, since = campaign.station.open_wait("lab")
    assert (cause, since) == ("prerequisite", 3.0)
    assert campaign.station.open_wait("nothing") is None


@pytest.mark.parametrize(("load", "starts"), [(8.33, True), (8.34, False)])
def test_a_consumer_starts_only_with_a_fifth_of_power_to_spare(load, starts):
    campaign = station({"source": (0.0, SOURCE), "lab": (20.0, asset("science", load_kw=load))})
    assert ("lab" in online(campaign)) == starts


def test_a_consumer_that_waits_for_power_starts_when_power_comes_and_the_wait_is_booked():
    campaign = station(
        {"source": (0.0, SOURCE), "lab": (20.0, asset("science", load_kw=9.0)), "second": (100.0, SOURCE)}
    )
    assert online(campaign)["lab"] == 120.0
    (lab,) = [item for item in campaign.station._online if item.key == "lab"]
    assert lab.waits["power"] == pytest.approx(90.0)


def test_consumers_that_are_being_commissioned_already_count_as_load():
    campaign = station(
        {
            "source": (0.0, SOURCE),
            "first": (20.0, asset("science", load_kw=5.0, priority=2)),
            "second": (20.0, asset("science", load_kw=5.0, priority=3)),
        }
    )
    assert online(campaign).keys() == {"source", "first"}


def test_power_that_comes_is_given_to_one_of_two_that_wait_where_it_does_not_carry_both():
    campaign = station(
        {
            "second": (0.0, asset("science", load_kw=5.0, priority=3)),
            "first": (5.0, asset("science", load_kw=5.0, priority=2)),
            "source": (20.0, SOURCE),
        }
    )
    assert online(campaign).keys() == {"source", "first"}


def test_what_brings_its_own_power_asks_nobody_for_margin():
    campaign = station({"reactor": (0.0, asset("power", power_kw=40.0, night_power_kw=40.0, load_kw=0.5))})
    assert online(campaign) == {"reactor": 10.0}


def test_the_sun_gives_power_through_the_night_only_as_far_as_storage_carries_it():
    def supply(**known):
        return station({"array": (0.0, asset("power", **known))}).station.night_power_kw

    dark_hours = 100.0
    assert supply(power_kw=50.0) == 0.0
    assert supply(power_kw=50.0, storage_kwh=700.0) == pytest.approx(700.0 / dark_hours)
    assert supply(power_kw=5.0, storage_kwh=7_000.0) == pytest.approx(5.0)
    assert supply(power_kw=50.0, night_power_kw=45.0, storage_kwh=7_000.0) == pytest.approx(50.0)


FAILING = {
    "one": (0.0, SOURCE),
    "two": (0.0, dataclasses.replace(SOURCE, mtbf_years=1.0)),
    "command": (20.0, asset("command", load_kw=8.0, priority=1)),
    "lab": (20.0, asset("science", load_kw=8.0, priority=3)),
}
FAILS_AFTER = -365.25 * math.log(0.9)


def failing(until, **changes):
    uniforms = {("m/two", "failure"): 0.9}
    # Long gone after its first failure, so that it fails but once.
    return station(FAILING, until, uniforms, {("m/two", "repair"): 0.0}, **{"waits.repair": True, **changes})


def test_when_power_is_short_the_least_important_load_is_shed_and_comes_back_after_the_repair():
    before, short, after = (
        failing(until) for until in (10.0 + FAILS_AFTER - 1, 10.0 + FAILS_AFTER + 1, 10.0 + FAILS_AFTER + 150 + 1)
    )
    assert [each.station.night_power_kw for each in (before, short, after)] == [20.0, 10.0, 20.0]
    assert [each.station.load_kw for each in (before, short, after)] == [16.0, 8.0, 16.0]
    both, one = before.station.functions, short.station.functions
    assert one < both
    assert after.station.functions == both
    assert one == bits(("power", "command"))


def test_a_smaller_load_of_low_priority_still_runs_on_what_is_left():
    deliveries = FAILING | {"small": (25.0, asset("robot", load_kw=0.5, priority=9))}
    campaign = station(deliveries, 10.0 + FAILS_AFTER + 1, {("m/two", "failure"): 0.9}, **{"waits.repair": True})
    assert campaign.station.load_kw == 8.5


def test_loads_never_exceed_the_supply_in_whole_campaigns():
    scenario = scenario_of({"station.repair_days": 400.0})
    for sample in range(10):
        trace = campaign_of(scenario, single(1, sample)).run()
        days = sorted({day for day, _ in (*trace.power_kw, *trace.load_kw)})
        assert len(days) > 3
        power, load = dict(trace.power_kw), dict(trace.load_kw)
        supply = used = 0.0
        for day in days:
            supply, used = power.get(day, supply), load.get(day, used)
            assert used <= supply + 1e-6


def test_without_the_wait_for_power_a_consumer_runs_without_any():
    campaign = station({"lab": (0.0, asset("science", load_kw=9.0))}, **{"waits.power": False})
    assert online(campaign) == {"lab": 10.0}


@pytest.mark.parametrize("normal", [-1.0, 0.0, 2.0])
def test_a_repair_takes_its_own_time_about_the_median(normal):
    def works(days_after_failure):
        campaign = station(
            {"rover": (0.0, asset("rover", mtbf_years=1.0))},
            10.0 + FAILS_AFTER + days_after_failure,
            {("m/rover", "failure"): 0.9},
            {("m/rover", "repair"): normal},
            **{"waits.repair": True, "station.repair_days": 20.0, "station.repair_ln_sd": 0.5},
        )
        return campaign.station.functions == bits(("rover",))

    repair_days = 20.0 * math.exp(0.5 * normal)
    assert works(-0.01)
    assert not works(0.01)
    assert not works(repair_days - 0.01)
    assert works(repair_days + 0.01)


@pytest.mark.parametrize(
    ("normal", "days"), [(0.0, 100.0), (1.0, 100.0 * math.exp(0.4)), (-1.0, 100.0 * math.exp(-0.4))]
)
def test_commissioning_takes_its_own_time_about_the_nominal(normal, days):
    campaign = station(
        {"a": (0.0, asset(commissioning_days=50.0))},
        normals={("m/a", "commissioning"): normal},
        **{"waits.commissioning": True, "station.commissioning_multiplier": 2.0},
    )
    assert online(campaign)["a"] == pytest.approx(days)


def test_what_is_there_at_the_start_works_from_the_first_day():
    campaign = campaign_of(scenario_of(NO_WAITS))
    assert campaign.run().asset_online_day["queqiao_2"] == 0.0
