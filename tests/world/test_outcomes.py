"""From traces to arrays: totals, series and dates."""

import dataclasses
import itertools

import numpy as np
import pytest

from lunarsim.scenario.groups.station import Station
from lunarsim.world.causes import CAUSES
from lunarsim.world.history.flight_outcomes import FLIGHT_OUTCOMES, PARTIAL
from lunarsim.world.history.missions import HardwareId
from lunarsim.world.history.trace import MILESTONES
from lunarsim.world.mine.deposit import deposits
from lunarsim.world.outcomes.block_arrays import WORLD_VARIABLES, outcomes
from lunarsim.world.purposes import OF_THE_MINE, UPKEEP
from tests.scenario.building import BY_PROGRAM, NO_WAITS, scenario_of
from tests.world.running import run
from tests.world.tabulating import traced

EARLY = {"plant.planned": "2031-01-01", "flowsheet.readiness_years": 2, "vehicles.long_march_9.built_probability": 1.0,
         "vehicles.long_march_9.first_flight": "2028-01-01", "plant.units": 2}  # fmt: skip


@pytest.fixture(scope="module")
def made():
    """Runs, and the arrays of their outcomes; the last two wait for nothing."""
    scenarios = [scenario_of(EARLY, "fra_mauro")] * 8 + [scenario_of({**EARLY, **NO_WAITS}, "fra_mauro")] * 2
    runs = traced(scenarios, [run(scenario, sample=sample) for sample, scenario in enumerate(scenarios)])
    return runs, outcomes(runs)


def test_every_declared_variable_is_there_in_its_shape_and_type(made):
    runs, arrays = made
    assert set(arrays) == {variable.name for variable in WORLD_VARIABLES}
    for variable in WORLD_VARIABLES:
        array = arrays[variable.name]
        assert array.shape == (10, *(len(runs.labels[dim]) for dim in variable.dims))
        assert array.dtype == np.dtype(variable.dtype)
        assert variable.long_name
        assert variable.units


@pytest.mark.parametrize(
    ("month", "total"),
    [
        ("month_mass_landed_kg", "mass_landed_kg"),
        ("month_launch_cost_musd", "launch_cost_musd"),
        ("month_delivery_sent_kg", "delivery_sent_kg"),
        ("month_cargo_sent_kg", "cargo_sent_kg"),
        ("month_ree_produced_kg", "ree_produced_kg"),
        ("month_oxygen_produced_kg", "oxygen_produced_kg"),
        ("month_reo_delivered_kg", "reo_delivered_kg"),
    ],
)
def test_months_add_up_to_the_total(made, month, total):
    _, arrays = made
    months, totals = (arrays[name].reshape(10, -1).sum(axis=1, dtype=float) for name in (month, total))
    np.testing.assert_allclose(months, totals, rtol=1e-5)
    assert totals.max() > 0


def test_flights_of_the_cargo_vehicle_are_those_of_the_mine_and_of_missions_on_it(made):
    runs, arrays = made
    for scenario, trace, counted in zip(runs.scenarios, runs.traces, arrays["year_cargo_vehicle_flights"], strict=True):
        vehicle = scenario.logistics.cargo_vehicle
        own = [flight for flight in trace.flights.flown if flight.purpose in OF_THE_MINE]
        on_it = {key for key, mission in scenario.missions.items() if mission.vehicle == vehicle}
        others = [flight for flight in trace.flights.flown if flight.mission in on_it and flight not in own]
        launches = [scenario.missions[flight.mission].launches for flight in others]
        assert counted.sum() == len(own) + sum(launches)
        first = min((flight.launched_day for flight in (*own, *others)), default=np.inf)
        assert counted[: np.searchsorted(runs.calendar.year_edges, first, side="right") - 1].sum() == 0
    assert arrays["year_cargo_vehicle_flights"].sum() > 0


def test_what_was_shipped_is_delivered_or_lost_and_was_made(made):
    _, arrays = made
    shipped = arrays["month_reo_shipped_kg"].sum(axis=1, dtype=float)
    delivered = arrays["reo_delivered_kg"].sum(axis=1)
    assert (delivered <= shipped * (1 + 1e-6)).all()
    assert (delivered < shipped * 0.99).any()
    assert (shipped <= arrays["reo_produced_kg"] * (1 + 1e-6)).all()


def test_what_was_made_is_delivered_lost_under_way_or_on_the_moon(made):
    runs, arrays = made
    under_way = [
        sum(shipment.sent_kg for shipment in trace.mine.shipments if np.isnan(shipment.arrived_day))
        * scenario.flowsheet.reo_purity
        for scenario, trace in zip(runs.scenarios, runs.traces, strict=True)
    ]
    delivered = arrays["reo_delivered_kg"].sum(axis=1)
    lost, left, produced = (arrays[f"reo_{name}_kg"] for name in ("lost", "on_moon", "produced"))
    np.testing.assert_allclose(delivered + lost + left + under_way, produced, rtol=1e-9)
    assert lost.max() > 0 < left.max()
    np.testing.assert_allclose(arrays["month_reo_on_moon_kg"][:, -1], left, rtol=1e-4, atol=1e-6)
    assert (arrays["month_reo_on_moon_kg"] >= 0).all()


def test_returns_are_counted_with_the_propellant_that_they_take(made):
    runs, arrays = made
    for number in range(runs.count):
        shipments = runs.traces[number].mine.shipments
        assert arrays["returns_flown"][number] == len(shipments)
        assert arrays["return_propellant_kg"][number] == pytest.approx(sum(one.propellant_kg for one in shipments))
    assert arrays["return_propellant_kg"].max() > 1_000
    np.testing.assert_array_equal(arrays["oxygen_left_kg"], arrays["oxygen_produced_kg"])


def test_the_lanthanides_of_the_soil_are_in_product_or_slag(made):
    runs, arrays = made
    grades = np.array([deposit.ree_grade for deposit in runs.deposits])
    soil_kg = arrays["soil_mined_t"] * 1e3
    np.testing.assert_allclose(arrays["ree_produced_kg"] + arrays["ree_in_slag_kg"], soil_kg * grades, rtol=1e-9)
    lanthanides = [index for index, name in enumerate(runs.labels["ree"]) if name not in ("Y", "Sc")]
    by_element = arrays["ree_produced_by_element_kg"]
    np.testing.assert_allclose(by_element[:, lanthanides].sum(axis=1), arrays["ree_produced_kg"], rtol=1e-9)
    assert len(lanthanides) == 14


def test_the_area_mined_is_the_share_of_the_soil_that_is_gone(made):
    runs, arrays = made
    (deposit,) = deposits(runs.scenarios[:1])
    access = runs.scenarios[0].deposit.access
    for number in range(runs.count):
        share = runs.traces[number].mine.stocks_kg["soil"] / deposit.soil_kg
        assert arrays["area_mined_km2"][number] == pytest.approx(share * 1.0 * access)
    assert 0 < arrays["area_mined_km2"][0] < 0.01


def test_the_limits_share_the_time_from_the_first_work_to_the_horizon(made):
    runs, arrays = made
    shares = dict(zip(runs.labels["limit"], np.moveaxis(arrays["plant_limited_by"], -1, 0), strict=True))
    for number in range(runs.count):
        trace = runs.traces[number]
        if not trace.mine.units:
            assert np.isnan(arrays["plant_limited_by"][number]).all()
            continue
        assert arrays["plant_limited_by"][number].sum() == pytest.approx(1.0)
        working = trace.horizon_days - trace.mine.units[0][0]
        stopped = working - sum(part.end_day - part.start_day for part in trace.mine.intervals)
        lacking = sum(shares[name][number] for name in ("soil", "spares"))
        assert lacking * working == pytest.approx(stopped, abs=1e-6)
    # Two units start up one after the other, two years each.
    assert shares["start_up"][9] * (runs.traces[9].horizon_days - runs.traces[9].mine.units[0][0]) == pytest.approx(
        730 + runs.traces[9].mine.units[1][0] - runs.traces[9].mine.units[0][0]
    )


def test_the_product_has_no_scandium(made):
    runs, arrays = made
    by_element = arrays["ree_produced_by_element_kg"]
    assert not by_element[:, runs.labels["ree"].index("Sc")].any()
    assert by_element[:, runs.labels["ree"].index("Y")].any()


def test_the_residual_is_the_largest_of_any_node(made):
    runs, _ = made
    mine = runs.traces[0].mine
    for name in mine.residual_kg:
        for leak in (2.0, -2.0):
            leaky = dataclasses.replace(mine, residual_kg=dict.fromkeys(mine.residual_kg, 0.5) | {name: leak})
            trace = dataclasses.replace(runs.traces[0], mine=leaky)
            assert outcomes(traced(runs.scenarios[:1], [trace]))["mass_balance_residual_kg"][0] == leak


def test_the_oxide_weighs_more_than_its_lanthanides_by_the_oxygen_and_the_yttrium(made):
    _, arrays = made
    made = arrays["ree_produced_kg"] > 0
    ratio = arrays["reo_produced_kg"][made] / arrays["ree_produced_kg"][made]
    assert ((ratio > 1.17) & (ratio < 2.2)).all()


def test_the_balance_closes_in_every_run(made):
    _, arrays = made
    limit = 1e-9 * arrays["soil_mined_t"] * 1e3 + 1e-9
    assert (np.abs(arrays["mass_balance_residual_kg"]) <= limit).all()
    assert (arrays["soil_mined_t"] > 0).any()


def test_counts_and_masses_are_those_of_the_flights(made):
    runs, arrays = made
    for number in range(runs.count):
        # What goes to Mars is reported mission by mission only.
        flights = [flight for flight in runs.traces[number].flights.flown if flight.purpose != "mars"]
        assert arrays["missions_flown"][number] == len(flights)
        ends = [FLIGHT_OUTCOMES[flight.outcome] for flight in flights]
        with_crew = {"aborted_ascent", "loss_of_mission", "loss_of_crew", "loss_of_crew_in_ascent"}
        assert arrays["missions_lost"][number] == sum(end.endswith("failure") or end in with_crew for end in ends)
        ascents = ("launch_failure", "aborted_ascent", "loss_of_crew_in_ascent")
        assert arrays["launch_failures"][number] == sum(end in ascents for end in ends)
        phases = ("descent_failure", "touchdown_failure")
        assert arrays["landing_failures"][number] == sum(FLIGHT_OUTCOMES[f.outcome] in phases for f in flights)
        for index, program in enumerate(runs.labels["program"]):
            landed = sum(flight.landed_kg for flight in flights if flight.program == program)
            assert arrays["mass_landed_kg"][number, index] == pytest.approx(landed)
    assert any(flight.outcome == PARTIAL for trace in runs.traces for flight in trace.flights.flown)


def test_orbiters_and_lost_landers_put_nothing_down_and_partial_landings_what_came_down(made):
    runs, _ = made
    missions = runs.scenarios[0].missions

    def down(trace, flight):
        if flight.purpose in OF_THE_MINE:
            return flight.delivery_kg * (0.5 if flight.outcome == PARTIAL else 1.0)
        came = [
            runs.scenarios[0].assets[name]
            for name in missions[flight.mission].assets
            if trace.flights.delivered_day.get(HardwareId(name, flight.mission)) == flight.ended_day
        ]
        assert flight.outcome == PARTIAL or came or not missions[flight.mission].assets
        return sum(asset.mass_kg for asset in came if asset.landed) + flight.spares_kg + flight.provisions_kg

    for number in range(runs.count):
        for flight in runs.traces[number].flights.flown:
            if flight.purpose == UPKEEP:
                # What lands of its loads is the matter of tests/world/upkeep.
                continue
            if (
                flight.mission in missions and missions[flight.mission].kind in ("orbiter", "relay", "test")
            ) or flight.outcome > PARTIAL:
                assert flight.landed_kg == 0.0
            else:
                assert flight.landed_kg == pytest.approx(down(runs.traces[number], flight))


def test_dates_are_decimal_years_of_days_and_nan_for_never(made):
    runs, arrays = made
    for number in range(runs.count):
        for milestone in MILESTONES:
            year = arrays[f"{milestone}_year"][number].ravel()[0]
            day = runs.traces[number].milestone_day.get(milestone, np.nan)
            np.testing.assert_allclose(year, runs.calendar.decimal_years(np.array([day]))[0], rtol=1e-12)
    assert np.isnan(arrays["station_extended_year"]).any()


def test_milestones_come_in_their_order(made):
    _, arrays = made
    order = ["station_working_year", "station_basic_year", "station_extended_year"]
    for earlier, later in itertools.pairwise(order):
        known = ~np.isnan(arrays[later])
        assert (arrays[earlier][known] <= arrays[later][known]).all()
    back = ~np.isnan(arrays["first_return_year"])
    assert (arrays["first_product_year"][back] < arrays["first_return_year"][back]).all()


def test_the_causes_of_delay_stand_on_their_axis(made):
    runs, arrays = made
    for number in range(runs.count):
        for milestone, parts in runs.traces[number].delay_days.items():
            row = arrays["delay_days"][number, runs.labels["milestone"].index(milestone)]
            assert row.tolist() == [parts.get(cause, 0.0) for cause in CAUSES]


def test_the_availability_is_a_share_of_the_time_since_the_first_work(made):
    _, arrays = made
    known = arrays["station_availability"][~np.isnan(arrays["station_availability"])]
    assert ((known > 0) & (known <= 1)).all()
    assert (
        np.isnan(arrays["station_availability"]).ravel().sum() == np.isnan(arrays["station_working_year"]).ravel().sum()
    )


def test_the_month_of_the_lapse_is_the_first_without_full_cooperation():
    scenarios = [scenario_of(BY_PROGRAM | {"cooperation.mode": mode}) for mode in ("lapsed", "active", "none")]
    arrays = outcomes(traced(scenarios, [run(scenario) for scenario in scenarios]))
    share = arrays["month_cooperation_active"]
    assert share[0, :17].tolist() == [1.0] * 17
    assert share[0, 17] == pytest.approx(30 / 31)
    assert not share[0, 18:].any()
    assert share[1].tolist() == [1.0] * 360
    assert not share[2].any()
    assert arrays["cooperation_end_year"][0] == pytest.approx(2028.0, abs=0.01)
    assert np.isnan(arrays["cooperation_end_year"][1:]).all()


def test_descriptions_name_the_parameters_that_decide_a_milestone_with_their_values():
    about = {variable.name: variable.about for variable in WORLD_VARIABLES}
    for milestone in ("basic", "extended"):
        key = f"{milestone}_power_kw"
        assert f"station.{key} ({getattr(Station(), key):g} kW unless set" in about[f"station_{milestone}_year"]


def test_the_name_of_the_losses_says_all_phases_that_count():
    name = next(variable.long_name for variable in WORLD_VARIABLES if variable.name == "missions_lost")
    phases = {outcome.removesuffix("_failure") for outcome in FLIGHT_OUTCOMES if outcome.endswith("_failure")}
    in_words = {"descent": "landing", "touchdown": "landing"}
    assert phases >= {"launch", "cruise", "descent", "touchdown"}
    assert all(in_words.get(phase, phase) in name for phase in phases)
