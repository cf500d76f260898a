"""Power of a station in the run: what lasts through light and darkness, how it ages, and what is left to the plant."""

import pytest

from lunarsim.physics.power.light import light_cycle
from lunarsim.physics.power.night_duty import lasting_kw, left_by
from lunarsim.scenario.library.power.ratings import night_power_kw, site_cycle, sources_of
from lunarsim.world.history.missions import HardwareId
from lunarsim.world.simulate import simulate
from lunarsim.world.station.aging import STEP_DAYS, Aging
from lunarsim.world.station.balance import Balance
from lunarsim.world.station.hardware import Item
from tests.scenario.building import ARTEMIS, RACE, scenario_of
from tests.world.running import FixedDraws, campaign_of
from tests.world.test_station import SOURCE, asset, station

RIDGE = light_cycle(0.85, 100.0)
YEAR = 365.25
LASTS = {"life_years": 100.0, "mtbf_years": 1_000.0}
AGES = {"waits.repair": True, "upkeep.life_ln_sd": 0.0}
SUNLIT = asset("power", power_kw=20.0, fuel_cell_kwh=1_200.0, **LASTS)
NEVER_FAILS = {("m/sunlit", "failure"): 1e-9}


def supply(alone, day):
    return [kw for since, kw in alone.trace.power_kw if since <= day][-1]


def test_arrays_and_fuel_cells_fall_by_their_share_each_year_within_two_percent():
    alone = station({"sunlit": (0.0, SUNLIT)}, 20 * YEAR, **AGES)
    for age in (1, 3.3, 7, 12, 19.9):
        left = 0.99**age
        exact = lasting_kw(sources_of(solar_kw=20.0 * left, fuel_cell_kwh=1_200.0 * left), RIDGE)
        assert supply(alone, 10.0 + age * YEAR - 1.0) == pytest.approx(exact, rel=0.02)
    assert len(alone.trace.power_kw) <= 20 * YEAR / STEP_DAYS + 2


@pytest.mark.parametrize(
    ("changes", "source"), [({}, SOURCE), ({"waits.repair": False}, SUNLIT)], ids=["reactor", "nothing fails"]
)
def test_what_does_not_age_or_cannot_fail_keeps_its_rating(changes, source):
    alone = station({"source": (0.0, source)}, 20 * YEAR, **(AGES | changes))
    assert len(alone.trace.power_kw) == 1


def test_a_radioisotope_decays():
    isotope = asset("power", power_kw=1.0, night_power_kw=1.0, steady_source="radioisotope", **LASTS)
    alone = station({"isotope": (0.0, isotope)}, 20 * YEAR, **AGES)
    assert supply(alone, 10.0 * YEAR) == pytest.approx(0.5 ** (10.0 / 87.7) * 0.984**10, rel=0.03)


def test_ages_are_not_looked_at_while_nothing_works():
    item = Item(HardwareId("sunlit"), SUNLIT, 0.0, None)
    item.online_day = 0.0
    working, installed = Balance(0, RIDGE), Balance(0, RIDGE)
    aging = Aging(working, installed)
    assert aging.rests
    aging.look(0.0)
    aging.join(item, 0.0)
    installed.join(item)
    assert not aging.at_work()
    assert aging.rests
    working.count_units(item, 1)
    item.units_working = 1
    assert aging.at_work()
    before = working.supply_kw
    aging.look(STEP_DAYS)
    assert working.ratings == installed.ratings == item.ratings
    assert working.supply_kw < before


def test_the_horizon_moves_nothing_before_it():
    def dates(years):
        trace = simulate(scenario_of({"timeline.horizon_years": years}), FixedDraws())
        end = 20 * YEAR - 1.0
        return [step for step in trace.station.power_kw if step[0] < end], trace.station.functions[:5]

    assert dates(20) == dates(30)


def test_a_station_leaves_what_its_loads_do_not_take():
    sources = sources_of(steady_kw=5.0, solar_kw=30.0, fuel_cell_kwh=1_000.0)
    whole = asset("power", power_kw=35.0, night_power_kw=5.0, fuel_cell_kwh=1_000.0)
    alone = station({"source": (0.0, whole), "lab": (20.0, asset("science", load_kw=8.0))}, 300.0)
    assert alone.station.left() == pytest.approx(left_by(8.0, sources, RIDGE))
    assert lasting_kw(alone.station.left(), RIDGE) == pytest.approx(lasting_kw(sources, RIDGE) - 8.0)


def test_while_the_bus_is_down_nothing_is_left():
    alone = station({"source": (0.0, SOURCE)}, 300.0)
    assert alone.station.left().steady_kw == 10.0
    alone.station.set_bus_faults(1)
    assert alone.station.left().steady_kw == 0.0


def heard(alone, change):
    """Return how often a station announces its power while something changes."""
    times = []
    alone.station.power_changed.connect(lambda: times.append(alone.clock.now))
    change(alone.station)
    return len(times)


def test_power_by_day_that_storage_does_not_carry_through_the_night_is_announced():
    array = asset("power", power_kw=50.0)
    alone = station({"sunlit": (0.0, SUNLIT), "array": (0.0, array)}, 300.0)
    item = next(item for item in alone.station.online() if item.hardware.asset == "array")
    before, power = alone.station.left().solar_kw, alone.trace.power_kw[-1][1]
    assert heard(alone, lambda at: at.set_units(item, 0)) == 1
    assert alone.station.left().solar_kw < before - 40.0
    assert alone.trace.power_kw[-1][1] == power


def test_a_bus_that_fails_without_lasting_power_is_announced():
    alone = station({"array": (0.0, asset("power", power_kw=50.0))}, 300.0)
    assert alone.trace.power_kw == []
    assert alone.station.left().solar_kw > 0.0
    assert heard(alone, lambda at: at.set_bus_faults(1)) == 1
    assert alone.station.left().solar_kw == 0.0
    assert heard(alone, lambda at: at.set_bus_faults(0)) == 1


def test_a_check_before_the_run_counts_the_power_that_the_run_counts():
    scenario = scenario_of()
    names = ("ilrs_hub_power", "ilrs_solar_storage_1", "ilrs_battery", "chinese_reactor_1")
    assets = [scenario.assets[name] for name in names]
    cycle = site_cycle(scenario.site)
    balance = Balance(0, cycle)
    for name, each in zip(names, assets, strict=True):
        balance.join(Item(HardwareId(name), each, 0.0, None, 0.7))
    assert night_power_kw(assets, cycle, 0.7) == balance.supply_kw > 30.0


def test_the_multiplier_of_power_acts_on_every_station():
    def installed_kw(changes):
        return simulate(scenario_of(changes), FixedDraws()).station.installed_kw

    assert installed_kw(ARTEMIS | {"station.power_multiplier": 0.5}) < installed_kw(ARTEMIS)
    assert installed_kw({"station.power_multiplier": 0.5}) < installed_kw({})


def test_the_multiplier_of_the_rival_acts_on_its_power_and_not_on_the_main_station():
    def stations(multiplier):
        scenario = scenario_of(RACE | {"rival.power_multiplier": multiplier})
        campaign = campaign_of(scenario, FixedDraws())
        campaign.run()
        return campaign.station.balances()[0].supply_kw, campaign.rival.balances()[0].supply_kw

    (main, rival), (same, less) = stations(1.0), stations(0.5)
    assert main == same
    assert less < rival
