"""The plant: limits, mass balance, and stock-outs at the exact time."""

import dataclasses
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lunarsim.world.deposits import deposits
from lunarsim.world.supply import build_plant
from tests.scenario.building import NO_WAITS, scenario_of
from tests.world.running import campaign_of, residual_kg, run
from tests.world.variants import SITES

PLANTS = st.fixed_dictionaries(
    {
        "plant.units": st.integers(1, 6),
        "plant.planned": st.sampled_from(["2030-01-01", "2041-06-15"]),
        "plant.feed_t_per_year": st.floats(5, 500),
        "plant.availability": st.floats(0.05, 1),
        "plant.excavators": st.integers(1, 3),
        "plant.excavator_kg_per_day": st.floats(50, 3_000),
        "plant.power_source": st.sampled_from(["reactor", "solar"]),
        "plant.power_kw": st.floats(1, 300),
        "plant.spares_per_year": st.sampled_from([0.0, 0.1, 0.3]),
        "plant.reagent_stock_days": st.floats(20, 2_000),
        "deposit.area_km2": st.sampled_from([1e-6, 1e-4, 1.0]),
        "deposit.thorium_multiplier": st.floats(0.3, 3),
        "flowsheet.oxygen_yield": st.floats(0, 0.26),
        "flowsheet.leach_recovery": st.floats(0, 1),
        "flowsheet.acid_loss": st.sampled_from([0.0, 1e-3, 0.05]),
        "flowsheet.reo_purity": st.floats(0.9, 1),
        "logistics.resupply_interval_days": st.sampled_from([0.0, 300.0, 730.0]),
        "logistics.return_interval_days": st.sampled_from([0.0, 200.0, 365.25]),
        "logistics.return_capacity_kg": st.floats(0.1, 500),
    }
)


def sent_kg(trace):
    """Return the product that has left the Moon."""
    return math.fsum(shipment.sent_kg for shipment in trace.shipments)


def level(steps, day):
    """Return a step history's value on a day."""
    value = 0.0
    for since, new in steps:
        if since > day:
            break
        value = new
    return value


@settings(max_examples=60)
@given(PLANTS, SITES, st.sampled_from([NO_WAITS, {}]), st.integers(0, 20))
def test_every_kilogram_is_in_one_stock_and_no_interval_breaks_a_limit(plant, site, waits, sample):
    scenario = scenario_of({**waits, **plant}, site)
    trace = run(scenario, sample=sample)
    stocks = trace.soil_stocks_kg
    assert abs(residual_kg(trace)) <= 1e-9 * stocks["soil"] + 1e-9
    assert all(mass >= 0 for mass in stocks.values())
    (ground,) = deposits([scenario])
    assert stocks["soil"] <= ground.soil_kg * (1 + 1e-9)
    reo_kg = stocks["product"] * scenario.flowsheet.reo_purity
    assert reo_kg <= stocks["soil"] * ground.reo_grade * (1 + 1e-9)
    assert sent_kg(trace) <= stocks["product"] * (1 + 1e-9)
    assert trace.node_residual_kg.keys() == {
        *("melt", "product", "shipments", "arrivals", "reagents", "spares"),
        *("oxygen", "craft", "propellant", "departures"),
    }
    moved = math.fsum(stocks[name] for name in ("soil", "reagents_in", "spares_in", "craft_in", "propellant_in"))
    assert all(abs(mass) <= 1e-9 * moved + 1e-6 for mass in trace.node_residual_kg.values())
    machine = scenario.plant
    duty = scenario.site.lit_fraction if machine.power_source == "solar" else 1.0
    end = 0.0
    for part in trace.plant:
        assert end - 1e-9 <= part.start_day < part.end_day <= trace.horizon_days
        end = part.end_day
        units = level(trace.plant_units, part.start_day)
        surplus = 0.0
        if site == "shackleton":
            surplus = max(level(trace.power_kw, part.start_day) - level(trace.load_kw, part.start_day), 0.0)
        assert 0 < part.feed <= units * machine.feed_t_per_year * 1e3 / 365.25 * machine.availability * (1 + 1e-12)
        digging = units * machine.excavators * machine.excavator_kg_per_day * machine.availability
        if site != "shackleton":
            digging *= duty
        assert part.feed <= digging * (1 + 1e-12)
        assert part.power_kw <= (units * machine.power_kw * duty + surplus) * machine.availability * (1 + 1e-9)
        # Full power in the light, what the station leaves in the dark; never more than machines and digging.
        kg_per_kw = part.feed / part.power_kw
        able = units * min(machine.feed_t_per_year * 1e3 / 365.25, machine.excavators * machine.excavator_kg_per_day)
        light, dark = ((units * own * machine.power_kw + surplus) * kg_per_kw for own in (1.0, 0.0))
        expected = machine.availability * (duty * min(able, light) + (1 - duty) * min(able, dark))
        assert part.feed == pytest.approx(expected, rel=1e-9)
        assert part.oxygen + part.metal + part.tailings + part.product == pytest.approx(part.feed, rel=1e-12)


SMALL = NO_WAITS | {
    "plant.planned": "2030-01-01",
    "plant.units": 2,
    "plant.power_kw": 20.0,
    "plant.excavator_kg_per_day": 500.0,
    "plant.commissioning_days": 30.0,
    "logistics.resupply_interval_days": 0.0,
    "logistics.return_interval_days": 0.0,
}
STOCK_OUTS = {
    "reagents end and the plant goes on for oxygen": {"plant.spares_per_year": 0.0, "plant.reagent_stock_days": 200.0},
    "reagents end, then the soil": {
        "plant.spares_per_year": 0.0, "plant.reagent_stock_days": 200.0, "deposit.area_km2": 6e-5
    },
    "spares end before reagents": {"plant.spares_per_year": 0.1, "plant.reagent_stock_days": 200.0},
    "the soil ends first": {"plant.spares_per_year": 0.1, "deposit.area_km2": 1e-5},
}  # fmt: skip


def integrated(scenario, ground, unit_days, horizon, step=0.02):
    """Return (last day of leaching, last day of work, oxygen, product), stepped in small equal times.

    Each step treats what the rate of its start allows; nothing is taken over from the code that is tested but the
    deposit and the days on which units came.
    """
    plant, sheet = scenario.plant, scenario.flowsheet
    slag = 1 - sheet.oxygen_yield * (1 + sheet.metal_per_oxygen)
    reo = ground.reo_grade * sheet.leach_recovery * sheet.precipitation_recovery
    reagent = slag * sheet.acid_kg_per_kg_slag * sheet.acid_loss + reo * sheet.oxalic_kg_per_kg_reo * sheet.oxalic_loss
    base = (
        sheet.melt_kwh_per_kg + sheet.electrolysis_kwh_per_kg_oxygen * sheet.oxygen_yield + plant.excavation_kwh_per_kg
    )
    full = plant.feed_t_per_year * 1e3 / 365.25
    process = (
        plant.feed_t_per_year
        * 1e3
        * (plant.electrolysis_kg_per_kg_oxygen_year * sheet.oxygen_yield + plant.leach_kg_per_kg_slag_year * slag)
        + plant.excavators * plant.excavator_kg
    )
    wear = process * plant.spares_per_year / 365.25
    soil, reagents, spares, units = ground.soil_kg, 0.0, 0.0, 0
    leached_until = worked_until = oxygen = product = 0.0
    waiting = sorted(unit_days)
    time = waiting[0]
    while time < horizon:
        while waiting and time >= waiting[0] - 1e-9:
            waiting.pop(0)
            units += 1
            reagents += full * plant.availability * reagent * plant.reagent_stock_days
            spares += wear * plant.reagent_stock_days
        leaching = reagents > 0
        energy = base + (sheet.leach_kwh_per_kg_slag * slag if leaching else 0.0)
        feed = step * plant.availability * units * min(
            full, plant.excavators * plant.excavator_kg_per_day, plant.power_kw * 24 / energy
        )  # fmt: skip
        feed = min(feed, soil) if spares > 0 or wear == 0 else 0.0
        if feed > 0:
            worked_until = time + step
            spares -= wear * units * step
        if feed > 0 and leaching:
            leached_until = time + step
            reagents -= feed * reagent
            product += feed * reo / sheet.reo_purity
        soil -= feed
        oxygen += feed * sheet.oxygen_yield
        time += step
    return leached_until, worked_until, oxygen, product


@pytest.mark.parametrize("case", STOCK_OUTS)
def test_a_stock_out_comes_when_a_fine_integration_says_it_comes(case):
    scenario = dataclasses.replace(scenario_of(SMALL | STOCK_OUTS[case], "fra_mauro"), missions={})
    (ground,) = deposits([scenario])
    trace = run(scenario)
    days = [day for day, _ in trace.plant_units]
    assert len(days) == 2
    horizon = min(days[0] + 1_500.0, trace.horizon_days)
    shorter = dataclasses.replace(
        scenario, timeline=dataclasses.replace(scenario.timeline, horizon_years=horizon / 365.25)
    )
    trace = run(shorter)
    leached, worked, oxygen, product = integrated(shorter, ground, days, trace.horizon_days)
    assert max(part.end_day for part in trace.plant if part.product > 0) == pytest.approx(leached, abs=0.05)
    assert max(part.end_day for part in trace.plant) == pytest.approx(worked, abs=0.05)
    assert trace.soil_stocks_kg["oxygen"] == pytest.approx(oxygen, rel=1e-3)
    assert trace.soil_stocks_kg["product"] == pytest.approx(product, rel=1e-3)


def test_the_cases_of_stock_outs_differ():
    def ends(case):
        scenario = dataclasses.replace(scenario_of(SMALL | STOCK_OUTS[case], "fra_mauro"), missions={})
        trace = run(scenario)
        leached = max(part.end_day for part in trace.plant if part.product > 0)
        worked = max(part.end_day for part in trace.plant)
        return leached < worked - 1, worked < trace.horizon_days - 1

    # (leaching ends before work, work ends before the horizon)
    assert [ends(case) for case in STOCK_OUTS] == [(True, False), (True, True), (False, True), (False, True)]


@pytest.mark.parametrize("offset", [0.05, 0.11, 0.31, 0.4, 0.5])
def test_a_look_at_the_stocks_shortly_before_they_end_does_not_stop_the_clock(offset):
    changes = SMALL | {
        "plant.units": 60,
        "plant.power_kw": 500.0,
        "plant.excavator_kg_per_day": 1e5,
        "plant.planned": "2040-01-01",
        "plant.spares_per_year": 0.0,
        "plant.reagent_stock_days": 9_000.0,
        "deposit.area_km2": 0.01,
        "logistics.cargo_interval_days": 1.0,
        "vehicles.long_march_9.landed_payload_kg": 1e6,
    }
    scenario = dataclasses.replace(scenario_of(changes, "fra_mauro"), missions={})
    trace = run(scenario)
    first, last = trace.plant_units[0][0], trace.plant[-1].end_day
    looking = dataclasses.replace(scenario.logistics, return_interval_days=last - first - offset)
    campaign = campaign_of(dataclasses.replace(scenario, logistics=looking))
    campaign.env.process(build_plant(campaign))
    events = 0
    while campaign.env.peek() < campaign.horizon_days:
        campaign.env.step()
        events += 1
        assert events < 5_000, "the same stock runs out for ever"
    assert campaign.plant.soil_left_kg == 0.0


def test_resupply_fills_the_stocks_up_and_keeps_the_plant_at_work():
    trace = run(
        scenario_of(SMALL | {"plant.reagent_stock_days": 900.0, "logistics.resupply_interval_days": 365.0}, "kepler")
    )
    idle = [late.start_day - early.end_day for early, late in zip(trace.plant, trace.plant[1:], strict=False)]
    assert max(idle) < 1e-6
    assert trace.plant[-1].end_day == trace.horizon_days
    assert all(part.product > 0 for part in trace.plant)


def test_more_units_make_more_and_a_second_unit_as_much_as_the_first():
    soils = []
    for units in (1, 2, 4):
        trace = run(scenario_of(NO_WAITS | {"plant.units": units, "plant.planned": "2030-01-01"}, "fra_mauro"))
        worked = sum((trace.horizon_days - day) for day, _ in trace.plant_units)
        soils.append(trace.soil_stocks_kg["soil"] / worked)
    assert soils == pytest.approx([soils[0]] * 3, rel=0.02)


def test_a_solar_plant_works_in_the_light_only_and_a_reactor_always():
    def power_limited(source, site):
        changes = NO_WAITS | {"plant.power_source": source, "plant.power_kw": 10.0, "plant.planned": "2030-01-01"}
        return run(scenario_of(changes, site)).plant[-1].feed

    assert power_limited("solar", "fra_mauro") == pytest.approx(0.5 * power_limited("reactor", "fra_mauro"))


@pytest.mark.parametrize(
    "limit",
    [{"plant.excavator_kg_per_day": 1e5}, {"plant.excavator_kg_per_day": 50.0}],
)
def test_in_the_dark_a_solar_plant_away_from_the_station_neither_digs_nor_melts(limit):
    def feed(source):
        changes = NO_WAITS | {"plant.planned": "2030-01-01", "plant.power_source": source, "plant.power_kw": 300.0}
        return run(scenario_of(changes | limit, "fra_mauro")).plant[-1].feed

    assert feed("solar") == pytest.approx(0.5 * feed("reactor"))


def test_of_its_machines_its_digging_and_its_power_a_plant_works_in_the_time_of_its_availability():
    for limit in ({"plant.power_kw": 5.0}, {"plant.feed_t_per_year": 3.0}, {"plant.excavator_kg_per_day": 9.0}):
        feeds = []
        for availability in (0.4, 0.8):
            changes = NO_WAITS | {"plant.planned": "2030-01-01", "plant.availability": availability}
            feeds.append(run(scenario_of(changes | limit, "fra_mauro")).plant[-1].feed)
        assert feeds[1] == pytest.approx(2 * feeds[0])


def test_at_the_station_the_plant_uses_the_power_that_is_left_and_away_from_it_does_not():
    changes = NO_WAITS | {"plant.power_kw": 5.0, "plant.planned": "2040-01-01"}
    at_station, away = (run(scenario_of(changes, site)).plant[-1] for site in ("shackleton", "haworth"))
    assert at_station.power_kw > 5.0
    assert away.power_kw == pytest.approx(0.7 * 5.0)
