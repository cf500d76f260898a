"""Group ``mine``: machines that dig, and the way of the soil to the plant."""

from __future__ import annotations

from dataclasses import dataclass

from lunarsim.scenario.declare.declaration import WITH_PLANT, parameter, when
from lunarsim.words.distributions import LogNormal, Uniform


@dataclass(frozen=True, kw_only=True)
class Mine:
    """Excavators, which carry their soil themselves, and haulers where the plant stands at a station far away."""

    plant_at: str = parameter(
        "mine",
        "Where the plant stands; at the station, haulers bring soil from the mine.",
        choices=("mine", "station"),
        source="a lever, not a finding: a second camp with its own power against the haul",
        acts_if=WITH_PLANT,
    )
    excavators: int = parameter(
        1,
        "Excavators of a unit.",
        unit="1",
        low=0,
        high=1000,
        source="assumed: one brings more than a unit can treat",
        acts_if=WITH_PLANT,
    )
    excavator_kg: float = parameter(
        66.0,
        "Mass of an excavator.",
        unit="kg",
        low=0,
        high=1e5,
        source="RASSOR 2.0, Mueller et al. 2016",
        evidence="published",
        acts_if=WITH_PLANT,
    )
    excavator_kg_per_day: float = parameter(
        1800.0,
        "Soil that an excavator brings in a day of digging without any pause and without a way to drive; rests are "
        "counted in excavator_duty alone.",
        unit="kg day-1",
        low=0,
        high=1e7,
        source="IPEx goal of 10 t in 11 days, taken at half duty; RASSOR 2.0 has 2.7 t in 20 h of work, so 3240",
        evidence="analogue",
        distribution=LogNormal(900.0, 3600.0),
        acts_if=WITH_PLANT,
    )
    excavator_duty: float = parameter(
        0.5,
        "Share of the time in which excavators and haulers work; else they charge, cool or wait for service.",
        unit="1",
        low=0,
        high=1,
        source="assumed: 0.83 is planned for RASSOR 2.0 (20 h a day), dust, heat and service take some of it",
        acts_if=WITH_PLANT,
    )
    teleoperated_share: float = parameter(
        0.5,
        "Share of the work of digging and hauling that is led from the Earth and takes a live link. A plant beside the "
        "station has the contact of the station's relays; one away from it brings a link of its own.",
        unit="1",
        low=0,
        high=1,
        source="assumed: Lunokhods were driven from the Earth all the time (1), robotic trucks of mines hardly ever",
        distribution=Uniform(0.1, 0.9),
        acts_if=(*WITH_PLANT, when("waits.repair")),
    )
    excavator_life_t: float = parameter(
        500.0,
        "Soil that an excavator moves before it is worn out; spares renew it in proportion.",
        unit="t",
        low=0.1,
        high=1e9,
        source="assumed: fifty times the goal of IPEx (10 t); no excavator has worked in lunar soil",
        distribution=LogNormal(60.0, 4000.0),
        acts_if=WITH_PLANT,
    )
    excavation_kwh_per_kg: float = parameter(
        0.00086,
        "Energy to dig and dump a kilogram of soil.",
        unit="kW h kg-1",
        low=0,
        high=1,
        source="MoonBot batch cycle, Giel et al. 2025",
        evidence="measured",
        acts_if=WITH_PLANT,
    )
    payload_kg: float = parameter(
        80.0,
        "Soil that an excavator, or a hauler, carries in a trip.",
        unit="kg",
        low=0.1,
        high=1e6,
        source="RASSOR 2.0, Mueller et al. 2016",
        evidence="published",
        acts_if=WITH_PLANT,
    )
    haul_km: float = parameter(
        0.5,
        "Way of an excavator from where it digs to where it dumps: to the plant, or to haulers that take it on.",
        unit="km",
        low=0,
        high=1000,
        source="assumed: half the side of a square kilometer",
        acts_if=WITH_PLANT,
    )
    haul_speed_km_h: float = parameter(
        1.5,
        "Mean speed of excavators and haulers while they drive.",
        unit="km/h",
        low=0.01,
        high=50,
        source="assumed: Lunokhods drove at 0.8 and 2 km/h, crewed rovers at 10",
        evidence="analogue",
        acts_if=WITH_PLANT,
    )
    haul_kwh_per_kg_km: float = parameter(
        0.0003,
        "Energy to carry a kilogram of soil over a kilometer, without the empty way back, which is added.",
        unit="kW h kg-1 km-1",
        low=0,
        high=1,
        source=(
            "derived: rolling resistance 0.2 to 0.3 in lunar gravity, gross mass 2 to 3 times the payload, drives 0.7; "
            "0.00015 to 0.0006"
        ),
        evidence="analogue",
        acts_if=WITH_PLANT,
    )
    hauler_kg_per_kg: float = parameter(
        1.5,
        "Empty mass of a hauler per payload.",
        unit="1",
        low=0.1,
        high=100,
        source="vehicle and payload are 2 to 3 times the payload, as in haul_kwh_per_kg_km",
        evidence="analogue",
        acts_if=WITH_PLANT,
    )
    detour: float = parameter(
        1.3,
        "Length of a haulers' route over the great circle from mine to station.",
        unit="1",
        low=1,
        high=10,
        source="assumed: around craters and slopes",
        acts_if=WITH_PLANT,
    )
