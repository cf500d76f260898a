"""What a mission weighs, what of it lands, and what it pays: the orders of flights."""

import dataclasses

import pytest

from lunarsim.scenario.building import with_values
from lunarsim.world.flights.order import mission_order
from lunarsim.world.history.missions import HardwareId, MissionRecord
from lunarsim.world.mine.logistics.cargo import PLANT_FLIGHT, RESUPPLY_FLIGHT
from lunarsim.world.money.needs import DRY_SHARE
from lunarsim.world.planned_missions import Masses
from lunarsim.world.prepared import prepare
from tests.scenario.building import NO_WAITS, scenario_of
from tests.world.parts import mine_plan_of, station_alone
from tests.world.running import FixedDraws, campaign_of, run


def order(mission, **changes):
    built = scenario_of(changes)
    (planned,) = [each for each in prepare(built).missions if each.key == mission]
    return mission_order(planned, built.station.asset_mass_position)


@pytest.mark.parametrize(("position", "mass"), [(-1, 60), (-0.5, 80), (0, 100), (0.25, 125), (1, 200)])
def test_a_mass_moves_between_its_bounds(position, mass):
    assert Masses(100.0, 60.0, 200.0).at(position) == pytest.approx(mass)


@pytest.mark.parametrize(("position", "mass"), [(-1.0, 2_700), (0.0, 4_550), (0.5, 4_775), (1.0, 5_000)])
def test_the_masses_of_a_mission_follow_the_position(position, mass):
    # ILRS-1: command center 3300 (2000 to 3600) kg and hub power 1250 (700 to 1400) kg.
    flight = order("ilrs_1", **{"station.asset_mass_position": position})
    assert flight.landed_kg == pytest.approx(mass)
    assert flight.sent_kg == 27_000


def test_an_asset_without_bounds_keeps_its_mass():
    bare = {
        f"assets.ilrs_{name}.mass_{end}_kg": 0 for name in ("command_center", "hub_power") for end in ("low", "high")
    }
    for position in (-1.0, 1.0):
        assert order("ilrs_1", **bare, **{"station.asset_mass_position": position}).landed_kg == pytest.approx(4_550)


def test_only_what_lands_counts_as_landed_and_each_mission_pays_its_launches():
    flight = order("change_7")
    assert flight.landed_kg == 1_650 + 150 + 120
    assert flight.hardware_kg == 1_650 + 150 + 120 + 2_000
    assert (flight.delivery_kg, flight.launch_cost_musd) == (0.0, 180)
    relay = order("queqiao_3")
    assert (relay.landed_kg, relay.delivery_kg, relay.hardware_kg, relay.launch_cost_musd) == (0.0, 0.0, 1_200, 60)


def test_a_lander_of_cargo_is_built_as_well_as_its_cargo():
    """The dry mass is 0.3 of the mass sent, cargo included; heavier cargo comes on the same lander."""
    for position, cargo in ((0.0, 4_550.0), (1.0, 5_000.0)):
        flight = order("ilrs_1", **{"station.asset_mass_position": position})
        assert flight.hardware_kg == pytest.approx(0.3 * 27_000 - 4_550.0 + cargo)
    # What the price of the launch holds, and what others provide, is not paid again.
    assert order("ilrs_1", **{"vehicles.long_march_10.price_includes_craft": True}).hardware_kg == pytest.approx(4_550)
    guest = order("ilrs_1", **{"assets.ilrs_hub_power.contributed": True})
    assert guest.hardware_kg == pytest.approx(0.3 * 27_000 - scenario_of().assets["ilrs_hub_power"].mass_kg)
    assert guest.landed_kg == 4_550


@pytest.mark.parametrize(
    ("mission", "assets", "launches"),
    [("crewed_landing_1", 200, 600), ("crewed_landing_2", 0, 600), ("mengzhou_test", 0, 300), ("lanyue_test", 0, 300)],
)
def test_crewed_and_test_missions_pay_for_their_craft_whatever_they_bring(mission, assets, launches):
    flight = order(mission)
    mass = scenario_of().missions[mission].launch_mass_kg
    assert flight.hardware_kg == pytest.approx(0.3 * mass + assets)
    assert flight.delivery_kg == 0.0
    assert flight.launch_cost_musd == launches
    assert DRY_SHARE == 0.3


def test_a_test_that_brings_something_still_pays_for_its_craft():
    assert (
        order("mengzhou_test", **{"missions.mengzhou_test.assets": ["queqiao_4"]}).hardware_kg == 0.3 * 26_000 + 1_200
    )


def test_the_power_multiplier_scales_what_nobody_has_published():
    def kw(multiplier, evidence):
        changes = {"assets.ilrs_hub_power.evidence": evidence, "station.power_multiplier": multiplier}
        built = scenario_of(NO_WAITS | changes)
        alone = station_alone(built)
        alone.station.deliver(HardwareId("x", "m"), built.assets["ilrs_hub_power"], MissionRecord(0.0))
        alone.clock.run(100.0)
        return alone.night_power_kw, alone.station.balances()[0].supply_kw

    assert kw(2.0, "assumed") == (6.0, 6.0)
    assert kw(0.5, "assumed") == (1.5, 1.5)
    assert kw(2.0, "analogue") == (6.0, 6.0)
    assert kw(2.0, "published") == kw(2.0, "measured") == kw(1.0, "assumed") == (3.0, 3.0)


def test_prepared_parts_fit_what_they_were_made_from_only():
    built = scenario_of()
    prepared = prepare(built)
    assert prepared.fits(built)
    assert prepared.fits(with_values(built, {"deposit.thorium_multiplier": 2.0, "plant.units": 3}))
    assert not prepared.fits(with_values(built, {"site.dark_spell_hours": 50.0}))
    # The station stands elsewhere and the mine's site is not its business.
    apart = scenario_of({}, "fra_mauro")
    assert prepare(apart).fits(with_values(apart, {"site.lit_fraction": 0.4}))


# The mine's cargo.


def test_mine_cargo_sends_the_injected_mass_in_proportion_and_reagents_are_no_hardware():
    cargo = mine_plan_of(scenario_of()).cargo
    flight = cargo.order(PLANT_FLIGHT, 4_000.0, 0.75)
    # Long March 9 lands 10 t of 50 t injected.
    assert (flight.sent_kg, flight.landed_kg, flight.hardware_kg, flight.delivery_kg) == (20_000, 4_000, 3_000, 4_000)
    assert flight.purpose == "plant"
    assert cargo.order(RESUPPLY_FLIGHT, 1.0, 1.0).purpose == "supply"


def test_the_hardware_of_the_mine_is_all_it_brings_but_its_reagents():
    changes = NO_WAITS | {"plant.units": 2, "plant.planned": "2030-01-01", "flowsheet.acid_loss": 0.02}
    # Nothing starts up or learns, so that the plant works all the time at its last pace.
    changes |= {"plant.start_up_days": 0.0, "plant.availability": 1.0}
    built = scenario_of(changes, "fra_mauro")
    plan = mine_plan_of(built)
    needs, supplies = plan.plant.needs, plan.returns.first_supplies()
    assert needs.reagents_kg > 100
    assert supplies.propellant_kg > 100
    plant = [flight for flight in run(built).flights.flown if flight.mission == PLANT_FLIGHT]
    sent = built.logistics.camp_kg + supplies.mass_kg + 2 * needs.delivered_kg
    assert sum(flight.delivery_kg for flight in plant) == pytest.approx(sent)
    assert sum(flight.hardware_kg for flight in plant) == pytest.approx(
        sent - 2 * needs.reagents_kg - supplies.propellant_kg
    )
    assert {flight.purpose for flight in plant} == {"plant"}
    kept = run(scenario_of(changes | {"logistics.return_interval_days": 0.0}, "fra_mauro"))
    supply = [flight for flight in kept.flights.flown if flight.mission == RESUPPLY_FLIGHT]
    assert {flight.purpose for flight in supply} == {"supply"}
    first = supply[0]
    assert 0 < first.hardware_kg < first.delivery_kg
    # At full power both stocks are used at their rates, so the flight brings them in that proportion.
    worn, used = needs.spares_kg_per_day, needs.reagents_kg_per_day
    assert first.hardware_kg / first.delivery_kg == pytest.approx(worn / (worn + used), rel=1e-6)


class FirstLost(FixedDraws):
    """The first flight with the plant is lost."""

    def uniform(self, entity, purpose, occurrence=0):
        return 0.9999 if (entity, purpose, occurrence) == (PLANT_FLIGHT, "cruise", 0) else 1e-9


@pytest.mark.parametrize("interval", [1.0, 120.0, 300.0])
def test_lost_mine_cargo_is_followed_by_the_next_lander_at_the_usual_interval(interval):
    changes = {"waits.landing_failure": True, "plant.planned": "2030-01-01", "logistics.cargo_interval_days": interval}
    built = dataclasses.replace(scenario_of(NO_WAITS | changes, "fra_mauro"), missions={})
    campaign = campaign_of(built, FirstLost())
    trace = campaign.run()
    launched = [flight.launched_day for flight in trace.flights.flown if flight.mission == PLANT_FLIGHT]
    apart = max(interval, built.logistics.transit_days)
    assert len(launched) >= 3
    assert launched == pytest.approx([launched[0] + number * apart for number in range(len(launched))])
    assert trace.mine.record.waits["landing_failure"] == pytest.approx(apart)
