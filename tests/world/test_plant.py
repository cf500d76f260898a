"""The plant: stock-outs at the exact time, units, light and the station's power."""

import dataclasses
import itertools

import pytest

from lunarsim.words.draws import single
from lunarsim.world.mine.deposit import deposits
from lunarsim.world.mine.logistics.cargo import RESUPPLY_FLIGHT
from lunarsim.world.simulate import simulate
from tests.scenario.building import NO_WAITS, scenario_of
from tests.world.plants import MINING, STEADY, Plant, unit_days
from tests.world.running import run

SMALL = NO_WAITS | {
    "plant.planned": "2030-01-01",
    "plant.units": 2,
    "plant.power_kw": 20.0,
    "mine.excavator_kg_per_day": 500.0,
    "plant.commissioning_days": 30.0,
    "logistics.resupply_interval_days": 0.0,
    "logistics.return_interval_days": 0.0,
}
NO_SPARES = {"plant.spares_per_year": 0.0, "mine.excavator_kg": 0.0}
STOCK_OUTS = {
    "reagents end and the plant goes on for oxygen": NO_SPARES | {"plant.reagent_stock_days": 200.0},
    "reagents end, then the soil": NO_SPARES | {"plant.reagent_stock_days": 200.0, "deposit.area_km2": 6e-5},
    "spares end before reagents": {"plant.reagent_stock_days": 200.0},
    "spares of worn excavators end": {
        "plant.reagent_stock_days": 200.0, "plant.spares_per_year": 0.01, "mine.excavator_life_t": 5.0
    },
    "the soil ends first": {"deposit.area_km2": 1e-5},
    "stocks end and are filled up": {"plant.reagent_stock_days": 200.0, "logistics.resupply_interval_days": 400.0},
}  # fmt: skip


def integrated(scenario, deposit, unit_days, supplies, horizon, step=0.02):
    """Return (last day of leaching, last day of work, oxygen, product), stepped in small equal times.

    Each step treats what the rate of its start allows; nothing is taken over from the code that is tested but the
    deposit, the days on which units came, and day, reagents and spares of each supply.
    """
    plant, sheet, mine = scenario.plant, scenario.flowsheet, scenario.mine
    able = Plant(scenario, deposit.flowsheet)
    slag = 1 - sheet.oxygen_yield * (1 + sheet.metal_per_oxygen)
    reo = deposit.reo_grade * sheet.leach_recovery * sheet.purification_recovery * sheet.precipitation_recovery
    acid = slag * sheet.leach_recovery * sheet.acid_kg_per_kg_slag
    reagent = acid * sheet.acid_loss + reo * sheet.oxalic_kg_per_kg_reo * sheet.oxalic_loss
    base = (
        sheet.melt_kwh_per_kg
        + sheet.electrolysis_kwh_per_kg_oxygen * sheet.oxygen_yield
        + able.kwh_per_kg(deposit.flowsheet)
        - deposit.flowsheet.energy_kwh
    )
    full = plant.feed_t_per_year * 1e3 / 365.25
    process = full * 365.25 * (
        plant.electrolysis_kg_per_kg_oxygen_year * sheet.oxygen_yield + plant.leach_kg_per_kg_slag_year * slag
    )  # fmt: skip
    upkeep = process * plant.spares_per_year / 365.25
    per_kg = mine.excavator_kg / (mine.excavator_life_t * 1e3)
    best = 1 - (1 - plant.availability) * (1 - plant.downtime_learning) ** 5
    soil, reagents, spares, units = deposit.soil_kg, 0.0, 0.0, 0
    leached_until = worked_until = oxygen = product = 0.0
    waiting, flights = sorted(unit_days), sorted(supplies)
    time = waiting[0]
    while time < horizon:
        while waiting and time >= waiting[0] - 1e-9:
            waiting.pop(0)
            units += 1
            reagents += full * best * reagent * plant.reagent_stock_days
            spares += (upkeep + full * best * per_kg) * plant.reagent_stock_days
        while flights and time >= flights[0][0]:
            _, more_reagents, more_spares = flights.pop(0)
            reagents, spares = max(reagents, 0.0) + more_reagents, max(spares, 0.0) + more_spares
        leaching = reagents > 0
        energy = base + (sheet.leach_kwh_per_kg_slag * slag if leaching else 0.0)
        _, capacity, availability = able.working(unit_days, time)
        feed = step * min(
            capacity * full * availability, units * able.digging(), units * plant.power_kw * 24 / energy * availability
        )
        feed = min(feed, soil) if spares > 0 or upkeep + per_kg == 0 else 0.0
        if feed > 0:
            worked_until = time + step
            spares -= upkeep * units * step + per_kg * feed
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
    (deposit,) = deposits([scenario])
    trace = run(scenario)
    days = unit_days(trace)
    assert len(days) == 2
    horizon = min(days[0] + 1_500.0, trace.horizon_days)
    shorter = dataclasses.replace(
        scenario, timeline=dataclasses.replace(scenario.timeline, horizon_years=horizon / 365.25)
    )
    trace = run(shorter)
    supplies = [
        (flight.ended_day, flight.landed_kg - flight.hardware_kg, flight.hardware_kg)
        for flight in trace.flights.flown
        if flight.mission == RESUPPLY_FLIGHT
    ]
    leached, worked, oxygen, product = integrated(shorter, deposit, days, supplies, trace.horizon_days)
    assert max(part.end_day for part in trace.mine.intervals if part.product > 0) == pytest.approx(leached, abs=0.05)
    assert max(part.end_day for part in trace.mine.intervals) == pytest.approx(worked, abs=0.05)
    assert trace.mine.stocks_kg["oxygen"] == pytest.approx(oxygen, rel=1e-3)
    assert trace.mine.stocks_kg["product"] == pytest.approx(product, rel=1e-3)
    assert bool(supplies) == (case == "stocks end and are filled up")


def test_the_cases_of_stock_outs_differ():
    def ends(case):
        scenario = dataclasses.replace(scenario_of(SMALL | STOCK_OUTS[case], "fra_mauro"), missions={})
        trace = run(scenario)
        leached = max(part.end_day for part in trace.mine.intervals if part.product > 0)
        worked = max(part.end_day for part in trace.mine.intervals)
        return leached < worked - 1, worked < trace.horizon_days - 1

    # (leaching ends before work, work ends before the horizon)
    assert [ends(case) for case in STOCK_OUTS] == [(True, False), (True, True), *[(False, True)] * 4]
    filled = run(scenario_of(SMALL | STOCK_OUTS["stocks end and are filled up"], "fra_mauro")).mine.intervals
    assert any(late.start_day > early.end_day + 1 for early, late in itertools.pairwise(filled))


@pytest.mark.parametrize("offset", [0.05, 0.11, 0.31, 0.4, 0.5])
def test_a_look_at_the_stocks_shortly_before_they_end_does_not_stop_the_clock(offset):
    changes = SMALL | {
        "plant.units": 60,
        "plant.power_kw": 500.0,
        "mine.excavator_kg_per_day": 1e5,
        "plant.planned": "2040-01-01",
        "plant.spares_per_year": 0.0,
        "plant.reagent_stock_days": 9_000.0,
        "deposit.area_km2": 0.01,
        "logistics.cargo_interval_days": 1.0,
        "vehicles.long_march_9.landed_payload_kg": 1e6,
    }
    scenario = dataclasses.replace(scenario_of(changes, "fra_mauro"), missions={})
    trace = run(scenario)
    first, last = trace.mine.units[0][0], trace.mine.intervals[-1].end_day
    looking = dataclasses.replace(scenario.logistics, return_interval_days=last - first - offset)
    again = simulate(dataclasses.replace(scenario, logistics=looking), single(1), max_events=5_000)
    assert again.mine.limits[-1][1] == (("soil", 1.0),)


def test_resupply_fills_the_stocks_up_and_keeps_the_plant_at_work():
    trace = run(
        scenario_of(SMALL | {"plant.reagent_stock_days": 900.0, "logistics.resupply_interval_days": 365.0}, "kepler")
    )
    idle = [
        late.start_day - early.end_day
        for early, late in zip(trace.mine.intervals, trace.mine.intervals[1:], strict=False)
    ]
    assert max(idle) < 1e-6
    assert trace.mine.intervals[-1].end_day == trace.horizon_days
    assert all(part.product > 0 for part in trace.mine.intervals)


def test_more_units_make_more_and_a_second_unit_as_much_as_the_first():
    soils = []
    for units in (1, 2, 4):
        trace = run(scenario_of(MINING | STEADY | {"plant.units": units}, "fra_mauro"))
        worked = sum((trace.horizon_days - day) for day in unit_days(trace))
        soils.append(trace.mine.stocks_kg["soil"] / worked)
    assert soils == pytest.approx([soils[0]] * 3, rel=0.02)


def test_a_solar_plant_works_in_the_light_only_and_a_reactor_always():
    def power_limited(source, site, restart_hours):
        changes = MINING | STEADY | {"plant.power_source": source, "plant.power_kw": 10.0}
        intervals = run(scenario_of(changes | {"flowsheet.restart_hours": restart_hours}, site)).mine.intervals
        return intervals[-1].feed if intervals else 0.0

    by_reactor = power_limited("reactor", "fra_mauro", 72.0)
    assert power_limited("solar", "fra_mauro", 0.0) == pytest.approx(0.5 * by_reactor)
    # Of 354 h of light a restart takes its hours.
    assert power_limited("solar", "fra_mauro", 72.0) == pytest.approx((354.0 - 72.0) / 708.0 * by_reactor)
    assert power_limited("solar", "fra_mauro", 354.0) == 0.0


def test_the_energy_of_a_plant_holds_what_its_cells_take_to_start_again():
    def last(restart_hours, **more):
        changes = MINING | STEADY | {"plant.power_source": "solar", "plant.power_kw": 10.0} | more
        return run(scenario_of(changes | {"flowsheet.restart_hours": restart_hours}, "fra_mauro")).mine.intervals[-1]

    # All the light is used either way, for work or to melt again what has frozen.
    never, each_night = last(0.0), last(72.0)
    assert each_night.feed < never.feed
    assert each_night.power_kw == pytest.approx(never.power_kw)
    # Where less is dug than could be treated, fewer cells work and are restarted.
    dug = last(72.0, **{"mine.excavator_kg_per_day": 1.0})
    assert dug.feed < 0.5 * each_night.feed
    assert dug.power_kw / dug.feed == pytest.approx(each_night.power_kw / each_night.feed)


@pytest.mark.parametrize(
    "limit",
    [{"mine.excavator_kg_per_day": 1e5}, {"mine.excavator_kg_per_day": 50.0}],
)
def test_in_the_dark_a_solar_plant_away_from_the_station_neither_digs_nor_melts(limit):
    def feed(source):
        changes = MINING | {"plant.power_source": source, "plant.power_kw": 300.0, "flowsheet.restart_hours": 0.0}
        return run(scenario_of(changes | limit, "fra_mauro")).mine.intervals[-1].feed

    assert feed("solar") == pytest.approx(0.5 * feed("reactor"))


def test_at_the_station_the_plant_uses_the_power_that_is_left_and_away_from_it_does_not():
    changes = MINING | STEADY | {"plant.power_kw": 5.0, "plant.planned": "2040-01-01"}
    at_station, away = (run(scenario_of(changes, site)).mine.intervals[-1] for site in ("shackleton", "haworth"))
    assert at_station.power_kw > 5.0
    assert away.power_kw == pytest.approx(0.7 * 5.0)
