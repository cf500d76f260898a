"""No interval of a run breaks a limit of the plant, the least one binds, and the trace names it."""

import math
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lunarsim.scenario.groups.extraction.flowsheet import FLOWSHEETS
from lunarsim.scenario.library.power.ratings import sources_of
from lunarsim.world.history.mine import LIMITS
from lunarsim.world.mine.deposit import deposits
from lunarsim.world.mine.plant_design import PlantDesign
from lunarsim.world.station.functions import COMMAND
from lunarsim.world.station.station import StationState
from lunarsim.world.story.event_log import event_log
from tests.scenario.building import NO_WAITS, scenario_of
from tests.world.plants import MINING, STEADY, Plant, level, middle, unit_days
from tests.world.running import residual_kg, run
from tests.world.variants import SITES

PLANTS = st.fixed_dictionaries(
    {
        "flowsheet.name": st.sampled_from(FLOWSHEETS),
        "plant.units": st.integers(1, 6),
        "plant.planned": st.sampled_from(["2030-01-01", "2041-06-15"]),
        "plant.feed_t_per_year": st.floats(5, 500),
        "plant.beneficiation_margin": st.floats(0.3, 3),
        "plant.extraction_margin": st.floats(0.3, 3),
        "plant.start_up_days": st.sampled_from([0.0, 100.0, 730.0, 2_500.0]),
        "plant.start_up_share": st.floats(0.01, 1),
        "plant.availability": st.floats(0.05, 1),
        "plant.downtime_learning": st.sampled_from([0.0, 0.1, 0.5]),
        "plant.power_source": st.sampled_from(["reactor", "solar"]),
        "plant.power_kw": st.floats(1, 300),
        "plant.spares_per_year": st.sampled_from([0.0, 0.1, 0.3]),
        "plant.reagent_stock_days": st.floats(20, 2_000),
        "mine.plant_at": st.sampled_from(["mine", "station"]),
        "mine.excavators": st.integers(1, 3),
        "mine.excavator_kg_per_day": st.floats(50, 3_000),
        "mine.excavator_duty": st.floats(0.05, 1),
        "mine.excavator_life_t": st.floats(1, 1e4),
        "mine.teleoperated_share": st.sampled_from([0.0, 0.5, 1.0]),
        "mine.haul_km": st.sampled_from([0.0, 0.5, 20.0]),
        "mine.haul_speed_km_h": st.floats(0.5, 20),
        "deposit.area_km2": st.sampled_from([1e-6, 1e-4, 1.0]),
        "deposit.thorium_multiplier": st.floats(0.3, 3),
        "flowsheet.oxygen_yield": st.floats(0, 0.26),
        "flowsheet.leach_recovery": st.floats(0, 1),
        "flowsheet.acid_loss": st.sampled_from([0.0, 1e-3, 0.05]),
        "flowsheet.reo_purity": st.floats(0.9, 1),
        "logistics.resupply_interval_days": st.sampled_from([0.0, 300.0, 730.0]),
        "logistics.return_interval_days": st.sampled_from([0.0, 200.0, 365.25]),
        "logistics.return_capacity_kg": st.floats(0.1, 500),
        "vehicles.long_march_9.landed_payload_kg": st.just(1e6),
    }
)


@contextmanager
def noting_what_is_left():
    """Give a list of steps (trace, day, what the station leaves) that a run fills, and the plan beside it."""
    steps, left = [], StationState.left

    def noting(station):
        sources = left(station)
        steps.append((station._trace, station._clock.now, sources[:4]))
        return sources

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StationState, "left", noting)
        yield steps


@settings(max_examples=80)
@given(PLANTS, SITES, st.sampled_from([NO_WAITS, {}]), st.integers(0, 20))
def test_each_interval_has_the_feed_of_its_least_limit(changes, site, waits, sample):
    scenario = scenario_of({**waits, **changes}, site)
    with noting_what_is_left() as noted:
        trace = run(scenario, sample=sample)
    left = [step for owner, *step in noted if owner is trace.station]
    (deposit,) = deposits([scenario])
    plant = Plant(scenario, deposit.flowsheet)
    days = unit_days(trace)
    used = end = 0.0
    for part in trace.mine.intervals:
        assert end - 1e-9 <= part.start_day < part.end_day <= trace.horizon_days
        end, day = part.end_day, middle(part)
        leaching = part.reagents > 0 or deposit.flowsheet.reagent_kg == 0
        sheet = deposit.flowsheet if leaching else deposit.flowsheet.idle
        contact = plant.contact(trace, day)
        if plant.at_station and not waits:
            assert level(trace.station.functions, day) & COMMAND
        if math.isnan(contact):
            continue
        bounds = plant.bounds(sheet, days, day, contact)
        able = min(bounds[one] for one in ("extraction", "beneficiation") if one in bounds)
        power = level(left, day) or (0.0, 0.0, 0.0, 0.0)
        least, most, fed = plant.shares(sheet, days, day, able, power)
        digging, fed_digging = plant.dug(sheet, days, day, bounds["contact"], power)
        assert min(able * least, digging) * (1 - 1e-9) <= part.feed <= min(able * most, digging) * (1 + 1e-9)
        work_kw = part.feed * plant.kwh_per_kg(sheet) / 24
        assert work_kw * (1.0 - 1e-9) <= part.power_kw <= work_kw * plant.most_with_restarts * (1.0 + 1e-9)
        assert part.product == pytest.approx(part.feed * sheet.product_kg, rel=1e-12)
        assert part.reagents == pytest.approx(part.feed * sheet.reagent_kg, rel=1e-12)
        assert part.oxygen + part.metal + part.tailings + part.product == pytest.approx(part.feed, rel=1e-9)
        used += part.reagents * (part.end_day - part.start_day)
        assert used <= trace.mine.stocks_kg["reagents_in"] * (1 + 1e-9) + 1e-9
        limits = level(trace.mine.limits, day)
        assert sum(share for _, share in limits) == pytest.approx(1.0)
        if leaching:
            binding = min(("extraction", "beneficiation"), key=lambda one: bounds.get(one, math.inf))
            for limit, _ in limits:
                name = {"start_up": binding, "excavation": "contact"}.get(limit, limit)
                assert name in ("power", "contact") or bounds[name] == pytest.approx(able, rel=1e-9)
                assert name != "contact" or part.feed == pytest.approx(digging, rel=1e-9)
            if any(limit == "power" for limit, _ in limits):
                assert part.feed < max(able, bounds["contact"]) * (1 + 1e-12)
                assert fed or fed_digging or limits == (("power", 1.0),)
            else:
                assert part.feed == pytest.approx(min(able, digging), rel=1e-9)
        else:
            assert limits == (("reagents", 1.0),)


@settings(max_examples=60)
@given(PLANTS, SITES, st.sampled_from([NO_WAITS, {}]), st.integers(0, 20))
def test_every_kilogram_is_in_one_stock(changes, site, waits, sample):
    scenario = scenario_of({**waits, **changes}, site)
    trace = run(scenario, sample=sample)
    stocks = trace.mine.stocks_kg
    assert abs(residual_kg(trace)) <= 1e-9 * stocks["soil"] + 1e-9
    assert all(mass >= 0 for mass in stocks.values())
    (deposit,) = deposits([scenario])
    assert stocks["soil"] <= deposit.soil_kg * (1 + 1e-9)
    assert stocks["product"] * scenario.flowsheet.reo_purity <= stocks["soil"] * deposit.reo_grade * (1 + 1e-9)
    assert math.fsum(shipment.sent_kg for shipment in trace.mine.shipments) <= stocks["product"] * (1 + 1e-9)
    assert trace.mine.residual_kg.keys() == {
        *("melt", "metal", "product", "shipments", "arrivals", "reagents", "spares"),
        *("oxygen", "craft", "propellant", "departures"),
    }
    moved = math.fsum(stocks[name] for name in ("soil", "reagents_in", "spares_in", "craft_in", "propellant_in"))
    assert all(abs(mass) <= 1e-9 * moved + 1e-6 for mass in trace.mine.residual_kg.values())


BINDING = {
    "excavation": {"mine.excavator_kg_per_day": 100.0},
    "extraction": {},
    "beneficiation": {"plant.beneficiation_margin": 0.5},
    "start_up": {"plant.start_up_days": 7_300.0, "plant.planned": "2045-01-01"},
    "power": {"plant.power_kw": 0.5},
    "soil": {"deposit.area_km2": 1e-6},
    "spares": {"plant.reagent_stock_days": 10.0, "logistics.resupply_interval_days": 0.0},
    "reagents": {
        "plant.reagent_stock_days": 10.0,
        "logistics.resupply_interval_days": 0.0,
        "plant.spares_per_year": 0.0,
        "mine.excavator_kg": 0.0,
    },
}


@pytest.mark.parametrize("limit", BINDING)
def test_each_limit_is_reported_when_it_binds(limit):
    changes = MINING | STEADY | {"flowsheet.name": "phosphate_leach", "plant.beneficiation_margin": 2.0}
    trace = run(scenario_of(changes | BINDING[limit], "fra_mauro"))
    assert trace.mine.limits[-1][1] == ((limit, 1.0),)


def test_every_limit_has_a_test_in_which_it_binds():
    # What the plant takes of a station is tested in test_mine_beside_station.py.
    assert set(LIMITS) == {*BINDING, "contact", "command", "hands"}


def test_in_the_dark_a_solar_plant_lacks_power():
    trace = run(scenario_of(MINING | STEADY | {"plant.power_source": "solar", "plant.power_kw": 300.0}, "fra_mauro"))
    assert trace.mine.limits[0][1] == (("extraction", 0.5), ("power", 0.5))


def test_a_plant_that_uses_no_energy_never_lacks_power():
    free = {"flowsheet.name": "soil_leach", "flowsheet.leach_kwh_per_kg_slag": 0.0, "mine.excavation_kwh_per_kg": 0.0}
    dark = {"mine.haul_kwh_per_kg_km": 0.0, "plant.power_source": "solar", "plant.power_kw": 1.0}
    trace = run(scenario_of(MINING | STEADY | free | dark, "fra_mauro"))
    assert trace.mine.limits[0][1] == (("extraction", 1.0),)


def test_the_log_of_events_names_the_limits():
    trace = run(scenario_of(MINING | {"plant.power_source": "solar", "plant.power_kw": 300.0}, "fra_mauro"))
    causes = [event.cause for event in event_log(trace) if event.what == "plant is limited"]
    assert causes[:2] == ["start up 50%, power 50%", "extraction 50%, power 50%"]


def test_without_reagents_the_oxygen_goes_on_and_the_rare_earths_are_held_down():
    changes = {"plant.reagent_stock_days": 100.0, "plant.spares_per_year": 0.0, "mine.excavator_kg": 0.0}
    trace = run(scenario_of(MINING | STEADY | changes | {"logistics.resupply_interval_days": 0.0}, "fra_mauro"))
    assert [limits for _, limits in trace.mine.limits] == [(("extraction", 1.0),), (("reagents", 1.0),)]
    assert trace.mine.intervals[-1].oxygen > 0
    assert trace.mine.limits[1][0] == pytest.approx(trace.mine.limits[0][0] + 100.0)


def test_a_heap_lets_excavators_dig_while_the_plant_stands_still():
    """Their duty and the plant's availability are two losses of two machines, not one loss counted twice."""

    def feed(limit, availability):
        changes = MINING | STEADY | {"plant.availability": availability}
        return run(scenario_of(changes | limit, "fra_mauro")).mine.intervals[-1].feed

    digging = {"mine.excavator_kg_per_day": 100.0}
    assert feed(digging, 0.4) == feed(digging, 0.8)
    for limit in ({"plant.power_kw": 5.0}, {"plant.feed_t_per_year": 3.0}):
        assert feed(limit, 0.8) == pytest.approx(2 * feed(limit, 0.4))


@pytest.mark.parametrize("flowsheet", ["soil_leach", "molten_electrolysis"])
def test_soil_dug_in_the_dark_is_worked_in_the_light_where_the_machines_have_room(flowsheet):
    """With power for those who dig alone, half of the time halves what machines do, and not what they are brought."""

    def feed(excavator_kg_per_day, night_kw):
        solar = {"flowsheet.name": flowsheet, "plant.power_source": "solar", "plant.power_kw": 300.0}
        digging = {"mine.excavator_kg_per_day": excavator_kg_per_day}
        scenario = scenario_of(MINING | STEADY | solar | digging, "fra_mauro")
        (deposit,) = deposits([scenario])
        design = PlantDesign(scenario, deposit.flowsheet)
        fed, limits = design.rule.feed(deposit.flowsheet, 1, 1.0, 0.7, sources_of(steady_kw=night_kw))
        return fed, limits, Plant(scenario, deposit.flowsheet).digging()

    assert [limit for limit, _ in feed(1e5, 0.1)[1]] == ["extraction", "power"]
    for slow in (20.0, 40.0):
        fed, limits, digging = feed(slow, 0.1)
        assert (fed, limits) == (pytest.approx(digging), (("excavation", 1.0),))
        fed, limits, digging = feed(slow, 0.0)
        assert (fed, limits) == (pytest.approx(digging / 2), (("excavation", 0.5), ("power", 0.5)))


def test_a_load_of_machines_that_own_power_runs_needs_no_station():
    def lives_on_own_power(**changes):
        scenario = scenario_of(MINING | changes)
        (deposit,) = deposits([scenario])
        return PlantDesign(scenario, deposit.flowsheet).lives_on_own_power

    assert lives_on_own_power(**{"plant.power_kw": 300.0})
    # Slow digging may leave power over when all works; while units start up, power may bind all the same.
    slow = {"mine.excavator_kg_per_day": 20.0, "plant.power_source": "solar"}
    assert not lives_on_own_power(**slow, **{"plant.power_kw": 300.0})
