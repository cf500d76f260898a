"""What works at a station, its power, its hands, its stocks and what has come to it, from histories made by hand."""

import dataclasses
import math

import numpy as np
import pytest

from lunarsim.physics.logistics.supply_table import STOCKS
from lunarsim.world.history.flight_outcomes import SUCCESS
from lunarsim.world.history.mine import CARGO, PlantInterval, Shipment
from lunarsim.world.history.stations import Delivered, Reached, StationTrace
from lunarsim.world.history.trace import MILESTONES, Trace
from lunarsim.world.history.upkeep import BY_CREW, BY_ROBOT, CargoFlight, Spell, StockStep, StockTrace, hours_of
from lunarsim.world.outcomes.stations.delivered import SUPPLY_CLASS, arrivals, delivered, stock_classes
from lunarsim.world.outcomes.stations.functions import FUNCTION, function_availability
from lunarsim.world.outcomes.stations.hands import commissioning_work, repair_work
from lunarsim.world.outcomes.stations.power import power_margins
from lunarsim.world.outcomes.stations.stocks import stocks
from lunarsim.world.outcomes.stations.upkeep import UPKEEP_EVENT, upkeep
from lunarsim.world.station.functions import bits
from tests.scenario.building import RACE, scenario_of
from tests.world.running import run
from tests.world.tabulating import traced

SHORT = {"timeline.start": "2027-01-01", "timeline.horizon_years": 4}
"""Years of 365, 366, 365 and 365 days, and a last one of none."""
HORIZON = 1_461.0


def of_one(outcomes, name, **changes):
    """Return an outcome of the main station of one run."""
    trace = Trace(HORIZON, **changes)
    return outcomes.arrays(traced([scenario_of(SHORT)], [trace]))[name][0, 0]


def available(function, station):
    return of_one(function_availability, "station_function_availability", station=station)[
        FUNCTION.values.index(function), :4
    ]


def test_a_function_counts_from_its_first_work_on():
    relay, command = bits(("relay",)), bits(("command",))
    station = StationTrace(functions=[(100.0, relay), (365.0, relay | command), (365.0 + 73.2, relay)])
    assert available("relay", station) == pytest.approx([1.0, 1.0, 1.0, 1.0])
    assert available("command", station) == pytest.approx([math.nan, 0.2, 0.0, 0.0], nan_ok=True)
    assert np.isnan(available("crew", station)).all()
    assert np.isnan(of_one(function_availability, "station_function_availability", station=station)[:, 4]).all()


def test_either_of_rover_and_robot_works_the_surface():
    rover, robot = bits(("rover",)), bits(("robot",))
    station = StationTrace(functions=[(0.0, rover), (100.0, rover | robot), (146.0, robot), (292.0, 0)])
    assert available("surface", station)[0] == pytest.approx(0.8)
    assert available("robot", station)[0] == pytest.approx(round(192.0 / 265.0, 3))


def test_power_counts_where_there_is_what_a_basic_station_takes():
    limit = scenario_of(SHORT).station.basic_power_kw
    station = StationTrace(power_kw=[(0.0, limit - 0.1), (73.0, limit), (219.0, limit + 1.0), (292.0, 0.0)])
    assert available("power", station)[0] == pytest.approx(0.75)


def test_contact_is_the_mean_of_its_share():
    station = StationTrace(contact=[(73.0, 0.5), (219.0, 1.0), (365.0, 0.0)])
    assert available("contact", station) == pytest.approx([0.75, 0.0, 0.0, 0.0])


def test_the_power_margin_is_that_over_what_is_wanted_and_not_over_what_is_served():
    station = StationTrace(
        power_kw=[(0.0, 12.0), (731.0, 5.0)],
        load_kw=[(0.0, 8.0), (731.0, 5.0)],
        wanted_kw=[(0.0, 8.0), (182.5, 16.0), (365.0, 10.0)],
        reached={"station_working": Reached(100.0, {}), "station_basic": Reached(182.5, {})},
    )
    by_year = of_one(power_margins, "station_power_margin", station=station)
    assert by_year[:3] == pytest.approx([0.0, 0.2, -0.5])
    at = of_one(power_margins, "milestone_power_margin", station=station)
    assert at == pytest.approx([0.5, -0.25, math.nan, math.nan, math.nan], nan_ok=True)


SPELLS = [
    Spell("diagnosis", 300.0, 330.0, 0.0),
    Spell("hands", 330.0, 355.0, 0.0),
    Spell("by robot", 355.0, 375.0, 100.0),
    Spell("by crew", 400.0, 410.0, 60.0),
    Spell("diagnosis", 500.0, 510.0, 0.0),
    Spell("spares", 510.0, 517.0, 0.0),
]


def test_hours_of_hands_fall_into_their_years_and_count_up_to_milestones():
    station = StationTrace(reached={"station_working": Reached(359.0, {}), "station_basic": Reached(405.0, {})})
    station.upkeep.spells = SPELLS
    hours = of_one(repair_work, "station_repair_hours", station=station)
    assert hours[:, :3] == pytest.approx(np.array([[50.0, 50.0, 0.0], [0.0, 60.0, 0.0]]))
    so_far = of_one(repair_work, "milestone_repair_hours", station=station)
    assert so_far[0] == pytest.approx([20.0, 100.0, math.nan, math.nan, math.nan], nan_ok=True)
    assert so_far[1, :2] == pytest.approx([0.0, 30.0])


def test_hours_on_what_is_being_commissioned_stand_by_who_worked_them():
    station = StationTrace(reached={"station_working": Reached(15.0, {}), "station_basic": Reached(30.0, {})})
    station.upkeep.spells = SPELLS
    station.upkeep.commissioning_spells = [
        Spell("by lander", 10.0, 20.0, 5.0),
        Spell("by robot", 20.0, 30.0, 40.0),
        Spell("by lander", 30.0, 50.0, 6.0),
        Spell("hands", 50.0, 60.0, 0.0),
    ]
    in_all = of_one(commissioning_work, "station_commissioning_hours", station=station)
    assert in_all == pytest.approx([40.0, 0.0, 11.0])
    so_far = of_one(commissioning_work, "milestone_commissioning_hours", station=station)
    assert so_far[:, :2] == pytest.approx(np.array([[0.0, 40.0], [0.0, 0.0], [2.5, 5.0]]))
    assert np.isnan(so_far[:, 2:]).all()


def test_days_of_waiting_stand_by_what_was_waited_for():
    station = StationTrace()
    station.upkeep.spells = SPELLS
    assert of_one(repair_work, "station_repair_wait_days", station=station) == pytest.approx([40.0, 7.0, 0.0, 25.0])


def test_milestones_of_the_mine_are_the_main_station_s():
    station = StationTrace(power_kw=[(0.0, 3.0)], wanted_kw=[(0.0, 2.0)])
    trace = Trace(HORIZON, station=station, rival=StationTrace(power_kw=[(0.0, 3.0)], wanted_kw=[(0.0, 1.0)]))
    trace.mine.reached["first_product"] = Reached(50.0, {})
    margins = power_margins.arrays(traced([scenario_of(RACE | SHORT)], [trace]))["milestone_power_margin"][0]
    product = MILESTONES.index("first_product")
    assert margins[0, product] == pytest.approx(0.5)
    assert np.isnan(margins[1]).all()


def test_a_stock_falls_evenly_and_never_below_nothing():
    stock = StockTrace(600.0, 500.0, 100.0, 0.0, steps=[
        StockStep(0.0, 400.0, 0.0), StockStep(100.0, 400.0, 1.0), StockStep(400.0, 10.0, 1.0),
        StockStep(1_000.0, 200.0, 0.0), StockStep(1_090.0, 100.0, 0.0),
    ])  # fmt: skip
    station = StationTrace()
    station.upkeep.stocks = {"spares": stock}
    by_year = of_one(stocks, "station_stock_kg", station=station)[STOCKS.index("spares")]
    assert by_year == pytest.approx([135.0, 0.0, 100.0, 100.0, 100.0])
    balance = [of_one(stocks, f"station_stock_{name}_kg", station=station)[1] for name in ("in", "used", "left")]
    assert balance == [600.0, 500.0, 100.0]


def cargo(**kinds):
    return dict.fromkeys(CARGO, 0.0) | kinds


def test_stocks_of_the_mine_are_what_has_landed_less_what_is_used():
    trace = Trace(HORIZON)
    trace.mine.cargo = [(10.0, cargo(reagents=500.0, spares=70.0, propellant=40.0)), (800.0, cargo(reagents=100.0))]
    trace.mine.intervals = [PlantInterval(*(265.0, 365.0), *[1.0] * 6, 2.0, 0.1),
                            PlantInterval(*(400.0, 500.0), *[1.0] * 6, 3.0, 0.2)]  # fmt: skip
    trace.mine.shipments = [Shipment(700.0, math.nan, 1.0, {}, propellant_kg=90.0, flown_kg=30.0)]
    arrays = stocks.arrays(traced([scenario_of(SHORT)], [trace]))
    left = dict(zip(STOCKS, arrays["station_stock_kg"][0, 0], strict=True))
    assert left["reagents"] == pytest.approx([300.0, 0.0, 100.0, 100.0, 100.0])
    assert left["spares"] == pytest.approx([60.0, 40.0, 40.0, 40.0, 40.0])
    assert left["propellant"] == pytest.approx([40.0, 10.0, 10.0, 10.0, 10.0])
    assert arrays["station_stock_used_kg"][0, 0] == pytest.approx([0.0, 30.0, 500.0, 30.0])


def test_what_comes_stands_in_its_class_and_year():
    scenario = scenario_of(SHORT)
    science = next(key for key, asset in scenario.assets.items() if asset.functions == ("science",))
    command = next(key for key, asset in scenario.assets.items() if asset.functions == ("command",))
    station = StationTrace(delivered=[Delivered(10.0, science, 50.0), Delivered(400.0, command, 300.0)])
    station.upkeep.stocks = {"spares": StockTrace(came=[(20.0, 129.0)]), "provisions": StockTrace(came=[(800.0, 60.0)])}
    trace = Trace(HORIZON, station=station)
    trace.mine.cargo = [(1_000.0, cargo(hardware=2_000.0, craft=80.0, propellant=500.0))]
    table = delivered.arrays(traced([scenario], [trace]))["station_delivered_kg"][0, 0]
    found = dict(zip(SUPPLY_CLASS.values, table, strict=True))
    assert found["research"][:3] == pytest.approx([50.0, 0.0, 0.0])
    assert found["infrastructure"][:4] == pytest.approx([0.0, 300.0, 2_000.0, 0.0])
    assert (found["propellants"][2], found["transportation"][2]) == pytest.approx((500.0, 80.0))
    assert found["maintenance"][0] + found["stowage"][0] == pytest.approx(129.0)
    assert 20.0 < found["stowage"][0] < 40.0
    assert table[:, 2].sum() == pytest.approx(2_640.0, rel=1e-6)


def test_the_shares_of_each_stock_add_up_to_one():
    assert set(stock_classes()) == set(STOCKS)
    for shares in stock_classes().values():
        assert math.fsum(shares.values()) == pytest.approx(1.0, rel=1e-12)


def test_what_is_flown_in_a_year_counts_from_the_day_on_which_the_station_works():
    station = StationTrace(reached={"station_working": Reached(HORIZON - 730.5, {})})
    kept = station.upkeep
    kept.stocks = {"spares": StockTrace(used_kg=80.0, came=[(900.0, 300.0)]),
                   "provisions": StockTrace(came=[(5.0, 7.0), (1_000.0, 100.0)])}  # fmt: skip
    kept.flights = [CargoFlight(700.0, SUCCESS, {"hardware": 40.0}, {}),
                    CargoFlight(900.0, SUCCESS, {"hardware": 1_000.0, "spares": 300.0}, {}),
                    CargoFlight(1_000.0, SUCCESS, {"provisions": 50.0}, {})]  # fmt: skip
    kept.equipment = [(0.0, 1_000.0), (730.5, 3_000.0)]
    kept.failures, kept.ordered, kept.person_days = 3, [(5.0, "x")], 26.0
    found = {name: of_one(upkeep, name, station=station) for name in (each.name for each in upkeep.variables)}
    assert found["station_upkeep_yearly_kg"] == pytest.approx(1_400.0 / 2.0)
    assert found["station_upkeep_share"] == pytest.approx(700.0 / 3_000.0)
    assert found["station_spares_share"] == pytest.approx(80.0 / 4.0 / 2_000.0)
    assert dict(zip(UPKEEP_EVENT.values, found["station_upkeep_events"], strict=True)) == {
        "failures": 3, "mended": 0, "given_up": 0, "worn_out": 0, "replacements": 1, "cargo_flights": 3
    }  # fmt: skip
    assert found["station_equipment_kg"][:2] == pytest.approx([1_000.0, 1_000.0 + 2_000.0 * 0.5 / 366.0], rel=1e-6)
    assert found["station_person_days"] == 26.0


MINE = {"cooperation.mode": "active", "plant.planned": "2031-01-01", "flowsheet.readiness_years": 2, "plant.units": 2}


@pytest.fixture(scope="module")
def campaigns():
    """Runs of two stations and an early mine, with their outcomes."""
    scenario = scenario_of(RACE | MINE | {"timeline.horizon_years": 20})
    runs = traced([scenario] * 4, [run(scenario, sample=sample) for sample in range(4)])
    groups = (stocks, delivered, function_availability, power_margins, repair_work, commissioning_work, upkeep)
    return runs, {name: array for group in groups for name, array in group.arrays(runs).items()}


def test_the_last_year_ends_with_what_is_left_and_what_came_in_was_used_or_is_left(campaigns):
    _, arrays = campaigns
    left, came, used = (arrays[f"station_stock_{name}_kg"] for name in ("left", "in", "used"))
    np.testing.assert_allclose(arrays["station_stock_kg"][..., -1], left, rtol=1e-5, atol=1e-3)
    np.testing.assert_allclose(came, used + left, rtol=1e-9, atol=1e-6)
    assert came[:, 0].max(axis=0).min() > 0.0, "each of the four stocks of the main station is used in some run"


def test_the_table_holds_each_kilogram_once(campaigns):
    runs, arrays = campaigns
    scenario = runs.scenarios[0]
    for row, trace in enumerate(runs.traces):
        mine_kg = math.fsum(math.fsum(landed.values()) for _, landed in trace.mine.cargo)
        assert mine_kg == pytest.approx(trace.mine.landed_kg, rel=1e-9)
        for place, station in enumerate((trace.station, trace.rival)):
            hardware = math.fsum(piece.mass_kg for piece in station.delivered)
            supplies = math.fsum(stock.in_kg for stock in station.upkeep.stocks.values())
            whole = hardware + supplies + (mine_kg if place == 0 else 0.0)
            listed = math.fsum(mass for _, _, mass in arrivals(scenario, station, None if place else trace.mine))
            assert listed == pytest.approx(whole, rel=1e-9)
            assert arrays["station_delivered_kg"][row, place].sum(dtype=float) == pytest.approx(whole, rel=1e-5)
        # Each piece that missions have brought stands there once, and each replacement.
        brought = [scenario.assets[hardware.asset].mass_kg for hardware in trace.flights.delivered_day]
        again = [each.upkeep.delivered_kg for each in (trace.station, trace.rival)]
        taken = [piece.mass_kg for each in (trace.station, trace.rival) for piece in each.delivered]
        assert math.fsum(taken) == pytest.approx(math.fsum([*brought, *again]), rel=1e-9)


def test_what_lands_for_a_mine_goes_into_its_stocks(campaigns):
    runs, _ = campaigns
    worked = 0
    for trace in runs.traces:
        for kind in ("reagents", "spares", "craft", "propellant"):
            landed = math.fsum(each[kind] for _, each in trace.mine.cargo)
            taken_in = trace.mine.stocks_kg[f"{kind}_in"]
            # What waits for its unit has landed and is in no stock yet.
            assert taken_in <= landed * (1.0 + 1e-9) + 1e-6, kind
            if trace.mine.units and trace.mine.units[-1][1] == 2:
                assert taken_in == pytest.approx(landed, rel=1e-9, abs=1e-6), kind
                worked += taken_in > 0.0
    assert worked


def test_shares_of_functions_hang_together(campaigns):
    runs, arrays = campaigns
    shares = arrays["station_function_availability"]
    assert np.nanmin(shares) >= 0.0
    assert np.nanmax(shares) <= 1.0
    for row, trace in enumerate(runs.traces):
        station = trace.station
        if "station_working" in trace.milestone_day and station.working_days:
            contact = shares[row, 0, FUNCTION.values.index("contact")]
            days = np.diff(np.clip(runs.calendar.year_edges, 0.0, runs.calendar.edges[-1]))
            # It has been in contact before it has passed its trial.
            assert np.nansum(contact * days) >= station.working_days * 0.998


def test_hours_by_year_add_up_to_those_of_the_run(campaigns):
    runs, arrays = campaigns
    for row, trace in enumerate(runs.traces):
        for place, station in enumerate((trace.station, trace.rival)):
            hours = hours_of(station.upkeep.spells, BY_ROBOT), hours_of(station.upkeep.spells, BY_CREW)
            assert arrays["station_repair_hours"][row, place].sum(axis=-1, dtype=float) == pytest.approx(
                hours, rel=1e-5
            )


def test_a_run_s_measures_do_not_depend_on_the_runs_beside_it(campaigns):
    runs, arrays = campaigns
    alone = dataclasses.replace(runs, scenarios=runs.scenarios[2:3], traces=runs.traces[2:3])
    for group in (stocks, delivered, function_availability, power_margins, repair_work, commissioning_work, upkeep):
        for name, array in group.arrays(alone).items():
            np.testing.assert_array_equal(array[0], arrays[name][2], err_msg=name)
