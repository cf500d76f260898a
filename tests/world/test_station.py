"""The station: what waits for what, and power kept in balance."""

import dataclasses
import math

import pytest

from lunarsim.scenario.library.asset import Asset
from lunarsim.words.draws import single
from lunarsim.world.history.missions import HardwareId, MissionRecord
from lunarsim.world.prepared import prepare
from lunarsim.world.station.functions import bits
from tests.scenario.building import NO_WAITS, scenario_of
from tests.world.parts import station_alone
from tests.world.running import FixedDraws, campaign_of

RULES = {
    **NO_WAITS,
    "waits.prerequisite": True,
    "waits.power": True,
    "plant.units": 0,
    "assets.queqiao_2.present": False,
}


CARRIER = next(planned for planned in prepare(scenario_of()).missions if planned.key == "queqiao_3")


def asset(*functions, **known):
    values = {"commissioning_days": 10.0, "mtbf_years": 1_000.0, "mass_kg": 1.0, "life_years": 10.0} | known
    return Asset(title="x", program="china", functions=functions, **values)


MENDED_AFTER = {
    "waits.repair": True,
    "upkeep.common_failure_share": 0.0,
    "upkeep.bus_failure_share": 0.0,
    "upkeep.diagnosis_days": 150.0,
    "upkeep.repair_ln_sd": 0.0,
    "upkeep.repair_hours": 0.0,
    "upkeep.spares_per_repair": 0.0,
    "upkeep.routine_spares_per_year": 0.0,
    "upkeep.patience_days": 36_500.0,
}
"""With a crew at the station a failure is mended when its diagnosis ends."""


def station(deliveries, until=2_000.0, uniforms=None, normals=None, draws=None, known={}, outcomes=(), **changes):  # noqa: B006
    """Run a station by itself, to which assets come on days; return it. Deliveries: name -> (day, asset).

    Cargo flights end as ``outcomes`` say, satellites fly like the mission that brought the first one.
    """
    scenario = scenario_of({**RULES, **changes})
    known = {"crew_pairs": 1, "carriers": {"m": CARRIER}} | known
    given_up_day, crews_land = known.pop("given_up_day", None), known.pop("crews_land", ())
    alone = station_alone(scenario, draws or FixedDraws(uniforms, normals), **known)
    alone.landings.outcomes.extend(outcomes)

    def deliver(delivery):
        name, day, item = delivery
        alone.deliver(HardwareId(name, "m"), item, MissionRecord(day, waits={"slip": 0.0}))

    for name, (day, item) in deliveries.items():
        alone.clock.after(day, deliver, (name, day, item))
    for day in crews_land:
        alone.clock.after(day, lambda station: station.crew_lands(), alone)
    if given_up_day is not None:
        alone.clock.after(given_up_day, alone.give_up_what_is_to_come, "other")
    alone.clock.run(until)
    return alone


def online(alone):
    return alone.trace.online_day


SOURCE = asset("power", power_kw=10.0, night_power_kw=10.0)


def test_assets_wait_for_the_functions_they_need_and_come_in_their_order():
    days = online(
        station(
            {
                "lab": (0.0, asset("science", load_kw=1.0, needs=("command", "power"))),
                "command": (5.0, asset("command", load_kw=1.0, needs=("power",))),
                "source": (50.0, SOURCE),
            }
        )
    )
    assert days == {"source": 60.0, "command": 70.0, "lab": 80.0}


def test_an_asset_whose_need_never_comes_never_works_and_is_recorded_as_waiting_for_it():
    alone = station({"lab": (3.0, asset("science", needs=("relay",)))})
    assert online(alone) == {}
    alone.station.record_for_delays()
    assert alone.trace.open_waits == {"lab": ({"slip": 0.0}, "prerequisite", 3.0)}


@pytest.mark.parametrize(("load", "starts"), [(8.33, True), (8.34, False)])
def test_a_consumer_starts_only_with_a_fifth_of_power_to_spare(load, starts):
    alone = station({"source": (0.0, SOURCE), "lab": (20.0, asset("science", load_kw=load))})
    assert ("lab" in online(alone)) == starts


def test_a_consumer_that_waits_for_power_starts_when_power_comes_and_the_wait_is_booked():
    alone = station({"source": (0.0, SOURCE), "lab": (20.0, asset("science", load_kw=9.0)), "second": (100.0, SOURCE)})
    assert online(alone)["lab"] == 120.0
    (lab,) = [item for item in alone.station.online() if item.hardware.asset == "lab"]
    assert lab.waits["power"] == pytest.approx(90.0)


def test_consumers_that_are_being_commissioned_already_count_as_load():
    alone = station(
        {
            "source": (0.0, SOURCE),
            "first": (20.0, asset("science", load_kw=5.0, priority=2)),
            "second": (20.0, asset("science", load_kw=5.0, priority=3)),
        }
    )
    assert online(alone).keys() == {"source", "first"}


def test_power_that_comes_is_given_to_one_of_two_that_wait_where_it_does_not_carry_both():
    alone = station(
        {
            "second": (0.0, asset("science", load_kw=5.0, priority=3)),
            "first": (5.0, asset("science", load_kw=5.0, priority=2)),
            "source": (20.0, SOURCE),
        }
    )
    assert online(alone).keys() == {"source", "first"}


def test_what_brings_its_own_power_needs_no_margin():
    alone = station({"reactor": (0.0, asset("power", power_kw=40.0, night_power_kw=40.0, load_kw=0.5))})
    assert online(alone) == {"reactor": 10.0}


def test_the_sun_gives_power_through_the_night_only_as_far_as_storage_carries_it():
    def supply(**known):
        return station({"array": (0.0, asset("power", **known))}).night_power_kw

    dark, light = 100.0, 100.0 * 0.85 / 0.15
    assert supply(power_kw=50.0) == 0.0
    assert supply(power_kw=50.0, storage_kwh=700.0) == pytest.approx(0.8 * 700.0 / dark)
    assert supply(power_kw=50.0, fuel_cell_kwh=700.0) == pytest.approx(700.0 / dark)
    assert supply(power_kw=5.0, storage_kwh=7_000.0) == pytest.approx(5.0 * light / (light + dark / 0.9))
    assert supply(power_kw=5.0, fuel_cell_kwh=7_000.0) == pytest.approx(5.0 * light / (light + dark / 0.5))
    both = supply(power_kw=50.0, night_power_kw=45.0, storage_kwh=7_000.0)
    assert both == pytest.approx(45.0 + 5.0 * light / (light + dark / 0.9))


FAILING = {
    "one": (0.0, SOURCE),
    "two": (0.0, dataclasses.replace(SOURCE, mtbf_years=1.0)),
    "command": (20.0, asset("command", load_kw=8.0, priority=1)),
    "lab": (20.0, asset("science", load_kw=8.0, priority=3)),
}
FAILS_AFTER = -365.25 * math.log(0.9)


def failing(until, **changes):
    return station(FAILING, until, {("m/two", "failure"): 0.9}, **{**MENDED_AFTER, **changes})


def test_when_power_is_short_the_least_important_load_is_shed_and_comes_back_after_the_repair():
    before, short, after = (
        failing(until) for until in (10.0 + FAILS_AFTER - 1, 10.0 + FAILS_AFTER + 1, 10.0 + FAILS_AFTER + 150 + 1)
    )
    assert [each.night_power_kw for each in (before, short, after)] == [20.0, 10.0, 20.0]
    assert [each.load_kw for each in (before, short, after)] == [16.0, 8.0, 16.0]
    both, one = before.station.functions, short.station.functions
    assert one < both
    assert after.station.functions == both
    assert one == bits(("power", "command"))


def test_a_smaller_load_of_low_priority_still_runs_on_what_is_left():
    deliveries = FAILING | {"small": (25.0, asset("robot", load_kw=0.5, priority=9))}
    alone = station(deliveries, 10.0 + FAILS_AFTER + 1, {("m/two", "failure"): 0.9}, **MENDED_AFTER)
    assert alone.load_kw == 8.5


def test_loads_never_exceed_the_supply_in_whole_campaigns():
    scenario = scenario_of({"upkeep.diagnosis_days": 400.0})
    for sample in range(10):
        trace = campaign_of(scenario, single(1, sample)).run()
        days = sorted({day for day, _ in (*trace.station.power_kw, *trace.station.load_kw)})
        assert len(days) > 3
        power, load = dict(trace.station.power_kw), dict(trace.station.load_kw)
        supply = used = 0.0
        for day in days:
            supply, used = power.get(day, supply), load.get(day, used)
            assert used <= supply + 1e-6


def test_without_the_wait_for_power_a_consumer_runs_without_any():
    alone = station({"lab": (0.0, asset("science", load_kw=9.0))}, **{"waits.power": False})
    assert online(alone) == {"lab": 10.0}


@pytest.mark.parametrize(
    ("normal", "days"), [(0.0, 100.0), (1.0, 100.0 * math.exp(0.4)), (-1.0, 100.0 * math.exp(-0.4))]
)
def test_commissioning_takes_its_own_time_about_the_nominal(normal, days):
    alone = station(
        {"a": (0.0, asset(commissioning_days=50.0))},
        normals={("m/a", "commissioning"): normal},
        **{"waits.commissioning": True, "station.commissioning_multiplier": 2.0},
    )
    assert online(alone)["a"] == pytest.approx(days)


def test_what_has_been_put_to_work_once_counts_as_installed():
    after = failing(10.0 + FAILS_AFTER + 1)
    assert after.night_power_kw == 10.0
    assert after.station.balances()[0].supply_kw == 20.0
    relay = dataclasses.replace(asset("relay"), life_years=1.0, landed=False, kind="satellite")
    gone = station({"relay": (0.0, relay)}, 9_000.0, **MENDED_AFTER)
    assert gone.station.functions == 0
    assert gone.station.balances()[0].functions == bits(("relay",))


@pytest.mark.parametrize(("visible", "given"), [(1.0, True), (0.99, False)])
def test_where_the_earth_is_always_in_sight_no_relay_is_needed(visible, given):
    alone = station({"lab": (0.0, asset("science", needs=("relay",)))}, **{"site.earth_visible_fraction": visible})
    assert ("lab" in online(alone)) == given
    assert bool(alone.station.functions & bits(("relay",))) == given


def test_what_is_there_at_the_start_works_from_the_first_day():
    campaign = campaign_of(scenario_of(NO_WAITS))
    assert campaign.run().online_day["queqiao_2"] == 0.0
