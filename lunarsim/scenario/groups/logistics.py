"""Group ``logistics``: flights that carry the plant and its supplies, and the return of product."""

from __future__ import annotations

from dataclasses import dataclass

from lunarsim.scenario.declare.declaration import DECIDES_RETURNS, WITH_PLANT, Condition, parameter, when
from lunarsim.scenario.groups.returns import WITH_RETURN_FLIGHTS
from lunarsim.words.distributions import LogNormal


@dataclass(frozen=True, kw_only=True)
class Logistics:
    """Cargo flights, resupply, the second camp and the return of product."""

    cargo_vehicle: str = parameter(
        "long_march_9",
        "Vehicle of the plant's cargo flights: a name of the vehicle library.",
        refers_to="vehicles",
        acts_if=WITH_PLANT,
    )
    cargo_interval_days: float = parameter(
        120.0,
        "Planned time between departures with the plant; as many landers leave at a time as are made in it and as pads "
        "launch.",
        unit="day",
        low=0,
        high=3650,
        source="assumed: about three flights a year of one lander line",
        acts_if=WITH_PLANT,
    )
    delivery_usd_per_kg: float = parameter(
        2e5,
        "Price of a kilogram of the mine's cargo on the lunar surface, in USD of 2025.",
        unit="USD/kg",
        low=0,
        high=1e8,
        source="1.2 million on small landers of 2024, 0.1 million as a list price for 2028",
        distribution=LogNormal(2e4, 1e6),
        feeds_back=False,
        feeds_back_if=DECIDES_RETURNS,
    )
    delivery_change_per_year: float = parameter(
        0.0,
        "Yearly change of delivery_usd_per_kg over the years, from the first on; -0.05 is a fall by 5 % a year.",
        unit="year-1",
        low=-0.5,
        high=0.5,
        source="a lever, not a finding; -0.46 leads from 1.2 million in 2024 to a list price of 0.1 million for 2028",
        feeds_back=False,
    )
    delivery_learning_rate: float = parameter(
        0.0,
        "Fall of delivery_usd_per_kg with each doubling of the flights of cargo_vehicle, earlier ones counted.",
        unit="1",
        low=0,
        high=0.5,
        source="a lever, not a finding; launches became 0.05 to 0.2 cheaper per doubling",
        evidence="analogue",
        feeds_back=False,
    )
    delivery_floor_usd_per_kg: float = parameter(
        0.0,
        "Price below which delivery does not fall over the years or with flights.",
        unit="USD/kg",
        low=0,
        high=1e8,
        source="a lever, not a finding; mature reusable vehicles, 2e3 to 5e4",
        feeds_back=False,
    )
    camp_kg: float = parameter(
        3000.0,
        "Mass of the second camp (relay, command, service robots) of a plant that is not at the station. Haulers and "
        "excavators of a plant at the station are run from there and need none.",
        unit="kg",
        low=0,
        high=1e6,
        source="assumed: command hub, tower, relay share and two robots",
        distribution=LogNormal(1500.0, 8000.0),
        acts_if=(
            when("plant.units"),
            when("mine.plant_at", "mine"),
            Condition("site.name", other_than="station.site"),
        ),
    )
    transit_days: float = parameter(
        5.0,
        "Time from launch to landing or orbit insertion.",
        unit="day",
        low=1,
        high=200,
        source="direct transfers take 3 to 5 days; the fastest craft to hit the Moon took one and a half (Luna 2)",
        evidence="published",
    )
    resupply_interval_days: float = parameter(
        730.0,
        "Time between the starts of flights with spares and reagents; 0 means none.",
        unit="day",
        low=0,
        high=36500,
        low_if_any=29,
        source="a lever, not a finding; landings have one window in each lunar month of 29.5 days",
        acts_if=WITH_PLANT,
    )
    return_interval_days: float = parameter(
        365.25,
        "Time from departure to departure of flights that take product home; 0 means that it stays on the Moon.",
        unit="day",
        low=0,
        high=36500,
        low_if_any=1,
        source="a lever, not a finding; one craft a day is more than any place has sent off",
        acts_if=WITH_PLANT,
    )
    return_capacity_kg: float = parameter(
        200.0,
        "Product that the smallest return craft takes; for more, craft are larger (returns.craft_exponent).",
        unit="kg",
        low=0,
        high=1e6,
        source="assumed: a hundred times the samples of Chang'e-6 (1.9 kg for 8.2 t injected), on a heavier vehicle",
        distribution=LogNormal(50.0, 800.0),
        acts_if=WITH_RETURN_FLIGHTS,
    )
    return_least_load_share: float = parameter(
        0.05,
        "Share of return_capacity_kg below which a flight waits for the next interval, for returns.longest_wait_years "
        "at most.",
        unit="1",
        low=0,
        high=1,
        source=(
            "assumed: craft and propellant weigh nearly the same for any load, so a larger one is worth a wait; at the "
            "declared figures ten kilograms, a third of a year's product at Fra Mauro and four years' at the pole"
        ),
        acts_if=WITH_RETURN_FLIGHTS,
    )
    return_success: float = parameter(
        0.92,
        "Probability that a return flight brings its product home.",
        unit="1",
        low=0,
        high=1,
        source="5 of 5 robotic craft came home with samples (Luna 16, 20, 24, Chang'e-5, 6); Jeffreys mean",
        evidence="analogue",
        acts_if=(*WITH_RETURN_FLIGHTS, when("waits.landing_failure")),
    )
    return_craft_kg: float = parameter(
        600.0,
        "Dry mass of the smallest return craft: stage with tanks, and capsule. Each flies once.",
        unit="kg",
        low=0,
        high=1e6,
        source=(
            "assumed: three kilograms for each kilogram of product; the ascent stage of Luna 16 with its capsule "
            "weighed about 0.5 t fueled, that of Apollo above 2 t empty"
        ),
        distribution=LogNormal(300.0, 1200.0),
        acts_if=WITH_RETURN_FLIGHTS,
    )
    return_propellant: str = parameter(
        "brought",
        "Where the propellant of the return comes from: all flown in, or its oxygen made by the plant.",
        choices=("brought", "made"),
        source="a lever, not a finding",
        acts_if=WITH_RETURN_FLIGHTS,
    )
    return_delta_v_km_s: float = parameter(
        2.7,
        "Change of speed from the lunar surface to entry at the Earth.",
        unit="km s-1",
        low=0,
        high=10,
        source="standard astrodynamics: 1.87 to lunar orbit and about 0.85 home from there",
        evidence="published",
        acts_if=WITH_RETURN_FLIGHTS,
    )
    return_specific_impulse_s: float = parameter(
        365.0,
        "Specific impulse of the return.",
        unit="s",
        low=100,
        high=1000,
        source="engines on oxygen and methane; 450 s on hydrogen, about 315 s on propellants that keep for years",
        evidence="analogue",
        acts_if=WITH_RETURN_FLIGHTS,
    )
    return_oxygen_share: float = parameter(
        0.78,
        "Mass of oxygen in the propellant of the return.",
        unit="1",
        low=0,
        high=1,
        source="3.6 kg of oxygen burn with a kilogram of methane",
        evidence="analogue",
        acts_if=(*WITH_RETURN_FLIGHTS, when("logistics.return_propellant", "made")),
    )
    return_usd_per_kg: float = parameter(
        5e4,
        "Price of the return of a kilogram, in USD of 2025; craft and propellant landed for it pay delivery on top.",
        unit="USD/kg",
        low=0,
        high=1e8,
        source="0.5 to 2 times delivery where propellant is made on the Moon, so without brought mass; 1e4 to 5e5",
        distribution=LogNormal(1e4, 5e5),
        feeds_back=False,
        feeds_back_if=DECIDES_RETURNS,
        acts_if=WITH_RETURN_FLIGHTS,
    )
